"""The command ``diplo-ner``: thin commands over the functions of the library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplo_ner.errors import DiploNerError
from diplo_ner.extractor import extract, extract_many
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    from diplo_ner.evaluation.corpus import Gold
    from diplo_ner.evaluation.scores import Score

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
    diplo-ner evaluate annotated.jsonl         precision and recall on texts of your own
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
        page = extract(_read(file), published=day).to_html()
    except (OSError, UnicodeError, DiploNerError) as error:
        raise click.ClickException(f"{file}: {_reason(error)}") from error
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output}: {_reason(error)}") from error


@main.command("evaluate")
@click.argument("file", metavar="FILE.jsonl", type=click.Path(path_type=Path))
def evaluate_command(file: Path) -> None:
    """Print precision, recall and F1 by type on the annotated documents of FILE.

    One JSON object a line, with facts:

    \b
    {"text": "Анна встретила Ли.",
     "entities": [{"key": "a", "type": "PERSON", "name": "Анна", "mentions": ["Анна"]},
                  {"key": "l", "type": "PERSON", "name": "Ли", "mentions": ["Ли"]}],
     "relations": [{"type": "met", "head": "a", "tail": "l", "status": "asserted"}]}

    or with spans alone, as NEREL has them:

    \b
    {"text": "Анна встретила Ли.", "entities": [{"type": "PERSON", "start": 0, "end": 4}]}
    """
    from diplo_ner.evaluation.corpus import read_documents

    try:
        documents = list(read_documents(file))
        scores = _scores(documents)
    except (OSError, UnicodeError, DiploNerError) as error:
        raise click.ClickException(f"{file}: {_reason(error)}") from error
    except KeyError as error:
        raise click.ClickException(f"{file}: a document has no {error}; see diplo-ner evaluate --help") from error
    click.echo(f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'said':>7}{'gold':>7}")
    for name, s in scores.items():
        click.echo(f"{name:18}{s.precision:7.1f}{s.recall:7.1f}{s.f1:7.1f}{s.right:8}{s.said:7}{s.gold:7}")


def _scores(documents: list[Gold]) -> dict[str, Score]:
    """By type, the most annotated first, then over all."""
    from diplo_ner.evaluation.entities import score_spans
    from diplo_ner.evaluation.facts import score_facts
    from diplo_ner.evaluation.scores import Score

    pairs = list(zip(documents, extract_many(document["text"] for document in documents), strict=True))
    more: dict[str, Score] = {}
    if any("relations" in document and "key" in entity for document in documents for entity in document["entities"]):
        facts = score_facts(pairs)
        scores, more = facts.by_type, {"status": facts.status, "source": facts.source}
    else:
        scores = score_spans(pairs)
    ordered = dict(sorted(scores.items(), key=lambda item: -item[1].gold))
    return {**ordered, "all": sum(scores.values(), Score()), **more}


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
