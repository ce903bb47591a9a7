"""Words and numbers of Russian dates, as lexemes of one-letter classes.

A text becomes a string of class letters, so that the grammar of ``dates`` is a handful of short regular expressions
over that string. The classes:

=====  ==========================================================  =====================================
class  what                                                        value
=====  ==========================================================  =====================================
T      whole numeric date: 12.03.2021, 05/08/2008, 2021-03-12      (year, month, day)
D N    number from 1 to 31; any other number                       the number
Y      year, 1000 to 2100                                          the year
O      ordinal: 20-го, первого, тридцать первого                   the number
Z      decade or ordinal in tens: 1990-х, 90-е                     the number
R      Roman number                                                the number
q      quantity in words                                           the number, None for несколько, много
M I i  month; capitalised; abbreviated                             1 to 12
m      adjective of a month: октябрьский                           1 to 12
W w    weekday; its adjective                                      0 (Monday) to 6
S      season                                                      its first month (winter: 12)
G L    год, г.; лет, годы, гг.                                     'year'
u      other unit of time                                          'month', 'week', 'day', ... or None
C      век, столетие                                               None
K      квартал, полугодие, половина                                months it lasts
A      этот, нынешний; прошлый; следующий, будущий                 0, -1, 1
V      последний, ближайший, тот: relative, but not to a unit      None
e      же, самый                                                   None
B      начало, середина, конец                                     None
p k z  prepositions: в, с, до, ...; к; за, через, после            the word
a      около, более, почти, ...                                    None
t      течение, протяжение, период                                 None
X x    сегодня, вчера, ...; ежегодно                               days from publication; None
h b    назад, тому; спустя, позже, ранее                           None
E      с. г., т. г. (of this year)                                 0
j      трёхдневный, двухмесячный                                   None
=====  ==========================================================  =====================================

Punctuation stands for itself ('-' for every dash, '&' for и and или); anything else is '?'.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

Value = int | str | tuple[int, int, int] | None


class Lexeme(NamedTuple):
    """A unit of a date at characters ``start`` to ``end`` of the text."""

    kind: str
    value: Value
    start: int
    end: int


_LEXEME = re.compile(
    r"(?P<ymd>(?<![\d.])\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<dmy>(?<![\d.])\d{1,2}(?P<sep>[./])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<year>\b[ст]\.\s?г\b)"
    r"|(?P<number>\d++)(?:-(?P<suffix>(?:го|ого|му|ому|ом|м|ый|ой|й|ое|ая|ой|е|ых|х|ые|ым|ми|ю|я)\b))?"
    r"|(?P<roman>\b[IVXХ]{1,6}\b)(?:-(?:го|й|м|е|х)\b)?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<dash>[-‐‑–—−])"
    r"|(?P<other>\S)"
)

# No lexeme has a space in it but 'с. г.'.
_WORDS = re.compile(r"\S+")
_OF_YEAR = re.compile(r"\b[ст]\.\sг\b")
_WHOLE = re.compile(r"(?s).+")
_LONG = 40  # characters of what is no word any more

_ADJECTIVE = "ый ий ого его ому ему ым им ом ем ая яя ой ей ую юю ое ее ые ие ых их ыми ими"
_SOFT = ["ь", "я", "ю", "ем", "е", "и"]
_ROMAN = {"I": 1, "V": 5, "X": 10}

_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_SHORT_MONTHS = {
    "янв": 1, "фев": 2, "февр": 2, "апр": 4, "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "нояб": 11, "дек": 12,
}  # fmt: skip
_WEEKDAYS = (
    "понедельник понедельника понедельнику",
    "вторник вторника вторнику",
    "среду среды",  # среда and среде are mostly surroundings
    "четверг четверга четвергу",
    "пятницу пятницы пятнице пятница",
    "субботу субботы субботе суббота",
    "воскресенье воскресенья воскресенью",
)
_SEASONS = {
    3: "весной весна весны весну весне", 6: "летом лето лета лету",
    9: "осенью осень осени", 12: "зимой зима зимы зиму зиме",
}  # fmt: skip
_ORDINALS = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9, "десят": 10,
    "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15, "шестнадцат": 16,
    "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30,
}  # fmt: skip
_QUANTITIES = {
    1: "один одного одному одним одну одна одной", 2: "два двух двум двумя две", 3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя", 5: "пять пяти пятью", 6: "шесть шести шестью", 7: "семь семи семью",
    8: "восемь восьми", 9: "девять девяти", 10: "десять десяти десятью", 11: "одиннадцать одиннадцати",
    12: "двенадцать двенадцати", 13: "тринадцать тринадцати", 14: "четырнадцать четырнадцати",
    15: "пятнадцать пятнадцати", 16: "шестнадцать шестнадцати", 17: "семнадцать семнадцати",
    18: "восемнадцать восемнадцати", 19: "девятнадцать девятнадцати", 20: "двадцать двадцати", 30: "тридцать тридцати",
    40: "сорок сорока", 50: "пятьдесят пятидесяти", 60: "шестьдесят шестидесяти", 70: "семьдесят семидесяти",
    80: "восемьдесят восьмидесяти", 90: "девяносто девяноста", 100: "сто ста",
}  # fmt: skip
_VAGUE_QUANTITIES = "несколько нескольких нескольким несколькими много многих многие долгие полтора полутора пару пары"
_UNITS = {
    "month": "месяц месяца месяцу месяцем месяце месяцы месяцев месяцам месяцами месяцах",
    "week": "неделя недели неделю неделе неделей недель неделям неделями неделях",
    "day": "день дня дню днем дне дни дней дням днями днях сутки суток суткам сутками сутках",
    "decade": "десятилетие десятилетия десятилетий десятилетии десятилетием десятилетиям десятилетиях",
    "weekend": "выходные выходных выходным",
    "halfyear": "полгода полугода",
    "season": "сезон сезона сезоне сезону сезонов сезонах",
}
_RELATIVE = {
    -1: ("прошл", "минувш", "прошедш", "истекш"),
    0: ("нынешн", "текущ"),
    1: ("следующ", "будущ", "предстоящ", "грядущ"),
}
_VAGUE = ("последн", "ближайш", "последующ", "предыдущ", "настоящ", "недавн", "кажд")
_THIS = "этот этого этому этим этом эта этой эту эти этих"
_THAT = "тот того тем том та той ту те тех"
_SPECIAL = {
    "p": "в во с со c до на от по",
    "k": "к ко",
    "z": "за через после",
    "a": "около более свыше почти примерно порядка менее чуть больше меньше практически приблизительно",
    "t": "течение протяжении протяжение период",
    "x": "ежегодно",
    "h": "назад",
    "b": "спустя позже ранее раньше",
    "e": "же самый самом самого",
    "B": "начало начале начала началу середина середине середины середину конец конце конца концу концом",
    "C": "век века веке веку веком веков столетие столетия столетии столетию",
    "&": "и или либо",
}
_DAYS = {
    "позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2,
}  # fmt: skip
_DAY_ADJECTIVES = {"вчерашн": -1, "сегодняшн": 0, "завтрашн": 1}
_LENGTH = re.compile(
    "(?:одно|двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти)(?:дневн|недельн|месячн)[а-я]{2,3}"
)


def _adjective(stem: str) -> list[str]:
    return [stem + ending for ending in _ADJECTIVE.split()]


@functools.cache
def _words() -> dict[str, tuple[str, Value]]:
    words: dict[str, tuple[str, Value]] = {}

    def put(kind: str, value: Value, forms: str | list[str]) -> None:
        for form in forms.split() if isinstance(forms, str) else forms:
            words.setdefault(form, (kind, value))

    for number, stem in enumerate(_MONTHS, 1):
        hard = ["", "а", "у", "ом", "е"]
        endings = ["й", "я", "ю", "ем", "е"] if stem == "ма" else hard if stem in ("март", "август") else _SOFT
        put("M", number, [stem + ending for ending in endings])
        put("m", number, _adjective({"ма": "майск", "январ": "январск", "март": "мартовск", "август": "августовск"}
                                    .get(stem, stem + "ьск")))  # fmt: skip
    for short, number in _SHORT_MONTHS.items():
        put("i", number, [short])
    for weekday, forms in enumerate(_WEEKDAYS):
        put("W", weekday, forms)
    for weekday, stem in {5: "субботн", 6: "воскресн"}.items():
        put("w", weekday, _adjective(stem))
    for first, forms in _SEASONS.items():
        put("S", first, forms)
    for stem, number in _ORDINALS.items():
        put("O", number, _adjective(stem) + ["третьего", "третьем", "третье", "третий"] * (number == 3))
    for number, forms in _QUANTITIES.items():
        put("q", number, forms)
    put("q", None, _VAGUE_QUANTITIES)
    put("G", "year", "год года году годом годе г")
    put("L", "year", "лет годы годов годам годах годами гг")
    for unit, forms in _UNITS.items():
        put("u", unit, forms)
    for length, stem in {3: "квартал", 6: "полугоди"}.items():
        put("K", length, [stem + ending for ending in ["", "а", "е", "у", "и", "я", "ю"]])
    put("K", 6, "половина половины половине половину")
    for shift, stems in _RELATIVE.items():
        for stem in stems:
            put("A", shift, _adjective(stem))
    put("A", 0, _THIS)
    put("V", None, _THAT)
    put("h", None, "тому")
    for stem in _VAGUE:
        put("V", None, _adjective(stem))
    for kind, forms in _SPECIAL.items():
        for form in forms.split():
            put(kind, form, [form])
    for word, shift in _DAYS.items():
        put("X", shift, [word])
    for stem, shift in _DAY_ADJECTIVES.items():
        put("X", shift, _adjective(stem))
    return words


def _roman(text: str) -> int:
    digits = [_ROMAN[letter] for letter in text.replace("Х", "X")]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _numeric_date(text: str) -> tuple[int, int, int]:
    parts = re.split(r"[-./]", text)
    if len(parts[0]) == 4:
        return int(parts[0]), int(parts[1]), int(parts[2])
    year = int(parts[2])
    if len(parts[2]) == 2:
        year += 2000 if year < 50 else 1900  # POSIX puts the turn at 69; press archives reach back to the fifties
    return year, int(parts[1]), int(parts[0])


def _number(digits: str, suffix: str) -> tuple[str, Value]:
    # No date needs more digits, and int() refuses very long strings.
    value = int(digits[:6])
    if suffix in ("е", "х", "ых", "ые", "ым", "ми") and value and value % 10 == 0:
        return "Z", value
    if len(digits) == 4 and 1000 <= value <= 2100:
        return "Y", value
    if len(digits) <= 2 and 1 <= value <= 31:
        return ("O" if suffix else "D"), value
    return ("?" if suffix else "N"), value


@functools.lru_cache(maxsize=20_000)
def _classify(text: str, group: str) -> tuple[str, Value]:
    """The class and value of what a group of ``_LEXEME``, the last one that matched, has found."""
    if group == "word":
        return _word(text)
    if group == "other":
        return (text if text in ",./()" else "?"), None
    if group in ("number", "suffix"):
        number, _, suffix = text.partition("-")
        return _number(number, suffix)
    if group == "roman":
        return "R", _roman(text.partition("-")[0])
    if group == "dash":
        return "-", None
    return ("E", 0) if group == "year" else ("T", _numeric_date(text))


def _word(text: str) -> tuple[str, Value]:
    lower = text.lower().replace("ё", "е")
    kind, value = _words().get(lower, ("j" if _LENGTH.fullmatch(lower) else "?", None))
    return ("I" if kind == "M" and text[0].isupper() else kind), value


# What leads to a date, counts or describes one: no date of the grammar is made of these alone, digits aside.
ACCOMPANYING = frozenset("?pkzatebBhqAVO&-.,/()")


@functools.lru_cache(maxsize=20_000)
def may_date(token: str) -> bool:
    """Whether a sentence with this token may have a date: it has a digit or is a word that every date needs one of."""
    return any(map(str.isdigit, token)) or any(unit.kind not in ACCOMPANYING for unit in lexemes(token))


def lexemes(text: str) -> list[Lexeme]:
    """The lexemes of ``text`` in order; 'двадцать первого' is one. Time grows linearly with the length."""
    found: list[Lexeme] = []
    for word in (_WHOLE if _OF_YEAR.search(text) else _WORDS).finditer(text):
        at = word.start()
        short = word.end() - at < _LONG
        for kind, value, start, end in _in_word(word.group()) if short else _read(word.group()):
            last = found[-1] if kind == "O" and found else None
            if last is not None and last.kind == "q" and last.value in (20, 30) and isinstance(value, int):
                found[-1] = Lexeme("O", int(str(last.value)) + value, last.start, at + end)
            else:
                found.append(Lexeme(kind, value, at + start, at + end))
    return found


@functools.lru_cache(maxsize=20_000)
def _in_word(word: str) -> tuple[Lexeme, ...]:
    """The lexemes of what stands between spaces: of most words there is one, and they come again and again."""
    return tuple(_read(word))


def _read(text: str) -> Iterator[Lexeme]:
    for match in _LEXEME.finditer(text):
        yield Lexeme(*_classify(match.group(), match.lastgroup or ""), *match.span())
