"""Plural nouns for two persons, countries or parties named as a pair: 'собеседники', 'оба президента', 'обе партии'."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities import offices, stand_ins
from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import View
from diplo_ner.records import MentionSpan

_BACK = 2  # sentences before its own in which the pair must have been named
_TWO = frozenset({"оба", "два"})
_PERSONS = frozenset({"собеседник", "переговорщик", "сопредседатель"})
_BEGINNINGS = ("собес", "перего", "сопред", "сторон", "парти", "полит", "они")
_ACTED = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "conj"})
_WITH = frozenset({"с", "со"})


def begins(word: str) -> bool:
    """Whether a word is one that ``find`` looks at."""
    return stand_ins.begins_post(word) or word.lower().startswith(_BEGINNINGS)


def find(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """A mention of each of the two, over the same tokens."""
    if view.word(i) == "они":
        return [MentionSpan(view.index, i, i + 1, entity, "pronoun") for entity in _they(text, view, i)]
    hit = stand_ins.hit_at(view, i)
    if hit is None and not view.low[i].startswith(_BEGINNINGS):
        return []
    end = hit.end if hit else i + 1
    head = view.head(i, end)
    start = i - 1 if view.lemma(i - 1) in _TWO else i
    if not (view.is_plural(head) or start < i) or view.pos(start - 1) in ("ADJ", "NUM", "DET"):
        return []
    if (
        text.is_spoken(view.index, head)
        or text.covering(view.index, head, "PERSON", "COUNTRY", "PARTY", "ORGANIZATION")
        or _has_complement(view, end)
    ):
        return []
    posts = text.covering(view.index, head, "POST")
    if any(post.start < start or post.end > end for post in posts) or text.named_at(view, end) is not None:
        return []
    noun = view.lemma(head)
    pair: Sequence[int]
    if noun == "партия":
        pair = _parties(text, view, start) if start < i else ()
    elif noun in _PERSONS or (noun == "сторона" and view.tagged.deps[head].startswith("nsubj")):
        pair = _persons(text, view, start)
    elif hit is not None and offices.denotes(view, head, start):
        pair = [p for p in _persons(text, view, start) if stand_ins.fits(text, p, hit.value)]
    else:
        pair = ()
    if len(pair) != 2:
        return []
    return [MentionSpan(view.index, start, end, entity, "description") for entity in pair]


def _they(text: Discourse, view: View, i: int) -> Sequence[int]:
    """'A сблизился с B: в мае они открыли границу': two persons, or two countries, that the text just joined."""
    if not view.tagged.deps[i].startswith("nsubj") or text.is_spoken(view.index, i):
        return ()
    for sentence in (view.index, view.index - 1):
        if sentence < 0 or text.views[sentence].tagged.sentence.block != view.tagged.sentence.block:
            return ()
        other, end = text.views[sentence], i if sentence == view.index else len(text.views[sentence])
        named = [
            m
            for m in text.of_sentence(sentence)
            if m.end <= end and m.kind != "adjective" and text.type(m) in ("PERSON", "COUNTRY")
        ]
        if len({m.entity for m in named}) == 2 and len({text.type(m) for m in named}) == 1:
            joined = _together(text, other, named) and not any(_is_many(other, j) for j in range(end))
            return list(dict.fromkeys(m.entity for m in named)) if joined else ()
        if named or any(_is_many(other, j) for j in range(end)):
            return ()
    return ()


def _is_many(view: View, i: int) -> bool:
    """A plural noun that acts or is acted on: 'они' may be of it."""
    return view.is_noun(i) and view.is_plural(i) and view.tagged.deps[i] in _ACTED


def _has_complement(view: View, end: int) -> bool:
    return view.pos(end) in ("NOUN", "PROPN", "ADJ", "NUM", "DET") and view.feat(end, "Case") == "Gen"


def _persons(text: Discourse, view: View, start: int) -> list[int]:
    """The two persons of the latest sentence of the paragraph that names two, if they meet or stand together there."""
    block = view.tagged.sentence.block
    for sentence in range(view.index, max(-1, view.index - _BACK - 1), -1):
        other = text.views[sentence]
        if other.tagged.sentence.block != block:
            return []
        named = [
            m
            for m in text.of_sentence(sentence)
            if text.type(m) == "PERSON" and (sentence < view.index or m.end <= start)
        ]
        persons = list(dict.fromkeys(m.entity for m in named))
        if len(persons) > 2:
            return []
        if len(persons) == 2:
            return persons if _together(text, other, named) else []
    return []


def _together(text: Discourse, view: View, named: Sequence[MentionSpan]) -> bool:
    """Whether mentions of two persons share a verb or noun of action, or are joined by 'и' or 'с'."""
    heads, deps = view.tagged.heads, view.tagged.deps
    fillers = [(m.entity, text.filler(m)) for m in named]
    for a, first in fillers:
        for b, second in fillers:
            if a == b:
                continue
            if heads[second] == first and (deps[second] == "conj" or view.word(second - 1) in _WITH):
                return True
            if heads[first] >= 0 and heads[first] in (heads[second], _up(view, second), _up(view, heads[second])):
                return True
    return False


def _up(view: View, i: int) -> int:
    return view.tagged.heads[i] if i >= 0 else -1


def _parties(text: Discourse, view: View, start: int) -> list[int]:
    for back in range(_BACK + 1):
        parties = list(dict.fromkeys(m.entity for m in text.before(view, start, back, "PARTY")))
        if len(parties) >= 2:
            return parties if len(parties) == 2 else []
    return []
