"""Chinese, Korean and Vietnamese names in Russian letters: surname first; only the last word of a man's declines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from diplo_ner.entities.stems import VOWELS
from diplo_ner.resources.tables import data_file, read_table

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")

_HARD = {"а": ("Gen", "Acc"), "у": ("Dat",), "ом": ("Ins",), "е": ("Loc",)}
_SOFT = {"я": ("Gen", "Acc"), "ю": ("Dat",), "ем": ("Ins",), "ём": ("Ins",), "е": ("Loc",)}


@cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    rows = read_table(data_file("gazetteers", "east_asian.tsv"), ("kind", "items"), lists=("items",), key=("kind",))
    tables = {row.choice("kind", ("syllables", "surnames")): frozenset(row.items("items")) for row in rows}
    return tables["syllables"], tables["surnames"]


class Reading(NamedTuple):
    """A nominative of the last word and the cases it stands in; ``syllables``: how many it is split into at least."""

    nominative: str
    cases: tuple[str, ...]
    syllables: int


def nominatives(words: Sequence[str]) -> list[Reading]:
    """The nominatives that the last word may have, where ``words`` are an East Asian name; empty where they are none.

    An unchanged word stands in any case: a woman's name and a name that ends in a vowel do not decline.
    """
    _, surnames = _tables()
    folded = [word.lower() for word in words]
    if len(folded) < 2 or folded[0] not in surnames or not all(_syllables(word) for word in folded[1:-1]):
        return []
    last = folded[-1]
    found = [Reading(last, CASES, count)] if (count := _syllables(last)) else []
    for endings, mark in ((_HARD, ""), (_SOFT, "ь"), (_SOFT, "й")):
        for ending, cases in endings.items():
            stem = last.removesuffix(ending)
            if stem != last and not VOWELS.isdisjoint(stem) and (count := _syllables(stem + mark)):
                found.append(Reading(stem + mark, cases, count))
    return found


@lru_cache(maxsize=5_000)
def _syllables(word: str) -> int:
    """The least number of syllables, up to three a part, that make up each part of a word; 0 where none do."""
    counts = [_count(part, 3) for part in word.split("-")]
    return sum(counts) if all(counts) else 0


def _count(word: str, most: int) -> int:
    syllables, _ = _tables()
    if word in syllables:
        return 1
    if most == 1:
        return 0
    rests = (_count(word[i:], most - 1) for i in range(1, len(word)) if word[:i] in syllables)
    return min((1 + rest for rest in rests if rest), default=0)
