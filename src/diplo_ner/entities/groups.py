"""Mentions that are no persons, grouped by the thing that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from diplo_ner.entities import dates
from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.merge import core, family
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View
from diplo_ner.entities.stems import text_stems
from diplo_ner.resources.gazetteers import OrganizationRow

Signature = tuple[str, ...]

EXPANSIONS = {
    "мид": "министерство иностранный дело",
    "мвд": "министерство внутренний дело",
    "мчс": "министерство чрезвычайный ситуация",
    "минобороны": "министерство оборона",
    "минфин": "министерство финансы",
    "минюст": "министерство юстиция",
    "минэнерго": "министерство энергетика",
    "минздрав": "министерство здравоохранение",
    "генсек": "генеральный секретарь",
    "премьер": "премьер-министр",
    "постпред": "постоянный представитель",
    "госсекретарь": "государственный секретарь",
    "замминистра": "заместитель министр",
    "замглавы": "заместитель глава",
    "гендиректор": "генеральный директор",
    "компартия": "коммунистический партия",
    "цк": "центральный комитет",
    "спецпредставитель": "специальный представитель",
}
_ABBREVIATION = re.compile(r"[А-ЯЁA-Z]{2,}(?:[а-яё]{1,2})?")
_STANDING = re.compile(r"[A-Za-z]+|[А-ЯЁ]{2,}")
_SHORTENED = frozenset({"ORGANIZATION", "PARTY", "EVENT", "DOCUMENT"})
_SENT = frozenset({"в", "во", "при"})
_SKIPPED = frozenset({
    "с", "и", "по", "о", "г", "имени", "на", "в", "об", "при",
})  # fmt: skip


@dataclass(slots=True, eq=False)
class Group:
    """One thing: its type, its spans, the key of a gazetteer, and what the words say where there is none.

    ``countries`` are the keys of countries named inside its mentions; ``post`` is the fullest reading of a post.
    """

    type: str
    spans: list[Span] = field(default_factory=list)
    key: str | None = None
    signature: Signature = ()
    countries: frozenset[str] = frozenset()
    post: PostSpan | None = None
    iso: str | None = None


class Grouper:
    """Puts the spans of one document into groups, in text order."""

    def __init__(self, views: Sequence[View], spans: Sequence[Span], published: date | None) -> None:
        self.groups: list[Group] = []
        self._views = views
        self._published = published
        self._names: dict[int, dict[int, Span]] = {}
        for span in spans:
            if span.type == "COUNTRY" or (span.key and span.type != "PLACE"):
                for i in range(span.start, span.end):
                    self._names.setdefault(span.sentence, {}).setdefault(i, span)
        self._by_key: dict[str, Group] = {}
        self._by_words: dict[tuple[str, Signature], Group] = {}
        self._by_stem: dict[tuple[str, str], Group] = {}
        self._by_core: dict[tuple[int, str, int], Group] = {}
        self._by_head: dict[tuple[str, str], list[Group]] = {}
        self._by_end: dict[tuple[int, int, str], Group] = {}
        self._signatures: dict[tuple[int, int, int, str], tuple[Signature, frozenset[str]]] = {}

    def add(self, span: Span, post: PostSpan | None = None) -> Group:
        """The group of a span, which gains it."""
        place = (span.sentence, family(span.type), core(self._views[span.sentence], span))
        if span.source == "quoted" and span.kind == "description":
            place = (span.sentence, place[1], core(self._views[span.sentence], span._replace(start=self._quote(span))))
        if post is not None:
            place = (span.sentence, span.type, post.core if post.body is None else post.body.start)
        bracketed = self._bracketed(span)
        if bracketed is not None:
            bracketed.key = bracketed.key or span.key
            bracketed.spans.append(span._replace(kind="abbreviation"))
            self._index(span, bracketed)
            return bracketed
        group = self._by_core.get(place) if span.type not in ("COUNTRY", "PLACE", "DATE") else None
        if group is not None and (self._is_kind(span, group) if post is None else post.body is None):
            group = self._in_general(span, group)
        elif group is None or (
            span.key and (self._is_other(span, group) if group.key is None else span.key != group.key)
        ):
            group = self._find(span, post)
        if span.key is not None and group.key is None:
            group = self._keyed(group, span.key)
        if place[1] == "ORGANIZATION" and span.key is None:
            self._by_words.setdefault((place[1], self.signature(self._views[span.sentence], span)[0]), group)
        self._by_core.setdefault(place, group)
        self._by_end[span.sentence, span.end, place[1]] = group
        if group.type != "PERSON" and span.end - span.start == 1 and _ABBREVIATION.fullmatch(self._word(span)):
            span = span._replace(kind="abbreviation") if span.kind == "name" and span.type in _SHORTENED else span
        group.spans.append(span)
        if post is not None and (group.post is None or _length(post.span) > _length(group.post.span)):
            group.post = post
        return group

    def _is_kind(self, span: Span, outer: Group) -> bool:
        """Whether words inside the name of a body say no more than what kind of body it is."""
        if family(span.type) != "ORGANIZATION" or span.key is not None:
            return False
        view = self._views[span.sentence]
        around = [other for other in outer.spans if _holds(other, span)]
        return any(core(view, other) == core(view, span) for other in around)

    def _is_other(self, span: Span, outer: Group) -> bool:
        """'газовая ОПЕК', 'NASA TV', a service of another country: not what the listed name inside it is."""
        around = next((other for other in outer.spans if _holds(other, span)), None)
        if around is None or family(span.type) != "ORGANIZATION":
            return False
        view, named = self._views[span.sentence], self._names.get(span.sentence, {})
        described = range(around.start, span.start)
        if described and all(view.pos(i) == "ADJ" and i not in named for i in described):
            return True
        if span.end < around.end and view.word(span.end - 1).isascii() and view.word(span.end)[0].isascii():
            return view.word(span.end)[0].isalpha()
        countries, row = self.signature(view, around)[1], row_of(span.key or "")
        return isinstance(row, OrganizationRow) and bool(row.country and countries - {f"country:{row.country}"})

    def _in_general(self, span: Span, outer: Group) -> Group:
        """'президент' inside 'президент страны', 'суд' inside 'суд области': the office or kind of body in general.

        With a country of its own it is the outer thing.
        """
        signature, countries = self.signature(self._views[span.sentence], span)
        if countries or not set(signature) < set(outer.signature):
            return outer
        place = (f"KIND OF {family(span.type)}", signature)
        if place not in self._by_words:
            self._by_words[place] = self._new(span)
        return self._by_words[place]

    def _find(self, span: Span, post: PostSpan | None) -> Group:
        kin = family(span.type)
        view = self._views[span.sentence]
        if span.key is not None:
            return self._listed(view, span, kin)
        if span.type == "DATE":
            return self._date(view, span)
        if post is not None and post.body is not None and post.body.key:
            signature, _ = self.signature(view, span._replace(start=post.core, end=post.body_from))
            signature, countries = (*signature, post.body.key), frozenset({post.body.key})
        else:
            signature, countries = self.signature(view, span)
        group = self._by_words.get((kin, signature)) or self._by_name(view, span, kin)
        if group is None and not countries:
            group = self._bare(kin, signature)
        if group is None:
            group = self._new(span)
            group.signature, group.countries = signature, countries
            self._by_words[kin, signature] = group
            if signature:
                self._by_head.setdefault((kin, signature[0]), []).append(group)
        self._index(span, group)
        return group

    def _word(self, span: Span) -> str:
        return self._views[span.sentence].words[span.start]

    def _bracketed(self, span: Span) -> Group | None:
        """The group that 'Название (НАЗВ)' has just named in full, for the abbreviation in brackets."""
        view = self._views[span.sentence]
        if view.word(span.start - 1) != "(" or view.word(span.end) != ")" or span.end - span.start > 2:
            return None
        group = self._by_end.get((span.sentence, span.start - 1, family(span.type)))
        if group is None or (group.key and span.key and group.key != span.key):
            return None
        if sum(letter.isupper() for letter in view.text(span.start, span.end)) < 2:
            return None
        if span.key is not None:
            self._by_key.setdefault(span.key, group)
        return group if span.type in _SHORTENED else None

    def _index(self, span: Span, group: Group) -> None:
        if span.end - span.start == 1:
            for stem in _name_stems(self._word(span)):
                self._by_stem.setdefault((family(span.type), stem), group)

    def _quote(self, span: Span) -> int:
        """Where the name in quotes, Latin letters or capitals begins that a phrase ('партия «Название»') ends with."""
        view = self._views[span.sentence]
        inside = range(span.start, span.end)
        latin = next(
            (i for i in inside if view.words[i][0].isalpha() and _STANDING.fullmatch(view.words[i])), span.start
        )
        return next((i + 1 for i in inside[:-1] if view.words[i] in OPENING), latin)

    def _listed(self, view: View, span: Span, kin: str) -> Group:
        """The group of a gazetteer's key; one of the same name that had no key yet takes it."""
        assert span.key is not None
        if span.key not in self._by_key:
            group = self._by_name(view, span, kin)
            self._by_key[span.key] = group if group is not None and group.key is None else self._new(span)
            self._by_key[span.key].key = span.key
        if kin == "ORGANIZATION":
            self._index(span, self._by_key[span.key])
        return self._by_key[span.key]

    def _keyed(self, group: Group, key: str) -> Group:
        """Give a group its key; where another has it already, that one takes its mentions."""
        group.key = key
        other = self._by_key.setdefault(key, group)
        if other is group:
            return group
        other.spans += group.spans
        self.groups.remove(group)
        for index in (self._by_words, self._by_stem, self._by_core, self._by_end):
            for place in [place for place, one in index.items() if one is group]:
                index[place] = other  # type: ignore[index]
        return other

    def _new(self, span: Span) -> Group:
        group = Group(span.type, key=span.key)
        self.groups.append(group)
        return group

    def _date(self, view: View, span: Span) -> Group:
        text = view.text(span.start, span.end)
        iso = dates.to_iso(text, self._published)
        signature = (iso or text.lower(),)
        group = self._by_words.get(("DATE", signature))
        if group is None:
            group = self._by_words["DATE", signature] = self._new(span)
            group.iso = iso
        return group

    def _by_name(self, view: View, span: Span, kin: str) -> Group | None:
        """One word that is a form of a name seen before."""
        if span.end - span.start != 1 or kin == "POST":
            return None
        stems = _name_stems(view.words[span.start])
        return next((group for stem in stems if (group := self._by_stem.get((kin, stem)))), None)

    def _bare(self, kin: str, signature: Signature) -> Group | None:
        """'министерство' after 'министерство обороны': the latest group whose words begin with these.

        A bare title is the title alone: 'президент Белов' after 'президент Чили' need not be Chile's.
        """
        if kin in ("PLACE", "POST") or not signature:
            return None
        wanted = set(signature)
        same = self._by_head.get((kin, signature[0]), [])
        fuller = [g for g in same if wanted < set(g.signature)]
        return fuller[0] if len(fuller) == 1 else None

    def signature(self, view: View, span: Span) -> tuple[Signature, frozenset[str]]:
        """The content words of a span as lemmas, names of gazetteers as keys, with the countries named in it last.

        Then these countries alone.
        """
        if span[:4] not in self._signatures:
            self._signatures[span[:4]] = self._read(view, span)
        return self._signatures[span[:4]]

    def _read(self, view: View, span: Span) -> tuple[Signature, frozenset[str]]:
        words: list[str] = []
        countries: set[str] = set()
        named = self._names.get(span.sentence, {})
        for i in range(span.start, span.end):
            inner = named.get(i)
            if inner is not None and inner[:3] != span[:3] and span.start <= inner.start and inner.end <= span.end:
                if inner.type == "COUNTRY" and inner.key and span.type == "POST" and view.word(i - 1) in _SENT:
                    words.append(f"{view.word(i - 1)} {inner.key}")  # 'посол A в B' is none of B's
                elif inner.type == "COUNTRY" and inner.key:
                    countries.add(inner.key)
                elif inner.key and inner.key not in words:
                    words.append(inner.key)
                continue
            low = view.low[i]
            if low in _SKIPPED or low in OPENING or low in CLOSING or not low[0].isalnum():
                continue
            lemma = view.lemma(i).replace("ё", "е")
            words += EXPANSIONS.get(lemma, lemma).split()
        return (*words, *sorted(countries)), frozenset(countries)


def _holds(outer: Span, inner: Span) -> bool:
    inside = outer.sentence == inner.sentence and outer.start <= inner.start and inner.end <= outer.end
    return inside and outer[1:3] != inner[1:3]


def _length(span: Span) -> int:
    return span.end - span.start


def _name_stems(word: str) -> tuple[str, ...]:
    return (
        tuple(stem for stem in text_stems(word) if len(stem) > 3 or stem == word.lower()) if word[0].isupper() else ()
    )


def innermost(spans: Sequence[Span], inside: Span, *, after: int, types: frozenset[str]) -> Span | None:
    """The name that a phrase's complements begin with: the earliest of ``types`` at or after ``after``, the longest."""
    found = [
        span
        for span in spans
        if span.type in types and span != inside and after <= span.start and span.end <= inside.end
    ]
    return min(found, key=lambda span: (span.start, -span.end), default=None)
