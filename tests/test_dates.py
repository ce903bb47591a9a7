"""Dates: the table of values, spans, and what is no date."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplo_ner.entities.date_lexicon import ACCOMPANYING
from diplo_ner.entities.dates import find_dates, grammar, to_iso
from diplo_ner.records import Sentence, TaggedSentence, Token
from steps import grows_linearly

TABLE = Path(__file__).parent / "cases" / "dates.tsv"
ROWS = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:] if line.strip() and not line.startswith("#")
]


def tagged(text: str, **feats: dict[str, str]) -> TaggedSentence:
    """A sentence of words and marks; ``feats`` gives a word features, as a noun."""
    words = re.finditer(r"[\w./]*\w(?:[-–—][\w]+)*|\S", text)
    tokens = tuple(Token(match.start(), match.end(), match.group()) for match in words)
    count = len(tokens)
    pos = tuple("NOUN" if token.text in feats else "X" for token in tokens)
    return TaggedSentence(
        Sentence(0, len(text), tokens, 0), pos, tuple(feats.get(token.text, {}) for token in tokens),
        (-1,) * count, ("dep",) * count, (),
    )  # fmt: skip


def found(sentence: TaggedSentence) -> list[str]:
    return [" ".join(token.text for token in sentence.tokens[span.start : span.end]) for span in find_dates(sentence)]


@pytest.mark.parametrize(("text", "published", "iso"), ROWS)
def test_value(text: str, published: str, iso: str) -> None:
    day = None if published == "-" else date.fromisoformat(published)
    assert to_iso(text, day) == (None if iso == "-" else iso)


def test_table_is_large_enough() -> None:
    assert len(ROWS) >= 120
    assert len({(text, published) for text, published, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Стороны встретились в понедельник утром .", ["в понедельник"]),
        ("Визит пройдёт с 5 по 7 мая 2023 года в Баку .", ["с 5 по 7 мая 2023 года"]),
        ("Он занимал пост в 2014–2018 годах .", ["в 2014–2018 годах"]),
        ("Договор от 12.03.2021 вступил в силу в 2022 г .", ["от 12.03.2021", "в 2022 г"]),
        ("Вчера , 24 августа , прошли переговоры .", ["Вчера , 24 августа"]),
        ("Накануне министр прибыл в Тегеран .", ["Накануне"]),
        ("На прошлой неделе и два года назад", ["На прошлой неделе", "два года назад"]),
        ("Лидеры стран ( 2019 ) провели саммит .", ["2019"]),
        ("Нынешним летом и в первом квартале 2024 года", ["Нынешним летом", "в первом квартале 2024 года"]),
        ("В пятницу, 9 июня 2023 года, он прибыл", ["В пятницу , 9 июня 2023 года"]),
        ("Посол работает там с 1997 года .", ["с 1997 года"]),
        ("Трёхдневный визит начался 1 Мая", ["Трёхдневный", "1 Мая"]),
        ("Подписано двадцать четвёртого февраля 2022 года", ["двадцать четвёртого февраля 2022 года"]),
    ],
)
def test_span(text: str, spans: list[str]) -> None:
    assert found(tagged(text)) == spans


@pytest.mark.parametrize(
    "text",
    [
        "Компания 2000 открыла завод",
        "Ректор Владимир Май и Тереза Мэй",
        "В делегацию вошли 24 человека",
        "Ему исполнилось 53 года",
        "Дети до 16 лет",
        "Защита окружающей среды",
        "Площадь Октябрьской революции и Август Пиночет",
        "Саммит ЧМ-2018 и рейс 12.13.2021",
        "Во время визита со дня основания",
        "Сообщил 32 марта",
        "Версия 2.0 и сумма 3,5 млн",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert found(tagged(text)) == []


def test_neighbouring_word_decides() -> None:
    genitive = {"Case": "Gen", "Number": "Plur"}
    assert found(tagged("Вывезли более 2000 человек", человек=genitive)) == []
    assert found(tagged("накануне саммита", саммита={"Case": "Gen", "Number": "Sing"})) == []


def test_accompanying_words_make_no_date() -> None:
    classes = sorted(ACCOMPANYING | {"D", "N"})  # numbers of a day or a count make none alone either
    assert not any(
        grammar().search("".join(code)) for length in (1, 2, 3) for code in itertools.product(classes, repeat=length)
    )
    assert found(tagged("завтра")) == ["завтра"]


@given(st.text(alphabet=st.sampled_from("в по с5 12 мая -–,.года2023 XХвека(/яи\n\u0301\U0001f600"), max_size=80))
def test_any_text(text: str) -> None:
    to_iso(text, date(2024, 1, 20))
    sentence = tagged(text)
    spans = find_dates(sentence)
    assert all(0 <= span.start < span.end <= len(sentence.tokens) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("piece", ["в ", "5 ", "2023-", "5,", "мая и ", "1.", "прошлой ", "двадцать "])
def test_cost_is_linear(piece: str) -> None:
    def find(text: str) -> None:
        to_iso(text, date(2024, 1, 20))
        find_dates(tagged(text))

    assert grows_linearly(find, piece, 500)


def test_square_cost_would_be_seen() -> None:
    assert not grows_linearly(lambda text: [a for a in text for b in text if a < b], "аб", 20)


def test_edges_of_the_calendar() -> None:
    assert to_iso("вчера", date(1, 1, 1)) is None
    assert to_iso("завтра", date(9999, 12, 31)) is None
    assert to_iso("100 лет назад", date(50, 1, 1)) is None
