"""A bidirectional LSTM layer in numpy, both directions and all sentences in step."""

from __future__ import annotations

import numpy as np

from diplo_ner.tagging.encoder import Layout, alive_at
from diplo_ner.tagging.packs import Floats


def run(inputs: Floats, recurrent: Floats, layout: Layout) -> Floats:
    """States of all tokens, tokens x (2 x units), forward then backward.

    ``inputs``: tokens x (2 x 4 x units), the gates' input products with both biases added, forward then backward;
    ``recurrent``: 2 x units x (4 x units). Gates stand in the order input, forget, output, cell, so that the three
    sigmoids are one call. The longest sentences come first, so that those still running are the first rows.
    """
    units = recurrent.shape[1]
    order = np.argsort(-layout.lengths, kind="stable")
    starts, lengths = layout.starts[order], layout.lengths[order]
    ends = starts + lengths - 1
    alive = alive_at(lengths)
    gates_in = inputs.reshape(len(inputs), 2, 4 * units)
    states = np.empty((len(inputs), 2, units), np.float32)
    h = np.zeros((2, len(starts), units), np.float32)
    c = np.zeros((2, len(starts), units), np.float32)
    gates = np.empty((2, len(starts), 4 * units), np.float32)
    for step, count in enumerate(alive):
        at = np.stack([starts[:count] + step, ends[:count] - step])
        now = gates[:, :count]
        np.matmul(h[:, :count], recurrent, out=now)
        now[0] += gates_in[at[0], 0]
        now[1] += gates_in[at[1], 1]
        sigmoids = now[..., : 3 * units]
        _sigmoid(sigmoids)
        cell = now[..., 3 * units :]
        np.tanh(cell, out=cell)
        own = c[:, :count]
        own *= sigmoids[..., units : 2 * units]
        cell *= sigmoids[..., :units]
        own += cell
        out = h[:, :count]
        np.tanh(own, out=out)
        out *= sigmoids[..., 2 * units :]
        states[at[0], 0] = out[0]
        states[at[1], 1] = out[1]
    return states.reshape(len(inputs), -1)


def _sigmoid(rows: Floats) -> None:
    """In place. The weights of these gates are halved, so that sigmoid(x) = 0.5 + 0.5 tanh(x / 2) needs no division."""
    np.tanh(rows, out=rows)
    rows *= 0.5
    rows += 0.5
