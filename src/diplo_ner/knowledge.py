"""What a user adds to the package's own data: names, rules and relation types, read and checked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path

from diplo_ner import morphology
from diplo_ner.entities.own import NOTHING, OwnRows, Row
from diplo_ner.errors import DataError
from diplo_ner.relations.lexicon import Lexicon, build_lexicon, dead_words, default_lexicon
from diplo_ner.resources.catalogue import RelationType, add_types, catalogue
from diplo_ner.resources.gazetteers import PersonRow, PostRow
from diplo_ner.resources.own_names import OwnName, read_own_names
from diplo_ner.resources.own_rules import read_own_rules
from diplo_ner.resources.rules import Rule, rules


@dataclass(frozen=True)
class Knowledge:
    """The data that one extractor adds; empty for the package's own."""

    names: tuple[OwnName, ...] = ()
    rules: tuple[Rule, ...] = ()
    types: Mapping[str, RelationType] = field(default_factory=dict)

    def rows(self, published: date | None) -> OwnRows:
        """The rows that hold on the day of publication; the same object wherever the same rows hold."""
        if not self.names:
            return NOTHING
        held = tuple(name.holds(published) for name in self.names if name.since or name.until)
        if held not in self._periods:
            self._periods[held] = self._rows_on(published)
        return self._periods[held]

    @cached_property
    def _periods(self) -> dict[tuple[bool, ...], OwnRows]:
        return {}

    def _rows_on(self, published: date | None) -> OwnRows:
        """A person keeps the name outside the term of a post; anything else is not there outside its period."""
        names: list[Row] = []
        posts: list[PostRow] = []
        for name in self.names:
            if isinstance(name.row, PostRow):
                posts += [name.row] if name.holds(published) else []
            elif name.holds(published):
                names.append(name.row)
            elif isinstance(name.row, PersonRow):
                names.append(replace(name.row, post=None, country=None))
        return OwnRows(tuple(names), tuple(posts))

    @cached_property
    def lexicon(self) -> Lexicon:
        """The rules to fire: these and the package's."""
        if not self.rules:
            return default_lexicon()
        return build_lexicon((*self.rules, *rules()), {**catalogue(), **self.types})


def read_knowledge(
    name_files: Iterable[str | PathLike[str]] = (), rule_files: Iterable[str | PathLike[str]] = ()
) -> Knowledge:
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
    names = [name for file in name_files for name in read_own_names(Path(file))]
    add_types(types)
    return Knowledge(tuple(names), tuple(found.values()), types)


def _dead(key: str, word: str) -> str:
    found = morphology.lemma(word, "VERB", {}) if key == "verbs" else (*morphology.lemmas(word), word)[0]
    hint = f"; did you mean {found!r}?" if found != word else ""
    return f"{word!r} under {key!r} is no dictionary form, so no text would match it{hint}"
