"""Writes the figures of README.md and docs/en/quality.md, each between `<!-- output:NAME -->` and `<!-- /output -->`.

usage: OMP_NUM_THREADS=1 python benchmarks/figures.py [NAME ...]
Without names, all blocks. What examples print is kept by tests/pages.py.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import growth as growing
from extract import measure, table

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs/en/quality.md")
SHARED = ROOT.parent / "shared"
FACTS = {"seed article": "seed/article.jsonl", "press": "press/dev.jsonl", "diplo": "diplo/dev.jsonl"}
NEREL = "nerel/dev.jsonl"


def block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- output:{name} -->\n)(.*?)(<!-- /output -->)", re.DOTALL)


def score(task: str, file: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, SHARED / "eval/score.py", task, SHARED / "corpora" / file, "--json", out]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return figures


def rows(figures: list[tuple[str, dict[str, Any]]]) -> str:
    lines = ["| | precision | recall | F1 | annotated |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {f['p']:.1f} | {f['r']:.1f} | {f['f1']:.1f} | {f['gold']} |" for name, f in figures]
    return "\n".join(lines) + "\n"


def quality() -> str:
    """Facts and spans."""
    found = score("entities", NEREL)
    return rows(
        [("facts, " + name, score("facts", file)["MICRO"]) for name, file in FACTS.items()]
        + [(f"entities, NEREL dev, {'all' if kind == 'MICRO' else kind}", found[kind]) for kind in found]
    )


def identity() -> str:
    """Names, codes and posts."""
    found = score("names", NEREL)
    return rows(
        [(f"names, {'all' if kind == 'MICRO' else kind}", found[kind]) for kind in found if kind != "linked"]
        + [("Wikidata ids", found["linked"])]
        + [("occupation, FactRuEval devset", score("occupation", "factrueval/devset.jsonl")["MICRO"])]
    )


def relation_types() -> str:
    """Facts of the press texts by type."""
    found = score("facts", FACTS["press"])
    return rows([(kind, found[kind]) for kind in found if kind not in ("MICRO", "unlabelled")])


def attributes() -> str:
    """Status and what goes with a relation."""
    lines = ["| | precision | recall | F1 | annotated |", "|---|---|---|---|---|"]
    for name in ("press", "diplo"):
        command = [sys.executable, "-m", "diplo_ner", "evaluate", SHARED / "corpora" / FACTS[name]]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for line in printed.splitlines():
            cells = line.split()
            if cells and cells[0] in ("status", "source", "place", "date", "event"):
                lines.append(f"| {name}, {cells[0]} | {' | '.join(cells[1:4])} | {cells[-1]} |")
    return "\n".join(lines) + "\n"


def reliability() -> str:
    files = [SHARED / "corpora" / FACTS[name] for name in ("press", "diplo")]
    command = [sys.executable, "-m", "diplo_ner.evaluation.reliability", *files]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def speed() -> str:
    return "Figures of one run on one machine; yours will differ.\n\n" + "\n".join(table(measure())) + "\n"


def growth() -> str:
    return "\n".join(growing.table()) + "\n"


BLOCKS: dict[str, Callable[[], str]] = {
    "quality": quality, "identity": identity, "relation-types": relation_types, "attributes": attributes,
    "reliability": reliability, "speed": speed, "growth": growth,
}  # fmt: skip
TIMED = frozenset({"speed", "growth"})  # these have texts of their own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BLOCKS))
    args = parser.parse_args()
    if unknown := set(args.names) - set(BLOCKS):
        parser.error(f"no such block: {', '.join(sorted(unknown))}; there are {', '.join(BLOCKS)}")
    for name in args.names or BLOCKS:
        if name not in TIMED and not (SHARED / "eval/score.py").exists():
            print(f"{name}: left as it is, the corpora are not here", file=sys.stderr)
            continue
        content = BLOCKS[name]()
        written = 0
        for page in PAGES:  # read now: measuring takes long, and the page may have been edited meanwhile
            text, count = block(name).subn(lambda m: m[1] + content + m[3], page.read_text(encoding="utf-8"))  # noqa: B023
            page.write_text(text, encoding="utf-8")
            written += count
        if not written:
            raise SystemExit(f"no page has a block <!-- output:{name} -->")


if __name__ == "__main__":
    main()
