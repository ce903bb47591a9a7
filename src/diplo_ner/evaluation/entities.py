"""Scores of entities: exact spans by type, and clusters by B-cubed.

B-cubed: A. Bagga, B. Baldwin, Algorithms for scoring coreference chains, LREC workshop on linguistic coreference, 1998.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from diplo_ner.evaluation.corpus import Gold, family, gold_spans
from diplo_ner.evaluation.scores import Score
from diplo_ner.models import Extraction, MentionKind

# NEREL's types as ours; a party counts as an organisation there.
NEREL_TYPES: Mapping[str, str] = {
    "PERSON": "PERSON", "PROFESSION": "POST", "COUNTRY": "COUNTRY", "ORGANIZATION": "ORGANIZATION", "EVENT": "EVENT",
    "LAW": "DOCUMENT", "DATE": "DATE", "CITY": "PLACE", "STATE_OR_PROVINCE": "PLACE", "DISTRICT": "PLACE",
    "LOCATION": "PLACE", "FACILITY": "PLACE",
}  # fmt: skip
_INDIRECT = frozenset({MentionKind.PRONOUN, MentionKind.DESCRIPTION, MentionKind.METONYM})


def score_spans(pairs: Iterable[tuple[Gold, Extraction]]) -> dict[str, Score]:
    """Exact spans of NEREL documents by type, nested ones each on its own; indirect mentions aside."""
    scores: dict[str, Score] = defaultdict(Score)
    for document, extraction in pairs:
        gold: dict[str, set[tuple[int, int]]] = defaultdict(set)
        said: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for entity in document["entities"]:
            if entity["type"] in NEREL_TYPES:
                gold[NEREL_TYPES[entity["type"]]].add((entity["start"], entity["end"]))
        for ours in extraction.entities:
            kind = "ORGANIZATION" if ours.type.value == "PARTY" else ours.type.value
            said[kind] |= {(m.start, m.end) for m in ours.mentions if m.kind not in _INDIRECT}
        for kind in {*gold, *said}:
            scores[kind] += Score.of(said[kind], gold[kind])
    return dict(scores)


def b_cubed(pairs: Iterable[tuple[Gold, Extraction]]) -> tuple[float, float, float]:
    """Precision, recall and F1 (percent) over the gold mentions that we find with the same span and family."""
    precision, recall = [], []
    for document, extraction in pairs:
        families = {entity["key"]: family(entity["type"]) for entity in document["entities"]}
        gold = {(*span, families[key]): key for key, spans in gold_spans(document).items() for span in spans}
        ours = {(m.start, m.end, family(e.type.value)): e.id for e in extraction.entities for m in e.mentions}
        found = [(gold[span], ours[span]) for span in gold if span in ours]
        for key, own in found:
            together = sum(pair == (key, own) for pair in found)
            precision.append(together / sum(other == own for _, other in found))
            recall.append(together / sum(other == key for other, _ in found))
    if not precision:
        return 0.0, 0.0, 0.0
    p, r = (100 * sum(values) / len(values) for values in (precision, recall))
    return p, r, 2 * p * r / (p + r)
