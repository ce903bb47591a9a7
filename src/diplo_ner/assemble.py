"""Builds the public result from the records of the steps; alone turns offsets back into those of the text as given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from diplo_ner.models import Extraction
from diplo_ner.records import EntityLayer, EntityRecord, MentionSpan, RelationRecord, TaggedSentence
from diplo_ner.resources.catalogue import RelationType
from diplo_ner.resources.confidence import confidence_of
from diplo_ner.text import CleanText

# The fields of a model by their names: pydantic builds and checks all models of a result in one call, which takes half
# the time of building each on its own.
Fields = dict[str, object]
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
    mentions: dict[int, dict[tuple[int, int, str], None]] = {index: {} for index in kept}
    shared = Counter((span.sentence, span.start, span.end) for span in layer.mentions if span.kind == "adjective")
    seen: set[tuple[int, int, int]] = set()
    for span in layer.mentions:
        place = (span.sentence, span.start, span.end)
        part = (-1 if place in seen else 0) if span.kind == "adjective" and shared[place] > 1 else None
        seen.add(place)
        if span.entity in mentions:
            mentions[span.entity][_place(clean, sentences, span, part)] = None
    return Extraction.model_validate(
        {
            "text": clean.original,
            "entities": [_entity(clean, layer.entities[i], ids, i, mentions[i]) for i in kept],
            "relations": [
                _relation(clean, record, catalogue[record.type], ids, number)
                for number, record in enumerate(relations, 1)
            ],
            "notes": notes,
        }
    )


def _place(
    clean: CleanText, sentences: Sequence[TaggedSentence], span: MentionSpan, part: int | None
) -> tuple[int, int, str]:
    """Of a joint adjective ``part`` is the first (0) or the last (-1): 'российско' or 'китайский'."""
    tokens = sentences[span.sentence].tokens[span.start : span.end]
    start, end = tokens[0].start, tokens[-1].end
    if part == 0:
        end = tokens[0].end if len(tokens) > 1 else start + tokens[0].text.index("-")
    elif part == -1:
        start = tokens[-1].start if len(tokens) > 1 else start + tokens[0].text.rindex("-") + 1
    return *clean.span(start, end), span.kind


def _entity(
    clean: CleanText, record: EntityRecord, ids: dict[int, str], index: int, mentions: Iterable[tuple[int, int, str]]
) -> Fields:
    fields: Fields = {key: value for key, value in record.attributes.items() if key not in _INTERNAL}
    body = fields.get("body")
    if isinstance(body, int):
        fields["body"] = ids.get(body)
    fields.update(
        type=record.type,
        id=ids[index],
        name=record.name,
        name_is_guess=record.name_is_guess,
        wikidata=record.wikidata,
        mentions=[
            {"start": start, "end": end, "text": clean.original[start:end], "kind": kind}
            for start, end, kind in mentions
        ],
    )
    return fields


def _relation(clean: CleanText, record: RelationRecord, row: RelationType, ids: dict[int, str], number: int) -> Fields:
    start, end = clean.span(record.start, record.end)

    def name(index: int | None) -> str | None:
        return None if index is None else ids[index]

    return {
        "id": f"R{number}",
        "type": record.type,
        "head": ids[record.head],
        "tail": ids[record.tail],
        "status": record.status,
        "place": name(record.place),
        "date": name(record.date),
        "event": name(record.event),
        "source": name(record.source),
        "evidence": {
            "start": start,
            "end": end,
            "text": clean.original[start:end],
            "trigger": record.trigger,
            "rule": record.rule,
        },
        "confidence": confidence_of(record.rule, record.type),
        "plover": row.plover,
        "cameo": record.cameo if row.cameo else None,
    }
