"""A bidirectional LSTM layer in numpy, both directions and all sentences in step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diplo_ner.tagging.encoder import Ints, Layout, alive_at
from diplo_ner.tagging.packs import Floats


@dataclass(frozen=True, slots=True)
class Steps:
    """Tokens in the order in which the layer reads them: step by step, in each the longest sentences first.

    ``forward`` and ``backward`` are token numbers, one a row; ``counts`` tells how many rows each step has.
    """

    forward: Ints
    backward: Ints
    counts: list[int]

    @classmethod
    def of(cls, layout: Layout) -> Steps:
        lengths = layout.lengths
        rank = np.empty(len(lengths), np.int64)
        order = np.argsort(-lengths, kind="stable")
        rank[order] = np.arange(len(lengths))
        position = np.arange(len(layout.rows)) - np.repeat(layout.starts, lengths)
        place = position * len(lengths) + np.repeat(rank, lengths)
        forward = np.argsort(place, kind="stable")
        # The token that stands as far from the end as this one from the start.
        mirror = np.repeat(2 * layout.starts + lengths - 1, lengths) - np.arange(len(layout.rows))
        return cls(forward, mirror[forward], alive_at(lengths[order]))


def run(gates: Floats, recurrent: Floats, steps: Steps) -> Floats:
    """States of all tokens in text order, tokens x (2 x units), forward then backward.

    ``gates``: 2 x tokens x (4 x units), the input products with both biases added, in the order of ``steps``; it is
    overwritten. ``recurrent``: 2 x units x (4 x units). Gates stand in the order input, forget, output, cell, so that
    the three sigmoids are one call; their weights are halved, since sigmoid(x) = 0.5 + 0.5 tanh(x / 2).
    """
    units = recurrent.shape[1]
    packed = np.empty((2, gates.shape[1], units), np.float32)
    batch = steps.counts[0]
    h = np.zeros((2, batch, units), np.float32)
    c = np.zeros((2, batch, units), np.float32)
    products = np.empty((2, batch, 4 * units), np.float32)
    at = 0
    for count in steps.counts:
        now = gates[:, at : at + count]
        if at:
            now += np.matmul(h[:, :count], recurrent, out=products[:, :count])
        np.tanh(now, out=now)
        sigmoids = now[..., : 3 * units]
        sigmoids *= 0.5
        sigmoids += 0.5
        cell = now[..., 3 * units :]
        own = c[:, :count]
        own *= now[..., units : 2 * units]
        cell *= now[..., :units]
        own += cell
        h = packed[:, at : at + count]
        np.tanh(own, out=h)
        h *= now[..., 2 * units : 3 * units]
        at += count
    states = np.empty((gates.shape[1], 2, units), np.float32)
    states[steps.forward, 0] = packed[0]
    states[steps.backward, 1] = packed[1]
    return states.reshape(len(states), -1)
