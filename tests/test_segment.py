"""Sentences and tokens."""

from __future__ import annotations

import pytest

from diplo_ner.segment import MAX_TOKENS, hyphenated_words, segment


def split(text: str) -> list[list[str]]:
    return [[token.text for token in sentence.tokens] for sentence in segment(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("премьер-министр страны", "премьер-министр страны"),
        ("Санкт-Петербург", "Санкт-Петербург"),
        ("российско-китайский", "российско-китайский"),
        ("Экс-министр", "Экс - министр"),
        ("экс-президент", "экс - президент"),
        ("города-невидимки", "города - невидимки"),
        ("замглавы ведомства", "замглавы ведомства"),
        ("2019-2021 гг.", "2019 - 2021 гг ."),
        ("норландско-вестландский", "норландско - вестландский"),
        ("— Да, - сказал он", "— Да , - сказал он"),
        ("--", "--"),
        ("«МИД»", "« МИД »"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert split(text) == [tokens.split()]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Он приехал. Она уехала.", 2),
        ("Встреча с И. И. Ивановым прошла в г. Твери.", 1),
        ("Это произошло в 2020 г. в Осло.", 1),
        ("", 0),
        (" \n\t ", 0),
        ("Слово", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_no_sentence_crosses_a_block() -> None:
    text = "Переговоры в Осло\nМинистр прибыл утром. Он уехал"
    blocks = [(0, 17), (18, len(text))]
    sentences = segment(text, blocks)
    assert [sentence.block for sentence in sentences] == [0, 1, 1]
    assert all(blocks[s.block][0] <= s.start < s.end <= blocks[s.block][1] for s in sentences)


ODD = {
    "no spaces": "а" * 200_000,
    "no full stops": "слово " * 20_000,
    "quotes": "«" * 10_000 + "слово" + "»" * 10_000,
    "full stops": "." * 20_000,
    "hyphens": "а-б" * 20_000,
    "emoji": "😀" * 20_000,
    "NULs": "\0" * 20_000,
    "lone surrogates": "\ud800 " * 5_000,
    "white space": " \u00a0\n" * 50_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input(name: str) -> None:
    text = ODD[name]
    sentences = segment(text, [(0, len(text))])  # in square time this would take minutes
    end = 0
    for sentence in sentences:
        assert 0 < len(sentence.tokens) <= MAX_TOKENS
        assert sentence.start == sentence.tokens[0].start >= end
        for token in sentence.tokens:
            assert token.start >= end
            assert text[token.start : token.end] == token.text != ""
            end = token.end
        assert sentence.end == end


def test_hyphenated_words_hold_no_comment() -> None:
    assert all("-" in word and " " not in word and word == word.lower() for word in hyphenated_words())
