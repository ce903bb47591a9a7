"""Evaluation on a made-up document whose figures were worked out by hand."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

from diplo_ner.errors import DataError
from diplo_ner.evaluation.corpus import Gold, align, read_documents
from diplo_ner.evaluation.entities import b_cubed, score_spans
from diplo_ner.evaluation.facts import score_facts
from diplo_ner.evaluation.scores import Score
from diplo_ner.extractor import extract_many
from diplo_ner.models import (
    AnyEntity,
    Country,
    Date,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Organization,
    Party,
    Person,
    Relation,
    Status,
)

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("DIPLO_NER_CORPORA", ROOT.parent / "shared" / "corpora"))
TEXT = "Озолс встретился с Тамме. Озолс посетит Чили, сообщил Тамме. НАТО осудило Чили. Блок примет Чили."
GOLD: Gold = {
    "text": TEXT,
    "entities": [
        {"key": "o", "type": "PERSON", "name": "Янис Озолс", "mentions": ["Озолс"]},
        {"key": "t", "type": "PERSON", "name": "Март Тамме", "mentions": ["Тамме"]},
        {"key": "c", "type": "COUNTRY", "name": "Чили", "mentions": ["Чили"]},
        {"key": "n", "type": "ORGANIZATION", "name": "НАТО", "mentions": ["НАТО", "Блок"]},
    ],
    "relations": [
        {"type": "met", "head": "o", "tail": "t", "status": "asserted"},
        {"type": "visited", "head": "o", "tail": "c", "status": "planned", "source": "t"},
        {"type": "criticizes", "head": "n", "tail": "c", "status": "asserted"},
        {"type": "member_of", "head": "c", "tail": "n", "status": "planned"},
    ],
}


def at(surface: str, nth: int = 0, kind: MentionKind = MentionKind.NAME) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(surface, start + 1)
    return Mention(start=start, end=start + len(surface), text=surface, kind=kind)


def relation(kind: str, head: str, tail: str, status: Status = Status.ASSERTED, source: str | None = None) -> Relation:
    evidence = Evidence(start=0, end=5, text=TEXT[:5], trigger="", rule="test")
    return Relation(
        id=f"{kind}{head}{tail}", type=kind, head=head, tail=tail, status=status, source=source, evidence=evidence
    )


def extraction(entities: tuple[AnyEntity, ...], *relations: Relation) -> Extraction:
    return Extraction(text=TEXT, entities=entities, relations=relations)


ENTITIES: tuple[AnyEntity, ...] = (
    Person(id="1", name="Озолс", mentions=(at("Озолс"), at("Озолс", 1))),
    Person(id="2", name="Тамме", mentions=(at("Тамме"),)),
    Person(id="3", name="Тамме", mentions=(at("Тамме", 1),)),
    Country(id="4", name="Чили", mentions=(at("Чили"), at("Чили", 1))),
    Party(id="5", name="НАТО", mentions=(at("НАТО"), at("Блок", kind=MentionKind.DESCRIPTION), at("Чили", 2))),
    Organization(id="6", name="примет", mentions=(at("примет"),)),
)
SAID = extraction(
    ENTITIES,
    relation("met", "2", "1"),  # right, the other way round
    relation("met", "3", "1"),  # the same fact again
    relation("visited", "1", "4", source="2"),  # right, wrong status, right source
    relation("supports", "5", "4"),  # wrong type
    relation("member_of", "4", "5", Status.PLANNED, source="1"),  # right, right status, source not annotated
    relation("requests", "6", "4"),  # head stands for nothing
)


def test_align() -> None:
    assert align(GOLD, SAID) == {"1": "o", "2": "t", "3": "t", "4": "c", "5": "n"}


def test_a_person_stands_for_no_country() -> None:
    assert align(GOLD, extraction((Person(id="1", name="Чили", mentions=(at("Чили"),)),))) == {}


def test_facts() -> None:
    scores = score_facts([(GOLD, SAID)])
    assert scores.by_type == {
        "met": Score(1, 1, 1),
        "visited": Score(1, 1, 1),
        "criticizes": Score(0, 0, 1),
        "supports": Score(0, 1, 0),
        "member_of": Score(1, 1, 1),
        "requests": Score(0, 1, 0),
    }
    assert scores.micro == Score(3, 5, 4)
    assert scores.status == Score(1, 1, 2)
    assert scores.source == Score(1, 2, 1)


def test_what_goes_with_a_fact() -> None:
    gold = {**GOLD, "relations": [{**GOLD["relations"][0], "place": "c", "date": "в мае", "event": None}]}
    met = relation("met", "1", "2").model_copy(update={"place": "4", "date": "7", "event": "6"})
    day = Date(id="7", name="мае", mentions=(Mention(start=0, end=3, text="мае", kind=MentionKind.NAME),))
    other = Date(id="7", name="июне", mentions=(Mention(start=0, end=4, text="июне", kind=MentionKind.NAME),))
    assert score_facts([(gold, extraction((*ENTITIES, day), met))]).circumstances == {
        "place": Score(1, 1, 1),
        "date": Score(1, 1, 1),
        "event": Score(0, 1, 0),
    }
    assert score_facts([(gold, extraction((*ENTITIES, other), met))]).circumstances["date"] == Score(0, 1, 1)
    nothing = score_facts([(gold, extraction(ENTITIES, relation("met", "1", "2")))]).circumstances
    assert nothing == {"place": Score(0, 0, 1), "date": Score(0, 0, 1), "event": Score()}


def test_each_fact_counts_once_a_document() -> None:
    twice = score_facts([(GOLD, SAID)] * 2)
    assert twice.micro == Score(6, 10, 8)
    assert twice.micro.precision == pytest.approx(60)
    assert twice.micro.f1 == pytest.approx(2 * 60 * 75 / 135)


def test_nothing_said() -> None:
    scores = score_facts([(GOLD, extraction(()))])
    assert scores.micro == Score(0, 0, 4)
    assert (scores.micro.precision, scores.micro.f1, scores.status.f1) == (0, 0, 0)


def test_spans() -> None:
    # NEREL's types; duplicates count once; other types are not scored; a party counts as an organisation and the
    # description 'Блок' not at all.
    spans = [("PERSON", 0, 5), ("PERSON", 0, 5), ("CITY", 36, 40), ("AGE", 0, 5), ("ORGANIZATION", 61, 65)]
    gold = {"text": TEXT, "entities": [{"type": kind, "start": start, "end": end} for kind, start, end in spans]}
    assert score_spans([(gold, SAID)]) == {
        "PERSON": Score(1, 4, 1),
        "PLACE": Score(0, 0, 1),
        "COUNTRY": Score(0, 2, 0),
        "ORGANIZATION": Score(1, 3, 1),
    }


def test_clusters() -> None:
    # Found: Озолс x2 in 1; Тамме in 2 and in 3; Чили x2 in 4 and once in 5; НАТО and Блок in 5.
    # Precision: 1+1 (1), 1+1 (2, 3), 1+1 (4), 1/3 (Чили in 5), 2/3+2/3; recall: 1+1, 1/2+1/2, 2/3+2/3+1/3, 1+1.
    precision, recall, f1 = b_cubed([(GOLD, SAID)])
    assert precision == pytest.approx(100 * (6 + 1 / 3 + 4 / 3) / 9)
    assert recall == pytest.approx(100 * (2 + 1 + 5 / 3 + 2) / 9)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert b_cubed([]) == (0, 0, 0)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert list(read_documents(path)) == [GOLD]
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gold\.jsonl:1: an object with a 'text'"):
        list(read_documents(path))
    path.write_text("\n[", encoding="utf-8")
    with pytest.raises(DataError, match=r"gold\.jsonl:2: no JSON"):
        list(read_documents(path))


@pytest.fixture(scope="module")
def scorer() -> Any:
    path = CORPORA.parent / "eval" / "score.py"
    if not path.exists():
        pytest.skip("the outside scorer is not here")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.corpus
def test_same_figures_as_the_outside_scorer(scorer: Any) -> None:
    tally, _ = scorer.facts([{**GOLD, "id": "gold"}], lambda text: SAID)
    scores = score_facts([(GOLD, SAID)])
    assert {k: (tally.right[k], tally.said[k], tally.gold[k]) for k in tally.said | tally.gold} == {
        k: (s.right, s.said, s.gold) for k, s in scores.by_type.items()
    }


@pytest.mark.corpus
@pytest.mark.parametrize("file", ["seed/article.jsonl", "press/dev.jsonl"])
def test_same_figures_on_a_corpus(scorer: Any, file: str) -> None:
    documents = list(read_documents(CORPORA / file))
    results = dict(zip((d["text"] for d in documents), extract_many(d["text"] for d in documents), strict=True))
    tally, _ = scorer.facts(documents, results.__getitem__)
    scores = score_facts((document, results[document["text"]]) for document in documents)
    assert {k: (s.right, s.said, s.gold) for k, s in scores.by_type.items()} == {
        k: (tally.right[k], tally.said[k], tally.gold[k]) for k in {*tally.said, *tally.gold}
    }
