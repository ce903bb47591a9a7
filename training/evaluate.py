"""Measures the shipped weights on a NEREL file and writes the table of the model card.

usage: python training/evaluate.py CORPUS.jsonl [--card training/MODEL_CARD.md]
Exact spans of recognizer 'model', as the package finds them from the raw text; each nested gold span counts on its own.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
from pathlib import Path

from data import read_jsonl
from train import OURS, SCORED

from diplo_ner.segment import segment
from diplo_ner.tagging import load_tagger
from diplo_ner.text import repair

MARKS = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end -->)", re.DOTALL)
RESAMPLES = 1_000


def spans_of(text: str) -> dict[str, set[tuple[int, int]]]:
    clean = repair(text)
    found: dict[str, set[tuple[int, int]]] = collections.defaultdict(set)
    for tagged in load_tagger().tag(segment(clean.text, clean.blocks)):
        for span in tagged.spans:
            if span.recognizer == "model":
                found[span.type].add(clean.span(tagged.tokens[span.start].start, tagged.tokens[span.end - 1].end))
    return found


def counts_of(documents: list[dict]) -> list[dict[str, tuple[int, int, int]]]:
    """(right, said, gold) by type, one dictionary a document."""
    result = []
    for document in documents:
        gold: dict[str, set[tuple[int, int]]] = collections.defaultdict(set)
        for entity in document["entities"]:
            if entity["type"] in OURS:
                gold[OURS[entity["type"]]].add((entity["start"], entity["end"]))
        said = spans_of(document["text"])
        kinds = (*SCORED, "NATIONALITY")
        result.append({k: (len(said[k] & gold[k]), len(said[k]), len(gold[k])) for k in kinds})
    return result


def figures(rows: list[dict[str, tuple[int, int, int]]], kinds: tuple[str, ...]) -> tuple[float, float, float, int]:
    right, said, gold = (sum(row[kind][part] for row in rows for kind in kinds) for part in range(3))
    return 100 * right / max(said, 1), 100 * right / max(gold, 1), 200 * right / max(said + gold, 1), gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--card", type=Path)
    args = parser.parse_args()
    rows = counts_of(read_jsonl(args.corpus))
    rng = random.Random(0)
    samples = sorted(figures(rng.choices(rows, k=len(rows)), SCORED)[2] for _ in range(RESAMPLES))
    lines = ["| type | P | R | F1 | gold |", "|---|---|---|---|---|"]
    for name, kinds in [*((kind, (kind,)) for kind in (*SCORED, "NATIONALITY")), ("micro of the eight", SCORED)]:
        p, r, f, gold = figures(rows, kinds)
        lines.append(f"| {name} | {p:.1f} | {r:.1f} | {f:.1f} | {gold} |")
    low, high = samples[RESAMPLES // 40], samples[-RESAMPLES // 40]
    lines.append(
        f"\n{len(rows)} documents; 95 % of document bootstraps of the micro F1 lie in {low:.1f} to {high:.1f}."
    )
    table = "\n".join(lines) + "\n"
    print(table)
    if args.card:
        args.card.write_text(MARKS.sub(lambda _: table, args.card.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
