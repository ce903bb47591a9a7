"""JSON Lines: one extraction a line, UTF-8, with nothing lost. ``schema.py`` has the JSON Schema of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from diplo_ner.errors import DataError
from diplo_ner.models import Extraction


def to_lines(extractions: Iterable[Extraction]) -> Iterator[str]:
    """A line an extraction, as they come, without line ends."""
    for extraction in extractions:
        yield extraction.model_dump_json()


def write_jsonl(extractions: Iterable[Extraction], path: Path) -> int:
    """Writes a stream as it comes, and returns how many lines there are; an existing file is replaced.

    Raises OSError where the file cannot be written; the lines before that are in it.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in to_lines(extractions):
            file.write(line + "\n")
            count += 1
    return count


def read_jsonl(path: Path) -> Iterator[Extraction]:
    """The extractions of a file, one at a time; empty lines are passed over.

    Raises DataError with file:line where a line is no extraction.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                extraction = Extraction.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = ".".join(str(part) for part in first["loc"])
                message = f"not an extraction: {first['msg']}" + (f" at {where}" if where else "")
                raise DataError(message, path=str(path), line=number) from error
            yield extraction
