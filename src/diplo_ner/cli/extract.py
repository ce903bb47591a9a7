"""``diplo-ner extract``: the facts of texts, as a table or in any format that other tools read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

import typer

from diplo_ner.cli import options
from diplo_ner.errors import InputError, MissingExtraError
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
diplo-ner extract --published 2024-01-17 article.txt
diplo-ner extract --gazetteer names.yaml --rules rules.yaml article.txt
cat article.txt | diplo-ner extract --format csv - > facts.csv

\b
Formats:
  table         for reading
"""
    + "".join(f"  {name:13} {row.about}\n" for name, row in FORMATS.items())
    + """
A file that cannot be read is told on standard error and does not stop the rest. Exit codes: 0 all files were read,
1 some failed, 2 wrong usage or a wrong file of --gazetteer or --rules.
"""
)


def _known(form: str) -> str:
    if form not in (_TABLE, *FORMATS):
        raise typer.BadParameter(f"{form!r} is not one of {', '.join((_TABLE, *FORMATS))}")
    return form


def command(
    files: Annotated[list[str], typer.Argument(metavar="FILE... | -", show_default=False)],
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
) -> None:  # fmt: skip
    extractor = options.extractor(gazetteer, rules)
    failed: list[str] = []
    documents = _documents(files, extractor, published, failed)
    try:
        options.write(output, _table(documents) if form == _TABLE else FORMATS[form].write(documents))
    except (MissingExtraError, InputError) as error:
        options.stop(str(error), options.WRONG)
    raise typer.Exit(options.FAILED if failed else 0)


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
