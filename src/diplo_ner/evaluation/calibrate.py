"""``python -m diplo_ner.evaluation.calibrate DOCUMENTS.jsonl... -o confidence.tsv``: how often each rule is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from diplo_ner.evaluation.corpus import Gold, read_documents
from diplo_ner.evaluation.facts import judged
from diplo_ner.extractor import extract_many
from diplo_ner.resources.confidence import ALL, COLUMNS


class Judgement(NamedTuple):
    """One relation of ours: by which rule, of which type, and whether the gold has it."""

    rule: str
    relation: str
    right: bool


def judge(documents: Iterable[Gold]) -> list[list[Judgement]]:
    """The relations that we find in each document, judged."""
    found = list(documents)
    return [
        [Judgement(relation.evidence.rule, relation.type, right) for relation, right in judged(document, extraction)]
        for document, extraction in zip(found, extract_many(d["text"] for d in found), strict=True)
    ]


def count(documents: Iterable[Iterable[Judgement]]) -> dict[str, tuple[int, int]]:
    """(Right, said) by rule, by type and over all."""
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for judgement in (judgement for document in documents for judgement in document):
        for key in (judgement.rule, judgement.relation, ALL):
            said[key] += 1
            right[key] += judgement.right
    return {key: (right[key], said[key]) for key in sorted(said)}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def main(files: tuple[Path, ...], output: Path) -> None:
    """Count on FILES and write the table."""
    counts = count(judge(document for file in files for document in read_documents(file)))
    rows = ["\t".join(COLUMNS), f"# Counted on {', '.join(f'{f.parent.name}/{f.name}' for f in files)}."]
    rows += [f"{key}\t{right}\t{said}" for key, (right, said) in counts.items()]
    output.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
