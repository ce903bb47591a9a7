"""The lines of a text and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TEXT, HEADING, ITEM, DASH, RULE = "text", "heading", "item", "dash", "rule"


class Line(NamedTuple):
    """One line: ``start`` and ``end`` of its words, without marks and white space around.

    ``kind`` is one of the constants above: running text, a heading, a list item, a line that begins with a dash (speech
    or list), or no language at all ('***', '---', a page number, an address; there start equals end). ``gap`` counts
    the line ends before it.
    """

    start: int
    end: int
    kind: str
    gap: int


_LINE = re.compile(r"(?P<breaks>[\n ]*+)(?P<line>[^\n]*+)")
_HEADING_MARK = re.compile(r"\#{1,6} ++|={2,6} *+(?==*+[^\s=])")
_HEADING_TAIL = re.compile(r" *+(?:=++|\#++)\Z")
_ITEM_MARK = re.compile(
    r"(?:[-*+•·▪►‣◦■●○✓→] ++|\d{1,3}[.)] ++(?!\d)|[а-яёa-z]\) ++|\((?:\d{1,3}|[а-яёa-z])\) ++)(?=\S)"
)
_DASH_MARK = re.compile(r"[—-] ++(?=\S)")
_QUOTE_MARK = re.compile(r"(?:> ?)++(?=\S)")
_RULE = re.compile(r"(?:[\W_]++|https?://\S++)\Z")
_PAGE = re.compile(
    r"(?:\d{1,3}|[-—|] ?\d{1,4} ?[-—|]|(?:стр|с)\. ?\d{1,4}|страница \d{1,4}(?: из \d{1,4})?)\Z", re.IGNORECASE
)
_LOWER = re.compile(r"[a-zа-яёіїєґў]")
_CAPITAL_LETTERS = 8  # fewer are an abbreviation or two ('МИД РФ'), which may end any line


def read_lines(text: str) -> Iterator[Line]:
    """The lines that are not blank, in order."""
    for match in _LINE.finditer(text):
        line = match["line"]
        if line:
            yield _line(text, match.start("line"), match.end("line"), match["breaks"].count("\n"))


def _line(text: str, start: int, end: int, gap: int) -> Line:
    while text[end - 1] == " ":
        end -= 1
    if _RULE.match(text, start, end) or _PAGE.match(text, start, end):
        return Line(end, end, RULE, gap)
    if quote := _QUOTE_MARK.match(text, start, end):
        start = quote.end()
    if mark := _HEADING_MARK.match(text, start, end):
        tail = _HEADING_TAIL.search(text, max(mark.end(), end - 20), end)
        return Line(mark.end(), tail.start() if tail else end, HEADING, gap)
    # A dash may be speech, a list, or the middle of a sentence; which one, the neighbours say.
    if mark := _DASH_MARK.match(text, start, end):
        return Line(mark.end(), end, DASH, gap)
    if mark := _ITEM_MARK.match(text, start, end):
        return Line(mark.end(), end, ITEM, gap)
    if end - start < 200 and _in_capitals(text[start:end]):
        return Line(start, end, HEADING, gap)
    return Line(start, end, TEXT, gap)


def _in_capitals(words: str) -> bool:
    return not _LOWER.search(words) and " " in words and sum(map(str.isalpha, words)) >= _CAPITAL_LETTERS
