"""Event records: relations that have an event code, with their actors, place, date and evidence.

Two shapes of the same records. ``plover_records`` gives JSON objects whose keys are columns of POLECAT, the data set of
PLOVER's authors (Halterman et al. 2023), in snake case; ``icews_rows`` gives rows under the column names of ICEWS
(Boschee et al. 2015). Columns of theirs that an extraction has nothing for (coordinates, intensity, contexts) are left
out; ours that they do not have follow at the end.

- Relations that are facts about actors (holds_post, part_of, appointed, ...) have no code and are no events.
- ``status`` tells planned, negated and hypothetical events from those that happened: count 'asserted' ones only.
- A symmetric event (met, ...) is one record; ICEWS itself has one each way.
- A recipient may be a document, an event or a place (signed, participates_in, visited); ``recipient_type`` says so.
- Codes are strings: '040' is not 40. Countries and sectors: see ``actors.py``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from diplo_ner.export.actors import Actors
from diplo_ner.models import Date, Extraction, Relation

Record = dict[str, str | int | float | None]

ICEWS_COLUMNS = {
    "Event ID": "event_id", "Event Date": "event_date",
    "Source Name": "actor_name", "Source Sectors": "primary_actor_sector", "Source Country": "actor_country",
    "Event Text": "trigger", "CAMEO Code": "cameo",
    "Target Name": "recipient_name", "Target Sectors": "primary_recipient_sector",
    "Target Country": "recipient_country",
    "Story ID": "story", "City": "placename", "Country": "country",
    "Relation": "relation", "Status": "status", "Attributed To": "attributed_to", "Evidence": "text",
    "Confidence": "confidence",
}  # fmt: skip


def plover_records(documents: Iterable[tuple[str, Extraction]]) -> Iterator[Record]:
    """A record an event, of documents with their names; None for what is not known.

    ``event_date`` is ISO 8601 as exactly as known; ``text`` is the evidence, ``start`` and ``end`` its half-open
    offsets.
    """
    for name, extraction in documents:
        actors = Actors(extraction)
        for relation in extraction.relations:
            if relation.plover is not None and relation.cameo is not None:
                yield _record(name, extraction, actors, relation, relation.plover)


def _record(name: str, extraction: Extraction, actors: Actors, r: Relation, plover: str) -> Record:
    actor, recipient = extraction.entity(r.head), extraction.entity(r.tail)
    place, date, source = (None if i is None else extraction.entity(i) for i in (r.place, r.date, r.source))
    event_type, _, mode = plover.partition("-")
    return {
        "event_id": f"{name}#{r.id}",
        "event_date": date.iso if isinstance(date, Date) else None,
        "event_type": event_type,
        "event_mode": mode or None,
        "actor_name": actor.name,
        "actor_country": actors.country(actor),
        "primary_actor_sector": actors.sector(actor),
        "recipient_name": recipient.name,
        "recipient_country": actors.country(recipient),
        "primary_recipient_sector": actors.sector(recipient),
        "placename": None if place is None else place.name,
        "country": None if place is None else actors.country(place),
        "language": "ru",
        "story": name,
        "recipient_type": recipient.type.value,
        "relation": r.type,
        "cameo": r.cameo,
        "status": r.status.value,
        "date_text": None if date is None else date.name,
        "attributed_to": None if source is None else source.name,
        "trigger": r.evidence.trigger,
        "text": r.evidence.text,
        "start": r.evidence.start,
        "end": r.evidence.end,
        "rule": r.evidence.rule,
        "confidence": r.confidence,
    }


def to_plover(documents: Iterable[tuple[str, Extraction]]) -> Iterator[str]:
    """``plover_records`` as lines of JSON, without line ends."""
    for record in plover_records(documents):
        yield json.dumps(record, ensure_ascii=False)


def icews_rows(documents: Iterable[tuple[str, Extraction]]) -> Iterator[list[str]]:
    """The header, then a row an event; '' for what is not known, white space within a cell is one space."""
    yield list(ICEWS_COLUMNS)
    for record in plover_records(documents):
        cells = (record[key] for key in ICEWS_COLUMNS.values())
        yield ["" if cell is None else " ".join(str(cell).split()) for cell in cells]


def to_icews(documents: Iterable[tuple[str, Extraction]]) -> Iterator[str]:
    """``icews_rows`` as lines of tab-separated values, without line ends."""
    for row in icews_rows(documents):
        line = io.StringIO()
        csv.writer(line, delimiter="\t", lineterminator="").writerow(row)
        yield line.getvalue()
