"""Writes the weights of a trained network as the pack that the package ships."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from network import Config
from train import OURS

from diplo_ner.tagging import weights
from diplo_ner.tagging.features import fingerprint

# Precision of storage. float16 changes no score that can be told from noise.
STORED = np.float16
# Spans as probable as this are kept. On NEREL dev 0.4 to 0.55 differ by less than noise; no type gains from its own.
THRESHOLD = 0.5


def gates(matrix: np.ndarray, units: int) -> np.ndarray:
    """torch's gate order (input, forget, cell, output) along the last axis as (input, forget, output, cell).

    The three sigmoids are halved: the package computes them as 0.5 + 0.5 tanh(x / 2).
    """
    i, f, g, o = np.split(matrix, 4, axis=-1)
    assert i.shape[-1] == units
    return np.concatenate([i / 2, f / 2, o / 2, g], axis=-1)


def arrays_of(state: dict[str, torch.Tensor], config: Config) -> tuple[list[str], dict[str, np.ndarray]]:
    """Types kept (ours) and arrays by the names that diplo_ner.tagging.model uses."""
    s = {name: value.numpy().astype(np.float32) for name, value in state.items()}
    kept = [number for number, kind in enumerate(config.types) if kind in OURS]
    arrays = {
        "unknown": s["unknown"],
        "shape": s["shape.weight"],
        "affix": s["affix.weight"],
        "relation": s["relation.weight"],
        "dense": s["dense.weight"].T,
        "dense_bias": s["dense.bias"],
        "norm": np.stack([s[f"norms.{number}.weight"] for number in range(3)]),
        "norm_bias": np.stack([s[f"norms.{number}.bias"] for number in range(3)]),
    }
    # The network concatenates word features, relation and hidden states; so does the package, in two products.
    names = ("{}_l0", "{}_l0_reverse")
    parts = {name: [s[f"lstms.0.{side.format(name)}"] for side in names] for name in ("weight_ih", "weight_hh")}
    biases = [s[f"lstms.0.{side.format('bias_ih')}"] + s[f"lstms.0.{side.format('bias_hh')}"] for side in names]
    arrays |= {
        "squeeze": s["squeeze.weight"].T,
        "squeeze_bias": s["squeeze.bias"],
        "input": np.stack([gates(weight.T, config.lstm) for weight in parts["weight_ih"]]),
        "input_bias": np.stack([gates(bias, config.lstm) for bias in biases]),
        "recurrent": np.stack([gates(weight.T, config.lstm) for weight in parts["weight_hh"]]),
    }
    pair = s["pair"][kept]
    arrays |= {
        "gates": s["gates.weight"].T,
        "gates_bias": s["gates.bias"],
        "start": s["start.weight"].T,
        "start_bias": s["start.bias"],
        "end": s["end.weight"].T,
        "end_bias": s["end.bias"],
        # types x p x q as p x (types x q)
        "pair": pair.transpose(1, 0, 2).reshape(pair.shape[1], -1),
        "first": s["first.weight"].T,
        "first_bias": s["first.bias"],
        "last": s["last.weight"].T,
        "mean": s["mean.weight"].T,
        "width": s["width"],
        "tree": s["tree"],
        "output": s["output.weight"][kept].T,
        "output_bias": s["output.bias"][kept],
        "bias": s["bias"][:, kept],
    }
    return [OURS[config.types[number]] for number in kept], arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, weights_only=True)
    config = Config(**saved["config"])
    if not config.squeeze or config.layers != 1:
        parser.error("the package runs one LSTM layer behind a squeezing one; other networks serve as teachers")
    types, arrays = arrays_of(saved["state"], config)
    meta = {
        "types": types,
        "threshold": THRESHOLD,
        "features": fingerprint(),
        "affixes": saved["affixes"],
        "settings": saved["settings"],
    }
    content = weights.pack(meta, {name: array.astype(STORED) for name, array in arrays.items()})
    args.out.write_bytes(content)
    print(f"{args.out}: {len(content) / 1e6:.2f} MB, {sum(a.size for a in arrays.values()) / 1e6:.2f} M numbers")


if __name__ == "__main__":
    main()
