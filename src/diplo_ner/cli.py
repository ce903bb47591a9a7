"""The command ``diplo-ner``: thin commands over the functions of the library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from diplo_ner.errors import DiploNerError
from diplo_ner.extractor import extract
from diplo_ner.models import Extraction

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diplo-ner")
def main() -> None:
    """Who is who and who did what with whom in Russian news.

    \b
    diplo-ner extract article.txt              a readable table
    diplo-ner extract --format jsonl *.txt     one JSON object a file
    cat article.txt | diplo-ner extract -      from standard input
    diplo-ner show article.txt -o page.html    a page to look at
    """


@main.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", help="How to print.")
@click.option("--published", type=_DAY, metavar="YYYY-MM-DD", help="Day of publication, anchors 'в понедельник'.")
def extract_command(files: tuple[str, ...], form: str, published: datetime | None) -> None:
    """Print the facts of each FILE (UTF-8 text); '-' reads standard input.

    A file that cannot be read is told on standard error and does not stop the rest. Exit codes: 0 all files were
    read, 1 some failed, 2 wrong usage.
    """
    failed = 0
    day = published.date() if published else None
    for name in _progress(files):
        try:
            result = extract(_read(name), published=day)
        except (OSError, UnicodeError, DiploNerError) as error:
            failed += 1
            click.echo(f"diplo-ner: {name}: {_reason(error)}", err=True)
            continue
        if form == "jsonl":
            click.echo(result.model_dump_json())
        else:
            _print_table(name, result)
    sys.exit(1 if failed else 0)


@main.command("show")
@click.argument("file", metavar="FILE | -")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write."
)
@click.option("--published", type=_DAY, metavar="YYYY-MM-DD", help="Day of publication.")
def show_command(file: str, output: Path, published: datetime | None) -> None:
    """Write a self-contained HTML page of FILE with its entities and relations."""
    day: date | None = published.date() if published else None
    try:
        output.write_text(extract(_read(file), published=day).to_html(), encoding="utf-8")
    except (OSError, UnicodeError, DiploNerError) as error:
        raise click.ClickException(f"{file}: {_reason(error)}") from error


def _read(name: str) -> str:
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return data.decode("utf-8-sig")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return f"not UTF-8 ({error}); convert it first, for example: iconv -f cp1251 -t utf-8"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def _progress(files: tuple[str, ...]) -> Iterator[str]:
    """The files, with a bar on standard error where there are many and someone looks."""
    if len(files) < 5 or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="extracting", console=Console(stderr=True))


def _print_table(name: str, result: Extraction) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(name), title_justify="left", show_lines=False)
    for column in ("relation", "head", "tail", "status", "evidence"):
        table.add_column(column, overflow="fold")
    for r in result.relations:
        cells = (r.type, result.entity(r.head).name, result.entity(r.tail).name, r.status.value, r.evidence.text)
        table.add_row(*(Text(" ".join(cell.split())) for cell in cells))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    for note in result.notes:
        console.print(Text(f"note: {note}"))
