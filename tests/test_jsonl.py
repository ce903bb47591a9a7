"""Extractions as JSON Lines, there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplo_ner import DataError, Evidence, Extraction, Mention, Person, Relation
from diplo_ner.export.jsonl import read_jsonl, write_jsonl

# A line separator and a next-line mark are line ends to str.splitlines, not to JSON.
TEXT = "Анна\u2028встретила\x85Ли.\n\U0001f600"
RESULT = Extraction(
    text=TEXT,
    entities=(
        Person(id="E1", name="Анна", mentions=(Mention(start=0, end=4, text="Анна"),)),
        Person(id="E2", name="Ли", mentions=(Mention(start=15, end=17, text="Ли"),)),
    ),
    relations=(
        Relation(
            id="R1", type="met", head="E1", tail="E2",
            evidence=Evidence(start=0, end=18, text=TEXT[:18], trigger="встретила", rule="made.up"),
        ),
    ),
)  # fmt: skip


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert write_jsonl(iter([RESULT, Extraction(text="", notes=("empty",)), RESULT]), path) == 3
    assert list(read_jsonl(path)) == [RESULT, Extraction(text="", notes=("empty",)), RESULT]
    assert path.read_bytes().count(b"\n") == 3


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(f"\n{RESULT.model_dump_json()}\n\n", encoding="utf-8")
    assert list(read_jsonl(path)) == [RESULT]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"out\.jsonl:2: not an extraction: Invalid JSON"),
        ("{}", r"out\.jsonl:2: not an extraction: Field required at text"),
        ('{"text": "", "more": 1}', r"out\.jsonl:2: .* at more"),
    ],
)
def test_a_bad_line_says_where(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(f"{RESULT.model_dump_json()}\n{line}\n", encoding="utf-8")
    stream = read_jsonl(path)
    assert next(stream) == RESULT
    with pytest.raises(DataError, match=message):
        next(stream)
