"""JSON Lines: one extraction a line, UTF-8, with nothing lost. ``schema.py`` has the JSON Schema of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from diplo_ner.errors import DataError
from diplo_ner.models import Extraction, FileResult

_Model = TypeVar("_Model", bound=BaseModel)


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
    return _read(path, Extraction, "an extraction")


def read_results(path: Path) -> Iterator[FileResult]:
    """The files of a run of ``diplo-ner extract DIR -o``, one at a time, as ``read_jsonl`` reads extractions."""
    return _read(path, FileResult, "a file's result")


def _read(path: Path, kind: type[_Model], what: str) -> Iterator[_Model]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                model = kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = ".".join(str(part) for part in first["loc"])
                message = f"not {what}: {first['msg']}" + (f" at {where}" if where else "")
                raise DataError(message, path=str(path), line=number) from error
            yield model
