"""Cases of one line each: `[a:Лавров] встретился с [b:Байрамовым] => met(a, b)`.

Run as a script, `python tests/case_files.py [--failures] [--mark] [FILE_STEM ...]`, it prints how many cases of each
file pass; with --mark it also writes `! ` before the cases that fail and takes it from those that pass.

A case is an example (see ``diplo_ner.resources.examples``): a text with marked spans and the relations that it states.
A line that starts with `#` is a comment, one that starts with `! ` is a known failure.
"""

from __future__ import annotations

import argparse
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diplo_ner import Extraction, extract_many
from diplo_ner.evaluation import examples
from diplo_ner.models import Status
from diplo_ner.resources.catalogue import catalogue
from diplo_ner.resources.examples import Example, Fact, parse_example

DIRECTORY = Path(__file__).parent / "cases" / "relations"
FACTS = frozenset({"holds_post", "affiliated_with", "part_of"})
TYPES = frozenset(catalogue())
EVENTS = TYPES - FACTS
STATUSES = frozenset(Status)


class CaseError(ValueError):
    """A line that is no case; the message starts with file:line."""


@dataclass(frozen=True)
class Case(Example):
    """One line of a case file; ``types`` are the relation types that are compared."""

    file: str
    line: int
    types: frozenset[str]
    known_failure: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def _types(file: str, facts: Sequence[Fact]) -> frozenset[str]:
    if file in TYPES:
        if strange := {fact.type for fact in facts} - {file}:
            raise ValueError(f"{', '.join(sorted(strange))} in the file of {file}")
        return frozenset({file})
    if file == "none":
        if facts:
            raise ValueError("a relation in none.txt")
        return EVENTS
    return frozenset(fact.type for fact in facts) or EVENTS


def parse_case(written: str, *, file: str, line: int) -> Case:
    """One line as a case; ``file`` is the stem of its file. Raises CaseError."""
    known_failure = written.startswith("! ")
    try:
        example = parse_example(written.removeprefix("! "), TYPES)
        types = _types(file, example.facts)
    except ValueError as error:
        raise CaseError(f"{file}.txt:{line}: {error}") from error
    return Case(example.text, example.spans, example.facts, file, line, types, known_failure)


def load(path: Path) -> tuple[Case, ...]:
    """The cases of one file. Raises CaseError on the first line that is none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        parse_case(written, file=path.stem, line=number)
        for number, written in enumerate(lines, 1)
        if written.strip() and not written.startswith("#")
    )


def files() -> tuple[Path, ...]:
    """All case files, in the order of their names."""
    return tuple(sorted(DIRECTORY.glob("*.txt")))


def faults(case: Case, result: Extraction) -> list[str]:
    """What is missing, extra or otherwise than expected; empty where the case passes."""
    return examples.faults(case, result, case.types)


@cache
def results(path: Path) -> dict[int, Extraction]:
    """Line number -> what extract_many gives for the case there; each file is read once."""
    cases = load(path)
    return {case.line: result for case, result in zip(cases, extract_many([c.text for c in cases]), strict=True)}


def report(case: Case, found: Sequence[str]) -> str:
    """The text with its marks' keys and the faults, for a failure message."""
    marks = "; ".join(f"{k}={case.text[s:e]}" for k, spans in case.spans.items() for s, e in spans)
    return "\n  ".join((f"{case} {case.text}", f"marks    {marks}", *found))


def mark(path: Path, failing: Container[int]) -> None:
    """Write `! ` before the cases on the lines ``failing`` of a file, and before no others."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for case in load(path):
        bare = lines[case.line - 1].removeprefix("! ")
        lines[case.line - 1] = f"! {bare}" if case.line in failing else bare
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="How many cases of each file pass.")
    parser.add_argument("stems", nargs="*", help="stems of case files (all where none is given)")
    parser.add_argument("--failures", action="store_true", help="print each case that fails")
    parser.add_argument("--mark", action="store_true", help="mark the cases that fail as known failures, no others")
    args = parser.parse_args()
    passed_all = total_all = 0
    for path in files():
        if args.stems and path.stem not in args.stems:
            continue
        cases = load(path)
        checked = [(case, faults(case, results(path)[case.line])) for case in cases]
        passed = sum(not found for _, found in checked)
        positives = [not found for case, found in checked if case.facts]
        negatives = [not found for case, found in checked if not case.facts]
        print(
            f"{path.stem:16} {passed:4} of {len(cases):4}   positive {sum(positives):4} of {len(positives):4}"
            f"   negative {sum(negatives):4} of {len(negatives):4}"
        )
        if args.failures:
            print(*(report(case, found) for case, found in checked if found), sep="\n")
        if args.mark:
            mark(path, {case.line for case, found in checked if found})
        passed_all, total_all = passed_all + passed, total_all + len(cases)
    print(f"{'all':16} {passed_all:4} of {total_all:4}")


if __name__ == "__main__":
    main()
