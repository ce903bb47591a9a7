"""The table of words for the holder of a post named before ('глава государства' for a president)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from diplo_ner.resources import gazetteers
from diplo_ner.resources.tables import Source, data_file, read_table, unknown


@dataclass(frozen=True, slots=True)
class PostSynonymRow:
    """A phrase, the kinds of office whose holders it may mean, and beginnings of the names of single such posts."""

    phrase: str
    kinds: frozenset[str]
    heads: tuple[str, ...]


def read_post_synonyms(source: Source) -> tuple[PostSynonymRow, ...]:
    """Read a table of the columns of post_synonyms.tsv.

    Raises:
        DataError: as ``read_table``, an unknown kind of office, or neither kinds nor heads.
    """
    known = frozenset(row.kind for row in gazetteers.post_heads()) - {"profession"}
    rows = read_table(
        source, ("phrase", "kinds", "heads"), lists=("kinds", "heads"), key=["phrase"], required=["phrase"]
    )
    for row in rows:
        if not row["kinds"] and not row["heads"]:
            row.fail(f"{row['phrase']!r} means nobody; give kinds, heads or both")
        for kind in row.items("kinds"):
            if kind not in known:
                row.fail(unknown("kind", kind, known))
    return tuple(PostSynonymRow(row["phrase"], frozenset(row.items("kinds")), row.items("heads")) for row in rows)


@cache
def post_synonyms() -> tuple[PostSynonymRow, ...]:
    """Words for holders of posts."""
    return read_post_synonyms(data_file("gazetteers", "post_synonyms.tsv"))
