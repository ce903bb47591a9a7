"""The nominative of persons' names, their parts and gender, from one mention or from all mentions of a person.

For each case and gender that the mention may stand in, every word takes its likeliest nominative; the hypotheses are
ranked by the sum of the words' scores and by how far the tagger's case, gender and the context's gender agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from diplo_ner.entities import east_asian, links
from diplo_ner.entities.east_asian import CASES
from diplo_ner.entities.name_forms import (
    GENDERS,
    GIVEN,
    PATRONYMIC,
    SURNAME,
    TITLE,
    Reading,
    readings,
    roles,
)
from diplo_ner.entities.stems import VOWELS
from diplo_ner.entities.wording import fold, join_usual, recase, words_of
from diplo_ner.resources.tables import data_file, read_table

# In nats. Chosen by hand among a few values each, by the names of NEREL train.
_CASE_MISSED = -2.4
_CASE_NEAR = {frozenset({"Gen", "Acc"}): -0.3, frozenset({"Dat", "Loc"}): -1.6}  # one form in some classes
_GENDER_MISSED = -0.7
_CONTEXT_GENDER_MISSED = -6.0
_CONTEXT_CASE_MISSED = -6.0
_NOMINATIVE = 0.5
_UNREADABLE = -6.0
_UNSURE = 1.5  # a lead below this leaves the second name above a fifth of the first's odds
_ALTERNATIVES = 2
_LISTED_PERSON = 8.0  # more than any one doubt: 'Криштиану Роналду' is no dative
_MORE_SYLLABLES = -3.0  # 'Ына' is 'Ын' declined, hardly 'Ын-а'
_INDECLINABLE_LEAD = 1.0
_UD_GENDERS = {"Masc": "male", "Fem": "female"}

_INITIAL = re.compile(r"[А-ЯЁA-Z][а-я]?$")
_PATRONYMIC_PARTICLES = {"оглы": "male", "кызы": "female"}


class PersonName(NamedTuple):
    """A person's name in the nominative.

    ``gender`` is 'male', 'female' or None where the name does not tell; ``is_guess`` marks a nominative with a close
    rival. A part that the name lacks is None.
    """

    name: str
    given_name: str | None
    surname: str | None
    patronymic: str | None
    gender: str | None
    is_guess: bool


class NameMention(NamedTuple):
    """One mention: its tokens, their UD features, and the gender that the context shows ('male', 'female' or None).

    ``cases`` are those that the noun before it, as 'богини', lets it stand in; empty where there is none.
    """

    words: tuple[str, ...]
    feats: tuple[Mapping[str, str], ...]
    gender: str | None = None
    cases: frozenset[str] = frozenset()


class _Spelled(NamedTuple):
    """A word of a name in one nominative, in its letter case and as it is compared."""

    named: str
    folded: str
    score: float


class _Hypothesis(NamedTuple):
    """``folded`` are the words as they are compared, ``written_out`` those that are no initials."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    written_out: frozenset[str]
    case: str
    gender: str
    score: float


def person_name(words: Sequence[str], feats: Sequence[Mapping[str, str]], gender: str | None = None) -> PersonName:
    """The name that one mention gives; ``gender`` ('male', 'female') is what the context shows, as a verb's form."""
    return cluster_name([NameMention(tuple(words), tuple(feats), gender)])


@lru_cache(maxsize=1_000)
def listed_name(name: str, gender: str | None) -> PersonName:
    """A name that is known to be in the nominative, with its parts; the gender is guessed where it is None."""
    words = tuple(name.split())
    guess = person_name(words, [{"Case": "Nom"}] * len(words), gender).gender
    return _assemble(words, gender or guess, False)._replace(name=name)


def cluster_name(mentions: Sequence[NameMention]) -> PersonName:
    """The one best name of a person from all its mentions; ``ValueError`` where there are none.

    The mention with the most words written out gives the words; every mention, also of the surname alone, votes for
    the nominatives that it agrees with.
    """
    if not mentions:
        raise ValueError("a name needs at least one mention")
    mentions = [_glued(mention) for mention in mentions]
    ranked = [(mention, _hypotheses(mention)) for mention in mentions]
    fullest = max(_fullness(mention.words) for mention in mentions)
    totals: dict[tuple[tuple[str, ...], str], float] = {}
    written: dict[tuple[str, ...], tuple[str, ...]] = {}
    for mention, hypotheses in ranked:
        if _fullness(mention.words) == fullest:
            for hypothesis in hypotheses:
                key = (hypothesis.folded, hypothesis.gender)
                totals[key] = 0.0
                if key[0] not in written or hypothesis.case == "Nom":
                    written[key[0]] = hypothesis.words
    for key in totals:
        listed = links.listed_gender(key[0]) == key[1]
        totals[key] = sum(_vote(key, hypotheses) for _, hypotheses in ranked) + (_LISTED_PERSON if listed else 0.0)
    best, sex = max(totals, key=lambda key: totals[key])
    rivals = [total for (words, _), total in totals.items() if words != best]
    other = max((total for (words, one), total in totals.items() if words == best and one != sex), default=None)
    sure = not rivals or totals[best, sex] - max(rivals) >= _UNSURE
    known_sex = sex if other is None or totals[best, sex] - other >= _UNSURE else None
    return _assemble(written[best], known_sex, not sure)


def _glued(mention: NameMention) -> NameMention:
    """The mention with the parts of a hyphenated name as one word."""
    words = words_of(mention.words, ["PROPN"] * len(mention.words), mention.feats)
    return mention._replace(words=tuple(word.text for word in words), feats=tuple(word.feats for word in words))


def _fullness(words: Sequence[str]) -> tuple[int, int]:
    return sum(len(word) > 1 and not _is_initial(words, i) for i, word in enumerate(words)), len(words)


def _vote(key: tuple[tuple[str, ...], str], hypotheses: Sequence[_Hypothesis]) -> float:
    """The best score of a mention's hypotheses, the likeliest first, that say nothing else than ``key``."""
    words, gender = key
    fitting = [
        hypothesis.score
        for hypothesis in hypotheses
        if hypothesis.gender == gender and hypothesis.written_out.issubset(words)
    ]
    return max(fitting, default=hypotheses[-1].score + _UNREADABLE) - hypotheses[0].score


def _hypotheses(mention: NameMention) -> tuple[_Hypothesis, ...]:
    tags = tuple((one.get("Case", ""), one.get("Gender", "")) for one in mention.feats)
    return _ranked(mention.words, tags, mention.gender, mention.cases)


@lru_cache(maxsize=1_000)
def _ranked(
    words: tuple[str, ...], tags: tuple[tuple[str, str], ...], gender: str | None, cases: frozenset[str]
) -> tuple[_Hypothesis, ...]:
    parts = _parts(words)
    options = _eastern(words, parts) or [_options(word, part) for word, part in zip(words, parts, strict=True)]
    # The tagger guesses the case of an indeclinable word; None is no part of the name that has a case or gender.
    informative = [
        None if part is None else not (column and _is_indeclinable(word, column))
        for word, part, column in zip(words, parts, options, strict=True)
    ]
    spelled = [_spelled(word, column) for word, column in zip(words, options, strict=True)]
    unread = [[_spell(word, fold(word), _UNREADABLE if part else 0.0)] for word, part in zip(words, parts, strict=True)]
    found = []
    allowed = cases or CASES
    for case, sex in product(CASES, GENDERS):
        columns = [by_place.get((case, sex), none) for by_place, none in zip(spelled, unread, strict=True)]
        prior = _prior(case, sex, tags, informative, gender) + (_CONTEXT_CASE_MISSED if case not in allowed else 0.0)
        found += [
            _hypothesis(row, case, sex, prior) for row in product(*columns[:6], *[column[:1] for column in columns[6:]])
        ]
    return tuple(sorted(found, key=lambda hypothesis: -hypothesis.score))


def _spelled(word: str, column: Sequence[Reading]) -> dict[tuple[str, str], list[_Spelled]]:
    """By case and gender the likeliest nominatives of a word."""
    found: dict[tuple[str, str], list[_Spelled]] = {}
    for reading in column:
        place = found.setdefault((reading.case, reading.gender), [])
        if len(place) < _ALTERNATIVES:
            place.append(_spell(word, reading.nominative, reading.score))
    return found


def _spell(word: str, nominative: str, score: float) -> _Spelled:
    named = recase(word, nominative)
    return _Spelled(named, fold(named), score)


def _hypothesis(row: tuple[_Spelled, ...], case: str, sex: str, prior: float) -> _Hypothesis:
    named, folded = tuple(word.named for word in row), tuple(word.folded for word in row)
    written_out = frozenset(word.folded for word in row if len(word.named) > 1)
    return _Hypothesis(named, folded, written_out, case, sex, prior + sum(word.score for word in row))


def _prior(
    case: str,
    sex: str,
    tags: tuple[tuple[str, str], ...],
    informative_words: Sequence[bool | None],
    gender: str | None,
) -> float:
    score = _NOMINATIVE if case == "Nom" else 0.0
    for (tagged_case, tagged_gender), informative in zip(tags, informative_words, strict=True):
        if informative is None:
            continue
        if informative and tagged_case in CASES and tagged_case != case:
            score += _CASE_NEAR.get(frozenset({tagged_case, case}), _CASE_MISSED)
        if _UD_GENDERS.get(tagged_gender, sex) != sex:
            score += _GENDER_MISSED
    return score + (_CONTEXT_GENDER_MISSED if gender and gender != sex else 0.0)


def _is_indeclinable(word: str, column: Sequence[Reading]) -> bool:
    """Whether the likeliest reading is the word itself in every case, and no other comes near."""
    best = column[0]
    cases = {one.case for one in column if one.nominative == best.nominative and one.score == best.score}
    rival = max((one.score for one in column if one.nominative != best.nominative), default=_UNREADABLE)
    return best.nominative == fold(word) and len(cases) == len(CASES) and best.score - rival >= _INDECLINABLE_LEAD


def _options(word: str, part: str | None) -> tuple[Reading, ...]:
    if part is None:
        gender = _PATRONYMIC_PARTICLES.get(word.lower())
        genders = (gender,) if gender else GENDERS
        return tuple(Reading(word.lower(), case, one, 0.0) for case in CASES for one in genders)
    return readings(word.lower(), part)


def _eastern(words: tuple[str, ...], parts: tuple[str | None, ...]) -> list[tuple[Reading, ...]]:
    """Readings of the words of a Chinese, Korean or Vietnamese name; empty where it is none."""
    last = east_asian.nominatives(words)
    if not last or any(part is None and len(word) > 1 for word, part in zip(words, parts, strict=True)):
        return []
    fixed = [tuple(Reading(word.lower(), case, sex, 0.0) for case in CASES for sex in GENDERS) for word in words[:-1]]
    declined = []
    fewest = min(reading.syllables for reading in last)
    for nominative, cases, syllables in last:
        unchanged = nominative == words[-1].lower()
        score = 0.0 if syllables == fewest else _MORE_SYLLABLES
        for case, sex in product(cases, GENDERS):
            stays = nominative[-1] in VOWELS or sex == "female"
            if unchanged == (case == "Nom" or stays) and (unchanged or sex == "male"):
                declined.append(Reading(nominative, case, sex, score))
    return [*fixed, tuple(sorted(declined, key=lambda reading: -reading.score))]


def _is_initial(words: Sequence[str], i: int) -> bool:
    return (
        bool(_INITIAL.match(words[i])) and (len(words[i]) == 1 or i + 1 < len(words)) and words[i + 1 : i + 2] == (".",)
    )


@lru_cache(maxsize=5_000)
def _parts(words: tuple[str, ...]) -> tuple[str | None, ...]:
    """Which part of the name each word is; None for initials, marks and particles, which never change."""
    content = [i for i, word in enumerate(words) if _declines(words, i)]
    parts: list[str | None] = [None] * len(words)
    for i in content:
        parts[i] = TITLE if words[i].islower() else GIVEN
    content = [i for i in content if parts[i] == GIVEN]
    if not content:
        return tuple(parts)
    patronymic = [i for i in content if len(content) > 1 and i != content[0] and roles(words[i]) == {PATRONYMIC}]
    for i in patronymic:
        parts[i] = PATRONYMIC
    parts[content[_surname_at(words, content, patronymic)]] = SURNAME
    if patronymic and content == [content[0], *patronymic]:
        parts[content[0]] = GIVEN
    return tuple(parts)


def _surname_at(words: tuple[str, ...], content: list[int], patronymic: list[int]) -> int:
    """Index into ``content`` of the surname: the last word, or the first where the lists say so."""
    first, last = content[0], content[-1]
    if len(content) == 1:
        return 0
    if patronymic and patronymic[-1] == last:
        return 0
    initials_after = any(_is_initial(words, i) for i in range(first + 1, len(words)))
    if initials_after and len(content) == 1:
        return 0
    if len(content) == 2 and roles(words[first]) == {SURNAME} and GIVEN in roles(words[last]) - {SURNAME}:
        return 0
    return len(content) - 1


def _declines(words: tuple[str, ...], i: int) -> bool:
    word = words[i]
    if not any(map(str.isalpha, word)) or _is_initial(words, i) or len(word) == 1:
        return False
    capitalised = _particles().get(word.lower())
    if capitalised is not None and (word.islower() or (capitalised and i + 1 < len(words))):
        return False
    return bool(re.search("[а-яё]", word.lower()))


def _assemble(words: tuple[str, ...], gender: str | None, is_guess: bool) -> PersonName:
    parts = _parts(words)
    if _eastern(words, parts):
        given, surname, patronymic = list(words[1:]), [words[0]], None
    else:
        patronymic = next((word for word, part in zip(words, parts, strict=True) if part == PATRONYMIC), None)
        given = [word for word, part in zip(words, parts, strict=True) if part == GIVEN]
        surname = _surname_words(words, parts)
    if gender == "female" and patronymic and patronymic.endswith("ич") and not surname:
        surname, patronymic = [patronymic], None  # 'Драгана Петрович'
    if len(given) + len(surname) == 1 and surname and _is_given_alone(surname[0]):
        given, surname = surname, []
    return PersonName(
        join_usual(words), join_usual(given) or None, join_usual(surname) or None, patronymic, gender, is_guess
    )


def _is_given_alone(word: str) -> bool:
    return roles(word) == {GIVEN}


def _surname_words(words: tuple[str, ...], parts: tuple[str | None, ...]) -> list[str]:
    """The surname with the particles before it ('фон дер Ляйен')."""
    if SURNAME not in parts:
        return []
    at = parts.index(SURNAME)
    start = at
    while start > 0 and parts[start - 1] is None and words[start - 1].isalpha() and len(words[start - 1]) > 1:
        start -= 1
    return list(words[start : at + 1])


@cache
def _particles() -> dict[str, bool]:
    """Particles of names, lower case, and whether they keep their form when they are written with a capital too."""
    columns = ("particle", "capitalised")
    rows = read_table(data_file("gazetteers", "name_particles.tsv"), columns, key=("particle",), required=columns)
    return {row["particle"]: row.choice("capitalised", ("yes", "no")) == "yes" for row in rows}
