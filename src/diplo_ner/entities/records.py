"""From groups to the records of the entity layer: order, names, codes, links between posts and bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from diplo_ner.entities import gazetteer, links, names, people, phrases
from diplo_ner.entities.groups import Group, innermost
from diplo_ner.entities.merge import core
from diplo_ner.entities.name_forms import WOMENS_SURNAMES, noun_cases
from diplo_ner.entities.people import Person
from diplo_ner.entities.posts import PostSpan
from diplo_ner.entities.spans import CLOSING, OPENING, Span, View
from diplo_ner.records import EntityLayer, EntityRecord, MentionSpan
from diplo_ner.resources.gazetteers import CountryRow

_BODIES = frozenset({"ORGANIZATION", "COUNTRY", "PARTY"})
_PHRASES = frozenset({"EVENT", "DOCUMENT"})
_KIND_ORDER = ("name", "short", "abbreviation", "adjective", "description", "metonym", "pronoun")
_NAMED_AFTER = re.compile(r"\bим\.\s*(?=[А-ЯЁ\d])")  # 'театр им. Вахтангова', 'им. 9 мая'
_OTHERS = 3  # further mentions read for a name that the first leaves open
_TITLED = frozenset({
    "ао", "ооо", "оао", "зао", "пао", "газета", "журнал", "агентство", "телеканал", "радиостанция", "портал", "издание",
    "компания", "корпорация", "холдинг", "концерн", "партия", "движение", "завод", "банк",
})  # fmt: skip
_TRAILING = OPENING | {"и", "по", "от", "во", "на", "в", "при"}


def build(
    views: Sequence[View], groups: Sequence[Group], persons: Sequence[Person], pairs: Sequence[tuple[Span, Span]]
) -> EntityLayer:
    """The entity layer, its entities in order of first mention. ``pairs`` are (post, person) spans."""
    for person in persons:
        person.spans.sort(key=_order)
    things: list[Group | Person] = sorted([*groups, *persons], key=lambda thing: _order(thing.spans[0]))
    owner: dict[Span, int] = {span: index for index, thing in enumerate(things) for span in thing.spans}
    spans = sorted(owner, key=_order)
    owner_of = {span[:4]: index for span, index in owner.items()}
    held = _countries_of_posts({place: things[index] for place, index in owner_of.items()}, pairs)
    by_sentence: dict[int, list[Span]] = {}
    for span in spans:
        by_sentence.setdefault(span.sentence, []).append(span)
    entities = tuple(
        _person(views, thing, held.get(id(thing), frozenset()))
        if isinstance(thing, Person)
        else _thing(views, thing, by_sentence, owner)
        for thing in things
    )
    mentions = tuple(MentionSpan(s.sentence, s.start, s.end, owner[s], s.kind) for s in spans)
    place = {span[:4]: number for number, span in enumerate(spans)}
    pairs = [(a, b) for a, b in pairs if not _is_of_subject(views[b.sentence], a, b, entities[owner_of[b[:4]]])]
    holders = tuple(sorted((place[post[:4]], place[person[:4]]) for post, person in pairs))
    return EntityLayer(entities, mentions, holders)


def _countries_of_posts(
    things: dict[tuple[int, int, int, str], Group | Person], pairs: Sequence[tuple[Span, Span]]
) -> dict[int, frozenset[str]]:
    """The keys of the countries of the posts that each person (by ``id``) holds; ``things`` by place and type."""
    held: dict[int, frozenset[str]] = {}
    for post, person in pairs:
        office, holder = things[post[:4]], things[person[:4]]
        if isinstance(office, Group):
            keys = frozenset(key.removeprefix("country:") for key in office.countries)
            held[id(holder)] = held.get(id(holder), frozenset()) | keys
    return held


def _is_of_subject(view: View, post: Span, person: Span, record: EntityRecord) -> bool:
    """'после слов журналиста газеты Белова уехала': the nominative of a woman's name after a post in another case.

    By its form it might be a man's genitive.
    """
    word = view.words[person.start]
    after = person.start >= post.end and person.end - person.start == 1
    if not after or record.attributes.get("gender") != "female" or record.attributes.get("surname") != word:
        return False
    cases = noun_cases(view.low[core(view, post)])
    return word.endswith(WOMENS_SURNAMES) and bool(cases) and "Nom" not in cases


def _order(span: Span) -> tuple[int, int, int]:
    return span.sentence, span.start, -span.end


def _person(views: Sequence[View], person: Person, countries: frozenset[str]) -> EntityRecord:
    if person.described is not None:
        span = max(person.described.spans, key=lambda span: span.end - span.start)
        text, guess = nominative(views[span.sentence], span.start, span.end, singular=True)
        return EntityRecord("PERSON", text, guess, None, {"description_only": True})
    name = people.name(views, person)
    row = person.row or links.person(name.given_name, name.surname, name.name, countries)
    if row is not None and len(row.name.split()) == len(name.name.split()):
        name = names.listed_name(row.name, row.gender)  # one spelling for one person
    attributes = {
        "given_name": name.given_name,
        "surname": name.surname,
        "patronymic": name.patronymic,
        "gender": name.gender,
    }
    return EntityRecord("PERSON", name.name, name.is_guess, row.wikidata if row is not None else None, attributes)


def _thing(
    views: Sequence[View], group: Group, by_sentence: dict[int, list[Span]], owner: dict[Span, int]
) -> EntityRecord:
    if group.type == "COUNTRY":
        return _country(views, group)
    if group.type == "DATE":
        span = group.spans[0]
        return EntityRecord("DATE", views[span.sentence].text(span.start, span.end), False, None, {"iso": group.iso})
    if group.type == "POST":
        return _post(views, group, by_sentence, owner)
    row = gazetteer.row_of(group.key) if group.key else None
    if row is None:
        name, guess = _name(views, group)
        codes = {_code(key) for key in group.countries}
        country = codes.pop() if len(codes) == 1 else None
        wikidata = links.kind(name) if group.type == "ORGANIZATION" and not group.countries else None
        return EntityRecord(group.type, name, guess, wikidata, _of_country(group.type, country))
    if isinstance(row, CountryRow):
        capital = group.key is not None and group.key.startswith("capital:")
        if capital and row.capital is not None:
            return EntityRecord("PLACE", row.capital, False, row.capital_wikidata, {"country": row.iso2})
        return EntityRecord("PLACE", row.name, False, row.wikidata, {"country": row.iso2})
    return EntityRecord(
        group.type, row.name.strip("«»"), False, row.wikidata, _of_country(group.type, _code(row.country))
    )


def _of_country(type_: str, country: str | None) -> dict[str, object]:
    return {"country": country} if type_ in ("PARTY", "ORGANIZATION", "PLACE") else {}


def _code(key: str | None) -> str | None:
    if key is None:
        return None
    row = gazetteer.row_of(key if ":" in key else f"country:{key}")
    return row.iso2 if isinstance(row, CountryRow) else None


def _country(views: Sequence[View], group: Group) -> EntityRecord:
    row = gazetteer.row_of(group.key) if group.key else None
    if isinstance(row, CountryRow):
        return EntityRecord("COUNTRY", row.name, False, row.wikidata, {"iso2": row.iso2, "iso3": row.iso3})
    name, guess = _name(views, group)
    return EntityRecord("COUNTRY", name, guess, None, {"iso2": None, "iso3": None})


def _name(views: Sequence[View], group: Group) -> tuple[str, bool]:
    """The nominative of the fullest mention by name, and whether it is a guess."""
    phrases_count = group.type in _PHRASES  # 'саммит АТЭС', where the model marks the head alone
    named = [s for s in group.spans if s.kind == "name" or (phrases_count and s.source == "phrase")] or group.spans
    best = max(named, key=lambda span: (span.end - span.start, _is_nominative(views[span.sentence], span)))
    if best.end - best.start == 1 and views[best.sentence].pos(best.start) == "NOUN":  # 'министерство' says less
        best = next((span for span in group.spans if span.kind == "abbreviation"), best)
    text, guess = nominative(views[best.sentence], best.start, best.end)
    if guess:  # another mention of as many words may tell more
        others = (s for s in named if s.end - s.start == best.end - best.start and s is not best)
        readings = (nominative(views[s.sentence], s.start, s.end) for s in islice(others, _OTHERS))
        text, guess = next(((form, unsure) for form, unsure in readings if not unsure), (text, guess))
    if _is_title(views[best.sentence], best):
        text, guess = views[best.sentence].text(best.start, best.end), False
    return _NAMED_AFTER.sub("имени ", text), guess


def _is_title(view: View, span: Span) -> bool:
    """'в АО «Транслогистик»': a name in quotes behind its own noun does not decline."""
    quoted = view.word(span.start - 1) in OPENING and view.word(span.end) in CLOSING
    return quoted and view.lemma(span.start - 2) in _TITLED


def _is_nominative(view: View, span: Span) -> bool:
    return view.feat(view.head(span.start, span.end), "Case") == "Nom"


def nominative(view: View, start: int, end: int, *, singular: bool = False) -> tuple[str, bool]:
    """The canonical form of a phrase, and whether it is a guess."""
    gaps = ["" if before.end == after.start else " " for before, after in pairwise(view.tokens[start:end])]
    feats, pos = [_feats(view, i) for i in range(start, end)], view.tagged.pos[start:end]
    words = view.words[start:end]
    text, sure = phrases.nominative(words, pos, feats, gaps=["", *gaps], singular=singular)
    return text, not sure


def _feats(view: View, i: int) -> Mapping[str, str]:
    """The features of a token; a noun that its tag calls singular and its form plural ('Президенты') is nominative."""
    feats = view.tagged.feats[i]
    if view.pos(i) in ("NOUN", "PROPN") and feats.get("Number") != "Plur" and view.is_plural(i):
        return {**feats, "Number": "Plur", "Case": "Nom"}
    return feats


def _post(
    views: Sequence[View], group: Group, by_sentence: dict[int, list[Span]], owner: dict[Span, int]
) -> EntityRecord:
    best = max(group.spans, key=lambda span: (span.kind == "name", span.end - span.start, -span.sentence))
    view = views[best.sentence]
    post = group.post if group.post and group.post.span == best else None
    core, body_from = (post.core, post.body_from) if post else (best.start, best.start + 1)
    head, guess = _head_of_post(view, best, post)
    name = head + _complements(view, best, post)
    inside = [
        span
        for span in by_sentence[best.sentence]
        if span.type != "COUNTRY" or not view.is_quoted(best.start, span.start)
    ]
    body = innermost(inside, best, after=body_from, types=_BODIES) if post is None or post.body is None else post.body
    adjective = innermost(inside, best._replace(end=core), after=best.start, types=_BODIES)
    start = best.start if adjective is None else adjective.end
    end = best.end if body is None else body.start
    if post is not None and post.body is not None:
        end = min(end, post.head_end)
    while end > start + 1 and view.word(end - 1) in _TRAILING:
        end -= 1
    titled = best._replace(start=start, end=end)
    if start != best.start or _end_of_head(titled, post) != _end_of_head(best, post):
        head, _ = _head_of_post(view, titled, post)
    title = head + _complements(view, titled, post)
    post = group.post
    holder = body or adjective
    attributes = {
        "title": title,
        "body": None if holder is None else owner[holder],
        "deputy": post.deputy if post else 0,
        "acting": post.acting if post else False,
        "former": post.former if post else False,
        "kind": post.kind if post else None,
        "shared": post is not None and post.body is not None,
    }
    return EntityRecord("POST", name, guess, links.post(name), attributes)


def _end_of_head(span: Span, post: PostSpan | None) -> int:
    return span.end if post is None else min(span.end, post.head_end)


def _head_of_post(view: View, span: Span, post: PostSpan | None) -> tuple[str, bool]:
    """The head of a post in the nominative singular, and whether it is a guess."""
    return nominative(view, span.start, _end_of_head(span, post), singular=True)


def _complements(view: View, span: Span, post: PostSpan | None) -> str:
    """What follows the head of a post, as it stands, with the space before it."""
    end = _end_of_head(span, post)
    if post is None or end == span.end:
        return ""
    if post.body is not None:
        return f" {view.text(post.body.start, post.body.end)}"
    gap = " " if view.tokens[end].start > view.tokens[end - 1].end else ""
    return gap + view.text(end, span.end)
