"""``python -m diplo_ner.evaluation.reliability DOCUMENTS.jsonl...``: whether the confidence is what it says.

Each document's relations get the confidence that the counts of all other documents give, so that no text is judged by
counts that saw it: cross-validation that leaves one document out (M. Stone, Journal of the Royal Statistical Society B
36, 1974). The table sets what was stated against the share that was right (A. H. Murphy, R. L. Winkler, Reliability of
subjective probability forecasts, Applied Statistics 26, 1977). The Brier score is the mean squared distance of the
confidence from 1 where the relation is right and from 0 where it is wrong (G. W. Brier, Monthly Weather Review 78,
1950): 0 is perfect. Beside it stands the score of always stating the share of right relations of the other documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import click

from diplo_ner.evaluation.calibrate import Judgement, count, judge
from diplo_ner.evaluation.corpus import read_documents
from diplo_ner.resources.confidence import ALL, estimate

_Z = 1.96  # of the 95 % interval


class Stated(NamedTuple):
    """A confidence in [0, 1], what always stating the share of right relations would give, and whether it was right."""

    confidence: float
    share: float
    right: bool


class Bin(NamedTuple):
    """Relations whose confidence is from ``low`` to below ``high``; ``stated`` is their mean confidence, ``observed``
    the share that was right, with its 95 % interval.
    """

    low: float
    high: float
    number: int
    stated: float
    observed: float
    interval: tuple[float, float]


def leave_one_out(documents: Sequence[Sequence[Judgement]]) -> Iterator[Stated]:
    """Each relation with the confidence that the other documents give it; needs two documents or more."""
    whole = count(documents)
    for document in documents:
        own = count([document])
        counts = {
            key: (right - own.get(key, (0, 0))[0], said - own.get(key, (0, 0))[1])
            for key, (right, said) in whole.items()
        }
        right, said = counts.get(ALL, (0, 0))
        for one in document:
            share = right / said if said else 0.5
            yield Stated(estimate(counts, one.rule, one.relation), share, one.right)


def bins(stated: Iterable[Stated]) -> Iterator[Bin]:
    """Bins of a tenth that hold a relation, the lowest first."""
    found: dict[int, list[Stated]] = defaultdict(list)
    for one in stated:
        found[min(int(one.confidence * 10 + 1e-9), 9)].append(one)
    for tenth, held in sorted(found.items()):
        right, number = Counter(one.right for one in held)[True], len(held)
        mean = sum(one.confidence for one in held) / number
        yield Bin(tenth / 10, (tenth + 1) / 10, number, mean, right / number, wilson(right, number))


def wilson(right: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927)."""
    share, z2 = right / number, _Z * _Z
    middle = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = _Z * sqrt(share * (1 - share) / number + z2 / (4 * number * number)) / (1 + z2 / number)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def brier(stated: Sequence[Stated]) -> tuple[float, float]:
    """The Brier score of the confidence and of always stating the share of right ones; 0 where nothing is stated."""
    if not stated:
        return 0.0, 0.0
    scores = [[(value - one.right) ** 2 for value in (one.confidence, one.share)] for one in stated]
    own, constant = (sum(column) / len(stated) for column in zip(*scores, strict=True))
    return own, constant


def markdown(stated: Sequence[Stated], documents: int) -> str:
    """The table and its scores, as Markdown."""
    rows = ["| confidence | relations | mean confidence, % | right, % | 95 % interval |", "|---|---:|---:|---:|---|"]
    rows += [
        f"| {b.low:.1f} to {b.high:.1f} | {b.number} | {100 * b.stated:.1f} | {100 * b.observed:.1f} "
        f"| {100 * b.interval[0]:.0f} to {100 * b.interval[1]:.0f} |"
        for b in bins(stated)
    ]
    own, constant = brier(stated)
    return "\n".join([
        *rows,
        "",
        f"{len(stated)} relations of {documents} documents, each with the confidence that the other documents give it. "
        f"Brier score {own:.3f}; always stating the share of right relations scores {constant:.3f}.",
        "",
    ])  # fmt: skip


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here, not to standard output.")
def main(files: tuple[Path, ...], output: Path | None) -> None:
    """The reliability table of FILES."""
    documents = judge(document for file in files for document in read_documents(file))
    if len(documents) < 2:
        raise click.ClickException(f"{len(documents)} document is too few: each is judged by the others, so give two")
    text = markdown(list(leave_one_out(documents)), len(documents))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
