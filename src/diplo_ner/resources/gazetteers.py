"""The gazetteers: tables of names, read and checked once, on first use.

Each table has a row class, a ``read_*`` function for a file of the same columns (a user's own, say) and a cached loader
for the package's table. ``country`` cells hold the key of a row of countries.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from diplo_ner.resources.tables import Row, Source, data_file, read_table, unknown

LAND_KINDS = ["city", "region", "district", "continent", "macroregion", "island", "mountains", "peninsula", "desert"]
WATER_KINDS = ["sea", "ocean", "strait", "river", "lake", "gulf", "canal"]
PLACE_KINDS = frozenset([*LAND_KINDS, *WATER_KINDS, "site"])
GENDERS = frozenset(["male", "female"])
COMPLEMENTS = frozenset(["none", "genitive", "instrumental", "both"])
PREFIX_KINDS = frozenset(["deputy", "former", "acting", "future", "rank", "neutral"])

_ISO2 = re.compile(r"[A-Z]{2}")
_ISO3 = re.compile(r"[A-Z]{3}")
_NO_ISO = re.compile(r"X-[A-Z]{2,4}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A state or territory; names are nominative, adjectives masculine nominative singular.

    ``key`` is the ISO 3166-1 alpha-2 code, or ``X-`` and letters for a state that has none (a former or unrecognised
    one), whose ``iso2`` and ``iso3`` are None. ``combining`` are first parts of joint adjectives ('российско').
    ``capital_adjectives`` are those that the press uses for the government.
    """

    key: str
    iso2: str | None
    iso3: str | None
    wikidata: str | None
    name: str
    official: tuple[str, ...]
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    adjectives: tuple[str, ...]
    combining: tuple[str, ...]
    capital: str | None
    capital_wikidata: str | None
    capital_adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city or another place that is no country; ``country`` is None where it lies in several or none."""

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    country: str | None
    kind: str
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """A bloc, body, agency, company or medium; ``parent`` is the key of the organisation that it is part of."""

    key: str
    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    kind: str
    country: str | None
    parent: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A political party; ``members`` are words for its members ('единоросс')."""

    key: str
    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    country: str
    role: str | None
    wikidata: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """The head of a post phrase; ``complement`` says what follows: genitive, instrumental, both, none.

    The package's rows have no ``aliases``, and their Wikidata items stand in kind_links.tsv.
    """

    phrase: str
    kind: str
    complement: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The head of an event, document or body phrase, or a prefix of a post phrase, with its kind."""

    phrase: str
    kind: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in one post; ``since`` and ``until`` are years, None for still in office or not known.

    A person of several posts has a row for each, of the same name, gender and Wikidata item. The package's rows all
    have a gender and a post.
    """

    name: str
    aliases: tuple[str, ...]
    gender: str | None
    country: str | None
    post: str | None
    since: int | None
    until: int | None
    wikidata: str | None


def read_countries(source: Source) -> tuple[CountryRow, ...]:
    """Read a table of the columns of countries.tsv.

    Raises:
        DataError: as ``read_table``, and a code of the wrong form or given twice.
    """
    lists = ("official", "aliases", "abbreviations", "adjectives", "combining", "capital_adjectives")
    names = (*lists[:5], "capital", "capital_wikidata", "capital_adjectives")
    columns = ("iso2", "iso3", "wikidata", "name", *names)
    rows = read_table(source, columns, lists=lists, key=["iso2"], required=["iso2", "name"])
    seen: dict[str, int] = {}
    for row in rows:
        iso3 = row["iso3"]
        if iso3 and seen.setdefault(iso3, row.line) != row.line:
            row.fail(f"duplicate iso3 {iso3!r}; it stands in line {seen[iso3]} already")
    return tuple(map(_country, rows))


def _country(row: Row) -> CountryRow:
    key, iso3 = row["iso2"], row["iso3"]
    if _NO_ISO.fullmatch(key):
        if iso3:
            row.fail(f"iso3 {iso3!r} beside {key!r}; a state without ISO 3166 code has none")
    elif not _ISO2.fullmatch(key):
        row.fail(f"bad iso2 {key!r}; allowed are two capital letters, or X- and two to four for a state without code")
    elif not _ISO3.fullmatch(iso3):
        row.fail(f"bad iso3 {iso3!r}; allowed are three capital letters")
    return CountryRow(
        key=key,
        iso2=None if key.startswith("X-") else key,
        iso3=iso3 or None,
        wikidata=row.wikidata(),
        name=row["name"],
        official=row.items("official"),
        aliases=row.items("aliases"),
        abbreviations=row.items("abbreviations"),
        adjectives=row.items("adjectives"),
        combining=row.items("combining"),
        capital=row.optional("capital"),
        capital_wikidata=row.wikidata("capital_wikidata"),
        capital_adjectives=row.items("capital_adjectives"),
    )


def read_cities(source: Source) -> tuple[CityRow, ...]:
    """Read a table of the columns of cities.tsv and regions.tsv.

    Raises:
        DataError: as ``read_table``, and an unknown kind or country.
    """
    columns = ("name", "aliases", "adjectives", "country", "kind", "wikidata")
    key = ("name", "country", "kind")
    rows = read_table(source, columns, lists=("aliases", "adjectives"), key=key, required=["name", "kind"])
    return tuple(
        CityRow(
            name=row["name"],
            aliases=row.items("aliases"),
            adjectives=row.items("adjectives"),
            country=_country_key(row),
            kind=row.choice("kind", PLACE_KINDS),
            wikidata=row.wikidata(),
        )
        for row in rows
    )


def read_organizations(source: Source) -> tuple[OrganizationRow, ...]:
    """Read a table of the columns of organizations.tsv.

    Raises:
        DataError: as ``read_table``, and a key of the wrong form, an unknown country or parent.
    """
    columns = ("key", "name", "aliases", "abbreviations", "kind", "country", "parent", "wikidata")
    lists = ("aliases", "abbreviations")
    rows = read_table(source, columns, lists=lists, key=["key"], required=["key", "name", "kind"])
    keys = {row["key"] for row in rows}
    for row in rows:
        if row["parent"] and row["parent"] not in keys:
            row.fail(unknown("parent", row["parent"], keys))
    return tuple(
        OrganizationRow(
            key=_key(row),
            name=row["name"],
            aliases=row.items("aliases"),
            abbreviations=row.items("abbreviations"),
            kind=row["kind"],
            country=_country_key(row),
            parent=row.optional("parent"),
            wikidata=row.wikidata(),
        )
        for row in rows
    )


def read_parties(source: Source) -> tuple[PartyRow, ...]:
    """Read a table of the columns of parties.tsv.

    Raises:
        DataError: as ``read_table``, and a key of the wrong form or an unknown country.
    """
    columns = ("key", "name", "aliases", "abbreviations", "country", "role", "wikidata", "members")
    lists = ("aliases", "abbreviations", "members")
    rows = read_table(source, columns, lists=lists, key=["key"], required=["key", "name", "country"])
    return tuple(
        PartyRow(
            key=_key(row),
            name=row["name"],
            aliases=row.items("aliases"),
            abbreviations=row.items("abbreviations"),
            country=_country_key(row) or "",
            role=row.optional("role"),
            wikidata=row.wikidata(),
            members=row.items("members"),
        )
        for row in rows
    )


def read_posts(source: Source) -> tuple[PostRow, ...]:
    """Read a table of the columns of post_heads.tsv.

    Raises:
        DataError: as ``read_table``, and an unknown complement.
    """
    columns = ("phrase", "kind", "complement")
    rows = read_table(source, columns, key=["phrase"], required=columns)
    return tuple(PostRow(row["phrase"], row["kind"], row.choice("complement", COMPLEMENTS)) for row in rows)


def read_heads(source: Source, kinds: frozenset[str] | None = None) -> tuple[HeadRow, ...]:
    """Read a table of the columns phrase and kind; ``kinds`` closes the set of kinds.

    Raises:
        DataError: as ``read_table``, and an unknown kind.
    """
    columns = ("phrase", "kind")
    rows = read_table(source, columns, key=["phrase"], required=columns)
    return tuple(HeadRow(row["phrase"], row.choice("kind", kinds) if kinds else row["kind"]) for row in rows)


def read_people(source: Source) -> tuple[PersonRow, ...]:
    """Read a table of the columns of people.tsv.

    Raises:
        DataError: as ``read_table``, and an unknown country or gender, a bad year, an end before the start, or one
            Wikidata item for two names or genders.
    """
    columns = ("name", "aliases", "gender", "country", "post", "since", "until", "wikidata")
    key = ("name", "country", "post")
    rows = read_table(source, columns, lists=["aliases"], key=key, required=["name", "gender"])
    known: dict[str, Row] = {}
    for row in rows:
        first = known.setdefault(row["wikidata"], row) if row["wikidata"] else row
        if (first["name"], first["gender"]) != (row["name"], row["gender"]):
            what = f"{row['wikidata']} is {first['name']}, {first['gender']} in line {first.line}; one item, one person"
            row.fail(what)
    return tuple(map(_person, rows))


def _person(row: Row) -> PersonRow:
    since, until = row.year("since"), row.year("until")
    if since and until and until < since:
        row.fail(f"until {until} lies before since {since}")
    return PersonRow(
        name=row["name"],
        aliases=row.items("aliases"),
        gender=row.choice("gender", GENDERS),
        country=_country_key(row),
        post=row.optional("post"),
        since=since,
        until=until,
        wikidata=row.wikidata(),
    )


def _country_key(row: Row) -> str | None:
    return row.choice("country", _country_keys()) if row["country"] else None


def _key(row: Row) -> str:
    if not _KEY.fullmatch(row["key"]):
        row.fail(f"bad key {row['key']!r}; allowed are small Latin letters, digits, '_', '-' and '.'")
    return row["key"]


@cache
def _country_keys() -> frozenset[str]:
    return frozenset(country.key for country in countries())


@cache
def countries() -> tuple[CountryRow, ...]:
    """States and territories, with and without ISO 3166-1 code."""
    return read_countries(_table("countries"))


@cache
def cities() -> tuple[CityRow, ...]:
    """Cities other than the capitals, which stand in ``countries``."""
    return read_cities(_table("cities"))


@cache
def regions() -> tuple[CityRow, ...]:
    """Places that are neither country nor city: provinces, continents, seas, straits."""
    return read_cities(_table("regions"))


@cache
def organizations() -> tuple[OrganizationRow, ...]:
    """Blocs, international organisations, agencies, ministries, companies, media."""
    return read_organizations(_table("organizations"))


@cache
def parties() -> tuple[PartyRow, ...]:
    """Political parties."""
    return read_parties(_table("parties"))


@cache
def post_heads() -> tuple[PostRow, ...]:
    """Heads of post phrases."""
    return read_posts(_table("post_heads"))


@cache
def post_prefixes() -> tuple[HeadRow, ...]:
    """What stands before the head of a post phrase ('заместитель', 'экс-')."""
    return read_heads(_table("post_prefixes"), PREFIX_KINDS)


@cache
def event_heads() -> tuple[HeadRow, ...]:
    """Heads of event phrases."""
    return read_heads(_table("event_heads"))


@cache
def document_heads() -> tuple[HeadRow, ...]:
    """Heads of document phrases."""
    return read_heads(_table("document_heads"))


@cache
def body_heads() -> tuple[HeadRow, ...]:
    """Common nouns that head phrases for organisations."""
    return read_heads(_table("body_heads"))


@cache
def people() -> tuple[PersonRow, ...]:
    """Heads of state and government, ministers and heads of international organisations since 2000."""
    return read_people(_table("people"))


def _table(name: str) -> Source:
    return data_file("gazetteers", f"{name}.tsv")
