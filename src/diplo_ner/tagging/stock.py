"""natasha's news models over many sentences: hidden states, tags, trees and flat names as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diplo_ner.records import Sentence
from diplo_ner.tagging.encoder import Ints, Layout, PackedEncoder
from diplo_ner.tagging.features import Words
from diplo_ner.tagging.heads import NameHead, TagHead, TreeHead
from diplo_ner.tagging.packs import MORPH, NER_, SYNTAX, Floats, Navec, read_stock

# The widest matrix of a chunk, that of the relations, has 1440 float32 columns: 4 MB at this many tokens.
CHUNK_TOKENS = 750


@dataclass(frozen=True, slots=True)
class StockTags:
    """One item a token. ``hidden``: last states (tokens x 64) of morphology, syntax and names, in this order.

    ``heads`` are indices within the sentence, -1 for the root; ``tags``, ``relations`` and ``names`` index the labels
    of ``StockTagger``.
    """

    hidden: list[Floats]
    tags: Ints
    heads: Ints
    relations: Ints
    names: Ints


class StockTagger:
    """The three news models of the installed natasha."""

    def __init__(self, navec: Navec) -> None:
        morph, syntax, names = (read_stock(name) for name in (MORPH, SYNTAX, NER_))
        self._encoder = PackedEncoder(navec, [morph, syntax, names])
        self._tag_head, self._tree_head = TagHead(morph.model.head), TreeHead(syntax.model)
        self._name_head = NameHead(names.model.head)
        self.tags, self.relations, self.names = morph.labels, syntax.labels, names.labels

    def run(self, sentences: Sequence[Sentence], words: Words, features: NDArray[np.void]) -> StockTags:
        """The tags of at least one sentence; ``features`` of its ``words`` have the fields ``stock`` and ``shape``."""
        layouts = [Layout.of(lengths(chunk)) for chunk in groups(sentences, CHUNK_TOKENS)]
        rows, shapes = features["stock"].astype(np.int64), features["shape"].astype(np.int64)
        hidden = self._encoder(rows, shapes, words.index, layouts)
        found: list[list[Ints]] = [[], [], []]
        start = 0
        for layout in layouts:
            own = slice(start, start + len(layout.rows))
            start = own.stop
            heads, relations = self._tree_head(hidden[1][own], layout)
            for result, values in zip(found, (self._tag_head(hidden[0][own]), heads, relations), strict=True):
                result.append(values)
        names = self._name_head(hidden[2], Layout.of(lengths(sentences)))
        tags, heads, relations = (np.concatenate(result) for result in found)
        return StockTags(hidden, tags, heads, relations, names)


def lengths(sentences: Sequence[Sentence]) -> Ints:
    """Tokens of each sentence."""
    return np.array([len(sentence.tokens) for sentence in sentences], np.int64)


def groups(sentences: Sequence[Sentence], tokens: int) -> Iterator[Sequence[Sentence]]:
    """Runs of sentences of at most so many tokens, or of one sentence where it alone has more."""
    start = size = 0
    for index, sentence in enumerate(sentences):
        if index > start and size + len(sentence.tokens) > tokens:
            yield sentences[start:index]
            start, size = index, 0
        size += len(sentence.tokens)
    if start < len(sentences):
        yield sentences[start:]
