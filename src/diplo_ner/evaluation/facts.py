"""Scores of facts: a relation is right where type, head and tail are a gold relation's; each counts once a document.

What goes with a relation is scored over the relations that are right: status over those whose gold status is not
asserted, source, place, date and event over all. A gold date may be an entity or the words of the text; words are right
where they hold those of our date or stand in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from diplo_ner.evaluation.corpus import Gold, align
from diplo_ner.evaluation.scores import Score
from diplo_ner.models import Extraction, Relation
from diplo_ner.resources.catalogue import known_types

Fact = tuple[str, str, str]
CIRCUMSTANCES = ("place", "date", "event")


@dataclass(slots=True)
class FactScores:
    """``by_type`` by relation type; ``status``, ``source`` and the ``circumstances`` (place, date, event) over the
    relations found.
    """

    by_type: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    status: Score = field(default_factory=Score)
    source: Score = field(default_factory=Score)
    circumstances: dict[str, Score] = field(default_factory=lambda: dict.fromkeys(CIRCUMSTANCES, Score()))

    @property
    def micro(self) -> Score:
        return sum(self.by_type.values(), Score())


def score_facts(pairs: Iterable[tuple[Gold, Extraction]]) -> FactScores:
    """Scores over (gold document, our extraction) pairs."""
    scores = FactScores()
    for document, extraction in pairs:
        names = {entity["key"]: entity["name"] for entity in document["entities"]}
        keys = align(document, extraction)
        ours = {e.id: names[keys[e.id]] if e.id in keys else f"?{e.name}" for e in extraction.entities}
        gold = {_fact(r["type"], names[r["head"]], names[r["tail"]]): r for r in document["relations"]}
        said = {_fact(r.type, ours[r.head], ours[r.tail]): r for r in extraction.relations}
        for kind in {fact[0] for fact in (*gold, *said)}:
            one, other = ({f for f in facts if f[0] == kind} for facts in (set(said), set(gold)))
            scores.by_type[kind] += Score.of(one, other)
        for fact in set(gold) & set(said):
            expected, got = gold[fact], said[fact]
            wanted, status = expected.get("status") or "asserted", got.status.value
            scores.status += Score(
                int(wanted == status != "asserted"), int(status != "asserted"), int(wanted != "asserted")
            )
            source = names.get(expected.get("source") or "")
            mine = ours[got.source] if got.source else None
            scores.source += Score(
                int(source is not None and source == mine), int(mine is not None), int(source is not None)
            )
            for name in CIRCUMSTANCES:
                wanted_one, our_id = expected.get(name), getattr(got, name)
                right = bool(wanted_one and our_id) and _is_same(
                    names.get(wanted_one), wanted_one, our_id, ours, extraction
                )
                scores.circumstances[name] += Score(int(right), int(our_id is not None), int(bool(wanted_one)))
    return scores


def _is_same(name: str | None, words: str, our_id: str, ours: Mapping[str, str], extraction: Extraction) -> bool:
    """Whether our entity is the gold entity of that name or, where the gold has words only, stands in those words."""
    if name is not None:
        return ours[our_id] == name
    texts = [mention.text.casefold() for mention in extraction.entity(our_id).mentions]
    return any(text in words.casefold() or words.casefold() in text for text in texts)


def judged(document: Gold, extraction: Extraction) -> Iterator[tuple[Relation, bool]]:
    """Each of our relations with whether the gold has it."""
    names = {entity["key"]: entity["name"] for entity in document["entities"]}
    keys = align(document, extraction)
    gold = {_fact(r["type"], names[r["head"]], names[r["tail"]]) for r in document["relations"]}
    for r in extraction.relations:
        head, tail = (names[keys[i]] if i in keys else "" for i in (r.head, r.tail))
        yield r, _fact(r.type, head, tail) in gold


def _fact(kind: str, head: str, tail: str) -> Fact:
    row = known_types().get(kind)
    if row is not None and row.symmetric:
        head, tail = sorted((head, tail))
    return kind, head, tail
