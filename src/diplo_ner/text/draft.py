"""A text under repair, and the map from the repaired text back to the text as given.

The map is a list of pieces: piece ``i`` is the repaired text from ``at[i]`` to ``at[i + 1]`` and comes from
``low[i]`` to ``high[i]`` of the original. Where both lengths are equal the piece maps one character to one; else each
of its characters maps to the whole original range. A text that needs no repair is one piece.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Edit:
    """What the step ``kind`` removed, replaced or moved: half-open ``start`` and ``end`` in the text as given."""

    start: int
    end: int
    kind: str


class Part(NamedTuple):
    """A range of the present text and what to put there: ``new`` None keeps it."""

    start: int
    end: int
    new: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each character of a text of ``length`` characters comes from; see the module's docstring."""

    at: array[int]
    low: array[int]
    high: array[int]
    length: int

    @classmethod
    def identity(cls, length: int) -> SourceMap:
        return cls(array("I", [0]), array("I", [0]), array("I", [length]), length)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The outer extent in the original of a half-open range of the text; ``ValueError`` if it is not in there."""
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"no range of the repaired text: {start} to {end}, its length is {self.length}")
        if start == end:
            place = self.span(start, start + 1)[0] if start < self.length else self.span(end - 1, end)[1] if end else 0
            return place, place
        i = bisect_right(self.at, start) - 1
        if end <= self._end(i):
            return self._source(i, start, end)
        pieces = list(self.cut(start, end))
        return min(low for _, _, low, _ in pieces), max(high for _, _, _, high in pieces)

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """The pieces of a half-open range: (start, end) in the text, (low, high) in the original."""
        i = bisect_right(self.at, start) - 1
        while start < end:
            stop = min(self._end(i), end)
            yield start, stop, *self._source(i, start, stop)
            start = stop
            i += 1

    def _end(self, i: int) -> int:
        """Where piece ``i`` ends in the text."""
        return self.at[i + 1] if i + 1 < len(self.at) else self.length

    def _source(self, i: int, start: int, end: int) -> tuple[int, int]:
        """The range of the original for a range of the text within piece ``i``."""
        low, high, first = self.low[i], self.high[i], self.at[i]
        return (low + start - first, low + end - first) if high - low == self._end(i) - first else (low, high)


@dataclass(slots=True)
class Draft:
    """The text in its present state, its map to the original, and the edits so far."""

    text: str
    map: SourceMap
    edits: list[Edit] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Draft:
        return cls(text, SourceMap.identity(len(text)))

    def note(self, start: int, end: int, kind: str) -> None:
        self.edits.append(Edit(*self.map.span(start, end), kind))

    def substitute(self, kind: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None]) -> None:
        """Replace each match by ``new(match)``; None leaves it."""
        found = ((match.start(), match.end(), new(match)) for match in pattern.finditer(self.text))
        self.replace(kind, ((start, end, text) for start, end, text in found if text is not None))

    def replace(self, kind: str, changes: Iterable[tuple[int, int, str]]) -> None:
        """Replace half-open ranges, given in order and apart from one another."""
        parts: list[Part] = []
        done = 0
        for start, end, new in changes:
            parts += (Part(done, start), Part(start, end, new, kind))
            done = end
        if parts:
            parts.append(Part(done, len(self.text)))
            self.rebuild(parts)

    def rebuild(self, parts: Iterable[Part]) -> None:
        """Make the text anew from parts, in their order; together they must cover all of the present text once."""
        old, texts = self.map, []
        at, low, high = array("I"), array("I"), array("I")
        length = 0
        for start, end, new, kind in parts:
            if start == end:
                continue
            texts.append(self.text[start:end] if new is None else new)
            if new is not None:
                self.note(start, end, kind)
            if new is None or len(new) == end - start:
                pieces = ((stop - first, lo, hi) for first, stop, lo, hi in old.cut(start, end))
            elif new:
                pieces = ((size, *source) for size, source in [(len(new), old.span(start, end))])
            else:
                continue
            for size, lo, hi in pieces:
                one_to_one = size == hi - lo
                if one_to_one and at and high[-1] == lo and high[-1] - low[-1] == length - at[-1]:
                    high[-1] = hi
                else:
                    at.append(length)
                    low.append(lo)
                    high.append(hi)
                length += size
        self.text = "".join(texts)
        self.map = SourceMap(at, low, high, length)
