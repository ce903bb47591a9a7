"""How far a phrase reaches to the right of its head, and to the left over agreeing adjectives."""

from __future__ import annotations

from collections.abc import Mapping

from diplo_ner.entities.spans import CLOSING, OPENING, Span, View

_GENITIVE = frozenset({"Gen"})
_QUOTED_WORDS = 12  # the longest quoted name that is taken as one; longer ones are citations
_ADJECTIVES = frozenset({"ADJ", "DET", "VERB", "NUM"})
_NOUNS = frozenset({"NOUN", "PROPN"})
# 'по случаю визита': what an action is done by or for, no complement of a noun.
_OCCASIONS = frozenset({
    "случай", "повод", "итог", "слово", "мнение", "информация", "инициатива", "приглашение", "предложение", "просьба",
    "поручение", "решение", "причина", "завершение", "окончание", "ход", "совет", "сообщение", "данные", "результат",
    "требование", "состояние", "сведение", "оценка", "версия", "телефон", "видеосвязь",
})  # fmt: skip
_ADJECTIVAL = (
    "ий", "ый", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "го", "му", "ым", "им", "ых", "их", "ми", "ую", "юю", "ей",
    "ом", "ем",
)  # fmt: skip
_CASE_OF = {
    "по": "Dat", "при": "Loc", "в": "Loc", "во": "Loc", "от": "Gen", "о": "Loc", "об": "Loc", "для": "Gen", "на": "Acc",
}  # fmt: skip


def quoted_end(view: View, start: int) -> int | None:
    """The end of a quotation that opens at ``start``, its closing mark included; None where it does not close soon."""
    if view.word(start) not in OPENING:
        return None
    depth = 0
    for i in range(start, min(len(view), start + _QUOTED_WORDS)):
        if view.words[i] in CLOSING and i > start:
            depth -= 1
            if depth <= 0:
                return i + 1
        elif view.words[i] in OPENING:
            depth += 1
    return None


def is_name(view: View, start: int, end: int) -> bool:
    """Whether a quotation is a name: its first word is no small one ('«за поддержку»' is a citation)."""
    return not next((view.words[i] for i in range(start, end) if view.words[i] not in OPENING), "").islower()


def right(
    view: View,
    start: int,
    known: Mapping[int, Span],
    *,
    cases: frozenset[str] = _GENITIVE,
    prepositions: frozenset[str] = frozenset(),
    stops: frozenset[int] = frozenset(),
) -> int:
    """The end of the complements that begin at token ``start`` (``start`` itself where there are none).

    ``known`` maps the first token of a name to its longest span; ``cases`` are those of the first complement, later
    ones are genitive; ``prepositions`` may open one too; a token in ``stops`` ends the phrase.
    """
    end = start
    while end < len(view) and end not in stops:
        step = _complement(view, end, start, known, cases, prepositions, stops)
        if step == end:
            step = _coordinated(view, end, start, known, stops)
        if step == end:
            break
        end, cases = step, _GENITIVE
    return end


def _complement(
    view: View,
    i: int,
    start: int,
    known: Mapping[int, Span],
    cases: frozenset[str],
    prepositions: frozenset[str],
    stops: frozenset[int],
) -> int:
    span = known.get(i)
    if span is not None and span.type == "PERSON":
        return span.end if view.word(i - 1) in ("имени", "им") else i
    if span is not None and span.type == "DATE":
        return i
    if span is not None and span.kind != "adjective":
        head = view.head(span.start, span.end)
        case = view.feat(head, "Case")
        return span.end if not case or case in cases or view.words[i].isupper() else i
    if view.word(i) in prepositions and i + 1 < len(view):
        return _prepositional(view, i, start, known, stops)
    if (quoted := quoted_end(view, i)) and view.pos(i - 1) in _NOUNS:
        return quoted if is_name(view, i, quoted) else i
    if i > start and (bracketed := _after_bracket(view, i, known, cases)):
        return bracketed
    if i > start and view.words[i - 1] in CLOSING:
        return i  # 'на саммите «Группы двадцати» вопросы торговли'
    return nominal(view, i, cases, known, stops)


def _after_bracket(view: View, i: int, known: Mapping[int, Span], cases: frozenset[str]) -> int | None:
    """'служба охраны (СО) Латвии': the end of the name that follows an abbreviation in brackets."""
    if view.word(i) != "(" or not view.words[i + 1 : i + 2] or view.word(i + 2) != ")":
        return None
    span = known.get(i + 3)
    if not view.words[i + 1].isupper() or span is None or span.type not in ("COUNTRY", "ORGANIZATION", "PARTY"):
        return None
    case = view.feat(view.head(span.start, span.end), "Case")
    return span.end if span.kind != "adjective" and case in cases | {""} else None


def _prepositional(view: View, i: int, start: int, known: Mapping[int, Span], stops: frozenset[int]) -> int:
    if view.word(i) == "по" and view.lemma(i + 1) in _OCCASIONS:
        return i
    # 'посол X в городе', but 'пригласил посла в город'.
    case = _CASE_OF.get(view.word(i), "Gen")
    span = known.get(i + 1)
    if span is not None and span.type not in ("PERSON", "DATE") and span.kind != "adjective":
        return i if span.type == "PLACE" and case == "Loc" and i == start else _listed(view, span, case, known)
    end = nominal(view, i + 1, frozenset({case, "Acc"} if case == "Loc" else {case}), known, stops)
    return end if end > i + 1 else i


def _listed(view: View, first: Span, case: str, known: Mapping[int, Span]) -> int:
    """The end of a list of names in one case: 'по Азии, Африке и Ближнему Востоку'; ``first``'s where it is none."""
    cases = {case, "", *({"Dat", "Loc"} if case == "Dat" else ())}  # one form of most names
    last = first
    while view.word(last.end) in (",", "и") and (following := known.get(last.end + 1)) is not None:
        alike = following.type in ("PLACE", "COUNTRY") and following.kind != "adjective"
        if not alike or view.feat(view.head(following.start, following.end), "Case") not in cases:
            break
        last = following
        if view.word(following.start - 1) == "и":
            return last.end
    return first.end


def nominal(
    view: View, i: int, cases: frozenset[str], known: Mapping[int, Span], stops: frozenset[int] = frozenset()
) -> int:
    """The end of a noun with its adjectives in one of ``cases`` that begins at ``i``; ``i`` where there is none."""
    end = i
    while end < len(view) and end not in stops and end - i < 5:
        span = known.get(end)
        if span is not None and (span.type == "PERSON" or span.kind != "adjective"):
            return i if span.type in ("PERSON", "DATE") or view.feat(end, "Case") not in cases else span.end
        pos, case = view.pos(end), view.feat(end, "Case")
        if case not in cases:
            return i
        if pos in _NOUNS:
            return end + 1
        if pos not in _ADJECTIVES or (pos == "VERB" and view.feat(end, "VerbForm") != "Part"):
            return i
        end += 1
        if view.word(end) in ("и", ",") and view.pos(end + 1) == "ADJ" and view.feat(end + 1, "Case") in cases:
            end += 1
    return i


def _coordinated(view: View, i: int, start: int, known: Mapping[int, Span], stops: frozenset[int]) -> int:
    """'труда и социальной защиты', 'труда, занятости и защиты': more complements in the case of the one before."""
    if i == start or view.pos(i - 1) not in _NOUNS or i - 1 < start:
        return i
    case = frozenset({view.feat(i - 1, "Case")})
    if view.word(i) == "и" and i + 1 not in stops and i + 1 not in known:
        end = nominal(view, i + 1, case, known, stops)
        return end if end > i + 1 else i
    if view.word(i) == "," and i + 1 not in known and i + 1 not in stops:
        end = nominal(view, i + 1, case, known, stops)
        if end > i + 1 and view.word(end) == "и" and end + 1 not in known:
            last = nominal(view, end + 1, case, known, stops)
            return last if last > end + 1 else i
    return i


def left(view: View, start: int, known: Mapping[int, Span], *, allowed: frozenset[str] | None = None) -> int:
    """The start of the adjectives before ``start`` that agree with it in case, number and gender.

    With ``allowed`` only adjectives of known names and those whose lemma is in it are taken.
    """
    begin = start
    while begin > 0 and _agrees(view, begin - 1, start):
        adjective = _joint(known, begin) or known.get(begin - 1)
        is_name = adjective is not None and adjective.kind == "adjective"
        if not is_name and allowed is not None and view.lemma(begin - 1) not in allowed:
            break
        begin = adjective.start if adjective is not None and is_name else begin - 1
    return begin - 2 if is_ordinal_ending(view, begin) else begin


def _joint(known: Mapping[int, Span], end: int) -> Span | None:
    """The joint adjective of three tokens that ends at ``end``: 'ирано-иракское'."""
    span = known.get(end - 3)
    return span if span is not None and span.end == end and span.kind == "adjective" else None


def is_ordinal_ending(view: View, i: int) -> bool:
    """The 'го' of '11-го пакета', a token of its own."""
    number = i > 1 and view.words[i - 1] == "-" and view.words[i - 2].isdecimal() and view.words[i].islower()
    return number and view.tokens[i].start - view.tokens[i - 2].end == 1


def is_adjective(view: View, i: int) -> bool:
    """Whether a token is an adjective by tag and form ('замглавы' may be tagged as one)."""
    return view.pos(i) == "ADJ" and view.word(i).endswith(_ADJECTIVAL) and view.feat(i, "Variant") != "Short"


def _agrees(view: View, i: int, head: int) -> bool:
    proper = view.pos(i) == "PROPN" and view.word(i).endswith(("ий", "ый", "ая", "ое", "ого"))
    if not proper and not is_adjective(view, i):
        return False
    same_case = view.feat(i, "Case") == view.feat(head, "Case") or not view.feat(head, "Case")
    return same_case and (view.feat(i, "Number") == view.feat(head, "Number") or not view.feat(head, "Number"))
