"""How time grows with the length of a document and with their number.

usage: OMP_NUM_THREADS=1 python benchmarks/growth.py [--rounds 3]
The fastest of the rounds counts. All texts are read once before, so that no figure holds the loading of models or words
met for the first time. With two processes, starting them is counted.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from extract import one_by_one, seconds, texts_of

THOUSANDS = (10, 100, 1_000)  # characters of one document
DOCUMENTS = (10, 100, 1_000)


def merged(texts: list[str], size: int) -> list[str]:
    """The texts joined to documents of at least ``size`` characters; a shorter rest is left out."""
    documents, open_, length = [], [], 0
    for text in texts:
        open_.append(text)
        length += len(text) + 2
        if length >= size:
            documents.append("\n\n".join(open_))
            open_, length = [], 0
    return documents


def many(texts: list[str], processes: int = 1) -> None:
    from diplo_ner import extract_many

    for _ in extract_many(texts, processes=processes):
        pass


def table(rounds: int = 3) -> Iterator[str]:
    """The figures as lines of Markdown."""
    corpus, texts = texts_of(max(DOCUMENTS))
    texts = [texts[number % len(texts)] for number in range(max(DOCUMENTS))]
    many(texts)
    yield "| | characters | seconds | microseconds a character |"
    yield "|---|---|---|---|"
    costs = []
    ends = list(accumulate(len(text) + 2 for text in texts))
    part = texts[: bisect_left(ends, 1_000 * max(THOUSANDS)) + 1]
    for thousands in THOUSANDS:
        documents = merged(part, 1_000 * thousands)  # the same text, cut in other places: only the lengths differ
        size = sum(map(len, documents))
        least = min(seconds(one_by_one, documents) for _ in range(rounds))
        costs.append(least / size)
        yield f"| cut into {len(documents)} of {thousands:,} KB | {size:,} | {least:.2f} | {1e6 * costs[-1]:.1f} |"
    for count in DOCUMENTS:
        size = sum(map(len, texts[:count]))
        least = min(seconds(many, texts[:count]) for _ in range(rounds))
        yield f"| {count:,} documents | {size:,} | {least:.2f} | {1e6 * least / size:.1f} |"
    two = min(seconds(lambda some: many(some, 2), texts) for _ in range(rounds))
    yield f"| {len(texts):,} documents, two processes | {size:,} | {two:.2f} | {1e6 * two / size:.1f} |"
    yield ""
    yield f"Texts of {corpus}."
    yield f"A character costs {costs[-1] / costs[0]:.2f} times as much in the longest document as in the shortest ones;"
    ratio = least / two
    yield f"two processes, started anew, are {ratio:.2f} times as fast on {len(texts):,} documents as one that has read"
    yield "the texts before. benchmarks/many.py compares both from a fresh start."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    print("\n".join(table(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
