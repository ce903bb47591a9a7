"""The mentions of one sentence: every recogniser asked in turn, their answers merged (see ``merge``)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from diplo_ner.entities import bodies, dates, doubts, events, gazetteer, grow, heads, merge, name_forms, posts
from diplo_ner.entities.gazetteer import Name
from diplo_ner.entities.lexicon import Lexicon
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View

_TYPES = frozenset({
    "DOCUMENT", "PARTY", "PERSON", "PLACE", "POST", "EVENT", "COUNTRY", "DATE", "ORGANIZATION",
})  # fmt: skip
_HAPPENS = frozenset({
    "открыться", "начаться", "пройти", "состояться", "завершиться", "закончиться", "стартовать", "проходить",
})  # fmt: skip
_WEEKDAYS = frozenset({"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})  # of date stamps ('Thu, 05 Jan')
_WHOLE = frozenset({"партия", "парламент"})  # of no one field: 'комитет парламента по обороне'
_GENITIVES = ("а", "я", "ого", "его", "ой", "ей", "ы", "и")
# Whom an adjective before gives a country, not a nationality.
_COLLEAGUES = frozenset({"коллега", "визави", "партнёр", "сторона", "делегация"})
_MARKS = frozenset(",.;:!?")


class Found(NamedTuple):
    """The spans of a sentence that stand, in text order, and the structure of its posts."""

    spans: list[Span]
    posts: list[PostSpan]


def find(view: View, lexicon: Lexicon[Name]) -> Found:
    """The mentions of one sentence."""
    nationalities = frozenset(
        i
        for raw in view.tagged.spans
        if raw.type == "NATIONALITY"
        for i in range(raw.start, raw.end)
        if i + 1 == len(view) or view.lemma(i + 1) not in _COLLEAGUES
    )
    listed = gazetteer.matches(view, lexicon)
    listed = [
        hit for hit in listed if not doubts.is_combining(view, hit) and not doubts.is_part_of_longer(view, hit, listed)
    ]
    named = _without_posts_of_user(view, tagged(view))
    named = [span for span in named if not doubts.is_contradicted(view, span, listed)]
    named = [span for span in named if not doubts.is_part_of_foreign_name(view, span, named)]
    named += bodies.introduced(view, named)
    sure = merge.with_gazetteer(view, named, listed, nationalities)
    dated = [Span(view.index, raw.start, raw.end, "DATE", "name", "dates") for raw in dates.find_dates(view.tagged)]
    sure = merge.with_built(view, sure, [span for span in dated if not doubts.is_in_address(view, span)])
    known: dict[int, Span] = {}
    for span in sure:
        if span.type not in ("POST", "EVENT", "DOCUMENT") and (
            span.start not in known or known[span.start].end < span.end
        ):
            known[span.start] = span
    nouns = heads.find(view)
    built = bodies.find(view, known, nouns.bodies)
    offices = posts.find(view, known, nouns)
    spans = [span for span in sure if span.type != "POST" or not posts.is_thing(view, span, offices)]
    spans = [span for span in spans if not posts.is_joint(view, span, offices)]
    spans = merge.with_built(view, spans, [*built, *(post.span for post in offices), *events.find(view, known, nouns)])
    structures = {(post.span.start, post.span.end): post for post in offices}
    read = [posts.read(view, span, structures, offices) for span in spans if span.type == "POST"]
    parts = {post.span[1:3]: post for post in posts.shared(view, read, spans)}
    read = [parts.pop(post.span[1:3])._replace(span=post.span) if post.span[1:3] in parts else post for post in read]
    more = parts.values()
    spans = sorted([*spans, *(post.span for post in more)], key=lambda span: (span.start, -span.end))
    return Found(spans, sorted([*read, *more], key=lambda post: (post.span.start, -post.span.end)))


def _without_posts_of_user(view: View, model: list[Span]) -> list[Span]:
    """The model's spans less things and bodies that begin with a post of a user's file, which it has never seen."""
    starts = heads.starts_of_own(view)
    return [span for span in model if span.start not in starts or span.type in ("POST", "PERSON", "DATE")]


def tagged(view: View) -> list[Span]:
    """The model's spans without quotes, marks and verbs at their edges."""
    found: list[tuple[float, Span]] = []
    stock = [raw for raw in view.tagged.spans if raw.recognizer == "stock" and raw.type == "PERSON"]
    flat = {raw.start: raw.end for raw in stock}
    for raw in view.tagged.spans:
        if raw.recognizer != "model" or raw.type not in _TYPES:
            continue
        start, end = _trimmed(view, raw.start, raw.end, raw.type)
        if end - start == 1 and view.words[start] in _WEEKDAYS:
            continue
        if raw.type == "POST":
            end = _before_holder(view, start, end)
        if end > start and not (raw.type == "POST" and view.lemma(start) == "делегация"):
            edges = _persons(view, start, end, flat) if raw.type == "PERSON" else (start, end)
            found += [(raw.score, Span(view.index, a, b, raw.type, "name", "model")) for a, b in pairwise(edges)]
    found += [
        (raw.score, Span(view.index, raw.start, raw.end, "PERSON", "name", "stock"))
        for raw in stock
        if raw.end - raw.start > 1 and all(word.istitle() for word in view.words[raw.start : raw.end])
        if not any(raw.start < span.end and span.start < raw.end for _, span in found)
    ]
    return merge.without_crossing([pair for pair in found if not _is_tiled(pair[1], [span for _, span in found])])


def _persons(view: View, start: int, end: int, flat: Mapping[int, int]) -> tuple[int, ...]:
    """The edges of the persons that a span of the model holds; ``flat`` maps starts to ends of those natasha finds.

    Of 'мать Джеймса Брауна Кэтрин' the model at times makes one person; natasha's flat names then tell the border.
    They are right where the first is a full name: alone it may be a given name or surname of the second.
    """
    if _owns(view, start, end):
        return (start, start + 1, end)
    first = flat.get(start, end)
    if first < end and flat.get(first) == end and first - start > 1:
        is_open = name_forms.PATRONYMIC in name_forms.roles(view.words[first - 1])
        return (start, end) if is_open else (start, first, end)
    return (start, end)


def _owns(view: View, start: int, end: int) -> bool:
    """'представитель Орлова Иван Белов': a surname in the genitive, then a name in the nominative."""
    rest = range(start + 1, end)
    return (
        end - start > 2
        and view.pos(start - 1) == "NOUN"
        and view.feat(start, "Case") == "Gen"
        and view.word(start).endswith(_GENITIVES)
        and name_forms.GIVEN not in name_forms.roles(view.words[start])
        and view.feat(start - 1, "Case") == "Nom"
        and all(view.pos(i) == "PROPN" and view.feat(i, "Case") == "Nom" for i in rest)
    )


def _before_holder(view: View, start: int, end: int) -> int:
    """Where a post ends that the model joins with its holder: 'с лидером сербов Додиком'.

    Only in cases that no complement of a post has: 'адвоката Навального', 'президент Палау'.
    """
    case = next((view.feat(i, "Case") for i in range(start, end) if view.pos(i) == "NOUN"), "")
    persons = [s.start for s in view.tagged.spans if s.type == "PERSON" and s.end == end and start < s.start]
    holders = (p for p in persons if view.feat(p, "Case") == case and view.words[p - 1].isalpha())
    return min(holders, default=end) if case in ("Ins", "Dat", "Loc") else end


def _is_tiled(span: Span, found: list[Span]) -> bool:
    """'на Украине США ввели': the model may take two neighbouring countries for one beside each of them; so two full
    names, as captions of pictures have them.
    """
    if span.type == "COUNTRY":
        parts = [s for s in found if s.type in ("COUNTRY", "PLACE") and s != span]
    elif span.type == "PERSON":
        parts = [s for s in found if s.type == "PERSON" and s != span and s.end - s.start > 1]
    else:
        return False
    first = {s.end for s in parts if s.start == span.start and s.end < span.end}
    return any(s.start in first and s.end == span.end for s in parts)


def _trimmed(view: View, start: int, end: int, type_: str) -> tuple[int, int]:
    while start < end and (view.words[start] in OPENING and not _closes_inside(view, start, end)):
        start += 1
    while type_ == "PERSON" and end - start > 1 and _is_finite(view, start):
        start += 1
    if grow.is_ordinal_ending(view, start):
        start -= 2
    if type_ in ("ORGANIZATION", "PARTY"):
        end = next((i for i in range(start + 1, end) if view.word(i) == "по" and view.lemma(i - 1) in _WHOLE), end)
    while end > start and (
        (view.words[end - 1] in CLOSING and not _opens_inside(view, start, end))
        or (view.words[end - 1] in _MARKS and end - start > 1 and type_ not in ("DATE", "PERSON"))
        or (end - start > 1 and _is_finite(view, end - 1) and _is_predicate(view, start, end, type_))
    ):
        end -= 1
    return start, end


def _is_predicate(view: View, start: int, end: int, type_: str) -> bool:
    """Whether the verb at the end says something of the thing ('саммит открылся') and is no part of it.

    'Уральской стали' in quotes is a name whose noun the tagger takes for a verb.
    """
    if view.word(start - 1) in OPENING and view.word(end) in CLOSING:
        return False
    if type_ == "EVENT":
        return view.pos(start) in ("NOUN", "PROPN", "ADJ") and view.lemma(end - 1) in _HAPPENS
    return type_ in ("POST", "ORGANIZATION")


def _is_finite(view: View, i: int) -> bool:
    return view.pos(i) == "VERB" and view.feat(i, "VerbForm") == "Fin"


def _closes_inside(view: View, start: int, end: int) -> bool:
    return any(view.words[i] in CLOSING for i in range(start + 1, end))


def _opens_inside(view: View, start: int, end: int) -> bool:
    return any(view.words[i] in OPENING for i in range(start, end - 1))
