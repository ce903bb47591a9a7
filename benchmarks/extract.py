"""How fast extraction is, beside natasha's documented pipeline on the same texts.

usage: OMP_NUM_THREADS=1 python benchmarks/extract.py [--documents 100] [--rounds 5]
Each side runs in a process of its own, so that its peak memory is its own; the two take turns, and neither runs while
the other does. The first pass of each side, which loads and fills caches, is not counted; texts not seen before are
measured apart.
"""

from __future__ import annotations

import argparse
import inspect
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared/corpora/nerel/train.jsonl"
SAMPLES = ROOT / "data/samples"
STAGES = {
    "repair": "repair, segment", "segment": "repair, segment", "tag": "tagging",
    "find_entities": "entities", "find_relations": "relations",
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """Seconds of each counted pass, of the import and of the first text; peak memory in MB, as far as that.

    Then seconds for as many texts that it has not seen (None where the corpus has no more); of us alone, seconds of the
    counted texts by ``extract``, one by one, and shares of time by stage.
    """

    times: list[float]
    load: float
    first: float
    memory: float
    unseen: float | None
    single: float | None
    shares: dict[str, float]


@dataclass(frozen=True)
class Figures:
    """What one run measured; ``natasha`` is None where it could not run, and ``failure`` then says why."""

    corpus: str
    documents: int
    characters: int
    ours: Side
    natasha: Side | None
    failure: str

    @property
    def ratios(self) -> list[float]:
        """Natasha's seconds over ours, round by round."""
        return [n / o for n, o in zip(self.natasha.times, self.ours.times, strict=True)] if self.natasha else []


def texts_of(count: int) -> tuple[str, list[str]]:
    """The name of the corpus and its first texts."""
    if CORPUS.exists():
        lines = CORPUS.read_text(encoding="utf-8").splitlines()[:count]
        return "NEREL", [json.loads(line)["text"] for line in lines]
    files = [f for f in sorted(SAMPLES.glob("*.txt")) if not f.name.endswith(".facts.txt")]
    return "data/samples, repeated", list(islice(cycle([f.read_text(encoding="utf-8") for f in files]), count))


def load_natasha() -> Callable[[list[str]], None]:
    """The pipeline of natasha's README, from ``Doc`` to "Named entity parsing"."""
    warnings.simplefilter("ignore")
    if not hasattr(inspect, "getargspec"):  # pymorphy2 calls what Python 3.11 took away
        inspect.getargspec = lambda f: inspect.getfullargspec(f)[:4]  # type: ignore[attr-defined]
    import natasha as n

    segmenter, vocab, embedding = n.Segmenter(), n.MorphVocab(), n.NewsEmbedding()
    morph, syntax, names = n.NewsMorphTagger(embedding), n.NewsSyntaxParser(embedding), n.NewsNERTagger(embedding)
    parts_of_names = n.NamesExtractor(vocab)

    def run(texts: list[str]) -> None:
        for text in texts:
            doc = n.Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(morph)
            doc.parse_syntax(syntax)
            doc.tag_ner(names)
            for token in doc.tokens:
                token.lemmatize(vocab)
            for span in doc.spans:
                span.normalize(vocab)
            for span in doc.spans:
                if span.type == n.PER:
                    span.extract_fact(parts_of_names)

    return run


def load_ours() -> Callable[[list[str]], None]:
    from diplo_ner import extract_many

    def run(texts: list[str]) -> None:
        for _ in extract_many(texts):
            pass

    return run


def one_by_one(texts: list[str]) -> None:
    from diplo_ner import extract

    for text in texts:
        extract(text)


def shares(run: Callable[[list[str]], None], texts: list[str]) -> dict[str, float]:
    """The part of the time of three more passes that each step of the chain takes."""
    import diplo_ner.extractor as chain
    from diplo_ner.tagging import load_tagger

    spent: Counter[str] = Counter()

    def timed(owner: Any, name: str) -> None:
        function = getattr(owner, name)

        def wrapper(*args: Any, **options: Any) -> Any:
            start = time.perf_counter()
            result = function(*args, **options)
            spent[STAGES[name]] += time.perf_counter() - start
            return result

        setattr(owner, name, wrapper)

    for name in ("repair", "segment", "find_entities", "find_relations"):
        timed(chain, name)
    timed(type(load_tagger()), "tag")
    total = sum(seconds(run, texts) for _ in range(3))
    return {stage: spent[stage] / total for stage in dict.fromkeys(STAGES.values())}


def peak() -> float:
    """Peak memory of this process, MB. Not getrusage: a child starts with the peak of its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def seconds(run: Callable[[list[str]], None], texts: list[str]) -> float:
    start = time.perf_counter()
    run(texts)
    return time.perf_counter() - start


def work(side: str, count: int) -> None:
    """One side: a pass for each line of standard input, then the memory and the shares."""
    texts = texts_of(count)[1]
    start = time.perf_counter()
    run = load_ours() if side == "ours" else load_natasha()
    loaded = time.perf_counter()
    run(texts[:1])
    first = time.perf_counter()
    run(texts)
    print(json.dumps([loaded - start, first - loaded]), flush=True)
    for _ in sys.stdin:
        print(json.dumps(seconds(run, texts)), flush=True)
    memory = peak()
    more = texts_of(2 * count)[1][count:] if CORPUS.exists() else []
    unseen = seconds(run, more) if len(more) == count else None
    if side == "ours":
        print(json.dumps([memory, unseen, seconds(one_by_one, texts), shares(run, texts)]), flush=True)
    else:
        print(json.dumps([memory, unseen, None, {}]), flush=True)


class Worker:
    """A side in its process."""

    def __init__(self, side: str, count: int) -> None:
        command = [sys.executable, __file__, "--side", side, "--documents", str(count)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self.times: list[float] = []
        line = self.process.communicate()[1] if not (ready := self._line()) else ""
        self.failure = line.strip().splitlines()[-1] if line.strip() else ""
        self.load, self.first = json.loads(ready) if ready else (0.0, 0.0)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def go(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.times.append(json.loads(self._line()))

    def end(self) -> Side:
        memory, unseen, single, parts = json.loads(self.process.communicate()[0])
        return Side(self.times, self.load, self.first, memory, unseen, single, parts)


def measure(documents: int = 100, rounds: int = 5) -> Figures:
    """Both sides in turns."""
    corpus, texts = texts_of(documents)
    natasha, ours = Worker("natasha", documents), Worker("ours", documents)
    workers = [ours] if natasha.failure else [natasha, ours]
    for _ in range(rounds):
        for worker in workers:
            worker.go()
    theirs = None if natasha.failure else natasha.end()
    return Figures(corpus, len(texts), sum(map(len, texts)), ours.end(), theirs, natasha.failure)


def table(figures: Figures) -> Iterator[str]:
    """The figures as lines of Markdown."""
    sides = {"diplo_ner, whole `extract_many`": figures.ours}
    if figures.natasha:
        sides["natasha: morphology, syntax, names, lemmas"] = figures.natasha
    yield "| | seconds, median (all) | characters/s | peak memory | import and load | first text |"
    yield "|---|---|---|---|---|---|"
    for name, side in sides.items():
        median = statistics.median(side.times)
        runs = ", ".join(f"{t:.2f}" for t in side.times)
        yield (
            f"| {name} | {median:.2f} ({runs}) | {figures.characters / median:,.0f} | {side.memory:.0f} MB "
            f"| {side.load:.2f} s | {side.first:.2f} s |"
        )
    yield ""
    size = f"{figures.documents} documents ({figures.corpus}), {figures.characters:,} characters"
    yield f"{size}; one process each, in turns."
    if ratios := figures.ratios:
        yield (
            f"natasha's time over ours: {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f}); "
            "above 1, diplo_ner is the faster."
        )
    else:
        yield f"natasha could not run here: {figures.failure}"
    parts = ", ".join(f"{stage} {100 * share:.0f}%" for stage, share in figures.ours.shares.items())
    yield f"Shares of our time: {parts}; the rest is assembly. diplo_ner loads its models on the first text."
    if figures.ours.single is not None:
        yield f"The same texts one by one, by `extract`, after as many others: {figures.ours.single:.2f} s."
    if figures.ours.unseen is not None:
        theirs = figures.natasha and figures.natasha.unseen
        beside = f"; natasha's pipeline on them: {theirs:.2f} s" if theirs else ""
        yield f"The next {figures.documents} documents, not read before: {figures.ours.unseen:.2f} s{beside}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--side", choices=("ours", "natasha"), help="only work as one side, a pass a line of input")
    args = parser.parse_args()
    if args.side:
        work(args.side, args.documents)
    else:
        print("\n".join(table(measure(args.documents, args.rounds))))


if __name__ == "__main__":
    main()
