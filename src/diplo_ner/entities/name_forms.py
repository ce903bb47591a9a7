"""Readings of one word of a person's name: which nominatives it may have, in which case, of which gender.

A reading's score is a log-likelihood up to a constant: declension classes (``name_paradigms.tsv``) say how usual the
class is, and a nominative that the table of given names or the dictionary knows as a name gains a bonus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

from diplo_ner import morphology
from diplo_ner.entities.east_asian import CASES
from diplo_ner.entities.wording import fold, unrestored
from diplo_ner.resources.tables import data_file, read_table

GENDERS = ("male", "female")
WOMENS_SURNAMES = ("ова", "ева", "ёва", "ина", "ына")  # and the genitive of a man's: 'Белова'
GIVEN, SURNAME, PATRONYMIC, TITLE, PLACE = "given", "surname", "patronymic", "title", "place"

_GRAMMEMES = {"nomn": "Nom", "gent": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
_DICTIONARY_ROLES = {"Name": GIVEN, "Surn": SURNAME, "Patr": PATRONYMIC}
# In nats. Chosen by hand among a few values each, by the names of NEREL train.
_LISTED = 4.0
_IN_DICTIONARY = 3.4  # the dictionary has rarer names than the table
_LISTED_CLASS = 0.5
_OTHER_ROLE = 0.7
_UNCHANGED = -0.4
_COMMON_NOUN = 0.7
_ADJECTIVE = 2.5  # 'Яровой' is a form of Яровая, hardly of Ярова
_NOUN = -1.5
_SHORTEST_STEM = 2
_LONGEST_ENDING = 3  # of the table of declension classes
_PATRONYMICS = {"male": re.compile("(?:ович|евич|ич)$"), "female": re.compile("(?:овна|евна|ична)$")}


class Reading(NamedTuple):
    """One way to read a word of a name; ``nominative`` is lower case, ``score`` in nats."""

    nominative: str
    case: str
    gender: str
    score: float


class _Paradigm(NamedTuple):
    genders: tuple[str, ...]
    role: str
    stem: re.Pattern[str]
    nominative: str
    weight: float


@cache
def given_names() -> dict[str, tuple[str, ...]]:
    """Given names in lower case, 'ё' as 'е', and their genders: ('male',), ('female',) or both."""
    rows = read_table(
        data_file("gazetteers", "given_names.tsv"),
        ("name", "gender", "origin"),
        lists=("origin",),
        key=("name",),
        required=("name", "gender"),
    )
    return {
        fold(row["name"]): GENDERS if row.choice("gender", (*GENDERS, "both")) == "both" else (row["gender"],)
        for row in rows
    }


@lru_cache(maxsize=20_000)
def noun_cases(word: str) -> frozenset[str]:
    """The cases that a word, in lower case, may stand in as a noun of the dictionary in the singular."""
    nouns = [parse.grammemes for parse in morphology.parses(word) if parse.known and "NOUN" in parse.grammemes]
    return frozenset(_GRAMMEMES[mark] for marks in nouns if "sing" in marks for mark in marks if mark in _GRAMMEMES)


def roles(word: str) -> frozenset[str]:
    """Which parts of a name the lists know some form of this word as: 'given', 'surname', 'patronymic'."""
    return _roles(word.lower())


@lru_cache(maxsize=20_000)
def _roles(word: str) -> frozenset[str]:
    marks = frozenset[str]().union(*(parse.grammemes for parse in morphology.known_parses(word)))
    found = {role for mark, role in _DICTIONARY_ROLES.items() if mark in marks}
    names = given_names()
    if fold(word) in names or any(fold(reading.nominative) in names for reading in declined(word, GIVEN)):
        found.add(GIVEN)
    return frozenset(found)


@lru_cache(maxsize=1_000)
def readings(word: str, role: str) -> tuple[Reading, ...]:
    """All readings of a word of a name in a role, the likeliest first; ``word`` in lower case.

    A hyphenated name declines in its last part alone ('Жан-Клодом') or in all parts ('Салтыковой-Щедриной').
    """
    found = _whole_word(word, role)
    if "-" in word.strip("-"):
        found += _all_parts(word.split("-"), role)
    best: dict[tuple[str, str, str], Reading] = {}
    for reading in found:
        key = reading[:3]
        if key not in best or best[key].score < reading.score:
            best[key] = reading
    return tuple(sorted(best.values(), key=lambda reading: -reading.score))


def _whole_word(word: str, role: str) -> list[Reading]:
    found = []
    for reading in (*_of_dictionary(word, role), *declined(word, role)):
        bonus = _bonus(reading.nominative, reading.gender, role)
        weight = reading.score
        if bonus >= _IN_DICTIONARY:
            # A listed name shows its class itself; still, 'Анне' is Анна more often than the Danish Анне.
            unchanged = reading.case != "Nom" and reading.nominative == word
            weight = weight * _LISTED_CLASS + (_UNCHANGED if unchanged else 0.0)
        found.append(reading._replace(score=weight + bonus))
    return found


def _all_parts(parts: list[str], role: str) -> list[Reading]:
    combined = [Reading("", case, gender, -1.0) for case in CASES for gender in GENDERS]
    for part in parts:
        options = _whole_word(part, role)
        step = []
        for left in combined:
            fitting = [right for right in options if right[1:3] == left[1:3]]
            if fitting:
                right = max(fitting, key=lambda reading: reading.score)
                joined = f"{left.nominative}-{right.nominative}" if left.nominative else right.nominative
                step.append(left._replace(nominative=joined, score=left.score + right.score))
        combined = step
    return combined


@lru_cache(maxsize=1_000)
def declined(word: str, role: str) -> tuple[Reading, ...]:
    """The readings by the declension classes alone; ``word`` in lower case."""
    # A Serbian surname looks like a patronymic ('Зорана Михайлович').
    fitting = ("any", role, SURNAME if role == PATRONYMIC else role)
    found = []
    for stem, forms in _splits(word):
        for order, case, paradigm in forms:
            if paradigm.role in fitting and paradigm.stem.search(stem):
                nominative = stem + paradigm.nominative
                readings_of_form = [Reading(nominative, case, gender, paradigm.weight) for gender in paradigm.genders]
                found.append((order, readings_of_form))
    return tuple(reading for _, readings_of_form in sorted(found) for reading in readings_of_form)


def _splits(word: str) -> Iterator[tuple[str, Sequence[tuple[int, str, _Paradigm]]]]:
    """The stems that a word may have, each with the forms whose ending follows it."""
    for at in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word) + 1):
        if forms := _forms().get(word[at:]):
            yield word[:at], forms


def _of_dictionary(word: str, role: str) -> list[Reading]:
    """Readings as a name or a living being of the dictionary, which knows fleeting vowels ('Льва', 'Павла')."""
    found = []
    for parse in morphology.known_parses(word):
        marks = parse.grammemes & _DICTIONARY_ROLES.keys()
        case = next((_GRAMMEMES[mark] for mark in sorted(parse.grammemes) if mark in _GRAMMEMES), None)
        noun = not marks and "NOUN" in parse.grammemes and "anim" in parse.grammemes
        if not (marks or noun) or case is None or "plur" in parse.grammemes:
            continue
        genders = ("female",) if "femn" in parse.grammemes else ("male",) if "masc" in parse.grammemes else GENDERS
        listed = role == TITLE or any(_DICTIONARY_ROLES[mark] == role for mark in marks)
        weight = 0.0 if listed else -_OTHER_ROLE if marks else _NOUN
        if nominative := morphology.nominative_of(parse):
            nominative = unrestored(word, parse.form, nominative)
            found += [Reading(nominative, case, gender, weight) for gender in genders]
    return found


@lru_cache(maxsize=20_000)
def _bonus(nominative: str, gender: str, role: str) -> float:
    """How much likelier a nominative is for being listed as a name of this gender."""
    if role == PATRONYMIC and _PATRONYMICS[gender].search(nominative):
        return _LISTED
    bonus = 0.0
    if gender in given_names().get(fold(nominative), ()):
        bonus = _LISTED if role == GIVEN else _OTHER_ROLE
    unwanted = "femn" if gender == "male" else "masc"
    for parse in morphology.known_parses(nominative):
        if "nomn" not in parse.grammemes or "plur" in parse.grammemes:
            continue
        for mark in parse.grammemes & _DICTIONARY_ROLES.keys():
            if unwanted not in parse.grammemes:
                bonus = max(bonus, _IN_DICTIONARY if _DICTIONARY_ROLES[mark] == role else _OTHER_ROLE)
        if "NOUN" in parse.grammemes:
            bonus = max(bonus, _COMMON_NOUN)
        elif "ADJF" in parse.grammemes and role == SURNAME and unwanted not in parse.grammemes:
            bonus = max(bonus, _ADJECTIVE)
    return bonus


@cache
def _forms() -> dict[str, list[tuple[int, str, _Paradigm]]]:
    """The forms of the declension classes by ending: number in the order of the table, case, class."""
    columns = ("id", "gender", "role", "stem", *(case.lower() for case in CASES), "weight")
    source = data_file("gazetteers", "name_paradigms.tsv")
    rows = read_table(
        source, columns, lists=("ins", "stem"), key=("id",), required=("id", "gender", "role", "stem", "weight")
    )
    found: dict[str, list[tuple[int, str, _Paradigm]]] = {}
    order = count()
    for row in rows:
        gender = row.choice("gender", (*GENDERS, "both"))
        try:
            stem, weight = re.compile(f"(?:{row['stem']})$"), float(row["weight"])
        except (re.error, ValueError) as error:
            row.fail(f"bad pattern of a stem or weight: {error}")
        role = row.choice("role", (GIVEN, SURNAME, PLACE, "any"))
        paradigm = _Paradigm(GENDERS if gender == "both" else (gender,), role, stem, row["nom"], weight)
        for case in CASES:
            for ending in row[case.lower()].split("|"):
                if len(ending) > _LONGEST_ENDING:
                    row.fail(f"an ending of more than {_LONGEST_ENDING} letters: {ending}")
                found.setdefault(ending, []).append((next(order), case, paradigm))
    return found
