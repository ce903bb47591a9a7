"""Post phrases that denote a person: one named in the text ('министр' after 'министр Имя'), or one without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diplo_ner.entities.groups import EXPANSIONS, Group
from diplo_ner.entities.people import Person
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import Span, View

# Words before a post that make it an office and no person, and verbs that give or take one.
_OFFICE = frozenset(
    "пост должность кресло роль выборы обязанность полномочие кандидат кандидатура титул звание ранг претендент место "
    "статус срок администрация аппарат канцелярия резиденция институт ведомство".split()
)
_COPULAS = frozenset(
    "стать быть являться назначить избрать работать служить остаться оставаться утвердить занять занимать считать "
    "называть назвать выбрать переизбрать провозгласить объявить сделать становиться избираться признать".split()
)
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ"})
_STATE = frozenset({"head_of_state", "monarch"})
_LEADERS = frozenset({"head_of_state", "head_of_government", "monarch", "party"})
_FOREIGN = frozenset({"министр", "секретарь"})
_ANY_MINISTER = frozenset({"ведомство", "дипломатия", "мид", "министерство"})


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a post: where the text says so, the words of the title, its kind, the countries of the post."""

    person: Person
    at: Span
    words: frozenset[str]
    kind: str | None
    countries: frozenset[str]


def resolve(
    views: Sequence[View],
    posts: Mapping[Span, PostSpan],
    groups: Sequence[Group],
    persons: list[Person],
    pairs: Sequence[tuple[Span, Span]],
    inside: Mapping[int, Sequence[Span]],
) -> None:
    """Adds description mentions to ``persons``, and persons known by a post alone.

    ``inside`` has all spans by sentence. A description goes to the one person whose post fits; among several, to the
    latest of the same paragraph where it names no country itself.
    """
    group_of = {span: group for group in groups if group.type == "POST" for span in group.spans}
    person_of = {span: person for person in persons for span in person.spans}
    held = [
        Held(person_of[person], post, _words(group_of[post]), posts[post].kind, frozenset(group_of[post].countries))
        for post, person in sorted(pairs)
        if post in group_of and person in person_of and post in posts
    ]
    taken = {(post.sentence, posts[post].core) for post, _ in pairs if post in posts}
    unnamed: dict[int, Person] = {}
    for span, post in sorted(posts.items()):
        view = views[span.sentence]
        group = group_of.get(span)
        if group is None or (span.sentence, post.core) in taken:
            continue
        if not _denotes_person(view, post, inside[span.sentence]):
            continue
        person = _named(views, span, post, group, held)
        if person is None and post.kind is not None and (group.countries or _has_body(span, inside[span.sentence])):
            person = unnamed.get(id(group))
            if person is None:
                person = unnamed[id(group)] = Person((), described=group)
                persons.append(person)
        if person is not None:
            person.spans.append(Span(span.sentence, span.start, span.end, "PERSON", "description", "post"))


def _words(group: Group) -> frozenset[str]:
    return frozenset(word for word in group.signature if ":" not in word)


def _denotes_person(view: View, post: PostSpan, inside: Sequence[Span]) -> bool:
    span = post.span
    if view.feat(post.core, "Number") == "Plur":
        return False
    if any(_around(other, span) and other.type in ("POST", "ORGANIZATION", "EVENT", "PARTY") for other in inside):
        return False
    if any(other.type == "PERSON" and other.start == span.end for other in inside):
        return False
    before = span.start - 1
    while before > 0 and view.pos(before) in ("ADJ", "ADP", "DET"):
        before -= 1
    if view.pos(before) in ("NOUN", "VERB") and view.lemma(before) in _OFFICE:
        return False
    if view.feat(post.core, "Case") == "Ins":
        head = view.tagged.heads[post.core]
        return not (head >= 0 and view.lemma(head) in _COPULAS)
    return not (view.tagged.deps[post.core] == "root" or view.word(before) in ("как", "—", "–"))


def _around(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end and outer.kind != "description"


def _has_body(span: Span, inside: Sequence[Span]) -> bool:
    return any(
        other.type in ("ORGANIZATION", "COUNTRY", "PARTY") and span.start <= other.start and other.end <= span.end
        for other in inside
    )


def _named(views: Sequence[View], span: Span, post: PostSpan, group: Group, held: Sequence[Held]) -> Person | None:
    view = views[span.sentence]
    lemmas = [view.lemma(i).replace("ё", "е") for i in range(span.start, span.end) if view.pos(i) in _CONTENT]
    words = frozenset(part for lemma in lemmas for part in EXPANSIONS.get(lemma, lemma).split())
    fitting = [one for one in held if _fits(post, words, group, one)]
    before = [one for one in fitting if one.at < span]
    people = {id(one.person): one.person for one in before or (fitting if group.countries else [])}
    if len(people) == 1:
        return next(iter(people.values()))
    if not people or group.countries:
        return None
    block = view.tagged.sentence.block
    near = {id(one.person): one.person for one in before if views[one.at.sentence].tagged.sentence.block == block}
    return next(iter(near.values())) if len(near) == 1 else None


def _fits(post: PostSpan, words: frozenset[str], group: Group, one: Held) -> bool:
    if group.countries and one.countries and not group.countries & one.countries:
        return False
    own = _words(group)
    if own & one.words and (own <= one.words or words <= one.words):
        return _same_level(post, one)
    if "глава" in words and ("государство" in words or "республика" in words or "страна" in words):
        return one.kind in _STATE and "заместитель" not in one.words
    if "глава" in words and ("правительство" in words or "кабинет" in words):
        return one.kind == "head_of_government"
    if "глава" in words and words & _ANY_MINISTER:
        return one.kind == "minister" and bool(one.words & _FOREIGN) and _same_level(post, one)
    return "лидер" in words and one.kind in _LEADERS and bool(group.countries)


def _same_level(post: PostSpan, one: Held) -> bool:
    deputy = "заместитель" in one.words or any(word.startswith("вице-") for word in one.words)
    return deputy == (post.deputy > 0) or post.deputy > 0
