"""``python tests/update_floors.py [--allow-lower]`` writes floors.json a little under today's figures."""

from __future__ import annotations

import json
import sys

from diplo_ner.evaluation.gate import corpus_figures, figures_of_facts, new_floors
from samples import load_sample, sample_paths
from test_gate import CORPORA, ROOT


def main() -> None:
    path = ROOT / "tests" / "floors.json"
    floors = json.loads(path.read_text(encoding="utf-8"))
    figures = {"samples": figures_of_facts(load_sample(p) for p in sample_paths()), **corpus_figures(CORPORA)}
    for name, values in figures.items():
        floors[name] = new_floors(values, floors.get(name, {}), allow_lower="--allow-lower" in sys.argv[1:])
        print(name, values)
    path.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
