"""The packed encoder: natasha's convolutions over many sentences at once.

Sentences lie in one long matrix, a token a row, with a separator row before, between and after them, so that no window
of width three sees two sentences. The first layer is a sum of one product a distinct word, shared by all models;
each later convolution is one matrix product, whose three parts are added with a shift.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    layers: tuple[_Layer, ...]
    scale: Floats
    shift: Floats


class PackedEncoder:
    """Several stock models run side by side on the same words."""

    def __init__(self, navec: Navec, models: list[StockModel]) -> None:
        self._navec = navec
        firsts = [model.model.encoder.layers[0].conv for model in models]
        dim = navec.codes.shape[0] * navec.codes.shape[2]
        kernels = [np.moveaxis(conv.weight.array, 0, 2) for conv in firsts]
        # inputs x 3 x filters of all models; words (the same for all) and shapes (each model's own) apart.
        joined = np.concatenate([kernel[:dim].transpose(1, 0, 2) for kernel in kernels], axis=2)
        self._words: Floats = np.ascontiguousarray(joined.transpose(1, 0, 2)).reshape(dim, -1)
        shapes = [
            np.einsum("si,ikf->skf", model.model.emb.shape.weight.array, kernel[dim:])
            for model, kernel in zip(models, kernels, strict=True)
        ]
        self._shapes: Floats = np.concatenate(shapes, axis=2).reshape(len(shapes[0]), -1)
        self._bias: Floats = np.concatenate([conv.bias.array for conv in firsts])
        self._stacks = [_stack(model.model.encoder.layers) for model in models]
        self._neutral: Floats = np.concatenate([stack.layers[0].neutral for stack in self._stacks])

    def __call__(self, words: Ints, shapes: Ints, layout: Layout) -> list[Floats]:
        """The last hidden states of each model, tokens x 64, from word and shape ids, one a token."""
        outer = self._first(words, shapes, layout)
        width = outer.shape[1] // len(self._stacks)
        return [
            self._rest(stack, outer[:, number * width : (number + 1) * width], layout)
            for number, stack in enumerate(self._stacks)
        ]

    def _first(self, words: Ints, shapes: Ints, layout: Layout) -> Floats:
        pairs, inverse = np.unique(words * len(self._shapes) + shapes, return_inverse=True)
        vectors = self._navec.vectors(pairs // len(self._shapes))
        products = np.zeros((len(pairs) + 1, 3, len(self._bias)), np.float32)
        flat = products.reshape(len(products), -1)
        np.matmul(vectors, self._words, out=flat[1:])
        flat[1:] += self._shapes[pairs % len(self._shapes)]
        at = np.zeros(layout.size, np.int64)
        at[layout.rows] = inverse + 1
        outer = np.empty((layout.size, len(self._bias)), np.float32)
        inner = outer[1:-1]
        np.take(products[:, 1], at[1:-1], axis=0, out=inner, mode="clip")
        inner += products[:, 0].take(at[:-2], axis=0)
        inner += products[:, 2].take(at[2:], axis=0)
        inner += self._bias
        np.maximum(outer, 0, out=outer)
        outer[layout.separators] = self._neutral
        return outer

    def _rest(self, stack: _Stack, rows: Floats, layout: Layout) -> Floats:
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


def _stack(layers: list[Any]) -> _Stack:
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
    return _Stack(tuple(folded), scale, shift)
