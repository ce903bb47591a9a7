"""Reads the fields of items in YAML files; a fault is a ``DataError`` that says file:line and what is wanted."""

from __future__ import annotations

from collections.abc import Iterable

from diplo_ner.errors import DataError
from diplo_ner.resources.tables import unknown
from diplo_ner.resources.yaml_files import YamlList, YamlMap


def maps(content: str | YamlMap | YamlList, path: str, line: int | None = None) -> list[YamlMap]:
    """The items of a list of mappings."""
    if not isinstance(content, YamlList):
        raise DataError("a list is wanted, each item with its keys: '- key: value'", path=path, line=line)
    found: list[YamlMap] = []
    for item, at in zip(content, content.lines, strict=True):
        if not isinstance(item, YamlMap):
            raise DataError("a list is wanted, each item with its keys: '- key: value'", path=path, line=at)
        found.append(item)
    return found


def known_keys(item: YamlMap, allowed: Iterable[str], path: str) -> None:
    names = tuple(allowed)
    for key in item:
        if key not in names:
            raise DataError(unknown("key", key, names), path=path, line=item.lines[key])


def map_of(item: YamlMap, key: str, what: str, path: str) -> YamlMap:
    """A mapping inside an item, empty where it is absent; ``what`` says of what to what, for the message."""
    value = item.get(key, YamlMap(item.line))
    if not isinstance(value, YamlMap):
        raise DataError(f"{key} must map {what}", path=path, line=item.lines[key])
    return value


def optional(item: YamlMap, key: str, path: str) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        raise DataError(f"{key} must be one line of text; write words as 'a, b'", path=path, line=item.lines[key])
    return value


def text(item: YamlMap, key: str, path: str) -> str:
    value = optional(item, key, path)
    if not value:
        raise DataError(f"{key} is missing", path=path, line=item.lines.get(key, item.line))
    return value


def words(item: YamlMap, key: str, path: str) -> tuple[str, ...]:
    """The words of a field split by commas; none where it is absent."""
    value = optional(item, key, path)
    return tuple(word for part in value.split(",") if (word := part.strip())) if value else ()


def flag(item: YamlMap, key: str, path: str) -> bool:
    value = optional(item, key, path)
    if value not in (None, "true", "false"):
        raise DataError(f"{key} is 'true' or 'false', not {value!r}", path=path, line=item.lines[key])
    return value == "true"
