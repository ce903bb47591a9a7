"""Countries that a document treats as places: the gazetteer and the model settled over all their mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.spans import Span
from diplo_ner.resources.gazetteers import OrganizationRow, PartyRow

# Territories with a code of their own that belong to another state: press treats them as places as often as not.
_TERRITORIES = frozenset({
    "AI", "AS", "AQ", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "EH", "FK", "FO", "GF", "GG",
    "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF",
    "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
})  # fmt: skip


def settle(spans: Sequence[Span]) -> list[Span]:
    """One type for each country of a document.

    Where the model reads every name of a territory as a place ('Макао'), all its mentions are of a place.
    """
    spans = _supported(spans)
    votes: Counter[tuple[str | None, str]] = Counter((s.key, s.source) for s in spans if s.type == "COUNTRY")
    places = {key for key, source in votes if source == "place" and _is_territory(key) and not votes[key, "model"]}
    return [_placed(span) if span.type == "COUNTRY" and span.key in places else span for span in spans]


def _is_territory(key: str | None) -> bool:
    return key is not None and key.removeprefix("country:") in _TERRITORIES


def _supported(spans: Sequence[Span]) -> list[Span]:
    """Parties and ministries by a short name that several countries know keep a key only where theirs is named."""
    named = {s.key.replace("capital:", "country:") for s in spans if s.key and s.type in ("COUNTRY", "PLACE")}
    kept: dict[Span, Span] = {}
    for span in spans:
        new = span._replace(key=None) if _needs_country(span, named) else span
        place = span._replace(key=None) if span.type in ("PARTY", "ORGANIZATION") else span
        old = kept.setdefault(place, new)
        if old.key != new.key:  # 'республиканцы' of two countries: the one that is named, or none
            kept[place] = new._replace(key=None if old.key and new.key else old.key or new.key)
    return list(kept.values())


def _needs_country(span: Span, named: set[str]) -> bool:
    if span.key is None or span.kind == "name" or span.source == "own" or span.type not in ("PARTY", "ORGANIZATION"):
        return False
    row = row_of(span.key)
    if isinstance(row, OrganizationRow) and row.kind != "ministry":
        return False
    return isinstance(row, PartyRow | OrganizationRow) and f"country:{row.country}" not in named


def _placed(span: Span) -> Span:
    return span._replace(type="PLACE")
