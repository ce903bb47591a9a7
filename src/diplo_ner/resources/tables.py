"""Reads TSV tables and checks what every table must keep; a fault is a ``DataError`` that says file:line.

A table is UTF-8; its first line that is not a comment is the header; lines that start with '#' are comments and empty
lines are skipped; the cells of a line are split by a tab and the items of a list cell by '|'.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NoReturn

from diplo_ner.errors import DataError

Source = Path | Traversable

_LARGEST = 8 * 2**20  # bytes; the largest table of the package has 0.15 MB
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TWO_SCRIPTS = re.compile(r"[A-Za-z][А-Яа-яЁё]|(?<=[А-Яа-яЁё])[A-Za-z]")
_WORD = re.compile(r"\w+")
_SPACE_AROUND = re.compile(r"[ \u00a0](?=[\t|\n])|(?<=[\t|\n])[ \u00a0]")
WIKIDATA = re.compile(r"Q[1-9]\d*")
_YEAR = re.compile(r"[12]\d{3}")


class Row:
    """One line of a table: its cells by column and the place that it stands in."""

    __slots__ = ("_cells", "_places", "line", "path")

    def __init__(self, path: str, line: int, cells: list[str], places: dict[str, int]) -> None:
        self.path = path
        self.line = line
        self._cells = cells
        self._places = places

    def __getitem__(self, column: str) -> str:
        return self._cells[self._places[column]]

    def optional(self, column: str) -> str | None:
        """The cell, or None where it is empty."""
        return self[column] or None

    def items(self, column: str) -> tuple[str, ...]:
        """The items of a list cell, in order; none where it is empty."""
        cell = self[column]
        return tuple(cell.split("|")) if cell else ()

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """The cell, which must be one of ``allowed``."""
        if self[column] not in allowed:
            self.fail(unknown(column, self[column], allowed))
        return self[column]

    def wikidata(self, column: str = "wikidata") -> str | None:
        """The cell as a Wikidata item ('Q159'), or None where it is empty."""
        cell = self[column]
        if cell and not WIKIDATA.fullmatch(cell):
            self.fail(f"bad Wikidata item {cell!r} in {column!r}; allowed is Q and a number, as Q159, or nothing")
        return cell or None

    def year(self, column: str) -> int | None:
        """The cell as a year of four digits, or None where it is empty."""
        cell = self[column]
        if cell and not _YEAR.fullmatch(cell):
            self.fail(f"bad year {cell!r} in {column!r}; allowed are four digits, as 2024, or nothing")
        return int(cell) if cell else None

    def fail(self, what: str) -> NoReturn:
        """Raise the ``DataError`` of this line."""
        raise DataError(what, path=self.path, line=self.line)


def data_file(*parts: str) -> Traversable:
    """A file of the package's own data, as ``data_file('gazetteers', 'countries.tsv')``."""
    return files("diplo_ner").joinpath("data", *parts)


def unknown(what: str, value: str, allowed: Iterable[str]) -> str:
    """The message for a value outside a closed set, with the likeliest one meant."""
    names = sorted(allowed)
    close = difflib.get_close_matches(value, names, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    shown = ", ".join(names[:40]) + (", ..." if len(names) > 40 else "")
    return f"unknown {what} {value!r}; {hint}allowed: {shown}"


def read_text(source: Source) -> str:
    """The text of a data file: UTF-8, line ends as a line feed.

    Raises:
        DataError: the file is missing, too large, no UTF-8, or holds control characters or letters in two parts (й as
            и and a breve).
    """
    try:
        data = source.read_bytes() if not isinstance(source, Path) or source.stat().st_size <= _LARGEST else None
        text = "" if data is None else data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path=str(source)) from error
    except UnicodeDecodeError as error:
        what = f"no UTF-8: {error.reason} at byte {error.start}; save it as UTF-8"
        raise DataError(what, path=str(source)) from error
    if data is None:
        raise DataError(f"too large for a data file; allowed are {_LARGEST // 2**20} MB", path=str(source))
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise DataError(f"control character {control.group()!a}: this is no text file", path=str(source), line=line)
    if not unicodedata.is_normalized("NFC", text):
        line = next(n for n, one in enumerate(text.split("\n"), 1) if not unicodedata.is_normalized("NFC", one))
        what = "a letter and its mark stand apart; write them as one character (NFC)"
        raise DataError(what, path=str(source), line=line)
    return text


def read_table(
    source: Source,
    columns: Sequence[str],
    *,
    lists: Collection[str] = (),
    key: Sequence[str] = (),
    required: Collection[str] = (),
) -> list[Row]:
    """Read a table whose header is exactly ``columns``.

    Args:
        lists: columns whose cells hold items split by '|'.
        key: columns that together tell one row from all others.
        required: columns whose cells may not be empty.

    Raises:
        DataError: a wrong header or number of cells, an empty required cell or list item, an item twice in a list,
            space around a cell, a key twice, or a word of Latin and Cyrillic letters; file:line stands in front.
    """
    path, text = str(source), read_text(source)
    rows: list[Row] = []
    places: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not places:
            _check_header(path, number, cells, columns)
            places = {column: place for place, column in enumerate(cells)}
            continue
        if len(cells) != len(columns):
            what = f"{len(cells)} cells, but {len(columns)} columns: {', '.join(columns)}"
            raise DataError(what, path=path, line=number)
        row = Row(path, number, cells, places)
        if "|" in line:
            _check_lists(row, columns, lists)
        rows.append(row)
    if not places:
        raise DataError(f"no header; the first line must be the columns {', '.join(columns)}, split by tabs", path=path)
    _check_text(path, text)
    _check_keys(rows, key, required)
    return rows


def _check_header(path: str, line: int, header: list[str], columns: Sequence[str]) -> None:
    if header == list(columns):
        return
    for column in header:
        if column not in columns:
            raise DataError(unknown("column", column, columns), path=path, line=line)
    raise DataError(f"wrong header {', '.join(header)}; it must be {', '.join(columns)}", path=path, line=line)


def _check_text(path: str, text: str) -> None:
    for match in _SPACE_AROUND.finditer(text):
        line, whole = _line_of(text, match.start())
        if not whole.startswith("#"):
            raise DataError(f"space around a cell or an item in {whole!r}; write it without", path=path, line=line)
    for match in _TWO_SCRIPTS.finditer(text):
        line, whole = _line_of(text, match.start())
        if not whole.startswith("#"):
            raise DataError(mixed_scripts(whole), path=path, line=line)


def mixed_scripts(text: str) -> str:
    """What to say of the first word of Latin and Cyrillic letters in a line; '' where there is none."""
    match = _TWO_SCRIPTS.search(text)
    if match is None:
        return ""
    word = next(one.group() for one in _WORD.finditer(text) if one.end() > match.start())
    latin = "".join(dict.fromkeys(re.findall("[A-Za-z]", word)))
    return f"word of Latin and Cyrillic letters {word!r}; Latin are {latin!r}, all must be of one script"


def _line_of(text: str, place: int) -> tuple[int, str]:
    """The number (1-based) and the text of the line that holds ``place``."""
    start = text.rfind("\n", 0, place) + 1
    return text.count("\n", 0, start) + 1, text[start:].partition("\n")[0]


def _check_lists(row: Row, columns: Sequence[str], lists: Collection[str]) -> None:
    for column in columns:
        if "|" not in row[column]:
            continue
        if column not in lists:
            row.fail(f"'|' in {column!r}, which holds one value; lists: {', '.join(sorted(lists)) or 'no column'}")
        items = row.items(column)
        if not all(items):
            row.fail(f"empty item in {column!r}: {row[column]!r}; write items as a|b")
        if len(set(items)) < len(items):
            twice = next(item for item in items if items.count(item) > 1)
            row.fail(f"item {twice!r} twice in {column!r}; write it once")


def _check_keys(rows: list[Row], key: Sequence[str], required: Collection[str]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        for column in required:
            if not row[column]:
                row.fail(f"empty {column!r}; every row needs one")
        value = tuple(row[column] for column in key)
        if value and value in seen:
            row.fail(f"duplicate {', '.join(key)} {', '.join(value)!r}; it stands in line {seen[value]} already")
        seen[value] = row.line
