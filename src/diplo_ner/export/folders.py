"""The facts of a folder of texts in one file of JSON Lines, in an order of its own, which can be cut off and go on.

A document is told by its path within the folder and the SHA-256 of its bytes: a file that has changed is another
document. Lines stand in the order of the paths, compared name by name. A line counts once its line feed is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import FileIO
from pathlib import Path

from diplo_ner.errors import DataError, InputError
from diplo_ner.extractor import Extractor
from diplo_ner.models import Failure, FileResult

_SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class FolderRun:
    """Documents of one run: ``written`` now, ``failed`` of these, and ``done`` by runs before."""

    written: int
    failed: int
    done: int


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    sha256: str | None = None
    error: str | None = None


def extract_folder(
    folder: Path,
    output: Path,
    extractor: Extractor,
    *,
    published: date | None = None,
    processes: int = 1,
    progress: bool = False,
    resume: bool = False,
) -> FolderRun:
    """Write a line (``FileResult``) for each ``*.txt`` file under ``folder``; links to folders are not followed.

    ``resume`` goes on with a file that an earlier run began: a half-written last line is cut off, documents that stand
    in it are passed over. The result is byte for byte that of a run that was never cut off, as long as neither the
    folder nor diplo_ner has changed. It takes about 100 bytes of memory for each document that is done.

    Raises:
        InputError: ``output`` is not empty and ``resume`` is false.
        DataError: ``output`` holds lines that are not of such a run; file:line stands in front.
        OSError: a file cannot be written. What stands in it then is whole lines.
    """
    if not resume and output.exists() and output.is_file() and output.stat().st_size:
        raise InputError(f"{output} is not empty: go on with it (resume), or remove it")
    done = _done(output) if resume and output.exists() else set()
    written = failed = 0
    with FileIO(output, "a") as file:
        files = _new(folder, done)
        pairs = ((text, item) for item, text in files)
        results = extractor.extract_many(
            pairs, published=published, processes=processes, progress=progress, on_error="return", with_context=True
        )
        for result, item in results:
            error, found = item.error, None
            if isinstance(result, Failure):
                error = f"{result.error}: {result.message}"
            elif error is None:
                found = result
            line = FileResult(path=item.path, sha256=item.sha256, extraction=found, error=error)
            _append(file, line.model_dump_json().encode() + b"\n")
            written += 1
            failed += error is not None
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            os.fsync(file.fileno())  # some file systems tell only here that a disk is full
    return FolderRun(written, failed, len(done))


def _new(folder: Path, done: set[bytes]) -> Iterator[tuple[_File, str]]:
    """The files that are not done yet, with their texts; '' where there is none to be read."""
    for path in _walk(folder):
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")
        text = ""
        try:
            data = path.read_bytes()
        except OSError as error:
            item = _File(name, error=f"OSError: {error.strerror}")
        else:
            item = _File(name, hashlib.sha256(data).hexdigest())
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                item = _File(name, item.sha256, f"UnicodeDecodeError: {error}")
        if _key(item.path, item.sha256) not in done:
            yield item, text


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry)
        elif entry.suffix == _SUFFIX:
            yield entry


def _done(output: Path) -> set[bytes]:
    """Keys of the documents that stand in the file; cuts off what follows its last line feed."""
    keys = set()
    whole = 0
    with output.open("rb+") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break
            try:
                document = json.loads(line)
                keys.add(_key(document["path"], document["sha256"]))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                what = "no document of a folder; resume goes on only with a file that such a run has begun"
                raise DataError(what, path=str(output), line=number) from error
            whole += len(line)
        file.truncate(whole)
    return keys


def _key(path: str, sha256: str | None) -> bytes:
    return hashlib.blake2b(f"{sha256} {path}".encode(), digest_size=16).digest()


def _append(file: FileIO, line: bytes) -> None:
    """All of the line or, where the disk is full, nothing of it."""
    left = memoryview(line)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError:
        with suppress(OSError):  # a device cannot be cut
            file.truncate(os.fstat(file.fileno()).st_size - (len(line) - len(left)))
        raise
