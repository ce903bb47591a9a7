"""Trains the entity model on NEREL train and reports NEREL dev after each epoch. See README.md for the command."""

from __future__ import annotations

import argparse
import collections
import json
import math
import pickle
import random
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from data import Example, build, read_jsonl
from network import Batch, Config, Network
from torch import Tensor

from diplo_ner.tagging.packs import MORPH, SYNTAX, read_navec, read_stock
from diplo_ner.tagging.spans import MAX_WIDTH, without_crossing

# NEREL's types as ours; the others are trained along and not kept.
OURS = {
    "PERSON": "PERSON", "PROFESSION": "POST", "COUNTRY": "COUNTRY", "ORGANIZATION": "ORGANIZATION", "EVENT": "EVENT",
    "DATE": "DATE", "LAW": "DOCUMENT", "NATIONALITY": "NATIONALITY", "CITY": "PLACE", "STATE_OR_PROVINCE": "PLACE",
    "DISTRICT": "PLACE", "LOCATION": "PLACE", "FACILITY": "PLACE",
}  # fmt: skip
SCORED = ("PERSON", "POST", "COUNTRY", "ORGANIZATION", "PLACE", "EVENT", "DOCUMENT", "DATE")


def collate(examples: list[Example], types: dict[str, int], navec, unknown: int, soft=None, trust=0.5) -> Batch:
    """``soft``: probabilities of teachers by example (see ``soften``); they weigh ``trust``, the gold the rest."""
    size, longest = len(examples), max(len(example.tokens) for example in examples)

    def pad(name: str, dtype) -> Tensor:
        first = getattr(examples[0], name)
        out = np.zeros((size, longest, *first.shape[1:]), dtype)
        for number, example in enumerate(examples):
            out[number, : len(example.tokens)] = getattr(example, name)
        return torch.from_numpy(out)

    vectors = pad("vectors", np.int64)
    gold = torch.zeros(size, longest, MAX_WIDTH, len(types))
    for number, example in enumerate(examples):
        for start, end, kind in example.gold:
            if kind in types:
                gold[number, start, end - start - 1, types[kind]] = 1
        if soft is not None:
            teacher = torch.from_numpy(soft[id(example)].astype(np.float32))
            own = gold[number, : len(teacher)]
            own.lerp_(teacher, trust)
    return Batch(
        vectors=torch.from_numpy(navec.vectors(vectors.numpy().ravel())).view(size, longest, 300),
        unknown=vectors == unknown,
        shapes=pad("shapes", np.int64),
        affixes=pad("affixes", np.int64),
        dense=pad("dense", np.float32),
        hidden=pad("hidden", np.float32),
        relations=pad("relations", np.int64),
        tree=pad("tree", np.int64),
        lengths=torch.tensor([len(example.tokens) for example in examples]),
        gold=gold,
    )


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Buckets of like length, shuffled."""
    order = sorted(examples, key=lambda example: len(example.tokens) * (1 + 0.2 * rng.random()))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(groups)
    return groups


def valid(lengths: Tensor, longest: int) -> Tensor:
    """B x L x MAX_WIDTH: the span lies in its sentence."""
    ends = torch.arange(longest)[:, None] + torch.arange(MAX_WIDTH)
    return ends[None] < lengths[:, None, None]


def loss_of(network: Network, batch: Batch) -> Tensor:
    scores, gates = network(batch)
    longest = scores.shape[1]
    mask = valid(batch.lengths, longest)
    spans = torch.nn.functional.binary_cross_entropy_with_logits(scores[mask], batch.gold[mask], reduction="sum")
    sure = (batch.gold > 0.5).float()
    starts = sure.amax((2, 3))
    some = sure.amax(3)
    ends = torch.zeros_like(starts)
    for width in range(min(MAX_WIDTH, longest)):
        ends[:, width:] = torch.maximum(ends[:, width:], some[:, : longest - width, width])
    tokens = torch.arange(longest)[None] < batch.lengths[:, None]
    target = torch.stack([starts, ends], -1)
    gate = torch.nn.functional.binary_cross_entropy_with_logits(gates[tokens], target[tokens], reduction="sum")
    return (spans + 0.5 * gate) / len(batch.lengths)


@torch.no_grad()
def predict(network: Network, examples: list[Example], types, navec, unknown) -> list[np.ndarray]:
    """Probabilities of spans, L x MAX_WIDTH x types, one array an example."""
    network.eval()
    found: list[np.ndarray] = [np.empty(0)] * len(examples)
    order = sorted(range(len(examples)), key=lambda number: len(examples[number].tokens))
    for start in range(0, len(order), 64):
        numbers = order[start : start + 64]
        batch = collate([examples[number] for number in numbers], types, navec, unknown)
        scores = torch.sigmoid(network(batch)[0]) * valid(batch.lengths, batch.vectors.shape[1])[..., None]
        for number, row in zip(numbers, scores.numpy(), strict=True):
            found[number] = row[: len(examples[number].tokens)].copy()
    network.train()
    return found


def merged(probabilities: np.ndarray, types: dict[str, int]) -> dict[str, np.ndarray]:
    """Probabilities by our types: that some of its finer types holds."""
    rest: dict[str, np.ndarray] = {}
    for kind, ours in OURS.items():
        if kind in types:
            rest[ours] = rest.get(ours, 1.0) * (1.0 - probabilities[..., types[kind]])
    return {ours: 1.0 - value for ours, value in rest.items()}


def score(examples, predictions, types, gold_count, threshold=0.5, thresholds=None) -> dict[str, tuple]:
    """(P, R, F1) in % by our types; ``gold_count``: the gold spans of each, with those that fit no tokens."""
    right, said = collections.Counter(), collections.Counter()
    for example, probabilities in zip(examples, predictions, strict=True):
        gold = {(start, end, OURS[kind]) for start, end, kind in example.gold if kind in OURS}
        for ours, values in merged(probabilities, types).items():
            if ours not in SCORED:
                continue
            limit = (thresholds or {}).get(ours, threshold)
            spans = [
                (int(i), int(i + w + 1), float(values[i, w])) for i, w in zip(*np.nonzero(values > limit), strict=True)
            ]
            for start, end, _ in without_crossing(spans):
                said[ours] += 1
                right[ours] += (start, end, ours) in gold
    rows = {}
    for ours in (*SCORED, "MICRO"):
        kinds = SCORED if ours == "MICRO" else (ours,)
        r, s, g = (sum(c[k] for k in kinds) for c in (right, said, gold_count))
        rows[ours] = (100 * r / max(s, 1), 100 * r / max(g, 1), 200 * r / max(s + g, 1))
    return rows


def soften(checkpoints: list[Path], examples: list[Example], navec) -> dict[int, np.ndarray]:
    """The mean probabilities of trained networks with the same types, float16, by the id of the example."""
    total: list[np.ndarray] = []
    for path in checkpoints:
        saved = torch.load(path, weights_only=True)
        teacher = Network(Config(**saved["config"]))
        teacher.load_state_dict(saved["state"])
        types = {kind: number for number, kind in enumerate(teacher.config.types)}
        found = [p.astype(np.float16) for p in predict(teacher, examples, types, navec, navec.unknown)]
        total = [a + b for a, b in zip(total, found, strict=True)] if total else found
    return {id(example): row / len(checkpoints) for example, row in zip(examples, total, strict=True)}


def gold_counts(documents: list[dict]) -> collections.Counter:
    counts: collections.Counter = collections.Counter()
    for doc in documents:
        for _, _, ours in {(e["start"], e["end"], OURS[e["type"]]) for e in doc["entities"] if e["type"] in OURS}:
            counts[ours] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="directory with train.jsonl and dev.jsonl")
    parser.add_argument("out", type=Path)
    parser.add_argument("--teacher", type=Path, action="append", default=[], help="learn from these checkpoints too")
    parser.add_argument("--cache", type=Path, help="keep the prepared examples here")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.json"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="override the configuration")
    args = parser.parse_args()
    settings = json.loads(args.config.read_text())
    settings.update({name: json.loads(value) for name, _, value in (item.partition("=") for item in args.set)})
    torch.set_num_threads(1)
    torch.manual_seed(settings["seed"])
    rng = random.Random(settings["seed"])
    dev_documents = read_jsonl(args.corpus / "dev.jsonl")
    if args.cache and args.cache.is_file():
        train, affixes, dev = pickle.loads(args.cache.read_bytes())
    else:
        train, affixes, _ = build(read_jsonl(args.corpus / "train.jsonl"), None)
        dev, _, _ = build(dev_documents, affixes)
        if args.cache:
            args.cache.write_bytes(pickle.dumps((train, affixes, dev)))
    navec = read_navec()
    names = [kind for kind, _ in collections.Counter(kind for e in train for _, _, kind in e.gold).most_common()]
    names = [kind for kind in names if settings["all_types"] or kind in OURS]
    types = {kind: number for number, kind in enumerate(names)}
    config = Config(
        tuple(names), len(affixes), len(read_stock(MORPH).shapes), len(read_stock(SYNTAX).labels), **settings["network"]
    )
    soft = soften(args.teacher, train, navec) if args.teacher else None
    network = Network(config)
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    steps = settings["epochs"] * math.ceil(len(train) / settings["batch"])
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings["rate"], weight_decay=settings["decay"])

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / 200)
        return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    counts = gold_counts(dev_documents)
    started = time.time()
    for epoch in range(settings["epochs"]):
        total = 0.0
        for group in batches(train, settings["batch"], rng):
            loss = loss_of(network, collate(group, types, navec, navec.unknown, soft, settings["trust"]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].lerp_(value, 1 - settings["average"])
        current = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average)
        if epoch % 2 == 1 or epoch == settings["epochs"] - 1:
            rows = score(dev, predict(network, dev, types, navec, navec.unknown), types, counts)
            print(
                f"epoch {epoch + 1} loss {total:.0f} {time.time() - started:.0f} s",
                *(f"{kind} {p:.1f}/{r:.1f}/{f:.1f}" for kind, (p, r, f) in rows.items()),
                flush=True,
            )
            torch.save({"state": average, "config": asdict(config), "affixes": affixes, "settings": settings}, args.out)
        network.load_state_dict(current)


if __name__ == "__main__":
    main()
