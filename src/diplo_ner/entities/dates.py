"""Finding dates and periods in a sentence, and reading them to ISO 8601.

Both work on the class letters of ``date_lexicon``: a date expression is a short string such as 'pDMYG'
('с 5 мая 2023 года'). All patterns are bounded and run once over that string, so time is linear.

Spans are those of NEREL (Loukachevitch et al. 2021): the preposition belongs to the date ('в понедельник'), a time of
day ('утром') and the full stop of 'г.' do not.
"""

from __future__ import annotations

import bisect
import functools
import re
from datetime import date

from diplo_ner.entities.date_lexicon import Lexeme, lexemes, may_date
from diplo_ner.entities.date_values import calendar_day, read
from diplo_ner.records import RawSpan, TaggedSentence

_P = "[pk]?"
_DAY = "[DOZ]"
_MONTH = "(?:[MI]|i[.]?)"
_YEAR = "(?:[AV]?Y[GL]?|[AV]e?G|E)"
_DAY_MONTH = f"{_DAY}{_MONTH}(?:,?{_YEAR})?"
_MONTH_YEAR = f"{_MONTH}{_YEAR}"
_POINT = f"(?:T|{_DAY_MONTH}|{_MONTH_YEAR})"
_DECADE = "Z[GL]?"
_CENTURY = "(?:[RO]C|Z?LRC)"
_PART = "(?:V?B)"
_COUNT = "(?:[DNY]|q{1,3})(?:-[DN])?"
_LENGTH = f"(?:{_COUNT}V?[LGuC])"
_AROUND = "a{0,2}"

# First match wins at each place: longer forms stand before their beginnings.
_FORMS = (
    # с 9 марта 2015 по декабрь 2016; с 2003 по 2011 годы; с 15 на 16 июля; с 5 по 7 мая
    f"p(?:{_POINT}|{_YEAR}|{_DAY}|{_MONTH})p(?:{_POINT}|{_MONTH}|Y[GL]?)",
    # 30 мая - 2 июня; август - сентябрь 2019; 21-22 мая 2017 года; 10, 11 и 12 мая
    f"{_P}{_POINT}-{_POINT}",
    f"{_P}{_MONTH}[-&]{_MONTH}(?:{_YEAR})?",
    f"{_P}(?:{_DAY}[-,&]){{1,3}}{_DAY_MONTH}",
    # в понедельник, 12 июня 2023 года; вчера, 9 сентября
    f"{_P}[AV]?(?:W|X)[,-]?{_POINT}",
    # в начале июня 2010 года; к концу 1990-х годов; в конце прошлой недели
    f"{_P}{_PART}(?:{_POINT}|{_MONTH}|{_YEAR}|{_DECADE}|{_CENTURY}|[AV][GuCS]|[Gu])",
    # во втором квартале 2023 года; первого полугодия
    f"{_P}(?:[OR]K(?:{_YEAR})?|[AV]K)",
    f"{_P}{_POINT}",
    # 2003-2011 годы; 2020/21; 1990-е - 2000-е гг.
    f"{_P}Y[-/]Y[GL]?",
    f"{_P}Y[-/][DN][GL]?",
    f"{_P}{_DECADE}-{_DECADE}",
    f"{_P}R-R?C|{_P}{_CENTURY}",
    f"{_P}{_DECADE}",
    f"{_P}[AV]?S(?:{_YEAR})?",
    # в течение пяти лет; за последние два года; через год
    f"pt(?:{_AROUND}[AV]?{_LENGTH}|[AV]?[GuSC]|{_YEAR})",
    f"{_AROUND}z{_AROUND}(?:[AV]?{_LENGTH}|[AV]?[GuC]|{_YEAR})",
    # два года назад; около года назад; двумя годами ранее; спустя две недели
    f"{_AROUND}(?:{_LENGTH}|[Gu])(?:h{{1,2}}|b)",
    f"b{_AROUND}(?:{_LENGTH}|[Gu])",
    # в 2023 году; в прошлом году; на прошлой неделе; в тот же день; в последние годы
    f"{_P}{_YEAR}",
    f"{_P}[AV]{{1,2}}e?[LuC]",
    f"{_P}[AV]{_COUNT}[LGu]",
    # на два года; около пяти лет; более года
    f"p?{_AROUND}{_LENGTH}|a{{1,2}}[Gu]",
    # в понедельник; в прошлую пятницу; на четверг
    f"[pk][AV]?W|[AV]W|{_P}S",
    f"[pk]{_MONTH}",
    "pXu|X|x|w|j|m",
)


@functools.cache
def grammar() -> re.Pattern[str]:
    """What dates are made of, over the class letters."""
    forms = "|".join(f"(?:{form})" for form in _FORMS)
    return re.compile(f"(?=[A-Za-z])(?:{forms})")  # no form begins with a mark or another word: most places need no try


def find_dates(sentence: TaggedSentence) -> list[RawSpan]:
    """The dates and periods of a sentence, in order, not overlapping; type DATE, recognizer 'dates'."""
    if not any(map(may_date, [token.text for token in sentence.tokens])):
        return []
    text, starts, ends = _join(sentence)
    units = lexemes(text)
    code = "".join(unit.kind for unit in units)
    spans = []
    for match in grammar().finditer(code):
        first, last = match.start(), match.end() - 1
        found = units[first : last + 1]
        start = bisect.bisect_left(starts, found[0].start)
        end = bisect.bisect_left(ends, found[-1].end)
        if start == len(starts) or starts[start] != found[0].start:
            continue
        # A token may end in punctuation that the tokeniser left on it.
        if any(letter.isalnum() or letter == "-" for letter in text[found[-1].end : ends[end]]):
            continue
        if not _plausible(found, units[first - 1] if first else None, _agreement(sentence, end + 1), text):
            continue
        spans.append(RawSpan(start, end + 1, "DATE", 0.9, "dates"))
    return spans


def _plausible(found: list[Lexeme], before: Lexeme | None, after: str, text: str) -> bool:
    """Whether a date is meant where the form alone does not say: ages, amounts, names.

    ``before`` is the lexeme before, ``after`` the case and number of the token after ('Gen Plur').
    """
    code = "".join(unit.kind for unit in found)
    word = text[found[0].start : found[0].end]
    if re.fullmatch("p?a{0,2}(?:[DN]|q{1,3})(?:-[DN])?[LG]", code):
        # '53 года', 'до 16 лет' are mostly ages; words and a term ('на 5 лет') are not.
        return "q" in code or "a" in code or word == "на" or (before is not None and before.kind == "k")
    if code == "S":
        return word.lower() in ("весной", "летом", "осенью", "зимой")
    if code in ("m", "w"):
        return word[0].islower()
    if code in ("Au", "Vu"):
        return found[-1].value != "day"
    if code == "X" and word.lower() == "накануне":
        return "Gen" not in after
    if code in ("Y", "pY"):
        named = before is not None and text[before.start].isupper() and before.kind == "?"
        return after != "Gen Plur" and not (code == "Y" and named) and text[found[-1].end :].strip()[:1] != "%"
    if code == "T":
        return calendar_day(found[0].value) is not None
    return True


def _agreement(sentence: TaggedSentence, index: int) -> str:
    if index >= len(sentence.tokens) or sentence.pos[index] not in ("NOUN", "PROPN", "ADJ"):
        return ""
    feats = sentence.feats[index]
    return f"{feats.get('Case', '')} {feats.get('Number', '')}"


def _join(sentence: TaggedSentence) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    starts, ends, length, last = [], [], 0, sentence.sentence.start
    for token in sentence.tokens:
        gap = " " if token.start > last else ""
        parts += (gap, token.text)
        starts.append(length + len(gap))
        length += len(gap) + len(token.text)
        ends.append(length)
        last = token.end
    return "".join(parts), starts, ends


def to_iso(text: str, published: date | None = None) -> str | None:
    """A date expression as ISO 8601, as exactly as it is known, else None.

    '2024-01-20', '2024-01', '2024'; a period that is no calendar unit is an interval: '2023-10/2023-12'. What is
    relative ('вчера', '12 марта') is read from ``published``, the day of publication; without it, or where the text
    refers to another date of its own ('в тот же день', 'через год'), the answer is None. Prepositions of a limit
    ('с', 'до', 'к') give the limit; 'в начале', 'в конце' give the whole.
    """
    return read(lexemes(text), published)
