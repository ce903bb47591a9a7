"""The parts of the tagger against plain reckoning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplo_ner.tagging import lstm
from diplo_ner.tagging.encoder import Layout
from diplo_ner.tagging.features import CLASSES, DENSE, FLAGS, GRAMMEMES, affixes, dense
from diplo_ner.tagging.heads import bio_spans
from diplo_ner.tagging.spans import MAX_WIDTH, tree_shapes, without_crossing


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-1, 39), min_size=1, max_size=40))
def test_tree_shapes(heads: list[int]) -> None:
    count = len(heads)
    heads = [min(head, count - 1) for head in heads]
    shapes = tree_shapes(np.array(heads, np.int64))
    for start in range(count):
        for width in range(min(MAX_WIDTH, count - start)):
            own = range(start, start + width + 1)
            outside = sum(heads[token] not in own or heads[token] == token for token in own)
            incoming = sum(heads[token] in own for token in range(count) if token not in own)
            assert shapes[start, width] == min(max(outside - 1, 0), 2) * 4 + min(incoming, 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5), st.floats(0, 1)), max_size=14))
def test_without_crossing(drawn: list[tuple[int, int, float]]) -> None:
    spans = [(start, start + width, score) for start, width, score in drawn]
    best: list[tuple[int, int, float]] = []
    for start, end, score in sorted(sorted(spans), key=lambda span: -span[2]):
        if not any(a < start < b < end or start < a < end < b for a, b, _ in best):
            best.append((start, end, score))
    assert sorted(without_crossing(spans)) == sorted(best)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("O B-PER I-PER O", [(1, 3, "PER")]),
        ("B-PER B-LOC", [(0, 1, "PER"), (1, 2, "LOC")]),
        ("I-PER O", []),
        ("B-PER I-LOC", [(0, 2, "PER")]),
        ("B-PER O I-PER", [(0, 1, "PER")]),
        ("B-ORG <pad> I-ORG", [(0, 3, "ORG")]),
        ("", []),
    ],
)
def test_bio_spans(labels: str, spans: list[tuple[int, int, str]]) -> None:
    assert bio_spans(labels.split()) == spans


def test_lstm_reads_each_sentence_alone_and_both_ways() -> None:
    rng = np.random.default_rng(1)
    units, lengths = 3, np.array([2, 5, 1, 5])
    layout = Layout.of(lengths)
    inputs = rng.standard_normal((2, lengths.sum(), 4 * units)).astype(np.float32)
    recurrent = rng.standard_normal((2, units, 4 * units)).astype(np.float32)
    steps = lstm.Steps.of(layout)
    gates = np.stack([inputs[0][steps.forward], inputs[1][steps.backward]])
    states = lstm.run(gates, recurrent, steps)
    for start, length in zip(layout.starts, lengths, strict=True):
        for side, tokens in enumerate((range(start, start + length), range(start + length - 1, start - 1, -1))):
            h, c = np.zeros(units), np.zeros(units)
            for token in tokens:
                now = np.tanh(inputs[side, token] + h @ recurrent[side])
                i, f, o = np.split(0.5 + 0.5 * now[: 3 * units], 3)
                c = f * c + i * now[3 * units :]
                h = o * np.tanh(c)
                assert states[token, side * units : (side + 1) * units] == pytest.approx(h, abs=1e-5)


def classes(word: str) -> set[str]:
    at = len(GRAMMEMES)
    return {name for name, on in zip(CLASSES, dense(word, False)[at : at + len(CLASSES)], strict=True) if on}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("России", {"country"}),
        ("министрами", {"post"}),
        ("Переговорам", {"event"}),
        ("мая", {"time"}),
        ("окно", set()),
        ("", set()),
    ],
)
def test_word_lists(word: str, expected: set[str]) -> None:
    assert classes(word) == expected


def test_dense_features() -> None:
    numbers = dense("Москвой", False)
    assert len(numbers) == DENSE == len(GRAMMEMES) + len(CLASSES) + len(FLAGS)
    assert numbers[GRAMMEMES.index("Geox")] > 0.5
    assert numbers[GRAMMEMES.index("ablt")] > 0.5
    assert max(numbers) <= 1


def test_affixes_of_a_short_word() -> None:
    assert affixes("он") == ("2<он", "3<он_", "4<он__", "5<он___", "1>н", "2>он", "3>_он", "4>__он")
