"""Where the spans of all recognisers meet.

One priority, the same for every sentence. A span loses to one accepted before it where the two cross, cover the same
words under another type, or where it stands inside a person's name:

1. persons (the model's; natasha's where there is no model),
2. gazetteer names (they know the rare country) and dates, unless the model reads exactly those words, or a longer
   name that holds them, as a person (the model knows that 'Вашингтон' is George),
3. the model's other spans,
4. natasha's organisations and places,
5. phrases built from a head: bodies, posts, events, documents.

Joint adjectives ('российско-китайский') lay two countries over one place on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable

from diplo_ner.entities.spans import Span

_RANK = {"joint": 0, "gazetteer": 2, "dates": 2, "model": 3, "stock": 4, "quoted": 5, "body": 5, "post": 6, "phrase": 7}
_BARE = frozenset({"COUNTRY", "PLACE", "ORGANIZATION", "PARTY"})


def rank(span: Span) -> int:
    """The place of a span in the priority; lower wins."""
    if span.type == "PERSON" and span.source in ("model", "stock"):
        return 1
    return _RANK.get(span.source, 8)


def merge(candidates: Iterable[Span]) -> list[Span]:
    """The spans of one sentence that stand, in text order, outer before inner."""
    accepted: list[Span] = []
    for span in sorted(candidates, key=lambda s: (rank(s), s.start - s.end, s.start)):
        if not any(_excludes(other, span) for other in accepted):
            accepted.append(span)
    return sorted(accepted, key=lambda s: (s.start, -s.end))


def _excludes(other: Span, span: Span) -> bool:
    if span.end <= other.start or other.end <= span.start:
        return False
    if (span.start, span.end) == (other.start, other.end):
        return not (span.source == other.source == "joint")
    inside = other.start <= span.start and span.end <= other.end
    if inside:
        return other.type in ("PERSON", "DATE", "COUNTRY") or (other.source == "joint")
    around = span.start <= other.start and other.end <= span.end
    if around:
        return span.type in ("PERSON", "DATE", "COUNTRY") and other.type != "COUNTRY"
    return True
