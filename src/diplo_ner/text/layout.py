"""The blocks of a text: joins what line ends, blank lines and inserted headings tore apart; moves the headings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from diplo_ner.text.draft import Draft, Part
from diplo_ner.text.hyphens import belong_together, joint, left_half, right_half
from diplo_ner.text.lines import DASH, HEADING, ITEM, RULE, TEXT, Line, read_lines
from diplo_ner.text.sentences import Wrapping, begins_small, continues, ends_midway, is_unfinished, keeps_sentence_open

_FAR = 6  # blocks between the halves of a sentence: a heading, a teaser, a caption, two rules and a page number
_LONGEST_HEADLINE = 100  # characters; 99 of 100 headlines of news sites are shorter
_TEASER = 250  # characters; a longer inserted paragraph is a text of its own


class Seam(NamedTuple):
    """How a line is joined to the line of its block before it: ``between`` replaces what stands between their words."""

    between: str
    drops_hyphen: bool
    kind: str


@dataclass(slots=True)
class Block:
    """Lines of one paragraph, heading or item, by index, each with the seam to the line before (None for the first)."""

    kind: str
    lines: list[tuple[int, Seam | None]] = field(default_factory=list)
    listed: bool = False


def lay_out(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Join and move the lines of the draft; gives the half-open ranges of its blocks."""
    lines = list(read_lines(draft.text))
    blocks = _Blocks(draft.text, lines).read()
    if any(len(block.lines) > 1 for block in blocks):
        draft.rebuild(_parts(draft, lines, blocks))
    elif not blocks:
        return ()
    else:
        return tuple((line.start, line.end) for line in lines if line.kind != RULE)
    return tuple(_ranges(lines, blocks))


def _parts(draft: Draft, lines: list[Line], blocks: list[Block]) -> Iterator[Part]:
    latest = -1
    for block in blocks:
        for place, (index, seam) in enumerate(block.lines):
            line = lines[index]
            before = lines[index - 1].end if index else 0
            if index < latest:
                draft.note(before, line.end, "moved")
            latest = max(latest, index)
            if seam is None:
                yield Part(before, line.start)
            else:
                # The hyphen and the line end after it are one edit, unless other lines stand between the halves.
                half = lines[block.lines[place - 1][0]].end
                if seam.drops_hyphen and half != before:
                    yield Part(half - 1, half, "", seam.kind)
                first = before - 1 if seam.drops_hyphen and half == before else before
                yield Part(first, line.start, seam.between, seam.kind)
            following = block.lines[place + 1][1] if place + 1 < len(block.lines) else None
            yield Part(line.start, line.end - 1 if following and following.drops_hyphen else line.end)
    yield Part(lines[-1].end, len(draft.text))


def _ranges(lines: list[Line], blocks: list[Block]) -> Iterator[tuple[int, int]]:
    length = 0
    for block in blocks:
        start = None
        for index, seam in block.lines:
            line = lines[index]
            before = lines[index - 1].end if index else 0
            length += line.start - before if seam is None else len(seam.between) - seam.drops_hyphen
            start = length if start is None else start
            length += line.end - line.start
        if block.kind != RULE and start is not None:
            yield start, length


class _Blocks:
    """Reads the lines once, and puts each into a block that it continues or into a new one."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.wrapping = Wrapping.of(text, lines)
        self.blocks: list[Block] = []
        self.current = -1  # the block of the line before
        self.broken = -1  # the last block that ends with half a word
        self.open = -1  # the last block that ends inside a sentence, with no end of a block since that would close it

    def read(self) -> list[Block]:
        for index, line in enumerate(self.lines):
            found = self._home(index, line) if self.blocks else None
            if found is None:
                self.blocks.append(Block(line.kind, [(index, None)], self._is_listed(line)))
                self.current = len(self.blocks) - 1
            else:
                self.current, seam = found
                self.blocks[self.current].lines.append((index, seam))
            self._remember(line)
        return self.blocks

    def _is_listed(self, line: Line) -> bool:
        """Whether the line is an item of a list without marks: begins small after a colon, or after such an item."""
        if self.current < 0 or line.kind != TEXT or not begins_small(self.text, line):
            return False
        before = self._last(self.current)
        return self.blocks[self.current].listed or self.text[before.end - 1 : before.end] in (":", ";")

    def _last(self, block: int) -> Line:
        return self.lines[self.blocks[block].lines[-1][0]]

    def _home(self, index: int, line: Line) -> tuple[int, Seam] | None:
        if line.kind == DASH:
            return self._home_of_dash(index, line)
        if line.kind == HEADING:
            return self._broken_home(line) if self.broken == self.current and line.gap == 1 else None
        if line.kind != TEXT:
            return None
        return self._broken_home(line) or self._open_home(line) or self._direct_home(line)

    def _broken_home(self, line: Line) -> tuple[int, Seam] | None:
        """The block whose last word is broken and goes on in this line."""
        if self.broken < 0 or len(self._since(self.broken)) > _FAR:
            return None
        before = self._last(self.broken)
        left = left_half(self.text, before.start, before.end)
        right = right_half(self.text, line.start)
        if left is None or right is None:
            return None
        direct = self.broken == self.current
        if not direct and not belong_together(left, right):
            return None
        if line.kind == HEADING and not left.isupper():
            return None
        between = joint(left, right, apart=not direct or line.gap > 1)
        if between is None:
            return None
        if between == "-":
            return self.broken, Seam("", False, "compound")
        return self.broken, Seam(between, not between, "broken word")

    def _open_home(self, line: Line) -> tuple[int, Seam] | None:
        """The block whose sentence was interrupted by a heading or a rule, and perhaps a teaser, before this line."""
        if self.open < 0 or self.open == self.current or not begins_small(self.text, line):
            return None
        between = self._since(self.open)
        if len(between) > _FAR or all(block.kind not in (HEADING, RULE) for block in between):
            return None
        if any(self._size(block) > _TEASER for block in between):
            return None
        return self.open, Seam(" ", False, "broken sentence")

    def _since(self, block: int) -> list[Block]:
        """The blocks between the last line of a block and the present line; of more than are near, the latest."""
        last = self.blocks[block].lines[-1][0]
        near = self.blocks[max(block + 1, len(self.blocks) - _FAR - 1) :]
        return [other for other in near if other.lines[0][0] > last]

    def _size(self, block: Block) -> int:
        first, last = self.lines[block.lines[0][0]], self.lines[block.lines[-1][0]]
        return last.end - first.start

    def _direct_home(self, line: Line) -> tuple[int, Seam] | None:
        block = self.blocks[self.current]
        if block.kind in (HEADING, RULE) or (block.listed and line.gap == 1):
            return None
        before = self._last(self.current)
        if not continues(self.text, before, line, self.wrapping, first=len(block.lines) == 1 and self.current == 0):
            return None
        return self.current, Seam(" ", False, "line end" if line.gap == 1 else "broken sentence")

    def _home_of_dash(self, index: int, line: Line) -> tuple[int, Seam] | None:
        """A line that begins with a dash goes on with a sentence only alone: two in a row are a list or speech."""
        following = self.lines[index + 1].kind if index + 1 < len(self.lines) else TEXT
        block = self.blocks[self.current]
        if line.gap > 1 or following == DASH or block.kind != TEXT or not self.text[line.start].islower():
            return None
        before = self._last(self.current)
        if not keeps_sentence_open(self.text, before):
            return None
        return self.current, Seam(self._dash_before(line), False, "line end")

    def _dash_before(self, line: Line) -> str:
        return " " + self.text[line.start - 2 : line.start].strip() + " "

    def _remember(self, line: Line) -> None:
        if line.kind == RULE:
            return
        left = left_half(self.text, line.start, line.end)
        if left is not None and (line.kind != HEADING or left.isupper()):
            self.broken = self.current
        elif self.broken == self.current:
            self.broken = -1
        block = self.blocks[self.current]
        if block.kind in (TEXT, ITEM, DASH) and is_unfinished(self.text, line) and self._is_paragraph(block):
            if self.open < 0 or self.open == self.current or self._size(block) > _TEASER or self._follows_no_heading():
                self.open = self.current
        elif self.open == self.current:
            self.open = -1

    def _follows_no_heading(self) -> bool:
        return all(block.kind not in (HEADING, RULE) for block in self._since(self.open))

    def _is_paragraph(self, block: Block) -> bool:
        """Not a headline: it is long, or already holds the end of a sentence."""
        first, last = self.lines[block.lines[0][0]], self.lines[block.lines[-1][0]]
        if last.end - first.start >= _LONGEST_HEADLINE or ends_midway(self.text, last):
            return True
        return any(sign in self.text[first.start : last.end] for sign in (". ", "? ", "! ", ", "))
