"""Everything that could be a mention in a sentence, by recogniser; ``merge`` decides."""

from __future__ import annotations

from typing import NamedTuple

from diplo_ner.entities import bodies, dates, events, gazetteer, merge, posts
from diplo_ner.entities.gazetteer import Name
from diplo_ner.entities.lexicon import Lexicon
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View

_TYPES = frozenset({"PERSON", "PLACE", "ORGANIZATION", "COUNTRY", "POST", "EVENT", "DOCUMENT", "PARTY", "DATE"})


class Found(NamedTuple):
    """The spans of a sentence that stand, in text order, and the structure of its posts by span."""

    spans: list[Span]
    posts: list[PostSpan]


def find(view: View, lexicon: Lexicon[Name]) -> Found:
    """The mentions of one sentence."""
    named = tagged(view)
    listed = gazetteer.matches(view, lexicon)
    dated = [Span(view.index, raw.start, raw.end, "DATE", "name", "dates") for raw in dates.find_dates(view.tagged)]
    sure = merge.merge([*named, *listed, *dated])
    known: dict[int, Span] = {}
    for span in sure:
        if span.type != "POST" and (span.start not in known or known[span.start].end < span.end):
            known[span.start] = span
    built = bodies.find(view, known)
    offices = posts.find(view, known)
    phrases = events.find(view, known)
    spans = merge.merge([*sure, *built, *(post.span for post in offices), *phrases])
    standing = {(span.start, span.end): span for span in spans if span.type == "POST"}
    kept = [(post, standing.get((post.span.start, post.span.end))) for post in offices]
    return Found(spans, [post._replace(span=span) for post, span in kept if span is not None])


def tagged(view: View) -> list[Span]:
    """The spans of the model, or natasha's where no model has read the sentence, without quotes at their edges."""
    source = "model" if any(raw.recognizer == "model" for raw in view.tagged.spans) else "stock"
    found: list[Span] = []
    for raw in view.tagged.spans:
        if raw.recognizer != source or raw.type not in _TYPES:
            continue
        start, end = raw.start, raw.end
        while start < end and view.words[start] in OPENING and not _closes_inside(view, start, end):
            start += 1
        while end > start and view.words[end - 1] in CLOSING and not _opens_inside(view, start, end):
            end -= 1
        if end > start:
            found.append(Span(view.index, start, end, raw.type, "name", source))
    return found


def _closes_inside(view: View, start: int, end: int) -> bool:
    return any(view.words[i] in CLOSING for i in range(start + 1, end - 1))


def _opens_inside(view: View, start: int, end: int) -> bool:
    return any(view.words[i] in OPENING for i in range(start, end - 1))
