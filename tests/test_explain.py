"""Why a fact was found, or not: what a linguist reads when a rule of theirs stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from diplo_ner import Extractor
from diplo_ner.cli import main
from diplo_ner.relations.explain import Explanation, Predicate

RULES = """\
relations:
  - {type: toasts, head: PERSON, tail: PERSON}
rules:
  - id: own.toast
    type: toasts
    verbs: чокнуться
    with:
      status: asserted
      с+Ins: гость, министр
    without:
      в+Loc: музей, театр
    head: subj
    tail: с+Ins
    match:
      - "[a:Янис Озолс] чокнулся с [b:министром Марком Тамме] => toasts(a, b)"
    reject:
      - "[a:Янис Озолс] чокнулся с [b:Марком Тамме] => none"
  - id: own.toast_each
    type: toasts
    verbs: чокнуться
    direct: true
    each: subj
    match:
      - "[a:Янис Озолс] и [b:Марк Тамме] чокнулись => toasts(a, b)"
    reject:
      - "[a:Янис Озолс] чокнулся => none"
"""


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    file = tmp_path_factory.mktemp("own") / "rules.yaml"
    file.write_text(RULES, encoding="utf-8")
    return Extractor(rules=[file])


ALONE = "own.toast_each: pair: 'Янис Озолс' under subj is PERSON Янис Озолс; wanted: two of PERSON"


def _of(found: list[Explanation], word: str) -> Predicate:
    return next(p for sentence in found for p in sentence.predicates if p.word == word)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Янис Озолс чокнулся с министром Марком Тамме.", [ALONE]),
        ("Янис Озолс не чокнулся с министром Марком Тамме.",
         [ALONE, "own.toast: with status: the predicate is negated; wanted: asserted"]),
        ("Янис Озолс чокнулся с Марком Тамме.",
         [ALONE, "own.toast: with с+Ins: 'Марком Тамме' stands there; wanted: гость, министр"]),
        ("Янис Озолс чокнулся в Риге.",
         [ALONE, "own.toast: with с+Ins: nothing stands there; wanted: гость, министр"]),
        ("Янис Озолс чокнулся с гостем в театре.", [ALONE, "own.toast: without в+Loc: 'театре' stands there"]),
        ("Янис Озолс чокнулся с гостем.",
         ["own.toast: tail: 'гостем' under с+Ins is no entity; wanted: PERSON", ALONE]),
        ("Латвия чокнулась с гостем.",
         ["own.toast: head: 'Латвия' under subj is COUNTRY Латвия; wanted: PERSON",
          "own.toast_each: pair: 'Латвия' under subj is COUNTRY Латвия; wanted: two of PERSON"]),
    ],
)  # fmt: skip
def test_a_silent_rule_says_which_condition_failed(extractor: Extractor, text: str, reasons: list[str]) -> None:
    (sentence,) = extractor.explain(text, near="чокнуться")
    predicate = next(p for p in sentence.predicates if p.lemma == "чокнуться")
    assert [f"{m.rule}: {m.why}" for m in predicate.missed] == reasons
    assert bool(predicate.fired) == (len(reasons) == 1)


def test_what_was_found_is_told_with_its_rule() -> None:
    text = "Президент Латвии Янис Озолс прибыл. Озолс   поговорил по телефону\nс Марком Тамме."
    found = Extractor().explain(text)
    assert [(text[e.start : e.end].split()[0], len(e.predicates)) for e in found] == [("Президент", 1), ("Озолс", 1)]
    assert [f"{fired} by {fired.rule}" for fired in found[0].by_build] == [
        "holds_post(Янис Озолс, Президент Латвии) by post.holder", "affiliated_with(Янис Озолс, Латвия) by post.body",
    ]  # fmt: skip
    predicate = _of(found, "поговорил")
    assert [str(fired) for fired in predicate.fired] == ["spoke_with(Янис Озолс, Марк Тамме)"]
    assert [(f.path, f.text, f.entities) for f in predicate.arguments] == [
        ("subj", "Озолс", ("PERSON Янис Озолс",)), ("по+Dat", "телефону", ()),
        ("с+Ins", "Марком Тамме", ("PERSON Марк Тамме",)),
    ]  # fmt: skip


def test_a_word_that_no_rule_knows_is_told_where_it_is_asked_for() -> None:
    text = "Эстония поручкалась с Литвой."
    assert Extractor().explain(text)[0].predicates == ()
    (sentence,) = Extractor().explain(text, near="поручкаться")
    (predicate,) = sentence.predicates
    assert not predicate.is_known
    assert [f.entities for f in predicate.arguments] == [("COUNTRY Эстония",), ("COUNTRY Литва",)]
    assert "- no rule knows this verb; rules know повстречаться" in str(sentence)


@pytest.mark.parametrize(
    ("near", "count"),
    [(None, 3), ("встретился", 1), ("встретиться", 1), ("Озолс встретился", 1), ("Рига", 2), ("Таллин", 0)],
)
def test_near_takes_any_form(near: str | None, count: int) -> None:
    text = "Янис Озолс встретился с Марком Тамме в Риге. Рига рада. Снег идёт."
    assert len(Extractor().explain(text, near=near)) == count


def test_a_sentence_without_entities_says_so() -> None:
    (sentence,) = Extractor().explain("Снег идёт.")
    assert str(sentence) == "0-10  Снег идёт.\n  entities: none; without one no rule is tried"
    assert Extractor().explain("") == []


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Янис Озолс встретился с трудностями в Риге. Снег идёт.", encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(file), "--near", "встретился"])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:7] == [
        "0-43  Янис Озолс встретился с трудностями в Риге.",
        "  entities: PERSON Янис Озолс, PLACE Рига",
        "  встретился: verb встретиться",
        "      subj    Янис Озолс = PERSON Янис Озолс",
        "      с+Ins   трудностями = no entity",
        "      в+Loc~  Риге = PLACE Рига",
        "    - met.verb (met): tail: 'трудностями' under с+Ins is no entity; "
        "wanted: COUNTRY, ORGANIZATION, PARTY, PERSON",
    ]
    piped = CliRunner().invoke(main, ["explain", "-"], input="Снег идёт.")
    assert "none; without one" in piped.stdout
    missing = CliRunner().invoke(main, ["explain", str(file), "--near", "дождь"])
    assert (missing.exit_code, missing.stderr) == (1, f"diplo-ner: {file}: no sentence has all of the words 'дождь'\n")
