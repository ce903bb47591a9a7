"""NEREL documents as arrays: the package's own sentences, tokens and features, and gold spans over tokens."""

from __future__ import annotations

import collections
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diplo_ner.records import Sentence
from diplo_ner.segment import segment
from diplo_ner.tagging.features import Words, WordTable, affixes
from diplo_ner.tagging.packs import MORPH, read_navec, read_stock
from diplo_ner.tagging.spans import MAX_WIDTH, tree_shapes
from diplo_ner.tagging.stock import StockTagger
from diplo_ner.text import repair

AFFIX_MIN_COUNT = 3


@dataclass
class Example:
    """One sentence, one row a token; ``gold`` holds (start, end, type)."""

    doc: int
    tokens: list[str]
    vectors: np.ndarray
    shapes: np.ndarray
    affixes: np.ndarray
    dense: np.ndarray
    hidden: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    tree: np.ndarray
    gold: list[tuple[int, int, str]]


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def sentences_with_gold(doc: dict) -> tuple[list[Sentence], list[list[tuple[int, int, str]]], int]:
    """Sentences of one document, the gold spans of each (outer extents, once each), and how many fit none."""
    clean = repair(doc["text"])
    sentences = segment(clean.text, clean.blocks)
    starts: dict[int, tuple[int, int]] = {}
    ends: dict[int, tuple[int, int]] = {}
    for number, sentence in enumerate(sentences):
        for index, token in enumerate(sentence.tokens):
            start, end = clean.span(token.start, token.end)
            starts[start] = (number, index)
            ends[end] = (number, index + 1)
    gold: list[list[tuple[int, int, str]]] = [[] for _ in sentences]
    lost = 0
    for start, end, kind in sorted({(e["start"], e["end"], e["type"]) for e in doc["entities"]}):
        first, last = starts.get(start), ends.get(end)
        if first and last and first[0] == last[0] and 0 < last[1] - first[1] <= MAX_WIDTH:
            gold[first[0]].append((first[1], last[1], kind))
        else:
            lost += 1
    return sentences, gold, lost


def affix_vocabulary(documents: list[list[Sentence]]) -> list[str]:
    counts: collections.Counter[str] = collections.Counter()
    for sentences in documents:
        for sentence in sentences:
            for token in sentence.tokens:
                counts.update(affixes(token.text.lower()))
    return sorted(affix for affix, count in counts.items() if count >= AFFIX_MIN_COUNT)


def build(documents: list[dict], affix_words: list[str] | None) -> tuple[list[Example], list[str], int]:
    """Examples, the affix vocabulary (made from these documents where none is given), and the lost gold spans."""
    parsed = [sentences_with_gold(doc) for doc in documents]
    affix_words = affix_words or affix_vocabulary([sentences for sentences, _, _ in parsed])
    navec = read_navec()
    table = WordTable(navec, read_stock(MORPH).shapes, affix_words)
    stock = StockTagger(navec)
    examples = []
    for number, (sentences, gold, _) in enumerate(parsed):
        words = Words.of([token.text for sentence in sentences for token in sentence.tokens])
        features = table(words.texts)
        tags = stock.run(sentences, words, features)
        hidden = np.concatenate(tags.hidden, axis=1)
        at = 0
        for sentence, spans in zip(sentences, gold, strict=True):
            own = slice(at, at + len(sentence.tokens))
            at = own.stop
            rows = features[words.index[own]]
            heads = tags.heads[own]
            examples.append(
                Example(
                    doc=number,
                    tokens=[token.text for token in sentence.tokens],
                    vectors=rows["vector"],
                    shapes=rows["shape"],
                    affixes=rows["affixes"],
                    dense=rows["dense"],
                    hidden=hidden[own],
                    heads=heads,
                    relations=tags.relations[own],
                    tree=tree_shapes(heads),
                    gold=spans,
                )
            )
    return examples, affix_words, sum(lost for _, _, lost in parsed)
