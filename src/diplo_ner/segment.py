"""Sentences and tokens. Alone imports razdel.

razdel joins a hyphenated word into one token; names and posts often end inside such a word ('экс-президент',
'страна-участница'), so a hyphenated token stays whole only where the embeddings know it as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import razdel

from diplo_ner.records import Sentence, Token

# razdel copies its buffer at each delimiter, so its time grows with the square of a stretch without a sentence break.
# No sentence of the news corpora comes near this many characters.
MAX_CHARACTERS = 4_000
# The entity model is trained on sentences of up to this many tokens; syntax scores grow with the square of it.
MAX_TOKENS = 150
_CUT_WINDOW = 50

_HYPHEN_PARTS = re.compile(r"-|[^-]+")
_ALWAYS_SPLIT = "экс-"
_SENTENCE_BREAK = re.compile(r"[.!?…]\s+(?=[А-ЯЁA-Z«\"])")
_SPACE = re.compile(r"\s+")
# White space over which no rule of razdel looks: its rules see two tokens to each side of a dash, underscore or slash,
# and of a point or comma between numbers. What stands between two such gaps has the same tokens wherever it stands.
_GAP = re.compile(r"\s(?<=\S\s)(?<!\S[‑–—−\-_/\\]\s)(?<!\d[.,]\s)\s*+(?![‑–—−\-_.,/\\]\S)")
_CACHE_RUNS = 50_000
_LONG_RUN = 40  # characters; longer runs hardly come again


def segment(text: str, blocks: Sequence[tuple[int, int]]) -> list[Sentence]:
    """The sentences of ``text``, block by block; ``blocks`` are half-open character ranges of its paragraphs.

    No sentence crosses a block and none is empty; a sentence of more than ``MAX_TOKENS`` tokens is cut into several.
    Time is linear in the length of the text, whatever it holds.
    """
    return [
        sentence
        for number, (start, end) in enumerate(blocks)
        for piece_start, piece_end in _pieces(text, start, end)
        for sentence in _sentences(text[piece_start:piece_end], piece_start, number)
    ]


@cache
def hyphenated_words() -> frozenset[str]:
    """The hyphenated words, in lower case, that stay one token."""
    text = files("diplo_ner").joinpath("data/weights/hyphenated.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block that is too long: at the last sentence break within reach, else at white space, else anywhere."""
    while end - start > MAX_CHARACTERS:
        limit = start + MAX_CHARACTERS
        cut = _last_end(_SENTENCE_BREAK, text, start, limit) or _last_end(_SPACE, text, start, limit) or limit
        yield start, cut
        start = cut
    yield start, end


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    last = None
    for match in pattern.finditer(text, start, end):
        last = match.end()
    return last


def _sentences(piece: str, offset: int, block: int) -> Iterator[Sentence]:
    for found in razdel.sentenize(piece):
        for part in _short(_tokens(found.text, offset + found.start)):
            yield Sentence(part[0].start, part[-1].end, part, block)


def _tokens(sentence: str, offset: int) -> tuple[Token, ...]:
    found: list[Token] = []
    start = 0
    gaps = [gap.span() for gap in _GAP.finditer(sentence)]
    for end, following in (*gaps, (len(sentence), len(sentence))):
        run, at = sentence[start:end], offset + start
        for word_start, word_end, word in (_known_words if len(run) <= _LONG_RUN else _words)(run):
            found.append(Token(at + word_start, at + word_end, word))
        start = following
    return tuple(found)


def _words(run: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and text of each token."""
    whole = hyphenated_words()
    words: list[tuple[int, int, str]] = []
    for found in razdel.tokenize(run):
        word = found.text
        if "-" in word and word.strip("-") and (word.lower() not in whole or word.lower().startswith(_ALWAYS_SPLIT)):
            words += [
                (found.start + part.start(), found.start + part.end(), part.group())
                for part in _HYPHEN_PARTS.finditer(word)
            ]
        else:
            words.append((found.start, found.stop, word))
    return tuple(words)


_known_words = lru_cache(maxsize=_CACHE_RUNS)(_words)


def _short(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Cut after the last punctuation mark near ``MAX_TOKENS``, so that names stay whole where they can."""
    while len(tokens) > MAX_TOKENS:
        cut = MAX_TOKENS
        for index in range(MAX_TOKENS, MAX_TOKENS - _CUT_WINDOW, -1):
            if tokens[index - 1].text in {",", ";", ":", "."}:
                cut = index
                break
        yield tokens[:cut]
        tokens = tokens[cut:]
    if tokens:
        yield tokens
