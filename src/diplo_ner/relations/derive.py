"""Relations that another one implies by its words: a post held ties its holder to the post's bodies; who meets at an
event takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplo_ner.records import EntityLayer, RelationRecord, TaggedSentence
from diplo_ner.relations.structure import units_of

# What two meet for is no event besides the meeting.
_BILATERAL = frozenset({"встреча", "переговоры", "беседа", "консультации", "разговор", "аудиенция", "визит"})


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
    if record.type == "met" and record.event is not None:
        if _BILATERAL & set(layer.entities[record.event].name.lower().split()[:2]):  # 'телефонные переговоры'
            return
        for actor in (record.head, record.tail):
            yield replace(
                record, type="participates_in", head=actor, tail=record.event, event=None, rule=f"{record.rule}+event"
            )
