"""Writes the blocks of README.md between `<!-- output:NAME -->` and `<!-- /output -->`.

usage: OMP_NUM_THREADS=1 python benchmarks/readme.py [NAME ...]
Without names, all blocks. What examples print is kept by tests/pages.py.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from extract import measure, table

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SHARED = ROOT.parent / "shared"
FACTS = {"seed article": "seed/article.jsonl", "press": "press/dev.jsonl", "diplo": "diplo/dev.jsonl"}
ENTITIES = "nerel/dev.jsonl"


def block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- output:{name} -->\n)(.*?)(<!-- /output -->)", re.DOTALL)


def score(task: str, file: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, SHARED / "eval/score.py", task, SHARED / "corpora" / file, "--json", out]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return figures


def quality() -> str | None:
    """The scores as a table; None where the corpora are missing."""
    if not (SHARED / "eval/score.py").exists():
        return None
    rows = [("facts, " + name, score("facts", file)["MICRO"]) for name, file in FACTS.items()]
    found = score("entities", ENTITIES)
    rows += [(f"entities, NEREL dev, {'all' if kind == 'MICRO' else kind}", found[kind]) for kind in found]
    lines = ["| | precision | recall | F1 | annotated |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {f['p']:.1f} | {f['r']:.1f} | {f['f1']:.1f} | {f['gold']} |" for name, f in rows]
    return "\n".join(lines) + "\n"


def speed() -> str:
    return "Figures of one run on one machine; yours will differ.\n\n" + "\n".join(table(measure())) + "\n"


BLOCKS = {"quality": quality, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BLOCKS))
    args = parser.parse_args()
    if unknown := set(args.names) - set(BLOCKS):
        parser.error(f"no such block: {', '.join(sorted(unknown))}; there are {', '.join(BLOCKS)}")
    for name in args.names or BLOCKS:
        content = BLOCKS[name]()
        if content is None:
            print(f"{name}: left as it is, the corpora are not here", file=sys.stderr)
            continue
        # Read again: measuring takes long, and the text around the block may have been edited meanwhile.
        now = README.read_text(encoding="utf-8")
        written, count = block(name).subn(lambda m, content=content: m[1] + content + m[3], now)
        if count != 1:
            raise SystemExit(f"README.md has {count} blocks <!-- output:{name} -->, not 1")
        README.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
