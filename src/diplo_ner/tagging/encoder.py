"""The packed encoder: natasha's convolutions over many sentences at once.

Sentences lie in one long matrix, a token a row, with a separator row before, between and after them, so that no window
of width three sees two sentences. The first layer is a sum of one product a distinct word; each later convolution is
one matrix product, whose three parts are added with a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diplo_ner.tagging.packs import Floats, Navec, StockModel

Ints = NDArray[np.int64]

HIDDEN = 64


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tokens lie: ``starts`` and ``lengths`` of sentences in tokens, ``rows`` the row of each token."""

    starts: Ints
    lengths: Ints
    rows: Ints
    separators: Ints

    @classmethod
    def of(cls, lengths: Ints) -> Layout:
        starts = np.cumsum(lengths) - lengths
        count = int(lengths.sum())
        rows = np.arange(count) + np.repeat(np.arange(1, len(lengths) + 1), lengths)
        separators = np.append(starts + np.arange(len(lengths)), count + len(lengths))
        return cls(starts, lengths, rows, separators)

    @property
    def size(self) -> int:
        """Rows in all, with the separators."""
        return len(self.rows) + len(self.separators)


def alive_at(lengths: Ints) -> list[int]:
    """How many sentences have a token at each step; ``lengths`` fall."""
    steps = np.arange(int(lengths[0]) if len(lengths) else 0)
    counts: list[int] = np.searchsorted(-lengths, -steps, side="left").tolist()
    return counts


@dataclass(frozen=True, slots=True)
class _Layer:
    """A convolution with the normalisation of the layer before folded in.

    ``weight``: inputs x (3 x filters), ``bias``: filters; ``neutral``: what a separator row must hold after the ReLU so
    that the next layer, whose fold scales and shifts it, sees the zero that the model was trained with.
    """

    weight: Floats
    bias: Floats
    neutral: Floats


@dataclass(frozen=True, slots=True)
class _Stack:
    """The layers of a model, the last normalisation, and the embeddings of word shapes.

    The weights of the first layer stand by their place in its window, 3 x inputs x filters.
    """

    layers: tuple[_Layer, ...]
    shapes: Floats
    scale: Floats
    shift: Floats


class PackedEncoder:
    """Several stock models on the same words."""

    def __init__(self, navec: Navec, models: list[StockModel]) -> None:
        self._navec = navec
        self._stacks = [_stack(model) for model in models]

    def __call__(self, rows: Ints, shapes: Ints, index: Ints, layouts: Sequence[Layout]) -> list[Floats]:
        """The last hidden states of each model, tokens x 64.

        ``rows`` and ``shapes`` are embedding rows and word shapes of the distinct words, ``index`` has the number of
        its word for each token, ``layouts`` say where the tokens lie in one chunk of them after the other.
        """
        kinds = len(self._stacks[0].shapes)
        pairs, place = np.unique(rows * kinds + shapes, return_inverse=True)
        # A word's place among the inputs, the first of which are zero: they stand for the separators.
        vectors, shapes, place = self._navec.vectors(pairs // kinds), pairs % kinds, place[index] + 1
        inputs = np.zeros((len(pairs) + 1, self._stacks[0].layers[0].weight.shape[1]), np.float32)
        dim = vectors.shape[1]
        inputs[1:, :dim] = vectors
        hidden = []
        for stack in self._stacks:
            inputs[1:, dim:] = stack.shapes[shapes]
            hidden.append(self._run(stack, inputs, place, layouts))
        return hidden

    def _run(self, stack: _Stack, inputs: Floats, place: Ints, layouts: Sequence[Layout]) -> Floats:
        first = stack.layers[0]
        before, own, after = inputs @ first.weight
        own += first.bias
        hidden = np.empty((len(place), HIDDEN), np.float32)
        start = 0
        for layout in layouts:
            end = start + len(layout.rows)
            at = np.zeros(layout.size, np.int64)
            at[layout.rows] = place[start:end]
            rows = own.take(at, axis=0)
            inner = rows[1:-1]
            inner += before.take(at[:-2], axis=0)
            inner += after.take(at[2:], axis=0)
            np.maximum(inner, 0, out=inner)
            rows[layout.separators] = first.neutral
            hidden[start:end] = _rest(stack, rows, layout)
            start = end
        return hidden


def _rest(stack: _Stack, rows: Floats, layout: Layout) -> Floats:
    """The states after the layers behind the first, tokens x 64."""
    for layer in stack.layers[1:]:
        filters = len(layer.bias)
        products = rows @ layer.weight
        rows = np.empty((layout.size, filters), np.float32)
        inner = rows[1:-1]
        np.add(products[:-2, :filters], products[1:-1, filters : 2 * filters], out=inner)
        inner += products[2:, 2 * filters :]
        inner += layer.bias
        np.maximum(inner, 0, out=inner)
        rows[layout.separators] = layer.neutral
    hidden: Floats = rows[layout.rows]
    hidden *= stack.scale
    hidden += stack.shift
    return hidden


def _stack(model: StockModel) -> _Stack:
    layers: list[Any] = model.model.encoder.layers
    folded = []
    scale: Floats | None = None
    shift: Floats | None = None
    for layer in layers:
        kernel = np.moveaxis(layer.conv.weight.array, 0, 2)
        bias = layer.conv.bias.array
        if scale is not None and shift is not None:
            bias = bias + np.einsum("i,ikf->f", shift, kernel)
            kernel = kernel * scale[:, None, None]
        scale = layer.norm.weight.array / layer.norm.std.array
        shift = layer.norm.bias.array - layer.norm.mean.array * scale
        flat = np.ascontiguousarray(kernel).reshape(len(kernel), -1)
        folded.append(_Layer(flat, bias, -shift / scale))
    if scale is None or shift is None:
        raise ValueError("an encoder without layers")
    folded[0] = replace(folded[0], weight=np.stack(np.split(folded[0].weight, 3, axis=1)))
    return _Stack(tuple(folded), model.model.emb.shape.weight.array, scale, shift)
