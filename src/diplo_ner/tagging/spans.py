"""Spans of tokens: how they lie in the tree, and which of the scored ones to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from diplo_ner.tagging.encoder import Ints

# 99.7 % of the gold spans of NEREL dev are no wider.
MAX_WIDTH = 15
_OUTSIDE, _INCOMING = 3, 4
TREE_SHAPES = _OUTSIDE * _INCOMING


def tree_shapes(heads: Ints) -> Ints:
    """How each span lies in the tree, tokens x MAX_WIDTH: row ``i``, column ``w`` is the span of tokens i..i+w.

    ``heads`` are absolute token indices, -1 for a root. The number (below TREE_SHAPES) tells how many of the span's
    tokens have their head outside it, and how many tokens outside have their head in it: a phrase has one and few.
    Spans that pass the end are of no meaning.
    """
    count = len(heads)
    index = np.arange(count)
    linked = heads >= 0
    first, apart = np.minimum(heads, index), np.abs(heads - index)
    near = linked & (apart < MAX_WIDTH) & (apart > 0)
    # arcs[i, d]: arcs that start at token i and reach at most d tokens on; inside[i, w]: arcs within the span.
    arcs = np.zeros((count + 1, MAX_WIDTH), np.int64)
    np.add.at(arcs, (first[near], apart[near]), 1)
    arcs = arcs.cumsum(axis=1)
    inside = np.zeros((count + 1, MAX_WIDTH), np.int64)
    for width in range(1, MAX_WIDTH):
        inside[:-1, width] = inside[1:, width - 1] + arcs[:-1, width]
    children = np.zeros(count + MAX_WIDTH + 1, np.int64)
    children[1 : count + 1] = np.bincount(heads[linked & (apart > 0)], minlength=count)
    children = children.cumsum()
    ends = index[:, None] + np.arange(1, MAX_WIDTH + 1)
    outside = np.arange(1, MAX_WIDTH + 1) - inside[:-1]
    incoming = children[ends] - children[index][:, None] - inside[:-1]
    shapes: Ints = np.clip(outside - 1, 0, _OUTSIDE - 1) * _INCOMING + np.clip(incoming, 0, _INCOMING - 1)
    return shapes


def without_crossing(spans: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Spans (start, end, score) of one type without those that cross a better one; nesting stays."""
    kept: list[tuple[int, int, float]] = []
    cluster: list[tuple[int, int, float]] = []
    reach = 0
    for span in sorted(spans):
        if span[0] >= reach:
            kept += _best(cluster)
            cluster = []
        cluster.append(span)
        reach = max(reach, span[1])
    return kept + _best(cluster)


def _best(cluster: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    if len(cluster) == 1:
        return cluster
    kept: list[tuple[int, int, float]] = []
    for start, end, score in sorted(cluster, key=lambda span: -span[2]):
        if not any(a < start < b < end or start < a < end < b for a, b, _ in kept):
            kept.append((start, end, score))
    return kept
