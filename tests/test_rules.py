"""Every rule is exercised by its own examples; a wrong rule file is refused with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import case_files
from case_files import Case
from diplo_ner import Extraction, extract_many
from diplo_ner.errors import DataError
from diplo_ner.relations.lexicon import default_lexicon
from diplo_ner.resources.rules import Rule, catalogue, read_rules, rules


def _examples(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from (("match", text) for text in rule.match)
    yield from (("reject", text) for text in rule.reject)


EXAMPLES = [(rule, kind, text) for rule in rules() for kind, text in _examples(rule)]


@cache
def _cases() -> tuple[Case, ...]:
    """The examples as cases, in the order of EXAMPLES; of each only the relations of the rule's type are compared."""
    return tuple(case_files.parse_case(text, file=rule.type, line=0) for rule, _, text in EXAMPLES)


@cache
def _results() -> tuple[Extraction, ...]:
    return tuple(extract_many(case.text for case in _cases()))


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{r.id}-{kind}" for r, kind, _ in EXAMPLES])
def test_example(number: int) -> None:
    rule, kind, _ = EXAMPLES[number]
    case, result = _cases()[number], _results()[number]
    by = [relation.evidence.rule for relation in result.relations if relation.type == rule.type]
    found = case_files.faults(case, result)
    assert not found, case_files.report(case, found)
    if kind == "match":
        assert case.facts, "a match example states a relation"
        assert rule.id in by, case_files.report(case, [f"by other rules: {by}"])
