"""Cases of one line each: `[a:Лавров] встретился с [b:Байрамовым] => met(a, b)`.

Run as a script, `python tests/case_files.py [--failures] [--mark] [FILE_STEM ...]`, it prints how many cases of each
file pass; with --mark it also writes `! ` before the cases that fail and takes it from those that pass.

A case is a text with marked spans (`[key:surface]`; marks may nest, a key may come twice), `=>`, and the relations that
the text states: `type(head, tail)` separated by commas or semicolons, or `none`. After a relation may stand its status
(asserted where none is given) and qualifiers: `met(a, b) planned place=c source=d`; `source=-` says that it has none.
A line that starts with `#` is a comment, one that starts with `! ` is a known failure.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplo_ner.models import Extraction, Relation

DIRECTORY = Path(__file__).parent / "cases" / "relations"
FACTS = frozenset({"holds_post", "affiliated_with", "part_of"})
EVENTS = frozenset(
    {
        "member_of",
        "met",
        "spoke_with",
        "visited",
        "cooperates_with",
        "agreed_with",
        "signed",
        "supports",
        "aids",
        "requests",
        "criticizes",
        "rejects",
        "threatens",
        "sanctions",
        "fights",
        "appointed",
        "dismissed",
        "participates_in",
        "organizes",
        "takes_place_in",
    }
)
TYPES = FACTS | EVENTS
SYMMETRIC = frozenset({"met", "spoke_with", "cooperates_with", "agreed_with"})
STATUSES = frozenset({"asserted", "planned", "negated", "hypothetical", "former"})
QUALIFIERS = ("place", "date", "event", "source")
# Below this share of common text a mention and a mark are different things; the figure is score.py's.
LEAST_OVERLAP = 0.3

_MARK = re.compile(r"\[(\w+):|\]")
_RELATION = re.compile(r"(\w+)\((\w+),\s*(\w+)\)((?:\s+[\w-]+(?:=[\w-]+)?)*)\s*(?:[,;]\s*|$)")


class CaseError(ValueError):
    """A line that is no case; the message starts with file:line."""


@dataclass(frozen=True)
class Fact:
    """An expected relation; its head, tail and qualifiers are keys of marks."""

    type: str
    head: str
    tail: str
    status: str = "asserted"
    qualifiers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        more = "".join(f" {name}={key}" for name, key in self.qualifiers)
        return f"{self.type}({self.head}, {self.tail}) {self.status}{more}"


@dataclass(frozen=True)
class Case:
    """One line of a case file.

    ``spans`` holds each key's half-open character offsets in ``text``, ``types`` the relation types that are compared.
    """

    file: str
    line: int
    text: str
    spans: dict[str, tuple[tuple[int, int], ...]]
    facts: tuple[Fact, ...]
    types: frozenset[str]
    known_failure: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def unmark(marked: str) -> tuple[str, dict[str, tuple[tuple[int, int], ...]]]:
    """The text without its marks, and the offsets of each key. Raises ValueError where brackets do not pair."""
    text, at, open_marks = "", 0, list[tuple[str, int]]()
    spans: dict[str, list[tuple[int, int]]] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            open_marks.append((match[1], len(text)))
        elif not open_marks:
            raise ValueError("']' closes no mark")
        else:
            key, start = open_marks.pop()
            spans.setdefault(key, []).append((start, len(text)))
    if open_marks:
        raise ValueError(f"mark {open_marks[-1][0]!r} is not closed")
    text += marked[at:]
    if "[" in text:
        raise ValueError("'[' opens no mark; write [key:surface]")
    return text, {key: tuple(places) for key, places in sorted(spans.items())}


def _fact(match: re.Match[str], keys: Iterable[str]) -> Fact:
    kind, head, tail, rest = match.groups()
    status, qualifiers = "asserted", list[tuple[str, str]]()
    for word in rest.split():
        name, equals, key = word.partition("=")
        if equals and name in QUALIFIERS:
            qualifiers.append((name, key))
        elif not equals and word in STATUSES:
            status = word
        else:
            raise ValueError(f"{word!r} is no status ({', '.join(sorted(STATUSES))}) and no qualifier of {QUALIFIERS}")
    if kind not in TYPES:
        raise ValueError(f"unknown relation type {kind!r}; known: {', '.join(sorted(TYPES))}")
    for key in (head, tail, *(key for _, key in qualifiers if key != "-")):
        if key not in keys:
            raise ValueError(f"{key!r} is not marked in the text; marked: {', '.join(sorted(keys))}")
    return Fact(kind, head, tail, status, tuple(qualifiers))


def parse_facts(written: str, keys: Iterable[str]) -> tuple[Fact, ...]:
    """`met(a, b) planned; met(a, c)` or `none` as facts. Raises ValueError where it is neither."""
    if written.strip() == "none":
        return ()
    facts, at, keys = list[Fact](), 0, set(keys)
    while at < len(written):
        match = _RELATION.match(written, at)
        if not match:
            raise ValueError(f"not a list of relations: {written[at:]!r}")
        facts.append(_fact(match, keys))
        at = match.end()
    if not facts:
        raise ValueError("nothing stands after '=>'; write 'none' where no relation is stated")
    return tuple(facts)


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
    marked, arrow, expected = written.removeprefix("! ").rpartition("=>")
    try:
        if not arrow:
            raise ValueError("no '=>'")
        text, spans = unmark(marked.strip())
        facts = parse_facts(expected.strip(), spans)
        return Case(file, line, text, spans, facts, _types(file, facts), known_failure)
    except ValueError as error:
        raise CaseError(f"{file}.txt:{line}: {error}") from error


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


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, both / (max(a[1], b[1]) - min(a[0], b[0]))) if a != b else 1.0


def keys_of(case: Case, result: Extraction) -> dict[str, str]:
    """Entity id -> the key whose marks its mentions overlap most. Of equal keys the one still free is taken, so that
    the two countries of a joint adjective, marked twice, get a key each."""
    keys: dict[str, str] = {}
    for entity in result.entities:
        shared: Counter[str] = Counter()
        for mention in entity.mentions:
            best = {k: max(_overlap(s, (mention.start, mention.end)) for s in spans) for k, spans in case.spans.items()}
            top = max(best.values(), default=0.0)
            shared.update({k: share for k, share in best.items() if share == top >= LEAST_OVERLAP})
        if shared:
            free = [k for k in shared if k not in keys.values()] or list(shared)
            keys[entity.id] = max(shared, key=lambda k: (shared[k], k in free))
    return keys


def _pair(kind: str, head: str, tail: str) -> tuple[str, str, str]:
    return (kind, min(head, tail), max(head, tail)) if kind in SYMMETRIC else (kind, head, tail)


def faults(case: Case, result: Extraction) -> list[str]:
    """What is missing, extra or otherwise than expected; empty where the case passes."""
    keys = keys_of(case, result)
    names = {entity.id: keys.get(entity.id, f"?{entity.name}") for entity in result.entities}
    said: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in result.relations:
        if relation.type in case.types:
            said.setdefault(_pair(relation.type, names[relation.head], names[relation.tail]), []).append(relation)
    found, expected = list[str](), {_pair(f.type, f.head, f.tail) for f in case.facts}
    for fact in case.facts:
        relations = said.get(_pair(fact.type, fact.head, fact.tail), [])
        if not relations:
            found.append(f"missed   {fact}")
        elif not any(_agrees(fact, relation, names) for relation in relations):
            found += [f"expected {fact}", *(f"got      {_written(relation, names)}" for relation in relations)]
    for pair in said.keys() - expected:
        found += [f"extra    {_written(r, names)} by {r.evidence.rule} ({r.evidence.trigger!r})" for r in said[pair]]
    return found


def _agrees(fact: Fact, relation: Relation, names: dict[str, str]) -> bool:
    given = {name: getattr(relation, name) for name, _ in fact.qualifiers}
    return relation.status.value == fact.status and all(
        (names[given[name]] if given[name] else "-") == key for name, key in fact.qualifiers
    )


def _written(relation: Relation, names: dict[str, str]) -> str:
    given = {name: getattr(relation, name) for name in QUALIFIERS}
    qualifiers = tuple((name, names[entity]) for name, entity in given.items() if entity)
    head, tail = names[relation.head], names[relation.tail]
    return str(Fact(relation.type, head, tail, relation.status.value, qualifiers))


@cache
def results(path: Path) -> dict[int, Extraction]:
    """Line number -> what extract_many gives for the case there; each file is read once."""
    from diplo_ner import extract_many

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
