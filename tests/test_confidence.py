"""Confidence: counted per rule, backed by the type where a rule was seen too seldom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from diplo_ner import DataError
from diplo_ner.evaluation.calibrate import Judgement, count
from diplo_ner.evaluation.reliability import Bin, Stated, bins, brier, leave_one_out, main, markdown, wilson
from diplo_ner.resources.catalogue import catalogue
from diplo_ner.resources.confidence import ALL, confidence_of, estimate, read_confidence
from diplo_ner.resources.tables import data_file


def test_package_table_is_of_known_relations() -> None:
    counts = read_confidence(data_file("relations", "confidence.tsv"))
    assert counts[ALL][1] > 100
    assert {key for key in counts if "." not in key} - {ALL} <= set(catalogue())


def test_a_rule_is_drawn_to_its_type_and_that_to_all() -> None:
    counts = {ALL: (89, 98), "met": (0, 0), "visited": (0, 10), "visited.verb": (10, 10)}
    assert estimate(counts, "met.unseen", "met") == 0.9
    assert estimate(counts, "visited.unseen", "visited") == 0.45
    assert estimate(counts, "visited.verb", "visited") == 0.72
    assert estimate({}, "met.unseen", "met") == 0.5


def test_package_counts_give_a_confidence_to_any_rule() -> None:
    assert 0.5 < confidence_of("no.such.rule", "holds_post") < 1
    assert 0 < confidence_of("no.such.rule", "no_such_type") < 1


@pytest.mark.parametrize("row", ["met\t3\t2", "met\tx\t2", "met\t1\t"])
def test_wrong_counts_are_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "confidence.tsv"
    file.write_text(f"key\tright\tsaid\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"confidence\.tsv:2"):
        read_confidence(file)


MET = Judgement("met.verb", "met", right=True)
NOT_MET = Judgement("met.verb", "met", right=False)


def test_counts_by_rule_type_and_all() -> None:
    assert count([[MET, NOT_MET], [MET]]) == {"*": (2, 3), "met": (2, 3), "met.verb": (2, 3)}


def test_a_document_is_judged_by_the_others() -> None:
    # Of six others six are right: all (6+1)/(6+2) = 0.875, the type (6+8.75)/16, the rule (6+9.22)/16 = 0.951.
    # Of those six, each has five right of six beside it: 0.75, (5+7.5)/16, (5+7.8125)/16 = 0.801.
    stated = list(leave_one_out([[NOT_MET], *[[MET]] * 6]))
    assert stated[0] == Stated(0.95, 1.0, right=False)
    assert stated[1:] == [Stated(0.8, 5 / 6, right=True)] * 6


def test_bins_hold_what_was_stated_and_seen() -> None:
    stated = [Stated(0.95, 0.5, right=True), Stated(1.0, 0.5, right=False), Stated(0.3, 0.5, right=True)]
    assert list(bins(stated)) == [
        Bin(0.3, 0.4, 1, 0.3, 1.0, wilson(1, 1)),
        Bin(0.9, 1.0, 2, 0.975, 0.5, wilson(1, 2)),
    ]


def test_wilson_interval() -> None:
    # Worked out by hand for 8 of 10.
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1


def test_brier_score() -> None:
    assert brier([Stated(0.8, 0.5, right=True), Stated(0.4, 0.5, right=False)]) == pytest.approx((0.10, 0.25))
    assert brier([]) == (0, 0)


def test_table_as_markdown() -> None:
    text = markdown([Stated(0.9, 0.5, right=True)] * 3, 2)
    assert text.splitlines()[2] == "| 0.9 to 1.0 | 3 | 90.0 | 100.0 | 44 to 100 |"
    assert "3 relations of 2 documents" in text
    assert "Brier score 0.010; always stating the share of right relations scores 0.250." in text


def test_command_wants_two_documents(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    gold = {"text": "Лавров посетил Баку.", "entities": [], "relations": []}
    file.write_text(json.dumps(gold) + "\n", encoding="utf-8")
    runner = CliRunner()
    assert "give two" in runner.invoke(main, [str(file)]).output
    output = tmp_path / "table.md"
    result = runner.invoke(main, [str(file), str(file), "-o", str(output)])
    assert result.exit_code == 0, result.output
    assert output.read_text(encoding="utf-8").startswith("| confidence | relations |")
