"""A user's rules: relations of their own, results that hold them, and one plain line for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from diplo_ner import DataError, Extraction, Extractor
from diplo_ner.resources.catalogue import catalogue
from diplo_ner.resources.rules import PLAIN_PATHS, RULE_KEYS

FILE = Path(__file__).parent.parent / "examples" / "own-data" / "rules.yaml"
TEXT = (
    "Премьер-министр Латвии Янис Озолс заглянул в Эстонию. "
    "Финляндия посредничала в переговорах между Эстонией и Латвией."
)
FACTS = ["visited(Янис Озолс, Эстония)", "mediates(Финляндия, Эстония)", "mediates(Финляндия, Латвия)"]


def _events(result: Extraction) -> list[str]:
    return [str(r) for r in result.relations if r.type in ("visited", "mediates")]


def test_a_new_relation_comes_out_with_its_codes_and_reads_back() -> None:
    result = Extractor(rules=[FILE]).extract(TEXT)
    assert _events(result) == FACTS
    relation = next(r for r in result.relations if r.type == "mediates")
    assert (relation.plover, relation.cameo, relation.evidence.rule) == ("CONSULT", "045", "own.mediates.between")
    assert Extraction.model_validate_json(result.model_dump_json()) == result


def test_the_package_stays_as_it_is() -> None:
    Extractor(rules=[FILE])
    assert _events(Extractor().extract(TEXT)) == []
    assert "mediates" not in catalogue()


@pytest.mark.parametrize("processes", [1, 2])
def test_many_texts(processes: int) -> None:
    results = list(Extractor(rules=[str(FILE)]).extract_many([TEXT] * 2, processes=processes))
    assert [_events(result) for result in results] == [FACTS, FACTS]


def test_a_relation_of_no_catalogue_is_no_result() -> None:
    result = Extractor().extract("Премьер-министр Латвии Янис Озолс встретился с послом Эстонии Марком Тамме.")
    written = result.model_dump_json().replace('"type":"met"', '"type":"mett"')
    with pytest.raises(ValidationError, match=r"unknown relation 'mett'; did you mean 'met'\?"):
        Extraction.model_validate_json(written)


RULE = """\
relations:
  - type: mediates
    head: ACTOR
    tail: ACTOR
    plover: CONSULT
    cameo: "045"
rules:
  - id: own.mediates
    type: mediates
    verbs: посредничать
    head: subj
    tail: между+Ins
    match:
      - "[a:Финляндия] посредничала в переговорах между [b:Эстонией] и [c:Латвией] => mediates(a, b), mediates(a, c)"
    reject:
      - "[a:Финляндия] выбирала между [b:Эстонией] и [c:Латвией] => none"
"""
TYPES = "COUNTRY, DATE, DOCUMENT, EVENT, ORGANIZATION, PARTY, PERSON, PLACE, POST"
KEYS = ", ".join(sorted(RULE_KEYS))
RELATIONS = ", ".join(sorted([*catalogue(), "mediates"]))
PATHS = ", ".join(sorted(PLAIN_PATHS))
PREPOSITION = "or a preposition with a case of Gen, Dat, Acc, Ins, Loc: 'с+Ins'"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (RULE, "", ": no YAML in it; write one mapping or list"),
        (RULE, "- id: a\n", ":1: a mapping with 'rules:' (and 'relations:' for new types) is wanted"),
        ("rules:", "rule:", ":7: unknown key 'rule'; did you mean 'rules'? allowed: relations, rules"),
        ("    verbs:", "   verbs:", ":10: broken YAML: did not find expected '-' indicator"),
        ("- type: mediates", "- typ: mediates", ":2: unknown key 'typ'; did you mean 'type'? allowed: cameo, "
         "cameo_by_trigger, cameo_by_word, head, plover, symmetric, tail, type"),
        ("- type: mediates", "- type: посредник", ":2: bad relation name 'посредник'; allowed are small Latin letters, "
         "digits and '_', as hosts_talks"),
        ("- type: mediates", "- type: met", ":2: relation 'met' is one of the package's; add rules to it, or name "
         "yours otherwise"),
        ("head: ACTOR", "head: ACTR", f":3: unknown entity type 'ACTR'; did you mean 'ACTOR'? allowed: ACTOR, {TYPES}"),
        ("plover: CONSULT", "plover: CONSLT", ":5: unknown PLOVER code 'CONSLT'; did you mean 'CONSULT'? allowed: "
         "ACCUSE, AGREE, AID, ASSAULT, COERCE, CONCEDE, CONSULT, COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, "
         "RETREAT, SANCTION, SUPPORT, THREATEN"),
        ('cameo: "045"', "cameo: 45", ":6: bad CAMEO code '45'; allowed are three or four digits, as 040"),
        ("    head: ACTOR", "    symmetric: yes\n    head: ACTOR", ":3: symmetric is 'true' or 'false', not 'yes'"),
        ("own.mediates", "met.verb", ":8: rule id 'met.verb' is one of the package's; give yours another"),
        ("    type: mediates\n    verbs", "    type: mett\n    verbs", ":9: unknown relation 'mett'; did you mean "
         f"'met'? allowed: {RELATIONS}"),
        ("    verbs:", "    verb:", f":10: unknown key 'verb'; did you mean 'verbs'? allowed: {KEYS}"),
        ("посредничать", "[посредничать]", ":10: verbs must be one line of text; write words as 'a, b'"),
        ("посредничать", "посредничает", ":10: 'посредничает' under 'verbs' is no dictionary form, so no text would "
         "match it; did you mean 'посредничать'?"),
        ("verbs: посредничать", "nouns: партнерство", ":10: 'партнерство' under 'nouns' is no dictionary form, so no "
         "text would match it; did you mean 'партнёрство'?"),
        ("head: subj", "head: nsubj", ":11: unknown path 'nsubj'; did you mean 'subj'? "
         f"allowed: {PATHS}; {PREPOSITION}"),
        ("между+Ins", "между+Abl", f":12: unknown path 'между+Abl'; allowed: {PATHS}; {PREPOSITION}"),
        ("    tail: между+Ins\n", "", ":8: a rule needs head and tail, or each"),
        ("    tail: между", "    status: sure\n    tail: между", ":12: unknown status 'sure'; allowed: asserted, "
         "former, hypothetical, negated, planned"),
        ("=> none", "none", ":15: reject example 1: no '=>'"),
        ("[a:Финляндия] посред", "[a:Финляндия посред", ":13: match example 1: mark 'a' is not closed"),
        ("mediates(a, c)", "mediates(a, d)", ":13: match example 1: 'd' is not marked in the text; marked: a, b, c"),
        ("mediates(a, c)", "meditates(a, c)", ":13: match example 1: unknown relation 'meditates'; did you mean "
         f"'mediates'? allowed: {RELATIONS}"),
        ("=> mediates(a, b), mediates(a, c)", "=> none", ":13: match example 1 states no 'mediates'; what a rule must "
         "not find is under 'reject'"),
        ("    reject:\n", "    reject: none\n    with:\n", ":15: a rule needs reject examples, a list of sentences"),
        ("rules:\n  - id", "rules: &r\n  - id", ":7: anchor or alias 'r'; write the value out"),
        ("id: own.mediates", "id: !!python/name:os.system", ":8: tag 'tag:yaml.org,2002:python/name:os.system'; only "
         "plain mappings, lists and strings are allowed"),
    ],
)  # fmt: skip
def test_every_mistake_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "rules.yaml"
    assert old in RULE
    file.write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Extractor(rules=[file])
    assert str(caught.value) == f"{file}{message}"
    assert "\n" not in message


def test_two_files_that_clash(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(RULE, encoding="utf-8")
    second.write_text(RULE, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Extractor(rules=[first, second])
    assert str(caught.value) == f"{second}:8: rule id 'own.mediates' stands in {first}:8 already"
    second.write_text(RULE.replace("own.", "mine.").replace("045", "046"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Extractor(rules=[first, second])
    assert str(caught.value) == f"{second}: relation 'mediates' stands in another file already, otherwise"
