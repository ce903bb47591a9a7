"""Phrases for events and documents: a head with its adjectives and complements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diplo_ner.entities import grow
from diplo_ner.entities.heads import Head, Heads
from diplo_ner.entities.lexicon import Hit
from diplo_ner.entities.spans import DASHES, Span, View

# Meetings and visits are relations here, not events; attacks and disasters are left to the model.
_EVENT_KINDS = frozenset({
    "sport", "session", "vote", "war", "summit", "exercise", "ceremony",
})  # fmt: skip
_EVENT_ALONE = frozenset({"summit", "exercise"})
_DOCUMENT_ALONE = frozenset({"treaty", "resolution", "decree", "law", "charter", "contract"})
_TERMS = frozenset({"сумма", "срок", "год", "основа", "условие", "общий", "миллион", "тысяча", "миллиард"})
_PAPERS = frozenset({"note", "other"})  # notes are handed over, lists and agendas drawn up
_ABOUT = frozenset({"о", "об", "по"})


def find(view: View, known: dict[int, Span], named: Heads) -> list[Span]:
    """Spans of events and documents in a sentence; ``named`` are its heads."""
    events = _find(view, known, named.events, "EVENT", _EVENT_KINDS, _EVENT_ALONE)
    documents = _find(view, known, named.documents, "DOCUMENT", None, _DOCUMENT_ALONE)
    return events + documents


def _find(
    view: View,
    known: dict[int, Span],
    hits: Sequence[Hit[Head]],
    type_: str,
    kinds: frozenset[str] | None,
    alone: frozenset[str],
) -> list[Span]:
    found: list[Span] = []
    for hit in hits:
        if view.pos(hit.end - 1) not in ("NOUN", "PROPN") or (kinds is not None and hit.value.kind not in kinds):
            continue
        start = grow.left(view, hit.start, known)
        start = _ordinal(view, start)
        end = _end(view, hit, known, type_)
        # 'совместная декларация' says which.
        said = hit.value.kind in alone or (hit.end - hit.start > 1 and hit.value.kind not in _PAPERS)
        if end == hit.end and start == hit.start and not said:
            continue
        found.append(Span(view.index, start, end, type_, "name", "phrase"))
    return found


def _ordinal(view: View, start: int) -> int:
    """'29-ю сессию', '22-е заседание', '70 сессию'."""
    number = view.word(start - 1)
    return start - 1 if start > 0 and number[:1].isdigit() and "-" in number else start


def _end(view: View, hit: Hit[Head], known: dict[int, Span], type_: str) -> int:
    if type_ != "DOCUMENT":
        return grow.right(view, hit.end, known, prepositions=_ABOUT)
    numbered = _number_end(view, hit.end, known)
    # 'контракт на поставку газа', but 'контракт на сумму'
    stated = numbered + 1 < len(view) and view.lemma(numbered + 1) not in _TERMS
    about = _ABOUT | {"на"} if stated and hit.value.kind == "contract" else _ABOUT
    end = grow.right(view, numbered, known, prepositions=about)
    if numbered == hit.end:
        end = _number_end(view, end, known)
    if view.word(end) == "между":
        first = known.get(end + 1)
        if first is not None and view.word(first.end) == "и" and (second := known.get(first.end + 1)):
            end = grow.right(view, second.end, known, cases=frozenset(), prepositions=_ABOUT)
    return end


def _number_end(view: View, end: int, known: Mapping[int, Span]) -> int:
    """The end of the number that stands at ``end``: 'резолюция 2817', 'указ № 55', but 'закон 12 марта'."""
    number = end + 1 if view.word(end) == "№" else end
    counted = view.pos(number + 1) in ("NOUN", "ADJ", "NUM") and number + 1 not in known
    joined = view.word(number + 1) in DASHES
    return number + 1 if view.word(number).isdecimal() and not counted and not joined else end
