"""Documents of the annotated corpora: how they are read, and which of our entities stands for which of theirs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from diplo_ner.errors import DataError
from diplo_ner.models import Entity, Extraction

Gold = Mapping[str, Any]
_LEAST_OVERLAP = 0.3  # intersection over union below which two spans are not the same mention, as in the shared scorer


def read_documents(path: Path) -> Iterator[Gold]:
    """Documents of a JSONL file: ``text``, ``entities`` (key, type, name, mentions), ``relations`` (type, head, tail).

    Raises DataError where a line is no JSON object with a text.
    """
    with path.open("rb") as file:  # as bytes: a line ends at a line feed, not at the separators that JSON may hold
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                document = json.loads(line.decode("utf-8"))
            except (ValueError, RecursionError) as error:
                raise DataError(f"no JSON: {error}", path=str(path), line=number) from error
            if not isinstance(document, dict) or not isinstance(document.get("text"), str):
                raise DataError("an object with a 'text' is wanted", path=str(path), line=number)
            yield document


def family(entity_type: str) -> str:
    """Persons stand only for persons and posts for posts; the other types for one another."""
    return entity_type if entity_type in ("PERSON", "POST") else "OTHER"


def gold_spans(document: Gold) -> dict[str, set[tuple[int, int]]]:
    """Key of each gold entity -> spans of its mentions: each whole-word occurrence of a mention's words counts."""
    text = document["text"]
    return {
        entity["key"]: {
            match.span()
            for mention in entity["mentions"]
            for match in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text)
        }
        for entity in document["entities"]
    }


def align(document: Gold, extraction: Extraction) -> dict[str, str]:
    """Our entity's id -> the gold key of its family that shares most of its mentions' text."""
    spans = gold_spans(document)
    families = {entity["key"]: family(entity["type"]) for entity in document["entities"]}
    result = {}
    for entity in extraction.entities:
        same = {key: places for key, places in spans.items() if families[key] == family(entity.type.value)}
        shared = _shared(entity, same)
        if shared:
            result[entity.id] = shared.most_common(1)[0][0]
    return result


def _shared(entity: Entity, spans: Mapping[str, Sequence[tuple[int, int]] | set[tuple[int, int]]]) -> Counter[str]:
    shared: Counter[str] = Counter()
    for mention in entity.mentions:
        best, most = "", 0.0
        for key, places in spans.items():
            for start, end in places:
                both = min(end, mention.end) - max(start, mention.start)
                share = both / (max(end, mention.end) - min(start, mention.start))
                if both > 0 and share > most:
                    best, most = key, share
        if most >= _LEAST_OVERLAP:
            shared[best] += most  # type: ignore[assignment]
    return shared
