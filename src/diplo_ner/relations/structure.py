"""Relations that stand in the structure of names and posts: who holds which post, and what belongs to what.

    holders          'президент страны Иван Петров'        holds_post, affiliated_with
    nested bodies    'отдел ЦК партии'                     part_of, adjacent pairs
    body and country 'МИД Китая', 'турецкий парламент'     part_of
    post as actor    'президент Ирака прибыл'              affiliated_with, no holds_post
"""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.models import Status
from diplo_ner.records import EntityLayer, MentionSpan, RelationRecord, TaggedSentence

_BODIES = frozenset({"ORGANIZATION", "PARTY"})
_UNITS = frozenset({"ORGANIZATION", "PARTY", "COUNTRY"})


def structural(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """All structural relations of the document, in text order."""
    yield from _held_posts(sentences, layer)
    yield from _acting_posts(sentences, layer)
    yield from _parts(sentences, layer)


def _held_posts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    for post_index, person_index in layer.holders:
        post, person = layer.mentions[post_index], layer.mentions[person_index]
        attributes = layer.entities[post.entity].attributes
        status = Status.FORMER if attributes.get("former") else Status.ASSERTED
        if attributes.get("kind") not in (None, "profession"):
            yield _between(sentences, post, person, "holds_post", person.entity, post.entity, status, "post.holder")
        for unit in units_of(layer, post, attributes.get("body")):
            yield _between(sentences, post, person, "affiliated_with", person.entity, unit, status, "post.body")


def _acting_posts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """A post without a named holder that acts as a person belongs to its body."""
    for index, person in enumerate(layer.mentions):
        if not layer.entities[person.entity].attributes.get("description_only"):
            continue
        for post in layer.mentions:
            same = (post.sentence, post.start, post.end) == (person.sentence, person.start, person.end)
            if same and layer.entities[post.entity].type == "POST":
                body = layer.entities[post.entity].attributes.get("body")
                for unit in units_of(layer, layer.mentions[index], body):
                    yield _between(
                        sentences, post, person, "affiliated_with", person.entity, unit, Status.ASSERTED, "post.actor"
                    )


def units_of(layer: EntityLayer, post: MentionSpan, body: object) -> list[int]:
    """Every unit, organisation and country named inside a post, less those that only say where it is sent."""
    excluded = layer.entities[post.entity].attributes.get("sent_to", ())
    found = [body] if isinstance(body, int) else []
    for inner in _inside(layer, post):
        if layer.entities[inner.entity].type in _UNITS and inner.entity not in found:
            if isinstance(excluded, tuple) and inner.entity in excluded:
                continue
            found.append(inner.entity)
    return found


def _inside(layer: EntityLayer, outer: MentionSpan) -> Iterator[MentionSpan]:
    for inner in layer.mentions:
        if inner.sentence == outer.sentence and outer.start <= inner.start and inner.end <= outer.end:
            yield inner


def _parts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """part_of between a body's mention and the next body or country nested in it."""
    for outer in layer.mentions:
        if layer.entities[outer.entity].type not in _BODIES:
            continue
        inner = [
            m
            for m in _inside(layer, outer)
            if m.entity != outer.entity
            and layer.entities[m.entity].type in _UNITS
            and (m.start, m.end) != (outer.start, outer.end)
        ]
        widest = [m for m in inner if not any(_within(m, other) for other in inner if other is not m)]
        for part in widest:
            if _owns(sentences, outer, part):
                yield _between(
                    sentences, outer, part, "part_of", outer.entity, part.entity, Status.ASSERTED, "body.nested"
                )


def _within(inner: MentionSpan, outer: MentionSpan) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return outer.start <= inner.start and inner.end <= outer.end and not same


def _owns(sentences: tuple[TaggedSentence, ...], outer: MentionSpan, part: MentionSpan) -> bool:
    """A genitive or an adjective makes a part; 'посольство X в Y', 'комитет по Сирии', names in quotes do not."""
    tagged = sentences[outer.sentence]
    before = part.start - 1
    while before > outer.start and tagged.pos[before] in ("ADJ", "DET"):
        before -= 1
    if before > outer.start and tagged.pos[before] == "ADP":
        return False
    quotes = sum(tagged.tokens[i].text in ("«", '"', "„", "“") for i in range(outer.start, part.start))
    closed = sum(tagged.tokens[i].text in ("»", "”") for i in range(outer.start, part.start))
    return quotes <= closed


def _between(
    sentences: tuple[TaggedSentence, ...],
    first: MentionSpan,
    second: MentionSpan,
    kind: str,
    head: int,
    tail: int,
    status: Status,
    rule: str,
) -> RelationRecord:
    tokens = sentences[first.sentence].tokens
    start, end = min(first.start, second.start), max(first.end, second.end)
    return RelationRecord(
        type=kind,
        head=head,
        tail=tail,
        status=status.value,
        start=tokens[start].start,
        end=tokens[end - 1].end,
        trigger=tokens[first.start].text,
        rule=rule,
        path="nested" if kind == "part_of" else "apposition",
    )
