"""Finds the phrases of a table in a sentence, in any case and number.

Words are compared by stem: a word of a text is tried with each ending cut off that Russian inflection knows, a word
of a table with its dictionary ending cut off. That needs no dictionary; only what matches is then checked by lemma.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from diplo_ner import morphology
from diplo_ner.entities.spans import View
from diplo_ner.entities.stems import ABBREVIATION, plain, text_stems

T = TypeVar("T")
_Phrase = tuple[tuple[str, ...], T]

_CACHE_WORDS = 20_000  # of each lexicon
_TOKENS = re.compile(r"(?:[^\W\d]+|\d+)(?:[-.&]\w+)*|[^\w\s]")
_HYPHEN_PARTS = re.compile(r"-|[^-]+")
_BASE = re.compile(r"(?:ий|ый|ой|ая|яя|ое|ее|ые|ие|ых|их|[аяоеёыийь])$")
_FLEETING = re.compile(r"([бвгджзйклмнпрстфхцчшщ])?([оеё])([кцлрнгт])ь?$")
_SINGULAR = ("а", "я", "у", "ю", "е", "о", "ой", "ою", "ом", "ем")
_PLURAL = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:ки|цы)$")


class Hit(NamedTuple, Generic[T]):
    """A phrase found: half-open token indices and what the table says of it."""

    start: int
    end: int
    value: T


class _Node(Generic[T]):
    """What may follow the words read so far. Few phrases are ever met, so a node sorts its own when it is read."""

    __slots__ = ("_depth", "_next", "_phrases")

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._next: dict[str, _Node[T]] | None = None
        self._phrases: list[_Phrase[T]] = []  # one list: there are tens of thousands of nodes

    def add(self, phrase: _Phrase[T]) -> None:
        """Before the node is read."""
        self._phrases.append(phrase)

    def values(self, words: Sequence[str]) -> list[T]:
        """What the phrases mean that end here and agree with the words read."""
        return [value for entry, value in self._phrases if len(entry) == self._depth and _agree(entry, words)]

    def goes_on(self) -> bool:
        """Whether any phrase is longer."""
        return any(len(entry) > self._depth for entry, _ in self._phrases)

    @property
    def next(self) -> dict[str, _Node[T]]:
        """The nodes behind one more word, by its stem."""
        if self._next is None:
            found: dict[str, _Node[T]] = {}
            for phrase in self._phrases:
                for stem in _entry_stems(phrase[0][self._depth]) if len(phrase[0]) > self._depth else ():
                    found.setdefault(stem, _Node(self._depth + 1)).add(phrase)
            self._next = found
        return self._next


class _Beginning(NamedTuple, Generic[T]):
    """What a word of a text begins: the values of the phrases that it is, and the nodes of longer ones."""

    values: tuple[T, ...]
    nodes: list[_Node[T]]


class Lexicon(Generic[T]):
    """Phrases with what they mean. A capital letter of a phrase's first word asks for one in the text."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node(0)
        # Most words of a text begin no phrase: what each begins is found out once a word and not once a place.
        self._beginning = lru_cache(maxsize=_CACHE_WORDS)(self._read)

    def add(self, phrase: str, value: T) -> None:
        """Add a phrase in the nominative; its words are separated as a tokeniser does.

        A hyphen may join a word of a text or stand in it as a token of its own.
        """
        words = tuple(_TOKENS.findall(phrase))
        for entry in dict.fromkeys((words, tuple(part for word in words for part in _HYPHEN_PARTS.findall(word)))):
            self._root.add((entry, value))
        if "’" in phrase:
            self.add(phrase.replace("’", "'"), value)

    def find(self, view: View) -> list[Hit[T]]:
        """All matches, in order of start, the longest first at each start."""
        words = view.words
        return [
            hit
            for start, beginning in enumerate(map(self._beginning, words))
            if beginning is not None
            for hit in self._hits(beginning, words, start)
        ]

    def begins(self, word: str) -> bool:
        """Whether a word of a text may begin a phrase."""
        return self._beginning(word) is not None

    def at(self, words: Sequence[str], start: int) -> list[Hit[T]]:
        """The matches that begin at token ``start``, the longest first."""
        beginning = self._beginning(words[start]) if start < len(words) else None
        return [] if beginning is None else self._hits(beginning, words, start)

    def _read(self, word: str) -> _Beginning[T] | None:
        known = self._root.next
        nodes = [known[stem] for stem in text_stems(word) if stem in known]
        if not nodes:
            return None
        # An entry is filed under several stems of a word, so one phrase may be met twice.
        values = tuple(dict.fromkeys(value for node in nodes for value in node.values([word])))
        longer = [node for node in nodes if node.goes_on()]
        return _Beginning(values, longer) if values or longer else None

    @staticmethod
    def _hits(beginning: _Beginning[T], words: Sequence[str], start: int) -> list[Hit[T]]:
        end = start + 1
        hits = [Hit(start, end, value) for value in beginning.values]
        nodes = beginning.nodes
        while nodes and end < len(words):
            nodes = [node.next[stem] for node in nodes for stem in text_stems(words[end]) if stem in node.next]
            end += 1
            for node in nodes:
                hits += [Hit(start, end, value) for value in node.values(words[start:end])]
        return sorted(dict.fromkeys(hits), key=lambda hit: -hit.end) if len(hits) > 1 else hits


def _agree(entry: tuple[str, ...], words: Sequence[str]) -> bool:
    if entry[0][0].isupper() and not words[0][0].isupper():
        return False
    return all(_same_word(a, b) for a, b in zip(entry, words, strict=True))


def _same_word(entry: str, word: str) -> bool:
    if entry == word:
        return True
    if ABBREVIATION.fullmatch(entry):
        return word.startswith(entry)
    if len(word) < 5 and word.isupper():
        return entry.upper() == word
    if entry[0].isupper() and entry[-1] in "аяоеу" and entry[:-1].lower() == word.lower():
        return False  # 'Сан' is no form of 'Сана': names in the singular have no such form
    if entry[0].isupper() and entry[-1] in "иы" and word.endswith(_SINGULAR):
        return False  # nor 'Лахта' of 'Лахти': names in the plural have no such form
    return _same_lemma(entry.lower(), word.lower())


@lru_cache(maxsize=20_000)
def _same_lemma(entry: str, word: str) -> bool:
    if entry.replace("ё", "е") == word.replace("ё", "е"):
        return True
    if not morphology.is_known(word):
        # Names that the dictionary lacks are inflected by their ending alone.
        return not word.endswith(("ому", "ого")) or entry.endswith(("ый", "ий", "ой", "ого"))
    wanted = morphology.lemmas(entry)
    own = (entry,) if entry in wanted else wanted
    return not set(own).isdisjoint(morphology.lemmas(word))


def _entry_stems(word: str) -> tuple[str, ...]:
    if ABBREVIATION.fullmatch(word):
        return (f"={word}",)
    low = plain(word)
    stem = _BASE.sub("", low) if len(low) > 3 else low
    found = {stem if len(stem) > 2 else low[:-1], low}
    if len(low) > 4 and low.endswith(("й", "ая")):
        found.add(low[:-1])  # a noun with an adjective's ending: 'Ханой', 'Маврикий', 'Сурабая'
    if _PLURAL.search(low):
        found.add(low[:-2] + ("ок" if low.endswith("ки") else "ец"))  # 'Химки', 'из Химок'
    if fleeting := _FLEETING.search(low):
        found.add(low[: fleeting.start(2)] + ("й" if not fleeting[1] else "") + fleeting[3])
        found.add(low[: fleeting.start(2)] + ("ь" if fleeting[1] == "л" else "") + fleeting[3])
    if len(low) == 3 and low[-1] in "аяоеыийь":
        found.add(low[:-1])
    return tuple(stem for stem in found if len(stem) > 1 or stem == low)
