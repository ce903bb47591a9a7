"""A table of texts into a table of relations: a pure function from pandas to pandas, for clusters.

Dask runs it with ``map_partitions``, Spark with ``mapInPandas``; see docs/en/scale.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diplo_ner.errors import InputError
from diplo_ner.export.frames import RELATION, TEXT, frame, relation_rows
from diplo_ner.extractor import extract_many
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    import pandas

# What a text that could not be read has no value for may be missing, so counts and numbers are nullable.
_NULLABLE = {"int64": "Int64", "float64": "Float64"}
COLUMNS: Mapping[str, str] = {
    **{name: _NULLABLE.get(dtype, dtype) for name, dtype in RELATION.items()}, "document": TEXT, "error": TEXT,
}  # fmt: skip
_SPARK = {TEXT: "string", "Int64": "bigint", "Float64": "double"}
SPARK_SCHEMA = ", ".join(f"`{name}` {_SPARK[dtype]}" for name, dtype in COLUMNS.items())


def texts_to_relations(texts: pandas.DataFrame) -> pandas.DataFrame:
    """One row a relation, in the order of the texts.

    Args:
        texts: columns ``document`` (what tells a text from others; becomes a string), ``text``, and, if there is one,
            ``published`` (dates or None), which anchors relative dates. Others are ignored, and so is the index.

    Returns:
        A table with ``COLUMNS`` and their dtypes, whatever it holds; a text without relations has no row, a text that
        cannot be read has one row with ``document`` and ``error`` alone.

    Raises:
        InputError: a column is missing.
        DataError, MissingExtraError: as ``extract_many`` and ``relations_frame`` do.
    """
    if missing := {"document", "text"} - set(texts.columns):
        raise InputError(f"the table of texts has no column {', '.join(sorted(missing))}; it has {list(texts.columns)}")
    days = _days(texts)
    given = list(zip(texts["document"], texts["text"], strict=True))
    rows: dict[int, list[list[Any]]] = {}
    for day in dict.fromkeys(days):
        pairs = ((text, (place, document)) for place, (document, text) in enumerate(given) if days[place] == day)
        for result, (place, document) in extract_many(pairs, published=day, on_error="return", with_context=True):
            if isinstance(result, Extraction):
                rows[place] = [[*row, None] for row in relation_rows(str(document), result)]
            else:
                empty = [None] * (len(COLUMNS) - 2)
                rows[place] = [[str(document), *empty, f"{result.error}: {result.message}"]]
    return frame([row for place in range(len(given)) for row in rows[place]], COLUMNS)


def batches_to_relations(batches: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """``texts_to_relations`` of each table of a stream, for Spark's ``mapInPandas``."""
    return (texts_to_relations(batch) for batch in batches)


def no_relations() -> pandas.DataFrame:
    """The table without rows, for Dask's ``meta``."""
    return frame([], COLUMNS)


def _days(texts: pandas.DataFrame) -> list[date | None]:
    if "published" not in texts.columns:
        return [None] * len(texts)
    import pandas

    return [None if pandas.isna(day) else pandas.Timestamp(day).date() for day in texts["published"]]
