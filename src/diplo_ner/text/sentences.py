"""Whether a sentence goes on beyond the end of its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from diplo_ner.text.lines import ITEM, TEXT, Line

_TAIL = 100  # characters at the end of a line that are looked at
_FINISHED = re.compile(r"[.!?…:;][»\"”')\]]*+\Z")
# After these a full stop ends no sentence when a small letter follows.
_ABBREVIATION = re.compile(
    r"\b(?:г|гг|в|вв|т|п|пп|ст|им|др|пр|стр|тыс|млн|млрд|трлн|руб|долл|обл|ул|см|гр|проф|акад|ген|зам|о|е|д|к|н)\.\Z",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:\A|[\s.(«])[А-ЯЁ]\.\Z")
# Words that end no sentence and no heading; of closed classes. Capitals may be an initial or a name: 'И. В', 'По'.
_FUNCTION_WORD = re.compile(
    r"(?:\A|[\s(«])(?:в|во|на|с|со|к|ко|о|об|обо|от|до|по|под|за|из|изо|у|и|а|но|или|либо|что|чтобы|как|при|для|без|над|между|через|"
    r"перед|про|из-за|из-под|около|после|среди|против|ради|кроме|вокруг|согласно|не|ни|если|когда|где|который|которая|которое|"
    r"которые|которого|которой|которых|которым|которую|же|бы|им\.|г-н|г-на|г-жа)\Z"
)
_SMALL = re.compile(r"[«\"(]{0,2}[а-яё]")
_WORD = re.compile(r"[«\"(]{0,2}([^\W\d_]++(?:-[^\W\d_]++)*+)")
# A record of a table ('профессия — археолог', 'thumb|left') begins small and continues nothing.
_RECORD = re.compile(r"[^\s|]*+(?: [^\s|]++)?(?: *+\||: | — )")
_COMMA_LINE = 45  # characters; a line of verse is shorter
_NARROWEST = 20  # characters; no column is set narrower, so shorter lines say nothing about wrapping
_WIDEST = 160  # characters; no line is set wider, so longer ones are whole paragraphs
_NEAR = 0.85  # of the width: a proportional font fills a line to within a long syllable of it


class Wrapping(NamedTuple):
    """How a text is broken into lines: their ``width`` in characters, and the line ends between two lines (``gap``).

    ``gap`` is 1, or 2 where a blank line follows each line; a text that is not wrapped has the width 0. Taken from the
    lines that surely go on in the next one; one or two such lines may be chance.
    """

    width: int
    gap: int

    @classmethod
    def of(cls, text: str, lines: Sequence[Line]) -> Wrapping:
        for gap, least in ((1, 2), (2, 4)):
            sizes = _sure_sizes(text, lines, gap)
            sure = [size for size in sizes if size]
            if len(sure) >= least and len(sure) * 5 >= len(sizes):
                width = sorted(sure)[len(sure) * 9 // 10]
                if width <= _WIDEST:
                    return cls(width, gap)
        return cls(0, 1)

    def fills(self, text: str, line: Line, following: Line) -> bool:
        """Whether the next line's first word had no room in this line."""
        return self.width > 0 and line.end - line.start + 1 + _first_word(text, following) >= self.width * _NEAR


def _sure_sizes(text: str, lines: Sequence[Line], gap: int) -> list[int]:
    """Of each line that another follows at this gap, the length if it surely goes on there, else 0."""
    sizes = []
    for line, following in pairwise(lines):
        if following.gap == gap and line.kind in (TEXT, ITEM) and following.kind == TEXT:
            size = line.end - line.start
            sure = size >= _NARROWEST and begins_small(text, following) and is_unfinished(text, line)
            sizes.append(size if sure else 0)
    return sizes


def _first_word(text: str, line: Line) -> int:
    end = text.find(" ", line.start, line.end)
    return (end if end >= 0 else line.end) - line.start


def begins_small(text: str, line: Line) -> bool:
    """Whether the line begins with a small Russian letter, as a continuation does, and is no record of a table."""
    return _SMALL.match(text, line.start, line.end) is not None and not _RECORD.match(text, line.start, line.end)


def is_unfinished(text: str, line: Line) -> bool:
    """Whether the line ends without a sign that may end a sentence."""
    return not _FINISHED.search(text, max(line.start, line.end - 10), line.end)


def ends_midway(text: str, line: Line) -> bool:
    """Whether the line ends as no headline does: with a comma, or a preposition or conjunction."""
    tail = text[max(line.start, line.end - _TAIL) : line.end]
    return tail.endswith(",") or _FUNCTION_WORD.search(tail) is not None


def keeps_sentence_open(text: str, line: Line) -> bool:
    """Whether a dash with a small letter may follow: after words, a comma, or quoted speech."""
    return is_unfinished(text, line) or text[line.end - 2 : line.end] in ("!»", "?»", "…»")


def continues(text: str, line: Line, following: Line, wrapping: Wrapping, *, first: bool) -> bool:
    """Whether the sentence or wrapped paragraph of a line goes on in the following one.

    ``first``: the line is the first of the text and may be its headline.
    """
    tail = text[max(line.start, line.end - _TAIL) : line.end]
    small, near = begins_small(text, following), following.gap <= wrapping.gap
    unfinished = is_unfinished(text, line)
    if small and (unfinished or _ABBREVIATION.search(tail)):
        return True
    if not _WORD.match(text, following.start, following.end) and not near:
        return False
    if _FUNCTION_WORD.search(tail) or _quote_stays_open(text, line, following):
        return True
    if not near:
        return False
    if _INITIAL.search(tail) or (tail.endswith(",") and line.end - line.start >= _COMMA_LINE):
        return True
    if first and unfinished and not small:
        return wrapping.width > 0 and line.end - line.start >= wrapping.width * _NEAR
    return wrapping.fills(text, line, following)


def _quote_stays_open(text: str, line: Line, following: Line) -> bool:
    """Whether a quotation opens near the end of the line and closes near the beginning of the following."""
    opening = text.rfind("«", max(line.start, line.end - _TAIL), line.end)
    if opening < 0 or text.find("»", opening, line.end) >= 0 or not is_unfinished(text, line):
        return False
    closing = text.find("»", following.start, min(following.end, following.start + _TAIL))
    return closing >= 0 and text.find("«", following.start, closing) < 0
