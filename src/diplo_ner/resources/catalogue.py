"""The relation types: those of the package and those that a user's rules bring, with their event codes.

Codes of two ontologies: PLOVER (Open Event Data Alliance, 2021) and CAMEO (Schrodt 2012).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diplo_ner.errors import DataError
from diplo_ner.models import EntityType
from diplo_ner.resources.fields import flag, known_keys, map_of, maps, optional, text, words
from diplo_ner.resources.tables import Source, data_file, unknown
from diplo_ner.resources.yaml_files import YamlList, YamlMap, read_yaml

ACTORS = frozenset({"PERSON", "COUNTRY", "ORGANIZATION", "PARTY"})
PLOVER = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
_CAMEO = re.compile(r"\d{3,4}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class RelationType:
    """One row of the catalogue; ``plover`` and ``cameo`` are None for facts that are no events.

    ``cameo_by_trigger`` maps a predicate's lemma to its code, ``cameo_by_word`` that of a word beside the predicate.
    """

    name: str
    symmetric: bool
    head: frozenset[str]
    tail: frozenset[str]
    plover: str | None
    cameo: str | None
    cameo_by_trigger: Mapping[str, str]
    cameo_by_word: Mapping[str, str]


def read_catalogue(source: Source) -> Mapping[str, RelationType]:
    """Raises DataError where the file is wrong."""
    return relation_types(read_yaml(source), str(source))


def relation_types(content: str | YamlMap | YamlList, path: str) -> Mapping[str, RelationType]:
    """The relation types of a list that was read from the file ``path``. Raises DataError where one is wrong."""
    result: dict[str, RelationType] = {}
    for item in maps(content, path):
        known_keys(
            item, ("type", "symmetric", "head", "tail", "plover", "cameo", "cameo_by_trigger", "cameo_by_word"), path
        )
        name = text(item, "type", path)
        if not _NAME.fullmatch(name):
            what = f"bad relation name {name!r}; allowed are small Latin letters, digits and '_', as hosts_talks"
            raise DataError(what, path=path, line=item.lines["type"])
        if name in result:
            raise DataError(f"relation {name!r} stands twice", path=path, line=item.line)
        result[name] = RelationType(
            name=name,
            symmetric=flag(item, "symmetric", path),
            head=entity_types(item, "head", path),
            tail=entity_types(item, "tail", path),
            plover=_plover(item, path),
            cameo=cameo(item, path),
            cameo_by_trigger=_codes(item, "cameo_by_trigger", path),
            cameo_by_word=_codes(item, "cameo_by_word", path),
        )
    return result


def entity_types(item: YamlMap, key: str, path: str) -> frozenset[str]:
    """Types of entities split by '|'; ACTOR is each type that can act. Raises DataError for another word."""
    names = frozenset(part.strip() for part in text(item, key, path).split("|"))
    for name in sorted(names - {"ACTOR"} - set(EntityType)):
        raise DataError(unknown("entity type", name, [*EntityType, "ACTOR"]), path=path, line=item.lines[key])
    return (names - {"ACTOR"}) | (ACTORS if "ACTOR" in names else frozenset())


def cameo(item: YamlMap, path: str) -> str | None:
    """The CAMEO code of an item. Raises DataError where it is no code."""
    code = optional(item, "cameo", path)
    if code is not None and not _CAMEO.fullmatch(code):
        raise DataError(
            f"bad CAMEO code {code!r}; allowed are three or four digits, as 040", path=path, line=item.lines["cameo"]
        )
    return code


def _codes(item: YamlMap, key: str, path: str) -> Mapping[str, str]:
    table = map_of(item, key, "a code to lemmas", path)
    return {word: code for code in table for word in words(table, code, path)}


def _plover(item: YamlMap, path: str) -> str | None:
    code = optional(item, "plover", path)
    if code is not None and code.partition("-")[0] not in PLOVER:
        raise DataError(unknown("PLOVER code", code, PLOVER), path=path, line=item.lines["plover"])
    return code


@cache
def catalogue() -> Mapping[str, RelationType]:
    """The relation types of the package."""
    return read_catalogue(data_file("relations", "catalogue.yaml"))


_LOCK = threading.Lock()
_added: dict[str, RelationType] = {}


def add_types(rows: Mapping[str, RelationType]) -> None:
    """Make a user's relation types known to this process, so that results which hold them validate."""
    with _LOCK:
        _added.update(rows)


def known_types() -> Mapping[str, RelationType]:
    """The relation types of the package and those added in this process."""
    return {**catalogue(), **_added} if _added else catalogue()
