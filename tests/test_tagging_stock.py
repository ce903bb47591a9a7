"""The packed encoder gives the tags that natasha's own runtime gives."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from diplo_ner.records import Sentence
from diplo_ner.segment import segment
from diplo_ner.tagging import load_tagger
from diplo_ner.tagging.packs import MORPH, NAVEC, NER_, SYNTAX, natasha_path
from diplo_ner.tagging.tagger import STOCK_TYPES

CORPORA = Path(os.environ.get("DIPLO_NER_CORPORA", "../shared/corpora"))

TEXTS = (
    "Министр иностранных дел Норландии Ян Берг прибыл в Осло с рабочим визитом.",
    "Стороны обсудили ход переговоров, однако соглашение пока не подписано. Встреча продолжится 3 марта 2021 года.",
    "«Мы готовы», — сказал он.",
    "Да.",
    "Экс-президент ООО «Ромашка» (г. Тверь), 45-летний И. И. Иванов, и вице-премьер и т. д.",
)


def natasha_tags(sentences: list[Sentence]) -> list[tuple[Any, ...]]:
    """What natasha's runtime says of the same tokens: (pos, feats, heads, deps, BIO tags) a sentence."""
    from navec import Navec
    from slovnet import NER, Morph, Syntax

    navec = Navec.load(natasha_path(NAVEC))
    morph, syntax = Morph.load(natasha_path(MORPH)).navec(navec), Syntax.load(natasha_path(SYNTAX)).navec(navec)
    ner = NER.load(natasha_path(NER_)).navec(navec)
    found = []
    for start in range(0, len(sentences), 8):
        words = [[token.text for token in sentence.tokens] for sentence in sentences[start : start + 8]]
        bio = ner.infer.decoder(ner.infer.process(ner.infer.encoder(words)))
        for tags, tree, names in zip(morph.map(words), syntax.map(words), bio, strict=True):
            found.append(
                (
                    tuple(token.pos for token in tags.tokens),
                    tuple(token.feats for token in tags.tokens),
                    tuple(int(token.head_id) - 1 for token in tree.tokens),
                    tuple(token.rel for token in tree.tokens),
                    names,
                )
            )
    return found


def stock_spans(bio: list[str]) -> set[tuple[int, int, str]]:
    from types import SimpleNamespace

    from slovnet.bio import bio_spans

    tokens = [SimpleNamespace(start=index, stop=index + 1) for index in range(len(bio))]
    return {(span.start, span.stop, STOCK_TYPES[span.type]) for span in bio_spans(tokens, bio)}


def assert_same(sentences: list[Sentence]) -> None:
    ours = load_tagger().tag(sentences)
    for tagged, (pos, feats, heads, deps, bio) in zip(ours, natasha_tags(sentences), strict=True):
        assert tagged.pos == pos
        assert tagged.feats == feats
        assert tagged.heads == heads
        assert tagged.deps == deps
        stock = {(span.start, span.end, span.type) for span in tagged.spans if span.recognizer == "stock"}
        assert stock == stock_spans(bio)


def test_own_sentences() -> None:
    assert_same([sentence for text in TEXTS for sentence in segment(text, [(0, len(text))])])


@pytest.mark.corpus
def test_nerel_dev() -> None:
    path = CORPORA / "nerel/dev.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is missing: the measuring corpora are not part of the repository")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert_same([sentence for text in texts for sentence in segment(text, [(0, len(text))])])
