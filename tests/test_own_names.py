"""A user's names: found in every case, linked, bounded in time; one plain line for every mistake."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from diplo_ner import DataError, Extraction, Extractor, Person
from diplo_ner.resources.own_names import read_own_names

FOLDER = Path(__file__).parent.parent / "examples" / "own-data"
FILES = [FOLDER / "names.yaml", FOLDER / "names.tsv"]
FRAMES = (
    "{} сегодня в Риге.",
    "Без {} ничего не решили.",
    "Благодаря {} всё решили.",
    "Все ждали {}.",
    "Стороны гордятся {}.",
    "Газеты пишут о {}.",
)
DECLINED = [
    ("PERSON", "Ансис Калниньш", "Ансиса Калниньша", "Ансису Калниньшу", "Ансиса Калниньша", "Ансисом Калниньшем",
     "Ансисе Калниньше"),
    ("PERSON", "Ариадна Вейде", "Ариадны Вейде", "Ариадне Вейде", "Ариадну Вейде", "Ариадной Вейде", "Ариадне Вейде"),
    ("PERSON", "Лев Поллок", "Льва Поллока", "Льву Поллоку", "Льва Поллока", "Львом Поллоком", "Льве Поллоке"),
    ("PERSON", "Павел Журавель", "Павла Журавеля", "Павлу Журавелю", "Павла Журавеля", "Павлом Журавелем",
     "Павле Журавеле"),
    ("PERSON", "Майя Стальная", "Майи Стальной", "Майе Стальной", "Майю Стальную", "Майей Стальной", "Майе Стальной"),
    ("PERSON", "Ли Мин Ук", "Ли Мин Ука", "Ли Мин Уку", "Ли Мин Ука", "Ли Мин Уком", "Ли Мин Уке"),
    ("PERSON", "Олесь Гайченко", "Олеся Гайченко", "Олесю Гайченко", "Олеся Гайченко", "Олесем Гайченко",
     "Олесе Гайченко"),
    ("ORGANIZATION", "Балтийский энергетический совет", "Балтийского энергетического совета",
     "Балтийскому энергетическому совету", "Балтийский энергетический совет", "Балтийским энергетическим советом",
     "Балтийском энергетическом совете"),
    ("ORGANIZATION", "Палата портовых городов", "Палаты портовых городов", "Палате портовых городов",
     "Палату портовых городов", "Палатой портовых городов", "Палате портовых городов"),
    ("PARTY", "Лига хуторян", "Лиги хуторян", "Лиге хуторян", "Лигу хуторян", "Лигой хуторян", "Лиге хуторян"),
    ("PLACE", "Верхние Луки", "Верхних Лук", "Верхним Лукам", "Верхние Луки", "Верхними Луками", "Верхних Луках"),
]  # fmt: skip
CASES = [(kind, forms[0], number, form) for kind, *forms in DECLINED for number, form in enumerate(forms)]


@cache
def _extractor(*files: Path) -> Extractor:
    return Extractor(gazetteers=files or FILES)


@cache
def _declined() -> tuple[Extraction, ...]:
    folder = Path(__file__).parent / "cases"
    return tuple(
        _extractor(*FILES, folder / "own_names.tsv").extract_many(FRAMES[n].format(form) for _, _, n, form in CASES)
    )


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{form}" for *_, form in CASES])
def test_a_name_is_found_in_every_case(number: int) -> None:
    kind, name, _, form = CASES[number]
    found = [(e.type, e.name) for e in _declined()[number].entities for m in e.mentions if m.text == form]
    assert found == [(kind, name)]


def _entity(result: Extraction, words: str) -> tuple[str, str, str | None]:
    entity = next(e for e in result.entities for m in e.mentions if m.text == words)
    return entity.type, entity.name, entity.wikidata


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Железного Ансиса ждали.", "Железного Ансиса", ("PERSON", "Ансис Калниньш", "Q900000001")),
        ("Послали к Стонкуте.", "Стонкуте", ("PERSON", "Эгле Стонкуте", "Q900000004")),
        ("В БЭС молчат.", "БЭС", ("ORGANIZATION", "Балтийский энергетический совет", "Q900000002")),
        ("Северопутцы довольны.", "Северопутцы", ("PARTY", "Северный путь", None)),
        ("С главным энергетиком спорят.", "главным энергетиком", ("POST", "главный энергетик", "Q900000003")),
    ],
)
def test_aliases_and_links(text: str, words: str, expected: tuple[str, str, str | None]) -> None:
    assert _entity(_extractor().extract(text), words) == expected


def test_all_names_of_a_person_are_one_person_with_its_parts() -> None:
    result = _extractor().extract("Железного Ансиса ждали. Ансис Калниньш не приехал. Калниньш и А. Калниньш молчат.")
    (person,) = (e for e in result.entities if isinstance(e, Person))
    assert [m.text for m in person.mentions] == ["Железного Ансиса", "Ансис Калниньш", "Калниньш", "А. Калниньш"]
    assert (person.given_name, person.surname, person.gender, person.name_is_guess) == (
        "Ансис", "Калниньш", "male", False,
    )  # fmt: skip


def test_a_post_of_one_s_own_has_its_holder() -> None:
    result = _extractor().extract("Главного энергетика Латвии Яниса Озолса ждали.")
    assert "holds_post(Янис Озолс, Главный энергетик Латвии)" in [str(r) for r in result.relations]


def test_a_name_inside_a_longer_one_is_another_s() -> None:
    result = _extractor().extract("Приехал профессор Казис Стонкуте-Виткус.")
    assert "Эгле Стонкуте" not in [e.name for e in result.entities]


def test_the_package_stays_as_it_is() -> None:
    text = "В БЭС молчат. Железного Ансиса ждали."
    before = Extractor().extract(text)
    _extractor().extract(text)
    assert Extractor().extract(text) == before
    assert not any(e.wikidata for e in before.entities)


@pytest.mark.parametrize("processes", [1, 2])
def test_many_texts(processes: int) -> None:
    texts = ["В БЭС молчат.", "Послали к Стонкуте."]
    results = list(Extractor(gazetteers=FILES).extract_many(texts, processes=processes))
    assert [_entity(r, w)[1] for r, w in zip(results, ("БЭС", "Стонкуте"), strict=True)] == [
        "Балтийский энергетический совет", "Эгле Стонкуте",
    ]  # fmt: skip


PERIODS = """\
people:
  - name: Ансис Калниньш
    country: LV
    post: президент
    since: 2019-03
    until: 2023-06-30
organizations:
  - {name: Новый порт, wikidata: Q900000011, until: 2020}
  - {name: Новый порт, wikidata: Q900000012, since: 2021}
"""


@pytest.mark.parametrize(
    ("published", "wikidata"),
    [
        (None, "Q900000011"),
        (date(2020, 12, 31), "Q900000011"),
        (date(2021, 1, 1), "Q900000012"),
    ],
)
def test_an_entry_holds_in_its_period(tmp_path: Path, published: date | None, wikidata: str) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(PERIODS, encoding="utf-8")
    result = Extractor(gazetteers=[file]).extract("Правление Нового порта собралось.", published=published)
    assert _entity(result, "Нового порта")[2] == wikidata


@pytest.mark.parametrize(
    ("published", "speaker"),
    [(date(2023, 6, 30), "Ансис Калниньш"), (date(2023, 7, 1), None), (date(2019, 2, 28), None)],
)
def test_a_post_ends_and_the_name_stays(tmp_path: Path, published: date, speaker: str | None) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(PERIODS, encoding="utf-8")
    text = "Ансис Калниньш прибыл в Осло. Президент встретился с Эрной Лунд."
    result = Extractor(gazetteers=[file]).extract(text, published=published)
    (person,) = (e for e in result.entities if e.name == "Ансис Калниньш")
    assert ("Президент" in [m.text for m in person.mentions]) == (speaker is not None)


TABLE = "type\tname\taliases\tcountry\nperson\tЭгле Стонкуте\tСтонкуте|Э. Стонкуте\tLT\n"


@pytest.mark.parametrize("table", [TABLE, "\ufeff" + TABLE, TABLE.replace("\n", "\r\n"), f"# list\n\n{TABLE}"])
def test_tables_as_offices_write_them(tmp_path: Path, table: str) -> None:
    file = tmp_path / "names.tsv"
    file.write_bytes(table.encode("utf-8"))
    (name,) = read_own_names(file)
    assert name.row.wikidata is None
    assert name.row.aliases == ("Стонкуте", "Э. Стонкуте")


YAML = """\
people:
  - name: Ансис Калниньш
    aliases: [Калниньш]
    gender: male
    country: LV
    since: 2023-05
    until: 2024-01
    wikidata: Q900000001
posts:
  - name: главный энергетик
"""
PERSON = "name, aliases, gender, country, post, since, until, wikidata"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("people:", "persons:", ":1: unknown key 'persons'; allowed: organizations, parties, people, places, posts"),
        (YAML, "- name: x\n", ":1: a mapping of people, organizations, parties, posts, places to lists is wanted"),
        ("people:\n  - name", "people:\n    name", ":1: a list is wanted, each item with its keys: '- key: value'"),
        ("    gender", "   gender", ":4: broken YAML: did not find expected '-' indicator"),
        ("gender: male", "sex: male", ":4: unknown key 'sex'; allowed: aliases, country, gender, name, post, since, "
         "until, wikidata"),
        ("gender: male", "gender: man", ":4: unknown gender 'man'; allowed: female, male"),
        ("country: LV", "country: Латвия", ":5: unknown country 'Латвия'; did you mean 'LV'? allowed are ISO 3166-1 "
         "codes of two letters, as LV"),
        ("since: 2023-05", "since: май 2023", ":6: bad date 'май 2023' in 'since'; allowed are a year, a month or "
         "a day: 2024, 2024-05, 2024-05-31"),
        ("until: 2024-01", "until: 2024-02-30", ":7: bad date '2024-02-30' in 'until'; allowed are a year, a month or "
         "a day: 2024, 2024-05, 2024-05-31"),
        ("until: 2024-01", "until: 2022", ":7: until 2022 lies before since 2023-05"),
        ("Q900000001", "900000001", ":8: bad Wikidata item '900000001'; allowed is Q and a number, as Q159"),
        ("name: Ансис Калниньш", "name: ''", ":2: empty item or space around one in 'name': ''; write it without"),
        ("- name: Ансис Калниньш\n    al", "- al", ":2: name is missing; every person needs one, in the nominative"),
        ("Ансис", "Aнсис", ":2: word of Latin and Cyrillic letters 'Aнсис'; Latin are 'A', all must be of one script"),
        ("[Калниньш]", "[Калниньш, Калниньш]", ":3: 'Калниньш' stands twice in 'aliases'; write it once"),
        ("[Калниньш]", "[[Калниньш]]", ":3: aliases must be a list of words: [a, b]"),
        ("[Калниньш]", "['—']", ":3: '—' in 'aliases' has no letter, so it is no name"),
        ("name: Ансис Калниньш", "name: [Ансис, Калниньш]", ":2: name must be one line of text"),
        ("главный энергетик", "главный энергетик\n    kind: officer", ":11: unknown kind 'officer'; did you mean "
         "'official'? allowed: adviser, clergy, diplomat, executive, head_of_government, head_of_state, judge, "
         "legislator, military, minister, monarch, official, party, profession, regional, royal, spokesperson"),
        ("энергетик\n", "энергетик\n  - name: главный энергетик\n", ":11: post 'главный энергетик' stands in line 10 "
         "already"),
    ],
)  # fmt: skip
def test_every_mistake_in_yaml_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    _fails(tmp_path / "names.yaml", YAML.replace(old, new, 1), message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (TABLE, "", ": no header; the first line must name the columns, split by tabs: type, name, ..."),
        ("aliases", "alias", ":1: unknown column 'alias'; did you mean 'aliases'? allowed: abbreviations, adjectives, "
         "aliases, complement, country, gender, kind, members, name, post, since, type, until, wikidata"),
        ("type\t", "", ":1: no column 'type'; every table needs type and name"),
        ("aliases", "name", ":1: column 'name' stands twice"),
        ("person", "persn", ":2: unknown type 'persn'; did you mean 'person'? allowed: organization, party, person, "
         "place, post"),
        ("person", "post", ":2: a post has no 'country'; allowed: name, aliases, kind, complement, since, until, "
         "wikidata"),
        ("\tLT", "", ":2: 3 cells, but 4 columns: type, name, aliases, country; cells are split by tabs"),
        ("|Э.", "||Э.", ":2: empty item or space around one in 'aliases': ''; write it without"),
        ("\tLT", "\tLT ", ":2: empty item or space around one in 'country': 'LT '; write it without"),
        ("Эгле", "Э\x00гле", ":2: control character '\\x00': this is no text file"),
    ],
)  # fmt: skip
def test_every_mistake_in_a_table_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    _fails(tmp_path / "names.tsv", TABLE.replace(old, new, 1), message)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("names.xlsx", b"PK\x03\x04", ": cannot tell YAML from a table by the ending '.xlsx'; allowed: .yaml, .yml, "
         ".tsv, .tab, .txt"),
        ("names.tsv", "type\tname\nperson\tИмя\n".encode("utf-16"), ": no UTF-8: invalid start byte at byte 0; save it "
         "as UTF-8"),
        ("names.yaml", bytes(range(1, 32)), ":1: control character '\\x01': this is no text file"),
        ("names.yaml", b"a" * (8 * 2**20 + 1), ": too large for a data file; allowed are 8 MB"),
        ("names.yaml", b"a: &a [x, x]\nb: [*a, *a, *a, *a]\n", ":1: anchor or alias 'a'; write the value out"),
        ("names.yaml", b"people: " + b"[" * 50 + b"]" * 50, ":1: more than 20 lists and mappings inside one another"),
    ],
)  # fmt: skip
def test_files_that_are_no_names(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        Extractor(gazetteers=[file])
    assert str(caught.value) == f"{file}{message}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Extractor(gazetteers=[tmp_path / "none.tsv"])
    assert str(caught.value) == f"{tmp_path / 'none.tsv'}: cannot be read: No such file or directory"


def _fails(file: Path, content: str, message: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Extractor(gazetteers=[file])
    assert str(caught.value) == f"{file}{message}"
    assert "\n" not in message


def test_every_type_has_its_section() -> None:
    kinds = {type(name.row).__name__ for file in FILES for name in read_own_names(file)}
    assert kinds == {"PersonRow", "OrganizationRow", "PartyRow", "PostRow", "CityRow"}
