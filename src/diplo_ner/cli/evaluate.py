"""``diplo-ner evaluate``: precision and recall on annotated texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplo_ner.cli import options
from diplo_ner.extractor import extract_many

if TYPE_CHECKING:
    from diplo_ner.evaluation.corpus import Gold
    from diplo_ner.evaluation.scores import Score

HELP = """Print precision, recall and F1 by type on the annotated documents of FILE.

\b
diplo-ner evaluate annotated.jsonl

One JSON object a line, with facts:

\b
{"text": "Анна встретила Ли.",
 "entities": [{"key": "a", "type": "PERSON", "name": "Анна", "mentions": ["Анна"]},
              {"key": "l", "type": "PERSON", "name": "Ли", "mentions": ["Ли"]}],
 "relations": [{"type": "met", "head": "a", "tail": "l", "status": "asserted"}]}

or with spans alone, as NEREL has them:

\b
{"text": "Анна встретила Ли.", "entities": [{"type": "PERSON", "start": 0, "end": 4}]}

Exit codes: 0 done, 1 the file could not be read or is not annotated so, 2 wrong usage.
"""


def command(file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", show_default=False)]) -> None:
    from diplo_ner.evaluation.corpus import read_documents

    try:
        scores = _scores(list(read_documents(file)))
    except options.UNREADABLE as error:
        options.stop(f"{file}: {options.reason(error)}")
    except KeyError as error:
        options.stop(f"{file}: a document has no {error}; see diplo-ner evaluate --help")
    typer.echo(f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'said':>7}{'gold':>7}")
    for name, s in scores.items():
        typer.echo(f"{name:18}{s.precision:7.1f}{s.recall:7.1f}{s.f1:7.1f}{s.right:8}{s.said:7}{s.gold:7}")


def _scores(documents: list[Gold]) -> dict[str, Score]:
    """By type, the most annotated first, then over all."""
    from diplo_ner.evaluation.entities import score_spans
    from diplo_ner.evaluation.facts import score_facts
    from diplo_ner.evaluation.scores import Score

    results = extract_many((document["text"] for document in documents), progress=sys.stderr.isatty())
    pairs = list(zip(documents, results, strict=True))
    more: dict[str, Score] = {}
    if any("relations" in document and "key" in entity for document in documents for entity in document["entities"]):
        facts = score_facts(pairs)
        scores, more = facts.by_type, {"status": facts.status, "source": facts.source, **facts.circumstances}
    else:
        scores = score_spans(pairs)
    ordered = dict(sorted(scores.items(), key=lambda item: -item[1].gold))
    return {**ordered, "all": sum(scores.values(), Score()), **more}
