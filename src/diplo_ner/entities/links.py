"""Wikidata items of persons, posts and kinds of body, from tables; a name that two items share gets none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from diplo_ner.entities import own
from diplo_ner.entities.own import OwnRows
from diplo_ner.resources import gazetteers
from diplo_ner.resources.gazetteers import PersonRow
from diplo_ner.resources.tables import data_file, read_table


def fold(name: str) -> str:
    """A name as the tables are searched: lower case, 'е' for 'ё'."""
    return name.lower().replace("ё", "е")


def person(given_name: str | None, surname: str | None, name: str, countries: Collection[str]) -> PersonRow | None:
    """The listed person of a full name; of a surname alone only where ``countries`` of its posts say whose it is.

    ``countries`` are keys of countries.tsv.
    """
    full, short = _people()
    if given_name and surname:
        return full.get(fold(f"{given_name} {surname}")) or full.get(fold(name))
    found = full.get(fold(name))
    if found is None and surname and countries:
        items = {item: row for country in countries for item, row in short.get((fold(surname), country), {}).items()}
        found = next(iter(items.values())) if len(items) == 1 else None
    return found


def post(name: str) -> str | None:
    """The item of a post by its whole phrase in the nominative."""
    return _own_posts(own.current()).get(fold(name)) or kind(name)


def kind(name: str) -> str | None:
    """The item of a post or of a kind of body ('парламент') by its whole phrase in the nominative."""
    return _kinds().get(fold(name))


def listed_gender(words: Sequence[str]) -> str | None:
    """The gender of the listed person of a name in the nominative; None where it is nobody's or two persons'."""
    row = _people()[0].get(fold(" ".join(words)))
    return row.gender if row is not None else None


@cache
def _people() -> tuple[dict[str, PersonRow | None], dict[tuple[str, str], dict[str, PersonRow]]]:
    full: dict[str, PersonRow | None] = {}
    short: dict[tuple[str, str], dict[str, PersonRow]] = {}
    for row in gazetteers.people():
        for name in (row.name, *row.aliases):
            key = fold(name)
            same = full.setdefault(key, row)
            if same is None or same.name != row.name or len({same.wikidata, row.wikidata} - {None}) > 1:
                full[key] = None
            elif same.wikidata is None:
                full[key] = row
            if row.wikidata is not None and row.country is not None and row.post is not None:
                short.setdefault((key.split()[-1], row.country), {})[row.wikidata] = row
    return full, short


@lru_cache(maxsize=own.PERIODS)
def _own_posts(rows: OwnRows) -> dict[str, str]:
    return {fold(phrase): row.wikidata for row in rows.posts if row.wikidata for phrase in (row.phrase, *row.aliases)}


@cache
def _kinds() -> dict[str, str]:
    rows = read_table(
        data_file("gazetteers", "kind_links.tsv"),
        ("phrase", "wikidata"),
        key=["phrase"],
        required=["phrase", "wikidata"],
    )
    return {fold(row["phrase"]): row["wikidata"] for row in rows if row.wikidata()}
