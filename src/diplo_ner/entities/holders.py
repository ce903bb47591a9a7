"""Which person holds which post, where the text puts them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from diplo_ner.entities.candidates import Found
from diplo_ner.entities.name_forms import GIVEN, noun_cases, roles
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, DASHES, Span, View

_TITLES = frozenset({
    "шейх", "принц", "принцесса", "господин", "госпожа", "г-н", "г-жа", "сэр", "лорд", "король", "эмир", "генерал",
    "доктор", "товарищ",
})  # fmt: skip
_GIVEN_LENGTH = 4  # letters
_TIMES = frozenset({"ранее", "прежде", "некогда", "ныне", "теперь", "сейчас"})
_BRACKET = 6  # tokens: an abbreviation or a party in brackets between a post and its holder
_PLACED = 7  # tokens of a phrase between a post and its holder ('посол в Осло Имя', 'член палаты от области Имя')
_PLACING = frozenset({"в", "во", "на", "при", "от", "по"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})


def find(view: View, found: Found) -> list[tuple[Span, Span]]:
    """Pairs (post, person) of one sentence: apposition, comma, dash, brackets.

    Of coordinated names the post before them belongs to the first, unless it is plural; posts joined by a dash or
    'и' belong to one person.
    """
    posts, persons = found.posts, [span for span in found.spans if span.type == "PERSON"]
    dates = {span.start: span for span in found.spans if span.type == "DATE"}
    outer = [post for post in posts if not any(_holds(other.span, post.span) for other in posts)]
    at = {person.start: person for person in persons}
    pairs: list[tuple[Span, Span]] = []
    for post in outer:
        persons_after = _after(view, post, at, dates)
        sharing = sorted((other for other in posts if other.core == post.core and other.body), key=lambda p: p.span.end)
        if sharing and len(persons_after) == len(sharing) + 1:
            single = max((p for p in posts if p.core == post.core and not p.body), key=lambda p: p.span.end)
            each = [single, *sharing]
            pairs += [(p.span, person) for p, person in zip(each, persons_after, strict=True)]
        elif not sharing:
            pairs += [(post.span, person) for person in persons_after]
    held = {post for post, _ in pairs}
    pairs += _joined(view, outer, pairs, found.spans)
    held = {post for post, _ in pairs}
    pairs += _before(view, [post for post in outer if post.span not in held], persons)
    return pairs


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def _after(view: View, post: PostSpan, at: dict[int, Span], dates: dict[int, Span]) -> list[Span]:
    person = at.get(_skip(view, post.span.end)) or _placed(view, post, at, dates) or _listed(view, post, at)
    if person is not None and (servant := at.get(person.end)) is not None and _serves(view, post, person):
        person = servant
    if person is None or not _same_case(view, post, person):
        return []
    if not view.is_plural(post.core) and post.body is None:
        return [person]
    found = [person]
    while view.word(person.end) in (",", "и") and (following := at.get(person.end + 1)) is not None:
        person = following
        found.append(person)
    return found


def _listed(view: View, post: PostSpan, at: dict[int, Span]) -> Span | None:
    """The first of the holders that commas enclose: 'министры Чили и Перу, Анна Вега и Иван Морено, подписали'."""
    first = at.get(post.span.end + 1)
    if first is None or not view.is_plural(post.core) or view.word(post.span.end) != "," or view.word(first.end) != "и":
        return None
    second = at.get(first.end + 1)
    return first if second is not None and view.word(second.end) == "," else None


def _serves(view: View, post: PostSpan, person: Span) -> bool:
    """'представитель Орлова Иван Белов': whether the name after a post is the one whom its holder serves."""
    return view.feat(post.core, "Case") == "Nom" and view.feat(view.head(person.start, person.end), "Case") == "Gen"


def _placed(view: View, post: PostSpan, at: dict[int, Span], dates: dict[int, Span]) -> Span | None:
    """The holder behind a date, 'которой' or a phrase of place: 'министр 3 мая Имя', 'посол в Осло Имя'."""
    i = post.span.end
    if view.word(i) in ("которого", "которой", "которых"):
        i += 1
    if i in dates:
        i = dates[i].end
    if view.word(i) in _PLACING and i not in at:
        i += 1
        while i not in at and i < min(len(view), post.span.end + _PLACED) and _is_nominal(view, i):
            i = dates[i].end if i in dates else i + 1
    person = at.get(_skip(view, i))
    if person is None or view.is_plural(post.core):
        return None
    case = view.feat(view.head(person.start, person.end), "Case")
    return person if case and case == view.feat(post.core, "Case") else None


def _is_nominal(view: View, i: int) -> bool:
    return view.pos(i) in _NOMINAL or view.words[i] in CLOSING


def _same_case(view: View, post: PostSpan, person: Span) -> bool:
    """'катарскому эмиру Иванов передал', 'указом президента Луис Вега назначен': a name in the nominative after a post
    in another case is another's.
    """
    case = view.feat(view.head(person.start, person.end), "Case")
    if case == "Nom" and _in_other_case(view, post, person):
        return False
    return not (view.feat(post.core, "Case") in ("Dat", "Ins", "Loc") and case == "Nom" and _declines(view, person))


def _in_other_case(view: View, post: PostSpan, person: Span) -> bool:
    """Whether the form of the post is no nominative and that of a given name nothing else, as the dictionary has them.

    Short names are left out: of 'Ким Чен Ына' the last part alone declines.
    """
    cases = noun_cases(view.low[post.core])
    if not cases or "Nom" in (*cases, view.feat(post.core, "Case")) or view.may_be_plural(post.core):
        return False
    words = (word for word in view.low[person.start : person.end] if len(word) >= _GIVEN_LENGTH)
    return any(noun_cases(word) == {"Nom"} and GIVEN in roles(word) for word in words)


def _declines(view: View, person: Span) -> bool:
    surname = view.low[person.end - 1].endswith(("ов", "ев", "ин", "ын", "ова", "ева", "ина", "ский", "ская"))
    return surname or (person.end - person.start > 1 and view.low[person.start].endswith(("а", "я")))


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


def _joined(
    view: View, posts: Sequence[PostSpan], pairs: list[tuple[Span, Span]], spans: Sequence[Span]
) -> list[tuple[Span, Span]]:
    """'помощник президента - заведующий отделом Имя', 'лидер партии, бывший премьер Имя'."""
    found: list[tuple[Span, Span]] = []
    owner = dict(pairs)
    for left, right in reversed(list(pairwise(posts))):
        start = _modifiers(view, right)
        between = view.words[_skip(view, left.span.end) : start]
        person = owner.get(right.span)
        if person is None or person.start < right.span.end or left.span in owner or view.is_plural(left.core):
            continue
        if len(between) > 1 or view.feat(left.core, "Case") != view.feat(right.core, "Case"):
            continue
        mark = between[0] if between else ""
        if (
            (mark == "" and start == _skip(view, left.span.end) and left.span.end > left.head_end)
            or mark in DASHES
            or (mark == "и" and _is_one(view, left) and _one_country(left, right, spans))
            or (mark in ("и", ",") and _same_body(view, left, right))
            or (mark == "," and not _is_list(view, left, person) and _one_country(left, right, spans))
        ):
            owner[left.span] = person
            found.append((left.span, person))
    return found


def _is_one(view: View, post: PostSpan) -> bool:
    """Whether a post is the subject of a verb in the singular: two that 'и' joins are then one person's."""
    verb = view.tagged.heads[post.core]
    return view.tagged.deps[post.core].startswith("nsubj") and view.feat(verb, "Number") == "Sing"


def _modifiers(view: View, post: PostSpan) -> int:
    """Where the adjectives before a post begin that are no part of it ('бывший', 'нынешний')."""
    i = post.span.start
    while i > 0 and view.pos(i - 1) == "ADJ" and view.feat(i - 1, "Case") == view.feat(post.core, "Case"):
        i -= 1
    return i


def _is_list(view: View, left: PostSpan, person: Span) -> bool:
    """Whether posts before and names after make a chain of posts one of several people."""
    before = _modifiers(view, left) - 1
    return view.word(before) in (",", "и", ":") or view.word(person.end) in ("и", "а")


def _one_country(left: PostSpan, right: PostSpan, spans: Sequence[Span]) -> bool:
    named = [
        {s.key for s in spans if s.type == "COUNTRY" and post.span.start <= s.start and s.end <= post.span.end}
        for post in (left, right)
    ]
    return not (named[0] and named[1]) or bool(named[0] & named[1])


def _same_body(view: View, left: PostSpan, right: PostSpan) -> bool:
    """Whether the first of two coordinated posts leaves its body to the second ('президент и председатель X')."""
    own, other = view.low[left.body_from : left.span.end], view.low[right.body_from : right.span.end]
    return left.span.end == left.head_end or own == other


def _before(view: View, posts: Sequence[PostSpan], persons: Sequence[Span]) -> list[tuple[Span, Span]]:
    """'Имя, глава ведомства', 'Имя — президент', 'Имя (министр)', 'Имя, в прошлом посол'."""
    ends = {person.end: person for person in persons}
    found: list[tuple[Span, Span]] = []
    for post in posts:
        i = _past_time(view, _modifiers(view, post)) - 1
        mark = view.word(i)
        person = ends.get(i)
        if person is None or mark not in (",", "(", *DASHES):
            continue
        case, number = view.feat(post.core, "Case"), view.feat(post.core, "Number")
        if number == "Plur":
            continue
        if mark == "," and case not in (view.feat(view.head(person.start, person.end), "Case"), ""):
            continue
        same = case == view.feat(view.head(person.start, person.end), "Case")
        if mark in DASHES and case not in ("Nom", "Ins", "") and not same:
            continue
        found.append((post.span, person))
    return found


def _past_time(view: View, start: int) -> int:
    """Where the words begin that say when the post at ``start`` is or was held."""
    if view.word(start - 1) == "прошлом" and view.word(start - 2) == "в":
        return start - 2
    return start - 1 if view.word(start - 1) in _TIMES else start
