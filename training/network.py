"""The entity model in torch; diplo_ner.tagging.model runs the same weights in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from diplo_ner.tagging.features import AFFIXES, DENSE
from diplo_ner.tagging.spans import MAX_WIDTH, TREE_SHAPES


@dataclass
class Config:
    types: tuple[str, ...]
    affixes: int
    shapes: int
    relations: int
    squeeze: int = 0  # width of a layer between the features and the first LSTM; 0: none
    lstm: int = 192
    layers: int = 2
    pair: int = 64
    span: int = 128
    dropout: float = 0.4
    embedding_dropout: float = 0.2
    word_dropout: float = 0.05
    affix_dropout: float = 0.1
    dense_dropout: float = 0.05


@dataclass
class Batch:
    vectors: Tensor  # B x L x 300
    unknown: Tensor  # B x L, bool: no vector
    shapes: Tensor
    affixes: Tensor
    dense: Tensor
    hidden: Tensor  # B x L x 192
    relations: Tensor
    tree: Tensor  # B x L x MAX_WIDTH
    lengths: Tensor
    gold: Tensor  # B x L x MAX_WIDTH x types


class Network(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        types = len(config.types)
        self.unknown = nn.Parameter(torch.zeros(300))
        self.shape = nn.Embedding(config.shapes, 30)
        self.affix = nn.Embedding((config.affixes + 1) * 1, 16)
        nn.init.normal_(self.affix.weight, 0, 0.3)
        self.relation = nn.Embedding(config.relations, 16)
        self.dense = nn.Linear(DENSE, 48)
        self.norms = nn.ModuleList(nn.LayerNorm(64) for _ in range(3))
        width = 300 + 30 + 16 * AFFIXES + 48 + 16 + 192
        self.squeeze = nn.Linear(width, config.squeeze) if config.squeeze else None
        width = config.squeeze or width
        self.lstms = nn.ModuleList(
            nn.LSTM(width if layer == 0 else 2 * config.lstm, config.lstm, batch_first=True, bidirectional=True)
            for layer in range(config.layers)
        )
        out = 2 * config.lstm
        self.gates = nn.Linear(out, 2)
        self.start = nn.Linear(out, config.pair)
        self.end = nn.Linear(out, config.pair)
        self.pair = nn.Parameter(torch.randn(types, config.pair, config.pair) * 0.05)
        self.first = nn.Linear(out, config.span)
        self.last = nn.Linear(out, config.span, bias=False)
        self.mean = nn.Linear(out, config.span, bias=False)
        self.width = nn.Parameter(torch.zeros(MAX_WIDTH, config.span))
        self.tree = nn.Parameter(torch.zeros(TREE_SHAPES, config.span))
        self.output = nn.Linear(config.span, types)
        self.bias = nn.Parameter(torch.zeros(MAX_WIDTH, types))
        nn.init.constant_(self.output.bias, -4.0)
        nn.init.constant_(self.gates.bias, -2.0)
        self.drop = nn.Dropout(config.dropout)
        self.drop_input = nn.Dropout(config.embedding_dropout)

    def encode(self, batch: Batch) -> Tensor:
        config = self.config
        unknown, affixes, dense = batch.unknown, batch.affixes, batch.dense
        if self.training:
            unknown = unknown | (torch.rand(unknown.shape) < config.word_dropout)
            affixes = affixes * (torch.rand(affixes.shape) >= config.affix_dropout)
            dense = dense * (torch.rand(dense.shape) >= config.dense_dropout)
        words = torch.where(unknown[..., None], self.unknown, batch.vectors)
        hidden = [norm(part) for norm, part in zip(self.norms, batch.hidden.split(64, -1), strict=True)]
        x = torch.cat(
            [
                words,
                self.shape(batch.shapes),
                self.affix(affixes).flatten(-2),
                torch.relu(self.dense(dense)),
                self.relation(batch.relations),
                *hidden,
            ],
            -1,
        )
        x = self.drop_input(x)
        if self.squeeze is not None:
            x = torch.relu(self.squeeze(x))
        total: Tensor | None = None
        for lstm in self.lstms:
            packed = nn.utils.rnn.pack_padded_sequence(x, batch.lengths, batch_first=True, enforce_sorted=False)
            out, _ = nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True)
            total = out if total is None else total + out
            x = self.drop(total)
        return x

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits of spans, B x L x MAX_WIDTH x types, and of gates (starts, ends), B x L x 2."""
        h = self.encode(batch)
        size, length, _ = h.shape
        padded = torch.cat([h, h.new_zeros(size, MAX_WIDTH - 1, h.shape[-1])], 1)
        starts = torch.relu(self.start(h))
        ends = _windows(torch.relu(self.end(padded)))
        pair = torch.einsum("blp,tpq->bltq", starts, self.pair)
        scores = torch.einsum("blwq,bltq->blwt", ends, pair) + self.bias
        sums = self.mean(h).cumsum(1)
        zero = sums.new_zeros(size, 1, sums.shape[-1])
        upto = torch.cat([zero, sums, sums[:, -1:].expand(-1, MAX_WIDTH - 1, -1)], 1)
        means = _windows(upto[:, 1:]) - upto[:, :length, None]
        means = means / torch.arange(1, MAX_WIDTH + 1)[:, None]
        rows = self.first(h)[:, :, None] + _windows(self.last(padded)) + means + self.width + self.tree[batch.tree]
        return scores + self.output(self.drop_input(torch.relu(rows))), self.gates(h)


def _windows(x: Tensor) -> Tensor:
    """B x (L + MAX_WIDTH - 1) x D -> B x L x MAX_WIDTH x D"""
    return x.unfold(1, MAX_WIDTH, 1).transpose(2, 3)
