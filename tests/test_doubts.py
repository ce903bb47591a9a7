"""What the entity model takes for names, though the words say that they are none."""

from __future__ import annotations

import pytest

from entities_of import entities_of

# text | words that are no entity | of this type
NONE = [
    "Этого ждут от западных партнёров Норвегии.|западных|PLACE",
    "Совещание начнётся в 12:00 мск в Осло.|мск|PLACE",
    "Об этом пишет The New York Times.|New York|PLACE",
    "Ультиматум отвергнут, пишет газета South China Morning Post.|China|COUNTRY",
    "Подробности на https://example.org/norway/2024/03/ и в газете.|2024/03|DATE",
    "Совет принял резолюцию 2728 единогласно.|2728|DATE",
    "Китайская дипломатия добилась своего.|Китайская дипломатия|ORGANIZATION",
    "Это отвечает национальным интересам Норвегии.|национальным интересам Норвегии|ORGANIZATION",
    "Об этом говорится на сайте Кремля.|сайте Кремля|ORGANIZATION",
    "Совет Федерации молчит.|Федерации|ORGANIZATION",
    "БЕЛГРАД, 4 марта, Дунай-Пресс. Премьер прибыл в Осло.|Дунай|PLACE",
    "Компания Рио Тинто закрыла рудник.|Рио|PLACE",
    "Стороны за политико-дипломатическое урегулирование.|политико|POST",
]
# text | words | type: what looks alike and is an entity
SOME = [
    "Он побывал в тульском музее.|тульском|PLACE",
    "Форум Россия-Африка открылся в Осло.|Россия|COUNTRY",
    "Карнавал в Рио открыт.|Рио|PLACE",
    "В Осло Анна Белова встретилась с послом.|Осло|PLACE",
    "Канал France 24 вещает из Парижа.|Парижа|PLACE",
    "Об этом сообщила обладминистрация Тулы.|обладминистрация Тулы|ORGANIZATION",
    "Об этом пишет портал «Вестник».|Вестник|ORGANIZATION",
    "Управление ООН в Женеве закрыто.|Управление ООН|ORGANIZATION",
    "Он был президентом в 2024 году.|в 2024 году|DATE",
    "Политика Иванова вызвали в суд.|Политика|POST",
]


@pytest.mark.parametrize("line", NONE)
def test_no_entity(line: str) -> None:
    text, words, type_ = line.split("|")
    assert entities_of(text).entity(words, type_) is None


@pytest.mark.parametrize("line", SOME)
def test_an_entity(line: str) -> None:
    text, words, type_ = line.split("|")
    assert entities_of(text).entity(words, type_) is not None
