"""'сын Акиры Такэси': a relative's name behind the name of the one whose relative it is."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities.candidates import Found
from diplo_ner.entities.people import same_word
from diplo_ner.entities.spans import Span, View
from diplo_ner.entities.stems import VOWELS

_RELATIVES = frozenset({
    "сын", "дочь", "отец", "мать", "брат", "сестра", "жена", "муж", "супруг", "супруга", "вдова", "вдовец", "внук",
    "внучка", "дед", "бабушка", "дядя", "тётя", "тетя", "племянник", "племянница", "зять", "тесть", "невестка",
    "невеста", "жених", "наследник", "наследница", "преемник", "преемница",
})  # fmt: skip
_POSSESSIVES = frozenset({"его", "её", "ее", "их"})
_GENITIVES = frozenset("ая")


def parted(views: Sequence[View], found: Sequence[Found]) -> list[Found]:
    """What was found in each sentence, persons of two words that are two persons as two.

    The words around cannot tell where a name does not decline. The document can: each of the two is named alone
    elsewhere, and they stand together behind a relative's noun only.
    """
    persons = [s for sentence in found for s in sentence.spans if s.type == "PERSON" and s.key is None]
    pairs = [span for span in persons if span.end - span.start == 2]
    behind = [span for span in pairs if _is_behind_relative(views[span.sentence], span)]
    if not behind:
        return list(found)
    alone = {views[span.sentence].low[span.start] for span in persons if span.end - span.start == 1}
    elsewhere = [views[span.sentence].low[span.start : span.end] for span in pairs if span not in behind]
    two = {span for span in behind if _is_two(views[span.sentence].low[span.start : span.end], alone, elsewhere)}
    return [
        sentence._replace(
            spans=[part for span in sentence.spans for part in (_halves(span) if span in two else [span])]
        )
        for sentence in found
    ]


def _halves(span: Span) -> list[Span]:
    return [span._replace(end=span.start + 1), span._replace(start=span.start + 1)]


def _is_behind_relative(view: View, span: Span) -> bool:
    at = span.start - 1
    if view.pos(at) != "NOUN" or view.lemma(at) not in _RELATIVES:
        return False
    return at == 0 or view.word(at - 1) not in _POSSESSIVES


def _is_two(pair: Sequence[str], alone: set[str], elsewhere: Sequence[Sequence[str]]) -> bool:
    first, second = pair
    # 'Самана' is a genitive where 'Саман' is the name; 'Анна' is none.
    declined = first[-1] in VOWELS and (first[-1] not in _GENITIVES or first not in alone)
    return (
        declined
        and any(same_word(first, name) for name in alone)
        and any(same_word(second, name) for name in alone)
        and not any(same_word(first, one) and same_word(second, other) for one, other in elsewhere)
    )
