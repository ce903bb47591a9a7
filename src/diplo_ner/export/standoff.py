"""An extraction as spans and links between spans, the common shape of annotation tools; and back.

Annotation tools know spans of text, not entities: here an entity is a group of spans, and a link joins one span of each
of its two entities, those nearest to each other in the evidence. What no tool has a place of its own for travels as a
``note``, a mapping that JSON can hold: a tool that keeps it gives back the same extraction, and what an annotator adds
has no note and gets what can be told without: the words of its first mention as name, the catalogue's event codes,
evidence from the one span to the other.

An entity without mentions, and a relation of one, stand nowhere in the text: both are left out. ``Extraction.notes`` is
left out too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from diplo_ner.errors import DataError
from diplo_ner.models import (
    Country,
    Date,
    Document,
    Entity,
    Event,
    Evidence,
    Extraction,
    MentionKind,
    Organization,
    Party,
    Person,
    Place,
    Post,
    Relation,
    Status,
)
from diplo_ner.resources.catalogue import catalogue

ANNOTATED = "annotated"  # the rule of relations that an annotator added
CLASSES: Mapping[str, type[Entity]] = {
    kind.model_fields["type"].default.value: kind
    for kind in (Person, Post, Country, Party, Organization, Place, Event, Document, Date)
}
_QUALIFIERS = ("place", "date", "event", "source")


@dataclass(frozen=True, slots=True)
class Span:
    """A mention: half-open ``start`` and ``end``; spans of one entity have one ``entity``, any string.

    ``note`` is on the first span of an entity: the fields of the entity besides its mentions and type.
    """

    start: int
    end: int
    type: str
    entity: str
    kind: str = MentionKind.NAME.value
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of two spans, by their index; ``note`` holds its other fields, qualifiers as entity ids."""

    type: str
    head: int
    tail: int
    status: str = Status.ASSERTED.value
    note: Mapping[str, Any] = field(default_factory=dict)


def to_standoff(extraction: Extraction) -> tuple[list[Span], list[Link]]:
    """The spans, entity by entity, and the links."""
    spans: list[Span] = []
    places: dict[str, list[int]] = {}
    for entity in extraction.entities:
        for number, mention in enumerate(entity.mentions):
            note = entity.model_dump(mode="json", exclude={"type", "mentions"}, exclude_defaults=True)
            kind = mention.kind.value
            places.setdefault(entity.id, []).append(len(spans))
            spans.append(Span(mention.start, mention.end, entity.type.value, entity.id, kind, {} if number else note))
    links = []
    for r in extraction.relations:
        if r.head in places and r.tail in places:
            head, tail = _nearest(spans, places[r.head], places[r.tail], r.evidence)
            note = r.model_dump(mode="json", exclude={"head", "tail", "status"}, exclude_defaults=True)
            note["evidence"].pop("text")
            links.append(Link(r.type, head, tail, r.status.value, _without_dangling(note, places)))
    return spans, links


def _without_dangling(note: Mapping[str, Any], ids: Collection[str]) -> dict[str, Any]:
    """Without qualifiers that are no entity here: one without mentions, or one that an annotator deleted."""
    return {key: value for key, value in note.items() if key not in _QUALIFIERS or value in ids}


def _nearest(spans: Sequence[Span], heads: Sequence[int], tails: Sequence[int], said: Evidence) -> tuple[int, int]:
    """Of the mentions within the evidence, or of all where there is none, the two that are nearest to each other."""

    def within(indices: Sequence[int]) -> Sequence[int]:
        return [i for i in indices if said.start <= spans[i].start and spans[i].end <= said.end] or indices

    heads, tails = within(heads), within(tails)
    return min(
        ((h, t) for h in heads for t in tails), key=lambda pair: abs(spans[pair[0]].start - spans[pair[1]].start)
    )


def from_standoff(
    text: str, spans: Sequence[Span], links: Iterable[Link], fail: Callable[[str], DataError] = DataError
) -> Extraction:
    """The extraction of spans and links; ids that notes do not give are made up.

    Raises what ``fail`` makes of a message where they give none: an unknown type, a note of the wrong shape, two types
    in one entity.
    """
    groups: dict[str, list[Span]] = {}
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise fail(f"no span of the text: {span.start} to {span.end}, its length is {len(text)}")
        groups.setdefault(span.entity, []).append(span)
    ids = _ids(groups)
    try:
        entities = [_entity(text, ids[key], group, fail) for key, group in groups.items()]
        relations = [_relation(text, spans, link, ids, number) for number, link in enumerate(links, 1)]
        return Extraction.model_validate({"text": text, "entities": entities, "relations": relations})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise fail(f"{first['msg']} at {'.'.join(map(str, first['loc'])) or 'the whole'}") from error


def _ids(groups: Mapping[str, Sequence[Span]]) -> dict[str, str]:
    """The id of each group: that of its note where no other has it, else the first 'E1', 'E2', ... that is free."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for key, group in groups.items():
        noted = next((str(span.note["id"]) for span in group if "id" in span.note), None)
        if noted is not None and noted not in taken:
            ids[key] = noted
            taken.add(noted)
    number = 0
    for key in groups:
        if key not in ids:
            while f"E{(number := number + 1)}" in taken:
                pass
            ids[key] = f"E{number}"
    return ids


def _entity(text: str, entity_id: str, group: Sequence[Span], fail: Callable[[str], DataError]) -> Entity:
    types = sorted({span.type for span in group})
    if len(types) > 1:
        raise fail(f"one entity of several types, {', '.join(types)}: {text[group[0].start : group[0].end]!r}")
    if types[0] not in CLASSES:
        raise fail(f"unknown entity type {types[0]!r}; known: {', '.join(CLASSES)}")
    mentions = [{"start": s.start, "end": s.end, "text": text[s.start : s.end], "kind": s.kind} for s in group]
    note = next((span.note for span in group if span.note), {})
    fields = CLASSES[types[0]].model_fields
    # An annotator who corrects a type leaves the note of the former one behind.
    kept = {key: value for key, value in note.items() if key in fields}
    first = mentions[0]["text"]
    return CLASSES[types[0]].model_validate(
        {"name": first, **kept, "id": entity_id, "type": types[0], "mentions": mentions}
    )


def _relation(text: str, spans: Sequence[Span], link: Link, ids: Mapping[str, str], number: int) -> Relation:
    head, tail = spans[link.head], spans[link.tail]
    note = _without_dangling(link.note, set(ids.values()))
    if note.pop("type", None) != link.type:
        row = catalogue().get(link.type)
        note |= {"plover": row.plover if row else None, "cameo": row.cameo if row else None}
    said = {
        "start": min(head.start, tail.start), "end": max(head.end, tail.end), "trigger": "", "rule": ANNOTATED,
        **note.pop("evidence", {}),
    }  # fmt: skip
    said["text"] = text[said["start"] : said["end"]]
    return Relation.model_validate(
        {
            "id": f"A{number}",
            **note,
            "type": link.type,
            "head": ids[head.entity],
            "tail": ids[tail.entity],
            "status": link.status,
            "evidence": said,
        }
    )
