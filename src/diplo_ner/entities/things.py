"""Nouns that stand for a country, a body or a document named before: 'страна', 'ведомство', 'документ'."""

from __future__ import annotations

from functools import cache

from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import View
from diplo_ner.entities.stand_ins import has_complement, is_agent
from diplo_ner.records import EntityRecord, MentionSpan
from diplo_ner.resources import gazetteers

_PAGE = 40  # sentences of a paragraph and the one before that are searched
_COUNTRIES = frozenset({"страна", "государство"})
_OFFICIAL = frozenset({"республика", "королевство", "эмират", "султанат", "княжество", "федерация"})
_COUNTRY_BEGINNINGS = ("стран", "госуд", "респ", "коро", "эмират", "султанат", "княж", "федер")
_DELEGATIONS = frozenset({"делегация"})
# Each noun with the kinds of listed organisations that it may mean beside those that the text calls so.
_BODIES = {
    "ведомство": frozenset({"ministry"}),
    "министерство": frozenset({"ministry"}),
    "альянс": frozenset({"bloc", "military"}),
    "блок": frozenset({"bloc"}),
    "организация": frozenset({"bloc", "international", "agency"}),
    "издание": frozenset({"media"}),
    "агентство": frozenset({"agency"}),
    "компания": frozenset({"company"}),
    "парламент": frozenset({"parliament"}),
    "партия": frozenset({"party"}),
    **dict.fromkeys(
        (
            "банк", "газета", "движение", "группировка", "комиссия", "комитет", "концерн", "корпорация",
            "объединение", "посольство", "сейм", "сенат", "совет", "союз", "суд", "телеканал", "фонд", "федерация",
        ),
        frozenset[str](),
    ),
}  # fmt: skip
_BODY_BEGINNINGS = tuple(sorted({noun[:4] for noun in _BODIES}))
_OWNED = {
    "организация": frozenset({"ORGANIZATION"}),
    "ведомство": frozenset({"ORGANIZATION"}),
    "компания": frozenset({"ORGANIZATION"}),
    "группировка": frozenset({"ORGANIZATION"}),
    "партия": frozenset({"PARTY"}),
}
_OWNED_BEGINNINGS = ("стран", "госуд", "организац", "ведомств", "компан", "группиров", "парти")
_MINISTRIES = ("министерство", "мид", "минобороны", "мвд", "минфин", "мчс", "минэнерго", "минюст")
_DOCUMENTS = frozenset({
    "соглашение", "договор", "меморандум", "протокол", "декларация", "резолюция", "контракт", "пакт", "закон", "указ",
    "коммюнике", "конвенция", "хартия",
})  # fmt: skip
_PAPERS = frozenset({"документ"})
_DOCUMENT_BEGINNINGS = tuple(sorted({noun[:4] for noun in _DOCUMENTS | _PAPERS}))


def _is_bare(text: Discourse, view: View, i: int) -> bool:
    """A singular noun with no adjective, number, name or complement of its own; 'этот' may stand before it.

    The name that follows may be that of the one who holds the post ('министр страны Имя').
    """
    if not view.is_noun(i) or view.feat(i, "Number") == "Plur":
        return False
    before = view.pos(i - 1)
    if (
        before in ("ADJ", "NUM")
        or (before == "VERB" and view.feat(i - 1, "Case"))
        or (before == "DET" and view.lemma(i - 1) not in ("этот", "данный"))
    ):
        return False
    if view.word(i - 1) == "-" or view.word(i + 1) in ("«", '"', "„", "“", "по", "о", "об", "-"):
        return False
    in_post = any(m.start < i and m.end == i + 1 for m in text.covering(view.index, i, "POST"))
    if is_agent(view, i) or (in_post and text.named_at(view, i + 1) is not None):
        return True
    is_named = view.pos(i + 1) == "PROPN" or (view.pos(i + 1) == "NOUN" and view.feat(i + 1, "Case") == "Nom")
    return not is_named and not has_complement(view, i)


def _is_free(text: Discourse, view: View, i: int) -> bool:
    """Whether no name of a country, body or document begins with the token, or is it."""
    taken = text.covering(view.index, i, "COUNTRY", "ORGANIZATION", "PARTY", "DOCUMENT")
    return all(text.is_generic(m) if m.end - m.start == 1 else m.start < i for m in taken)


def begins_side(word: str) -> bool:
    """Whether a word is one that ``find_side`` looks at."""
    return word.lower().startswith(("сторон", "делегац"))


def find_side(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'турецкая сторона', 'делегация Лаоса': the country."""
    if view.pos(i) != "NOUN" or view.is_plural(i):
        return []
    lemma = view.lemma(i)
    if lemma == "сторона" or lemma in _DELEGATIONS:
        for m in text.of_sentence(view.index):
            if m.end == i and text.type(m) == "COUNTRY" and m.kind == "adjective":
                return [MentionSpan(view.index, m.start, i + 1, m.entity, "description")]
    if lemma in _DELEGATIONS and not _is_bare(text, view, i):
        for m in text.of_sentence(view.index):
            is_body = text.type(m) in ("COUNTRY", "ORGANIZATION", "PARTY") and m.kind != "adjective"
            if m.start == i + 1 and is_body and view.feat(view.head(m.start, m.end), "Case") in ("Gen", ""):
                return [MentionSpan(view.index, i, m.end, m.entity, "description")]
    if lemma in _DELEGATIONS and _is_bare(text, view, i):
        near = text.before(view, i, _PAGE, "COUNTRY", "ORGANIZATION", "PARTY", blocks=1)
        senders = {m.entity for m in near if _names_delegation(text, m)}
        if len(senders) == 1:
            return [MentionSpan(view.index, i, i + 1, senders.pop(), "description")]
    return []


def _names_delegation(text: Discourse, mention: MentionSpan) -> bool:
    view = text.views[mention.sentence]
    return mention.kind == "description" and any(
        view.lemma(j) in _DELEGATIONS for j in (mention.start, mention.end - 1)
    )


def begins_country(word: str) -> bool:
    """Whether a word is one that ``find_country`` looks at."""
    return word.lower().startswith(_COUNTRY_BEGINNINGS)


def find_country(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'страна': the only country that the paragraph has named before."""
    if not _is_bare(text, view, i) or text.covering(view.index, i, "COUNTRY", "PARTY"):
        return []
    if any(m.end > i + 1 or m.start == i for m in text.covering(view.index, i, "ORGANIZATION")):
        return []
    noun = view.lemma(i)
    if noun not in _COUNTRIES and noun not in _OFFICIAL:
        return []
    countries = {m.entity for m in text.before(view, i, _PAGE, "COUNTRY")}
    if noun in _OFFICIAL:
        countries = {c for c in countries if noun in _official_words(text.entities[c].name)}
    if len(countries) > 1 and view.feat(i, "Case") == "Gen" and text.covering(view.index, i, "POST", "ORGANIZATION"):
        own = {c for c in countries if text.country_of(c) in _of_holder(text, view, i)}
        countries = own or countries & _topic(text, view, i)
    if len(countries) != 1:
        return []
    return [MentionSpan(view.index, i, i + 1, countries.pop(), "description")]


def _of_holder(text: Discourse, view: View, i: int) -> frozenset[str]:
    """'президент страны Иван Белов': the countries that the holder of the post is known to act for."""
    holders = (text.holder(post) for post in text.covering(view.index, i, "POST"))
    return next((text.countries(person) for person in holders if person is not None), frozenset())


def _topic(text: Discourse, view: View, i: int) -> set[int]:
    """The country that the text is about: the only one named in this sentence, or its subject; else one of the last.

    Adjectives name none ('российский газ'), but where one acts ('турецкие власти осудили США') the other is not sure.
    """
    for back in (0, 1):
        mentions = text.before(view, i, back, "COUNTRY")
        named = [m for m in mentions if m.kind != "adjective"]
        found = {m.entity for m in named}
        if found:
            acting = {m.entity for m in mentions if m.kind == "adjective" and text.is_of_subject(m)}
            return found if len(found | acting) == 1 else {m.entity for m in named if text.is_subject(m)}
    return set()


def begins_own(word: str) -> bool:
    """Whether a word is one that ``find_own`` looks at."""
    return word.lower().startswith(_OWNED_BEGINNINGS)


def find_own(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'его страна', 'её партия': what the person of the pronoun acts for by post."""
    if view.pos(i) != "NOUN" or i == 0 or view.is_plural(i):
        return []
    owners = [m for m in text.at(view.index, i - 1, i, "PERSON") if m.kind == "pronoun"]
    noun = view.lemma(i)
    if not owners or view.tagged.heads[i - 1] != i or not _is_free(text, view, i) or has_complement(view, i):
        return []
    if noun in _COUNTRIES:
        found = {m.entity for m in text.before(view, i, _PAGE, "COUNTRY", blocks=view.tagged.sentence.block)}
        own = {c for c in found if text.country_of(c) in text.countries(owners[0].entity)}
    elif noun in _OWNED:
        own = {b for b in text.bodies(owners[0].entity) if text.entities[b].type in _OWNED[noun]}
    else:
        return []
    return [MentionSpan(view.index, i - 1, i + 1, own.pop(), "description")] if len(own) == 1 else []


@cache
def _official() -> dict[str, str]:
    return {row.name: " ".join(row.official).lower() for row in gazetteers.countries()}


def _official_words(name: str) -> str:
    return _official().get(name, "")


def begins_body(word: str) -> bool:
    """Whether a word is one that ``find_body`` looks at."""
    return word.lower().startswith(_BODY_BEGINNINGS)


def find_body(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'ведомство': the only body of its kind that the paragraph has named before, else that and the one before."""
    if not view.is_noun(i) or not _is_bare(text, view, i):
        return []
    noun = view.lemma(i)
    if noun not in _BODIES or view.is_plural(i) or not _is_free(text, view, i):
        return []
    for back, blocks in ((_PAGE, 0), (_PAGE, 1)):
        near = text.before(view, i, back, "ORGANIZATION", "PARTY", blocks=blocks)
        bodies = {m.entity for m in near if not text.is_generic(m) and _is_called(text, m, noun)}
        if bodies:
            break
    if len(bodies) != 1:
        return []
    return [MentionSpan(view.index, i, i + 1, bodies.pop(), "description")]


@cache
def _kinds() -> dict[str, str]:
    return {row.name.strip("«»"): row.kind for row in gazetteers.organizations()}


def _is_called(text: Discourse, mention: MentionSpan, noun: str) -> bool:
    """Whether a body's name or the word before it is the noun, or its kind is one that the noun means."""
    record, view = text.entities[mention.entity], text.views[mention.sentence]
    if record.type == "PARTY":
        return noun == "партия"
    name = record.name.lower()
    if noun in name.split() or noun in (view.lemma(mention.start), view.lemma(mention.start - 1)):
        return True
    if noun in ("ведомство", "министерство") and name.startswith(_MINISTRIES):
        return True
    return _kinds().get(record.name) in _BODIES[noun]


def begins_document(word: str) -> bool:
    """Whether a word is one that ``find_document`` looks at."""
    return word.lower().startswith(_DOCUMENT_BEGINNINGS)


def find_document(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'документ': the only document that the paragraph has named before, else the only one of the sentence before."""
    if view.pos(i) != "NOUN" or not _is_bare(text, view, i):
        return []
    noun = view.lemma(i)
    if noun not in _PAPERS and noun not in _DOCUMENTS:
        return []
    if not _is_free(text, view, i):
        return []
    for back in (1, _PAGE):
        near = [m for m in text.before(view, i, back, "DOCUMENT") if not _is_same(text, m, view, i)]
        papers = {m.entity for m in near if _is_paper(text.entities[m.entity], noun)}
        if papers:
            break
    if len(papers) != 1:
        return []
    return [MentionSpan(view.index, i, i + 1, papers.pop(), "description")]


def _is_same(text: Discourse, mention: MentionSpan, view: View, i: int) -> bool:
    """Whether an earlier mention is of the very thing that token ``i`` is taken for so far."""
    return any(mention.entity == m.entity for m in text.covering(view.index, i, "DOCUMENT"))


def _is_paper(record: EntityRecord, noun: str) -> bool:
    words = record.name.lower().split()
    return words[:1] != ["документ"] and (noun in _PAPERS or noun in words)
