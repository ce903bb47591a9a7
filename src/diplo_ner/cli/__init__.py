"""The command ``diplo-ner``: thin commands over the functions of the library, one a file."""

from __future__ import annotations

from typing import Annotated

import typer

from diplo_ner.cli import check, evaluate, explain, extract, show
from diplo_ner.cli.options import HELP_NAMES

_HELP = """Who is who and who did what with whom in Russian news.

\b
diplo-ner extract article.txt                    a readable table
diplo-ner extract --format jsonl *.txt           one JSON object a file
cat article.txt | diplo-ner extract -            from standard input
diplo-ner show article.txt                       a page to look at, in the browser
diplo-ner explain article.txt --near встретился  why a fact was found there, or not
diplo-ner check-data --rules rules.yaml          whether rules of your own are right
diplo-ner evaluate annotated.jsonl               precision and recall on texts of your own

\b
Each command says more: diplo-ner extract --help
Completion of the shell: diplo-ner --install-completion

\b
Exit codes of all commands:
  0  all was done
  1  a text could not be read, or problems were found
  2  wrong usage, or a file of --gazetteer or --rules is wrong
"""


def _version(wanted: bool) -> None:
    if wanted:
        from diplo_ner import __version__

        typer.echo(f"diplo-ner {__version__}")
        raise typer.Exit


main = typer.Typer(
    name="diplo-ner",
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP_NAMES,
)


@main.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


main.command("extract", help=extract.HELP, short_help="The facts of texts, in any format.")(extract.command)
main.command("show", help=show.HELP, short_help="A page of a text with its facts.")(show.command)
main.command("explain", help=explain.HELP, short_help="Why a fact was found, or not.")(explain.command)
main.command("check-data", help=check.HELP, short_help="Are names and rules right?")(check.command)
main.command("evaluate", help=evaluate.HELP, short_help="Precision and recall.")(evaluate.command)
