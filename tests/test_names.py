"""Persons' names: one line a name in tests/cases/names.tsv, and what a table of forms cannot show, here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplo_ner.entities.name_forms import given_names
from diplo_ner.entities.names import NameMention, PersonName, cluster_name, person_name
from entities_of import entities_of

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
GENDERS = {"male": "Masc", "female": "Fem"}
TABLE = Path(__file__).parent / "cases" / "names.tsv"


def tokens(name: str) -> tuple[str, ...]:
    return tuple(name.replace("-", " - ").replace(".", " . ").split())


def mention(name: str, case: str = "", gender: str = "", context: str | None = None) -> NameMention:
    feats = {key: value for key, value in (("Case", case), ("Gender", GENDERS.get(gender, ""))) if value}
    words = tokens(name)
    return NameMention(words, (feats,) * len(words), context)


def read(name: str, case: str = "", gender: str = "", context: str | None = None) -> PersonName:
    return cluster_name([mention(name, case, gender, context)])


def table() -> Iterator[list[str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            yield line.split("\t")


def forms() -> Iterator[object]:
    for name, gender, _, *oblique, fails in table():
        for case, form in zip(CASES, (name, *oblique), strict=True):
            known = [pytest.mark.xfail(reason="wrong nominative")] if case.lower() in fails.split("|") else []
            yield pytest.param(form, case, gender, name, marks=known, id=f"{form}:{case}")


@pytest.mark.parametrize(("form", "case", "gender", "name"), list(forms()))
def test_each_form_gives_the_nominative(form: str, case: str, gender: str, name: str) -> None:
    found = read(form, case, gender)
    assert found.name == name
    assert found.gender in (gender, None)


def test_the_table_is_as_wide_as_it_says() -> None:
    rows = list(table())
    assert len(rows) >= 300
    assert len({row[2] for row in rows}) >= 25
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("written", "case", "gender", "name", "given_name", "surname", "patronymic"),
    [
        ("Иванову Ивану Петровичу", "Dat", "male", "Иванов Иван Петрович", "Иван", "Иванов", "Петрович"),
        ("Анны Сергеевны Беловой", "Gen", "female", "Анна Сергеевна Белова", "Анна", "Белова", "Сергеевна"),
        ("Иваном Петровичем", "Ins", "male", "Иван Петрович", "Иван", None, "Петрович"),
        ("В. В. Путина", "Gen", "male", "В. В. Путин", None, "Путин", None),
        ("М.Станкович", "Nom", "male", "М. Станкович", None, "Станкович", None),
        ("Урсулы фон дер Ляйен", "Gen", "female", "Урсула фон дер Ляйен", "Урсула", "фон дер Ляйен", None),
        ("Мохаммада бен Салмана", "Gen", "male", "Мохаммад бен Салман", "Мохаммад", "бен Салман", None),
        ("Ким Чен Ына", "Gen", "male", "Ким Чен Ын", "Чен Ын", "Ким", None),
        ("Си Цзиньпином", "Ins", "male", "Си Цзиньпин", "Цзиньпин", "Си", None),
        ("Жан-Клодом Юнкером", "Ins", "male", "Жан-Клод Юнкер", "Жан-Клод", "Юнкер", None),
        ("Марии Салтыковой-Щедриной", "Gen", "female", "Мария Салтыкова-Щедрина", "Мария", "Салтыкова-Щедрина", None),
        ("Захаровой", "Gen", "female", "Захарова", None, "Захарова", None),
        ("Петра Королёва", "Gen", "male", "Пётр Королёв", "Пётр", "Королёв", None),
        ("ОЛАФА ШОЛЬЦА", "Gen", "male", "ОЛАФ ШОЛЬЦ", "ОЛАФ", "ШОЛЬЦ", None),
        ("Марии", "Gen", "female", "Мария", "Мария", None, None),
    ],
)
def test_parts(
    written: str, case: str, gender: str, name: str, given_name: str | None, surname: str | None, patronymic: str | None
) -> None:
    assert read(written, case, gender)[:4] == (name, given_name, surname, patronymic)


def test_the_context_tells_the_gender() -> None:
    assert read("Габриэль Вернер", "Nom", context="female").gender == "female"
    assert read("Шойгу", "Nom").gender is None


def test_other_mentions_settle_what_one_leaves_open() -> None:
    vague = mention("Соботке", "Loc", "male")
    clear = mention("Соботкой", "Ins", "male")
    assert cluster_name([vague, clear]).name == "Соботка"


def test_the_fullest_mention_gives_the_words() -> None:
    mentions = [mention("Макрона", "Gen"), mention("Эммануэлем Макроном", "Ins"), mention("Э. Макрон", "Nom")]
    assert cluster_name(mentions).name == "Эммануэль Макрон"


def test_a_form_of_two_names_is_a_guess() -> None:
    assert read("Валентине Петренко", "").is_guess
    assert not read("Сергея Лаврова", "Gen").is_guess


def test_no_mention_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one mention"):
        cluster_name([])


def test_given_names_are_many_and_sound() -> None:
    names = given_names()
    assert len(names) > 1500
    assert names["мария"] == ("female",)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=7))
def test_any_tokens_give_a_name(words: list[str]) -> None:
    found = person_name(words, [{}] * len(words))
    assert found == person_name(words, [{}] * len(words))


@pytest.mark.parametrize(
    ("text", "name", "wikidata"),
    [
        ("Уоррена Баффета ждали.", "Уоррен Баффетт", "Q47213"),  # one spelling for one person
        ("Криштиану Роналду приехал.", "Криштиану Роналду", "Q11571"),
        ("Суд отпустил Павла Баффета.", "Павел Баффет", None),
        ("С Беловой встретился директор.", "Белова", None),
        ("Вошёл Иван ] Белов.", "Иван Белов", None),
    ],
)
def test_names_in_a_text(text: str, name: str, wikidata: str | None) -> None:
    persons = [(r.name, r.wikidata) for r in entities_of(text).layer.entities if r.type == "PERSON"]
    assert persons == [(name, wikidata)]


def test_a_woman_s_surname_may_look_like_a_patronymic() -> None:
    found = read("Драгана Петрович", "Nom", "female")
    assert (found.given_name, found.surname, found.patronymic) == ("Драгана", "Петрович", None)
