"""Phrases for organisations that are built from a common noun: ministries, departments, parties, companies in quotes.

'отдел международных связей ЦК Коммунистической партии Китая' gives a span for each body in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities import doubts, grow
from diplo_ner.entities.heads import Head
from diplo_ner.entities.lexicon import Hit
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View

# Kinds whose head alone names a definite body of a country; the others need a complement, an adjective or a capital.
_ALONE = frozenset({"ministry", "parliament", "government", "presidency"})
_WHOLE = frozenset({"parliament", "presidency"})  # 'комиссия парламента по обороне': of no one field
_PARTY_KINDS = frozenset({"party", "party_body"})
_PARTY_WORDS = frozenset({"партия", "компартия"})
_ADJECTIVES = frozenset({
    "государственный", "национальный", "федеральный", "верховный", "высший", "центральный", "международный",
    "генеральный", "объединённый", "народный", "всемирный", "европейский", "временный", "переходный",
    "коалиционный", "парламентский", "президентский", "городской", "областной", "конституционный", "следственный",
    "военный", "морской", "сухопутный", "вооружённый", "местный", "районный", "исполнительный",
})  # fmt: skip
_PREPOSITIONS = frozenset({"по", "при"})
# Kinds of bodies that are called by a name after the noun.
_MANY = frozenset({"media", "company", "bank", "embassy", "unit", "agency", "university"})
# Media that are a body under a name of their own alone: 'сайт Кремля' is none.
_PAGES = frozenset({"сайт", "портал", "телеграм-канал", "Telegram-канал"})
_LONGEST = 8  # letters of an abbreviation
_NAMED = frozenset({"media", "company", "bank", "exchange", "party_body", "ngo", "agency"})


def introduced(view: View, named: Sequence[Span]) -> list[Span]:
    """Abbreviations in brackets behind the name that they stand for: 'Евразийская ассоциация портов (ЕАП)'."""
    taken = {span.start for span in named}
    return [
        Span(view.index, at, at + 1, span.type, "name", "bracket")
        for span in named
        if span.type in ("ORGANIZATION", "PARTY") and view.word(span.end) == "(" and view.word(span.end + 2) == ")"
        if (at := span.end + 1) not in taken and _shortens(view.words[at], view, span)
    ]


def _shortens(word: str, view: View, span: Span) -> bool:
    initials = {part[0] for part in view.low[span.start : span.end] if part[0].isalpha()}
    return 2 <= len(word) <= _LONGEST and word.isupper() and word.isalpha() and set(word.lower()) <= initials


def find(view: View, known: dict[int, Span], nouns: Sequence[Hit[Head]]) -> list[Span]:
    """The spans of bodies in a sentence. ``known`` (first token -> longest span of a name) gains those found.

    ``nouns`` are the heads of bodies.
    """
    found: list[Span] = []
    for hit in reversed(nouns):
        if view.pos(hit.start) in ("VERB", "ADP", "ADV", "CCONJ") or _is_adjective(view, hit):
            continue
        if doubts.is_advice(view, Span(view.index, hit.start, hit.end, "ORGANIZATION")):
            continue
        if quoted := _quoted(view, hit) or _latin(view, hit, known):
            found += quoted
            if hit.value.kind != "delegation":
                known[hit.start] = quoted[-1]
            continue
        span = _phrase(view, hit, known) if hit.value.phrase not in _PAGES else None
        if span is None or hit.value.kind == "delegation":
            continue  # a delegation acts for its body or country
        if span.end - span.start == 1 and _ends_listed(known, span):
            continue  # 'Федерации' of 'Совет Федерации'
        old = known.get(span.start)
        if old is not None and old.end >= span.end and old.kind != "adjective":
            continue
        found.append(span)
        known[span.start] = known[hit.start] = span
    return found


def _ends_listed(known: dict[int, Span], span: Span) -> bool:
    """Whether the word is the end of a name that a gazetteer knows."""
    return any(
        other.key is not None and other.type == "ORGANIZATION" and start < span.start and other.end == span.end
        for start, other in known.items()
    )


def _is_adjective(view: View, hit: Hit[Head]) -> bool:
    return hit.end - hit.start == 1 and view.pos(hit.start) == "ADJ" and not hit.value.phrase.endswith(("ая", "ое"))


def _quoted(view: View, hit: Hit[Head]) -> list[Span]:
    """'партия «Название»': the name inside the quotes, and the whole phrase as a description of it."""
    end = grow.quoted_end(view, hit.end)
    if end is None or end - hit.end < 3 or not view.words[hit.end + 1][:1].isupper():
        return []
    kind = "PARTY" if _is_party(hit) else "ORGANIZATION"
    start = grow.left(view, hit.start, {}) if kind == "PARTY" else hit.start
    inner_start, inner_end = hit.end + 1, end - 1 if view.words[end - 1] in CLOSING else end
    while inner_start < inner_end and view.words[inner_start] in OPENING:
        inner_start += 1
    return [
        Span(view.index, inner_start, inner_end, kind, "name", "quoted"),
        Span(view.index, start, end, kind, "description", "quoted"),
    ]


def _latin(view: View, hit: Hit[Head], known: dict[int, Span]) -> list[Span]:
    """'телеканал World News', 'агентство ТАСС': the name stands as it is, the whole phrase is a description of it."""
    name = known.get(hit.end)
    if hit.value.kind not in _NAMED or name is None or name.type not in ("ORGANIZATION", "PARTY"):
        return []
    if not all(view.words[i].isascii() or view.words[i].isupper() for i in range(name.start, name.end)):
        return []
    return [Span(view.index, hit.start, name.end, name.type, "description", "quoted")]


def _phrase(view: View, hit: Hit[Head], known: dict[int, Span]) -> Span | None:
    kind = hit.value.kind
    prepositions = _PREPOSITIONS | {"в"} if kind == "embassy" else _PREPOSITIONS
    if _is_party(hit) or kind in _WHOLE:
        prepositions = frozenset()
    end = grow.right(view, hit.end, known, prepositions=prepositions)
    start = _left(view, hit.start, known)
    capital = view.words[hit.start][0].isupper() and (hit.start > 0 or view.words[hit.start][:2].isupper())
    grown = end > hit.end or start < hit.start
    if not capital and view.is_plural(hit.start) and (not grown or kind in _MANY):
        return None  # 'министерства', 'российские банки': no single body
    if not grown and not (capital or kind in _ALONE):
        return None
    if grown and not capital and not _names_something(view, start, end, hit, known) and kind not in _ALONE:
        return None
    is_party = _is_party(hit) and (capital or view.words[start][0].isupper())
    return Span(view.index, start, end, "PARTY" if is_party else "ORGANIZATION", "name", "body")


def _left(view: View, start: int, known: dict[int, Span]) -> int:
    begin = grow.left(view, start, known, allowed=_ADJECTIVES)
    while begin > 0 and view.words[begin - 1][0].isupper():
        more = grow.left(view, begin, known)
        if more == begin or not view.words[more][0].isupper():
            break
        begin = more
    return begin


def _names_something(view: View, start: int, end: int, hit: Hit[Head], known: dict[int, Span]) -> bool:
    """Whether the phrase holds a name: then it means one body ('отдел ЦК'), else any ('отдел продаж')."""
    if any(start <= at < end and span.end <= end for at, span in known.items()):
        return True
    return any(view.words[i][0].isupper() for i in range(start, end) if i > 0)


def _is_party(hit: Hit[Head]) -> bool:
    return hit.value.kind in _PARTY_KINDS and hit.value.phrase.split()[-1] in _PARTY_WORDS
