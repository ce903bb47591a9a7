"""What the entity model knows of a word by itself: training and extraction both compute it here."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from slovnet.shape import word_shape

from diplo_ner.morphology import parses
from diplo_ner.segment import hyphenated_words
from diplo_ner.tagging.packs import Navec

# Part of the model: a change of order or content needs new weights.
GRAMMEMES = (
    *("NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PREP", "CONJ"),
    *("PRCL", "PRED", "LATN", "PNCT", "NUMB", "ROMN", "UNKN", "nomn", "gent", "datv", "accs", "ablt", "loct", "sing"),
    *("plur", "masc", "femn", "neut", "anim", "inan", "Name", "Surn", "Patr", "Geox", "Orgn", "Abbr", "Trad", "Init"),
    *("Fixd", "Pltm", "Sgtm", "past", "pres", "futr", "actv", "pssv"),
)
CLASSES = (
    *("country", "adjective", "city", "region", "geography", "facility", "organization", "post", "title", "event"),
    *("document", "time", "people"),
)
FLAGS = ("year", "number", "one letter", "long", "no reading", "no vector", "title after capital")
DENSE = len(GRAMMEMES) + len(CLASSES) + len(FLAGS)

PREFIXES = (2, 3, 4, 5)
SUFFIXES = (1, 2, 3, 4)
AFFIXES = len(PREFIXES) + len(SUFFIXES)

_PARSES = 6
_LEMMA_SCORE = 0.05
# A token longer than this is no word; reading it would only cost time.
_MAX_WORD = 48


# Of one word: embedding row (of the unknown word where it has none), that which natasha's own models read, word shape,
# affix ids and dense numbers.
FEATURES = np.dtype([
    ("vector", np.int32), ("stock", np.int32), ("shape", np.int32), ("affixes", np.int32, AFFIXES),
    ("dense", np.float32, DENSE),
])  # fmt: skip
_WORD = struct.Struct(f"={3 + AFFIXES}i{DENSE}f")  # packs a word faster than numpy fills a record


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of some sentences; ``index`` has the number of its word for each token."""

    texts: list[str]
    index: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Words:
        numbers: dict[str, int] = {}
        index = [numbers.setdefault(token, len(numbers)) for token in tokens]
        return cls(list(numbers), np.array(index, np.int64))


class WordTable:
    """Features of words by their text."""

    def __init__(self, navec: Navec, shapes: Sequence[str], affixes: Sequence[str]) -> None:
        self._navec = navec
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._affixes = {affix: number for number, affix in enumerate(affixes, 1)}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.void]:
        """Features (an array of FEATURES) of each word."""
        return np.frombuffer(b"".join(map(self._compute, texts)), FEATURES)

    def _compute(self, text: str) -> bytes:
        lower, unknown = text.lower(), self._navec.unknown
        stock = vector = self._navec.words.get(lower)
        if vector is None and "ё" in lower:
            vector = self._navec.words.get(lower.replace("ё", "е"))
        return _WORD.pack(
            unknown if vector is None else vector,
            unknown if stock is None else stock,
            self._shapes.get(word_shape(text), self._shapes["OTHER"]),
            *(self._affixes.get(affix, 0) for affix in affixes(lower)),
            *dense(text, vector is None),
        )


def affixes(lower: str) -> tuple[str, ...]:
    """Marked prefixes and suffixes of a lower-case word, padded with '_' where it is shorter."""
    return (
        *(f"{size}<{lower[:size].ljust(size, '_')}" for size in PREFIXES),
        *(f"{size}>{lower[-size:].rjust(size, '_')}" for size in SUFFIXES),
    )


def dense(text: str, no_vector: bool) -> list[float]:
    """Grammemes (the sum of the scores of readings that have one, at most 1), word-list classes and flags."""
    numbers = [0.0] * DENSE
    lower = text.lower()
    # The dictionary cannot look up what has no UTF-8 form; no such token is a word.
    readings = parses(text)[:_PARSES] if len(text) <= _MAX_WORD and text.isprintable() else ()
    for reading in readings:
        for grammeme in reading.grammemes:
            place = _PLACES.get(grammeme)
            if place is not None:
                numbers[place] = min(numbers[place] + reading.score, 1.0)
    lexicon = _lexicon()
    forms = {lower, *(reading.lemma for reading in readings if reading.score >= _LEMMA_SCORE)}
    for form in forms:
        for place in lexicon.get(form.replace("ё", "е"), ()):
            numbers[place] = 1.0
    digits = text.isdecimal()
    numbers[len(GRAMMEMES) + len(CLASSES) :] = (
        digits and len(text) == 4 and text[0] in "12",
        digits,
        len(text) == 1,
        min(len(text), 20) / 20,
        not any(reading.known for reading in readings),
        no_vector,
        text[:1].isupper() and text[1:2].islower(),
    )
    return numbers


def fingerprint() -> str:
    """A digest of all that features are made from but the dictionary; weights work only with that of their training."""
    names = repr((GRAMMEMES, CLASSES, FLAGS, PREFIXES, SUFFIXES, sorted(hyphenated_words())))
    return hashlib.sha256((names + _lexicon_text()).encode("utf-8")).hexdigest()


def _lexicon_text() -> str:
    return files("diplo_ner").joinpath("data/weights/lexicon.tsv").read_text(encoding="utf-8")


_PLACES = {grammeme: place for place, grammeme in enumerate(GRAMMEMES)}


@cache
def _lexicon() -> dict[str, tuple[int, ...]]:
    """Places in the dense vector by word, 'ё' as 'е'."""
    found: dict[str, tuple[int, ...]] = {}
    rows = [line.split("\t") for line in _lexicon_text().split("\n")[1:] if line and not line.startswith("#")]
    for name, words in rows:
        place = len(GRAMMEMES) + CLASSES.index(name)
        for word in words.replace("ё", "е").split("|"):
            found[word] = (*found.get(word, ()), place)
    return found
