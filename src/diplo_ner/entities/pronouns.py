"""Third-person and relative pronouns, resolved only where number, gender and place leave one antecedent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diplo_ner.entities import offices
from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import DASHES, View
from diplo_ner.records import MentionSpan

_MALE = frozenset({"он", "его", "него", "ему", "нему", "им", "ним", "нем", "нём"})
_FEMALE = frozenset({"она", "ее", "её", "нее", "неё", "ей", "ней", "ею", "нею"})
_RELATIVE = "котор"
_LATTER = {"тот": "male", "та": "female"}
_EITHER_NUMBER = frozenset({"им", "ним"})
_DATIVE_PREPOSITIONS = frozenset({"к", "ко", "по"})
_BACK = 1  # sentences before its own that a pronoun looks into
_DEPTH = 8  # steps from a pronoun to its clause
_INSIDE = frozenset({"в", "во", "на", "из", "под", "над"})
_OF_THINGS = frozenset({
    "дата", "время", "срок", "текст", "содержание", "участник", "проведение", "начало", "итог", "результат", "условие",
    "положение", "пункт", "реализация", "выполнение", "подписание", "завершение", "стоимость", "автор",
})  # fmt: skip
_SPEECH = frozenset({
    "сказать", "заявить", "добавить", "подчеркнуть", "отметить", "сообщить", "пояснить", "уточнить", "напомнить",
    "рассказать", "написать", "ответить", "признать", "считать", "заверить", "отрезать", "указать", "заметить",
    "предупредить", "продолжить", "констатировать", "обещать", "пообещать", "призвать", "говорить", "объяснить",
})  # fmt: skip
_CORE = frozenset({"nsubj", "nsubj:pass", "obj"})
_BODIES = ("COUNTRY", "ORGANIZATION", "PARTY")
# The tagger now and then takes an active participle for a finite verb.
_PARTICIPLE = re.compile(r"(?:вш|[аяую]щ)(?:ий|ая|ее|ие|его|ей|ему|ую|им|их|ими|ем)$")
_GENDERS = {"male": "Masc", "female": "Fem"}


def begins(word: str) -> bool:
    """Whether a word is one that ``find`` looks at."""
    word = word.lower()
    return word.startswith(_RELATIVE) or word in _LATTER or word in _MALE or word in _FEMALE


def find(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """The mention that token ``i`` is, if it is a pronoun with a safe antecedent."""
    word = view.low[i]
    if word.startswith(_RELATIVE):
        return _of(view, i, _relative(text, view, i))
    if word in _LATTER:
        return _of(view, i, _latter(text, view, i))
    gender = "male" if word in _MALE else "female"
    if view.pos(i) not in ("PRON", "DET", "PART") or _is_plural(view, i, word) or _is_of_thing(view, i):
        return []
    if _is_quoted_by(view, i, word):
        return []
    if view.word(i - 1) == "и" and i > 1 and view.tagged.heads[i] > i and view.pos(i - 2) in ("NOUN", "PROPN"):
        # 'Орлов и его жена', but 'организаторы саммита и его гости'
        persons = [m.entity for m in text.covering(view.index, i - 2, "PERSON") if m.end == i - 1]
        return _of(view, i, persons[0] if persons and _agrees(text, persons[0], _GENDERS[gender]) else None)
    return _of(view, i, _antecedent(text, view, i, gender))


def _of(view: View, i: int, entity: int | None) -> list[MentionSpan]:
    return [] if entity is None else [MentionSpan(view.index, i, i + 1, entity, "pronoun")]


def _is_plural(view: View, i: int, word: str) -> bool:
    if word not in _EITHER_NUMBER:
        return False
    return view.feat(i, "Number") == "Plur" or view.word(i - 1) in _DATIVE_PREPOSITIONS


def _is_quoted_by(view: View, i: int, word: str) -> bool:
    """'К нему относятся с уважением, отметил он': the speaker named behind his words is mostly not meant in them."""
    speakers = ("он",) if word in _MALE else ("она",)
    return any(
        view.word(j) in speakers and view.tagged.heads[j] == j - 1 and view.lemma(j - 1) in _SPEECH
        for j in range(i + 1, len(view))
    )


def _is_of_thing(view: View, i: int) -> bool:
    """'в нём', 'его дата': what is said of things."""
    if view.word(i - 1) in _INSIDE and view.word(i).startswith("н"):
        return True
    head = view.tagged.heads[i]
    return view.pos(i - 1) != "ADP" and head > i and view.pos(head) == "NOUN" and view.lemma(head) in _OF_THINGS


def _relative(text: Discourse, view: View, i: int) -> int | None:
    """The person whose name the clause of a relative pronoun hangs on."""
    clause = view.tagged.heads[i]
    if view.feat(i, "Number") == "Plur" or clause < 0 or not view.tagged.deps[clause].startswith("acl"):
        return None
    head = view.tagged.heads[clause]
    for mention in text.before(view, i, 0, "PERSON"):
        if any(view.pos(j) in ("NOUN", "PROPN") for j in range(mention.end, i)):
            continue
        if covers(text, mention, {head}) and _agrees(text, mention.entity, view.feat(i, "Gender")):
            return mention.entity
    return None


def _latter(text: Discourse, view: View, i: int) -> int | None:
    """'Орлов принял Белова, когда тот прилетел': the subject 'тот' is the one person named before who is no subject."""
    verb = view.tagged.heads[i]
    if not view.tagged.deps[i].startswith("nsubj") or verb <= i or view.pos(verb) not in ("VERB", "AUX"):
        return None
    others = [m for m in text.before(view, i, 0, "PERSON") if not text.is_subject(m)]
    subjects = {m.entity for m in text.before(view, i, 0, "PERSON") if text.is_subject(m)}
    persons = {m.entity for m in others} - subjects
    if len(persons) != 1 or not subjects:
        return None
    person = persons.pop()
    return person if text.gender(person) in (_LATTER[view.word(i)], "") else None


def _agrees(text: Discourse, person: int, gender: str) -> bool:
    return not gender or _GENDERS.get(text.gender(person), gender) == gender


def _antecedent(text: Discourse, view: View, i: int, gender: str) -> int | None:
    own = rivals(view, i)
    named = [
        mention
        for mention in text.before(view, i, _BACK, "PERSON")
        if (mention.sentence < view.index or not covers(text, mention, own))
        and not _is_speaker(text, mention)
        and text.is_spoken(mention.sentence, mention.start) == text.is_spoken(view.index, i)
    ]
    excluded = {m.entity for m in text.before(view, i, 0, "PERSON")} - {
        m.entity for m in named if m.sentence == view.index
    }
    fitting = [m for m in named if text.gender(m.entity) in (gender, "") and m.entity not in excluded]
    if not fitting:
        return _body(text, view, i, gender) if not excluded and view.word(i) not in _EITHER_NUMBER else None
    best = _chosen(text, view, fitting)
    if best is None or (text.gender(best) != gender and not _known_alone(text, view, i, best)):
        return None
    return None if _is_disputed(text, view, i, _GENDERS[gender], best) else best


def _known_alone(text: Discourse, view: View, i: int, person: int) -> bool:
    """A person of unknown gender is meant only where no other is near."""
    return {m.entity for m in text.before(view, i, _BACK, "PERSON")} == {person}


def _chosen(text: Discourse, view: View, fitting: Sequence[MentionSpan]) -> int | None:
    """The only person; else the only one in the nearest sentence that is its subject."""
    persons = {m.entity for m in fitting}
    if len(persons) == 1:
        return persons.pop()
    nearest = [m for m in fitting if m.sentence == max(m.sentence for m in fitting)]
    subjects = {m.entity for m in nearest if text.is_subject(m)}
    if len(subjects) != 1 or (nearest[0].sentence == view.index and any(_is_object(text, m) for m in nearest)):
        return None  # 'Орлов поблагодарил Белова за то, что он пришёл'
    return subjects.pop()


def _is_object(text: Discourse, mention: MentionSpan) -> bool:
    return text.views[mention.sentence].tagged.deps[text.filler(mention)] in ("obj", "iobj", "obl")


def rivals(view: View, i: int) -> set[int]:
    """Tokens that a pronoun or description at ``i`` cannot mean: the subject and the other arguments of its own verb.

    'Орлов принял его', 'Орлов, принявший его', 'Орлов принял его брата': Russian would say 'себя' and 'свой' of Орлов.
    """
    heads, deps = view.tagged.heads, view.tagged.deps
    verb = heads[i]
    steps = 0
    while verb >= 0 and view.pos(verb) not in ("VERB", "AUX") and steps < _DEPTH:
        if deps[verb].startswith("nsubj"):
            return {verb}
        verb, steps = heads[verb], steps + 1
    if verb < 0:
        return set()
    own = {j for j in range(len(view)) if heads[j] == verb and deps[j] in ("obj", "iobj", "obl") and j != i}
    if deps[i].startswith("nsubj"):
        return own
    for _ in range(_DEPTH):
        subjects = {j for j in range(len(view)) if heads[j] == verb and deps[j].startswith("nsubj")}
        if subjects:
            return own | subjects
        if deps[verb].startswith("acl"):
            return own | {heads[verb]}
        if _PARTICIPLE.search(view.word(verb)):
            return own | _before_comma(view, verb)
        if deps[verb] not in ("conj", "xcomp", "advcl") or heads[verb] < 0 or _is_impersonal(view, verb):
            break
        verb = heads[verb]
    return own


def _is_impersonal(view: View, verb: int) -> bool:
    """'Орлов заболел, но его визит не отменили': a plural verb joined to one of another number has no subject."""
    head = view.tagged.heads[verb]
    return (
        view.tagged.deps[verb] == "conj"
        and view.feat(verb, "Number") == "Plur"
        and view.feat(head, "Number") not in ("Plur", "")
    )


def _before_comma(view: View, participle: int) -> set[int]:
    """The word that a participle behind a comma belongs to, whatever the parser made of it."""
    comma = next((j for j in range(participle - 1, 0, -1) if view.word(j) == ","), 0)
    return {comma - 1} if comma else set()


def covers(text: Discourse, mention: MentionSpan, tokens: set[int]) -> bool:
    return text.filler(mention) in tokens or any(mention.start <= token < mention.end for token in tokens)


def _is_speaker(text: Discourse, mention: MentionSpan) -> bool:
    """Whether a mention is that of the speaker inside his own words ('— сказал Орлов. — Он ушёл'): he says 'я'."""
    view, filler = text.views[mention.sentence], text.filler(mention)
    verb = view.tagged.heads[filler]
    if not 0 < verb < filler or view.word(verb - 1) not in DASHES:
        return False
    mark = next((j for j in range(mention.end, len(view)) if view.word(j) in (".", ",")), len(view))
    if mark + 1 < len(view) or mention.sentence + 1 == len(text.views):
        return view.word(mark + 1) in DASHES
    return text.views[mention.sentence + 1].word(0) in DASHES


def _is_disputed(text: Discourse, view: View, i: int, gender: str, person: int) -> bool:
    """Whether another of the same grammatical gender has become the subject since the person was named.

    That is a country or body, or a person without a name ('дипломат').
    """
    last = max((m.sentence, m.end) for m in text.before(view, i, _BACK, "PERSON") if m.entity == person)
    bodies = text.before(view, i, _BACK, *_BODIES)
    if any((m.sentence, m.start) > last and text.is_subject(m) and _grammatical(text, m) == gender for m in bodies):
        return True
    if last[0] < view.index and (_names_thing(view, 0, i, gender) or _follows_thing(text, view, i, gender, person)):
        return True
    if last[0] == view.index and _is_oblique(view, i):
        near = any(m.start >= last[1] and m.sentence == view.index and _grammatical(text, m) == gender for m in bodies)
        if near or _names_thing(view, last[1], i, gender):
            return True
    for sentence in range(last[0], view.index + 1):
        other = text.views[sentence]
        start = last[1] if sentence == last[0] else 0
        end = i if sentence == view.index else len(other)
        if any(_is_stranger(text, other, j, gender, sentence == view.index) for j in range(start, end)):
            return True
    return False


def _is_oblique(view: View, i: int) -> bool:
    return view.tagged.deps[i] in ("obj", "iobj", "obl")


def _names_thing(view: View, start: int, i: int, gender: str) -> bool:
    """Whether the sentence itself offers a thing for 'она' before it; who 'says' is none.

    'его' and 'ему' may be neuter.
    """
    genders = {gender} if gender == "Fem" or view.word(i) == "он" else {gender, "Neut"}
    head = view.tagged.heads[i]
    if head >= 0 and view.tagged.deps[i].startswith("nsubj") and view.lemma(head) in _SPEECH:
        return False
    return any(
        view.pos(j) == "NOUN"
        and view.tagged.deps[j] in _CORE
        and head not in (view.tagged.heads[j], view.tagged.heads[view.tagged.heads[j]])
        and view.feat(j, "Animacy") != "Anim"
        and view.feat(j, "Gender") in genders
        and view.feat(j, "Number") != "Plur"
        for j in range(start, i)
    )


def _follows_thing(text: Discourse, view: View, i: int, gender: str, person: int) -> bool:
    """'День памяти Орлова прошёл. Его отметят': an object is rather the subject before than a name beside it."""
    if not _is_oblique(view, i):
        return False
    before = text.views[view.index - 1]
    if any(text.is_subject(m) for m in text.before(view, i, _BACK, "PERSON") if m.entity == person):
        return False
    return any(
        before.pos(j) == "NOUN"
        and before.tagged.deps[j].startswith("nsubj")
        and before.feat(j, "Animacy") == "Inan"
        and before.feat(j, "Gender") == gender
        for j in range(len(before))
    )


def _is_stranger(text: Discourse, view: View, j: int, gender: str, is_own_sentence: bool) -> bool:
    """Whether a word means a person without a name: a subject, or in the pronoun's own sentence a post anywhere."""
    if view.pos(j) != "NOUN" or view.feat(j, "Number") == "Plur" or view.feat(j, "Gender") != gender:
        return False
    posts = text.covering(view.index, j, "POST")
    if text.covering(view.index, j, "PERSON") or any(text.holder(post) is not None for post in posts):
        return False
    if is_own_sentence and any(view.head(post.start, post.end) == j for post in posts[:1]):
        return offices.denotes(view, j, posts[0].start)
    return view.tagged.deps[j].startswith("nsubj") and view.feat(j, "Animacy") == "Anim"


def _grammatical(text: Discourse, mention: MentionSpan) -> str:
    view = text.views[mention.sentence]
    head = view.head(mention.start, mention.end)
    return "" if view.feat(head, "Number") == "Plur" else view.feat(head, "Gender")


def _body(text: Discourse, view: View, i: int, gender: str) -> int | None:
    """A country or body: the subject of the sentence before or of this one, the only noun of the gender among them."""
    wanted = _GENDERS[gender]
    near = [m for m in text.before(view, i, _BACK, *_BODIES) if m.kind != "adjective" and text.is_subject(m)]
    subjects = {m.entity for m in near if _grammatical(text, m) == wanted}
    if len(subjects) != 1:
        return None
    own = rivals(view, i)
    found = subjects.pop()
    if any(m.sentence == view.index and covers(text, m, own) for m in near):
        return None
    taken = {(m.sentence, token) for m in near for token in range(m.start, m.end)}
    for sentence in {m.sentence for m in near if m.entity == found} | {view.index}:
        other = text.views[sentence]
        for j in range(len(other) if sentence < view.index else i):
            noun = other.pos(j) in ("NOUN", "PROPN") and other.feat(j, "Number") != "Plur"
            if noun and other.feat(j, "Gender") == wanted and (sentence, j) not in taken:
                return None
    return found
