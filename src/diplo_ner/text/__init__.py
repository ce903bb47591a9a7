"""Repair of a text before reading: what scanning, copying and markup did to it, undone, with a map back."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplo_ner.text.characters import CHARACTER_STEPS
from diplo_ner.text.draft import Draft, Edit, SourceMap
from diplo_ner.text.layout import lay_out
from diplo_ner.text.markup import MARKUP_STEPS

__all__ = ["CleanText", "Edit", "repair"]


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text with its way back.

    ``original`` is the text as given, ``text`` the repaired one. ``blocks`` are half-open ranges of ``text``:
    paragraphs, headings, list items, in order; what lies between them is white space, marks ('## ', '- ', '1. ') and
    lines that are no language ('***', a page number, an address). ``edits`` are in the order of the original.
    """

    original: str
    text: str
    blocks: tuple[tuple[int, int], ...]
    edits: tuple[Edit, ...]
    source: SourceMap = field(repr=False, compare=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of ``original`` that a half-open range of ``text`` comes from.

        Of a word whose halves stand apart it is the outer extent. Raises ``ValueError`` for a range not in ``text``.
        """
        return self.source.span(start, end)


def repair(text: str) -> CleanText:
    """Undo the defects of a text, step by step; a text without any comes back as it is."""
    draft = Draft.of(text)
    for step in (*MARKUP_STEPS, *CHARACTER_STEPS):
        step(draft)
    blocks = lay_out(draft)
    edits = sorted(draft.edits, key=lambda edit: (edit.start, edit.end))
    return CleanText(text, draft.text, blocks, tuple(edits), draft.map)
