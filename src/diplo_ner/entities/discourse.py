"""What a text has named so far: the mentions before a place, and what is known of the persons among them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from diplo_ner.entities import links, own
from diplo_ner.entities.own import OwnRows
from diplo_ner.entities.spans import CLOSING, DASHES, OPENING, QUOTES, View
from diplo_ner.records import EntityLayer, EntityRecord, MentionSpan
from diplo_ner.resources import gazetteers

_APPOSED = ("appos", "flat")
_DEPTH = 4  # appositions and conjuncts climbed from a name to the word that fills its role


class Discourse:
    """The entity layer of one document while mentions are added to it.

    Persons, countries and bodies are indices of entities. Countries of persons are keys: the ISO code, or the name of a
    country that has none.
    """

    def __init__(self, views: Sequence[View], layer: EntityLayer) -> None:
        self.views = views
        self.entities: list[EntityRecord] = list(layer.entities)
        self._given = layer
        self._added: list[MentionSpan] = []
        self._by_sentence: dict[int, list[MentionSpan]] = {}
        for mention in layer.mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
        self._countries: dict[int, set[str]] = {}
        self._posts: dict[int, dict[int, None]] = {}  # an ordered set: a text names the same post a thousand times
        self._post_beside: dict[MentionSpan, MentionSpan] = {}
        self._held: dict[tuple[int, int], int] = {}
        self._unnamed: dict[int, int] = {}
        self._spoken = _spoken(views)
        self._replaced: dict[int, int] = {}  # by id of a given mention: the entity that took its place
        self._given_entity: dict[int, int] = {}
        for post_at, person_at in layer.holders:
            post, person = layer.mentions[post_at], layer.mentions[person_at]
            self._post_beside.setdefault(person, post)
            self._held[post.sentence, post.start] = person.entity
            self._take_office(person.entity, post)
        for mention in layer.mentions:
            if self.entities[mention.entity].attributes.get("description_only"):
                for post in self.at(mention.sentence, mention.start, mention.end, "POST"):
                    self._unnamed.setdefault(post.entity, mention.entity)
                    self._take_office(mention.entity, post)

    def layer(self) -> EntityLayer:
        """The layer with what was added, its mentions in text order; entities that lost all mentions are gone."""
        if not self._added:
            return self._given
        given = self._given.mentions
        kept = [mention for mention in given if id(mention) not in self._replaced]
        mentions = sorted([*kept, *self._added], key=lambda m: (m.sentence, m.start, -m.end))
        place = {id(mention): number for number, mention in enumerate(mentions)}
        holders = tuple(sorted((place[id(given[a])], place[id(given[b])]) for a, b in self._given.holders))
        used = {mention.entity for mention in mentions}
        order = {old: new for new, old in enumerate(i for i in range(len(self.entities)) if i in used)}
        if len(order) == len(self.entities):
            return EntityLayer(tuple(self.entities), tuple(mentions), holders)
        moved = {self._given_entity[one]: entity for one, entity in self._replaced.items()}
        entities = tuple(_with_body(record, order, moved) for i, record in enumerate(self.entities) if i in used)
        return EntityLayer(entities, tuple(replace(m, entity=order[m.entity]) for m in mentions), holders)

    def add(self, mention: MentionSpan) -> None:
        """Add a mention; one of a common noun that was an entity of its own so far gives way to it.

        It keeps the kind of that one.
        """
        here = self._by_sentence.setdefault(mention.sentence, [])
        for other in [m for m in here if (m.start, m.end) == (mention.start, mention.end) and self.is_generic(m)]:
            here.remove(other)
            self._replaced[id(other)] = mention.entity
            self._given_entity[id(other)] = other.entity
            mention = replace(mention, kind=other.kind)
        self._added.append(mention)
        insort(here, mention, key=lambda m: (m.start, -m.end))

    def is_generic(self, mention: MentionSpan) -> bool:
        """Whether a mention is a bare common noun for a body or document ('ведомство') that was put to no name."""
        record, view = self.entities[mention.entity], self.views[mention.sentence]
        is_common = view.is_noun(mention.start) and (mention.start == 0 or view.words[mention.start].islower())
        return (
            is_common
            and record.type in ("ORGANIZATION", "DOCUMENT")
            and record.wikidata in (None, links.kind(record.name))
            and mention.end - mention.start == 1
            and view.lemma(mention.start) == record.name.lower()
        )

    def add_person(self, post: MentionSpan) -> int:
        """A new person known by a post alone; the result is its index."""
        record = self.entities[post.entity]
        self.entities.append(
            EntityRecord("PERSON", record.name, record.name_is_guess, None, {"description_only": True})
        )
        self._take_office(len(self.entities) - 1, post)
        self._unnamed[post.entity] = len(self.entities) - 1
        return len(self.entities) - 1

    def persons(self) -> Iterator[int]:
        """The persons that the text names."""
        for number, record in enumerate(self.entities):
            if record.type == "PERSON" and not record.attributes.get("description_only"):
                yield number

    def unnamed(self, post: int) -> int | None:
        """The person that is known by this post (an index of an entity) alone."""
        return self._unnamed.get(post)

    def _take_office(self, person: int, post: MentionSpan) -> None:
        self._posts.setdefault(person, {})[post.entity] = None
        body = self.entities[post.entity].attributes.get("body")
        country = self.country_of(body) if isinstance(body, int) else None
        inside = [self.country_of(m.entity) for m in self.inside(post, "COUNTRY")]
        for key in [country] if country else inside[:1]:
            if key is not None:
                self.belongs(person, key)

    def belongs(self, person: int, country: str) -> None:
        """Note that a person acts for a country (a key)."""
        self._countries.setdefault(person, set()).add(country)

    # What is where.

    def of_sentence(self, sentence: int) -> Sequence[MentionSpan]:
        return self._by_sentence.get(sentence, ())

    def at(self, sentence: int, start: int, end: int, type_: str) -> list[MentionSpan]:
        """Mentions of a type over exactly these tokens."""
        return [m for m in self.of_sentence(sentence) if (m.start, m.end) == (start, end) and self.type(m) == type_]

    def covering(self, sentence: int, token: int, *types: str) -> list[MentionSpan]:
        """Mentions of some types that hold a token, the outermost first."""
        found = [m for m in self.of_sentence(sentence) if m.start <= token < m.end and self.type(m) in types]
        return sorted(found, key=lambda m: m.start - m.end)

    def inside(self, outer: MentionSpan, *types: str) -> list[MentionSpan]:
        """Mentions of some types inside another."""
        return [
            m
            for m in self.of_sentence(outer.sentence)
            if m is not outer and outer.start <= m.start and m.end <= outer.end and self.type(m) in types
        ]

    def before(self, view: View, token: int, back: int, *types: str, blocks: int = 0) -> list[MentionSpan]:
        """Mentions of some types that end before a token, in its sentence and ``back`` sentences before.

        They stand in the same paragraph, or up to ``blocks`` paragraphs before.
        """
        first = view.tagged.sentence.block - blocks
        return [
            mention
            for sentence in range(max(0, view.index - back), view.index + 1)
            if self.views[sentence].tagged.sentence.block >= first
            for mention in self.of_sentence(sentence)
            if (sentence < view.index or mention.end <= token) and self.type(mention) in types
        ]

    def type(self, mention: MentionSpan) -> str:
        return self.entities[mention.entity].type

    # What is known of an entity.

    def gender(self, person: int) -> str:
        """'male', 'female' or ''."""
        gender = self.entities[person].attributes.get("gender")
        return gender if isinstance(gender, str) else ""

    def countries(self, person: int) -> frozenset[str]:
        """Keys of the countries that a person acts for, by the text or the table of people."""
        known = _known_as(self.entities[person])
        return frozenset(self._countries.get(person, ())) | {row.country for row in known if row.country}

    def country_of(self, entity: int) -> str | None:
        """The key of a country, or of the country of a body."""
        record = self.entities[entity]
        if record.type == "COUNTRY":
            iso2 = record.attributes.get("iso2")
            return iso2 if isinstance(iso2, str) else record.name
        country = record.attributes.get("country")
        return country if isinstance(country, str) else None

    def posts(self, person: int) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Names (lower case) and attributes of the posts that a person holds, by the text or the table of people."""
        for post in self._posts.get(person, ()):
            record = self.entities[post]
            yield record.name.lower(), record.attributes
        for row in _known_as(self.entities[person]):
            if row.post is None:
                continue
            # The 'председатель' of a country as such is its head of state.
            is_head = row.post == "председатель" and row.country is not None
            yield row.post.lower(), {"kind": "head_of_state" if is_head else _kinds().get(row.post)}

    def bodies(self, person: int) -> set[int]:
        """The organisations and parties whose posts a person holds."""
        found = {attributes.get("body") for _, attributes in self.posts(person)}
        return {b for b in found if isinstance(b, int) and self.entities[b].type in ("ORGANIZATION", "PARTY")}

    def holder(self, post: MentionSpan) -> int | None:
        """The person whom the text puts by name beside a mention of a post."""
        return self._held.get((post.sentence, post.start))

    def named_at(self, view: View, i: int) -> int | None:
        """The person whose name begins at token ``i``, or whose post does: 'коллега — министр Орлов'."""
        after = i + 1 if view.word(i) in (",", *DASHES) else i
        names = [m.entity for m in self.of_sentence(view.index) if m.start == i and self.type(m) == "PERSON"]
        return names[0] if names else self._held.get((view.index, after))

    def is_spoken(self, sentence: int, token: int) -> bool:
        """Whether a token stands in direct speech between quotation marks."""
        return (sentence, token) in self._spoken

    # Syntax.

    def filler(self, mention: MentionSpan) -> int:
        """The token by which a mention fills a role in its clause: of a post where that stands before the name."""
        view = self.views[mention.sentence]
        mention = self._post_beside.get(mention, mention)
        i = view.head(mention.start, mention.end)
        for _ in range(_DEPTH):
            if not view.tagged.deps[i].startswith(_APPOSED) or view.tagged.heads[i] < 0:
                break
            i = view.tagged.heads[i]
        return i

    def is_subject(self, mention: MentionSpan) -> bool:
        """Whether a mention is the subject of its clause, alone or with others."""
        view, i = self.views[mention.sentence], self.filler(mention)
        for _ in range(_DEPTH):
            if view.tagged.deps[i] != "conj" or view.pos(view.tagged.heads[i]) not in ("NOUN", "PROPN"):
                break
            i = view.tagged.heads[i]
        return view.tagged.deps[i].startswith("nsubj")

    def is_of_subject(self, adjective: MentionSpan) -> bool:
        """Whether an adjective stands with the subject of a clause."""
        tagged = self.views[adjective.sentence].tagged
        noun = tagged.heads[adjective.end - 1]
        return noun >= 0 and tagged.deps[noun].startswith("nsubj")


def _known_as(record: EntityRecord) -> Sequence[gazetteers.PersonRow]:
    """What the tables of people, the user's first, say of a person."""
    listed = _own_people(own.current())
    return listed.get(record.wikidata or record.name) or _known().get(record.wikidata or "", ())


@lru_cache(maxsize=own.PERIODS)
def _own_people(rows: OwnRows) -> Mapping[str, Sequence[gazetteers.PersonRow]]:
    found: dict[str, list[gazetteers.PersonRow]] = {}
    for row in rows.people:
        found.setdefault(row.wikidata or row.name, []).append(row)
    return found


@cache
def _known() -> Mapping[str, Sequence[gazetteers.PersonRow]]:
    found: dict[str, list[gazetteers.PersonRow]] = {}
    for row in gazetteers.people():
        if row.wikidata:
            found.setdefault(row.wikidata, []).append(row)
    return found


@cache
def _kinds() -> Mapping[str, str]:
    return {row.phrase: row.kind for row in gazetteers.post_heads()}


def _with_body(record: EntityRecord, order: Mapping[int, int], moved: Mapping[int, int]) -> EntityRecord:
    """A post whose body has a new number, or was a common noun that turned out to stand for another."""
    body = record.attributes.get("body")
    if not isinstance(body, int):
        return record
    body = order.get(body, order.get(moved.get(body, -1)))
    return replace(record, attributes={**record.attributes, "body": body})


_QUOTES_DEEP = 3  # levels looked at: print nests two, and a mark may stay open; deeper ones would cost squared time


def _spoken(views: Sequence[View]) -> frozenset[tuple[int, int]]:
    """The places in direct speech: between quotation marks that close in the same paragraph and hold a verb."""
    found: set[tuple[int, int]] = set()
    open_at: list[tuple[int, int]] = []
    places = [(view.index, i) for view in views for i, word in enumerate(view.words) if word in QUOTES]
    block = -1
    for sentence, i in places:
        view = views[sentence]
        if view.tagged.sentence.block != block:
            block, open_at = view.tagged.sentence.block, []
        word = view.words[i]
        if word in OPENING and not (word in CLOSING and open_at):
            open_at.append((sentence, i))
        elif open_at:
            start = open_at.pop()
            if len(open_at) >= _QUOTES_DEEP:
                continue  # the quotation around it takes it in
            inside = list(_between(views, start, (sentence, i)))
            if any(views[s].pos(j) == "VERB" for s, j in inside):
                found.update(inside)
    return frozenset(found)


def _between(views: Sequence[View], start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for sentence in range(start[0], end[0] + 1):
        first = start[1] + 1 if sentence == start[0] else 0
        last = end[1] if sentence == end[0] else len(views[sentence])
        for i in range(first, last):
            yield sentence, i
