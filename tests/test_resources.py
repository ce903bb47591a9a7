"""The readers of tables and YAML: what is wrong stops the load and the message says where and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diplo_ner.errors import DataError
from diplo_ner.resources import gazetteers
from diplo_ner.resources.tables import data_file, read_table
from diplo_ner.resources.yaml_files import YamlList, YamlMap, read_yaml

COLUMNS = ("name", "aliases", "kind")


def write(tmp_path: Path, text: str, name: str = "table.tsv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_keep_cells_items_and_lines(tmp_path: Path) -> None:
    table = "# source: a test\nname\taliases\tkind\n\n# comment with шaла\nМосква\tБелокаменная|столица\t\n"
    path = write(tmp_path, table)
    (row,) = read_table(path, COLUMNS, lists=["aliases"], key=["name"], required=["name"])
    assert (row["name"], row.items("aliases"), row.items("kind"), row.optional("kind"), row.line) == (
        "Москва", ("Белокаменная", "столица"), (), None, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", None, "no header"),
        ("# only a comment\n", None, "no header"),
        ("name\talias\tkind\n", 1, "unknown column 'alias'; did you mean 'aliases'?"),
        ("name\tkind\taliases\n", 1, "wrong header"),
        ("name\taliases\n", 1, "wrong header"),
        ("name\taliases\tkind\nМосква\t\n", 2, "2 cells, but 3 columns"),
        ("name\taliases\tkind\n\tа\tб\n", 2, "empty 'name'"),
        ("name\taliases\tkind\nа\tб||в\t\n", 2, "empty item in 'aliases'"),
        ("name\taliases\tkind\nа\tб|в|б\t\n", 2, "item 'б' twice"),
        ("name\taliases\tkind\nа|б\t\t\n", 2, "'|' in 'name'"),
        ("name\taliases\tkind\nа \t\t\n", 2, "space around"),
        ("name\taliases\tkind\nа\tб| в\t\n", 2, "space around"),
        ("name\taliases\tkind\nа\t\t\n#\nа\tб\t\n", 4, "duplicate name 'а'; it stands in line 2"),
        ("name\taliases\tkind\nРoссия\t\t\n", 2, "Latin and Cyrillic letters 'Рoссия'; Latin are 'o'"),
        ("name\taliases\tkind\nа\tУкраинa\t\n", 2, "'Украинa'; Latin are 'a'"),
        ("name\taliases\tkind\nа\tKрым\t\n", 2, "'Kрым'; Latin are 'K'"),
        ("name\taliases\tkind\nЧеи\u0306\t\t\n", 2, "NFC"),
    ],
)
def test_bad_table(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        read_table(path, COLUMNS, lists=["aliases"], key=["name"], required=["name"])
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("word", ["IT-компания", "Go и Россия", "СССР", "F-16", "G20"])
def test_two_scripts_side_by_side_are_no_mixed_word(tmp_path: Path, word: str) -> None:
    assert read_table(write(tmp_path, f"name\taliases\tkind\n{word}\t\t\n"), COLUMNS)[0]["name"] == word


def test_missing_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_table(tmp_path / "nowhere.tsv", COLUMNS)
    (tmp_path / "old.tsv").write_bytes("name\taliases\tkind\nМосква\t\t\n".encode("cp1251"))
    with pytest.raises(DataError, match="no UTF-8"):
        read_table(tmp_path / "old.tsv", COLUMNS)


COUNTRY_HEADER = (
    "iso2\tiso3\twikidata\tname\tofficial\taliases\tabbreviations\tadjectives\tcombining\tcapital"
    "\tcapital_wikidata\tcapital_adjectives"
)
CITY_HEADER = "name\taliases\tadjectives\tcountry\tkind\twikidata"
BODY_HEADER = "key\tname\taliases\tabbreviations\tkind\tcountry\tparent\twikidata"
PERSON_HEADER = "name\taliases\tgender\tcountry\tpost\tsince\tuntil\twikidata"


def country(iso2: str, iso3: str = "", wikidata: str = "", name: str = "Страна") -> str:
    return f"{iso2}\t{iso3}\t{wikidata}\t{name}" + "\t" * 8


@pytest.mark.parametrize(
    ("read", "header", "rows", "message"),
    [
        (gazetteers.read_countries, COUNTRY_HEADER, [country("Ru", "RUS")], ":2: bad iso2 'Ru'"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("RU", "RU")], ":2: bad iso3 'RU'"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("X-ABK", "ABK")], "a state without ISO 3166 code"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("RU", "RUS", "159")], "bad Wikidata item '159'"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("RU", "RUS", "Q0159")], "bad Wikidata item 'Q0159'"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("RU", "RUS"), country("RS", "RUS")], ":3: duplicate iso3"),
        (gazetteers.read_countries, COUNTRY_HEADER, [country("RU", "RUS", name="")], "empty 'name'"),
        (gazetteers.read_cities, CITY_HEADER, ["Казань\t\t\tXX\tcity\t"], ":2: unknown country 'XX'"),
        (gazetteers.read_cities, CITY_HEADER, ["Казань\t\t\tRU\tcityy\t"], "'cityy'; did you mean 'city'?"),
        (gazetteers.read_organizations, BODY_HEADER, ["a\tА\t\t\tngo\t\tb\t"], ":2: unknown parent 'b'"),
        (gazetteers.read_organizations, BODY_HEADER, ["А\tА\t\t\tngo\t\t\t"], "bad key 'А'"),
        (gazetteers.read_people, PERSON_HEADER, ["Имя\t\tmail\tRU\tмэр\t\t\t"], "did you mean 'male'?"),
        (gazetteers.read_people, PERSON_HEADER, ["Имя\t\tmale\tRU\tмэр\t99\t\t"], "bad year '99'"),
        (gazetteers.read_people, PERSON_HEADER, ["Имя\t\tmale\tRU\tмэр\t2001\t2000\t"], "lies before"),
        (
            gazetteers.read_people,
            PERSON_HEADER,
            ["Имя\t\tmale\tRU\tмэр\t\t\tQ1", "Иное\t\tmale\tRU\tмэр\t\t\tQ1"],
            ":3: Q1 is Имя, male in line 2",
        ),
        (gazetteers.read_posts, "phrase\tkind\tcomplement", ["мэр\tregional\tdative"], "unknown complement 'dative'"),
    ],
)
def test_bad_gazetteer(
    tmp_path: Path, read: Callable[[Path], object], header: str, rows: list[str], message: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(write(tmp_path, "\n".join([header, *rows, ""])))
    assert message in str(caught.value)


TABLES: list[tuple[Callable[[], tuple[object, ...]], int]] = [
    (gazetteers.countries, 260),
    (gazetteers.cities, 600),
    (gazetteers.regions, 300),
    (gazetteers.organizations, 250),
    (gazetteers.parties, 80),
    (gazetteers.post_heads, 350),
    (gazetteers.post_prefixes, 20),
    (gazetteers.event_heads, 100),
    (gazetteers.document_heads, 50),
    (gazetteers.body_heads, 100),
    (gazetteers.people, 300),
]


@pytest.mark.parametrize(("load", "least"), TABLES)
def test_tables_of_the_package_load_once(load: Callable[[], tuple[object, ...]], least: int) -> None:
    rows = load()
    assert len(rows) >= least
    assert load() is rows


@pytest.mark.parametrize("load", [load for load, _ in TABLES])
def test_tables_state_their_source(load: Callable[[], tuple[object, ...]]) -> None:
    table = data_file("gazetteers", f"{load.__name__}.tsv").read_text(encoding="utf-8")
    comments = [line for line in table.split("\n")[:12] if line.startswith("#")]
    assert any("source" in line.lower() for line in comments)


def test_yaml_keeps_what_was_written(tmp_path: Path) -> None:
    text = "codes: [NO, on, yes, ~, 036, 1e3, 2024-01-20]\nempty: ''\n'NO': Норвегия\nrules:\n  - id: a\n  - id: b\n"
    value = read_yaml(write(tmp_path, text, "a.yaml"))
    assert isinstance(value, YamlMap)
    assert value["codes"] == ["NO", "on", "yes", "~", "036", "1e3", "2024-01-20"]
    assert (value["empty"], value["NO"]) == ("", "Норвегия")
    assert value.lines == {"codes": 1, "empty": 2, "NO": 3, "rules": 4}
    rules = value["rules"]
    assert isinstance(rules, YamlList)
    assert rules == [{"id": "a"}, {"id": "b"}]
    assert rules.lines == [5, 6]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", None, "no YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "duplicate key 'a'; it stands in line 1"),
        ("a:\nb: 2\n", 1, "no value"),
        ("- a\n-\n", 2, "no value"),
        ("a: !!python/object/apply:os.getcwd []\n", 1, "tag"),
        ("a: !!int 3\n", 1, "tag"),
        ("a: &x [1]\nb: *x\n", 1, "anchor or alias 'x'"),
        ("[a]: b\n", 1, "a key that is no string"),
        ("a: [1\nb: 2\n", 2, "broken YAML"),
        ("a: 1\n---\nb: 2\n", 2, "broken YAML"),
        ("a: \x00\n", 1, "control character"),
    ],
)
def test_bad_yaml(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    path = write(tmp_path, text, "bad.yaml")
    with pytest.raises(DataError) as caught:
        read_yaml(path)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(path), line)
