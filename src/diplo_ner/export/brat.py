r"""brat standoff (https://brat.nlplab.org/standoff.html): NAME.txt beside NAME.ann, there and back::

    T1	PERSON 17 27	Янис Озолс
    #1	AnnotatorNotes T1	{"id": "E2", "name": "Янис Озолс", "surname": "Озолс"}
    N1	Reference T3	Wikidata:Q211	Латвия
    A1	Kind T4	pronoun
    *	Equiv T1 T4
    R1	met Arg1:T1 Arg2:T2
    A2	Status R1	planned
    #2	AnnotatorNotes R1	{"confidence": 0.9, ...}

- Offsets are code points of the text as it is: '\r\n' is two. Files are written and read without touching line ends.
- T lines may nest and cross. A mention that runs over a line end has several fragments ('ORGANIZATION 0 5;6 11'), since
  no annotation may hold a line end; reading takes them as one mention, so the truly discontinuous annotation of an
  annotator becomes the stretch from its first to its last character.
- Mentions of one entity are an Equiv; the kind of a mention and the status of a relation are attributes, left out where
  'name' and 'asserted'; a Wikidata item is a normalization; all the rest is a note in JSON, on the first mention of
  an entity and on relations. What an annotator adds needs no note; ``standoff.py`` says what is made up then.
- Not held: entities without mentions, relations of those, ``Extraction.notes``.
- Not read: events (E), modifications (M) and n-ary relations, which have no counterpart here: an error says so. Other
  attributes, notes that are no JSON, and normalizations to other sources are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from diplo_ner.errors import DataError, InputError
from diplo_ner.export.standoff import Link, Span, from_standoff, to_standoff
from diplo_ner.models import EntityType, Extraction, MentionKind, Status
from diplo_ner.resources.catalogue import catalogue

# Ends of lines to Python's readers of lines, which brat uses, and the tab that parts its columns.
_BREAK = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_LINK = re.compile(r"(\S+) Arg1:(\S+) Arg2:(\S+)\s*")
_SOURCE = "Wikidata:"


def to_ann(extraction: Extraction) -> Iterator[str]:
    """The lines of the .ann file, without line ends."""
    spans, links = to_standoff(extraction)
    groups: dict[str, list[str]] = {}
    notes = attributes = normalizations = 0
    for number, span in enumerate(spans, 1):
        name = f"T{number}"
        groups.setdefault(span.entity, []).append(name)
        pieces = list(_fragments(extraction.text, span.start, span.end))
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"{name}\t{span.type} {offsets}\t{_reference(extraction.text, pieces)}"
        note = dict(span.note)
        if item := note.pop("wikidata", None):
            normalizations += 1
            label = _BREAK.sub(" ", str(note["name"]))
            yield f"N{normalizations}\tReference {name} {_SOURCE}{item}\t{label}"
        if note:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {name}\t{_json(note)}"
        if span.kind != MentionKind.NAME:
            attributes += 1
            yield f"A{attributes}\tKind {name} {span.kind}"
    for names in groups.values():
        if len(names) > 1:
            yield f"*\tEquiv {' '.join(names)}"
    for number, link in enumerate(links, 1):
        yield f"R{number}\t{link.type} Arg1:T{link.head + 1} Arg2:T{link.tail + 1}"
        notes += 1
        yield f"#{notes}\tAnnotatorNotes R{number}\t{_json(link.note)}"
        if link.status != Status.ASSERTED:
            attributes += 1
            yield f"A{attributes}\tStatus R{number} {link.status}"


def from_ann(text: str, lines: Iterable[str], *, path: str = "<ann>") -> Extraction:
    """The extraction of a text and the lines of its .ann file; ``path`` is for messages.

    Raises DataError with path:line where a line is no annotation of this text, or of a kind that is not read.
    """
    annotations = _Annotations(text, path)
    for number, line in enumerate(lines, 1):
        if line.strip():
            annotations.add(line.rstrip("\r\n"), partial(DataError, path=path, line=number))
    return annotations.extraction()


def write_brat(documents: Iterable[tuple[str, Extraction]], directory: Path) -> int:
    """Writes NAME.txt and NAME.ann for each named document, and annotation.conf; returns how many documents.

    Existing files are replaced. Raises InputError where a name is no file name, OSError where a file cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / "annotation.conf", configuration())
    count = 0
    for name, extraction in documents:
        if not name or Path(name).name != name:
            raise InputError(f"not the name of a file: {name!r}")
        _write(directory / f"{name}.txt", extraction.text)
        _write(directory / f"{name}.ann", "".join(line + "\n" for line in to_ann(extraction)))
        count += 1
    return count


def read_brat(directory: Path) -> Iterator[tuple[str, Extraction]]:
    """The named documents of a directory, by name: every .ann with its .txt. Raises OSError and DataError."""
    for ann in sorted(directory.glob("*.ann")):
        text = ann.with_suffix(".txt").read_bytes().decode("utf-8")
        yield ann.stem, from_ann(text, ann.read_bytes().decode("utf-8").split("\n"), path=str(ann))


def configuration() -> str:
    """brat's annotation.conf: the types of entities and relations and the two attributes."""
    relations = (
        f"{row.name}\tArg1:{'|'.join(sorted(row.head))}, Arg2:{'|'.join(sorted(row.tail))}"
        + (", <REL-TYPE>:symmetric" if row.symmetric else "")
        for row in catalogue().values()
    )
    statuses = "|".join(status for status in Status if status is not Status.ASSERTED)
    kinds = "|".join(kind for kind in MentionKind if kind is not MentionKind.NAME)
    attributes = (f"Kind\tArg:<ENTITY>, Value:{kinds}", f"Status\tArg:<RELATION>, Value:{statuses}")
    lines = ["[entities]", *EntityType, "[relations]", *relations, "[events]", "[attributes]", *attributes]
    return "".join(line + "\n" for line in lines)


class _Annotations:
    """The annotations of one document so far, by their brat ids."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._spans: dict[str, tuple[str, int, int]] = {}
        self._links: dict[str, tuple[str, str, str, Callable[[str], DataError]]] = {}
        self._notes: dict[str, dict[str, Any]] = {}
        self._items: dict[str, str] = {}
        self._attributes: dict[tuple[str, str], str] = {}
        self._same: dict[str, str] = {}

    def add(self, line: str, fail: Callable[[str], DataError]) -> None:
        name, _, rest = line.partition("\t")
        content, _, more = rest.partition("\t")
        if name.startswith("T"):
            self._spans[name] = self._span(content, more, fail)
        elif name.startswith("R"):
            if not (found := _LINK.fullmatch(content)):
                raise fail(f"not a relation of Arg1 and Arg2: {line!r}")
            self._links[name] = (found[1], found[2], found[3], fail)
        elif name.startswith("A"):
            kind, target, value = (*content.split(" "), "", "")[:3]
            self._attributes[kind, target] = value
        elif name.startswith("#"):
            self._note(content, more)
        elif name.startswith("N"):
            _, target, item = (*content.split(" "), "", "")[:3]
            if item.startswith(_SOURCE):
                self._items[target] = item.removeprefix(_SOURCE)
        elif name == "*" and content.startswith("Equiv "):
            first, *others = content.split()[1:]
            for other in others:
                self._same[self._group(other)] = self._group(first)
        else:
            raise fail(f"an annotation of a kind that is not read: {line!r}; read are T, R, A, N, # and Equiv")

    def _span(self, content: str, reference: str, fail: Callable[[str], DataError]) -> tuple[str, int, int]:
        if not (found := _SPAN.fullmatch(content)):
            raise fail(f"not a type and offsets: {content!r}")
        pieces = [(int(start), int(end)) for start, end in (piece.split(" ") for piece in found[2].split(";"))]
        if _reference(self._text, pieces) != reference:
            raise fail(
                f"the text has {_reference(self._text, pieces)!r} at {found[2]}, not {reference!r}; were the .txt or "
                "its line ends changed?"
            )
        return found[1], min(start for start, _ in pieces), max(end for _, end in pieces)

    def _note(self, content: str, note: str) -> None:
        try:
            value = json.loads(note)
        except ValueError:
            return
        if isinstance(value, dict):
            self._notes[content.split(" ")[-1]] = value

    def _group(self, name: str) -> str:
        while name in self._same and self._same[name] != name:
            name = self._same[name]
        return name

    def extraction(self) -> Extraction:
        order = {name: number for number, name in enumerate(self._spans)}
        spans = []
        for name, (kind, start, end) in self._spans.items():
            note = self._notes.get(name, {}) | ({"wikidata": self._items[name]} if name in self._items else {})
            form = self._attributes.get(("Kind", name), MentionKind.NAME.value)
            spans.append(Span(start, end, kind, self._group(name), form, note))
        links = []
        for name, (kind, head, tail, fail) in self._links.items():
            if missing := [end for end in (head, tail) if end not in order]:
                raise fail(f"{name} refers to {missing[0]}, which is no annotation of a span")
            status = self._attributes.get(("Status", name), Status.ASSERTED.value)
            links.append(Link(kind, order[head], order[tail], status, self._notes.get(name, {})))
        return from_standoff(self._text, spans, links, partial(DataError, path=self._path))


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a span between line ends."""
    for found in _BREAK.finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if end > start:
        yield start, end


def _reference(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in pieces)


def _json(note: object) -> str:
    # JSON escapes the ASCII ends of lines itself.
    return _BREAK.sub(lambda found: "".join(f"\\u{ord(c):04x}" for c in found[0]), json.dumps(note, ensure_ascii=False))


def _write(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(content)
