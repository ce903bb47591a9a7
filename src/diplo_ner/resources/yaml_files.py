"""Reads YAML rules with nothing guessed: every scalar is a string, and every value knows its line.

YAML 1.1 takes ``NO`` (Norway), ``on`` and ``yes`` for booleans and ``036`` for thirty. Here they stay what was written;
who reads a number converts it and reports the line if that fails.
"""

from __future__ import annotations

import yaml

from diplo_ner.errors import DataError
from diplo_ner.resources.tables import Source, read_text

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader  # libyaml parses about ten times faster
_DEEPEST = 20  # our files have four levels


class YamlMap(dict[str, "str | YamlMap | YamlList"]):
    """A mapping; ``line`` is where it begins and ``lines`` where each key stands (1-based)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class YamlList(list["str | YamlMap | YamlList"]):
    """A list; ``line`` is where it begins and ``lines`` where each item stands (1-based)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(source: Source) -> str | YamlMap | YamlList:
    """Read one YAML document of mappings, lists and strings.

    Raises:
        DataError: broken YAML, a file with no or several documents, a duplicate key, a key that is no scalar, a key or
            item without a value, a tag (``!!python/...``), an anchor or an alias; file:line stands in front.
    """
    path, text = str(source), read_text(source)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            _refuse_indirection(path, event)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                what = f"more than {_DEEPEST} lists and mappings inside one another"
                raise DataError(what, path=path, line=_line(event))
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise DataError(f"broken YAML: {error.problem or error.context}", path=path, line=line) from error
    except yaml.YAMLError as error:
        raise DataError(f"broken YAML: {' '.join(str(error).split())}", path=path) from error
    if node is None:
        raise DataError("no YAML in it; write one mapping or list", path=path)
    return _value(path, node)


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None


def _refuse_indirection(path: str, event: yaml.Event) -> None:
    line = _line(event)
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        raise DataError(f"anchor or alias {event.anchor!r}; write the value out", path=path, line=line)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        raise DataError(f"tag {event.tag!r}; only plain mappings, lists and strings are allowed", path=path, line=line)


def _value(path: str, node: yaml.Node) -> str | YamlMap | YamlList:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(path, node, line)
    if isinstance(node, yaml.SequenceNode):
        items = YamlList(line)
        for item in node.value:
            items.append(_value(path, item))
            items.lines.append(item.start_mark.line + 1)
        return items
    text = str(node.value)
    if not text and node.start_mark.index == node.end_mark.index:
        raise DataError("no value; write one, or '' for an empty string", path=path, line=line)
    return text


def _mapping(path: str, node: yaml.MappingNode, line: int) -> YamlMap:
    mapping = YamlMap(line)
    for key, value in node.value:
        key_line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise DataError("a key that is no string; keys are words", path=path, line=key_line)
        if key.value in mapping:
            what = f"duplicate key {key.value!r}; it stands in line {mapping.lines[key.value]} already"
            raise DataError(what, path=path, line=key_line)
        mapping[key.value] = _value(path, value)
        mapping.lines[key.value] = key_line
    return mapping
