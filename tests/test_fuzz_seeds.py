"""Each target of the fuzzer over its seeds: where it starts from, and every input that once broke something."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_targets", FUZZ / "targets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TARGETS = _load().TARGETS


def test_every_target_has_seeds() -> None:
    assert {folder.name for folder in (FUZZ / "seeds").iterdir()} == set(TARGETS)


@pytest.mark.parametrize(
    "seed", sorted((FUZZ / "seeds").glob("*/*")), ids=lambda seed: f"{seed.parent.name}-{seed.name}"
)
def test_seed(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())
