"""Spans of the entity model that their own words contradict: no names of what the model takes them for.

The model reads every sentence alone and calls by a name's type what merely stands where names stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from diplo_ner import morphology
from diplo_ner.entities import heads, name_forms
from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.spans import OPENING, Span, View
from diplo_ner.resources import gazetteers
from diplo_ner.resources.gazetteers import OrganizationRow

_PLACES = ("COUNTRY", "PLACE")
_FROM_NAMES = ("ск", "цк")  # suffixes of adjectives that towns and regions give: 'тульский', 'елецкий'
_FROM_NOUNS = ("ческ",)  # 'политический'
_TIMES = frozenset({"мск", "гмт", "gmt", "utc", "msk"})  # after an hour: '12:00 мск'
_ADDRESS = "://"
_OF_PERSONS = frozenset({"Name", "Surn", "Patr"})
_MARKS = {"Nom": frozenset({"nomn"}), "Acc": frozenset({"nomn", "accs", "gent"})}  # 'accs' of a man is a genitive
_OF_MANY = frozenset({"bloc", "international"})  # kinds of bodies of many countries
_SURNAMES_TOO = frozenset({"лондон", "вашингтон", "берлин", "лима"})
_YEARS = range(1000, 2101)
_SHORT_YEARS = 100  # 'Евровидение-96'
# Nouns of actions and abstractions: whatever their complement, they head no body.
_ABSTRACT = frozenset({
    "политика", "дипломатия", "помощь", "интерес", "ультиматум", "консенсус", "техника", "оружие", "стратегия",
    "пропаганда", "экономика", "угроза", "победа", "кризис", "конфликт", "удар", "ответ", "роль", "позиция", "отказ",
    "суверенитет", "закупка", "поставка", "поддержка", "попытка", "выход", "вход", "рост", "спор", "провал",
})  # fmt: skip
_DEVERBAL = ("ние", "ация", "яция", "ость")
# Bodies and bodies of men that end so.
_BODIES = (
    "администрация", "организация", "корпорация", "федерация", "ассоциация", "делегация", "авиация", "радиостанция",
    "командование",
    "управление", "отделение", "объединение", "правление", "соединение", "подразделение", "учреждение", "собрание",
    "движение", "формирование", "ополчение", "издание", "предприятие", "заведение", "поселение", "сопротивление",
    "население", "образование",
)  # fmt: skip


def is_contradicted(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """Whether the words of a span of the model rule it out. ``listed`` are the sentence's hits of the gazetteers."""
    return any(doubt(view, span, listed) for doubt in _OF_TYPE.get(span.type, _OF_ALL))


def is_combining(view: View, span: Span, _: Sequence[Span] = ()) -> bool:
    """'Индо' of 'Индо-Тихоокеанский', 'политико' of 'политико-дипломатический': the first part of an adjective."""
    end = span.end
    return (
        end - span.start == 1
        and view.word(span.start).endswith("о")
        and view.word(end) == "-"
        and view.tokens[end].start == view.tokens[end - 1].end
        and view.pos(end + 1) == "ADJ"
    )


def is_in_address(view: View, span: Span, _: Sequence[Span] = ()) -> bool:
    """Words of a web address: 'https://example.org/2024/03/'."""
    start = span.start
    while start > 0 and view.tokens[start - 1].end == view.tokens[start].start:
        start -= 1
    return _ADDRESS in "".join(view.words[start : span.start])


def _is_listed(span: Span, listed: Sequence[Span]) -> bool:
    return any(hit[1:3] == span[1:3] for hit in listed)


def _is_common_noun(view: View, span: Span, _: Sequence[Span]) -> bool:
    """'Федерация' in 'Совет Федерации' as a country; the gazetteer's own names come anyway."""
    if span.end - span.start > 1:
        return False
    best = morphology.best_parse(view.words[span.start], view.pos(span.start), view.tagged.feats[span.start])
    return best is not None and best.known and "NOUN" in best.grammemes and "Geox" not in best.grammemes


def _is_adjective_of_no_country(view: View, span: Span, listed: Sequence[Span]) -> bool:
    return not _is_listed(span, listed) and all(view.pos(i) == "ADJ" for i in range(span.start, span.end))


def _is_longer_than_country(_: View, span: Span, listed: Sequence[Span]) -> bool:
    """'Украине США': a country that no gazetteer knows, with one that it knows at its beginning."""
    return not _is_listed(span, listed) and any(
        hit.type == "COUNTRY" and hit.kind != "adjective" and hit.start == span.start and hit.end < span.end
        for hit in listed
    )


def _is_body_before_country(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'ОПЕК Ирак' of 'страны ОПЕК Ирак и Кувейт', 'НАТО Грузии' of 'приём в НАТО Грузии': a listed body with a country
    behind that is not in the genitive, or one of many countries with any.
    """
    if _is_listed(span, listed):
        return False
    ends = [hit for hit in listed if hit.type == "COUNTRY" and hit.kind != "adjective" and hit.end == span.end]
    starts = {hit.end: hit.key for hit in listed if hit.type == "ORGANIZATION" and hit.start == span.start}
    if view.word(span.start).isascii():
        return False  # 'Sputnik Литва'
    return any(
        hit.start in starts
        and ("Gen" not in morphology.cases(view.words[hit.start]) or _kind(starts[hit.start]) in _OF_MANY)
        for hit in ends
    )


def _kind(key: str | None) -> str:
    row = row_of(key) if key else None
    return row.kind if isinstance(row, OrganizationRow) else ""


def _is_bloc_with_field(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'Европейский союз по иностранным делам' of 'представитель Европейского союза по иностранным делам'."""
    return not _is_listed(span, listed) and any(
        hit.start == span.start and view.word(hit.end) == "по" and hit.end < span.end and _kind(hit.key) == "bloc"
        for hit in listed
    )


def _is_delegation(view: View, span: Span, _: Sequence[Span]) -> bool:
    """'делегация Чили': it acts for its country or body."""
    return any(view.lemma(i) == "делегация" for i in (span.start, view.head(span.start, span.end)))


def _is_common_adjective(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'западные', 'однодневный' as places: adjectives that come from no name."""
    if span.end - span.start > 1 or _is_listed(span, listed):
        return False
    i = span.start
    if not (view.words[i].islower() or i == 0) or view.word(i - 1) in OPENING:
        return False
    if any(parse.known and "NOUN" in parse.grammemes for parse in morphology.parses(view.low[i])):
        return False
    best = morphology.best_parse(view.words[i], "ADJ", {})
    if best is None or not best.known or "ADJF" not in best.grammemes:
        return False
    stem = best.lemma[:-2]
    return not stem.endswith(_FROM_NAMES) or stem.endswith(_FROM_NOUNS)


def _is_time_zone(view: View, span: Span, _: Sequence[Span]) -> bool:
    return span.end - span.start == 1 and view.low[span.start] in _TIMES


def _is_bare_number(view: View, span: Span, _: Sequence[Span]) -> bool:
    """'резолюцию 2728' as a date: one that is no year, or the number of a document."""
    if span.end - span.start > 1 or not view.words[span.start].isdecimal():
        return False
    number = int(view.words[span.start])
    if number not in _YEARS and number >= _SHORT_YEARS:
        return True
    return view.word(span.start - 1) in ("№", "номер") or view.lemma(span.start - 1) in _documents()


@cache
def _documents() -> frozenset[str]:
    return frozenset(row.phrase for row in gazetteers.document_heads() if row.phrase.islower())


def _is_abstract(view: View, span: Span, _: Sequence[Span]) -> bool:
    """'демотивация армии', 'китайская дипломатия' as organisations: headed by what is no body."""
    if not (view.words[span.start].islower() or span.start == 0):
        return False
    i = next((i for i in range(span.start, span.end) if view.pos(i) in ("NOUN", "PROPN")), None)
    if i is None or not (view.words[i].islower() or i == 0) or view.word(span.start - 1) in OPENING:
        return False
    if heads.begins_body(view, i):
        return False
    best = morphology.best_parse(view.words[i], "NOUN", view.tagged.feats[i])
    if best is None or not best.known or "NOUN" not in best.grammemes:
        return False
    if best.lemma.endswith(_BODIES):  # 'обладминистрация'
        return False
    return best.lemma in _ABSTRACT or best.lemma.endswith(_DEVERBAL)


def _is_place_in_sentence(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'Муром посетят' as a man called Мур: a listed place, in a case in which the name of a person reads otherwise."""
    case = view.feat(span.start, "Case")
    if span.end - span.start > 1 or case not in ("Nom", "Acc"):
        return False
    if not any(hit[1:3] == span[1:3] and hit.type in _PLACES and hit.kind == "name" for hit in listed):
        return False
    marks = [parse.grammemes for parse in morphology.known_parses(view.low[span.start])]
    persons = [one for one in marks if one & _OF_PERSONS]
    wanted = _MARKS[case]
    return bool(persons) and not any(one & wanted for one in persons) and any("Geox" in o and o & wanted for o in marks)


def _is_capital(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'Кампала направила ноту' as a woman: a capital that no list knows as a person's name.

    The dictionary must know it as a place, or natasha read no person there.
    """
    word = view.low[span.start]
    if span.end - span.start > 1 or word in _SURNAMES_TOO or name_forms.roles(word):
        return False
    if not any(hit[1:3] == span[1:3] and (hit.key or "").startswith("capital:") for hit in listed):
        return False
    known = morphology.known_parses(word)
    stock = [raw for raw in view.tagged.spans if raw.recognizer == "stock" and raw.type == "PERSON"]
    is_person = any(raw.start <= span.start < raw.end for raw in stock)
    return not is_person or (bool(known) and all("Geox" in parse.grammemes for parse in known))


def is_part_of_longer(view: View, span: Span, listed: Sequence[Span]) -> bool:
    """'Дунай' of 'Дунай-Пресс', 'Рио' of 'Рио Тинто': a place before a name that is none ('Россия-Африка' is two)."""
    if span.type not in _PLACES:
        return False
    joined = view.word(span.end) == "-" and view.tokens[span.end - 1].end == view.tokens[span.end].start
    other = span.end + 1 if joined else span.end
    if other >= len(view) or not view.words[other].istitle():
        return False
    near = view.tokens[span.end].end == view.tokens[other].start if joined else view.pos(other) == "PROPN"
    if not near or any(hit.start <= other < hit.end for hit in listed):
        return False
    models = [raw for raw in view.tagged.spans if raw.recognizer == "model"]
    return not any(raw.start == other or (raw.start, raw.end) == span[1:3] for raw in models)


def is_advice(view: View, span: Span, _: Sequence[Span] = ()) -> bool:
    """'по совету президента': what somebody advised, no council."""
    return view.words[span.start] == "совету" and view.word(span.start - 1) == "по"


_Doubt = Callable[[View, Span, Sequence[Span]], bool]
_OF_ALL: tuple[_Doubt, ...] = (is_combining, _is_time_zone, is_in_address)
_OF_TYPE: dict[str, tuple[_Doubt, ...]] = {
    "COUNTRY": (*_OF_ALL, _is_common_noun, _is_adjective_of_no_country, _is_longer_than_country, _is_common_adjective),
    "PLACE": (*_OF_ALL, _is_common_adjective),
    "DATE": (*_OF_ALL, _is_bare_number),
    "EVENT": (*_OF_ALL, _is_delegation),
    "PERSON": (*_OF_ALL, _is_place_in_sentence, _is_capital),
    "ORGANIZATION": (*_OF_ALL, _is_body_before_country, _is_abstract, is_advice, _is_delegation, _is_bloc_with_field),
}


def is_part_of_foreign_name(view: View, span: Span, others: Sequence[Span]) -> bool:
    """'China' of 'South China Morning Post': a place inside a name in Latin letters."""
    if span.type not in _PLACES:
        return False
    return any(
        other.type in ("ORGANIZATION", "PARTY")
        and other.start <= span.start
        and span.end <= other.end
        and other[1:3] != span[1:3]
        and all(view.words[i].isascii() for i in range(other.start, other.end))
        for other in others
    )
