"""Which person holds which post, where the text puts them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from diplo_ner.entities.candidates import Found
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, DASHES, Span, View

_TITLES = frozenset({
    "шейх", "принц", "принцесса", "господин", "госпожа", "г-н", "г-жа", "сэр", "лорд", "король", "эмир", "генерал",
    "доктор", "товарищ",
})  # fmt: skip
_BRACKET = 6  # tokens: an abbreviation or a party in brackets between a post and its holder


def find(view: View, found: Found) -> list[tuple[Span, Span]]:
    """Pairs (post, person) of one sentence: apposition, comma, dash, brackets.

    Of coordinated names the post before them belongs to the first, unless it is plural; posts joined by a dash or
    'и' belong to one person.
    """
    posts, persons = found.posts, [span for span in found.spans if span.type == "PERSON"]
    outer = [post for post in posts if not any(_holds(other.span, post.span) for other in posts)]
    at = {person.start: person for person in persons}
    pairs: list[tuple[Span, Span]] = []
    for post in outer:
        persons_after = _after(view, post, at)
        sharing = sorted((other for other in posts if other.core == post.core and other.body), key=lambda p: p.span.end)
        if sharing and len(persons_after) == len(sharing) + 1:
            single = max((p for p in posts if p.core == post.core and not p.body), key=lambda p: p.span.end)
            each = [single, *sharing]
            pairs += [(p.span, person) for p, person in zip(each, persons_after, strict=True)]
        elif not sharing:
            pairs += [(post.span, person) for person in persons_after]
    held = {post for post, _ in pairs}
    pairs += _joined(view, outer, pairs)
    held = {post for post, _ in pairs}
    pairs += _before(view, [post for post in outer if post.span not in held], persons)
    return pairs


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def _after(view: View, post: PostSpan, at: dict[int, Span]) -> list[Span]:
    i = _skip(view, post.span.end)
    person = at.get(i)
    if person is None or not _same_case(view, post, person):
        return []
    if not view.is_plural(post.core):
        return [person]
    found = [person]
    while view.word(person.end) in (",", "и") and (following := at.get(person.end + 1)) is not None:
        person = following
        found.append(person)
    return found


def _same_case(view: View, post: PostSpan, person: Span) -> bool:
    """'катарскому эмиру Иванов передал': a name in the nominative after a post in the dative is another's."""
    case = view.feat(view.head(person.start, person.end), "Case")
    return not (view.feat(post.core, "Case") in ("Dat", "Ins") and case == "Nom" and _declines(view, person))


def _declines(view: View, person: Span) -> bool:
    return view.low[person.end - 1].endswith(("ов", "ев", "ин", "ын", "ова", "ева", "ина", "ский", "ская"))


def _skip(view: View, i: int) -> int:
    """Past what may stand between a post and the name: closing quotes, brackets, a title."""
    while i < len(view):
        if view.words[i] in CLOSING:
            i += 1
        elif view.word(i) == "(":
            close = next((j for j in range(i + 1, min(len(view), i + _BRACKET)) if view.word(j) == ")"), None)
            if close is None:
                return i
            i = close + 1
        elif view.pos(i) in ("NOUN", "PROPN") and view.lemma(i) in _TITLES:
            i += 1
        else:
            return i
    return i


def _joined(view: View, posts: Sequence[PostSpan], pairs: list[tuple[Span, Span]]) -> list[tuple[Span, Span]]:
    """'помощник президента - заведующий отделом Имя', 'президент и председатель правительства Имя'."""
    found: list[tuple[Span, Span]] = []
    owner = dict(pairs)
    for left, right in reversed(list(pairwise(posts))):
        between = view.words[_skip(view, left.span.end) : right.span.start]
        person = owner.get(right.span)
        if person is None or left.span in owner or view.is_plural(left.core):
            continue
        same_case = view.feat(left.core, "Case") == view.feat(right.core, "Case")
        coordinated = len(between) == 1 and between[0] in ("и", ",") and _same_body(view, left, right)
        if same_case and (coordinated or (len(between) == 1 and between[0] in DASHES)):
            owner[left.span] = person
            found.append((left.span, person))
    return found


def _same_body(view: View, left: PostSpan, right: PostSpan) -> bool:
    """Whether the first of two coordinated posts leaves its body to the second ('президент и председатель X')."""
    own, other = view.low[left.body_from : left.span.end], view.low[right.body_from : right.span.end]
    return left.span.end == left.head_end or own == other


def _before(view: View, posts: Sequence[PostSpan], persons: Sequence[Span]) -> list[tuple[Span, Span]]:
    """'Имя, глава ведомства', 'Имя — президент', 'Имя (министр)'."""
    ends = {person.end: person for person in persons}
    found: list[tuple[Span, Span]] = []
    for post in posts:
        i = post.span.start - 1
        while i > 0 and view.pos(i) == "ADJ" and view.feat(i, "Case") == view.feat(post.core, "Case"):
            i -= 1
        mark = view.word(i)
        person = ends.get(i)
        if person is None or mark not in (",", "(", *DASHES):
            continue
        case, number = view.feat(post.core, "Case"), view.feat(post.core, "Number")
        if number == "Plur":
            continue
        if mark == "," and case not in (view.feat(view.head(person.start, person.end), "Case"), ""):
            continue
        if mark in DASHES and case not in ("Nom", "Ins", ""):
            continue
        found.append((post.span, person))
    return found
