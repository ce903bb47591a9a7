"""Tags sentences of any number of documents: parts of speech, trees, and spans of entities."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache

from threadpoolctl import ThreadpoolController

from diplo_ner.records import Feats, RawSpan, Sentence, TaggedSentence
from diplo_ner.tagging.encoder import Layout
from diplo_ner.tagging.features import Words, WordTable
from diplo_ner.tagging.heads import bio_spans
from diplo_ner.tagging.model import Span, WordRows, load_model
from diplo_ner.tagging.packs import MORPH, read_navec, read_stock
from diplo_ner.tagging.stock import StockTagger, groups, lengths

# Decoders and the recurrent model pay for each step, not for each token, but larger groups than this are no faster and
# take more memory (7 kB a token).
GROUP_TOKENS = 8_000

STOCK_TYPES = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORGANIZATION"}


class Tagger:
    """natasha's news models and our own, run together. Safe to share between threads."""

    def __init__(self) -> None:
        navec = read_navec()
        self.model = load_model(navec)
        self.rows = WordRows(WordTable(navec, read_stock(MORPH).shapes, self.model.affixes), self.model)
        self.stock = StockTagger(navec)
        # The products of a recurrent step are too small to share: several threads only wait for one another.
        self._threads = ThreadpoolController()
        self._pos, self._feats = zip(*map(_parse_tag, self.stock.tags), strict=True)
        self._begin = frozenset(number for number, name in enumerate(self.stock.names) if name.startswith("B-"))

    def tag(self, sentences: Sequence[Sentence]) -> list[TaggedSentence]:
        """The sentences in the same order, tagged. Each is read on its own: its tags do not depend on the others.

        ``spans`` are the entity model's (recognizer 'model', in text order, outer before inner, with a probability),
        then natasha's (recognizer 'stock', score 1).
        """
        with self._threads.limit(limits=1, user_api="blas"):
            return [tagged for group in groups(sentences, GROUP_TOKENS) for tagged in self._tag_group(group)]

    def _tag_group(self, sentences: Sequence[Sentence]) -> Iterator[TaggedSentence]:
        words = Words.of([token.text for sentence in sentences for token in sentence.tokens])
        rows = self.rows(words.texts)
        stock = self.stock.run(sentences, words, rows)
        tags, heads, relations = stock.tags.tolist(), stock.heads.tolist(), stock.relations.tolist()
        found = self.model(words, rows["squeezed"], stock, Layout.of(lengths(sentences)))
        found.reverse()
        names = stock.names.tolist()
        end = 0
        for sentence in sentences:
            start, end = end, end + len(sentence.tokens)
            yield TaggedSentence(
                sentence=sentence,
                pos=tuple(map(self._pos.__getitem__, tags[start:end])),
                feats=tuple(map(self._feats.__getitem__, tags[start:end])),
                heads=tuple(heads[start:end]),
                deps=tuple(map(self.stock.relations.__getitem__, relations[start:end])),
                spans=(*_take(found, start, end), *self._stock_spans(names[start:end])),
            )

    def _stock_spans(self, names: list[int]) -> Iterator[RawSpan]:
        if self._begin.isdisjoint(names):
            return iter(())
        spans = bio_spans([self.stock.names[name] for name in names])
        return (RawSpan(start, end, STOCK_TYPES[kind], 1.0, "stock") for start, end, kind in spans)


def _take(found: list[Span], start: int, end: int) -> Iterator[RawSpan]:
    """Removes the spans of one sentence from the end of ``found``."""
    while found and found[-1].start < end:
        span = found.pop()
        yield RawSpan(span.start - start, span.end - start, span.type, span.score, "model")


_LOCK = threading.Lock()


@cache
def _load() -> Tagger:
    return Tagger()


def load_tagger() -> Tagger:
    """The tagger, loaded on the first call; WeightsError where a model is missing or damaged."""
    # functools.cache may run the loader twice when two threads come first together; the lock makes it once.
    with _LOCK:
        return _load()


def _parse_tag(tag: str) -> tuple[str, Feats]:
    pos, _, feats = tag.partition("|")
    return pos, Feats(feats)
