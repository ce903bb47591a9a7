"""Mentions that are no names: what they mean, and where nothing can be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from diplo_ner.errors import DataError
from diplo_ner.resources.post_synonyms import post_synonyms, read_post_synonyms
from entities_of import Found, entities_of, lines_of

# '[a:words]' names a by its words; '[a=words]' is a pronoun or description of a, '[a,b=words]' of both, and '[-=words]'
# of nobody. '//' ends a paragraph. '#' begins a heading, '!' a case that is known to fail.
CASES = [line for line in lines_of("anaphora.txt") if line and not line.startswith("#")]
_MARK = re.compile(r"\[([a-z,-]+)([:=])([^\]]+)\]")
_TYPES = ("PERSON", "COUNTRY", "ORGANIZATION", "PARTY", "DOCUMENT")


def _case(number: int, line: str) -> ParameterSet:
    known = line.startswith("!")
    marks = [pytest.mark.xfail(reason="known to fail", strict=True)] if known else []
    return pytest.param(line.removeprefix("!"), marks=marks, id=str(number))


def _at(found: Found, start: int, end: int, indirect: bool) -> set[int]:
    """Entities, posts aside, with a mention over exactly these characters."""
    result = set()
    for mention in found.layer.mentions:
        tokens = found.sentences[mention.sentence].tokens
        mentions = sum(other.entity == mention.entity for other in found.layer.mentions)
        same = (tokens[mention.start].start, tokens[mention.end - 1].end) == (start, end)
        fits = not indirect or (mention.kind in ("description", "pronoun") and mentions > 1)
        if same and fits and found.layer.entities[mention.entity].type in _TYPES:
            result.add(mention.entity)
    return result


@pytest.mark.parametrize("line", [_case(number, line) for number, line in enumerate(CASES, 1)])
def test_case(line: str) -> None:
    line = line.replace(" // ", "\n\n")
    text, marks = "", []
    end = 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        marks.append((match[1], match[2], len(text), len(text) + len(match[3])))
        text += match[3]
        end = match.end()
    found = entities_of(text + line[end:])
    named = {label: _at(found, start, end, False) for label, sign, start, end in marks if sign == ":"}
    assert all(len(entities) == 1 for entities in named.values()), f"not one entity each: {named}"
    for label, sign, start, end in marks:
        if sign == "=":
            wanted = set() if label == "-" else set().union(*(named[one] for one in label.split(",")))
            assert _at(found, start, end, True) == wanted, (line, text[start:end], found.layer.entities)


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 90


def test_the_table_of_synonyms_is_read() -> None:
    rows = {row.phrase: row for row in post_synonyms()}
    assert "head_of_state" in rows["глава государства"].kinds
    assert "посол" in rows["посол"].heads


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("премьер\thead_of_governmen\t", "did you mean 'head_of_government'"),
        ("премьер\t\t", "means nobody"),
        ("\tminister\t", "phrase"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "post_synonyms.tsv"
    path.write_text(f"phrase\tkinds\theads\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_post_synonyms(path)
