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

_TWO_SCRIPTS = re.compile(r"\b\w*(?:[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё])\w*")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_YEAR = re.compile(r"[12]\d{3}")


class Row:
    """One line of a table: its cells by column and the place that it stands in."""

    __slots__ = ("_cells", "line", "path")

    def __init__(self, path: str, line: int, cells: dict[str, str]) -> None:
        self.path = path
        self.line = line
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def optional(self, column: str) -> str | None:
        """The cell, or None where it is empty."""
        return self._cells[column] or None

    def items(self, column: str) -> tuple[str, ...]:
        """The items of a list cell, in order; none where it is empty."""
        cell = self._cells[column]
        return tuple(cell.split("|")) if cell else ()

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """The cell, which must be one of ``allowed``."""
        if self._cells[column] not in allowed:
            self.fail(unknown(column, self._cells[column], allowed))
        return self._cells[column]

    def wikidata(self, column: str = "wikidata") -> str | None:
        """The cell as a Wikidata item ('Q159'), or None where it is empty."""
        cell = self._cells[column]
        if cell and not _WIKIDATA.fullmatch(cell):
            self.fail(f"bad Wikidata item {cell!r} in {column!r}; allowed is Q and a number, as Q159, or nothing")
        return cell or None

    def year(self, column: str) -> int | None:
        """The cell as a year of four digits, or None where it is empty."""
        cell = self._cells[column]
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
        DataError: the file is missing, no UTF-8, or holds letters in two parts (й as и and a breve).
    """
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"cannot be read: {error}", path=str(source)) from error
    except UnicodeDecodeError as error:
        raise DataError(f"no UTF-8: {error}", path=str(source)) from error
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
    header: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            _check_header(path, number, header, columns)
        elif len(cells) != len(header):
            what = f"{len(cells)} cells, but {len(header)} columns: {', '.join(header)}"
            raise DataError(what, path=path, line=number)
        else:
            rows.append(Row(path, number, dict(zip(header, cells, strict=True))))
    if not header:
        raise DataError(f"no header; the first line must be the columns {', '.join(columns)}, split by tabs", path=path)
    _check_scripts(path, text)
    _check_cells(rows, header, lists, required)
    _check_keys(rows, key)
    return rows


def _check_header(path: str, line: int, header: list[str], columns: Sequence[str]) -> None:
    if header == list(columns):
        return
    for column in header:
        if column not in columns:
            raise DataError(unknown("column", column, columns), path=path, line=line)
    raise DataError(f"wrong header {', '.join(header)}; it must be {', '.join(columns)}", path=path, line=line)


def _check_scripts(path: str, text: str) -> None:
    for match in _TWO_SCRIPTS.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if text[start] != "#":
            word = match.group()
            latin = "".join(dict.fromkeys(re.findall("[A-Za-z]", word)))
            what = f"word of Latin and Cyrillic letters {word!r}; write {latin!r} in the script of the rest"
            raise DataError(what, path=path, line=text.count("\n", 0, start) + 1)


def _check_cells(rows: list[Row], header: list[str], lists: Collection[str], required: Collection[str]) -> None:
    for row in rows:
        for column in header:
            cell = row[column]
            if not cell:
                if column in required:
                    row.fail(f"empty {column!r}; every row needs one")
            elif cell.strip() != cell:
                row.fail(f"space around {cell!r} in {column!r}; write it without")
            elif "|" in cell:
                _check_list(row, column, lists)


def _check_list(row: Row, column: str, lists: Collection[str]) -> None:
    if column not in lists:
        row.fail(f"'|' in {column!r}, which holds one value; lists: {', '.join(sorted(lists)) or 'no column'}")
    items = row.items(column)
    for index, item in enumerate(items):
        if not item or item.strip() != item:
            row.fail(f"empty item or space around an item in {column!r}: {row[column]!r}; write items as a|b")
        if item in items[:index]:
            row.fail(f"item {item!r} twice in {column!r}; write it once")


def _check_keys(rows: list[Row], key: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows if key else ():
        value = tuple(row[column] for column in key)
        if value in seen:
            row.fail(f"duplicate {', '.join(key)} {', '.join(value)!r}; it stands in line {seen[value]} already")
        seen[value] = row.line
