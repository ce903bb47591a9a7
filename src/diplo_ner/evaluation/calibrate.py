"""``python -m diplo_ner.evaluation.calibrate DOCUMENTS.jsonl... -o confidence.tsv`` counts how often a rule is right.

It also prints a reliability table: relations by stated confidence, and how many of them were right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from diplo_ner.evaluation.corpus import Gold, read_documents
from diplo_ner.evaluation.facts import judged
from diplo_ner.extractor import extract_many
from diplo_ner.resources.confidence import ALL, COLUMNS


def count(documents: Iterable[Gold]) -> tuple[dict[str, tuple[int, int]], list[tuple[float, bool]]]:
    """(Right, said) by rule, type and over all; and each relation's stated confidence with whether it was right."""
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    stated = []
    found = list(documents)
    for document, extraction in zip(found, extract_many(d["text"] for d in found), strict=True):
        for relation, good in judged(document, extraction):
            for key in (relation.evidence.rule, relation.type, ALL):
                said[key] += 1
                right[key] += good
            stated.append((relation.confidence, good))
    return {key: (right[key], said[key]) for key in sorted(said)}, stated


def reliability(stated: Iterable[tuple[float, bool]]) -> Iterator[tuple[str, int, float]]:
    """Bins of a tenth: their bounds, how many relations, percentage right."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for confidence, good in stated:
        bins[min(int(confidence * 10), 9)].append(good)
    for tenth, goods in sorted(bins.items()):
        yield f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}", len(goods), 100 * sum(goods) / len(goods)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def main(files: tuple[Path, ...], output: Path) -> None:
    """Count on FILES and write the table."""
    counts, stated = count(document for file in files for document in read_documents(file))
    rows = ["\t".join(COLUMNS), f"# Counted on {', '.join(f'{f.parent.name}/{f.name}' for f in files)}."]
    rows += [f"{key}\t{right}\t{said}" for key, (right, said) in counts.items()]
    output.write_text("\n".join(rows) + "\n", encoding="utf-8")
    for bounds, number, share in reliability(stated):
        click.echo(f"{bounds}  {number:5}  {share:5.1f} % right")


if __name__ == "__main__":
    main()
