"""Names in quotes that the text repeats: once known for an organisation, a name in quotes is one everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities.merge import family
from diplo_ner.entities.people import same_word
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View


def find(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    """Further spans of names that stand in quotes both times, whatever their case."""
    names: dict[tuple[int, str], list[Span]] = {}
    taken = {(span.sentence, span.start) for span in spans}
    for span in spans:
        view = views[span.sentence]
        if family(span.type) == "ORGANIZATION" and span.kind == "name" and _is_quoted(view, span.start, span.end):
            names.setdefault((span.end - span.start, view.low[span.start][:3]), []).append(span)
    found: list[Span] = []
    lengths = {length for length, _ in names}
    for view in views:
        for i, mark in enumerate(view.words):
            if mark not in OPENING or (view.index, i + 1) in taken:
                continue
            for length in lengths:
                known = names.get((length, view.word(i + 1)[:3]), []) if _is_quoted(view, i + 1, i + 1 + length) else []
                same = next((span for span in known if _same(views[span.sentence], span, view, i + 1)), None)
                if same is not None:
                    found.append(same._replace(sentence=view.index, start=i + 1, end=i + 1 + length, source="repeat"))
    return found


def _is_quoted(view: View, start: int, end: int) -> bool:
    return view.word(start - 1) in OPENING and view.word(end) in CLOSING


def _same(other: View, span: Span, view: View, start: int) -> bool:
    pairs = zip(other.low[span.start : span.end], view.low[start : start + span.end - span.start], strict=True)
    return all(same_word(a, b) for a, b in pairs)
