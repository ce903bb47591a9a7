"""What the steps of the entity layer hand to one another: views of sentences and spans in them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from diplo_ner import morphology
from diplo_ner.records import TaggedSentence, Token

OPENING, CLOSING = frozenset('«„“"'), frozenset('»”“"')
QUOTES = OPENING | CLOSING
DASHES = frozenset("-–—")
_PROPER = frozenset({"Geox", "Orgn", "Trad", "Name", "Surn", "Patr", "Abbr"})


class Span(NamedTuple):
    """A mention before its entity is known.

    ``start`` and ``end`` are half-open token indices in sentence number ``sentence``; ``kind`` is a value of
    ``MentionKind``; ``source`` names who proposed it; ``key`` is the identity that a gazetteer gives
    ('country:AZ', 'organization:un', 'place:Q649'), None where only the words tell.
    """

    sentence: int
    start: int
    end: int
    type: str
    kind: str = "name"
    source: str = ""
    key: str | None = None


@lru_cache(maxsize=20_000)
def _noun_numbers(word: str) -> tuple[bool, ...]:
    """Of the readings of a word as a noun of the dictionary, which are plural."""
    nouns = [parse for parse in morphology.parses(word) if parse.known and "NOUN" in parse.grammemes]
    return tuple("plur" in parse.grammemes for parse in nouns)


@lru_cache(maxsize=20_000)
def _is_common(word: str) -> bool:
    """Whether a word is a noun of the dictionary in all its readings, and no proper name in any."""
    parses = morphology.parses(word)
    return bool(parses) and all(p.known and "NOUN" in p.grammemes and not p.grammemes & _PROPER for p in parses)


class View:
    """A tagged sentence with its number and its words in lower case; ``in_capitals`` where it has no small letters."""

    __slots__ = ("_pos", "_size", "in_capitals", "index", "low", "tagged", "tokens", "words")

    def __init__(self, index: int, tagged: TaggedSentence) -> None:
        self.index = index
        self.tagged = tagged
        self.tokens: tuple[Token, ...] = tagged.sentence.tokens
        self.words: tuple[str, ...] = tuple(token.text for token in self.tokens)
        self._pos, self._size = tagged.pos, len(self.words)
        # A heading in capitals: abbreviations cannot be told from words there.
        self.in_capitals = len(self.words) > 2 and not any(word.islower() for word in self.words if len(word) > 1)
        self.low: tuple[str, ...] = tuple(word.lower() for word in self.words)

    def __len__(self) -> int:
        return self._size

    def pos(self, i: int) -> str:
        return self._pos[i] if 0 <= i < self._size else ""

    def feat(self, i: int, name: str) -> str:
        """A UD feature of token ``i``; '' where it has none."""
        return self.tagged.feats[i].get(name, "") if 0 <= i < self._size else ""

    def is_noun(self, i: int) -> bool:
        """Whether token ``i`` is a common noun: by its tag, or by the dictionary where only its place has a capital."""
        return self.pos(i) == "NOUN" or (i == 0 and self.pos(i) == "PROPN" and _is_common(self.low[i]))

    def is_plural(self, i: int) -> bool:
        """Whether token ``i`` is plural: by its tag, or by its form where that has no singular reading."""
        if self.feat(i, "Number") == "Plur":
            return True
        numbers = _noun_numbers(self.low[i])
        return bool(numbers) and all(numbers)

    def is_quoted(self, start: int, i: int) -> bool:
        """Whether token ``i`` stands in a quotation that opens at ``start`` or after it."""
        return sum(word in QUOTES for word in self.words[start:i]) % 2 == 1

    def may_be_plural(self, i: int) -> bool:
        """Whether token ``i`` is plural by its tag or may be by its form ('главы')."""
        return self.feat(i, "Number") == "Plur" or any(_noun_numbers(self.low[i]))

    def word(self, i: int) -> str:
        """The word in lower case; '' outside the sentence."""
        return self.low[i] if 0 <= i < self._size else ""

    def lemma(self, i: int) -> str:
        return morphology.lemma(self.words[i], self.tagged.pos[i], self.tagged.feats[i])

    def text(self, start: int, end: int) -> str:
        """The words with their spaces as they stood (one space for any run of them)."""
        parts: list[str] = []
        for i in range(start, end):
            if parts and self.tokens[i].start > self.tokens[i - 1].end:
                parts.append(" ")
            parts.append(self.words[i])
        return "".join(parts)

    def head(self, start: int, end: int) -> int:
        """The token that governs the others of a span: the first whose head lies outside, preferring nouns."""
        outside = [i for i in range(start, end) if not start <= self.tagged.heads[i] < end]
        nouns = [i for i in outside if self.tagged.pos[i] in ("NOUN", "PROPN")]
        return (nouns or outside or [start])[0]
