"""The entity layer as a whole: types, codes, links, gazetteer rows of a user, and what holds on any text."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplo_ner.entities import find_entities
from diplo_ner.entities.lexicon import Lexicon
from diplo_ner.entities.own import OwnRows
from diplo_ner.entities.spans import View
from diplo_ner.entities.stems import text_stems
from diplo_ner.records import EntityLayer, Sentence, TaggedSentence, Token
from diplo_ner.resources.gazetteers import OrganizationRow
from entities_of import entities_of, lines_of

# text | words | type | name
TYPES = lines_of("entity_types.txt")
WORDS = [
    "Россия", "президент", "МИД", "«", "»", "(", ")", "и", ",", "-", "Москва", "Анна", "Иванова", "2", "мая",
    "договор", "саммит", "партия", "страны", "он", "которая", "стороны",
]  # fmt: skip


@pytest.mark.parametrize("line", TYPES, ids=lambda line: line.split("|")[1])
def test_types(line: str) -> None:
    text, words, type_, name = line.split("|")
    record = entities_of(text).entity(words, type_)
    assert record is not None, [(r.type, r.name) for r in entities_of(text).layer.entities]
    assert record.name == name


def test_codes_and_links() -> None:
    found = entities_of("Норвегия ждёт. Путин в Осло не едет, а Владимир Путин молчит.")
    norway, oslo, putin = (
        found.entity("Норвегия", "COUNTRY"), found.entity("Осло", "PLACE"), found.entity("Владимир Путин", "PERSON"),
    )  # fmt: skip
    assert norway is not None
    assert oslo is not None
    assert putin is not None
    assert (norway.attributes["iso2"], norway.attributes["iso3"], norway.wikidata) == ("NO", "NOR", "Q20")
    assert (oslo.attributes["country"], oslo.wikidata) == ("NO", "Q585")
    assert putin.wikidata == "Q7747"


def test_dates_are_read_from_the_day_of_publication() -> None:
    sentences = entities_of("Встреча прошла в понедельник.").sentences
    layer = find_entities(sentences, date(2024, 1, 17))
    assert [r.attributes["iso"] for r in layer.entities if r.type == "DATE"] == ["2024-01-15"]


def test_a_user_may_add_rows() -> None:
    row = OrganizationRow("lakes", "Лига озёрных городов", (), ("ЛОГ",), "international", None, None, "Q42")
    sentences = entities_of("Лига озёрных городов собралась в Твери. В ЛОГ спорили.").sentences
    layer = find_entities(sentences, rows=OwnRows((row,)))
    league = [r for r in layer.entities if r.name == "Лига озёрных городов"]
    assert [r.wikidata for r in league] == ["Q42"]


def test_a_party_short_name_needs_its_country() -> None:
    abroad = entities_of("В Монголии победила Демократическая партия.").entity("Демократическая партия", "PARTY")
    assert abroad is None or abroad.wikidata is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Создать газовую ОПЕК не удалось.", "газовая ОПЕК"),
        ("Об этом сообщил телеканал CNN Türk.", "CNN Türk"),
        ("Федеральная налоговая служба Казахстана молчит.", "Федеральная налоговая служба Казахстана"),
        ("Поезд идёт до станции Лахта.", "Лахта"),
        ("Матч Лиги прошёл в Торонто.", "Лига"),
    ],
)
def test_what_only_resembles_a_listed_name_gets_no_link(text: str, name: str) -> None:
    found = [record for record in entities_of(text).layer.entities if record.name == name]
    assert [record.wikidata for record in found] == [None]


def check(layer: EntityLayer, sentences: tuple[TaggedSentence, ...]) -> None:
    assert [(m.sentence, m.start, -m.end) for m in layer.mentions] == sorted(
        (m.sentence, m.start, -m.end) for m in layer.mentions
    )
    first = list(dict.fromkeys(m.entity for m in layer.mentions))
    assert sorted(first) == list(range(len(layer.entities)))
    for mention in layer.mentions:
        assert 0 <= mention.start < mention.end <= len(sentences[mention.sentence].tokens)
    for post, person in layer.holders:
        assert layer.entities[layer.mentions[post].entity].type == "POST"
        assert layer.entities[layer.mentions[person].entity].type == "PERSON"
    countries = [r.name for r in layer.entities if r.type == "COUNTRY"]
    assert len(countries) == len(set(countries))
    assert all(r.name for r in layer.entities)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_what_holds_on_any_text(words: list[str]) -> None:
    found = entities_of(" ".join(words))
    check(found.layer, found.sentences)


def test_no_sentences_no_entities() -> None:
    assert find_entities([]) == EntityLayer((), (), ())


def view(text: str) -> View:
    tokens = tuple(Token(m.start(), m.end(), m.group()) for m in re.finditer(r"[\w-]+|[^\w\s]", text))
    n = len(tokens)
    sentence = Sentence(0, len(text), tokens, 0)
    return View(0, TaggedSentence(sentence, ("NOUN",) * n, ({},) * n, (-1,) * n, ("root",) * n, ()))


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("Вьетнам", "во Вьетнаме", "Вьетнаме"),
        ("Китай", "с Китаем", "Китаем"),
        ("Афины", "из Афин", "Афин"),
        ("посол", "принял посла", "посла"),
        ("МИД", "в МИДе", "МИДе"),
        ("министр иностранных дел", "министром иностранных дел", "министром иностранных дел"),
        ("Лига арабских государств", "Лигу арабских государств", "Лигу арабских государств"),
        ("Чад", "малое чадо", None),
        ("Россия", "великая россия", None),
        ("Сана", "Сан Саныч", None),
        ("Дели", "Дела стоят", None),
        ("Прая", "Пр отдел", None),
    ],
)
def test_lexicon(phrase: str, text: str, hit: str | None) -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add(phrase, "x")
    seen = view(text)
    assert [seen.text(found.start, found.end) for found in lexicon.find(seen)] == ([hit] if hit else [])


def test_stems_keep_abbreviations_apart() -> None:
    assert "=МИД" in text_stems("МИДа")
    assert not any(stem.startswith("=") for stem in text_stems("мида"))
