"""Reads the relation rules and the word lists that steer them; all are checked when loaded.

A rule links two arguments of a predicate (``verbs``, ``nouns``). Arguments are named by *paths*:

    subj, obj           who acts and what is acted on, whatever the voice or form of the predicate
    Gen, Dat, Ins, Acc  a bare noun in that case
    с+Ins, в+Acc, ...   a noun with a preposition, in its plain form ('с', not 'со')
    adj                 an adjective of a country beside the noun ('российско-китайские переговоры')
    poss                a possessive pronoun ('его визит')
    control             the subject of the clause in which the noun stands as an adverbial ('в ходе визита X заявил')
    said, told          who says the clause, and to whom ('«Y заплатит», — заявил X', 'X предупредил Z, что Y заплатит')
    aim                 who acts in the clause with 'чтобы' that the verb governs ('потребовал, чтобы Y ушёл')
    self                the predicate noun itself, where it is an event or a document
    appos               the name beside the noun ('турецкий коллега Иван Петров')
    obj/Gen, ...        what the noun under a path belongs to: its genitive, or the country or body named inside it

Several paths of a role, 'obj | Dat', are alternatives in order: the first that leads to an entity of an allowed type
counts. ``each`` pairs the entities of one path with one another; ``mutual: true`` gives a relation both ways.
``direct: true`` takes only what the parser hung on the predicate itself, not on a neighbour of it.

``with`` must hold and ``without`` must not. Both map paths, again alternatives, to lemmas, '*' for any word. Besides
the paths above they know:

    amod, adv           any adjective beside the noun, any adverb beside the verb ('вместе', 'совместно')
    gov                 the word that governs the predicate ('отказалась' of 'признать', 'отмена' of 'визита')
    obj/Gen, Ins/amod   the genitive or the adjective beside the noun under a path ('актом агрессии', 'ложным шагом')
    status              the mode of the predicate: negated, planned, hypothetical, asserted
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable

from diplo_ner.errors import DataError
from diplo_ner.models import Status
from diplo_ner.resources.catalogue import RelationType, cameo, catalogue, entity_types
from diplo_ner.resources.fields import flag, known_keys, map_of, maps, optional, text, words
from diplo_ner.resources.tables import Source, data_file, unknown
from diplo_ner.resources.yaml_files import YamlList, YamlMap, read_yaml

CASES = ("Gen", "Dat", "Acc", "Ins", "Loc")
PLAIN_PATHS = (
    "subj",
    "obj",
    "Gen",
    "Dat",
    "Ins",
    "Acc",
    "adj",
    "poss",
    "control",
    "said",
    "told",
    "aim",
    "self",
    "appos",
)
STATUS = "status"
CONDITION_PATHS = (*PLAIN_PATHS, "amod", "adv", "gov", STATUS)
OWNER = "/Gen"
ATTRIBUTE = "/amod"
ANY_WORD = "*"
_PREPOSITIONAL = re.compile(r"[а-яё][а-яё -]*\+(?:" + "|".join(CASES) + ")")
RULE_KEYS = (
    "id", "type", "verbs", "nouns", "head", "tail", "each", "with", "without", "head_types", "tail_types", "status",
    "mutual", "direct", "cameo", "match", "reject",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether one of ``paths`` leads to one of ``words``: lemmas, or modes under the path 'status'; none: to any."""

    paths: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One declarative rule; see the module's docstring for paths.

    ``lines`` tells where in the file ``path`` its keys stand.
    """

    id: str
    type: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    head: tuple[str, ...]
    tail: tuple[str, ...]
    each: tuple[str, ...]
    present: tuple[Condition, ...]
    absent: tuple[Condition, ...]
    head_types: frozenset[str]
    tail_types: frozenset[str]
    status: str | None
    mutual: bool
    direct: bool
    cameo: str | None
    match: tuple[str, ...]
    reject: tuple[str, ...]
    path: str
    lines: Mapping[str, int] = field(compare=False)


def plain_path(path: str) -> str:
    """The path of the noun itself: 'obj' of 'obj/Gen' and of 'obj/amod'."""
    return path.removesuffix(OWNER).removesuffix(ATTRIBUTE)


def read_rules(source: Source, catalogue: Mapping[str, RelationType]) -> tuple[Rule, ...]:
    """Raises DataError where a rule is wrong or lacks ``match`` and ``reject`` examples."""
    path = str(source)
    return rules_of(maps(read_yaml(source), path), path, catalogue)


def rules_of(items: Iterable[YamlMap], path: str, catalogue: Mapping[str, RelationType]) -> tuple[Rule, ...]:
    """The rules of items that were read from the file ``path``. Raises DataError as ``read_rules``."""
    found: dict[str, Rule] = {}
    for item in items:
        rule = _rule(item, path, catalogue)
        if (other := found.setdefault(rule.id, rule)) is not rule:
            what = f"rule id {rule.id!r} stands twice; first in line {other.lines['id']}"
            raise DataError(what, path=path, line=rule.lines["id"])
    return tuple(found.values())


def read_words(source: Source, keys: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """A file of named word lists; exactly ``keys`` must be there. Raises DataError."""
    path, content, wanted = str(source), read_yaml(source), tuple(keys)
    if not isinstance(content, YamlMap):
        raise DataError("a mapping of names to word lists is wanted", path=path)
    known_keys(content, wanted, path)
    if missing := [key for key in wanted if key not in content]:
        raise DataError(f"missing lists: {', '.join(missing)}", path=path)
    return {key: frozenset(words(content, key, path)) for key in wanted}


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the package, in the order of their files' names."""
    folder = data_file("relations", "rules")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda file: file.name)
    found = [rule for file in files for rule in read_rules(file, catalogue())]
    _unique(found, folder)
    return tuple(found)


def _unique(found: list[Rule], folder: Traversable) -> None:
    ids = [rule.id for rule in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise DataError(f"rule ids in two files: {', '.join(sorted(twice))}", path=str(folder))


def _rule(item: YamlMap, path: str, catalogue: Mapping[str, RelationType]) -> Rule:
    known_keys(item, RULE_KEYS, path)
    line = item.line
    kind = text(item, "type", path)
    if kind not in catalogue:
        raise DataError(unknown("relation", kind, catalogue), path=path, line=item.lines["type"])
    verbs, nouns = frozenset(words(item, "verbs", path)), frozenset(words(item, "nouns", path))
    if not verbs and not nouns:
        raise DataError("a rule needs verbs or nouns", path=path, line=line)
    head, tail, each = (_paths(item, key, path) for key in ("head", "tail", "each"))
    if not each and not (head and tail):
        raise DataError("a rule needs head and tail, or each", path=path, line=line)
    status = optional(item, "status", path)
    if status is not None and status not in set(Status):
        raise DataError(unknown("status", status, list(Status)), path=path, line=item.lines["status"])
    row = catalogue[kind]
    types = [
        entity_types(item, key, path) if key in item else default
        for key, default in (("head_types", row.head), ("tail_types", row.tail))
    ]
    examples = [_examples(item, key, path) for key in ("match", "reject")]
    return Rule(
        id=text(item, "id", path),
        type=kind,
        verbs=verbs,
        nouns=nouns,
        head=head,
        tail=tail,
        each=each,
        present=_conditions(item, "with", path),
        absent=_conditions(item, "without", path),
        head_types=types[0],
        tail_types=types[1],
        status=status,
        mutual=flag(item, "mutual", path),
        direct=flag(item, "direct", path),
        cameo=cameo(item, path),
        match=examples[0],
        reject=examples[1],
        path=path,
        lines=item.lines,
    )


def _conditions(item: YamlMap, key: str, path: str) -> tuple[Condition, ...]:
    value = map_of(item, key, "a path to lemmas", path)
    return tuple(_condition(value, name, path) for name in value)


def _condition(item: YamlMap, name: str, path: str) -> Condition:
    line, lemmas = item.lines[name], frozenset(words(item, name, path))
    paths = _split_paths(name, path, line, CONDITION_PATHS, (OWNER, ATTRIBUTE))
    if STATUS in paths and (paths != (STATUS,) or lemmas - set(Status)):
        raise DataError(f"{STATUS} stands alone and wants {', '.join(Status)}", path=path, line=line)
    return Condition(paths, lemmas - {ANY_WORD})


def _examples(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value = item.get(key)
    if not isinstance(value, YamlList) or not value or not all(isinstance(e, str) for e in value):
        what = f"a rule needs {key} examples, a list of sentences"
        raise DataError(what, path=path, line=item.lines.get(key, item.line))
    return tuple(e for e in value if isinstance(e, str))


def _paths(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value = optional(item, key, path)
    return () if value is None else _split_paths(value, path, item.lines[key], PLAIN_PATHS)


def _split_paths(
    value: str, path: str, line: int, allowed: Iterable[str], endings: Iterable[str] = (OWNER,)
) -> tuple[str, ...]:
    names, plain = tuple(part.strip() for part in value.split("|")), tuple(allowed)
    for name in names:
        bare = next((name.removesuffix(end) for end in endings if name.endswith(end)), name)
        if bare not in plain and not _PREPOSITIONAL.fullmatch(bare):
            hint = unknown("path", name, plain)
            raise DataError(
                f"{hint}; or a preposition with a case of {', '.join(CASES)}: 'с+Ins'", path=path, line=line
            )
    return names
