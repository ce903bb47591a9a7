"""Label Studio (https://labelstud.io): tasks with predictions to be corrected there, and its JSON export read back.

- A mention is a region of the tag <Labels name="label">, offsets in code points; a relation is an entry of type
  'relation' that has its type among its labels, and its status too where it is not 'asserted'. Regions may nest and
  cross; none is discontinuous. ``configuration`` gives the labelling interface of a project.
- Mentions of one entity are joined to the first one by relations with the label 'same_as'.
- The rest (kind of a mention, name of an entity, evidence, ...) is JSON in the ``meta`` of a region or relation. The
  editor keeps it for regions; what it drops, or what an annotator adds, gets what ``standoff.py`` says.
- Not held: entities without mentions, relations of those, ``Extraction.notes``.
- Read are, of a task, its last annotation that was not cancelled, or its last prediction where there is none. Entries
  of other tags of a project's interface are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from diplo_ner.errors import DataError
from diplo_ner.export.standoff import Link, Span, from_standoff, to_standoff
from diplo_ner.models import EntityType, Extraction, MentionKind, Status
from diplo_ner.resources.catalogue import catalogue

SAME = "same_as"
_STATUSES = frozenset(Status)


def to_task(extraction: Extraction, name: str = "") -> dict[str, Any]:
    """One task to import: data with ``text`` and ``name``, and one prediction."""
    spans, links = to_standoff(extraction)
    first: dict[str, int] = {}
    result: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    for number, span in enumerate(spans):
        note = {**({"kind": span.kind} if span.kind != MentionKind.NAME else {}), **span.note}
        value = {
            "start": span.start, "end": span.end, "text": extraction.text[span.start : span.end], "labels": [span.type],
        }  # fmt: skip
        region = {"id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        result.append(region | _meta(note))
        if first.setdefault(span.entity, number) != number:
            same.append(_arrow(first[span.entity], number, [SAME]))
    for link in links:
        labels = [link.type] + ([link.status] if link.status != Status.ASSERTED else [])
        result.append(_arrow(link.head, link.tail, labels) | _meta(link.note))
    prediction = {"model_version": "diplo_ner", "result": result + same}
    return {"data": {"text": extraction.text, "name": name}, "predictions": [prediction]}


def to_tasks(documents: Iterable[tuple[str, Extraction]]) -> Iterator[str]:
    """The lines of a JSON file of tasks to import, a task a line, without line ends."""
    before = "["
    for name, extraction in documents:
        yield before + json.dumps(to_task(extraction, name), ensure_ascii=False)
        before = ","
    yield "]" if before == "," else "[]"


def from_task(task: Mapping[str, Any], *, path: str = "<task>") -> Extraction:
    """The extraction of an exported task; ``path`` is for messages.

    Raises DataError where the task has no text, or a region or relation that is none of this text.
    """
    fail = partial(DataError, path=path)
    try:
        text, result = task["data"]["text"], _result(task)
        if not isinstance(text, str):
            raise TypeError("data.text is no string")
        spans, order = _regions(text, (entry for entry in result if entry.get("type") == "labels"), fail)
        arrows = [entry for entry in result if entry.get("type") == "relation"]
        return from_standoff(text, *_linked(spans, order, arrows, fail), fail)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise fail(f"not a task of Label Studio's JSON: {type(error).__name__}: {error}") from error


def read_label_studio(path: Path) -> Iterator[Extraction]:
    """The extractions of a file as Label Studio exports it (format JSON). Raises OSError and DataError."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"no JSON: {error}", path=str(path)) from error
    if not isinstance(tasks, list):
        raise DataError("a list of tasks is wanted", path=str(path))
    for number, task in enumerate(tasks):
        yield from_task(task, path=f"{path}[{number}]")


def configuration() -> str:
    """The labelling interface of a project, to be pasted into its settings."""
    types = "".join(f"    <Label value={quoteattr(kind)}/>\n" for kind in EntityType)
    names = [*catalogue(), *(status for status in Status if status is not Status.ASSERTED), SAME]
    relations = "".join(f"    <Relation value={quoteattr(name)}/>\n" for name in names)
    return (
        f'<View>\n  <Relations>\n{relations}  </Relations>\n  <Labels name="label" toName="text">\n{types}  </Labels>\n'
        '  <Text name="text" value="$text" granularity="word"/>\n</View>\n'
    )


def _result(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    done = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    answers = done or task.get("predictions") or []
    return list(answers[-1]["result"]) if answers else []


def _regions(
    text: str, regions: Iterable[Mapping[str, Any]], fail: Callable[[str], DataError]
) -> tuple[list[Span], dict[str, int]]:
    spans: list[Span] = []
    order: dict[str, int] = {}
    for region in regions:
        value, name = region["value"], region["id"]
        start, end, labels = value["start"], value["end"], value["labels"]
        if len(labels) != 1:
            raise fail(f"region {name} has {len(labels)} labels, not one")
        if value.get("text", text[start:end]) != text[start:end]:
            raise fail(f"the text has {text[start:end]!r} at {start} to {end}, not {value['text']!r}")
        note = _note(region)
        kind = note.pop("kind", MentionKind.NAME.value)
        order[name] = len(spans)
        spans.append(Span(start, end, labels[0], name, kind, note))
    return spans, order


def _linked(
    spans: list[Span], order: Mapping[str, int], arrows: Iterable[Mapping[str, Any]], fail: Callable[[str], DataError]
) -> tuple[list[Span], list[Link]]:
    """The spans with those of one entity in one group, and the links."""
    group = list(range(len(spans)))
    links = []
    for arrow in arrows:
        ends = [arrow["from_id"], arrow["to_id"]]
        if missing := [end for end in ends if end not in order]:
            raise fail(f"a relation refers to {missing[0]}, which is no region")
        head, tail = (order[end] for end in (reversed(ends) if arrow.get("direction") == "left" else ends))
        labels = arrow.get("labels") or []
        statuses = [label for label in labels if label in _STATUSES]
        types = [label for label in labels if label not in _STATUSES]
        if not types or len(statuses) > 1:
            raise fail(f"a relation needs a type and at most one status, not the labels {labels}")
        if SAME in types:
            old, new = group[tail], group[head]
            group = [new if one == old else one for one in group]
        status = statuses[0] if statuses else Status.ASSERTED.value
        links += [Link(name, head, tail, status, _note(arrow)) for name in types if name != SAME]
    joined = [Span(s.start, s.end, s.type, spans[group[i]].entity, s.kind, s.note) for i, s in enumerate(spans)]
    return joined, links


def _arrow(head: int, tail: int, labels: list[str]) -> dict[str, Any]:
    return {"type": "relation", "from_id": f"m{head}", "to_id": f"m{tail}", "direction": "right", "labels": labels}


def _meta(note: Mapping[str, Any]) -> dict[str, Any]:
    return {"meta": {"text": [json.dumps(note, ensure_ascii=False)]}} if note else {}


def _note(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Our note; text that an annotator wrote is none."""
    for text in (entry.get("meta") or {}).get("text") or []:
        try:
            note = json.loads(text)
        except ValueError:
            continue
        if isinstance(note, dict):
            return note
    return {}
