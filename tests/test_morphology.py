from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplo_ner import morphology


@pytest.mark.parametrize("word", ["договор", "Президентом", "МИД", "елка", "ёлка", "вице-премьер", "переговоров"])
def test_known(word: str) -> None:
    assert morphology.is_known(word)


@pytest.mark.parametrize("word", ["", "от-ношений", "договр", "treaty", "\x00", "😀", "12", "-"])
def test_unknown(word: str) -> None:
    assert not morphology.is_known(word)


@pytest.mark.parametrize(
    ("word", "pos", "feats", "lemma"),
    [
        ("встречи", "NOUN", {"Case": "Gen", "Number": "Sing"}, "встреча"),
        ("стали", "NOUN", {"Case": "Gen"}, "сталь"),
        ("стали", "VERB", {"Tense": "Past", "VerbForm": "Fin"}, "стать"),
        ("подписали", "VERB", {"Tense": "Past"}, "подписать"),
        ("подписанный", "VERB", {"VerbForm": "Part"}, "подписать"),
        ("подписав", "VERB", {"VerbForm": "Conv"}, "подписать"),
        ("российских", "ADJ", {"Case": "Gen", "Number": "Plur"}, "российский"),
        ("Берёзы", "NOUN", {"Case": "Gen", "Number": "Sing"}, "берёза"),
        ("мира", "NOUN", {"Case": "Gen", "Number": "Sing", "Gender": "Masc"}, "мир"),
        ("ООН", "PROPN", {"Case": "Gen"}, "оон"),
        ("Zoom", "X", {}, "zoom"),
        ("", "NOUN", {}, ""),
        ("встречи", "NOSUCH", {"Case": "NoSuch", "Other": "1"}, "встреча"),
    ],
)
def test_lemma_agrees_with_the_tag(word: str, pos: str, feats: dict[str, str], lemma: str) -> None:
    assert morphology.lemma(word, pos, feats) == lemma


def test_lemmas_are_all_and_none_twice() -> None:
    assert set(morphology.lemmas("стали")) == {"сталь", "стать"}
    assert morphology.lemmas("") == ()


def test_parses_say_whether_the_dictionary_knows() -> None:
    parse = morphology.parses("Договором")[0]
    assert (parse.form, parse.lemma, parse.known) == ("договором", "договор", True)
    assert {"NOUN", "ablt", "sing"} <= parse.grammemes
    assert not morphology.parses("Цзиньпином")[0].known


@pytest.mark.parametrize(
    ("word", "pos", "feats", "nominative"),
    [
        ("Пекине", "PROPN", {"Case": "Loc", "Number": "Sing"}, "пекин"),
        ("Объединёнными", "ADJ", {"Case": "Ins", "Number": "Plur"}, "объединённые"),
        ("Захаровой", "PROPN", {"Case": "Ins", "Gender": "Fem"}, "захарова"),
        ("Высшего", "ADJ", {"Case": "Gen", "Number": "Sing", "Gender": "Masc"}, "высший"),
        ("высочайшего", "ADJ", {"Case": "Gen", "Number": "Sing", "Gender": "Masc"}, "высочайший"),
        ("Баку", "PROPN", {"Case": "Loc"}, "баку"),
        ("подписал", "VERB", {"Tense": "Past"}, None),
    ],
)
def test_nominative_of_a_word(word: str, pos: str, feats: dict[str, str], nominative: str | None) -> None:
    assert morphology.nominative(word, pos, feats) == nominative


@pytest.mark.parametrize(
    ("word", "grammemes", "form"),
    [
        ("Пекин", {"gent"}, "пекина"),
        ("министр", {"plur", "ablt"}, "министрами"),
        ("высочайший", {"datv"}, "высочайшему"),
        ("Баку", {"ablt"}, "баку"),
        ("вдоль", {"gent"}, None),
    ],
)
def test_inflect_parse(word: str, grammemes: set[str], form: str | None) -> None:
    assert morphology.inflect_parse(morphology.parses(word)[0], frozenset(grammemes)) == form


def test_a_word_is_inflected_also_when_others_were_read_since() -> None:
    parse = morphology.parses("Бухарест")[0]
    for number in range(3_000):
        morphology.parses(f"слово{number}")
    assert morphology.inflect_parse(parse, frozenset({"loct"})) == "бухаресте"


def test_a_typo_in_a_grammeme_raises() -> None:
    with pytest.raises(ValueError, match="no such grammeme: genitive"):
        morphology.inflect_parse(morphology.parses("Пекин")[0], frozenset({"genitive"}))


def test_threads_see_one_analyser() -> None:
    words = ["президентом", "переговоров", "Захаровой", "Пекине"] * 25
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(morphology.lemmas, words)) == [morphology.lemmas(word) for word in words]


@given(st.text(max_size=20))
def test_any_word_has_an_answer(word: str) -> None:
    assert morphology.lemmas(word) == morphology.lemmas(word)
    assert isinstance(morphology.lemma(word, "NOUN", {"Case": "Gen"}), str)
    morphology.nominative(word, "NOUN", {"Case": "Gen"})


def test_known_parses_are_those_of_the_dictionary() -> None:
    assert morphology.known_parses("Послом") == morphology.parses("Послом") != ()
    assert morphology.parses("зурбуганов")
    assert not morphology.known_parses("зурбуганов")
    assert not morphology.known_parses("")


@pytest.mark.parametrize("word", ["посол", "еж", "зурбуганов", "а", "экс-посол", "по-зурбугански", "12", "xii", "-"])
def test_readings_are_known_where_the_word_is(word: str) -> None:
    assert {parse.known for parse in morphology.parses(word)} == {morphology.is_known(word)}
