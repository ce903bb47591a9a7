"""What several processes gain, and whether memory stays flat however long the stream.

usage: python benchmarks/many.py [--documents 1000] [--rounds 3] [--memory 1000 10000] [--characters 300]
Each measurement runs in a process of its own. Times: ``--documents`` whole texts, with one process and with two, in
turns; starting the workers is part of the time. Memory: streams of the given numbers of texts, cut to ``--characters``
so that the longest ends in minutes, read by two workers; "private" is what a worker shares with nobody.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice

import psutil
from extract import peak, texts_of

from diplo_ner import extract_many


def work(processes: int, count: int, characters: int | None) -> None:
    """One stream: seconds, peak memory of this process, and memory of each worker at the end, MB."""
    texts = [text[:characters] for text in texts_of(200)[1]]
    list(extract_many(texts[:1]))
    start = time.perf_counter()
    workers = []
    for number, _ in enumerate(extract_many(islice(cycle(texts), count), processes=processes), 1):
        if number == count:
            workers = [child.memory_full_info() for child in psutil.Process().children()]
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, peak(), [w.rss / 2**20 for w in workers], [w.uss / 2**20 for w in workers]]))


def run(processes: int, count: int, characters: int | None = None) -> tuple[float, float, list[float], list[float]]:
    command = [sys.executable, __file__, "--work", str(processes), str(count), str(characters or 0)]
    seconds, memory, resident, private = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return seconds, memory, resident, private


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} (from {min(values):.2f} to {max(values):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--characters", type=int, default=300)
    parser.add_argument("--work", type=int, nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        work(args.work[0], args.work[1], args.work[2] or None)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(args.rounds):
        for processes, seconds in times.items():
            seconds.append(run(processes, args.documents)[0])
    if args.rounds:
        for processes, seconds in times.items():
            print(f"{args.documents} documents, processes={processes}: {spread(seconds)} s")
        gains = [one / two for one, two in zip(times[1], times[2], strict=True)]
        print(f"one process over two: {spread(gains)}")
    for count in args.memory:
        seconds, memory, resident, private = run(2, count, args.characters)
        each = ", ".join(f"{r:.0f} MB, {p:.0f} private" for r, p in zip(resident, private, strict=True))
        sizes = f"parent {memory:.0f} MB at most; workers {each}"
        print(f"{count} texts of {args.characters} characters: {seconds:.0f} s, {sizes}")


if __name__ == "__main__":
    main()
