"""Common nouns that stand for countries named just before: 'стороны', 'две страны', 'обе страны', 'страна'."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.spans import Span, View
from diplo_ner.resources.gazetteers import CountryRow

_COUNTRY_NOUNS = frozenset({"страна", "государство"})
_ONE = frozenset({"страна", "государство", "республика", "королевство", "эмират", "султанат"})
_BEGINNINGS = ("стран", "госуд", "сторон", "респ", "коро", "эмират", "султанат")
_TWO = frozenset({"два", "оба", "двое"})
_NOT_IT = frozenset({
    "другой", "иной", "каждый", "любой", "весь", "все", "многий", "некоторый", "чужой", "третий", "соседний",
    "член", "целый", "сам",
})  # fmt: skip
_WINDOW = 3  # sentences back in which the two countries must have been named


def described(views: Sequence[View], countries: Sequence[Span]) -> list[Span]:
    """Description spans of countries. ``countries`` are the COUNTRY spans of the document in text order.

    A pair must be the only two countries of the latest sentences that name two; one country the only one of this
    sentence and the one before.
    """
    by_sentence: dict[int, list[Span]] = {}
    for span in countries:
        if span.key is not None:
            by_sentence.setdefault(span.sentence, []).append(span)
    found: list[Span] = []
    if not by_sentence:
        return found
    for view in views:
        for i, word in enumerate(view.low):
            if word.startswith(_BEGINNINGS):
                found += _both(view, i, by_sentence) or _one(view, i, by_sentence)
    return found


def _is_called(key: str, noun: str) -> bool:
    """Whether a country's official name has the noun ('республика'): the press says it of no other."""
    row = row_of(key)
    return isinstance(row, CountryRow) and any(noun in name.lower() for name in row.official)


def _both(view: View, i: int, by_sentence: dict[int, list[Span]]) -> list[Span]:
    lemma = view.lemma(i) if view.pos(i) == "NOUN" else ""
    start = i
    if lemma in _COUNTRY_NOUNS or lemma == "сторона":
        if view.pos(i - 1) == "NUM" and view.lemma(i - 1) in _TWO:
            start = i - 1
        elif lemma != "сторона" or not _are_parties(view, i):
            return []
    else:
        return []
    pair = _pair(view.index, start, by_sentence)
    return [Span(view.index, start, i + 1, "COUNTRY", "description", "mutual", key) for key in pair]


def _are_parties(view: View, i: int) -> bool:
    """'Стороны обсудили', 'между сторонами': plural, with nothing that says whose."""
    if (
        view.feat(i, "Number") != "Plur"
        or view.pos(i - 1) in ("ADJ", "NUM", "DET")
        or view.feat(i + 1, "Case") == "Gen"
    ):
        return False
    return view.tagged.deps[i].startswith("nsubj") or view.word(i - 1) in ("между", "сторонами")


def _pair(sentence: int, before: int, by_sentence: dict[int, list[Span]]) -> list[str]:
    keys: list[str] = []
    for index in range(sentence, max(-1, sentence - _WINDOW - 1), -1):
        here = [s for s in by_sentence.get(index, []) if index < sentence or s.end <= before]
        keys = list(dict.fromkeys([*(s.key for s in here if s.key), *keys]))
        if len(keys) >= 2:
            return keys if len(keys) == 2 else []
    return []


def _one(view: View, i: int, by_sentence: dict[int, list[Span]]) -> list[Span]:
    if view.pos(i) != "NOUN" or view.feat(i, "Number") != "Sing":
        return []
    if view.lemma(i) not in _ONE:
        return []
    if view.pos(i - 1) in ("ADJ", "NUM") or (view.pos(i - 1) == "DET" and view.lemma(i - 1) in _NOT_IT):
        return []
    if view.pos(i + 1) in ("PROPN", "NOUN") and view.feat(i + 1, "Case") in ("Gen", "Nom"):
        return []
    if any(span.start <= i < span.end for span in by_sentence.get(view.index, [])):
        return []
    here = {s.key for s in by_sentence.get(view.index, []) if s.end <= i and s.key}
    keys = here or {s.key for s in by_sentence.get(view.index - 1, []) if s.key}
    lemma = view.lemma(i)
    if lemma not in _COUNTRY_NOUNS:
        keys = {key for key in keys if _is_called(key, lemma)}
    return [Span(view.index, i, i + 1, "COUNTRY", "description", "mutual", keys.pop())] if len(keys) == 1 else []
