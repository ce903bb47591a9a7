"""``diplo-ner extract``: the facts of texts, as a table or in any format that other tools read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from diplo_ner.cli import options
from diplo_ner.errors import DiploNerError, InputError, MissingExtraError
from diplo_ner.export.folders import extract_folder
from diplo_ner.export.formats import FORMATS
from diplo_ner.extractor import Extractor
from diplo_ner.models import Extraction

_TABLE = "table"
_WIDTH = 160  # columns of a table that goes to a file or a pipe
HELP = (
    """Print the facts of each FILE (UTF-8 text); '-' reads standard input.

\b
diplo-ner extract article.txt
diplo-ner extract --format jsonl articles/*.txt -o facts.jsonl
diplo-ner extract articles -o facts.jsonl --resume
diplo-ner extract --published 2024-01-17 article.txt
diplo-ner extract --gazetteer names.yaml --rules rules.yaml article.txt
cat article.txt | diplo-ner extract --format csv - > facts.csv

\b
Formats:
  table         for reading
"""
    + "".join(f"  {name:13} {row.about}\n" for name, row in FORMATS.items())
    + """
A folder becomes a JSON Lines file, with a line for each *.txt file under it: its path, the SHA-256 of its content,
and its facts or what was wrong. --resume goes on with such a file where an earlier run stopped.

A file that cannot be read is told on standard error and does not stop the rest. Exit codes: 0 all files were read,
1 some failed, 2 wrong usage or a wrong file of --gazetteer or --rules.
"""
)


def _known(form: str) -> str:
    if form not in (_TABLE, *FORMATS):
        raise typer.BadParameter(f"{form!r} is not one of {', '.join((_TABLE, *FORMATS))}")
    return form


def command(
    files: Annotated[list[str], typer.Argument(metavar="FILE... | FOLDER | -", show_default=False)],
    form: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="NAME", callback=_known, autocompletion=lambda: [_TABLE, *FORMATS],
            help="How to print; see above.",
        ),
    ] = _TABLE,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to; '-' prints.")] = "-",
    published: options.Published = None,
    gazetteer: options.Gazetteers = None,
    rules: options.Rules = None,
    processes: Annotated[int, typer.Option(min=1, help="Of a folder: how many processes read it.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Of a folder: go on where an earlier run stopped.")] = False,
) -> None:  # fmt: skip
    extractor = options.extractor(gazetteer, rules)
    if len(files) == 1 and Path(files[0]).is_dir():
        if output == "-" or form not in (_TABLE, "jsonl"):
            raise typer.BadParameter("a folder becomes JSON Lines: diplo-ner extract FOLDER -o facts.jsonl")
        _folder(Path(files[0]), Path(output), extractor, published, processes, resume)
    if resume or processes > 1:
        raise typer.BadParameter("--resume and --processes go with one folder")
    failed: list[str] = []
    documents = _documents(files, extractor, published, failed)
    try:
        options.write(output, _table(documents) if form == _TABLE else FORMATS[form].write(documents))
    except (MissingExtraError, InputError) as error:
        options.stop(str(error), options.WRONG)
    raise typer.Exit(options.FAILED if failed else 0)


def _folder(
    folder: Path, output: Path, extractor: Extractor, published: datetime | None, processes: int, resume: bool
) -> NoReturn:
    day = published.date() if published else None
    watched = sys.stderr.isatty()
    try:
        run = extract_folder(
            folder, output, extractor, published=day, processes=processes, progress=watched, resume=resume
        )
    except OSError as error:
        where = f"{error.filename or output}: {options.reason(error)}"
        options.stop(f"{where}; what was written is whole lines, --resume goes on behind them")
    except InputError:
        options.stop(f"{output} is not empty: go on with it (--resume), or remove it", options.WRONG)
    except DiploNerError as error:
        options.stop(str(error))
    before = f", {run.done} before" if run.done else ""
    options.tell(f"{output}: {run.written} documents written{before}; {run.failed} could not be read")
    raise typer.Exit(options.FAILED if run.failed else 0)


def _documents(
    files: Iterable[str], extractor: Extractor, published: datetime | None, failed: list[str]
) -> Iterator[tuple[str, Extraction]]:
    """The facts of each file that can be read; the others are told and go to ``failed``."""
    day = published.date() if published else None
    for name in options.progress(tuple(files), "extracting"):
        try:
            result = extractor.extract(options.read(name), published=day)
        except options.UNREADABLE as error:
            failed.append(name)
            options.tell(f"{name}: {options.reason(error)}")
            continue
        yield name, result


def _table(documents: Iterable[tuple[str, Extraction]]) -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    for name, result in documents:
        table = Table(title=Text(name), title_justify="left", show_lines=False)
        for column in ("relation", "head", "tail", "status", "evidence"):
            table.add_column(column, overflow="fold")
        for r in result.relations:
            cells = (r.type, result.entity(r.head).name, result.entity(r.tail).name, r.status.value, r.evidence.text)
            table.add_row(*(Text(" ".join(cell.split())) for cell in cells))
        with console.capture() as captured:
            console.print(table)
            for note in result.notes:
                console.print(Text(f"note: {note}"))
        yield captured.get().removesuffix("\n")
