"""Reads a user's own names: people, organisations, parties, posts and places, from YAML or TSV.

YAML groups them, one mapping a name; a list cell is a YAML list, or one value:

    people:
      - name: Ансис Калниньш
        aliases: [Калниньш]
        country: LV
        post: министр энергетики
        since: 2023-05

TSV has one name a line and a header: ``type`` (person, organization, party, post, place), ``name`` and whichever other
fields are needed, in any order; items of a list cell are split by '|', and an empty cell is a field left out.

Names are written in the nominative; the text may have them in any case. ``since`` and ``until`` bound the days on which
an entry holds (the term of a person's post, the life of anything else): a year, a month or a day, both ends included.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn

from diplo_ner.errors import DataError
from diplo_ner.resources import gazetteers
from diplo_ner.resources.fields import known_keys, maps
from diplo_ner.resources.gazetteers import CityRow, OrganizationRow, PartyRow, PersonRow, PostRow
from diplo_ner.resources.tables import WIKIDATA, Source, mixed_scripts, read_text, unknown
from diplo_ner.resources.yaml_files import YamlList, YamlMap, read_yaml

OwnRow = PersonRow | OrganizationRow | PartyRow | CityRow | PostRow

_SECTIONS = {
    "people": "person",
    "organizations": "organization",
    "parties": "party",
    "posts": "post",
    "places": "place",
}
_LISTS = frozenset({"aliases", "abbreviations", "members", "adjectives"})
_DATES = ("since", "until")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "person": ("name", "aliases", "gender", "country", "post", *_DATES, "wikidata"),
    "organization": ("name", "aliases", "abbreviations", "kind", "country", *_DATES, "wikidata"),
    "party": ("name", "aliases", "abbreviations", "members", "country", *_DATES, "wikidata"),
    "post": ("name", "aliases", "kind", "complement", *_DATES, "wikidata"),
    "place": ("name", "aliases", "adjectives", "kind", "country", *_DATES, "wikidata"),
}
_DATE = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_TABLES = (".tsv", ".tab", ".txt")
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class OwnName:
    """One row of a user's file and the first and last day on which it holds, None for no bound."""

    row: OwnRow
    since: date | None
    until: date | None
    path: str
    line: int

    def holds(self, day: date | None) -> bool:
        """Whether the row holds on a day; a day that is not known lies in every period."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


def read_own_names(source: Path) -> tuple[OwnName, ...]:
    """Read a user's file of names; its ending tells YAML from TSV.

    Raises:
        DataError: anything that is wrong in it; file:line and the words that are allowed stand in the message.
    """
    ending = source.suffix.lower()
    if ending in _YAML:
        entries = _from_yaml(source)
    elif ending in _TABLES:
        entries = _from_table(source)
    else:
        what = f"cannot tell YAML from a table by the ending {ending!r}; allowed: {', '.join((*_YAML, *_TABLES))}"
        raise DataError(what, path=str(source))
    found: dict[tuple[object, ...], OwnName] = {}
    for entry in entries:
        name = _own_name(entry)
        twin = found.setdefault((entry.kind, *_identity(name)), name)
        if twin is not name:
            entry.fail("name", f"{entry.kind} {name_of(name.row)!r} stands in line {twin.line} already")
    return tuple(found.values())


def name_of(row: OwnRow) -> str:
    return row.phrase if isinstance(row, PostRow) else row.name


def _identity(name: OwnName) -> tuple[object, ...]:
    """A person may have a row for each post, and any name one for each period."""
    post = name.row.post if isinstance(name.row, PersonRow) else None
    return name_of(name.row), post, name.since, name.until


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name before it is checked: its fields, lists all of them, and the lines where they stand."""

    kind: str
    fields: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int] = field(repr=False)
    path: str
    line: int

    def fail(self, key: str, what: str) -> NoReturn:
        raise DataError(what, path=self.path, line=self.lines.get(key, self.line))

    def items(self, key: str) -> tuple[str, ...]:
        return self.fields.get(key, ())

    def one(self, key: str) -> str | None:
        found = self.items(key)
        return found[0] if found else None

    def choice(self, key: str, allowed: Collection[str], default: str) -> str:
        value = self.one(key)
        if value is not None and value not in allowed:
            self.fail(key, unknown(key, value, allowed))
        return default if value is None else value

    def wikidata(self) -> str | None:
        value = self.one("wikidata")
        if value is not None and not WIKIDATA.fullmatch(value):
            self.fail("wikidata", f"bad Wikidata item {value!r}; allowed is Q and a number, as Q159")
        return value

    def country(self) -> str | None:
        value = self.one("country")
        codes = {row.key: row.name for row in gazetteers.countries()}
        if value is not None and value not in codes:
            meant = next((code for code, name in codes.items() if name.lower() == value.lower()), None)
            hint = f"did you mean {meant!r}? " if meant else ""
            self.fail("country", f"unknown country {value!r}; {hint}allowed are ISO 3166-1 codes of two letters, as LV")
        return value


def _from_yaml(source: Source) -> Iterator[_Entry]:
    path, content = str(source), read_yaml(source)
    if not isinstance(content, YamlMap):
        raise DataError(f"a mapping of {', '.join(_SECTIONS)} to lists is wanted", path=path, line=1)
    known_keys(content, _SECTIONS, path)
    for section, kind in _SECTIONS.items():
        if section not in content:
            continue
        for item in maps(content[section], path, content.lines[section]):
            known_keys(item, _FIELDS[kind], path)
            fields = {key: _values(item, key, path) for key in item}
            yield _Entry(kind, fields, item.lines, path, item.line)


def _values(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    value, line = item[key], item.lines[key]
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, YamlList) or key not in _LISTS:
        raise DataError(f"{key} must be one line of text", path=path, line=line)
    found = tuple(one for one in value if isinstance(one, str))
    if len(found) < len(value):
        raise DataError(f"{key} must be a list of words: [a, b]", path=path, line=line)
    return found


def _from_table(source: Source) -> Iterator[_Entry]:
    path = str(source)
    header: list[str] | None = None
    for number, line in enumerate(read_text(source).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = _header(cells, path, number)
            continue
        if len(cells) != len(header):
            what = f"{len(cells)} cells, but {len(header)} columns: {', '.join(header)}; cells are split by tabs"
            raise DataError(what, path=path, line=number)
        yield _entry(dict(zip(header, cells, strict=True)), path, number)
    if header is None:
        raise DataError("no header; the first line must name the columns, split by tabs: type, name, ...", path=path)


def _header(cells: Sequence[str], path: str, line: int) -> list[str]:
    allowed = dict.fromkeys(["type", *(name for names in _FIELDS.values() for name in names)])
    for cell in cells:
        if cell not in allowed:
            raise DataError(unknown("column", cell, allowed), path=path, line=line)
        if cells.count(cell) > 1:
            raise DataError(f"column {cell!r} stands twice", path=path, line=line)
    for wanted in ("type", "name"):
        if wanted not in cells:
            raise DataError(f"no column {wanted!r}; every table needs type and name", path=path, line=line)
    return list(cells)


def _entry(cells: Mapping[str, str], path: str, line: int) -> _Entry:
    kind = cells["type"]
    if kind not in _FIELDS:
        raise DataError(unknown("type", kind, _FIELDS), path=path, line=line)
    fields: dict[str, tuple[str, ...]] = {}
    for column, cell in cells.items():
        if column == "type" or not cell:
            continue
        if column not in _FIELDS[kind]:
            raise DataError(f"a {kind} has no {column!r}; allowed: {', '.join(_FIELDS[kind])}", path=path, line=line)
        fields[column] = tuple(cell.split("|")) if column in _LISTS else (cell,)
    return _Entry(kind, fields, {}, path, line)


def _own_name(entry: _Entry) -> OwnName:
    if not entry.items("name"):
        entry.fail("name", f"name is missing; every {entry.kind} needs one, in the nominative")
    for key, values in entry.fields.items():
        _check_words(entry, key, values)
    since, until = (_day(entry, key) for key in _DATES)
    if since is not None and until is not None and until < since:
        entry.fail("until", f"until {entry.one('until')} lies before since {entry.one('since')}")
    return OwnName(_row(entry), since, until, entry.path, entry.line)


def _check_words(entry: _Entry, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if not value or value != value.strip():
            entry.fail(key, f"empty item or space around one in {key!r}: {value!r}; write it without")
        if value in seen:
            entry.fail(key, f"{value!r} stands twice in {key!r}; write it once")
        seen.add(value)
        if word := mixed_scripts(value):
            entry.fail(key, word)
        if key in {"name", *_LISTS} and not any(letter.isalpha() for letter in value):
            entry.fail(key, f"{value!r} in {key!r} has no letter, so it is no name")


def _day(entry: _Entry, key: str) -> date | None:
    """The first day of ``since`` or the last of ``until``."""
    value = entry.one(key)
    if value is None:
        return None
    bad = f"bad date {value!r} in {key!r}; allowed are a year, a month or a day: 2024, 2024-05, 2024-05-31"
    match = _DATE.fullmatch(value) or entry.fail(key, bad)
    is_last = key == "until"
    year, month = int(match[1]), int(match[2] or (12 if is_last else 1))
    days = calendar.monthrange(year, month)[1]
    day = int(match[3] or (days if is_last else 1))
    return date(year, month, day) if day <= days else entry.fail(key, bad)


def _row(entry: _Entry) -> OwnRow:
    name, aliases, wikidata = entry.items("name")[0], entry.items("aliases"), entry.wikidata()
    if entry.kind == "post":
        kind = entry.choice("kind", {row.kind for row in gazetteers.post_heads()}, "official")
        complement = entry.choice("complement", gazetteers.COMPLEMENTS, "genitive")
        return PostRow(name, kind, complement, aliases, wikidata)
    country = entry.country()
    if entry.kind == "person":
        gender = entry.choice("gender", gazetteers.GENDERS, "") or None
        return PersonRow(name, aliases, gender, country, entry.one("post"), None, None, wikidata)
    if entry.kind == "place":
        kind = entry.choice("kind", gazetteers.PLACE_KINDS, "site")
        return CityRow(name, aliases, entry.items("adjectives"), country, kind, wikidata)
    key, abbreviations = f"own:{wikidata or name}", entry.items("abbreviations")
    if entry.kind == "party":
        return PartyRow(key, name, aliases, abbreviations, country or "", None, wikidata, entry.items("members"))
    kind = entry.choice("kind", {row.kind for row in gazetteers.organizations()}, "other")
    return OrganizationRow(key, name, aliases, abbreviations, kind, country, None, wikidata)
