"""Confidence: counted per rule, backed by the type where a rule was seen too seldom."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplo_ner import DataError
from diplo_ner.evaluation.calibrate import reliability
from diplo_ner.resources.catalogue import catalogue
from diplo_ner.resources.confidence import ALL, confidence_of, read_confidence
from diplo_ner.resources.tables import data_file


def test_package_table_is_of_known_relations() -> None:
    counts = read_confidence(data_file("relations", "confidence.tsv"))
    assert counts[ALL][1] > 100
    assert {key for key in counts if "." not in key} - {ALL} <= set(catalogue())


def test_unseen_rule_falls_back_on_its_type() -> None:
    right, said = read_confidence(data_file("relations", "confidence.tsv"))["holds_post"]
    assert confidence_of("no.such.rule", "holds_post") == round((right + 1) / (said + 2), 2)
    assert 0 < confidence_of("no.such.rule", "no_such_type") < 1


@pytest.mark.parametrize("row", ["met\t3\t2", "met\tx\t2", "met\t1\t"])
def test_wrong_counts_are_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "confidence.tsv"
    file.write_text(f"key\tright\tsaid\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"confidence\.tsv:2"):
        read_confidence(file)


def test_reliability_table() -> None:
    stated = [(0.95, True), (1.0, False), (0.31, True)]
    assert list(reliability(stated)) == [("0.3-0.4", 1, 100.0), ("0.9-1.0", 2, 50.0)]
