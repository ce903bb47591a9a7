"""Tags sentences of any number of documents: parts of speech, trees, and spans of entities."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from slovnet.shape import word_shape

from diplo_ner.records import RawSpan, Sentence, TaggedSentence
from diplo_ner.tagging.encoder import Ints, Layout, PackedEncoder
from diplo_ner.tagging.heads import NameHead, TagHead, TreeHead, bio_spans
from diplo_ner.tagging.packs import MORPH, NER_, SYNTAX, Floats, Navec, read_navec, read_stock

# The encoder's widest matrix has 2304 float32 columns: 14 MB at this many tokens.
CHUNK_TOKENS = 1_500
# Decoders and the recurrent model take larger groups: they pay for each step, not for each token.
GROUP_TOKENS = 8_000
_CACHE_WORDS = 50_000

STOCK_TYPES = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORGANIZATION"}


class Tagger:
    """natasha's news models and our own, run together. Safe to share between threads."""

    def __init__(self) -> None:
        self._navec = read_navec()
        morph, syntax, names = (read_stock(name) for name in (MORPH, SYNTAX, NER_))
        self._encoder = PackedEncoder(self._navec, [morph, syntax, names])
        self._morph, self._tree = TagHead(morph.model.head), TreeHead(syntax.model)
        self._names = NameHead(names.model.head)
        self._tags = [_parse_tag(tag) for tag in morph.labels]
        self._relations, self._bio = syntax.labels, names.labels
        self._words = WordIds(self._navec, morph.shapes)

    def tag(self, sentences: Sequence[Sentence]) -> list[TaggedSentence]:
        """The sentences in the same order, tagged. Each is read on its own: its tags do not depend on the others."""
        return [tagged for group in _groups(sentences, GROUP_TOKENS) for tagged in self._tag_group(group)]

    def _tag_group(self, sentences: Sequence[Sentence]) -> Iterator[TaggedSentence]:
        layout = Layout.of(_lengths(sentences))
        words, shapes = self._words(sentences)
        morph, syntax, names = self._hidden(words, shapes, sentences)
        tags = np.concatenate([self._morph(part) for part in _parts(morph, CHUNK_TOKENS)]).tolist()
        heads, relations = self._trees(syntax, sentences)
        bio = self._names(names, layout).tolist()
        for sentence, start, length in zip(sentences, layout.starts.tolist(), layout.lengths.tolist(), strict=True):
            own = slice(start, start + length)
            yield TaggedSentence(
                sentence=sentence,
                pos=tuple(self._tags[tag][0] for tag in tags[own]),
                feats=tuple(self._tags[tag][1] for tag in tags[own]),
                heads=tuple(heads[own]),
                deps=tuple(self._relations[relation] for relation in relations[own]),
                spans=tuple(
                    RawSpan(first, end, STOCK_TYPES[kind], 1.0, "stock")
                    for first, end, kind in bio_spans([self._bio[tag] for tag in bio[own]])
                ),
            )

    def _hidden(self, words: Ints, shapes: Ints, sentences: Sequence[Sentence]) -> list[Floats]:
        parts = []
        at = 0
        for chunk in _groups(sentences, CHUNK_TOKENS):
            layout = Layout.of(_lengths(chunk))
            end = at + len(layout.rows)
            parts.append(self._encoder(words[at:end], shapes[at:end], layout))
            at = end
        return [np.concatenate(model) for model in zip(*parts, strict=True)]

    def _trees(self, hidden: Floats, sentences: Sequence[Sentence]) -> tuple[list[int], list[int]]:
        heads: list[int] = []
        relations: list[int] = []
        for chunk in _groups(sentences, CHUNK_TOKENS):
            layout = Layout.of(_lengths(chunk))
            found = self._tree(hidden[len(heads) : len(heads) + len(layout.rows)], layout)
            heads += found[0].tolist()
            relations += found[1].tolist()
        return heads, relations


class WordIds:
    """Embedding row and word shape of each token, cached by its text."""

    def __init__(self, navec: Navec, shapes: Sequence[str]) -> None:
        self._ids, self._unknown = navec.ids, navec.unknown
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._known: dict[str, tuple[int, int]] = {}

    def __call__(self, sentences: Sequence[Sentence]) -> tuple[Ints, Ints]:
        """Word ids and shape ids, one a token."""
        if len(self._known) > _CACHE_WORDS:
            self._known = {}
        known = self._known
        pairs = []
        for sentence in sentences:
            for token in sentence.tokens:
                text = token.text
                pair = known.get(text)
                if pair is None:
                    pair = known[text] = self._look_up(text)
                pairs.append(pair)
        both = np.array(pairs, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _look_up(self, text: str) -> tuple[int, int]:
        shape = self._shapes.get(word_shape(text), self._shapes["OTHER"])
        return self._ids.get(text.lower(), self._unknown), shape


_LOCK = threading.Lock()


@cache
def _load() -> Tagger:
    return Tagger()


def load_tagger() -> Tagger:
    """The tagger, loaded on the first call; WeightsError where a model is missing or damaged."""
    # functools.cache may run the loader twice when two threads come first together; the lock makes it once.
    with _LOCK:
        return _load()


def _lengths(sentences: Sequence[Sentence]) -> Ints:
    return np.array([len(sentence.tokens) for sentence in sentences], np.int64)


def _groups(sentences: Sequence[Sentence], tokens: int) -> Iterator[Sequence[Sentence]]:
    """Runs of sentences of at most so many tokens, or of one sentence where it alone has more."""
    start = size = 0
    for index, sentence in enumerate(sentences):
        if index > start and size + len(sentence.tokens) > tokens:
            yield sentences[start:index]
            start, size = index, 0
        size += len(sentence.tokens)
    if start < len(sentences):
        yield sentences[start:]


def _parts(rows: Floats, size: int) -> Iterator[Floats]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _parse_tag(tag: str) -> tuple[str, dict[str, str]]:
    pos, *feats = tag.split("|")
    return pos, {name: value for name, _, value in (feat.partition("=") for feat in feats)}
