"""Word forms: which words the dictionary knows, their lemmas, and the inflection of one word. Alone imports pymorphy3.

Grammemes are OpenCorpora's, as pymorphy3 gives them ('nomn', 'plur', 'femn', 'Surn', ...); a grammeme that does not
exist raises ``ValueError``. Parts of speech and features that callers pass come from a UD tagger ('NOUN',
{'Case': 'Gen'}); an unknown value there is ignored, since it tells us nothing. All functions are thread-safe.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from diplo_ner.records import Feats

_CYRILLIC = re.compile("[а-яё-]+")
_CACHE_WORDS = 50_000  # per function: the vocabulary of some hundreds of news texts, about 50 MB when full
# pymorphy3's own readings are many objects a word, which the garbage collector walks; they serve to inflect a word soon
# after it was read, else they are made again.
_CACHE_RAW = 5_000

_UD_POS: dict[str, frozenset[str]] = {
    "NOUN": frozenset({"NOUN"}),
    "PROPN": frozenset({"NOUN"}),
    "ADJ": frozenset({"ADJF", "ADJS", "COMP"}),
    "DET": frozenset({"ADJF", "NPRO"}),
    "VERB": frozenset({"VERB", "INFN", "PRTF", "PRTS", "GRND"}),
    "AUX": frozenset({"VERB", "INFN", "PRTF", "GRND"}),
    "PRON": frozenset({"NPRO", "ADJF"}),
    "NUM": frozenset({"NUMR", "ADJF"}),
    "ADV": frozenset({"ADVB", "PRED", "COMP"}),
    "ADP": frozenset({"PREP"}),
    "CCONJ": frozenset({"CONJ"}),
    "SCONJ": frozenset({"CONJ"}),
    "PART": frozenset({"PRCL"}),
    "INTJ": frozenset({"INTJ"}),
}
_UD_FEATS: dict[str, dict[str, frozenset[str]]] = {
    "Case": {
        "Nom": frozenset({"nomn", "voct"}),
        "Gen": frozenset({"gent", "gen1", "gen2"}),
        "Par": frozenset({"gent", "gen2"}),
        "Dat": frozenset({"datv"}),
        "Acc": frozenset({"accs", "acc2"}),
        "Ins": frozenset({"ablt"}),
        "Loc": frozenset({"loct", "loc1", "loc2"}),
        "Voc": frozenset({"voct", "nomn"}),
    },
    "Number": {"Sing": frozenset({"sing"}), "Plur": frozenset({"plur"})},
    "Gender": {"Masc": frozenset({"masc", "ms-f"}), "Fem": frozenset({"femn", "ms-f"}), "Neut": frozenset({"neut"})},
    "Animacy": {"Anim": frozenset({"anim"}), "Inan": frozenset({"inan"})},
    "Tense": {"Past": frozenset({"past"}), "Pres": frozenset({"pres"}), "Fut": frozenset({"futr"})},
    "Person": {"1": frozenset({"1per"}), "2": frozenset({"2per"}), "3": frozenset({"3per"})},
    "VerbForm": {
        "Fin": frozenset({"VERB"}),
        "Inf": frozenset({"INFN"}),
        "Part": frozenset({"PRTF", "PRTS"}),
        "Conv": frozenset({"GRND"}),
    },
    "Degree": {"Cmp": frozenset({"COMP"}), "Sup": frozenset({"Supr"})},
    "Variant": {"Short": frozenset({"ADJS", "PRTS"})},
}
_UD_DIMENSIONS: dict[str, frozenset[str]] = {
    feature: frozenset().union(*values.values()) for feature, values in _UD_FEATS.items()
}
_VERB_FORMS = {"VERB": "Fin", "INFN": "Inf", "PRTF": "Part", "GRND": "Conv"}
_EXCLUSIVE = tuple(_UD_DIMENSIONS[feature] for feature in ("Case", "Number", "Gender"))


class Parse(NamedTuple):
    """One reading of a word form.

    ``form`` and ``lemma`` are lower case with 'ё' kept; ``score`` is pymorphy3's estimate of P(reading | form), in
    [0, 1]; ``known`` tells a reading of the dictionary from a guess by the word's ending.
    """

    form: str
    lemma: str
    score: float
    grammemes: frozenset[str]
    known: bool


@cache
def _load() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


_LOCK = threading.Lock()


def _analyzer() -> Any:
    # functools.cache may run the loader twice when two threads come first together; the lock makes it once.
    with _LOCK:
        return _load()


def check_grammemes(*grammemes: str) -> frozenset[str]:
    """The grammemes as a set; ``ValueError`` names one that OpenCorpora does not have."""
    wanted = frozenset(grammemes)
    known: frozenset[str] = frozenset(_analyzer().TagClass.KNOWN_GRAMMEMES)
    if unknown := wanted - known:
        raise ValueError(f"no such grammeme: {', '.join(sorted(unknown))}; one of: {', '.join(sorted(known))}")
    return wanted


def is_known(word: str) -> bool:
    """Whether the dictionary holds this form; letter case aside, and 'е' may stand for 'ё'."""
    return bool(word) and _is_known(word.lower())


@lru_cache(maxsize=_CACHE_WORDS)
def _is_known(word: str) -> bool:
    return _is_readable(word) and bool(_analyzer().word_is_known(word))


def parses(word: str) -> tuple[Parse, ...]:
    """All readings of a word form, the most probable first; none for letters that Unicode does not name."""
    return _readings(word.lower()) if word else ()


def known_parses(word: str) -> tuple[Parse, ...]:
    """The readings of a word form that the dictionary holds; none for others, which are not guessed at."""
    return parses(word) if is_known(word) else ()


def lemmas(word: str) -> tuple[str, ...]:
    """All lemmas of a word form, lower case, the most probable first, none twice. Empty where there is no reading."""
    return tuple(dict.fromkeys(parse.lemma for parse in parses(word)))


def lemma(word: str, pos: str, feats: Mapping[str, str]) -> str:
    """The lemma of the reading that agrees best with a UD tag; the word itself in lower case where there is none."""
    return _lemma(word.lower(), pos, _key(feats)) if word else ""


@lru_cache(maxsize=_CACHE_WORDS)
def _lemma(word: str, pos: str, key: str) -> str:
    best = _best_parse(word, pos, key)
    return best.lemma if best else word


def best_parse(word: str, pos: str, feats: Mapping[str, str]) -> Parse | None:
    """The reading that agrees best with a UD tag; among equals the most probable. None where there is none."""
    return _best_parse(word.lower(), pos, _key(feats)) if word else None


def _key(feats: Mapping[str, str]) -> str:
    return feats.key if isinstance(feats, Feats) else "|".join(map("=".join, feats.items()))


@lru_cache(maxsize=_CACHE_WORDS)
def _best_parse(word: str, pos: str, key: str) -> Parse | None:
    found = _readings(word)
    if len(found) < 2:
        return found[0] if found else None
    feats = Feats(key)
    return max(found, key=lambda parse: _agreement(parse, pos, feats))


def nominative(word: str, pos: str, feats: Mapping[str, str]) -> str | None:
    """The nominative of one word, its number (and an adjective's gender) kept; lower case.

    Returns None where no reading of the word agrees with the case of ``feats``, so that the caller can mark a guess.
    """
    parse = best_parse(word, pos, feats)
    return nominative_of(parse) if parse and agrees(parse, "Case", feats) else None


def nominative_of(parse: Parse) -> str | None:
    """The nominative of one reading, number and gender kept; lower case. None where the reading has no cases."""
    if parse.grammemes & {"nomn", "Fixd"}:
        return parse.form
    return inflect_parse(parse, frozenset({"nomn"})) if parse.grammemes & _UD_DIMENSIONS["Case"] else None


@lru_cache(maxsize=_CACHE_WORDS)
def inflect_parse(parse: Parse, grammemes: frozenset[str]) -> str | None:
    """The form of one reading that has ``grammemes``, lower case; None where there is none."""
    wanted = check_grammemes(*grammemes)
    for other, raw in zip(parses(parse.form), _raw(parse.form), strict=True):
        # Scores differ between a form written with 'е' and the same with 'ё'.
        if other.grammemes == parse.grammemes and other.lemma == parse.lemma:
            if "Supr" in parse.grammemes:
                return _superlative(parse, raw, wanted)
            inflected = raw.inflect(wanted)
            return str(inflected.word) if inflected else None
    return None


def _superlative(parse: Parse, raw: Any, wanted: frozenset[str]) -> str | None:
    # 'высокий' has two superlatives, 'высший' and 'высочайший'; pymorphy3 inflects the one into the other.
    changed = {mark for mark in parse.grammemes if any(mark in group and group & wanted for group in _EXCLUSIVE)}
    target = (parse.grammemes - changed) | wanted
    forms = [str(one.word) for one in raw.lexeme if target - {"anim", "inan"} <= set(one.tag.grammemes)]
    return max(forms, key=lambda form: _common_start(form, parse.form), default=None)


def _common_start(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def agrees(parse: Parse, feature: str, feats: Mapping[str, str]) -> bool:
    """Whether a reading does not contradict one UD feature; true where either says nothing about it."""
    wanted = _UD_FEATS.get(feature, {}).get(feats.get(feature, ""))
    has = parse.grammemes & _UD_DIMENSIONS.get(feature, frozenset())
    return not wanted or not has or bool(has & wanted)


@lru_cache(maxsize=_CACHE_WORDS)
def cases(word: str) -> frozenset[str]:
    """The UD cases that a noun's or adjective's form may stand in; empty where no reading has a case."""
    found: set[str] = set()
    for parse in parses(word):
        if "Fixd" in parse.grammemes:
            return frozenset(_UD_FEATS["Case"])
        found |= {case for case, grammemes in _UD_FEATS["Case"].items() if grammemes & parse.grammemes}
    return frozenset(found)


@lru_cache(maxsize=_CACHE_WORDS)
def verb_feats(word: str) -> Mapping[str, str] | None:
    """UD features of a form that the dictionary knows as a verb's alone ('позвонившая', 'отмела'); None for others."""
    found = parses(word)
    if not found or not all(parse.known and parse.grammemes & _VERB_FORMS.keys() for parse in found):
        return None
    first = found[0].grammemes
    feats = {"VerbForm": next(_VERB_FORMS[mark] for mark in _VERB_FORMS if mark in first)}
    for feature in ("Case", "Number", "Gender", "Tense"):
        for value, grammemes in _UD_FEATS.get(feature, {}).items():
            if grammemes & first:
                feats.setdefault(feature, value)
    feats["Voice"] = "Pass" if "pssv" in first else "Act"
    return feats


@lru_cache(maxsize=_CACHE_WORDS)
def _readings(word: str) -> tuple[Parse, ...]:
    if not _is_readable(word):
        return ()
    from pymorphy3.units import DictionaryAnalyzer

    found = _raw(word)
    # A guess comes of a chain of methods. To ask whether the word is known would search the dictionary once more.
    methods = [raw.methods_stack for raw in found]
    known = any(len(stack) == 1 and isinstance(stack[0][0], DictionaryAnalyzer) for stack in methods)
    return tuple(Parse(raw.word, raw.normal_form, raw.score, frozenset(raw.tag.grammemes), known) for raw in found)


@lru_cache(maxsize=_CACHE_RAW)
def _raw(word: str) -> tuple[Any, ...]:
    """pymorphy3's own readings, in the order of ``_readings``; they inflect."""
    return tuple(_analyzer().parse(word))


def _is_readable(word: str) -> bool:
    # pymorphy3 asks for the Unicode name of letters and fails on those that have none.
    return bool(_CYRILLIC.fullmatch(word)) or all(
        letter.isascii() or not letter.isalpha() or unicodedata.name(letter, "") for letter in word
    )


def _agreement(parse: Parse, pos: str, feats: Mapping[str, str]) -> float:
    """Points for each feature that agrees, less for each that contradicts; the part of speech weighs most.

    The dictionary's own score breaks ties only: it is below one point.
    """
    points = parse.score * 0.9
    if wanted := _UD_POS.get(pos):
        points += 4.0 if parse.grammemes & wanted else -4.0
    for feature in feats:
        if (values := _UD_FEATS.get(feature)) and (grammemes := values.get(feats[feature])):
            has = parse.grammemes & _UD_DIMENSIONS[feature]
            weight = 2.0 if feature in ("Case", "VerbForm") else 1.0
            if has:
                points += weight if has & grammemes else -weight
            elif feature == "Number" and "Sgtm" in parse.grammemes:
                points += weight if feats[feature] == "Sing" else -weight
    if pos == "PROPN" and parse.grammemes & {"Name", "Surn", "Patr", "Geox", "Orgn"}:
        points += 0.5
    return points
