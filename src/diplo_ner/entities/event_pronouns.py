"""'В нём приняли участие X и Y': a pronoun that stands for the event just named."""

from __future__ import annotations

from functools import cache

from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import View
from diplo_ner.records import MentionSpan
from diplo_ner.resources import gazetteers

_GENDERS = {"нем": ("Masc", "Neut"), "нём": ("Masc", "Neut"), "ней": ("Fem",)}
_ATTENDED = frozenset({"участвовать", "поучаствовать", "присутствовать", "выступить", "выступать", "участие"})
_REACH = 4  # tokens from the pronoun to the word of attendance
# What people gather for; one takes part in a war or an attack in another way.
_KINDS = frozenset({
    "summit", "meeting", "session", "vote", "exercise", "ceremony", "celebration", "protest", "sport",
})  # fmt: skip
_ALSO = frozenset({"мероприятие", "открытие", "презентация", "раунд", "выставка"})  # no heads of an event by themselves


@cache
def _gatherings() -> frozenset[str]:
    return _ALSO | {row.phrase for row in gazetteers.event_heads() if row.kind in _KINDS}


def begins(word: str) -> bool:
    """Whether a word is one that ``find`` looks at."""
    return word.lower() in _GENDERS


def find(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """The event of this sentence or the one before that the pronoun agrees with; none where two do."""
    genders = _GENDERS[view.low[i]]
    if view.word(i - 1) not in ("в", "во", "на") or not _is_attended(view, i):
        return []
    for back in (0, 1):
        near = [m for m in text.before(view, i, back, "EVENT") if _is_gathering(text, m, genders)]
        events = {m.entity for m in near}
        if len(events) > 1:
            events = {m.entity for m in near if text.is_subject(m)}
        if events:
            return [MentionSpan(view.index, i, i + 1, events.pop(), "pronoun")] if len(events) == 1 else []
    return []


def _is_attended(view: View, i: int) -> bool:
    """'в нём участвуют', 'на нём также примут участие', 'участие в нём'."""
    if view.lemma(i - 2) in _ATTENDED:
        return True
    for j in range(i + 1, min(i + 1 + _REACH, len(view))):
        if view.pos(j) == "PUNCT":
            return False
        if view.lemma(j) in _ATTENDED:
            return True
    return False


def _is_gathering(text: Discourse, mention: MentionSpan, genders: tuple[str, ...]) -> bool:
    view = text.views[mention.sentence]
    head = view.head(mention.start, mention.end)
    singular = view.feat(head, "Number") != "Plur"
    return singular and view.feat(head, "Gender") in genders and view.lemma(head) in _gatherings()
