"""Compares what was extracted from the text of an example with what the example says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from diplo_ner.extractor import Extractor
from diplo_ner.models import Extraction, Relation
from diplo_ner.resources.catalogue import known_types
from diplo_ner.resources.examples import QUALIFIERS, Example, Fact, parse_example
from diplo_ner.resources.rules import Rule

# Below this share of common text a mention and a mark are different things; the figure is that of ``align``.
LEAST_OVERLAP = 0.3


def faults(example: Example, result: Extraction, types: Collection[str]) -> list[str]:
    """What is missing, extra or otherwise than expected among relations of ``types``; empty where all is right."""
    keys = keys_of(example, result)
    names = {entity.id: keys.get(entity.id, f"?{entity.name}") for entity in result.entities}
    said: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in result.relations:
        if relation.type in types:
            said.setdefault(_pair(relation.type, names[relation.head], names[relation.tail]), []).append(relation)
    found, expected = list[str](), {_pair(f.type, f.head, f.tail) for f in example.facts}
    for fact in example.facts:
        relations = said.get(_pair(fact.type, fact.head, fact.tail), [])
        if not relations:
            found.append(f"missed   {fact}")
        elif not any(_agrees(fact, relation, names) for relation in relations):
            found += [f"expected {fact}", *(f"got      {_written(relation, names)}" for relation in relations)]
    for pair in said.keys() - expected:
        found += [f"extra    {_written(r, names)} by {r.evidence.rule} ({r.evidence.trigger!r})" for r in said[pair]]
    return found


def keys_of(example: Example, result: Extraction) -> dict[str, str]:
    """Entity id -> the key whose marks its mentions overlap most.

    Of equal keys the one still free is taken, so that the two countries of a joint adjective, marked twice, get a key
    each.
    """
    keys: dict[str, str] = {}
    for entity in result.entities:
        shared: Counter[str] = Counter()
        for mention in entity.mentions:
            place = (mention.start, mention.end)
            best = {k: max(_overlap(s, place) for s in spans) for k, spans in example.spans.items()}
            top = max(best.values(), default=0.0)
            shared.update({k: share for k, share in best.items() if share == top >= LEAST_OVERLAP})
        if shared:
            free = [k for k in shared if k not in keys.values()] or list(shared)
            keys[entity.id] = max(shared, key=lambda k: (shared[k], k in free))
    return keys


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, both / (max(a[1], b[1]) - min(a[0], b[0]))) if a != b else 1.0


def _pair(kind: str, head: str, tail: str) -> tuple[str, str, str]:
    return (kind, min(head, tail), max(head, tail)) if known_types()[kind].symmetric else (kind, head, tail)


def _agrees(fact: Fact, relation: Relation, names: Mapping[str, str]) -> bool:
    given = {name: getattr(relation, name) for name, _ in fact.qualifiers}
    return relation.status.value == fact.status and all(
        (names[given[name]] if given[name] else "-") == key for name, key in fact.qualifiers
    )


def _written(relation: Relation, names: Mapping[str, str]) -> str:
    given = {name: getattr(relation, name) for name in QUALIFIERS}
    qualifiers = tuple((name, names[entity]) for name, entity in given.items() if entity)
    head, tail = names[relation.head], names[relation.tail]
    return str(Fact(relation.type, head, tail, relation.status.value, qualifiers))


def failures(rules: Iterable[Rule], extractor: Extractor) -> Iterator[str]:
    """What the examples of rules show to be wrong, one line each: ``file:line: rule: match example 1: what``."""
    for rule in rules:
        written = [("match", n, text) for n, text in enumerate(rule.match, 1)]
        written += [("reject", n, text) for n, text in enumerate(rule.reject, 1)]
        parsed = [parse_example(text, known_types()) for _, _, text in written]
        results = extractor.extract_many(example.text for example in parsed)
        for (key, number, _), example, result in zip(written, parsed, results, strict=True):
            for fault in faults_of_rule(rule, key, example, result):
                yield f"{rule.path}:{rule.lines[key]}: {rule.id}: {key} example {number}: {fault}"


def faults_of_rule(rule: Rule, key: str, example: Example, result: Extraction) -> list[str]:
    """What is wrong with an example of a rule; what is under 'match' is to be served by the rule itself."""
    found = faults(example, result, {rule.type})
    fired = dict.fromkeys(r.evidence.rule for r in result.relations if r.type == rule.type)
    if not found and key == "match" and rule.id not in fired:
        found.append(f"the rule is unused here: served by {', '.join(fired)}")
    return [" ".join(fault.split()) for fault in found]
