"""The entity step as one chain: candidates, merging, holders, groups, records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from diplo_ner.entities import (
    anaphora,
    candidates,
    countries,
    descriptions,
    gazetteer,
    holders,
    kin,
    metonyms,
    mutual,
    own,
    people,
    records,
    repeats,
    short,
)
from diplo_ner.entities.gazetteer import Name
from diplo_ner.entities.groups import Grouper
from diplo_ner.entities.lexicon import Lexicon
from diplo_ner.entities.own import NOTHING, OwnRows
from diplo_ner.entities.spans import Span, View
from diplo_ner.records import EntityLayer, TaggedSentence


def find_entities(
    sentences: Sequence[TaggedSentence], published: date | None = None, *, rows: OwnRows = NOTHING
) -> EntityLayer:
    """The entities of one document.

    ``published`` is the day that relative dates are read from; ``rows`` are a user's, which come before the
    package's own.
    """
    views = [View(index, sentence) for index, sentence in enumerate(sentences)]
    with own.using(rows):
        return _layer(views, gazetteer.names(rows), published)


def _layer(views: Sequence[View], lexicon: Lexicon[Name], published: date | None) -> EntityLayer:
    found = [candidates.find(view, lexicon) for view in views]
    found = kin.parted(views, found)
    spans = [span for sentence in found for span in sentence.spans]
    spans += repeats.find(views, spans)
    spans = metonyms.resolve(views, countries.settle(spans))
    spans += mutual.described(views, [span for span in spans if span.type == "COUNTRY"])
    spans.sort(key=lambda span: (span.sentence, span.start, -span.end))
    posts = {post.span: post for sentence in found for post in sentence.posts}
    grouper = Grouper(views, spans, published)
    for span in spans:
        if span.type != "PERSON":
            grouper.add(span, posts.get(span))
    short.settle_heading(views, grouper)
    short.resolve(views, grouper.groups)
    persons = people.group(views, [span for span in spans if span.type == "PERSON"])
    pairs = [pair for view, sentence in zip(views, found, strict=True) for pair in holders.find(view, sentence)]
    inside: dict[int, list[Span]] = {}
    for span in spans:
        inside.setdefault(span.sentence, []).append(span)
    descriptions.resolve(views, posts, grouper.groups, persons, pairs, inside, grouper)
    return anaphora.resolve(views, records.build(views, grouper.groups, persons, pairs))
