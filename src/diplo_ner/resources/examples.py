"""Examples of one line: ``[a:Лавров] встретился с [b:Байрамовым] => met(a, b)``.

An example is a text with marked spans (``[key:surface]``; marks may nest, a key may come twice), ``=>``, and the
relations that the text states: ``type(head, tail)`` separated by commas or semicolons, or ``none``. After a relation
may stand its status (asserted where none is given) and qualifiers: ``met(a, b) planned place=c source=d``;
``source=-`` says that it has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from diplo_ner.models import Status
from diplo_ner.resources.tables import unknown

QUALIFIERS = ("place", "date", "event", "source")
Places = tuple[tuple[int, int], ...]

_MARK = re.compile(r"\[(\w+):|\]")
_RELATION = re.compile(r"(\w+)\((\w+),\s*(\w+)\)((?:\s+[\w-]+(?:=[\w-]+)?)*)\s*(?:[,;]\s*|$)")


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
class Example:
    """A text, each key's half-open character offsets in it, and the relations that it states."""

    text: str
    spans: dict[str, Places]
    facts: tuple[Fact, ...]


def parse_example(written: str, types: Collection[str]) -> Example:
    """One line as an example with relations of ``types``. Raises ValueError where it is none."""
    marked, arrow, expected = written.rpartition("=>")
    if not arrow:
        raise ValueError("no '=>'")
    text, spans = unmark(marked.strip())
    return Example(text, spans, parse_facts(expected.strip(), spans, types))


def unmark(marked: str) -> tuple[str, dict[str, Places]]:
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


def parse_facts(written: str, keys: Iterable[str], types: Collection[str]) -> tuple[Fact, ...]:
    """`met(a, b) planned; met(a, c)` or `none` as facts. Raises ValueError where it is neither."""
    if written.strip() == "none":
        return ()
    facts, at, keys = list[Fact](), 0, set(keys)
    while at < len(written):
        match = _RELATION.match(written, at)
        if not match:
            raise ValueError(f"not a list of relations: {written[at:]!r}; write met(a, b) or none")
        facts.append(_fact(match, keys, types))
        at = match.end()
    if not facts:
        raise ValueError("nothing stands after '=>'; write 'none' where no relation is stated")
    return tuple(facts)


def _fact(match: re.Match[str], keys: Collection[str], types: Collection[str]) -> Fact:
    kind, head, tail, rest = match.groups()
    status, qualifiers = Status.ASSERTED.value, list[tuple[str, str]]()
    for word in rest.split():
        name, equals, key = word.partition("=")
        if equals and name in QUALIFIERS:
            qualifiers.append((name, key))
        elif not equals and word in list(Status):
            status = word
        else:
            raise ValueError(f"{word!r} is no status ({', '.join(sorted(Status))}) and no qualifier of {QUALIFIERS}")
    if kind not in types:
        raise ValueError(unknown("relation", kind, types))
    for key in (head, tail, *(key for _, key in qualifiers if key != "-")):
        if key not in keys:
            raise ValueError(f"{key!r} is not marked in the text; marked: {', '.join(sorted(keys)) or 'nothing'}")
    return Fact(kind, head, tail, status, tuple(qualifiers))
