"""Quality may not fall: floors under the figures on the samples, and on the corpora where they are present."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from diplo_ner import Country, Evidence, Extraction, Mention, Person, Relation, Status
from diplo_ner.evaluation.corpus import Gold
from diplo_ner.evaluation.entities import b_cubed
from diplo_ner.evaluation.facts import score_facts
from diplo_ner.evaluation.gate import below, corpus_figures, figures_of_facts, new_floors
from diplo_ner.evaluation.scores import Score
from samples import load_sample, sample_paths

ROOT = Path(__file__).resolve().parent.parent
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
CORPORA = Path(os.environ.get("DIPLO_NER_CORPORA", ROOT.parent / "shared" / "corpora"))


def test_samples_hold_their_floors() -> None:
    assert not below(figures_of_facts(load_sample(path) for path in sample_paths()), FLOORS["samples"])


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora at {CORPORA}; DIPLO_NER_CORPORA names another folder")
def test_corpora_hold_their_floors() -> None:
    figures = corpus_figures(CORPORA)
    assert figures
    for name, values in figures.items():
        assert not below(values, FLOORS[name]), name


def made_up() -> tuple[Gold, Extraction]:
    text = "Рим встретил Анну. Анна похвалила Рим."
    gold: Gold = {
        "text": text,
        "entities": [
            {"key": "r", "type": "COUNTRY", "name": "Италия", "mentions": ["Рим"]},
            {"key": "a", "type": "PERSON", "name": "Анна", "mentions": ["Анну", "Анна"]},
        ],
        "relations": [
            {"type": "met", "head": "a", "tail": "r", "status": "planned", "source": "a"},
            {"type": "supports", "head": "a", "tail": "r", "status": "asserted"},
        ],
    }
    said = Evidence(start=0, end=len(text), text=text, trigger="встретил", rule="made.up")
    return gold, Extraction(
        text=text,
        entities=(
            Country(id="E1", name="Рим", mentions=(Mention(start=0, end=3, text="Рим"),)),
            Person(id="E2", name="Анна", mentions=(Mention(start=13, end=17, text="Анну"),)),
            Person(id="E3", name="Анна", mentions=(Mention(start=19, end=23, text="Анна"),)),
        ),
        relations=(
            Relation(id="R1", type="met", head="E1", tail="E2", status=Status.PLANNED, source="E2", evidence=said),
            Relation(id="R2", type="supports", head="E1", tail="E3", evidence=said),
        ),
    )


def test_figures_computed_by_hand() -> None:
    pair = made_up()
    scores = score_facts([pair])
    assert scores.by_type == {"met": Score(1, 1, 1), "supports": Score(0, 1, 1)}
    assert (scores.micro.precision, scores.micro.recall, scores.micro.f1) == (50.0, 50.0, 50.0)
    assert (scores.status, scores.source) == (Score(1, 1, 1), Score(1, 1, 1))
    # Three gold mentions found (one of Рим, two of Анна, which we split): precision 1, recall (1 + 1/2 + 1/2) / 3.
    precision, recall, _ = b_cubed([pair])
    assert precision == 100.0
    assert recall == pytest.approx(200 / 3)


def test_floors() -> None:
    assert below({"a": 50.0}, {"a": 49.9}) == []
    assert below({"a": 50.0}, {"a": 50.1, "b": 1.0}) == [
        "a: 50.0 is under the floor of 50.1",
        "b: 0.0 is under the floor of 1.0",
    ]
    assert new_floors({"a": 60.0}, {"a": 50.0}, allow_lower=False) == {"a": 59.0}
    with pytest.raises(ValueError, match="allow-lower"):
        new_floors({"a": 40.0}, {"a": 50.0}, allow_lower=False)
    assert new_floors({"a": 40.0}, {"a": 50.0}, allow_lower=True) == {"a": 39.0}
