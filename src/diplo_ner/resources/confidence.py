"""How often a relation of a rule is right on annotated text, as counted in ``data/relations/confidence.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diplo_ner.resources.tables import Source, data_file, read_table

COLUMNS = ("key", "right", "said")
ALL = "*"
_ENOUGH = 5  # counts below this say less than the relation type's do


def read_confidence(source: Source) -> Mapping[str, tuple[int, int]]:
    """Right and said by rule id, by relation type and over all ('*'). Raises DataError where a row is wrong."""
    result = {}
    for row in read_table(source, COLUMNS, key=("key",), required=COLUMNS):
        if not row["right"].isdecimal() or not row["said"].isdecimal() or int(row["right"]) > int(row["said"]):
            row.fail("right and said are counts, and right is not above said")
        result[row["key"]] = (int(row["right"]), int(row["said"]))
    return result


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    return read_confidence(data_file("relations", "confidence.tsv"))


@cache
def confidence_of(rule: str, relation: str) -> float:
    """Share of right relations of the rule, else of the type, else of all, with Laplace's rule of succession."""
    counts = _counts()
    for key in (rule, relation):
        right, said = counts.get(key, (0, 0))
        if said >= _ENOUGH:
            return round((right + 1) / (said + 2), 2)
    right, said = counts.get(ALL, (0, 0))
    return round((right + 1) / (said + 2), 2)
