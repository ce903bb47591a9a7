"""Names that the text repeats: once known for an organisation, in quotes or short, they are one everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities.merge import family
from diplo_ner.entities.people import same_word
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View


def find(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    """Further spans of names that stand in quotes both times, whatever their case, and of abbreviations."""
    return _quoted(views, spans) + _abbreviations(views, spans)


def _abbreviations(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    known: dict[str, Span] = {}
    taken: set[tuple[int, int]] = set()
    for span in spans:
        word = views[span.sentence].words[span.start]
        if family(span.type) == "ORGANIZATION":
            taken.update((span.sentence, i) for i in range(span.start, span.end))
        if family(span.type) == "ORGANIZATION" and span.end == span.start + 1 and word.isupper() and len(word) > 2:
            known.setdefault(word, span)
    if not known:
        return []
    return [
        known[word]._replace(sentence=view.index, start=i, end=i + 1, source="repeat")
        for view in views
        if not view.in_capitals
        for i, word in enumerate(view.words)
        if word in known and (view.index, i) not in taken
    ]


def _quoted(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    names: dict[tuple[int, str], list[Span]] = {}
    taken = {(span.sentence, span.start) for span in spans}
    for span in spans:
        view = views[span.sentence]
        if family(span.type) == "ORGANIZATION" and span.kind == "name" and _is_quoted(view, span.start, span.end):
            names.setdefault((span.end - span.start, view.low[span.start][:3]), []).append(span)
    if not names:
        return []
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
