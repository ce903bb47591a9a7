"""Quotations: from where to where the text gives somebody's own words.

A quotation opens in one sentence and may close in another of the same paragraph. One of several paragraphs opens in
each and closes in the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplo_ner.entities.spans import CLOSING, OPENING
from diplo_ner.records import TaggedSentence

Place = tuple[int, int]  # sentence, token
_LEAST = 3  # tokens; shorter ones are names and words held at arm's length
_DEEPEST = 3  # print nests two


@dataclass(frozen=True, slots=True)
class Quotation:
    """The places between two quotation marks: ``start`` is the opening mark's, ``end`` the closing mark's (or that of
    the paragraph's end).
    """

    start: Place
    end: Place


def quotations(sentences: Sequence[TaggedSentence]) -> Iterator[Quotation]:
    """The quotations that hold a verb, inner before outer."""
    opened: list[Place] = []
    for number, tagged in enumerate(sentences):
        for index, token in enumerate(tagged.tokens):
            word = token.text
            if word in OPENING and not (word in CLOSING and opened):
                opened.append((number, index))
            elif word in CLOSING and opened:
                yield from _said(sentences, opened.pop(), (number, index), len(opened))
        if number + 1 < len(sentences) and sentences[number + 1].sentence.block == tagged.sentence.block:
            continue
        if opened and _goes_on(sentences, number):
            yield from _said(sentences, opened[0], (number, len(tagged.tokens)), 0)
        opened.clear()


def _goes_on(sentences: Sequence[TaggedSentence], number: int) -> bool:
    """Whether the paragraph behind a sentence opens with a mark again; else a mark was left out by mistake."""
    return number + 1 < len(sentences) and sentences[number + 1].tokens[0].text in OPENING


def _said(sentences: Sequence[TaggedSentence], start: Place, end: Place, depth: int) -> Iterator[Quotation]:
    if depth >= _DEEPEST:
        return  # the quotation around it takes it in
    words = list(places(sentences, start, end))
    if len(words) > _LEAST and any(sentences[s].pos[i] == "VERB" for s, i in words):
        yield Quotation(start, end)


def places(sentences: Sequence[TaggedSentence], start: Place, end: Place) -> Iterator[Place]:
    """Each place from ``start`` to before ``end``."""
    for sentence in range(start[0], min(end[0] + 1, len(sentences))):
        first = start[1] if sentence == start[0] else 0
        last = end[1] if sentence == end[0] else len(sentences[sentence].tokens)
        for index in range(first, last):
            yield sentence, index
