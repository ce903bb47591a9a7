"""Relations that another one implies by its words: a post held ties its holder to the post's bodies; who meets at an
event takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diplo_ner.records import EntityLayer, MentionSpan, RelationRecord, TaggedSentence
from diplo_ner.relations.structure import units_of

# What two meet for is no event besides the meeting.
_BILATERAL = frozenset({"встреча", "переговоры", "беседа", "консультации", "разговор", "аудиенция", "визит"})
OF_COUNTRY = "+country"
SUCCESSION = "post.succession"
_MINISTERS = frozenset({"minister", "head_of_government"})


def derived(
    record: RelationRecord, sentences: tuple[TaggedSentence, ...], layer: EntityLayer
) -> Iterator[RelationRecord]:
    """What follows from one relation of the rules; the evidence stays the same."""
    if record.type == "holds_post" and record.status != "negated":
        office = layer.entities[record.tail].attributes
        for mention in layer.mentions:
            if mention.entity == record.tail:
                for unit in units_of(sentences, layer, mention, office):
                    yield replace(record, type="affiliated_with", tail=unit, rule=f"{record.rule}+body", cameo=None)
                return
    if record.type in ("appointed", "dismissed") and record.status != "negated":
        yield from _minister(record, layer)
    if record.type == "met" and record.event is not None:
        if _BILATERAL & set(layer.entities[record.event].name.lower().split()[:2]):  # 'телефонные переговоры'
            return
        for actor in (record.head, record.tail):
            yield replace(
                record, type="participates_in", head=actor, tail=record.event, event=None, rule=f"{record.rule}+event"
            )


def inherited(found: Sequence[RelationRecord], layer: EntityLayer) -> Iterator[RelationRecord]:
    """Who follows a minister on a post that names no country is of the country whose minister that was."""
    of_country = [r for r in found if r.type == "affiliated_with" and r.rule.endswith(OF_COUNTRY)]
    for record in found if of_country else ():
        if record.type == "holds_post" and record.rule == SUCCESSION:
            for old in of_country:
                if record.tail in _posts(old.head, layer):
                    rule, tail = f"{record.rule}{OF_COUNTRY}", old.tail
                    yield replace(record, type="affiliated_with", tail=tail, rule=rule)


def _minister(record: RelationRecord, layer: EntityLayer) -> Iterator[RelationRecord]:
    """'президент Перу уволила министра обороны Имя': a minister whose post names no country is of that one."""
    countries = _countries(record.head, layer)
    offices = [layer.entities[post].attributes for post in _posts(record.tail, layer)]
    bare = [office for office in offices if office.get("kind") in _MINISTERS and office.get("body") is None]
    if len(countries) != 1 or len(bare) != 1 or len(offices) != 1:
        return
    status = "former" if (record.type, record.status) == ("dismissed", "asserted") else record.status
    yield replace(
        record,
        type="affiliated_with",
        head=record.tail,
        tail=countries.pop(),
        status=status,
        rule=f"{record.rule}{OF_COUNTRY}",
        cameo=None,
    )


def _posts(person: int, layer: EntityLayer) -> set[int]:
    """The posts that the text gives a person: beside the name, or as a description."""
    held = {layer.mentions[post].entity for post, holder in layer.holders if layer.mentions[holder].entity == person}
    at = {(m.sentence, m.start, m.end) for m in layer.mentions if m.entity == person and m.kind == "description"}
    return held | {
        m.entity
        for m in layer.mentions
        if layer.entities[m.entity].type == "POST" and (m.sentence, m.start, m.end) in at
    }


def _countries(actor: int, layer: EntityLayer) -> set[int]:
    """A country itself, that of a parliament or government by its name, or those whose posts an actor holds."""
    if layer.entities[actor].type == "COUNTRY":
        return {actor}
    if layer.entities[actor].type == "ORGANIZATION":
        own = [m for m in layer.mentions if m.entity == actor]
        inner = (m for m in layer.mentions if layer.entities[m.entity].type == "COUNTRY")
        return {m.entity for m in inner if any(_is_at_edge(m, outer) for outer in own)}
    bodies = {layer.entities[post].attributes.get("body") for post in _posts(actor, layer)}
    return {body for body in bodies if isinstance(body, int) and layer.entities[body].type == "COUNTRY"}


def _is_at_edge(inner: MentionSpan, outer: MentionSpan) -> bool:
    """'Чили' of 'парламент Чили', 'чилийский' of 'чилийский парламент'."""
    within = inner.sentence == outer.sentence and outer.start <= inner.start and inner.end <= outer.end
    return within and (inner.start == outer.start or inner.end == outer.end)
