"""The chain of steps from a text to its facts."""

from __future__ import annotations

import multiprocessing
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from functools import cache
from os import PathLike

from diplo_ner.assemble import assemble
from diplo_ner.entities import find_entities
from diplo_ner.errors import InputError
from diplo_ner.knowledge import Knowledge, read_knowledge
from diplo_ner.models import Extraction
from diplo_ner.relations import find_relations
from diplo_ner.resources.rules import Rule
from diplo_ner.segment import segment
from diplo_ner.text import repair

_BATCH_CHARACTERS = 60_000  # texts tagged together: enough to fill the packed encoder, small enough for flat memory
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_SURROGATE = re.compile("[\ud800-\udfff]")
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
        self._knowledge = read_knowledge(gazetteers, rules)

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
        return self._batch([_checked(text)], published)[0]

    def extract_many(
        self,
        texts: Iterable[str],
        *,
        published: date | None = None,
        processes: int = 1,
        progress: bool = False,
    ) -> Iterator[Extraction]:
        """The facts of each text, as a stream in order; memory does not grow with the stream.

        ``processes`` above 1 spawns that many workers: call it under ``if __name__ == "__main__":`` in a script.
        ``progress`` shows a counter on standard error. Raises as ``extract`` does, when the text's turn comes.
        """
        if processes < 1:
            raise InputError(f"processes must be 1 or more, not {processes}")
        batches = _batches(texts)
        results = (
            (self._batch(batch, published) for batch in batches)
            if processes == 1
            else _in_processes(batches, published, processes, self._knowledge)
        )
        stream = (extraction for batch in results for extraction in batch)
        return _with_progress(stream) if progress else stream

    def _batch(self, texts: Sequence[str], published: date | None) -> list[Extraction]:
        from diplo_ner.tagging import load_tagger  # here, so that importing diplo_ner loads no numpy and no models

        cleaned = [repair(text) for text in texts]
        segmented = [segment(c.text, c.blocks) if _CYRILLIC.search(c.text) else [] for c in cleaned]
        tagged = load_tagger().tag([sentence for sentences in segmented for sentence in sentences])
        lexicon, rows = self._knowledge.lexicon, self._knowledge.rows(published)
        results = []
        start = 0
        for clean, sentences in zip(cleaned, segmented, strict=True):
            mine = tagged[start : start + len(sentences)]
            start += len(sentences)
            layer = find_entities(mine, published, rows=rows)
            notes = () if sentences else (NO_RUSSIAN,)
            results.append(assemble(clean, mine, layer, find_relations(mine, layer, lexicon), lexicon.catalogue, notes))
        return results


def extract(text: str, *, published: date | None = None) -> Extraction:
    """The facts of one text; see ``Extractor.extract``."""
    return _default().extract(text, published=published)


def extract_many(
    texts: Iterable[str], *, published: date | None = None, processes: int = 1, progress: bool = False
) -> Iterator[Extraction]:
    """The facts of each text, as a stream in order; see ``Extractor.extract_many``."""
    return _default().extract_many(texts, published=published, processes=processes, progress=progress)


@cache
def _default() -> Extractor:
    return Extractor()


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise InputError(f"a text must be str, not {type(text).__name__}; decode bytes first: data.decode('utf-8')")
    if found := _SURROGATE.search(text):
        raise InputError(
            f"lone surrogate {found.group()!a} at character {found.start()}: the text was decoded wrongly; read it "
            "with errors='replace', or drop them: text.encode('utf-8', 'ignore').decode()"
        )
    return text


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    if isinstance(texts, str):
        raise InputError("extract_many takes an iterable of texts; for one text call extract(text)")
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(_checked(text))
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _start_worker(knowledge: Knowledge) -> None:
    _default()._knowledge = knowledge


def _run_batch(texts: list[str], published: date | None) -> list[Extraction]:
    return _default()._batch(texts, published)


def _in_processes(
    batches: Iterator[list[str]], published: date | None, processes: int, knowledge: Knowledge
) -> Iterator[list[Extraction]]:
    """At most two batches a worker are under way, so a slow reader holds the stream back."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_start_worker, initargs=(knowledge,)) as pool:
        pending: deque[Future[list[Extraction]]] = deque()
        try:
            for batch in batches:
                pending.append(pool.submit(_run_batch, batch, published))
                if len(pending) >= 2 * processes:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _with_progress(stream: Iterator[Extraction]) -> Iterator[Extraction]:
    from rich.console import Console
    from rich.progress import track

    yield from track(stream, description="extracting", console=Console(stderr=True))
