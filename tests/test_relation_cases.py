"""Each line of tests/cases/relations is a test; tests/case_files.py says how a line is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import case_files
from case_files import Case, CaseError
from diplo_ner.resources.catalogue import catalogue
from diplo_ner.resources.examples import Fact, parse_facts, unmark

CASES = [(path, case) for path in case_files.files() for case in case_files.load(path)]


def _parameters() -> list[object]:
    failing = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(path, case, id=str(case), marks=[failing] if case.known_failure else []) for path, case in CASES
    ]


@pytest.mark.parametrize(("path", "case"), _parameters())
def test_case(path: Path, case: Case) -> None:
    found = case_files.faults(case, case_files.results(path)[case.line])
    assert not found, case_files.report(case, found)


def test_every_type_has_its_file() -> None:
    assert {path.stem for path in case_files.files()} == case_files.TYPES | {"none", "status", "source"}


def test_table_is_wide_enough() -> None:
    of_types = [case for _, case in CASES if case.file not in ("source", "status")]
    assert len(of_types) >= 450
    assert sum(not case.facts for case in of_types) * 3 >= len(of_types)
    assert sum("source=-" in str(fact) for _, case in CASES if case.file == "source" for fact in case.facts) >= 25
    assert sum(case.file == "none" for _, case in CASES) >= 70


def test_no_text_stands_twice_in_a_file() -> None:
    texts = [(case.file, case.text) for _, case in CASES]
    assert len(set(texts)) == len(texts), {text for text in texts if texts.count(text) > 1}


def test_marks_nest_and_repeat() -> None:
    text, spans = unmark("[p:посол [c:Китая]] [a:Ли Вэньхуа], [a:Ли]")
    assert text == "посол Китая Ли Вэньхуа, Ли"
    assert {key: [text[s:e] for s, e in places] for key, places in spans.items()} == {
        "p": ["посол Китая"],
        "c": ["Китая"],
        "a": ["Ли Вэньхуа", "Ли"],
    }


def test_facts_carry_status_and_qualifiers() -> None:
    facts = parse_facts("met(a, b) planned place=c; met(a, d), met(b, d) source=-", "abcd", catalogue())
    assert facts == (
        Fact("met", "a", "b", "planned", (("place", "c"),)),
        Fact("met", "a", "d"),
        Fact("met", "b", "d", "asserted", (("source", "-"),)),
    )


def test_failing_cases_are_marked_and_only_they(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text("# two\n! [a:Чад] спит => none\n[a:Мали] спит => none\n", encoding="utf-8")
    case_files.mark(path, {3})
    assert path.read_text(encoding="utf-8") == "# two\n[a:Чад] спит => none\n! [a:Мали] спит => none\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[a:Лавров] уехал", "no '=>'"),
        ("[a:Лавров уехал => none", "'a' is not closed"),
        ("Лавров] уехал => none", "closes no mark"),
        ("[Лавров уехал => none", "opens no mark"),
        ("[a:Лавров] уехал => met(a, b)", "'b' is not marked"),
        ("[a:А] [b:Б] => met(a, b) soon", "'soon' is no status"),
        ("[a:А] [b:Б] => met(a b)", "not a list of relations"),
        ("[a:А] [b:Б] => meets(a, b)", "unknown relation 'meets'"),
        ("[a:А] [b:Б] => visited(a, b)", "visited in the file of met"),
        ("[a:А] [b:Б] =>", "nothing stands after"),
    ],
)
def test_bad_line_says_where_and_what(line: str, message: str) -> None:
    with pytest.raises(CaseError, match=r"^met\.txt:7: ") as error:
        case_files.parse_case(line, file="met", line=7)
    assert message in str(error.value)
