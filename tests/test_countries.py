"""The geography against independent lists: pycountry (ISO 3166-1), Babel (CLDR) and NEREL's links where present."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from diplo_ner import morphology
from diplo_ner.entities import gazetteer, own
from diplo_ner.entities.countries import settle
from diplo_ner.entities.spans import Span
from diplo_ner.resources.gazetteers import CountryRow, cities, countries, people, regions

NEREL = Path(os.environ.get("DIPLO_NER_CORPORA", "../shared/corpora")) / "nerel"

# NEREL links the bare name to the area or the island, and the official one to the state, as we do.
STATES_BY_ANOTHER_LABEL = {"Палестина", "Тайвань"}

# Where our name is not CLDR's: press writes it otherwise, or CLDR abbreviates ('о-ва') or adds a bracket.
OWN_NAMES = {
    "BS": "Багамские Острова", "BY": "Белоруссия", "CD": "Демократическая Республика Конго", "CG": "Республика Конго",
    "CF": "Центральноафриканская Республика", "HK": "Гонконг", "KM": "Коморские Острова", "KR": "Южная Корея",
    "MD": "Молдавия", "MM": "Мьянма", "MO": "Макао", "PN": "Питкэрн", "PS": "Палестина", "TM": "Туркмения",
    "TF": "Французские Южные и Антарктические территории", "US": "США", "ZA": "ЮАР", "KY": "Каймановы Острова",
    "HM": "Остров Херд и острова Макдональд", "SH": "Острова Святой Елены, Вознесения и Тристан-да-Кунья",
}  # fmt: skip


def by_key() -> dict[str, CountryRow]:
    return {country.key: country for country in countries()}


def test_every_code_of_iso_3166() -> None:
    pycountry = pytest.importorskip("pycountry")
    theirs = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    ours = {country.iso2: country.iso3 for country in countries() if country.iso2}
    assert ours == theirs | {"XK": "XKX"}


def test_short_names_agree_with_cldr() -> None:
    babel = pytest.importorskip("babel")
    names = babel.Locale("ru").territories

    def plain(name: str) -> set[str]:
        name = name.replace("ё", "е").replace("’", "'").replace("о-ва", "острова").replace("о-в", "остров")
        return set(re.findall(r"[\w'-]+", name.lower()))

    unlike = {
        country.key: country.name
        for country in countries()
        if country.iso2 and plain(country.name) != plain(names[country.iso2])
    }
    assert unlike == OWN_NAMES


def test_every_country_has_its_item() -> None:
    without = [country.key for country in countries() if not country.wikidata]
    assert without == ["X-NKR"]


@pytest.mark.parametrize(
    ("key", "item", "capital"),
    [
        ("RU", "Q159", "Q649"), ("US", "Q30", "Q61"), ("CN", "Q148", "Q956"), ("NO", "Q20", "Q585"),
        ("DK", "Q35", "Q1748"), ("NL", "Q55", "Q727"), ("UA", "Q212", "Q1899"), ("BO", "Q750", "Q1491"),
        ("PS", "Q219060", "Q158119"), ("X-SUN", "Q15180", None),
    ],
)  # fmt: skip
def test_known_items(key: str, item: str, capital: str | None) -> None:
    country = by_key()[key]
    assert (country.wikidata, country.capital_wikidata) == (item, capital)


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("Беларусь", "BY"), ("Кыргызстан", "KG"), ("Туркменистан", "TM"), ("Молдова", "MD"), ("Штаты", "US"),
        ("Соединённые Штаты Америки", "US"), ("Эмираты", "AE"), ("Бирма", "MM"), ("Соединённое Королевство", "GB"),
        ("КНДР", "KP"), ("Северная Корея", "KP"), ("Республика Корея", "KR"), ("Голландия", "NL"), ("КНР", "CN"),
        ("РФ", "RU"), ("ФРГ", "DE"), ("ЮАР", "ZA"), ("ДРК", "CD"), ("Китайская Народная Республика", "CN"),
        ("Азербайджанская Республика", "AZ"), ("Государство Катар", "QA"), ("южнокорейский", "KR"),
        ("российско", "RU"), ("азербайджано", "AZ"), ("Советский Союз", "X-SUN"),
    ],
)  # fmt: skip
def test_forms(form: str, key: str) -> None:
    assert [country.key for country in countries() if form in forms(country)] == [key]


@pytest.mark.parametrize("form", ["СК", "РБ", "КР", "РК", "английский", "корейский", "русский", "Корея"])
def test_ambiguous_forms_are_left_out(form: str) -> None:
    assert not [country.key for country in countries() if form in forms(country)]


def forms(country: CountryRow) -> set[str]:
    names = {country.name, *country.official, *country.aliases, *country.abbreviations}
    return names | {*country.adjectives, *country.combining}


def test_a_form_means_one_country() -> None:
    counts = Counter(form.lower().replace("ё", "е") for country in countries() for form in forms(country))
    assert [form for form, count in counts.items() if count > 1] == []
    capitals = Counter(country.capital for country in countries() if country.capital)
    assert [capital for capital, count in capitals.items() if count > 1] == []


def test_forms_look_as_their_column_says() -> None:
    for country in countries():
        assert all(re.fullmatch(r"[а-яё-]+(ский|цкий|ный|ческий)", word) for word in country.adjectives), country.key
        assert all(re.fullmatch(r"[а-яё-]+[ое]", word) or word == "сино" for word in country.combining), country.key
        assert all(re.fullmatch(r"[А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ]", word) for word in country.abbreviations), country.key
        assert not {*country.official, *country.aliases} & {country.name}, country.key


def test_places_are_not_countries_or_capitals() -> None:
    names = {country.name for country in countries()} | {country.capital for country in countries()}
    assert [place.name for place in (*cities(), *regions()) if place.name in names] == []


def test_an_item_means_one_place() -> None:
    places = [place for place in (*cities(), *regions()) if place.wikidata]
    counts = Counter(place.wikidata for place in places)
    counts.update(country.wikidata for country in countries() if country.wikidata)
    assert [item for item, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["Крым", "Севастополь", "Кашмир", "Голанские высоты", "Курильские острова"])
def test_places_of_two_claims_have_no_country(name: str) -> None:
    assert [place.country for place in (*cities(), *regions()) if place.name == name] == [None]


def test_cities_file_holds_cities_and_regions_file_none() -> None:
    assert {place.kind for place in cities()} == {"city"}
    assert "city" not in {place.kind for place in regions()}


def test_people_in_office_and_before() -> None:
    rows = {(person.name, person.post): person for person in people() if person.country == "RU"}
    assert rows["Сергей Лавров", "министр иностранных дел"].until is None
    assert rows["Дмитрий Медведев", "президент"].until == 2012
    assert rows["Мария Захарова", "официальный представитель министерства иностранных дел"].gender == "female"


@pytest.mark.corpus
def test_items_agree_with_nerel() -> None:
    if not NEREL.exists():
        pytest.skip("the corpora are not here")
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in ("train.jsonl", "dev.jsonl"):
        for line in (NEREL / file).read_text(encoding="utf-8").splitlines():
            for entity in json.loads(line)["entities"]:
                if entity.get("wikidata") and entity["label"]:
                    items[entity["type"], entity["label"]].add(entity["wikidata"])
    wrong = [
        (kind, row.name, row.wikidata)
        for kind, rows in (("COUNTRY", countries()), ("CITY", cities()))
        for row in rows
        if row.wikidata and items.get((kind, row.name), {row.wikidata}).isdisjoint({row.wikidata})
    ]
    namesakes = Counter(city.name for city in cities())
    assert {name for _, name, _ in wrong if namesakes[name] < 2} == STATES_BY_ANOTHER_LABEL


# In pymorphy's dictionary, or indeclinable by their ending: what it guesses of the others is not always Russian.
STATES = [
    c for c in countries()
    if c.iso2 and c.name.isalpha() and not c.name.isupper() and (morphology.is_known(c.name) or c.name[-1] in "оуиэ")
    and c.name not in ("Того", "Филиппины", "Ливан", "Доминика")
]  # fmt: skip


@pytest.mark.parametrize("country", STATES, ids=lambda c: c.key)
def test_a_country_is_known_in_every_case(country: CountryRow) -> None:
    names = gazetteer.names(own.NOTHING)
    for case in ("gent", "datv", "ablt", "loct"):
        parses = morphology.known_parses(country.name)
        form = (parses and morphology.inflect_parse(parses[0], frozenset((case, "sing")))) or country.name
        found = {hit.value.key for hit in names.at((form.capitalize(),), 0)}
        assert f"country:{country.key}" in found, form


@pytest.mark.parametrize(
    "form",
    [
        "Египта", "Египтом", "Маврикия", "Маврикию", "Ханоя", "Ханоем", "Ханое", "Химок", "Люберец", "Сурабаю",
        "Тайпея", "Ливана", "Польши", "Чада", "Нигера", "Ямайки", "Кувейта", "Пхеньяном", "Филиппин", "Мальдивами",
    ],
)  # fmt: skip
def test_forms_that_change_the_stem_are_known(form: str) -> None:
    assert [hit.value.type for hit in gazetteer.names(own.NOTHING).at((form,), 0)] in (["COUNTRY"], ["PLACE"])


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_apostrophes_are_one(apostrophe: str) -> None:
    hits = gazetteer.names(own.NOTHING).at(("Кот-д", apostrophe, "Ивуара"), 0)
    assert [hit.value.key for hit in hits] == ["country:CI"]


@pytest.mark.parametrize(
    ("named", "key"), [(["US"], "party:us_rep"), (["FR", "DE"], "party:fr_lr"), ([], None), (["FR", "US"], None)]
)
def test_a_party_name_of_two_countries_is_that_of_the_one_named(named: list[str], key: str | None) -> None:
    spans = [Span(0, 0, 1, "PARTY", "description", "gazetteer", f"party:{party}") for party in ("fr_lr", "us_rep")]
    spans += [Span(0, 3 + i, 4 + i, "COUNTRY", key=f"country:{code}") for i, code in enumerate(named)]
    assert [span.key for span in settle(spans) if span.type == "PARTY"] == [key]
