"""The calendar value of a date expression: lexemes to ISO 8601, relative to the day of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from diplo_ner.entities.date_lexicon import Lexeme, Value


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both as exact as known ('2024', '2024-01', '2024-01-20')."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


Reader = Callable[[list[Lexeme], date | None], Period | None]

_POINT = re.compile(r"[DOZ]?(?:[MI]|i\.?)?,?(?:A?Y[GL]?|AG|E)?")
_LIMITS_AHEAD = ("на", "к", "ко", "до")


def read(units: list[Lexeme], published: date | None) -> str | None:
    """See ``dates.to_iso``."""
    while units and units[-1].kind in ".,":
        units = units[:-1]
    units, prepositions = _core(units)
    code = _code(units)
    if not code:
        return None
    try:
        period = _range(units, published) or _single(units, prepositions, published)
    except (ValueError, OverflowError):  # 31 февраля; a year past the calendar
        return None
    return None if period is None else str(period)


def calendar_day(value: Value) -> date | None:
    """The day of a (year, month, day), None where the calendar has none."""
    try:
        return date(*value) if isinstance(value, tuple) else None
    except ValueError:
        return None


def _code(units: Iterable[Lexeme]) -> str:
    return "".join(unit.kind for unit in units)


def _core(units: list[Lexeme]) -> tuple[list[Lexeme], list[str]]:
    """Without the preposition and 'начале', which do not change the unit that is meant."""
    prepositions = []
    while units and (units[0].kind in "pkB" or _code(units[:2]) in ("zA", "zY")):
        if units[0].kind != "B":
            prepositions.append(str(units[0].value))
        units = units[1:]
    return units, prepositions


def _number(unit: Lexeme) -> int:
    return unit.value if isinstance(unit.value, int) else 0


def _month(year: int, month: int) -> str:
    date(year, month, 1)
    return f"{year:04}-{month:02}"


def _months(year: int, first: int, last: int) -> Period:
    """Months counted from January of ``year``; 13 is the next January."""
    return Period(*(_month(year + (month - 1) // 12, (month - 1) % 12 + 1) for month in (first, last)))


def _year(year: int) -> str:
    date(year, 1, 1)
    return f"{year:04}"


def _same(text: str) -> Period:
    return Period(text, text)


def _range(units: list[Lexeme], published: date | None) -> Period | None:
    code = _code(units)
    if re.fullmatch("Y[-/][DN][GL]?", code):  # 2020/21
        return _seasons_year(_number(units[0]), _number(units[2]))
    cut = re.search(r"(?<=.)[-pk/](?=.)", code)
    if cut is None:
        return _neighbours(units, published)
    left, right = units[: cut.start()], units[cut.end() :]
    if units[0].kind in "WX":
        return None
    spelled_year = any(unit.kind in "YEG" for unit in left)
    left = left + _tail(_code(left), right)
    last = _single(right, [], published)
    if last is None and spelled_year:
        last = _single(right + [unit for unit in left if unit.kind in "YEAG"], [], published)
    first = _single(left, [], published)
    if first is None or last is None:
        return None
    if first.first > last.last and not spelled_year and not any(unit.kind in "YEG" for unit in right):
        first = Period(str(int(first.first[:4]) - 1) + first.first[4:], first.last)
    return Period(first.first, last.last) if first.first <= last.last else None


def _seasons_year(year: int, short: int) -> Period | None:
    last = year + 1
    return Period(_year(year), _year(last)) if short in (last, last % 100) else None


def _tail(left: str, right: list[Lexeme]) -> list[Lexeme]:
    """What the left end of a range leaves to be understood from the right: 'с 5' по 7 'мая 2023 года'."""
    kinds = {"O": "D", "I": "M", "i": "M"}
    last = kinds.get(left[-1], left[-1])
    for index, unit in enumerate(right):
        if kinds.get(unit.kind, unit.kind) == last:
            return right[index + 1 :]
    return []


def _neighbours(units: list[Lexeme], published: date | None) -> Period | None:
    """'10 и 11 мая', '2009 и 2010 годы', 'в мае и июне': a period where the two touch."""
    match = re.fullmatch(r"(?:([DO])&[DO](?=[MI])|([MI])&[MI]|Y&Y).*", _code(units))
    if match is None or _number(units[2]) != _number(units[0]) + 1:
        return None
    return _range([units[0], units[1]._replace(kind="-"), *units[2:]], published)


def _single(units: list[Lexeme], prepositions: list[str], published: date | None) -> Period | None:
    code = _code(units)
    match = re.fullmatch(r"A?(W|X)[,-]?(?=[DOZMITiI])(.+)", code)
    if match:
        weekday = _number(units[match.start(1)]) if match[1] == "W" else None
        return _point(units[match.start(2) :], published, weekday)
    if re.fullmatch(r"A?W", code):
        return _weekday(units, prepositions, published)
    for pattern, reader in _READERS:
        if re.fullmatch(pattern, code):
            return reader(units, published)
    return _point(units, published, None) if _POINT.fullmatch(code) else None


def _point(units: list[Lexeme], published: date | None, weekday: int | None) -> Period | None:
    if units[0].kind == "T":
        return _numeric(units, published)
    if not _POINT.fullmatch(_code(units)):
        return None
    by_kind = {{"O": "D", "Z": "D", "I": "M", "i": "M"}.get(unit.kind, unit.kind): unit for unit in units}
    year = _stated_year(units, published)
    month = _number(by_kind["M"]) if "M" in by_kind else None
    day_number = _number(by_kind["D"]) if "D" in by_kind else None
    if month is None:
        return None if day_number is not None or year is None else _same(_year(year))
    if year is None:
        if published is None or by_kind.keys() & {"Y", "E", "G"}:
            return None
        year = _nearest_year(published, month, day_number, weekday)
    return _same(_month(year, month) if day_number is None else date(year, month, day_number).isoformat())


def _stated_year(units: list[Lexeme], published: date | None) -> int | None:
    for index, unit in enumerate(units):
        if unit.kind == "Y":
            return _number(unit)
        if published is not None and unit.kind == "E":
            return published.year
        if published is not None and unit.kind == "A" and index + 1 < len(units) and units[index + 1].kind == "G":
            return published.year + _number(unit)
    return None


def _nearest_year(published: date, month: int, day: int | None, weekday: int | None) -> int:
    """The year that puts a day or month nearest to publication, among those where the weekday agrees."""
    found = []
    for year in (published.year, published.year - 1, published.year + 1):
        if day is None:
            found.append((abs((year - published.year) * 12 + month - published.month), year))
        elif day <= calendar.monthrange(year, month)[1]:
            other = date(year, month, day)
            wrong = weekday is not None and other.weekday() != weekday
            found.append((abs((other - published).days) + 10_000 * wrong, year))
    if not found:
        raise ValueError(f"no day {day} in month {month}")
    return min(found, key=lambda pair: pair[0])[1]


def _weekday(units: list[Lexeme], prepositions: list[str], published: date | None) -> Period | None:
    """The last such day up to publication; the next one after 'следующий' and prepositions of a term ahead."""
    if published is None:
        return None
    wanted = _number(units[-1])
    shift = _number(units[0]) if len(units) == 2 else None
    if shift == 0:  # 'в эту пятницу': of this calendar week
        return _same((published + timedelta(wanted - published.weekday())).isoformat())
    if shift == 1 or (shift is None and prepositions and prepositions[0] in _LIMITS_AHEAD):
        ahead = (wanted - published.weekday()) % 7
        return _same((published + timedelta(ahead or 7 * (shift == 1))).isoformat())
    back = (published.weekday() - wanted) % 7
    return _same((published - timedelta(back or 7 * (shift == -1))).isoformat())


def _numeric(units: list[Lexeme], published: date | None) -> Period | None:
    day = calendar_day(units[0].value)
    return None if day is None else _same(day.isoformat())


def _day(units: list[Lexeme], published: date | None) -> Period | None:
    return None if published is None else _same((published + timedelta(_number(units[0]))).isoformat())


def _shifted(unit: str, shift: int, published: date) -> Period | None:
    if unit == "day":
        return _same((published + timedelta(shift)).isoformat())
    if unit == "week":
        monday = published + timedelta(7 * shift - published.weekday())
        return Period(monday.isoformat(), (monday + timedelta(6)).isoformat())
    if unit == "weekend":
        saturday = published + timedelta(7 * shift - published.weekday() + 5)
        return Period(saturday.isoformat(), (saturday + timedelta(1)).isoformat())
    if unit == "month":
        return _months(published.year, published.month + shift, published.month + shift)
    return _same(_year(published.year + shift)) if unit == "year" else None


def _relative(units: list[Lexeme], published: date | None) -> Period | None:
    unit = str(units[1].value)
    # 'на следующий день' counts from the day that the text tells of.
    return None if published is None or unit == "day" else _shifted(unit, _number(units[0]), published)


def _ago(units: list[Lexeme], published: date | None) -> Period | None:
    """'два года назад' is a year, 'три недели назад' a week: no more exact than the unit."""
    counted = [unit for unit in units if unit.kind in "DNqY"]
    if published is None or any(unit.value is None for unit in counted):
        return None
    count = sum(_number(unit) for unit in counted) if counted else 1
    unit = next(str(unit.value) for unit in units if unit.kind in "uGL")
    if unit == "halfyear":
        unit, count = "month", 6
    if unit == "decade":
        unit, count = "year", 10 * count
    return _shifted(unit, -count, published)


def _decade(units: list[Lexeme], published: date | None) -> Period | None:
    value = _number(units[0])
    if value < 100:
        if value < 30:  # the 1910s or the 2010s
            return None
        value += 1900
    return Period(_year(value), _year(value + 9))


def _century(units: list[Lexeme], published: date | None) -> Period | None:
    number = _number(units[0])
    return Period(_year(100 * number - 99), _year(100 * number))


def _part_of_year(units: list[Lexeme], published: date | None) -> Period | None:
    number, months = _number(units[0]), _number(units[1])
    year = _stated_year(units[2:], published)
    if year is None and len(units) == 2 and published is not None:
        year = published.year
    if year is None or not 1 <= number <= 12 // months:
        return None
    return _months(year, months * (number - 1) + 1, months * number)


def _season(units: list[Lexeme], published: date | None) -> Period | None:
    shift = _number(units[0]) if units[0].kind == "A" else 0
    first = _number(units[0] if units[0].kind == "S" else units[1])
    spelled = _stated_year(units, published)
    if any(unit.kind in "YGE" for unit in units):
        if spelled is None:
            return None
        # 'зимой 2023 года' may be either of two winters.
        return _same(_year(spelled)) if first == 12 else _months(spelled, first, first + 2)
    if published is None:
        return None

    def distance(year: int) -> int:
        middle = 12 * year + first + 1
        return abs(middle - 12 * published.year - published.month)

    year = min((published.year, published.year - 1, published.year + 1), key=distance) + shift
    return _months(year, first, first + 2)


_READERS: tuple[tuple[str, Reader], ...] = (
    ("T", _numeric),
    ("Xu?", _day),
    ("A[Gu]", _relative),
    ("(?:[DN]|q{1,2})?[uGL]h{1,2}", _ago),
    ("Z[GL]?", _decade),
    ("[RO]C", _century),
    (r"[OR]K(?:A?Y[GL]?|AG|E)?", _part_of_year),
    (r"A?S(?:A?Y[GL]?|AG|E)?", _season),
)
