"""Posts: the whole phrase of an office with its prefixes and complements, and what it says of deputyship and time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from diplo_ner import morphology
from diplo_ner.entities import doubts, grow, heads
from diplo_ner.entities.lexicon import Hit
from diplo_ner.entities.spans import DASHES, Span, View
from diplo_ner.resources import gazetteers

_OUTSIDE = frozenset({
    "действующий", "нынешний", "новый", "тогдашний", "независимый", "фактический", "бессменный", "многолетний",
    "пожизненный",
})  # fmt: skip
_INSTRUMENTAL = frozenset({"Ins"})
_BOTH = frozenset({"Ins", "Gen"})
_OF_MEMBERS = frozenset({
    "совет", "палата", "союз", "собрание", "коллегия", "съезд", "федерация", "кабинет", "конгресс", "фракция",
})  # fmt: skip
_FUNCTION_WORDS = ("VERB", "ADP", "ADV", "CCONJ", "SCONJ", "PART", "AUX", "PRON")


class PostSpan(NamedTuple):
    """A post in the text.

    ``core`` is where its head begins and ``head_end`` where that ends; ``body_from`` is where the complements of the
    innermost post begin ('заместитель министра' ends there). ``body`` is given where the phrase names several
    ('президенты A и B' is a post of each): the country meant, else None.
    """

    span: Span
    core: int
    head_end: int
    body_from: int
    kind: str | None
    deputy: int
    acting: bool
    former: bool
    body: Span | None = None


@cache
def _prefix_lemmas(kind: str) -> frozenset[str]:
    return frozenset(row.phrase for row in gazetteers.post_prefixes() if row.kind == kind)


@cache
def _inside() -> frozenset[str]:
    return (_prefix_lemmas("rank") | _prefix_lemmas("neutral")) - _OUTSIDE


def find(view: View, known: dict[int, Span], named: heads.Heads) -> list[PostSpan]:
    """The posts of a sentence, nested ones too, in text order. ``known`` gains their spans; ``named`` are its heads."""
    found: dict[int, PostSpan] = {}
    hits = {hit.start: hit for hit in named.posts}
    for hit in named.prefixes:
        if hit.value.kind in ("deputy", "acting") and (hit.start not in hits or hit.end > hits[hit.start].end):
            hits[hit.start] = hit
    starts = frozenset(hits)
    for start in sorted(hits, reverse=True):
        post = _post(view, hits[start], known, found, starts)
        if post is not None:
            found[start] = post
            known[post.span.start] = known[start] = post.span
    return sorted(found.values(), key=lambda post: post.span[:3])


def read(view: View, span: Span, structures: dict[tuple[int, int], PostSpan], offices: list[PostSpan]) -> PostSpan:
    """The structure of a post span of the model: that of the rule's post with the same head, else its bare words."""
    own = structures.get((span.start, span.end))
    if own is not None:
        return own._replace(span=span)
    for post in offices:
        if span.start <= post.core < span.end and post.core == next(
            (other.core for other in offices if other.core >= span.start), None
        ):
            head_end, body_from = min(post.head_end, span.end), min(post.body_from, span.end)
            return post._replace(span=span, head_end=head_end, body_from=body_from)
    former, head = _is_former(view, span.start), view.head(span.start, span.end)
    return PostSpan(span, head, head + 1, head + 1, None, 0, False, former)


def shared(view: View, posts: Sequence[PostSpan], countries: Sequence[Span]) -> list[PostSpan]:
    """'президенты A и B': a post of each country, over the words from the head to that country.

    A phrase that reaches over several countries is the post of its last one.
    """
    at = {span.start: span for span in countries if span.type == "COUNTRY" and span.kind != "adjective"}
    found: dict[tuple[int, int], PostSpan] = {}
    for post in posts:
        if not view.may_be_plural(post.core):
            continue
        first = min((c for c in at.values() if post.body_from <= c.start and c.end <= post.span.end), default=None)
        if first is None:
            continue
        chain = [first]
        while view.word(chain[-1].end) in ("и", ",") and (following := at.get(chain[-1].end + 1)) is not None:
            chain.append(following)
        if len(chain) < 2 or not any(c.end == post.span.end for c in chain):
            continue
        for country in chain:
            body = None if country is first else country
            span = post.span._replace(end=country.end, kind="description")
            found.setdefault((span.start, span.end), post._replace(span=span, body=body, head_end=first.start))
    return list(found.values())


def is_thing(view: View, span: Span, offices: list[PostSpan]) -> bool:
    """'политика республики': no head of a post in the span, and its first noun names a thing."""
    if any(span.start <= post.core < span.end for post in offices):
        return False
    first = next((i for i in range(span.start, span.end) if view.pos(i) == "NOUN"), None)
    if first is None:
        return False
    best = morphology.best_parse(view.words[first], view.pos(first), view.tagged.feats[first])
    return best is not None and best.known and "NOUN" in best.grammemes and "inan" in best.grammemes


def is_joint(view: View, span: Span, offices: list[PostSpan]) -> bool:
    """'помощник президента — заведующий отделом' as one span: the two posts in it stand instead."""
    if span.type != "POST":
        return False
    starts = {post.span.start for post in offices}
    return any(
        view.words[i] in DASHES and i + 1 in starts and span.start in starts
        for i in range(span.start + 1, span.end - 1)
    )


def _post(
    view: View, hit: Hit[heads.Head], known: dict[int, Span], found: dict[int, PostSpan], starts: frozenset[int]
) -> PostSpan | None:
    if view.pos(hit.start) in _FUNCTION_WORDS and not _may_head(view, hit):
        return None
    if view.word(hit.start - 1) == "во" and view.word(hit.start) == "главе":
        return None
    if doubts.is_combining(view, _span(view, hit.start, hit.end)):
        return None
    if _modifies_next(view, hit) or _inside_name(known, hit) or _other_word(view, hit) or _is_of_body(view, hit):
        return None
    head = hit.value
    inner = found.get(hit.end)
    if head.kind in ("deputy", "acting"):
        return _with_prefix(view, hit, inner, known, starts)
    end = _end(view, hit, known, starts)
    start = grow.left(view, hit.start, known, allowed=_inside())
    kind = None if head.kind == "profession" or (head.kind == "royal" and end == hit.end) else head.kind
    deputy = int(head.prefix == "deputy" or head.phrase.startswith(("вице-", "зам")))
    former = head.prefix == "former" or _is_former(view, start)
    following = known.get(hit.end)
    if head.phrase in ("глава", "лидер") and following is not None and following.type == "COUNTRY":
        kind = "head_of_state"
    return PostSpan(_span(view, start, end), hit.start, hit.end, hit.end, kind, deputy, False, former)


def _with_prefix(
    view: View, hit: Hit[heads.Head], inner: PostSpan | None, known: dict[int, Span], starts: frozenset[int]
) -> PostSpan | None:
    acting = hit.value.kind == "acting"
    start = grow.left(view, hit.start, known, allowed=_inside())
    former = _is_former(view, start)
    if inner is not None:
        deputy = inner.deputy + (0 if acting else 1)
        span = _span(view, start, inner.span.end)
        return PostSpan(span, hit.start, hit.end, inner.body_from, inner.kind, deputy, acting or inner.acting, former)
    if acting or view.pos(hit.start) == "ADJ":
        return None
    span = _span(view, start, _end(view, hit, known, starts))
    return PostSpan(span, hit.start, hit.end, hit.end, "official", 1, False, former)


def _end(view: View, hit: Hit[heads.Head], known: dict[int, Span], starts: frozenset[int]) -> int:
    cases = {"instrumental": _INSTRUMENTAL, "both": _BOTH}.get(hit.value.complement, frozenset({"Gen"}))
    prepositions = {"по"}
    if hit.value.kind == "diplomat":
        prepositions |= {"в", "во", "при"}
    elif hit.value.kind == "legislator":
        prepositions |= {"от"}
    following = known.get(hit.end + 1)
    if view.word(hit.end) == "при" and following is not None and following.type in ("POST", "ORGANIZATION"):
        prepositions |= {"при"}
    stops = starts - frozenset(known) if hit.value.kind == "profession" else frozenset[int]()
    return grow.right(view, hit.end, known, cases=cases, prepositions=frozenset(prepositions), stops=stops)


def _may_head(view: View, hit: Hit[heads.Head]) -> bool:
    """Prefixes may be of any part of speech, and some heads are participles ('командующий')."""
    participle = view.feat(hit.start, "VerbForm") == "Part" and hit.value.phrase.split()[0].endswith(("щий", "нный"))
    return participle or hit.value.kind in ("acting", "deputy")


def _modifies_next(view: View, hit: Hit[heads.Head]) -> bool:
    """'военный атташе', 'рядовой случай': an adjective that could be a noun, before the noun that it modifies."""
    if hit.end - hit.start > 1:
        return False  # 'папа римский Пий'
    last = hit.end - 1
    return (
        (grow.is_adjective(view, last) or view.pos(last) == "DET")
        and view.pos(hit.end) in ("NOUN", "PROPN", "ADJ")
        and view.feat(last, "Case") == view.feat(hit.end, "Case")
    )


def _is_of_body(view: View, hit: Hit[heads.Head]) -> bool:
    """'совет директоров', 'палата представителей': the members that give a body its name."""
    return (
        view.feat(hit.start, "Number") == "Plur"
        and view.feat(hit.start, "Case") == "Gen"
        and view.lemma(hit.start - 1) in _OF_MEMBERS
    )


def _other_word(view: View, hit: Hit[heads.Head]) -> bool:
    """'политики' of the word 'политика': a one-word head whose tag says another lemma."""
    if hit.end - hit.start > 1 or hit.value.prefix or view.pos(hit.start) != "NOUN":
        return False
    if view.low[hit.start] == hit.value.phrase:
        return False  # 'шерпа', which the dictionary takes for a form of 'шерп'
    best = morphology.best_parse(view.words[hit.start], view.pos(hit.start), view.tagged.feats[hit.start])
    if best is None or not best.known or "NOUN" not in best.grammemes or best.lemma.endswith("ая"):
        return False
    return best.lemma.replace("ё", "е") != hit.value.phrase.lower().replace("ё", "е")


def _inside_name(known: dict[int, Span], hit: Hit[heads.Head]) -> bool:
    return any(
        span.type in ("PERSON", "DATE") and span.start <= hit.start < span.end
        for at in range(max(0, hit.start - 6), hit.start + 1)
        if (span := known.get(at)) is not None
    )


def _is_former(view: View, start: int) -> bool:
    """'бывший', 'экс-' and their like before a post that begins at ``start``."""
    if view.word(start - 1) in DASHES and f"{view.word(start - 2)}-" in _prefix_lemmas("former"):
        return True
    return start > 0 and view.lemma(start - 1) in _prefix_lemmas("former")


def _span(view: View, start: int, end: int) -> Span:
    return Span(view.index, start, end, "POST", "name", "post")
