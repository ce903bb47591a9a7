"""How often a relation of a rule is right on annotated text, as counted in ``data/relations/confidence.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diplo_ner.resources.tables import Source, data_file, read_table

COLUMNS = ("key", "right", "said")
ALL = "*"
# Relations that the prior share counts for: 8 to 40 give the lowest Brier scores where each document of press and diplo
# is judged by the others.
_WEIGHT = 10


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
    """The estimate from the package's counts."""
    return estimate(_counts(), rule, relation)


def estimate(counts: Mapping[str, tuple[int, int]], rule: str, relation: str) -> float:
    """Share of right relations of the rule, drawn to that of its type, and that to the share of all.

    The m-estimate of B. Cestnik, Estimating probabilities: a crucial task in machine learning, ECAI 1990: m relations
    at the prior share stand beside those counted, so that a rule seen seldom says what its type says.
    """
    right, said = counts.get(ALL, (0, 0))
    share = (right + 1) / (said + 2)
    for key in (relation, rule):
        right, said = counts.get(key, (0, 0))
        share = (right + _WEIGHT * share) / (said + _WEIGHT)
    return round(share, 2)
