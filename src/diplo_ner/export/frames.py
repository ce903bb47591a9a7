"""Tables: many extractions into one pandas DataFrame each of relations, entities and mentions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from diplo_ner.errors import MissingExtraError
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    import pandas

_RELATION = [
    "document", "id", "type", "head", "head_name", "head_type", "tail", "tail_name", "tail_type", "status", "place",
    "date", "event", "source", "trigger", "rule", "evidence", "start", "end", "confidence", "plover", "cameo",
]  # fmt: skip
_ENTITY = ["document", "id", "type", "name", "mentions", "name_is_guess", "wikidata"]
_MENTION = ["document", "entity", "type", "name", "kind", "start", "end", "text"]


def relations_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row a relation; ``document`` counts the extractions from 0, place, date, event and source are names.

    Raises MissingExtraError where pandas is not installed (extra ``pandas``).
    """
    rows: list[list[Any]] = []
    for number, result in enumerate(extractions):
        for r in result.relations:
            head, tail = result.entity(r.head), result.entity(r.tail)
            around = [None if i is None else result.entity(i).name for i in (r.place, r.date, r.event, r.source)]
            ends = [r.head, head.name, head.type.value, r.tail, tail.name, tail.type.value]
            said = [r.evidence.trigger, r.evidence.rule, r.evidence.text, r.evidence.start, r.evidence.end]
            codes = [r.confidence, r.plover, r.cameo]
            rows.append([number, r.id, r.type, *ends, r.status.value, *around, *said, *codes])
    return _frame(rows, _RELATION)


def entities_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row an entity; ``mentions`` is how many it has. Raises MissingExtraError."""
    rows = [
        [number, e.id, e.type.value, e.name, len(e.mentions), e.name_is_guess, e.wikidata]
        for number, result in enumerate(extractions)
        for e in result.entities
    ]
    return _frame(rows, _ENTITY)


def mentions_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row a mention; offsets are half-open, into the text as given. Raises MissingExtraError."""
    rows = [
        [number, e.id, e.type.value, e.name, m.kind.value, m.start, m.end, m.text]
        for number, result in enumerate(extractions)
        for e in result.entities
        for m in e.mentions
    ]
    return _frame(rows, _MENTION)


def _frame(rows: list[list[Any]], columns: list[str]) -> pandas.DataFrame:
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas") from error
    return pandas.DataFrame(rows, columns=columns)
