"""``diplo-ner check-data``: whether names and rules are right, and rules do what their examples say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from diplo_ner.cli import options
from diplo_ner.errors import DataError
from diplo_ner.extractor import Extractor

HELP = """Check names and rules of your own; without any, the package's own data.

\b
diplo-ner check-data --gazetteer names.yaml
diplo-ner check-data --gazetteer names.tsv --rules rules.yaml
diplo-ner check-data

Every file is read and checked as `extract` does, and the examples of every rule are run: what is under 'match' must be
found by the rule itself, what is under 'reject' must not be found. Each problem is one line: FILE:LINE: what is wrong.
Exit codes: 0 all is right, 1 problems were found, 2 wrong usage.
"""


def command(gazetteer: options.Gazetteers = None, rules: options.Rules = None) -> None:
    from diplo_ner.evaluation.examples import failures
    from diplo_ner.resources.rules import rules as package_rules

    problems = _wrong_files(gazetteer or [], rules or [])
    if not problems:
        extractor = options.extractor(gazetteer, rules)
        found = extractor.own_rules or (() if gazetteer else package_rules())
        problems = list(failures(options.progress(found, "running examples"), extractor))
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(options.FAILED)
    typer.echo(_summary(gazetteer or [], rules or [], len(found), sum(len(r.match) + len(r.reject) for r in found)))


def _wrong_files(gazetteers: Sequence[Path], rules: Sequence[Path]) -> list[str]:
    """The faults of each file by itself, so that one does not hide another's, then of all together."""
    problems: list[str] = []
    tried: list[tuple[Sequence[Path], Sequence[Path]]] = [([file], []) for file in gazetteers]
    tried += [([], [file]) for file in rules]
    for some_gazetteers, some_rules in [*tried, (gazetteers, rules)]:
        try:
            Extractor(gazetteers=some_gazetteers, rules=some_rules)
        except DataError as error:
            if str(error) not in problems:
                problems.append(str(error))
    return problems


def _summary(gazetteers: Sequence[Path], rules: Sequence[Path], count: int, examples: int) -> str:
    files = ", ".join(str(file) for file in (*gazetteers, *rules)) or "the package's data"
    return f"{files}: all right" + (f"; {count} rules, {examples} examples" if count else "")
