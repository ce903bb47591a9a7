"""The stems that a word of a text may be compared by: itself less each ending that Russian inflection knows."""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = frozenset("аеёиоуыэюя")
ABBREVIATION = re.compile(r"((?:[А-ЯЁA-Z]{2,}\d*(?:-\d+)?)|(?:[А-ЯЁ]{1,3}-\d+))([а-яё]{1,3})?")
_NOUN = "а я о е ё ы и у ю ой ей ею ою ом ем ём ам ям ами ями ах ях ев ов ёв ью ь й ьи ья ьев ии ию ием иям"
_ADJECTIVE = "ий ый ой ая яя ое ее ые ие ого его ому ему ым им ых их ую юю ыми ими"
_ENDINGS = frozenset(f"{_NOUN} {_ADJECTIVE}".split())


def plain(word: str) -> str:
    """Lower case, 'ё' as 'е', one kind of apostrophe."""
    return word.lower().replace("ё", "е").replace("’", "'")


@lru_cache(maxsize=20_000)
def text_stems(word: str) -> tuple[str, ...]:
    """What a word of a text may be filed under: itself and itself less each ending, in lower case without 'ё'."""
    abbreviation = ABBREVIATION.fullmatch(word)
    low = plain(word)
    found = [f"={abbreviation[1]}"] if abbreviation else []
    found.append(low)
    found += [low[:-n] for n in (1, 2, 3) if len(low) > n + 1 and low[-n:] in _ENDINGS]
    return tuple(found)
