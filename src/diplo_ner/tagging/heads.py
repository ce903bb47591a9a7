"""The decoders of natasha's models: parts of speech, trees and flat names, for many sentences at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplo_ner.tagging.encoder import Ints, Layout, alive_at
from diplo_ner.tagging.packs import Floats


class TagHead:
    """The most probable tag of each token."""

    def __init__(self, head: Any) -> None:
        self._weight: Floats = head.proj.weight.array
        self._bias: Floats = head.proj.bias.array

    def scores(self, hidden: Floats) -> Floats:
        """Tokens x tags."""
        found: Floats = hidden @ self._weight
        found += self._bias
        return found

    def __call__(self, hidden: Floats) -> Ints:
        best: Ints = self.scores(hidden).argmax(axis=1)
        return best


class TreeHead:
    """The most probable head of each token, and the relation to it."""

    def __init__(self, model: Any) -> None:
        head, rel = model.head, model.rel
        self._head, self._tail = _feed_forward(head.head), _feed_forward(head.tail)
        self._root: Floats = head.root.array
        self._kernel: Floats = head.kernel.array
        self._rel_head, self._rel_tail = _feed_forward(rel.head), _feed_forward(rel.tail)
        self._rel_root: Floats = rel.root.array
        self._rel_kernel: Floats = rel.kernel.array

    def __call__(self, hidden: Floats, layout: Layout) -> tuple[Ints, Ints]:
        """Heads (index in the sentence, -1 for the root) and relations, one a token."""
        heads = self._heads(hidden, layout)
        return heads, self._relations(hidden, heads, layout)

    def _heads(self, hidden: Floats, layout: Layout) -> Ints:
        seekers = _relu(hidden, self._head) @ self._kernel
        targets = _relu(hidden, self._tail)
        root = _relu(self._root[None], self._tail)[0]
        to_root = seekers @ root
        heads = np.empty(len(hidden), np.int64)
        # One small product a sentence: padding them to one batch costs more than this loop saves.
        for start, length in zip(layout.starts.tolist(), layout.lengths.tolist(), strict=True):
            end = start + length
            scores = seekers[start:end] @ targets[start:end].T
            best = scores.argmax(axis=1)
            # Where the root scores the same as a token, it wins: it comes first.
            wins = scores[np.arange(length), best] > to_root[start:end]
            heads[start:end] = np.where(wins, best, -1)
        return heads

    def _relations(self, hidden: Floats, heads: Ints, layout: Layout) -> Ints:
        positions = np.where(heads < 0, len(hidden), heads + np.repeat(layout.starts, layout.lengths))
        governors = _relu(np.concatenate([hidden, self._rel_root[None]]), self._rel_head)[positions]
        tails = _relu(hidden, self._rel_tail)
        products = (governors @ self._rel_kernel).reshape(len(hidden), -1, tails.shape[1])
        best: Ints = np.einsum("nrh,nh->nr", products, tails).argmax(axis=1)
        return best


class NameHead:
    """The best sequence of BIO tags of each sentence, by a linear-chain CRF."""

    def __init__(self, head: Any) -> None:
        self._emit = TagHead(head)
        self._transitions: Floats = head.crf.transitions.array

    def __call__(self, hidden: Floats, layout: Layout) -> Ints:
        """Tag ids, one a token; all sentences step together, the finished ones drop out."""
        emissions = self._emit.scores(hidden)
        order = np.argsort(-layout.lengths, kind="stable")
        starts, lengths = layout.starts[order], layout.lengths[order]
        alive = alive_at(lengths)
        score = emissions[starts]
        back = np.zeros(emissions.shape, np.int8)
        # tags x tags with the tag before last, so that the maximum runs along the contiguous axis
        transitions = np.ascontiguousarray(self._transitions.T)
        for step in range(1, len(alive)):
            count = alive[step]
            at = starts[:count] + step
            # slovnet adds the transition before the emission; float sums depend on the order
            candidates = score[:count, None, :] + transitions + emissions[at][:, :, None]
            back[at] = candidates.argmax(axis=2)
            score[:count] = candidates.max(axis=2)
        tags = np.empty(len(hidden), np.int64)
        last = starts + lengths - 1
        current = score.argmax(axis=1)
        tags[last] = current
        for step in range(len(alive) - 1, 0, -1):
            count = alive[step]
            at = starts[:count] + step
            tags[at - 1] = back[at, tags[at]]
        return tags


def bio_spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Half-open token spans with their types, as slovnet reads BIO tags: an 'I' prolongs whatever is open, padding
    changes nothing."""
    spans: list[tuple[int, int, str]] = []
    start = end = 0
    kind = ""
    for index, label in enumerate(labels):
        if label.startswith("I-"):
            end = index + 1
        if label[0] not in "BO":
            continue
        if kind:
            spans.append((start, end, kind))
        kind = label[2:] if label.startswith("B-") else ""
        start, end = index, index + 1
    if kind:
        spans.append((start, end, kind))
    return spans


def _feed_forward(module: Any) -> tuple[Floats, Floats]:
    return module.proj.weight.array, module.proj.bias.array


def _relu(rows: Floats, layer: tuple[Floats, Floats]) -> Floats:
    product: Floats = rows @ layer[0]
    product += layer[1]
    return np.maximum(product, 0, out=product)
