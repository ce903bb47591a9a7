"""The formats by name, for the command line: each turns named documents into lines of text, as they come.

What gives objects (spaCy, pictures) or several files at once (``brat.write_brat``) is a function of its own module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from diplo_ner.errors import InputError
from diplo_ner.export.brat import to_ann
from diplo_ner.export.conllu import to_conllu
from diplo_ner.export.events import to_icews, to_plover
from diplo_ner.export.frames import relations_frame
from diplo_ner.export.graphs import to_cypher, to_graph, to_graphml
from diplo_ner.export.jsonl import to_lines
from diplo_ner.export.label_studio import to_tasks
from diplo_ner.models import Extraction

Documents = Iterable[tuple[str, Extraction]]


@dataclass(frozen=True, slots=True)
class Format:
    """``write`` takes (name, extraction) pairs and gives lines without line ends; ``about`` is one line of help.

    ``write`` may raise MissingExtraError, and InputError where a format holds one document and gets more.
    """

    about: str
    write: Callable[[Documents], Iterator[str]]


def _extractions(documents: Documents) -> Iterator[Extraction]:
    return (extraction for _, extraction in documents)


def _csv(documents: Documents) -> Iterator[str]:
    yield relations_frame(_extractions(documents)).to_csv(index=False, lineterminator="\n").removesuffix("\n")


def _ann(documents: Documents) -> Iterator[str]:
    for number, (_, extraction) in enumerate(documents):
        if number:
            raise InputError("an .ann file is of one document: run it once a file")
        yield from to_ann(extraction)


def _conllu(documents: Documents) -> Iterator[str]:
    for name, extraction in documents:
        yield from to_conllu(extraction, name)


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("an extraction a line, with nothing lost", lambda documents: to_lines(_extractions(documents))),
    "csv": Format("a table of relations (extra pandas)", _csv),
    "plover": Format("events under PLOVER's codes, JSON Lines", to_plover),
    "icews": Format("events under CAMEO codes, a TSV table with ICEWS's columns", to_icews),
    "brat": Format("brat standoff: the .ann file beside the text", _ann),
    "label-studio": Format("tasks for Label Studio, with predictions", to_tasks),
    "conllu": Format("CoNLL-U: words, lemmas, grammar, the tree, and the mentions", _conllu),
    "graphml": Format("a graph (extra graph)", lambda documents: to_graphml(to_graph(_extractions(documents)))),
    "cypher": Format("a graph for Neo4j (extra graph)", lambda documents: to_cypher(to_graph(_extractions(documents)))),
}
