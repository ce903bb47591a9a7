"""``diplo-ner show``: a page of a text with its entities and relations."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from diplo_ner.cli import options

HELP = """Show FILE (UTF-8 text, '-' for standard input) as a page with its entities and relations.

\b
diplo-ner show article.txt                  opens the browser
diplo-ner show article.txt -o page.html     writes the page
cat article.txt | diplo-ner show - -o - > page.html

The page is one file that needs no network. Exit codes: 0 done, 1 the text could not be read or the page not written,
2 wrong usage or a wrong file of --gazetteer or --rules.
"""


def command(
    file: Annotated[str, typer.Argument(metavar="FILE | -", show_default=False)],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The page to write, '-' prints; without it, open it."),
    ] = None,
    published: options.Published = None,
    gazetteer: options.Gazetteers = None,
    rules: options.Rules = None,
) -> None:
    extractor = options.extractor(gazetteer, rules)
    try:
        text = options.read(file)
        page = extractor.extract(text, published=published.date() if published else None).to_html()
    except options.UNREADABLE as error:
        options.stop(f"{file}: {options.reason(error)}")
    if output is not None:
        options.write(output, iter([page.removesuffix("\n")]))
        return
    path = Path(tempfile.mkdtemp(prefix="diplo-ner-")) / "page.html"
    options.write(str(path), iter([page.removesuffix("\n")]))
    typer.echo(str(path))
    typer.launch(path.as_uri())
