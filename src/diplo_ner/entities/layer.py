"""The entity step as one chain: candidates, merging, holders, groups, records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from diplo_ner.entities import candidates, countries, gazetteer, holders, metonyms, people, records
from diplo_ner.entities.gazetteer import Row
from diplo_ner.entities.groups import Grouper
from diplo_ner.entities.spans import Span, View
from diplo_ner.records import EntityLayer, TaggedSentence


def find_entities(
    sentences: Sequence[TaggedSentence], published: date | None = None, *, extra: tuple[Row, ...] = ()
) -> EntityLayer:
    """The entities of one document.

    ``published`` is the day that relative dates are read from; ``extra`` are rows of gazetteers that come before the
    package's own (see ``resources.gazetteers.read_*``).
    """
    lexicon = gazetteer.names(extra) if extra else gazetteer.package_names()
    views = [View(index, sentence) for index, sentence in enumerate(sentences)]
    found = [candidates.find(view, lexicon) for view in views]
    spans = [span for sentence in found for span in sentence.spans]
    spans = metonyms.resolve(views, countries.settle(spans))
    grouper = Grouper(views, spans, published)
    posts = {post.span: post for sentence in found for post in sentence.posts}
    for span in spans:
        if span.type != "PERSON":
            grouper.add(span, posts.get(span))
    persons = people.group(views, [span for span in spans if span.type == "PERSON"])
    pairs: list[tuple[Span, Span]] = []
    for view, sentence in zip(views, found, strict=True):
        named = [span for span in sentence.spans if span.type == "PERSON"]
        pairs += holders.find(view, sentence.posts, named)
    return records.build(views, grouper.groups, persons, pairs)
