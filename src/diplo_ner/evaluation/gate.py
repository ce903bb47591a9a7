"""Floors under the quality: what is measured, what lies under its floor, and how floors move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from diplo_ner.evaluation.corpus import Gold, read_documents
from diplo_ner.evaluation.entities import b_cubed, score_spans
from diplo_ner.evaluation.facts import score_facts
from diplo_ner.extractor import extract_many

SLACK = 1.0  # points under the measured figure: a rounding of the weights on another machine moves less than that
_FEW = 8  # types with fewer gold facts get no floor of their own: one fact would move it by more than ten points
_FACTS = ("seed/article.jsonl", "press/dev.jsonl", "diplo/dev.jsonl")
_SPANS = "nerel/dev.jsonl"


def figures_of_facts(documents: Iterable[Gold]) -> dict[str, float]:
    """F1 by relation type, micro F1 and precision, B-cubed F1."""
    found = list(documents)
    pairs = list(zip(found, extract_many(d["text"] for d in found), strict=True))
    scores = score_facts(pairs)
    figures = {kind: score.f1 for kind, score in scores.by_type.items() if score.gold >= _FEW}
    figures |= {"micro F1": scores.micro.f1, "micro precision": scores.micro.precision, "B-cubed F1": b_cubed(pairs)[2]}
    if scores.status.gold >= _FEW:
        figures["status F1"] = scores.status.f1
    if scores.source.gold >= _FEW:
        figures["source recall"], figures["source precision"] = scores.source.recall, scores.source.precision
    return {name: round(value, 1) for name, value in sorted(figures.items())}


def figures_of_spans(documents: Iterable[Gold]) -> dict[str, float]:
    """F1 by entity type and over all."""
    found = list(documents)
    scores = score_spans(zip(found, extract_many(d["text"] for d in found), strict=True))
    total = sum(scores.values(), start=type(next(iter(scores.values())))())
    return {**{kind: round(score.f1, 1) for kind, score in sorted(scores.items())}, "micro F1": round(total.f1, 1)}


def corpus_figures(folder: Path) -> dict[str, dict[str, float]]:
    """The figures of the corpora that are there."""
    result = {name: figures_of_facts(read_documents(folder / name)) for name in _FACTS if (folder / name).exists()}
    if (folder / _SPANS).exists():
        result[_SPANS] = figures_of_spans(read_documents(folder / _SPANS))
    return result


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What lies under its floor, one line each; a figure that is gone counts as 0."""
    return [
        f"{name}: {figures.get(name, 0.0)} is under the floor of {floor}"
        for name, floor in floors.items()
        if figures.get(name, 0.0) < floor
    ]


def new_floors(figures: Mapping[str, float], old: Mapping[str, float], *, allow_lower: bool) -> dict[str, float]:
    """Floors a little under the figures. Raises ValueError where one would fall and that is not allowed."""
    floors = {name: round(max(value - SLACK, 0.0), 1) for name, value in figures.items()}
    fallen = [
        f"{name} from {old[name]} to {floors.get(name, 0.0)}" for name in old if floors.get(name, 0.0) < old[name]
    ]
    if fallen and not allow_lower:
        raise ValueError("floors would fall: " + "; ".join(fallen) + " (--allow-lower permits it)")
    return floors
