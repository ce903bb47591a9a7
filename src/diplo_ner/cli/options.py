"""What the commands share: options, the reading of texts, and how a fault is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from diplo_ner.errors import DataError, DiploNerError
from diplo_ner.extractor import Extractor

T = TypeVar("T")

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
FAILED, WRONG = 1, 2
UNREADABLE = (OSError, UnicodeError, DiploNerError)
_MANY = 5  # fewer files are done before a bar says anything

Gazetteers = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", "-g", metavar="FILE", help="Names of your own, YAML or TSV; may be given again."),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option("--rules", "-r", metavar="FILE", help="Rules of your own, YAML; may be given again."),
]
Published = Annotated[
    datetime | None,
    typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="Day of publication: anchors 'в понедельник'."),
]


def extractor(gazetteers: Sequence[Path] | None, rules: Sequence[Path] | None) -> Extractor:
    """The extractor with the files of these options; a wrong file ends the command."""
    try:
        return Extractor(gazetteers=gazetteers or (), rules=rules or ())
    except DataError as error:
        stop(str(error), WRONG)


def read(name: str) -> str:
    """The text of a file, '-' for standard input. Raises one of ``UNREADABLE``."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return data.decode("utf-8-sig")


def tell(message: str) -> None:
    """Say on standard error what went wrong."""
    typer.echo(f"diplo-ner: {message}", err=True)


def stop(message: str, code: int = FAILED) -> NoReturn:
    """Say on standard error what went wrong, and end with an exit code."""
    tell(message)
    raise typer.Exit(code)


def reason(error: Exception) -> str:
    """An error in words for the user of a command."""
    if isinstance(error, UnicodeError):
        return f"not UTF-8 ({error}); convert it first, for example: iconv -f cp1251 -t utf-8"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def write(output: str, lines: Iterator[str]) -> None:
    """Write lines as they come, '-' for standard output; a file that cannot be written ends the command."""
    if output == "-":
        for line in lines:
            typer.echo(line)
        return
    try:
        with Path(output).open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line + "\n")
    except OSError as error:
        stop(f"{output}: {reason(error)}")


def progress(items: Sequence[T], description: str) -> Iterator[T]:
    """The items, with a bar on standard error where there are many and someone looks."""
    from tqdm import tqdm

    yield from tqdm(items, desc=description, disable=len(items) < _MANY or not sys.stderr.isatty())
