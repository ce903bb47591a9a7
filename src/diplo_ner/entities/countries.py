"""Countries that a document treats as places: the gazetteer and the model settled over all their mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from diplo_ner.entities.spans import Span


def settle(spans: Sequence[Span]) -> list[Span]:
    """One type for each country of a document.

    Where the model reads every name of a territory as a place ('Макао'), all its mentions are of a place.
    """
    votes: Counter[tuple[str | None, str]] = Counter((s.key, s.source) for s in spans if s.type == "COUNTRY")
    places = {key for key, source in votes if source == "place" and not votes[key, "model"]}
    return [_placed(span) if span.type == "COUNTRY" and span.key in places else span for span in spans]


def _placed(span: Span) -> Span:
    return span._replace(type="PLACE")
