"""One real thing, one entity: which mentions come together, and which stay apart."""

from __future__ import annotations

import pytest

from entities_of import entities_of, lines_of

# text | type | name | mentions as words/kind
TOGETHER = lines_of("clusters_together.txt")
APART = lines_of("clusters_apart.txt")


@pytest.mark.parametrize("line", TOGETHER, ids=lambda line: "-".join(line.split("|")[1:3]))
def test_together(line: str) -> None:
    text, type_, name, mentions = line.split("|")
    assert entities_of(text).mentions(name, type_) == mentions.split(";")


@pytest.mark.parametrize("line", APART, ids=lambda line: line.split("|")[2])
def test_apart(line: str) -> None:
    text, type_, names = line.split("|")
    layer = entities_of(text).layer
    assert {record.name for record in layer.entities if record.type == type_} == {
        name for name in names.split(";") if name
    }


@pytest.mark.parametrize(
    "text",
    [
        "В Москве прошла выставка.",
        "Поезд вышел из Москвы.",
        "Он посетил Москву.",
        "Аэропорт Москвы закрыт.",
        "МОСКВА, 3 мая. Выставка открылась.",
    ],
)
def test_a_capital_is_a_place_first(text: str) -> None:
    layer = entities_of(text).layer
    assert [(record.type, record.name) for record in layer.entities if record.name in ("Москва", "Россия")] == [
        ("PLACE", "Москва")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Виктор Орлов и Олег Белов спорили. Он ушёл первым.",  # two men
        "Виктор Орлов спорил.\n\nОн ушёл первым.",  # another paragraph
        "Анна Белова спорила. Он ушёл первым.",
    ],
)
def test_an_unsure_pronoun_is_nobody(text: str) -> None:
    layer = entities_of(text).layer
    assert not [mention for mention in layer.mentions if mention.kind == "pronoun"]


def test_a_post_without_a_name_is_a_person_of_its_own() -> None:
    found = entities_of("Президент Ирана прибыл в Минск.")
    person = found.entity("Президент Ирана", "PERSON")
    assert person is not None
    assert person.attributes["description_only"] is True
    assert found.entity("Президент Ирана", "POST") is not None


def test_a_republic_is_the_one_called_so() -> None:
    found = entities_of("Япония помогла Киргизии. Премьер республики благодарил.")
    assert "республики/description" in found.mentions("Киргизия", "COUNTRY")


def test_a_bare_body_of_a_heading_is_the_one_named_below() -> None:
    found = entities_of("МИД вызвал посла Чили\n\nПосол Чили вызван в МИД Перу. Его ждали и в МИД Боливии.")
    assert "МИД/abbreviation" in found.mentions("МИД Перу", "ORGANIZATION")


def test_a_bare_body_of_a_heading_may_be_either_of_two() -> None:
    found = entities_of("МИД вызвал посла Чили\n\nВ МИД Перу и МИД Боливии спорили о послах.")
    assert "МИД/abbreviation" not in found.mentions("МИД Перу", "ORGANIZATION")[:1]
