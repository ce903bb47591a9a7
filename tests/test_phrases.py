"""Nominatives of phrases. A case is a phrase whose words carry tags: `word/POS.Case.Number.Gender`, a part may lack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplo_ner.entities.phrases import nominative

CASES = {"Nom", "Gen", "Dat", "Acc", "Ins", "Loc"}
NUMBERS = {"Sing", "Plur"}


def read(tagged: str, *, singular: bool = False) -> tuple[str, bool]:
    words, pos, feats = [], [], []
    for item in tagged.split():
        word, _, tag = item.rpartition("/") if "/" in item else (item, "", "PUNCT")
        kind, *values = tag.split(".")
        names = ("Case" if v in CASES else "Number" if v in NUMBERS else "Gender" for v in values)
        words.append(word)
        pos.append(kind)
        feats.append(dict(zip(names, values, strict=True)))
    return nominative(words, pos, feats, singular=singular)


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("Администрации/NOUN.Gen.Sing.Fem Президента/NOUN.Gen.Sing.Masc", "Администрация Президента"),
        (
            "Временного/ADJ.Gen.Sing.Masc поверенного/NOUN.Acc.Sing.Masc в/ADP делах/NOUN.Loc.Plur.Neut",
            "Временный поверенный в делах",
        ),
        ("Шерпа/PROPN.Nom.Sing.Masc", "Шерпа"),
        ("шерпа/NOUN.Gen.Sing.Masc", "шерп"),
        (
            "Всекитайским/ADJ.Ins.Sing.Neut собранием/NOUN.Ins.Sing.Neut народных/ADJ.Gen.Plur "
            "представителей/NOUN.Gen.Plur.Masc",
            "Всекитайское собрание народных представителей",
        ),
        (
            "Шанхайской/ADJ.Gen.Sing.Fem организации/NOUN.Gen.Sing.Fem сотрудничества/NOUN.Gen.Sing.Neut",
            "Шанхайская организация сотрудничества",
        ),
        (
            "заместителем/NOUN.Ins.Sing.Masc заведующего/NOUN.Gen.Sing.Masc отделом/NOUN.Ins.Sing.Masc",
            "заместитель заведующего отделом",
        ),
        (
            "Объединёнными/ADJ.Ins.Plur Арабскими/ADJ.Ins.Plur Эмиратами/PROPN.Ins.Plur.Masc",
            "Объединённые Арабские Эмираты",
        ),
        (
            "Чрезвычайным/ADJ.Ins.Sing.Masc и/CCONJ Полномочным/ADJ.Ins.Sing.Masc Послом/NOUN.Ins.Sing.Masc "
            "России/PROPN.Gen.Sing.Fem",
            "Чрезвычайный и Полномочный Посол России",
        ),
        ("вице - премьера/NOUN.Gen.Sing.Masc правительства/NOUN.Gen.Sing.Neut", "вице-премьер правительства"),
        (
            "исполняющего/VERB.Gen.Sing.Masc обязанности/NOUN.Acc.Plur.Fem министра/NOUN.Gen.Sing.Masc",
            "исполняющий обязанности министра",
        ),
        ("Боснией/PROPN.Ins.Sing.Fem и/CCONJ Герцеговиной/PROPN.Ins.Sing.Fem", "Босния и Герцеговина"),
        ("Республике/PROPN.Dat.Sing.Fem Корея/PROPN.Nom.Sing.Fem", "Республика Корея"),
        ("Республики/PROPN.Gen.Sing.Fem Сербской/PROPN.Gen.Sing.Fem", "Республика Сербская"),
        ("городе/NOUN.Loc.Sing.Masc Гяндже/PROPN.Loc.Sing.Fem", "город Гянджа"),
        ("Чёрного/ADJ.Gen.Sing.Neut моря/NOUN.Gen.Sing.Neut", "Чёрное море"),
        ("Черного/ADJ.Gen.Sing.Neut моря/NOUN.Gen.Sing.Neut", "Черное море"),
        ("Высшего/ADJ.Gen.Sing.Masc совета/NOUN.Gen.Sing.Masc обороны/NOUN.Gen.Sing.Fem", "Высший совет обороны"),
        (
            "компании/NOUN.Gen.Sing.Fem « Северный/ADJ.Nom.Sing.Masc ветер/NOUN.Nom.Sing.Masc »",
            "компания «Северный ветер»",
        ),
        ("« Единой/ADJ.Gen.Sing.Fem России/PROPN.Gen.Sing.Fem »", "«Единая Россия»"),
        ("ГОСУДАРСТВЕННОЙ/ADJ.Gen.Sing.Fem ДУМЫ/NOUN.Gen.Sing.Fem", "ГОСУДАРСТВЕННАЯ ДУМА"),
        ("МИДа/PROPN.Gen.Sing.Masc Китая/PROPN.Gen.Sing.Masc", "МИД Китая"),
        ("Нью - Йорке/PROPN.Loc.Sing.Masc", "Нью-Йорк"),
        ("Пекине/PROPN.Loc.Sing.Masc", "Пекин"),
        ("Самарканде/PROPN.Loc.Sing.Masc", "Самарканд"),
        ("Баку/PROPN.Loc.Sing.Masc", "Баку"),
        ("Гяндже/PROPN.Loc.Sing.Fem", "Гянджа"),
        ("США/PROPN.Gen.Plur", "США"),
        ("НАТО/PROPN.Gen.Sing", "НАТО"),
        ("Нидерландами/PROPN.Ins.Plur", "Нидерланды"),
        ("Идлибе/PROPN.Loc.Sing.Masc", "Идлиб"),
        ("Росгвардии/PROPN.Gen.Sing.Fem", "Росгвардия"),
        ("Google/PROPN", "Google"),
        ("", ""),
    ],
)
def test_nominative(tagged: str, name: str) -> None:
    assert read(tagged) == (name, True)


@pytest.mark.parametrize(
    ("tagged", "plural", "singular"),
    [
        (
            "министрами/NOUN.Ins.Plur.Masc иностранных/ADJ.Gen.Plur дел/NOUN.Gen.Plur.Neut",
            "министры иностранных дел",
            "министр иностранных дел",
        ),
        ("российских/ADJ.Gen.Plur послов/NOUN.Gen.Plur.Masc", "российские послы", "российский посол"),
        ("президентом/NOUN.Ins.Sing.Masc", "президент", "президент"),
    ],
)
def test_number(tagged: str, plural: str, singular: str) -> None:
    assert read(tagged)[0] == plural
    assert read(tagged, singular=True)[0] == singular


def test_two_close_readings_are_marked() -> None:
    assert not read("Мартореле/PROPN.Loc.Sing")[1]


def test_gaps_are_kept() -> None:
    words, pos = ["советника", "-", "посланника"], ["NOUN", "PUNCT", "NOUN"]
    feats = [{"Case": "Gen", "Number": "Sing"}, {}, {"Case": "Gen", "Number": "Sing"}]
    assert nominative(words, pos, feats, gaps=["", "", ""])[0] == "советник-посланник"
    assert nominative(words, pos, feats, gaps=["", " ", " "])[0] == "советник - посланника"


@given(st.lists(st.tuples(st.text(min_size=1, max_size=10), st.sampled_from(["NOUN", "ADJ", "PROPN", "PUNCT", "X"]))))
def test_any_tokens_give_a_phrase(tokens: list[tuple[str, str]]) -> None:
    words, pos = [word for word, _ in tokens], [kind for _, kind in tokens]
    assert nominative(words, pos, [{"Case": "Gen"}] * len(words)) == nominative(
        words, pos, [{"Case": "Gen"}] * len(words)
    )
