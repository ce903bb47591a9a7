"""``diplo-ner explain``: why a fact was found in a sentence, or not."""

from __future__ import annotations

from typing import Annotated

import typer

from diplo_ner.cli import options

HELP = """Explain what was found in FILE (UTF-8 text, '-' for standard input), and what was not.

\b
diplo-ner explain article.txt --near встретился
diplo-ner explain article.txt --near "министр встретиться"
diplo-ner explain --rules rules.yaml article.txt --near посредничала
echo "Латвия пригрозила Эстонии." | diplo-ner explain -

For each sentence that has all the words of --near, in any of their forms (without it, for each sentence): its entities,
and each verb or noun that rules know, with

\b
  what stands under its paths ('~': the parser hung it on a neighbour),
  +  the relations that were found, and the rule of each,
  -  the rules that gave none, and the first condition that failed; what came nearest stands first.

Exit codes: 0 done, 1 the text could not be read or no sentence has the words, 2 wrong usage or a wrong file of
--gazetteer or --rules.
"""


def command(
    file: Annotated[str, typer.Argument(metavar="FILE | -", show_default=False)],
    near: Annotated[
        str | None, typer.Option("--near", "-n", metavar="WORDS", help="Only sentences that have these words.")
    ] = None,
    published: options.Published = None,
    gazetteer: options.Gazetteers = None,
    rules: options.Rules = None,
) -> None:
    extractor = options.extractor(gazetteer, rules)
    try:
        text = options.read(file)
        found = extractor.explain(text, near=near, published=published.date() if published else None)
    except options.UNREADABLE as error:
        options.stop(f"{file}: {options.reason(error)}")
    if not found:
        options.stop(f"{file}: no sentence" + (f" has all of the words {near!r}" if near else ""))
    options.write("-", (f"{explanation}\n" for explanation in found))
