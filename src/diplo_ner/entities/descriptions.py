"""Post phrases that denote a person: one named in the text ('министр' after 'министр Имя'), or one without a name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diplo_ner.entities.groups import Group, Grouper
from diplo_ner.entities.people import Person
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import Span, View

# Words before a post that make it an office and no person, and verbs that give or take one.
_OFFICE = frozenset({
    "пост", "должность", "кресло", "роль", "выборы", "обязанность", "полномочие", "кандидат", "кандидатура",
    "титул", "звание", "ранг", "претендент", "место", "статус", "срок", "администрация", "аппарат", "канцелярия",
    "резиденция", "институт", "ведомство",
})  # fmt: skip
_COPULAS = frozenset({
    "стать", "быть", "являться", "назначить", "избрать", "работать", "служить", "остаться", "оставаться",
    "утвердить", "занять", "занимать", "считать", "называть", "назвать", "выбрать", "переизбрать", "провозгласить",
    "объявить", "сделать", "становиться", "избираться", "признать", "назначение", "избрание", "переизбрание",
})  # fmt: skip
_ACTORS = frozenset({"head_of_state", "head_of_government", "monarch", "minister", "diplomat"})
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "conj"})
_STATE = frozenset({"head_of_state", "monarch"})
_LEADERS = frozenset({"head_of_state", "head_of_government", "monarch", "party"})
_FOREIGN = frozenset({"министр", "секретарь"})
_ANY_MINISTER = frozenset({"ведомство", "дипломатия", "мид", "министерство"})


_HORIZON = 200  # posts with a holder before and after a description that are searched: many pages of any text
_NOBODY = Person(())


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
    grouper: Grouper,
) -> None:
    """Adds description mentions to ``persons``, and persons known by a post alone.

    ``inside`` has all spans by sentence. A description goes to the one person whose post fits; among several, to the
    latest of the same paragraph where it names no country itself.
    """
    group_of = {span: group for group in groups if group.type == "POST" for span in group.spans}
    person_of = {span[:4]: person for person in persons for span in person.spans}
    held = [
        Held(
            person_of[person[:4]],
            post,
            _content(group_of[post].signature),
            posts[post].kind,
            group_of[post].countries,
        )
        for post, person in sorted(pairs)
        if post in group_of and person[:4] in person_of and post in posts
    ]
    taken = {(post.sentence, posts[post].core) for post, _ in pairs if post in posts}
    unnamed: dict[int, Person] = {}
    for span, post in sorted(posts.items()):
        view = views[span.sentence]
        group = group_of.get(span)
        if group is None or (span.sentence, post.core) in taken:
            continue
        if post.body is not None or not _denotes(view, post, inside[span.sentence]):
            continue
        signature, named = grouper.signature(view, span)
        own = Held(_NOBODY, span, _content(signature), post.kind, frozenset(named))
        people = _fitting(views, own, post, held)
        if view.is_plural(post.core) or view.lemma(span.start - 1) in ("оба", "два"):
            if len(people) == 2:
                for number, person in enumerate(people):
                    person.spans.append(
                        span._replace(type="PERSON", kind="description", source="post", key=f"{number}")
                    )
            continue
        found = people[0] if len(people) == 1 else None
        if found is None and _is_actor(view, post) and own.countries:
            found = unnamed.get(id(group))
            if found is None:
                found = unnamed[id(group)] = Person((), described=group)
                persons.append(found)
        if found is not None:
            found.spans.append(span._replace(type="PERSON", kind="description", source="post"))


def _content(signature: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in signature if ":" not in word)


def _is_actor(view: View, post: PostSpan) -> bool:
    """Whether a post without a named holder acts in its clause: heads, ministers and envoys as arguments of a verb."""
    dep, head = view.tagged.deps[post.core], view.tagged.heads[post.core]
    return post.kind in _ACTORS and dep in _ARGUMENTS and head >= 0 and view.pos(head) in ("VERB", "NOUN", "PROPN")


def _denotes(view: View, post: PostSpan, inside: Sequence[Span]) -> bool:
    span = post.span
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


def _fitting(views: Sequence[View], own: Held, post: PostSpan, held: Sequence[Held]) -> list[Person]:
    """The persons whose posts fit a description: those named before it, else after it where it names its country.

    Several fit a description that names no country: then those of its own paragraph are meant.
    """
    at = bisect_left(held, own.at, key=lambda one: one.at)
    near_by = held[max(0, at - _HORIZON) : at + _HORIZON]
    fitting = [one for one in near_by if _fits(post, own, one)]
    before = [one for one in fitting if one.at < own.at]
    people = {id(one.person): one.person for one in before or (fitting if own.countries else [])}
    if len(people) <= 1 or own.countries:
        return list(people.values())
    block = views[own.at.sentence].tagged.sentence.block
    near = {id(one.person): one.person for one in before if views[one.at.sentence].tagged.sentence.block == block}
    return list((near or people).values())


def _fits(post: PostSpan, own: Held, one: Held) -> bool:
    words = own.words
    if own.countries and one.countries and not own.countries & one.countries:
        return False
    if words and words <= one.words:
        return _same_level(post, one)
    if words == {"глава"} and own.countries:
        return one.kind in _LEADERS and bool(one.countries)
    if "глава" in words and words & {"государство", "республика", "страна"}:
        return one.kind in _STATE and "заместитель" not in one.words
    if "глава" in words and words & {"правительство", "кабинет"}:
        return one.kind == "head_of_government"
    if "глава" in words and words & _ANY_MINISTER:
        return one.kind == "minister" and bool(one.words & _FOREIGN) and _same_level(post, one)
    return "лидер" in words and one.kind in _LEADERS and bool(own.countries and one.countries)


def _same_level(post: PostSpan, one: Held) -> bool:
    deputy = "заместитель" in one.words or any(word.startswith("вице-") for word in one.words)
    return deputy == (post.deputy > 0) or post.deputy > 0
