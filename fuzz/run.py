"""Coverage-guided fuzzing of one target with atheris; see fuzz/README.md.

usage: python fuzz/run.py TARGET [libFuzzer options] [corpus folder ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["diplo_ner", "razdel"]):
    from targets import TARGETS


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}targets: {', '.join(TARGETS)}")
    name = sys.argv.pop(1)
    seeds = Path(__file__).parent / "seeds" / name
    atheris.Setup([*sys.argv, str(seeds)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
