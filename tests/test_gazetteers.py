"""The tables of organisations, parties and heads of phrases: size, validity, spot checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from diplo_ner.resources import gazetteers
from diplo_ner.resources.gazetteers import HeadRow, OrganizationRow, PartyRow, PostRow

ORGANIZATION_KINDS = {
    "international",
    "bloc",
    "agency",
    "ministry",
    "parliament",
    "government",
    "presidency",
    "court",
    "military",
    "intelligence",
    "party_body",
    "company",
    "media",
    "ngo",
    "religious",
    "union",
    "bank",
    "exchange",
    "university",
    "other",
}
OFFICE_KINDS = {
    "head_of_state",
    "head_of_government",
    "minister",
    "legislator",
    "diplomat",
    "spokesperson",
    "party",
    "official",
    "executive",
    "military",
    "judge",
    "monarch",
    "clergy",
    "regional",
    "royal",
    "adviser",
}
EVENT_KINDS = {
    "summit",
    "meeting",
    "session",
    "visit",
    "vote",
    "war",
    "attack",
    "protest",
    "ceremony",
    "sport",
    "disaster",
    "exercise",
    "crisis",
    "celebration",
    "other",
}
DOCUMENT_KINDS = {"treaty", "law", "decree", "resolution", "statement", "plan", "contract", "charter", "note", "other"}
BODY_KINDS = ORGANIZATION_KINDS | {"embassy", "unit", "committee", "council", "police", "prosecution", "delegation"}
PUBLIC_KINDS = {"international", "bloc", "agency", "ministry"}
GENERIC = {
    "МИД",
    "МВД",
    "Минобороны",
    "правительство",
    "парламент",
    "сенат",
    "министерство обороны",
    "полиция",
    "армия",
    "посольство",
}


def surfaces(row: OrganizationRow | PartyRow) -> tuple[str, ...]:
    return (row.name.strip("«»"), *row.aliases, *row.abbreviations)


def find(rows: Iterable[OrganizationRow | PartyRow], surface: str) -> list[str]:
    """Keys of the rows that have this surface."""
    return [row.key for row in rows if surface in surfaces(row)]


def test_enough_rows() -> None:
    offices = [row for row in gazetteers.post_heads() if row.kind != "profession"]
    professions = [row for row in gazetteers.post_heads() if row.kind == "profession"]
    public = [row for row in gazetteers.organizations() if row.kind in PUBLIC_KINDS]
    countries = {row.country for row in gazetteers.parties() if row.role != "historic"}
    assert len(gazetteers.organizations()) >= 450
    assert len(public) >= 250
    assert len(gazetteers.parties()) >= 200
    assert len(countries) >= 80
    assert len(offices) >= 350
    assert len(professions) >= 150
    assert len(gazetteers.event_heads()) >= 120
    assert len(gazetteers.document_heads()) >= 80
    assert len(gazetteers.body_heads()) >= 150


def test_a_ruling_party_of_eighty_countries() -> None:
    assert len({row.country for row in gazetteers.parties() if row.role == "ruling"}) >= 80


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (gazetteers.organizations, ORGANIZATION_KINDS),
        (gazetteers.post_heads, OFFICE_KINDS | {"profession"}),
        (gazetteers.event_heads, EVENT_KINDS),
        (gazetteers.document_heads, DOCUMENT_KINDS),
        (gazetteers.body_heads, BODY_KINDS),
    ],
    ids=["organizations", "post_heads", "event_heads", "document_heads", "body_heads"],
)
def test_every_kind_is_known_and_used(rows: Callable[[], Any], kinds: set[str]) -> None:
    assert {row.kind for row in rows()} == kinds


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("ООН", "un"),
        ("Совбез ООН", "un_sc"),
        ("СБ ООН", "un_sc"),
        ("Евросоюз", "eu"),
        ("Еврокомиссия", "ec"),
        ("ОПЕК+", "opec_plus"),
        ("ОТГ", "ots"),
        ("МУС", "icc"),
        ("Госдеп", "us_state"),
        ("Пентагон", "us_dod"),
        ("Кремль", "kremlin"),
        ("Госдума", "gosduma"),
        ("МИД России", "mid_ru"),
        ("Рейтер", "reuters"),
        ("АЗЕРТАДЖ", "azertac"),
        ("ЦТАК", "ctak"),
        ("ЦК КПК", "ck_kpk"),
        ("Милли Меджлис", "milli"),
        ("Жогорку Кенеш", "kenesh"),
        ("Рийгикогу", "riigikogu"),
        ("ЦАХАЛ", "idf"),
        ("хуситы", "houthis"),
        ("ИГИЛ", "isis"),
    ],
)
def test_organization(surface: str, key: str) -> None:
    assert find(gazetteers.organizations(), surface) == [key]


@pytest.mark.parametrize(
    ("key", "parent"),
    [("un_sc", "un"), ("ec", "eu"), ("us_senate", "us_congress"), ("gosduma", "ru_fs"), ("ck_politburo", "ck_kpk")],
)
def test_parent(key: str, parent: str) -> None:
    assert {row.key: row.parent for row in gazetteers.organizations()}[key] == parent


@pytest.mark.parametrize(
    ("key", "item"),
    [("un", "Q1065"), ("eu", "Q458"), ("nato", "Q7184"), ("csto", "Q318693"), ("fsb", "Q58792"), ("hamas", "Q38799")],
)
def test_wikidata(key: str, item: str) -> None:
    assert {row.key: row.wikidata for row in gazetteers.organizations()}[key] == item


@pytest.mark.parametrize(
    ("surface", "country"),
    [
        ("Единая Россия", "RU"),
        ("КПК", "CN"),
        ("ХДС", "DE"),
        ("Партия справедливости и развития", "TR"),
        ("Ликуд", "IL"),
        ("Грузинская мечта", "GE"),
        ("КПСС", "X-SUN"),
    ],
)
def test_party(surface: str, country: str) -> None:
    rows = {row.key: row for row in gazetteers.parties()}
    assert [rows[key].country for key in find(rows.values(), surface)] == [country]


@pytest.mark.parametrize("name", ["Яблоко", "Родина", "Голос", "Лига", "Возрождение"])
def test_a_party_named_by_a_common_word_counts_in_quotes_only(name: str) -> None:
    rows = [row for row in gazetteers.parties() if name in surfaces(row)]
    assert rows
    assert all(row.name == f"«{name}»" and name not in row.aliases for row in rows)


def test_no_generic_body_is_the_name_of_one() -> None:
    named = {surface for row in gazetteers.organizations() for surface in surfaces(row)}
    assert not named & GENERIC
    assert {row.phrase for row in gazetteers.body_heads()} >= GENERIC


@pytest.mark.parametrize("rows", [gazetteers.organizations, gazetteers.parties])
def test_a_surface_names_one_row(rows: Callable[[], Any]) -> None:
    counts = Counter(surface for row in rows() for surface in {text.casefold() for text in surfaces(row)})
    assert [surface for surface, count in counts.items() if count > 1] == []


def test_no_party_is_an_organization() -> None:
    parties = {surface for row in gazetteers.parties() for surface in surfaces(row)}
    assert not parties & {surface for row in gazetteers.organizations() for surface in surfaces(row)}


@pytest.mark.parametrize("rows", [gazetteers.organizations, gazetteers.parties])
def test_a_wikidata_item_stands_once(rows: Callable[[], Any]) -> None:
    items = [row.wikidata for row in rows() if row.wikidata]
    assert len(items) == len(set(items))


@pytest.mark.parametrize("abbreviation", ["СБ", "ЦК", "МО", "ПА", "КС", "ВС", "СП", "ГД", "СК"])
def test_an_abbreviation_of_many_bodies_names_none(abbreviation: str) -> None:
    assert find(gazetteers.organizations(), abbreviation) == []
    assert find(gazetteers.parties(), abbreviation) == []


@pytest.mark.parametrize(
    ("phrase", "kind", "complement"),
    [
        ("президент", "head_of_state", "genitive"),
        ("премьер-министр", "head_of_government", "genitive"),
        ("заведующий", "official", "instrumental"),
        ("командующий", "military", "instrumental"),
        ("генсек", "party", "genitive"),
        ("постпред", "diplomat", "genitive"),
        ("наследный принц", "monarch", "genitive"),
        ("папа римский", "clergy", "genitive"),
        ("журналист", "profession", "none"),
    ],
)
def test_post(phrase: str, kind: str, complement: str) -> None:
    assert PostRow(phrase, kind, complement) in gazetteers.post_heads()


@pytest.mark.parametrize(
    ("rows", "phrase", "kind"),
    [
        (gazetteers.post_prefixes, "вице-", "deputy"),
        (gazetteers.post_prefixes, "первый заместитель", "deputy"),
        (gazetteers.post_prefixes, "экс-", "former"),
        (gazetteers.post_prefixes, "и. о.", "acting"),
        (gazetteers.post_prefixes, "врио", "acting"),
        (gazetteers.post_prefixes, "избранный", "future"),
        (gazetteers.post_prefixes, "чрезвычайный и полномочный", "rank"),
        (gazetteers.event_heads, "саммит", "summit"),
        (gazetteers.event_heads, "пленарное заседание", "session"),
        (gazetteers.event_heads, "визит", "visit"),
        (gazetteers.document_heads, "дорожная карта", "plan"),
        (gazetteers.document_heads, "резолюция", "resolution"),
        (gazetteers.body_heads, "генконсульство", "embassy"),
        (gazetteers.body_heads, "суд", "court"),
    ],
)
def test_head(rows: Callable[[], Any], phrase: str, kind: str) -> None:
    assert HeadRow(phrase, kind) in rows()


@pytest.mark.parametrize("phrase", ["год", "день", "дело", "решение", "книга", "город"])
def test_a_word_that_is_mostly_something_else_heads_nothing(phrase: str) -> None:
    tables = (gazetteers.event_heads(), gazetteers.document_heads(), gazetteers.body_heads(), gazetteers.post_heads())
    assert all(row.phrase != phrase for table in tables for row in table)
