"""Reads a user's own rules: one YAML file of new relation types and of rules, for them and for the package's types.

    relations:                      # may be left out
      - type: mediates
        head: ACTOR
        tail: ACTOR
    rules:
      - id: own.mediates
        type: mediates
        ...

Items are written as in the package's ``catalogue.yaml`` and ``rules/*.yaml``. Examples are parsed here as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from diplo_ner.errors import DataError
from diplo_ner.resources.catalogue import RelationType, catalogue, relation_types
from diplo_ner.resources.examples import parse_example
from diplo_ner.resources.fields import known_keys, maps
from diplo_ner.resources.rules import Rule, rules, rules_of
from diplo_ner.resources.tables import Source
from diplo_ner.resources.yaml_files import YamlMap, read_yaml


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules of one file and the relation types that it brings."""

    rules: tuple[Rule, ...]
    types: Mapping[str, RelationType]


def read_own_rules(source: Source) -> OwnRules:
    """Read a user's file of rules.

    Raises:
        DataError: anything that is wrong in it, a relation type or rule id of the package among it; file:line and the
            words that are allowed stand in the message.
    """
    path, content = str(source), read_yaml(source)
    if not isinstance(content, YamlMap):
        raise DataError("a mapping with 'rules:' (and 'relations:' for new types) is wanted", path=path, line=1)
    known_keys(content, ("relations", "rules"), path)
    if "rules" not in content:
        raise DataError("no 'rules:'; a relation without rules is never found", path=path, line=1)
    types = _types(content, path)
    found = rules_of(maps(content["rules"], path, content.lines["rules"]), path, {**catalogue(), **types})
    _check(found, types, path)
    return OwnRules(found, types)


def _types(content: YamlMap, path: str) -> Mapping[str, RelationType]:
    if "relations" not in content:
        return {}
    items = maps(content["relations"], path, content.lines["relations"])
    types = relation_types(content["relations"], path)
    for item in items:
        if item["type"] in catalogue():
            what = f"relation {item['type']!r} is one of the package's; add rules to it, or name yours otherwise"
            raise DataError(what, path=path, line=item.lines["type"])
    return types


def _check(found: Collection[Rule], types: Mapping[str, RelationType], path: str) -> None:
    ids, names = {rule.id for rule in rules()}, {**catalogue(), **types}
    for rule in found:
        if rule.id in ids:
            what = f"rule id {rule.id!r} is one of the package's; give yours another"
            raise DataError(what, path=path, line=rule.lines["id"])
        for key, examples in (("match", rule.match), ("reject", rule.reject)):
            for number, example in enumerate(examples, 1):
                try:
                    facts = parse_example(example, names).facts
                except ValueError as error:
                    what = f"{key} example {number}: {error}"
                    raise DataError(what, path=path, line=rule.lines[key]) from error
                if key == "match" and rule.type not in {fact.type for fact in facts}:
                    what = (
                        f"match example {number} states no {rule.type!r}; what a rule must not find is under 'reject'"
                    )
                    raise DataError(what, path=path, line=rule.lines[key])
