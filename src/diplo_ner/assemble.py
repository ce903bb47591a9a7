"""Builds the public result from the records of the steps; alone turns offsets back into those of the text as given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import TypeAdapter

from diplo_ner.models import AnyEntity, EntityType, Evidence, Extraction, Mention, MentionKind, Relation, Status
from diplo_ner.records import EntityLayer, EntityRecord, MentionSpan, RelationRecord, TaggedSentence
from diplo_ner.resources.catalogue import RelationType
from diplo_ner.resources.confidence import confidence_of
from diplo_ner.text import CleanText

_ENTITY: TypeAdapter[AnyEntity] = TypeAdapter(AnyEntity)
# Attributes that serve the steps and are no field of a public model.
_INTERNAL = frozenset({"kind", "description_only", "shared"})


def assemble(
    clean: CleanText,
    sentences: Sequence[TaggedSentence],
    layer: EntityLayer,
    relations: Sequence[RelationRecord],
    catalogue: Mapping[str, RelationType],
    notes: tuple[str, ...],
) -> Extraction:
    """The public result of one text.

    A person known only by a post ('президент Ирака') is kept where a relation needs it, and dropped elsewhere.
    """
    used = {i for r in relations for i in (r.head, r.tail, r.place, r.date, r.event, r.source) if i is not None}
    kept = [i for i, record in enumerate(layer.entities) if i in used or not record.attributes.get("description_only")]
    ids = {index: f"E{number}" for number, index in enumerate(kept, 1)}
    mentions: dict[int, list[Mention]] = {index: [] for index in kept}
    for span in layer.mentions:
        if span.entity in mentions:
            mentions[span.entity].append(_mention(clean, sentences, span))
    return Extraction(
        text=clean.original,
        entities=tuple(_entity(layer.entities[i], ids, i, mentions[i]) for i in kept),
        relations=tuple(
            _relation(clean, record, catalogue[record.type], ids, number) for number, record in enumerate(relations, 1)
        ),
        notes=notes,
    )


def _mention(clean: CleanText, sentences: Sequence[TaggedSentence], span: MentionSpan) -> Mention:
    tokens = sentences[span.sentence].tokens
    start, end = clean.span(tokens[span.start].start, tokens[span.end - 1].end)
    return Mention(start=start, end=end, text=clean.original[start:end], kind=MentionKind(span.kind))


def _entity(record: EntityRecord, ids: dict[int, str], index: int, mentions: Iterable[Mention]) -> AnyEntity:
    values = {key: value for key, value in record.attributes.items() if key not in _INTERNAL}
    body = values.get("body")
    if isinstance(body, int):
        values["body"] = ids.get(body)
    return _ENTITY.validate_python(
        {
            "type": EntityType(record.type),
            "id": ids[index],
            "name": record.name,
            "name_is_guess": record.name_is_guess,
            "wikidata": record.wikidata,
            "mentions": tuple(dict.fromkeys(mentions)),
            **values,
        }
    )


def _relation(
    clean: CleanText, record: RelationRecord, row: RelationType, ids: dict[int, str], number: int
) -> Relation:
    start, end = clean.span(record.start, record.end)

    def name(index: int | None) -> str | None:
        return None if index is None else ids[index]

    return Relation(
        id=f"R{number}",
        type=record.type,
        head=ids[record.head],
        tail=ids[record.tail],
        status=Status(record.status),
        place=name(record.place),
        date=name(record.date),
        event=name(record.event),
        source=name(record.source),
        evidence=Evidence(
            start=start, end=end, text=clean.original[start:end], trigger=record.trigger, rule=record.rule
        ),
        confidence=confidence_of(record.rule, record.type),
        plover=row.plover,
        cameo=record.cameo if row.cameo else None,
    )
