"""Every rule is exercised by its own examples; a wrong rule file is refused with file and line; no word is dead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import case_files
from case_files import Case
from diplo_ner import Extraction, extract_many
from diplo_ner.entities import find_entities
from diplo_ner.errors import DataError
from diplo_ner.morphology import lemmas
from diplo_ner.relations.explain import Missed, explain
from diplo_ner.relations.lexicon import build_lexicon, dead_words, default_lexicon
from diplo_ner.resources.catalogue import catalogue, read_catalogue
from diplo_ner.resources.rules import Rule, read_rules, read_words, rules
from diplo_ner.segment import segment
from diplo_ner.tagging import load_tagger
from diplo_ner.text import repair


def _examples(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from (("match", text) for text in rule.match)
    yield from (("reject", text) for text in rule.reject)


EXAMPLES = [(rule, kind, text) for rule in rules() for kind, text in _examples(rule)]


@cache
def _cases() -> tuple[Case, ...]:
    """The examples as cases, in the order of EXAMPLES; of each only the relations of the rule's type are compared."""
    return tuple(case_files.parse_case(text, file=rule.type, line=0) for rule, _, text in EXAMPLES)


@cache
def _results() -> tuple[Extraction, ...]:
    return tuple(extract_many(case.text for case in _cases()))


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{r.id}-{kind}" for r, kind, _ in EXAMPLES])
def test_example(number: int) -> None:
    """A match example states a relation and is served by its own rule: where another one serves it, one is unused."""
    rule, kind, _ = EXAMPLES[number]
    case, result = _cases()[number], _results()[number]
    found = case_files.faults(case, result)
    assert not found, case_files.report(case, found)
    if kind == "match":
        fired = [relation.evidence.rule for relation in result.relations if relation.type == rule.type]
        assert case.facts, "a match example states a relation"
        assert rule.id in fired, case_files.report(case, [f"{rule.id} is unused here: served by {', '.join(fired)}"])


def test_every_word_is_a_lemma() -> None:
    """'партнерство' never comes out of the dictionary ('партнёрство' does), nor does a participle."""
    dead = sorted({f"{rule.id}: {word}" for rule in rules() for _, word in dead_words(rule)})
    lists = default_lexicon().words.items()
    dead += sorted(f"{name}: {word}" for name, words in lists for word in words if word not in lemmas(word))
    assert not dead, dead


RULE = """\
- id: met.verb
  type: met
  verbs: встретиться
  head: subj
  tail: с+Ins
  match:
    - "[a:Латвия] встретилась с [b:Эстонией] => met(a, b)"
  reject:
    - "[a:Латвия] простилась с [b:Эстонией] => none"
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  head:", "  haed:", "rules.yaml:4: unknown key 'haed'; did you mean 'head'?"),
        ("head: subj", "head: nsubj", "rules.yaml:4: unknown path 'nsubj'; did you mean 'subj'?"),
        ("с+Ins", "с+Abl", "rules.yaml:5: unknown path 'с+Abl'"),
        ("type: met", "type: meet", "rules.yaml:2: unknown relation 'meet'; did you mean 'met'?"),
        ("  tail: с+Ins\n", "", "rules.yaml:1: a rule needs head and tail, or each"),
        ("  verbs: встретиться\n", "", "rules.yaml:1: a rule needs verbs or nouns"),
        ("head: subj", "head: subj\n  head_types: PERSN", "rules.yaml:5: unknown entity type 'PERSN'"),
        ("head: subj", "head: subj\n  status: sure", "rules.yaml:5: unknown status 'sure'"),
        ("head: subj", "head: subj\n  with:\n    nsubj: министр", "rules.yaml:6: unknown path 'nsubj'"),
        ("head: subj", "head: subj\n  without: министр", "rules.yaml:5: without must map a path to lemmas"),
        ("head: subj", "head: gov", "rules.yaml:4: unknown path 'gov'"),
        ("head: subj", "head: subj\n  with:\n    status: sure", "rules.yaml:6: status stands alone and wants asserted"),
        ("head: subj", "head: subj\n  with:\n    status | obj: planned", "rules.yaml:6: status stands alone"),
        ("id: met.verb", "id: ''", "rules.yaml:1: id is missing"),
        ("  head: subj", "  head: subj\n  head: obj", "rules.yaml:5: "),
    ],
)
def test_wrong_rule_says_where(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        _read(tmp_path, RULE.replace(old, new, 1))
    assert message in str(error.value)


@pytest.mark.parametrize("key", ["match", "reject"])
def test_rule_without_examples_is_refused(tmp_path: Path, key: str) -> None:
    start = RULE.index(f"  {key}:")
    rest = RULE[start:].split("\n", 2)[2]
    with pytest.raises(DataError, match=f"rules.yaml:1: a rule needs {key} examples"):
        _read(tmp_path, RULE[:start] + rest)


def test_rule_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"rules\.yaml:10: rule id 'met.verb' stands twice"):
        _read(tmp_path, RULE + RULE)


def test_right_rule_is_read(tmp_path: Path) -> None:
    (rule,) = _read(tmp_path, RULE)
    assert (rule.id, rule.type, rule.verbs, rule.head, rule.tail) == (
        "met.verb",
        "met",
        frozenset({"встретиться"}),
        ("subj",),
        ("с+Ins",),
    )


TRIED = """\
- id: refuse
  type: rejects
  verbs: признать
  head: subj
  tail: obj
  with:
    gov: отказаться
  without:
    status: negated
    adv | с+Ins: временно, оговорка
  match:
    - "[a:Латвия] отказалась признать [b:Эстонию] => rejects(a, b)"
  reject:
    - "[a:Латвия] признала [b:Эстонию] => none"
- id: together
  type: cooperates_with
  verbs: признать
  each: subj
  with:
    adv: "*"
  match:
    - "[a:Латвия] и [b:Литва] вместе признали Эстонию => cooperates_with(a, b)"
  reject:
    - "[a:Латвия] и [b:Литва] признали Эстонию => none"
"""


@pytest.mark.parametrize(
    ("text", "refuse", "together"),
    [
        ("Латвия признала Эстонию.", "with gov: отказаться", "with adv: "),
        ("Латвия отказалась признать Эстонию.", "without status: negated", "with adv: "),
        ("Латвия и Литва вместе признали Эстонию.", "with gov: отказаться", ""),
        ("Латвия вместе признала Эстонию.", "with gov: отказаться", "each subj: COUNTRY ORGANIZATION PARTY PERSON"),
    ],
)
def test_explanation_names_the_first_condition_that_failed(
    tmp_path: Path, text: str, refuse: str, together: str
) -> None:
    sentences = load_tagger().tag(segment(text, [(0, len(text))]))
    (tmp_path / "rules.yaml").write_text(TRIED, encoding="utf-8")
    lexicon = build_lexicon(read_rules(tmp_path / "rules.yaml", catalogue()), catalogue())
    ((predicate,),) = (e.predicates for e in explain(repair(text), sentences, find_entities(sentences), lexicon))
    assert predicate.word.startswith("призна")
    failed = {missed.rule: _unmet(missed) for missed in predicate.missed}
    assert {"refuse": "", "together": ""} | failed == {"refuse": refuse, "together": together}
    assert {fired.rule for fired in predicate.fired} == {"refuse", "together"} - set(failed)


def _unmet(missed: Missed) -> str:
    failed = missed.unmet
    return f"{failed.key} {' | '.join(failed.paths)}: {' '.join(sorted(failed.words))}"


def _read(folder: Path, text: str) -> tuple[Rule, ...]:
    file = folder / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return read_rules(file, catalogue())


CLOSED_LIST = {
    "holds_post", "affiliated_with", "member_of", "part_of", "met", "spoke_with", "visited", "cooperates_with",
    "agreed_with", "signed", "supports", "aids", "requests", "criticizes", "rejects", "threatens", "sanctions",
    "fights",
    "appointed", "dismissed", "participates_in", "organizes", "takes_place_in",
}  # fmt: skip


def test_catalogue_is_the_closed_list() -> None:
    assert set(catalogue()) == CLOSED_LIST
    symmetric = {name for name, row in catalogue().items() if row.symmetric}
    assert symmetric == {"met", "spoke_with", "cooperates_with", "agreed_with"}
    assert {rule.type for rule in rules()} >= case_files.TYPES - {"part_of"}


def test_codes_are_strings_with_their_zeros() -> None:
    tables = [([row.cameo], row.cameo_by_trigger.values(), row.cameo_by_word.values()) for row in catalogue().values()]
    codes = [code for row in tables for table in row for code in table if code]
    assert codes
    assert all(isinstance(code, str) and len(code) == 3 and code.isdigit() for code in codes)


def test_wrong_catalogue_says_where(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text("- type: met\n  head: ACTOR\n  tail: ACTR\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"catalogue\.yaml:3: unknown entity type 'ACTR'"):
        read_catalogue(file)


def test_word_lists_are_complete(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("light: вести\n", encoding="utf-8")
    with pytest.raises(DataError, match="missing lists: speech"):
        read_words(file, ("light", "speech"))
    with pytest.raises(DataError, match=r"words\.yaml:1: unknown key 'light'"):
        read_words(file, ("speech",))
