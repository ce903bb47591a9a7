"""Tables: many extractions into one pandas DataFrame each of relations, entities and mentions.

Every column has a dtype of its own whatever it holds, so that tables of different texts stack, and Arrow and Parquet
take them: text is ``string`` (codes too: '040' stays '040'), missing cells are ``pandas.NA``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from diplo_ner.errors import InputError, MissingExtraError
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    import pandas

TEXT, _COUNT, _NUMBER, _FLAG = "string", "int64", "float64", "bool"
RELATION = {
    "document": _COUNT, "id": TEXT, "type": TEXT,
    "head": TEXT, "head_name": TEXT, "head_type": TEXT, "tail": TEXT, "tail_name": TEXT, "tail_type": TEXT,
    "status": TEXT, "place": TEXT, "date": TEXT, "event": TEXT, "source": TEXT,
    "trigger": TEXT, "rule": TEXT, "evidence": TEXT, "start": _COUNT, "end": _COUNT,
    "confidence": _NUMBER, "plover": TEXT, "cameo": TEXT,
}  # fmt: skip
# What a kind of entity has besides; empty for the other kinds.
_OWN = {
    "given_name": TEXT, "surname": TEXT, "patronymic": TEXT, "gender": TEXT,
    "title": TEXT, "body": TEXT, "deputy": "Int64", "acting": "boolean", "former": "boolean",
    "iso2": TEXT, "iso3": TEXT, "country": TEXT, "iso": TEXT,
}  # fmt: skip
_ENTITY = {
    "document": _COUNT, "id": TEXT, "type": TEXT, "name": TEXT, "mentions": _COUNT, "name_is_guess": _FLAG,
    "wikidata": TEXT, **_OWN,
}  # fmt: skip
_MENTION = {
    "document": _COUNT, "entity": TEXT, "type": TEXT, "name": TEXT, "kind": TEXT, "start": _COUNT, "end": _COUNT,
    "text": TEXT,
}  # fmt: skip


def to_frame(extractions: Iterable[Extraction], table: str = "relations") -> pandas.DataFrame:
    """The table of that name: relations, entities or mentions. Raises InputError for another, and MissingExtraError."""
    if table not in _TABLES:
        raise InputError(f"no table {table!r}; there are: {', '.join(_TABLES)}")
    return _TABLES[table](extractions)


def relations_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row a relation; ``document`` counts the extractions from 0, place, date, event and source are names.

    Raises MissingExtraError where pandas is not installed (extra ``pandas``).
    """
    rows = [row for number, result in enumerate(extractions) for row in relation_rows(number, result)]
    return frame(rows, RELATION)


def relation_rows(document: object, result: Extraction) -> Iterator[list[Any]]:
    """The relations of one extraction as rows with the columns of ``RELATION``."""
    for r in result.relations:
        head, tail = result.entity(r.head), result.entity(r.tail)
        around = [None if i is None else result.entity(i).name for i in (r.place, r.date, r.event, r.source)]
        ends = [r.head, head.name, head.type.value, r.tail, tail.name, tail.type.value]
        said = [r.evidence.trigger, r.evidence.rule, r.evidence.text, r.evidence.start, r.evidence.end]
        yield [document, r.id, r.type, *ends, r.status.value, *around, *said, r.confidence, r.plover, r.cameo]


def entities_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row an entity; ``mentions`` is how many it has, ``body`` the id of the row of a post's body.

    Raises MissingExtraError.
    """
    rows = [
        [
            *(number, e.id, e.type.value, e.name, len(e.mentions), e.name_is_guess, e.wikidata),
            *(getattr(e, column, None) for column in _OWN),
        ]
        for number, result in enumerate(extractions)
        for e in result.entities
    ]
    return frame(rows, _ENTITY)


def mentions_frame(extractions: Iterable[Extraction]) -> pandas.DataFrame:
    """One row a mention; offsets are half-open, into the text as given. Raises MissingExtraError."""
    rows = [
        [number, e.id, e.type.value, e.name, m.kind.value, m.start, m.end, m.text]
        for number, result in enumerate(extractions)
        for e in result.entities
        for m in e.mentions
    ]
    return frame(rows, _MENTION)


_TABLES = {"relations": relations_frame, "entities": entities_frame, "mentions": mentions_frame}


def frame(rows: list[list[Any]], columns: Mapping[str, str]) -> pandas.DataFrame:
    """A table of these columns, each with its dtype. Raises MissingExtraError."""
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas") from error
    return pandas.DataFrame(rows, columns=list(columns)).astype(columns)
