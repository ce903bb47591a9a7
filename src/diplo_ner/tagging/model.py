"""The entity model in numpy: a BiLSTM over word features and natasha's hidden states, with a head that scores spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diplo_ner.errors import WeightsError
from diplo_ner.tagging import lstm, weights
from diplo_ner.tagging.encoder import Ints, Layout
from diplo_ner.tagging.features import AFFIXES, DENSE, Words, WordTable, fingerprint
from diplo_ner.tagging.packs import Floats, Navec
from diplo_ner.tagging.spans import MAX_WIDTH, tree_shapes, without_crossing
from diplo_ner.tagging.stock import StockTags

PACK = Path(__file__).parent.parent / "data" / "weights" / "entities.bin"

# A span is scored only where its first token may start one and its last may end one. On NEREL dev this probability lets
# a tenth of all pairs pass, about one a token, and every span that the full model would keep; at 0.05 some are lost.
GATE = 0.02
_SPAN_CHUNK = 4_096
_CHUNK = 1_024
_EPSILON = 1e-5
_CACHE_WORDS = 50_000  # 800 bytes each


class Span(NamedTuple):
    """Tokens (half-open, counted over all sentences of the call), type, and probability."""

    start: int
    end: int
    type: str
    score: float


class EntityModel:
    """Scores spans from the features of words and from what natasha's models say of the sentence."""

    def __init__(self, meta: dict[str, Any], arrays: dict[str, Floats], navec: Navec) -> None:
        self._navec = navec
        self.affixes: tuple[str, ...] = tuple(meta["affixes"])
        self._types: list[str] = meta["types"]
        self._merged: list[str] = list(dict.fromkeys(self._types))
        self._columns = [[n for n, kind in enumerate(self._types) if kind == name] for name in self._merged]
        self._threshold = float(meta["threshold"])
        self.arrays = arrays
        units = arrays["recurrent"].shape[1]
        self.width = arrays["input"].shape[1]
        parts = (300, arrays["shape"].shape[1], AFFIXES * arrays["affix"].shape[1], arrays["dense"].shape[1])
        self._word_width = sum(parts)
        expected = {
            "dense": (DENSE, parts[3]),
            "squeeze": (self._word_width + arrays["relation"].shape[1] + 192, arrays["input"].shape[1]),
            "recurrent": (2, units, 4 * units),
            "affix": (len(self.affixes) + 1, arrays["affix"].shape[1]),
            "width": (MAX_WIDTH, arrays["first"].shape[1]),
        }
        for name, shape in expected.items():
            if arrays[name].shape != shape:
                raise WeightsError(f"the array {name!r} is {arrays[name].shape}, not {shape}", path=str(PACK))

    def __call__(self, words: Words, squeezed: Floats, stock: StockTags, layout: Layout) -> list[Span]:
        """The spans of all sentences, in text order, outer before inner; ``squeezed`` has a row a word of ``words``."""
        if not len(words.index):
            return []
        states = self._encode(words, squeezed, stock, layout)
        starts, ends = self._candidates(states, layout)
        heads = np.where(stock.heads < 0, -1, stock.heads + np.repeat(layout.starts, layout.lengths))
        scores = self._score(states, starts, ends, tree_shapes(heads))
        return self._decode(starts, ends, scores)

    def squeeze(self, features: NDArray[np.void]) -> Floats:
        """The products of words alone in the first layer, words x its width; ``features`` are an array of FEATURES."""
        a = self.arrays
        vectors = self._navec.vectors(features["vector"])
        vectors[features["vector"] == self._navec.unknown] = a["unknown"]
        shapes = a["shape"][features["shape"]]
        affixes = a["affix"].take(features["affixes"], axis=0).reshape(len(features), -1)
        dense = np.maximum(features["dense"] @ a["dense"] + a["dense_bias"], 0)
        rows = np.concatenate([vectors, shapes, affixes, dense], axis=1)
        squeezed: Floats = rows @ a["squeeze"][: self._word_width] + a["squeeze_bias"]
        return squeezed

    def _encode(self, words: Words, squeezed: Floats, stock: StockTags, layout: Layout) -> Floats:
        a = self.arrays
        inputs = np.concatenate([a["relation"][stock.relations], *self._normal(stock.hidden)], axis=1)
        inputs = inputs @ a["squeeze"][self._word_width :]
        inputs += squeezed.take(words.index, axis=0)
        np.maximum(inputs, 0, out=inputs)
        steps = lstm.Steps.of(layout)
        gates = np.empty((2, len(inputs), a["recurrent"].shape[2]), np.float32)
        for side, tokens in enumerate((steps.forward, steps.backward)):
            for own in _chunks(len(tokens)):
                np.matmul(inputs[tokens[own]], a["input"][side], out=gates[side, own])
                gates[side, own] += a["input_bias"][side]
        return lstm.run(gates, a["recurrent"], steps)

    def _normal(self, hidden: Sequence[Floats]) -> list[Floats]:
        found = []
        for number, states in enumerate(hidden):
            centred = states - states.mean(axis=1, keepdims=True)
            centred /= np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _EPSILON)
            found.append(centred * self.arrays["norm"][number] + self.arrays["norm_bias"][number])
        return found

    def _candidates(self, states: Floats, layout: Layout) -> tuple[Ints, Ints]:
        """Starts and inclusive ends of the spans worth scoring, the shortest first."""
        gates = states @ self.arrays["gates"] + self.arrays["gates_bias"]
        limit = np.log(GATE / (1 - GATE))
        firsts = np.flatnonzero(gates[:, 0] > limit)
        closes = np.zeros(len(states) + MAX_WIDTH, bool)
        closes[: len(states)] = gates[:, 1] > limit
        last = np.repeat(layout.starts + layout.lengths - 1, layout.lengths)
        ends = firsts[:, None] + np.arange(MAX_WIDTH)
        width, row = np.nonzero((closes[ends] & (ends <= last[firsts][:, None])).T)
        return firsts[row], firsts[row] + width

    def _score(self, states: Floats, starts: Ints, ends: Ints, tree: Ints) -> Floats:
        """Probabilities, spans x types as trained."""
        a = self.arrays
        types = len(self._types)
        # Only where a span may start or end; a token's place among those takes its own place.
        some, at_start = np.unique(starts, return_inverse=True)
        opening = states[some]
        some, at_end = np.unique(ends, return_inverse=True)
        closing = states[some]
        left = np.maximum(opening @ a["start"] + a["start_bias"], 0)
        right = np.maximum(closing @ a["end"] + a["end_bias"], 0)
        first, last = opening @ a["first"] + a["first_bias"], closing @ a["last"]
        means = _means(states @ a["mean"], starts, ends)
        found = np.empty((len(starts), types), np.float32)
        for at in range(0, len(starts), _SPAN_CHUNK):
            own = slice(at, at + _SPAN_CHUNK)
            i = starts[own]
            width = ends[own] - i
            rows = means[own]
            rows += first[at_start[own]]
            rows += last[at_end[own]]
            rows += a["width"][width]
            rows += a["tree"][tree[i, width]]
            scores = np.maximum(rows, 0, out=rows) @ a["output"] + a["output_bias"] + a["bias"][width]
            pairs = (left[at_start[own]] @ a["pair"]).reshape(len(i), types, -1)
            scores += np.einsum("ntq,nq->nt", pairs, right[at_end[own]])
            found[own] = 0.5 + 0.5 * np.tanh(scores / 2)
        return found

    def _decode(self, starts: Ints, ends: Ints, scores: Floats) -> list[Span]:
        rest = 1 - scores
        merged: NDArray[np.float32] = 1 - np.stack([rest[:, c].prod(axis=1) for c in self._columns], axis=1)
        found = []
        for column, name in enumerate(self._merged):
            likely = np.flatnonzero(merged[:, column] > self._threshold)
            spans = zip(
                starts[likely].tolist(), (ends[likely] + 1).tolist(), merged[likely, column].tolist(), strict=True
            )
            found += [Span(start, end, name, round(score, 4)) for start, end, score in without_crossing(list(spans))]
        return sorted(found, key=lambda span: (span.start, -span.end, span.type))


class WordRows:
    """What the models read of words by their text, cached: an array of ``dtype``.

    ``stock`` and ``shape`` are as in FEATURES, ``squeezed`` is the entity model's product.
    """

    def __init__(self, table: WordTable, model: EntityModel) -> None:
        self._table, self._model = table, model
        self.dtype = np.dtype([("stock", np.int32), ("shape", np.int32), ("squeezed", np.float32, model.width)])
        self._known: dict[str, bytes] = {}  # a thousand arrays of one word would take more memory

    def __call__(self, texts: Sequence[str]) -> NDArray[np.void]:
        """The row of each word."""
        known = self._known if len(self._known) <= _CACHE_WORDS else {}
        self._known = known
        if new := [text for text in texts if text not in known]:
            features = self._table(new)
            rows = np.empty(len(new), self.dtype)
            rows["stock"], rows["shape"], rows["squeezed"] = (
                features["stock"],
                features["shape"],
                self._model.squeeze(features),
            )
            known.update(zip(new, map(np.void.tobytes, rows), strict=True))
        return np.frombuffer(b"".join(map(known.__getitem__, texts)), self.dtype)


def _means(rows: Floats, starts: Ints, ends: Ints) -> Floats:
    """The mean row of each span, the shortest spans first; ``ends`` are inclusive."""
    widths = ends - starts
    means = rows[starts]
    for step in range(1, MAX_WIDTH):
        wider = np.searchsorted(widths, step)
        means[wider:] += rows[starts[wider:] + step]
    means /= (widths + 1).astype(np.float32)[:, None]
    return means


def _chunks(count: int) -> Iterator[slice]:
    """Few enough rows for a processor's own cache to hold what is done with them."""
    return (slice(start, start + _CHUNK) for start in range(0, count, _CHUNK))


def load_model(navec: Navec) -> EntityModel:
    """The model that ships with the package; WeightsError where its pack is missing or damaged."""
    meta, arrays = weights.read(PACK)
    if meta.get("features") != fingerprint():
        raise WeightsError("trained with other word lists or features; see training/README.md", path=str(PACK))
    try:
        return EntityModel(meta, arrays, navec)
    except KeyError as error:
        raise WeightsError(f"the pack lacks {error}; install diplo-ner again", path=str(PACK)) from error
