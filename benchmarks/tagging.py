"""How fast the tagger is: beside natasha's runtime on the same sentences, and beside its own matrix products alone.

usage: python benchmarks/tagging.py CORPUS.jsonl [--documents 100] [--rounds 3]
One process, one run; set OMP_NUM_THREADS=1 for figures that compare. The fastest of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from diplo_ner.records import Sentence
from diplo_ner.segment import segment
from diplo_ner.tagging.encoder import Layout, alive_at
from diplo_ner.tagging.features import Words
from diplo_ner.tagging.packs import MORPH, NAVEC, NER_, SYNTAX, natasha_path
from diplo_ner.tagging.stock import CHUNK_TOKENS, StockTags, groups, lengths
from diplo_ner.tagging.tagger import GROUP_TOKENS, Tagger
from diplo_ner.text import repair

NATASHA = "from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser"
LOADS = {
    "natasha": f"{NATASHA}; e = NewsEmbedding(); NewsMorphTagger(e), NewsSyntaxParser(e), NewsNERTagger(e)",
    "ours": "from diplo_ner.tagging import load_tagger; load_tagger()",
}
TAGS = {
    "natasha": "m, s, n = NewsMorphTagger(e), NewsSyntaxParser(e), NewsNERTagger(e)\n"
    "for t in texts:\n"
    "    words = [[k.text for k in x.tokens] for x in segment(t, [(0, len(t))])]\n"
    "    list(m.map(words)), list(s.map(words)), n(t)",
    "ours": "t = load_tagger()\nfor x in texts: t.tag(segment(x, [(0, len(x))]))",
}


def read(path: Path, count: int) -> list[list[Sentence]]:
    """The sentences of the first documents, a list a document."""
    lines = path.read_text(encoding="utf-8").splitlines()[:count]
    documents = [repair(json.loads(line)["text"]) for line in lines]
    return [segment(document.text, document.blocks) for document in documents]


def fastest(rounds: int, function: Callable[[], Any]) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


class Natasha:
    """natasha's three models with natasha's runtime: batches of eight sentences, document by document."""

    def __init__(self) -> None:
        from navec import Navec
        from slovnet import NER, Morph, Syntax

        navec = Navec.load(natasha_path(NAVEC))
        self.morph, self.syntax = Morph.load(natasha_path(MORPH)), Syntax.load(natasha_path(SYNTAX))
        self.ner = NER.load(natasha_path(NER_))
        for model in (self.morph, self.syntax, self.ner):
            model.navec(navec)

    def __call__(self, documents: list[list[Sentence]]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for sentences in documents:
            words = [[token.text for token in sentence.tokens] for sentence in sentences]
            infer = self.ner.infer
            names = infer.decoder(infer.process(infer.encoder(words)))
            found += zip(self.morph.map(words), self.syntax.map(words), names, strict=True)
        return found


def run_stock(tagger: Tagger, sentences: Sequence[Sentence]) -> StockTags:
    """natasha's models, packed."""
    words = words_of(sentences)
    return tagger.stock.run(sentences, words, tagger.rows(words.texts))


def differing(found: list[tuple[Any, ...]], tagger: Tagger, documents: list[list[Sentence]]) -> int:
    """Tokens that the packed encoder tags otherwise than natasha."""
    from slovnet.conll import parse_conll_tag

    stock = tagger.stock
    count = at = 0
    for sentences in documents:
        tags = run_stock(tagger, sentences)
        token = 0
        for _ in sentences:
            morph, syntax, names = found[at]
            at += 1
            for m, s, n in zip(morph.tokens, syntax.tokens, names, strict=True):
                ours = (
                    *parse_conll_tag(stock.tags[tags.tags[token]]),
                    int(tags.heads[token]) + 1,
                    stock.relations[tags.relations[token]],
                    stock.names[tags.names[token]],
                )
                count += ours != (m.pos, m.feats, int(s.head_id), s.rel, n)
                token += 1
    return count


def words_of(sentences: Sequence[Sentence]) -> Words:
    return Words.of([token.text for sentence in sentences for token in sentence.tokens])


def stock_shapes(sentences: list[Sentence]) -> list[tuple[int, int, int]]:
    """The matrix products of natasha's models, packed: (rows, inner, columns) each."""
    shapes = [(len(words_of(group).texts), 300, 768) for group in groups(sentences, GROUP_TOKENS)] * 3
    for chunk in groups(sentences, CHUNK_TOKENS):
        layout = Layout.of(lengths(chunk))
        rows, tokens = layout.size, len(layout.rows)
        shapes += [(rows, 256, 384), (rows, 128, 192)] * 3
        shapes += [(tokens, 64, 753), (tokens, 64, 8), *[(tokens, 64, 32)] * 4, (tokens, 32, 32), (tokens, 32, 1440)]
        shapes += [(n, 32, n) for n in layout.lengths.tolist()]
    return shapes


def model_shapes(sentences: list[Sentence], arrays: dict[str, Any]) -> list[tuple[int, int, int]]:
    """The matrix products of the entity model, but for those of the few spans that its gates pass."""
    shapes = []
    units = arrays["recurrent"].shape[1]
    inner, squeezed = arrays["squeeze"].shape
    token_width = arrays["relation"].shape[1] + 192
    for group in groups(sentences, GROUP_TOKENS):
        layout = Layout.of(lengths(group))
        tokens, words = len(layout.rows), len(words_of(group).texts)
        shapes += [(words, inner - token_width, squeezed), (tokens, token_width, squeezed)]
        shapes += [(tokens, squeezed, 4 * units)] * 2 + [(words, *arrays["dense"].shape)]
        shapes += [(tokens, *arrays[name].shape) for name in ("gates", "start", "end", "first", "last", "mean")]
        shapes += [(count, units, 4 * units) for count in alive_at(-np.sort(-layout.lengths))] * 2
    return shapes


def product_time(shapes: list[tuple[int, int, int]], rounds: int) -> float:
    """Seconds that the products alone take."""
    rng = np.random.default_rng(0)
    matrices: dict[tuple[int, int], Any] = {}
    for rows, inner, columns in shapes:
        for shape in ((rows, inner), (inner, columns)):
            if shape not in matrices:
                matrices[shape] = rng.standard_normal(shape, np.float32)
    outs = {(rows, columns): np.empty((rows, columns), np.float32) for rows, _, columns in shapes}

    def run() -> None:
        for rows, inner, columns in shapes:
            np.matmul(matrices[rows, inner], matrices[inner, columns], out=outs[rows, columns])

    return fastest(rounds, run)


def fresh(code: str) -> tuple[float, float]:
    """Seconds and peak memory (MB) of some code in a process of its own."""
    # Not getrusage: a child starts with the peak of its parent.
    report = "print([int(x.split()[1]) / 1024 for x in open('/proc/self/status') if x.startswith('VmHWM')][0])"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], check=True, capture_output=True, text=True)
    return time.perf_counter() - start, float(done.stdout.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    documents = read(args.corpus, args.documents)
    sentences = [sentence for document in documents for sentence in document]
    count = int(lengths(sentences).sum())
    print(f"{len(documents)} documents, {len(sentences)} sentences, {count} tokens; numpy {np.__version__}")

    natasha, tagger = Natasha(), Tagger()
    print(f"tokens tagged otherwise than by natasha: {differing(natasha(documents), tagger, documents)}")
    cold = fastest(1, lambda: tagger.tag(sentences))
    theirs = fastest(args.rounds, lambda: natasha(documents))
    packed = fastest(args.rounds, lambda: [run_stock(tagger, group) for group in groups(sentences, GROUP_TOKENS)])
    both = fastest(args.rounds, lambda: tagger.tag(sentences))
    single = fastest(args.rounds, lambda: [tagger.tag(document) for document in documents])
    stock_products = product_time(stock_shapes(sentences), args.rounds)
    own_products = product_time(model_shapes(sentences, tagger.model.arrays), args.rounds)
    rows = [
        ("natasha's three models, natasha's runtime", theirs, ""),
        ("the same, packed", packed, f"{theirs / packed:.1f} times as fast; matrix products {stock_products:.2f} s"),
        ("packed, with the entity model", both, f"{theirs / both:.1f}; products {stock_products + own_products:.2f} s"),
        ("the same, document by document", single, f"{theirs / single:.1f}"),
        ("the same, no word seen before", cold, f"{theirs / cold:.1f}"),
    ]
    for name, seconds, note in rows:
        print(f"{name:45} {seconds:6.2f} s {count / seconds:9.0f} tokens/s  {note}")
    for name, code in LOADS.items():
        seconds = min(fresh(code)[0] for _ in range(args.rounds))
        print(f"load, {name:39} {seconds:6.2f} s")
    texts = f"import json; from diplo_ner.segment import segment\nlines = open({str(args.corpus)!r}).readlines()"
    texts += f"[:{args.documents}]\ntexts = [json.loads(x)['text'] for x in lines]\n"
    for name, code in TAGS.items():
        print(f"peak memory, {name:32} {fresh(LOADS[name] + chr(10) + texts + code)[1]:6.0f} MB")


if __name__ == "__main__":
    main()
