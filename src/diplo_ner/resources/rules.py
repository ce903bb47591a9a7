"""Reads the relation catalogue, the relation rules and the word lists that steer them; all are checked when loaded.

A rule links two arguments of a predicate (``verbs``, ``nouns``). Arguments are named by *paths*:

    subj, obj           who acts and what is acted on, whatever the voice or form of the predicate
    Gen, Dat, Ins, Acc  a bare noun in that case
    с+Ins, в+Acc, ...   a noun with a preposition, in its plain form ('с', not 'со')
    adj                 an adjective of a country beside the noun ('российско-китайские переговоры')
    poss                a possessive pronoun ('его визит')
    control             the subject of the clause in which the noun stands as an adverbial ('в ходе визита X заявил')
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
    status              the mode of the predicate: negated, planned, hypothetical, asserted
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from diplo_ner.errors import DataError
from diplo_ner.models import EntityType, Status
from diplo_ner.resources.tables import Source, data_file, unknown
from diplo_ner.resources.yaml_files import YamlList, YamlMap, read_yaml

CASES = ("Gen", "Dat", "Acc", "Ins", "Loc")
PLAIN_PATHS = ("subj", "obj", "Gen", "Dat", "Ins", "Acc", "adj", "poss", "control", "self", "appos")
STATUS = "status"
CONDITION_PATHS = (*PLAIN_PATHS, "amod", "adv", "gov", STATUS)
OWNER = "/Gen"
ANY_WORD = "*"
ACTORS = frozenset({"PERSON", "COUNTRY", "ORGANIZATION", "PARTY"})
_PREPOSITIONAL = re.compile(r"[а-яё][а-яё -]*\+(?:" + "|".join(CASES) + ")")
_RULE_KEYS = (
    "id", "type", "verbs", "nouns", "head", "tail", "each", "with", "without", "head_types", "tail_types", "status",
    "mutual", "direct", "cameo", "match", "reject",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RelationType:
    """One row of the catalogue; ``plover`` and ``cameo`` are None for facts that are no events."""

    name: str
    symmetric: bool
    head: frozenset[str]
    tail: frozenset[str]
    plover: str | None
    cameo: str | None
    cameo_by_trigger: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether one of ``paths`` leads to one of ``words``: lemmas, or modes under the path 'status'; none: to any."""

    paths: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One declarative rule; see the module's docstring for paths."""

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


def read_catalogue(source: Source) -> Mapping[str, RelationType]:
    """Raises DataError where the file is wrong."""
    path = str(source)
    result: dict[str, RelationType] = {}
    for item in _maps(read_yaml(source), path):
        _known_keys(item, ("type", "symmetric", "head", "tail", "plover", "cameo", "cameo_by_trigger"), path)
        name = _text(item, "type", path)
        if name in result:
            raise DataError(f"relation {name!r} stands twice", path=path, line=item.line)
        by_trigger = item.get("cameo_by_trigger", YamlMap(item.line))
        if not isinstance(by_trigger, YamlMap):
            raise DataError("cameo_by_trigger must map a code to lemmas", path=path, line=item.line)
        result[name] = RelationType(
            name=name,
            symmetric=_optional(item, "symmetric", path) == "true",
            head=_types(_text(item, "head", path), path, item.line),
            tail=_types(_text(item, "tail", path), path, item.line),
            plover=_optional(item, "plover", path),
            cameo=_optional(item, "cameo", path),
            cameo_by_trigger={word: code for code in by_trigger for word in _words(by_trigger, code, path)},
        )
    return result


def read_rules(source: Source, catalogue: Mapping[str, RelationType]) -> tuple[Rule, ...]:
    """Raises DataError where a rule is wrong or lacks ``match`` and ``reject`` examples."""
    path = str(source)
    rules = [_rule(item, path, catalogue) for item in _maps(read_yaml(source), path)]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise DataError(f"rule id {rule.id!r} stands twice", path=path)
        seen.add(rule.id)
    return tuple(rules)


def read_words(source: Source, keys: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """A file of named word lists; exactly ``keys`` must be there. Raises DataError."""
    path, content, wanted = str(source), read_yaml(source), tuple(keys)
    if not isinstance(content, YamlMap):
        raise DataError("a mapping of names to word lists is wanted", path=path)
    _known_keys(content, wanted, path)
    if missing := [key for key in wanted if key not in content]:
        raise DataError(f"missing lists: {', '.join(missing)}", path=path)
    return {key: frozenset(_words(content, key, path)) for key in wanted}


@cache
def catalogue() -> Mapping[str, RelationType]:
    """The relation types of the package."""
    return read_catalogue(data_file("relations", "catalogue.yaml"))


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
    _known_keys(item, _RULE_KEYS, path)
    line = item.line
    kind = _text(item, "type", path)
    if kind not in catalogue:
        raise DataError(unknown("relation", kind, catalogue), path=path, line=item.lines["type"])
    verbs, nouns = frozenset(_words(item, "verbs", path)), frozenset(_words(item, "nouns", path))
    if not verbs and not nouns:
        raise DataError("a rule needs verbs or nouns", path=path, line=line)
    head, tail, each = (_paths(item, key, path) for key in ("head", "tail", "each"))
    if not each and not (head and tail):
        raise DataError("a rule needs head and tail, or each", path=path, line=line)
    status = _optional(item, "status", path)
    if status is not None and status not in set(Status):
        raise DataError(unknown("status", status, list(Status)), path=path, line=item.lines["status"])
    row = catalogue[kind]
    types = [
        _types(item_types, path, line) if (item_types := _optional(item, key, path)) else default
        for key, default in (("head_types", row.head), ("tail_types", row.tail))
    ]
    examples = [_examples(item, key, path) for key in ("match", "reject")]
    return Rule(
        id=_text(item, "id", path),
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
        mutual=_optional(item, "mutual", path) == "true",
        direct=_optional(item, "direct", path) == "true",
        cameo=_optional(item, "cameo", path),
        match=examples[0],
        reject=examples[1],
    )


def _conditions(item: YamlMap, key: str, path: str) -> tuple[Condition, ...]:
    value = item.get(key)
    if value is None:
        return ()
    if not isinstance(value, YamlMap):
        raise DataError(f"{key} must map a path to lemmas", path=path, line=item.lines[key])
    return tuple(_condition(value, name, path) for name in value)


def _condition(item: YamlMap, name: str, path: str) -> Condition:
    line, words = item.lines[name], frozenset(_words(item, name, path))
    paths = _split_paths(name, path, line, CONDITION_PATHS)
    if STATUS in paths and (paths != (STATUS,) or words - set(Status)):
        raise DataError(f"{STATUS} stands alone and wants {', '.join(Status)}", path=path, line=line)
    return Condition(paths, words - {ANY_WORD})


def _examples(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value = item.get(key)
    if not isinstance(value, YamlList) or not value or not all(isinstance(e, str) for e in value):
        raise DataError(f"a rule needs {key} examples, a list of sentences", path=path, line=item.line)
    return tuple(e for e in value if isinstance(e, str))


def _paths(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value = _optional(item, key, path)
    return () if value is None else _split_paths(value, path, item.lines[key], PLAIN_PATHS)


def _split_paths(value: str, path: str, line: int, allowed: Iterable[str]) -> tuple[str, ...]:
    names, plain = tuple(part.strip() for part in value.split("|")), tuple(allowed)
    for name in names:
        bare = name.removesuffix(OWNER)
        if bare not in plain and not _PREPOSITIONAL.fullmatch(bare):
            hint = unknown("path", name, plain)
            raise DataError(
                f"{hint}; or a preposition with a case of {', '.join(CASES)}: 'с+Ins'", path=path, line=line
            )
    return names


def _types(value: str, path: str, line: int) -> frozenset[str]:
    names = frozenset(part.strip() for part in value.split("|"))
    result = (names - {"ACTOR"}) | (ACTORS if "ACTOR" in names else frozenset())
    for name in result - set(EntityType):
        raise DataError(unknown("entity type", name, [*EntityType, "ACTOR"]), path=path, line=line)
    return result


def _maps(content: str | YamlMap | YamlList, path: str) -> list[YamlMap]:
    if not isinstance(content, YamlList) or not all(isinstance(item, YamlMap) for item in content):
        raise DataError("a list of mappings is wanted ('- id: ...')", path=path)
    return [item for item in content if isinstance(item, YamlMap)]


def _known_keys(item: YamlMap, allowed: Iterable[str], path: str) -> None:
    for key in item:
        if key not in (names := tuple(allowed)):
            raise DataError(unknown("key", key, names), path=path, line=item.lines[key])


def _optional(item: YamlMap, key: str, path: str) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        raise DataError(f"{key} must be one line of text", path=path, line=item.lines[key])
    return value


def _text(item: YamlMap, key: str, path: str) -> str:
    value = _optional(item, key, path)
    if not value:
        raise DataError(f"{key} is missing", path=path, line=item.line)
    return value


def _words(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value = _optional(item, key, path)
    return tuple(word for part in value.split(",") if (word := part.strip())) if value else ()
