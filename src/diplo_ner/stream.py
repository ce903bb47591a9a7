"""Streams of texts: what is checked, batched and put in order before and after the chain runs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any, NamedTuple

from diplo_ner.errors import InputError
from diplo_ner.models import Extraction, Failure
from diplo_ner.workers import Outcome

# Texts tagged together: enough to fill the packed encoder, small enough for flat memory. A text of no length counts
# too, or a stream of empty ones would never fill a batch.
_BATCH_CHARACTERS = 30_000
_TEXT_CHARACTERS = 100
_EXCERPT_CHARACTERS = 80
_SURROGATE = re.compile("[\ud800-\udfff]")

Run = Callable[[Iterator[list[str]]], Iterator[Iterable[Outcome]]]


class _Item(NamedTuple):
    """One of the stream: ``text`` as given, ``context`` for the caller, ``error`` where the text cannot be read."""

    text: Any
    context: Any
    error: InputError | None


def checked(text: str) -> str:
    """``text``, or InputError: it is not a string, or holds lone surrogates, which no file can hold."""
    if not isinstance(text, str):
        raise InputError(f"a text must be str, not {type(text).__name__}; decode bytes first: data.decode('utf-8')")
    if found := _SURROGATE.search(text):
        raise InputError(
            f"lone surrogate {found.group()!a} at character {found.start()}: the text was decoded wrongly; read it "
            "with errors='replace', or drop them: text.encode('utf-8', 'ignore').decode()"
        )
    return text


def read_stream(
    texts: Iterable[Any], run: Run, *, with_context: bool, return_errors: bool
) -> Iterator[Extraction | Failure | tuple[Extraction | Failure, Any]]:
    """What ``run`` makes of the texts, one by one and in order.

    ``run`` takes batches and gives the outcomes of each, in order. An error is raised when its text's turn comes, or
    is given as a ``Failure`` in its place.
    """
    ahead: deque[list[_Item]] = deque()

    def good() -> Iterator[list[str]]:
        for batch in _batches(_items(texts, with_context)):
            ahead.append(batch)
            yield [item.text for item in batch if item.error is None]

    position = 0
    for found in run(good()):
        outcomes = iter(found)
        for item in ahead.popleft():
            outcome = item.error or next(outcomes)
            result: Extraction | Failure
            if isinstance(outcome, Extraction):
                result = outcome
            elif return_errors:
                result = _failure(position, item.text, outcome)
            else:
                outcome.add_note(f"in text {position} of the stream, counted from 0")
                raise outcome
            yield (result, item.context) if with_context else result
            position += 1


def with_progress(stream: Iterator[Any], texts: Iterable[Any]) -> Iterator[Any]:
    """The stream, with a bar on standard error or in the notebook; of known length where the texts are."""
    from tqdm.auto import tqdm

    total = len(texts) if isinstance(texts, Sized) else None
    yield from tqdm(stream, total=total, desc="extracting", unit=" texts")


def _items(texts: Iterable[Any], with_context: bool) -> Iterator[_Item]:
    if isinstance(texts, str | bytes):
        raise InputError("extract_many takes an iterable of texts; for one text call extract(text)")
    for given in texts:
        text, context = given, None
        if with_context:
            if not isinstance(given, tuple) or len(given) != 2:
                raise InputError(f"with_context=True takes pairs (text, anything), not {type(given).__name__}")
            text, context = given
        try:
            yield _Item(checked(text), context, None)
        except InputError as error:
            yield _Item(text, context, error)


def _batches(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    batch: list[_Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += _TEXT_CHARACTERS + (len(item.text) if item.error is None else 0)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _failure(position: int, text: Any, error: Exception) -> Failure:
    beginning = (text if isinstance(text, str) else repr(text))[:_EXCERPT_CHARACTERS]
    excerpt = beginning.encode("utf-8", "backslashreplace").decode()
    return Failure(position=position, excerpt=excerpt, error=type(error).__name__, message=str(error))
