"""The texts of data/samples with their facts, in the shape of an annotated document.

``load_sample(path)`` reads NAME.txt and NAME.facts.txt (data/samples/README.md says how facts are written) into
{"id", "text", "entities": [{"key", "type", "name", "mentions"}], "relations": [{"type", "head", "tail", "status"}]}
with place, date, event and source where a relation has them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NotRequired, TypedDict

from case_files import STATUSES, TYPES

DIRECTORY = Path(__file__).parent.parent / "data" / "samples"
ENTITY_TYPES = ("PERSON", "POST", "COUNTRY", "PARTY", "ORGANIZATION", "PLACE", "EVENT", "DOCUMENT")

_ENTITY = re.compile(r"(\w+) ([A-Z]+) (.+)")
_RELATION = re.compile(r"(\w+)\((\w+), (\w+)\)(.*)")
_WORD = re.compile(r'\s+(?:(place|event|source)=(\w+)|date="([^"]+)"|(\w+)(?!=))')
_ESCAPE = re.compile(r"\\n|\\u([0-9a-f]{4})")


class SampleEntity(TypedDict):
    key: str
    type: str
    name: str
    mentions: list[str]


class SampleRelation(TypedDict):
    type: str
    head: str
    tail: str
    status: str
    place: NotRequired[str]
    date: NotRequired[str]
    event: NotRequired[str]
    source: NotRequired[str]


class Sample(TypedDict):
    id: str
    text: str
    entities: list[SampleEntity]
    relations: list[SampleRelation]


class SampleError(ValueError):
    """A line of a facts file is wrong; the message starts with file:line."""


def sample_paths() -> tuple[Path, ...]:
    """The texts, in the order of their names."""
    return tuple(sorted(p for p in DIRECTORY.glob("*.txt") if not p.name.endswith(".facts.txt")))


def load_sample(path: Path) -> Sample:
    """The text at ``path`` with the facts beside it. Raises SampleError on the first line that is neither."""
    sample: Sample = {"id": path.stem, "text": path.read_text(encoding="utf-8"), "entities": [], "relations": []}
    facts = path.with_suffix(".facts.txt")
    for number, line in enumerate(facts.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if relation := _RELATION.fullmatch(line):
                sample["relations"].append(_relation(relation, {entity["key"] for entity in sample["entities"]}))
            else:
                sample["entities"].append(_entity(line))
        except ValueError as error:
            raise SampleError(f"{facts.name}:{number}: {error}") from error
    keys = [entity["key"] for entity in sample["entities"]]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise SampleError(f"{facts.name}: keys stand twice: {', '.join(twice)}")
    return sample


def _entity(line: str) -> SampleEntity:
    match = _ENTITY.fullmatch(line)
    if not match:
        raise ValueError(f"neither `key TYPE name | mention` nor `type(head, tail)`: {line!r}")
    key, kind, rest = match.groups()
    if kind not in ENTITY_TYPES:
        raise ValueError(f"unknown entity type {kind!r}; known: {', '.join(ENTITY_TYPES)}")
    name, *mentions = (_ESCAPE.sub(_unescape, part.strip()) for part in rest.split("|"))
    if not mentions:
        raise ValueError(f"{key} has no mentions")
    return {"key": key, "type": kind, "name": name, "mentions": mentions}


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else "\n"


def _relation(match: re.Match[str], keys: set[str]) -> SampleRelation:
    kind, head, tail, rest = match.groups()
    if kind not in TYPES:
        raise ValueError(f"unknown relation type {kind!r}; known: {', '.join(sorted(TYPES))}")
    relation: SampleRelation = {"type": kind, "head": head, "tail": tail, "status": "asserted"}
    at = 0
    while at < len(rest.rstrip()):
        word = _WORD.match(rest, at)
        if not word:
            raise ValueError(f"not a status and not a qualifier: {rest[at:]!r}")
        at = word.end()
        qualifier, key, date, status = word.groups()
        if qualifier == "place":
            relation["place"] = key
        elif qualifier == "event":
            relation["event"] = key
        elif qualifier == "source":
            relation["source"] = key
        elif date:
            relation["date"] = date
        elif status in STATUSES:
            relation["status"] = status
        else:
            raise ValueError(f"unknown status {status!r}; known: {', '.join(sorted(STATUSES))}")
    references = (head, tail, relation.get("place"), relation.get("event"), relation.get("source"))
    if unknown := [key for key in references if key is not None and key not in keys]:
        raise ValueError(f"no entity has the key {unknown[0]!r}")
    return relation
