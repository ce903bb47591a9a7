"""The targets of the fuzzer and their seeds, for the tests."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

_FUZZ = Path(__file__).parent.parent / "fuzz"


def _load() -> dict[str, Callable[[bytes], None]]:
    spec = importlib.util.spec_from_file_location("fuzz_targets_file", _FUZZ / "targets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    targets: dict[str, Callable[[bytes], None]] = module.TARGETS
    return targets


TARGETS = _load()
SEEDS = {folder.name: sorted(folder.iterdir()) for folder in sorted((_FUZZ / "seeds").iterdir())}
