"""What a user adds to the package's own data: rules and relation types, read and checked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path

from diplo_ner import morphology
from diplo_ner.errors import DataError
from diplo_ner.relations.lexicon import Lexicon, build_lexicon, dead_words, default_lexicon
from diplo_ner.resources.catalogue import RelationType, add_types, catalogue
from diplo_ner.resources.own_rules import read_own_rules
from diplo_ner.resources.rules import Rule, rules


@dataclass(frozen=True)
class Knowledge:
    """The data that one extractor adds; empty for the package's own. Pickles without what is derived from it."""

    rules: tuple[Rule, ...] = ()
    types: Mapping[str, RelationType] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.types:
            add_types(self.types)

    def __reduce__(self) -> tuple[type[Knowledge], tuple[object, ...]]:
        return Knowledge, (self.rules, self.types)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The rules to fire: these and the package's."""
        if not self.rules:
            return default_lexicon()
        return build_lexicon((*self.rules, *rules()), {**catalogue(), **self.types})


def read_knowledge(rule_files: Iterable[str | PathLike[str]] = ()) -> Knowledge:
    """Read and check a user's files.

    Raises:
        DataError: a file is wrong, or two of them clash; the message is one line, file:line in front.
    """
    found: dict[str, Rule] = {}
    types: dict[str, RelationType] = {}
    for name in rule_files:
        own = read_own_rules(Path(name))
        for rule in own.rules:
            if other := found.get(rule.id):
                what = f"rule id {rule.id!r} stands in {other.path}:{other.lines['id']} already"
                raise DataError(what, path=rule.path, line=rule.lines["id"])
            for key, word in dead_words(rule):
                raise DataError(_dead(key, word), path=rule.path, line=rule.lines[key])
            found[rule.id] = rule
        for row in own.types.values():
            if types.setdefault(row.name, row) != row:
                raise DataError(f"relation {row.name!r} stands in another file already, otherwise", path=str(name))
        types |= own.types
    return Knowledge(tuple(found.values()), types)


def _dead(key: str, word: str) -> str:
    found = morphology.lemma(word, "VERB", {}) if key == "verbs" else (*morphology.lemmas(word), word)[0]
    hint = f"; did you mean {found!r}?" if found != word else ""
    return f"{word!r} under {key!r} is no dictionary form, so no text would match it{hint}"
