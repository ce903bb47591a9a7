"""Each target of the fuzzer over its seeds: where it starts from, and every input that once broke something."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz_targets import SEEDS, TARGETS


def test_every_target_has_seeds() -> None:
    assert set(SEEDS) == set(TARGETS)


@pytest.mark.parametrize(
    "seed", [seed for seeds in SEEDS.values() for seed in seeds], ids=lambda seed: f"{seed.parent.name}-{seed.name}"
)
def test_seed(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())
