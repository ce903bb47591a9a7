"""The chain of steps from a text to its facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from diplo_ner.assemble import assemble
from diplo_ner.collection import uncollected
from diplo_ner.entities import find_entities
from diplo_ner.errors import DataError, InputError, ProcessingError
from diplo_ner.knowledge import read_knowledge
from diplo_ner.models import Extraction, Failure
from diplo_ner.records import EntityLayer, TaggedSentence
from diplo_ner.relations import find_relations
from diplo_ner.relations.explain import Explanation, explain
from diplo_ner.resources.rules import Rule
from diplo_ner.segment import segment
from diplo_ner.stream import checked, read_stream, with_progress
from diplo_ner.text import CleanText, repair
from diplo_ner.workers import Outcome, run_batches

Context = TypeVar("Context")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
NO_RUSSIAN = "no Cyrillic letters: nothing to extract"


class Extractor:
    """Extracts facts; models and data load on the first text, once a process.

    Instances hold no state of a text and may be shared by threads. One without files of a user is cheap.
    ``gazetteers`` are paths of YAML or TSV files of people, organisations, parties, posts and places, ``rules`` of YAML
    files of rules and new relation types; both come before the package's own (see docs/en/own-data.md).

    Raises:
        DataError: a file is wrong; the message is one line with file:line, the wrong word and what is allowed.
    """

    def __init__(
        self, *, gazetteers: Iterable[str | PathLike[str]] = (), rules: Iterable[str | PathLike[str]] = ()
    ) -> None:
        names, rule_files = tuple(gazetteers), tuple(rules)
        self._knowledge = read_knowledge(names, rule_files)
        # Worker processes read them too, perhaps when this one stands in another folder.
        self._files = {
            "gazetteers": [str(Path(name).absolute()) for name in names],
            "rules": [str(Path(name).absolute()) for name in rule_files],
        }

    @property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules that the files of ``rules`` hold."""
        return self._knowledge.rules

    def extract(self, text: str, *, published: date | None = None) -> Extraction:
        """The facts of one text.

        ``published`` anchors relative dates ('в понедельник'). A text without Cyrillic letters gives an empty result
        with a note.

        Raises:
            InputError: ``text`` is not a string, or holds lone surrogates, which no file can hold.
        """
        (result,) = uncollected(self._batch([checked(text)], published))
        return result

    def explain(self, text: str, *, near: str | None = None, published: date | None = None) -> list[Explanation]:
        """Why each sentence gives the facts that it gives, and which rules nearly fired there.

        ``near`` limits it to the sentences that have all of these words, in any of their forms. Raises as ``extract``.
        """
        ((clean, tagged, layer),) = self._read([checked(text)], published)
        return explain(clean, tagged, layer, self._knowledge.lexicon, near)

    @overload
    def extract_many(
        self,
        texts: Iterable[str],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
        on_error: Literal["raise"] = "raise",
        with_context: Literal[False] = False,
    ) -> Iterator[Extraction]: ...
    @overload
    def extract_many(
        self,
        texts: Iterable[str],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
        on_error: Literal["return"],
        with_context: Literal[False] = False,
    ) -> Iterator[Extraction | Failure]: ...
    @overload
    def extract_many(
        self,
        texts: Iterable[tuple[str, Context]],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
        on_error: Literal["raise"] = "raise",
        with_context: Literal[True],
    ) -> Iterator[tuple[Extraction, Context]]: ...
    @overload
    def extract_many(
        self,
        texts: Iterable[tuple[str, Context]],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
        on_error: Literal["return"],
        with_context: Literal[True],
    ) -> Iterator[tuple[Extraction | Failure, Context]]: ...
    def extract_many(
        self,
        texts: Iterable[Any],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
        on_error: str = "raise",
        with_context: bool = False,
    ) -> Iterator[Any]:
        """The facts of each text, as a stream in order; memory does not grow with the stream.

        Texts are read ahead, about 30,000 characters a batch and at most two batches a process, and no further than
        the caller reads results.

        Args:
            processes: above 1, that many worker processes, each with models of its own. They need no ``__main__``
                guard and work in notebooks. One that dies is started again and its texts are read anew.
            progress: a bar (tqdm), on standard error or in the notebook.
            on_error: "raise", or "return" a ``Failure`` in the place of a text that cannot be read.
            with_context: ``texts`` are pairs (text, anything), and so are the results: (extraction, anything).

        Raises:
            InputError: an argument is wrong; or, when the text's turn comes, as ``extract`` does.
            ProcessingError: when the text's turn comes, the chain failed on it or it killed its worker twice; at
                once, where no worker can be started.
            DataError: a data file is wrong, whatever ``on_error`` says: then no text can be read.
        """
        if processes < 1:
            raise InputError(f"processes must be 1 or more, not {processes}")
        if on_error not in ("raise", "return"):
            raise InputError(f"on_error must be 'raise' or 'return', not {on_error!r}")

        def run(batches: Iterator[list[str]]) -> Iterator[Iterable[Outcome]]:
            if processes > 1:
                return run_batches(batches, published, processes, self._files)
            return (self.outcomes(batch, published) for batch in batches)

        stream = read_stream(texts, run, with_context=with_context, return_errors=on_error == "return")
        return with_progress(stream, texts) if progress else stream

    def outcomes(self, texts: Sequence[str], published: date | None) -> Iterator[Outcome]:
        """The facts of each of a few texts, tagged together, or the ProcessingError in its place; for ``extract_many``.

        Raises DataError where a data file is wrong.
        """
        done = 0
        try:
            for result in uncollected(self._batch(texts, published)):
                yield result
                done += 1
            return
        except DataError:
            raise
        except Exception as error:
            fault = ProcessingError(f"{type(error).__name__}: {error}; a fault of diplo_ner: please report the text")
            fault.__cause__ = error
        if len(texts) == 1:
            yield fault
        else:
            for text in texts[done:]:
                yield from self.outcomes([text], published)

    def _batch(self, texts: Sequence[str], published: date | None) -> Iterator[Extraction]:
        lexicon = self._knowledge.lexicon
        for clean, sentences, layer in self._read(texts, published):
            notes = () if sentences else (NO_RUSSIAN,)
            relations = find_relations(sentences, layer, lexicon)
            yield assemble(clean, sentences, layer, relations, lexicon.catalogue, notes)

    def _read(
        self, texts: Sequence[str], published: date | None
    ) -> Iterator[tuple[CleanText, Sequence[TaggedSentence], EntityLayer]]:
        """Each text repaired, its sentences tagged, all at once, and its entities."""
        from diplo_ner.tagging import load_tagger  # here, so that importing diplo_ner loads no numpy and no models

        cleaned = [repair(text) for text in texts]
        segmented = [segment(c.text, c.blocks) if _CYRILLIC.search(c.text) else [] for c in cleaned]
        tagged = load_tagger().tag([sentence for sentences in segmented for sentence in sentences])
        rows = self._knowledge.rows(published)
        start = 0
        for clean, sentences in zip(cleaned, segmented, strict=True):
            mine = tagged[start : start + len(sentences)]
            start += len(sentences)
            yield clean, mine, find_entities(mine, published, rows=rows)


_DEFAULT = Extractor()
extract = _DEFAULT.extract
extract_many = _DEFAULT.extract_many
