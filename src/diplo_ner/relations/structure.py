"""Relations that stand in the structure of names and posts: who holds which post, and what belongs to what.

holders          'президент страны Иван Петров'        holds_post, affiliated_with
nested bodies    'отдел ЦК партии'                     part_of, adjacent pairs
body and country 'МИД Китая', 'турецкий парламент'     part_of
post as actor    'президент Ирака прибыл'              affiliated_with, no holds_post
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

from diplo_ner.entities.spans import CLOSING, OPENING
from diplo_ner.models import Status
from diplo_ner.morphology import cases, lemmas
from diplo_ner.records import EntityLayer, MentionSpan, RelationRecord, TaggedSentence
from diplo_ner.resources import gazetteers

ACTING_POST = "post.actor"
_HOLDER, _BODY = "post.holder", "post.body"
HELD = frozenset({_HOLDER, _BODY})  # rules of a post and a name side by side
_BODIES = frozenset({"ORGANIZATION", "PARTY"})
_SENT = frozenset({"в", "во", "при", "на", "по", "о", "об", "для", "с", "со", "к"})
# Words that stand for the country or body beside them, no part of it.
# What is done to the country or body beside the noun.
_UNDERGONE = frozenset({
    "развитие", "возрождение", "восстановление", "поддержание", "содержание", "сохранение", "сдерживание", "создание",
    "исследование", "изучение", "расширение", "укрепление", "урегулирование", "освобождение", "спасение", "продвижение",
    "сближение", "разоружение", "защита",
})  # fmt: skip
_STANDS_FOR = frozenset({"власть", "руководство", "делегация", "сторона", "сайт", "оппозиция", "лидер", "дипломат"})
_MEMBERS = frozenset({"стран", "государств", "членов", "странам", "государствам"})
# Plurals that name one body.
_PLURALS = frozenset({"сила", "войско", "орган", "спецслужба", "профсоюз"})
_UNITS = frozenset({"ORGANIZATION", "PARTY", "COUNTRY"})


def structural(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """All structural relations of the document, in text order."""
    yield from _held_posts(sentences, layer)
    yield from _acting_posts(sentences, layer)
    yield from _parts(sentences, layer)


def _held_posts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    for post_index, person_index in layer.holders:
        post, person = layer.mentions[post_index], layer.mentions[person_index]
        attributes = layer.entities[post.entity].attributes
        status = Status.FORMER if attributes.get("former") else Status.ASSERTED
        if attributes.get("kind") not in (None, "profession"):
            yield _between(sentences, post, person, "holds_post", person.entity, post.entity, status, _HOLDER)
        for unit in units_of(sentences, layer, post, attributes):
            yield _between(sentences, post, person, "affiliated_with", person.entity, unit, status, _BODY)


def _acting_posts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """A post without a named holder that acts as a person belongs to its body."""
    for index, person in enumerate(layer.mentions):
        if not layer.entities[person.entity].attributes.get("description_only"):
            continue
        for post in _inside(layer, person):
            same = (post.start, post.end) == (person.start, person.end)
            if same and layer.entities[post.entity].type == "POST":
                office = layer.entities[post.entity].attributes
                for unit in units_of(sentences, layer, layer.mentions[index], office):
                    yield _between(
                        sentences, post, person, "affiliated_with", person.entity, unit, Status.ASSERTED, ACTING_POST
                    )


def units_of(
    sentences: tuple[TaggedSentence, ...], layer: EntityLayer, post: MentionSpan, office: Mapping[str, object]
) -> list[int]:
    """Every unit, organisation and country named inside a post.

    Where an envoy is sent ('в', 'при') is none of his, nor is a country in a quoted name.

    ``office`` are the attributes of the post.
    """
    tagged, body = sentences[post.sentence], office.get("body")
    if isinstance(body, int) and office.get("shared"):
        return [body]  # 'президенты X и Y': each holder has his own
    inside = [m for m in _inside(layer, post) if layer.entities[m.entity].type in _UNITS]
    inside = [m for m in inside if not any(_within(m, o) and not _owns(sentences, o, m, layer) for o in inside)]
    sent = {
        m.entity
        for m in inside
        if _preposition_before(tagged, post, m) in _SENT
        or _is_of_many(tagged, post, m)
        or (layer.entities[m.entity].type == "COUNTRY" and _is_quoted(tagged, post, m))
    }
    found = [m.entity for m in inside if m.entity not in sent]
    if isinstance(body, int) and body not in sent:
        found.insert(0, body)
    return list(dict.fromkeys(found))


def _is_of_many(tagged: TaggedSentence, outer: MentionSpan, inner: MentionSpan) -> bool:
    """'департамент стран СНГ', 'посол государств ЕС': of the members, not of the whole."""
    before = inner.start - 1
    return before > outer.start and tagged.tokens[before].text.lower() in _MEMBERS


def _is_quoted(tagged: TaggedSentence, outer: MentionSpan, inner: MentionSpan) -> bool:
    """Whether a mention inside another stands in a quotation that opens in it."""
    marks = sum(tagged.tokens[i].text in OPENING | CLOSING for i in range(outer.start, inner.start))
    return marks % 2 == 1


def _preposition_before(tagged: TaggedSentence, outer: MentionSpan, inner: MentionSpan) -> str:
    before = inner.start - 1
    while before > outer.start and tagged.pos[before] in ("ADJ", "DET", "PUNCT"):
        before -= 1
    return tagged.tokens[before].text.lower() if before > outer.start and tagged.pos[before] == "ADP" else ""


def _inside(layer: EntityLayer, outer: MentionSpan) -> Iterator[MentionSpan]:
    """Mentions within the outer one; the layer's are in text order, so only those of its sentence are looked at."""
    first = bisect_left(layer.mentions, outer.sentence, key=_sentence)
    for inner in layer.mentions[first : bisect_right(layer.mentions, outer.sentence, lo=first, key=_sentence)]:
        if outer.start <= inner.start and inner.end <= outer.end:
            yield inner


def _sentence(mention: MentionSpan) -> int:
    return mention.sentence


def _parts(sentences: tuple[TaggedSentence, ...], layer: EntityLayer) -> Iterator[RelationRecord]:
    """part_of between a body's mention and the next body or country nested in it."""
    for outer in layer.mentions:
        if layer.entities[outer.entity].type not in _BODIES:
            continue
        inner = [
            m
            for m in _inside(layer, outer)
            if m.entity != outer.entity
            and layer.entities[m.entity].type in _UNITS
            and (m.start, m.end) != (outer.start, outer.end)
        ]
        widest = [m for m in inner if not any(_within(m, other) for other in inner if other is not m)]
        for part in widest:
            if _owns(sentences, outer, part, layer):
                yield _between(
                    sentences, outer, part, "part_of", outer.entity, part.entity, Status.ASSERTED, "body.nested"
                )


def _within(inner: MentionSpan, outer: MentionSpan) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return outer.start <= inner.start and inner.end <= outer.end and not same


def _owns(sentences: tuple[TaggedSentence, ...], outer: MentionSpan, part: MentionSpan, layer: EntityLayer) -> bool:
    """A genitive or an adjective makes a part; 'посольство X в Y', 'комитет по Сирии' and quoted names do not.

    A body's name that begins where the whole begins, adjectives aside, is the whole in short ('Совет Безопасности' of
    'ООН', 'МИД' of 'иракский МИД').
    """
    tagged = sentences[outer.sentence]
    head = _head(tagged, outer)
    if tagged.tokens[max(0, outer.start - 1)].text in OPENING and outer.start > 0:
        return False
    before = tagged.pos[outer.start : part.start]
    if layer.entities[part.entity].type in _BODIES and all(pos == "ADJ" for pos in before):
        return False
    if _preposition_before(tagged, outer, part) or _is_of_many(tagged, outer, part):
        return False
    if any(tagged.tokens[i].text in OPENING for i in range(outer.start, part.start)):
        return False
    listed, known = layer.entities[outer.entity].wikidata, layer.entities[part.entity].wikidata
    if listed is not None and known is None:
        return False  # a word inside a name that the gazetteer knows as a whole ('Совет Федерации')
    if layer.entities[outer.entity].name == layer.entities[part.entity].name:
        return False  # a name in full and its short form, taken for two
    if _is_of_deed(tagged, outer, part):
        return False
    words = set(lemmas(tagged.tokens[head].text))
    if words & _STANDS_FOR or (tagged.tokens[head].text.islower() and not _is_body(tagged, head, words)):
        return False
    first = tagged.tokens[part.start].text
    case = tagged.feats[part.start].get("Case")
    if part.kind == "adjective" or case == "Gen":
        return True
    if known is not None and layer.entities[part.entity].type == "COUNTRY" and "Gen" in cases(first):
        return tagged.heads[part.start] == _head(tagged, outer)  # the tagger took 'МИД Гаити' for a man's name
    return case is None and first.isupper() and not first.isascii()


def _is_of_deed(tagged: TaggedSentence, outer: MentionSpan, part: MentionSpan) -> bool:
    """'Фонд по содействию развитию X' is for X, 'комитет по образованию X' of it: X undergoes what stands beside it."""
    after = any(tagged.pos[i] == "ADP" for i in range(outer.start, part.start))
    return after and not _UNDERGONE.isdisjoint(lemmas(tagged.tokens[part.start - 1].text)[:1])


def _is_body(tagged: TaggedSentence, head: int, words: set[str]) -> bool:
    """Whether a common noun means one body: 'российские банки' are many, 'поддержка Чили' is none."""
    if tagged.feats[head].get("Number") == "Plur" and not words & _PLURALS:
        return False
    return tagged.pos[head] not in ("NOUN", "PROPN") or bool(words & (_PLURALS | _body_nouns()))


@cache
def _body_nouns() -> frozenset[str]:
    return frozenset(word for row in gazetteers.body_heads() for word in row.phrase.lower().split())


def _head(tagged: TaggedSentence, mention: MentionSpan) -> int:
    """The token of the mention whose head stands outside of it."""
    inside = range(mention.start, mention.end)
    return next((i for i in inside if tagged.heads[i] not in inside), mention.start)


def _between(
    sentences: tuple[TaggedSentence, ...],
    first: MentionSpan,
    second: MentionSpan,
    kind: str,
    head: int,
    tail: int,
    status: Status,
    rule: str,
) -> RelationRecord:
    tokens = sentences[first.sentence].tokens
    start, end = min(first.start, second.start), max(first.end, second.end)
    return RelationRecord(
        type=kind,
        head=head,
        tail=tail,
        status=status.value,
        start=tokens[start].start,
        end=tokens[end - 1].end,
        trigger=tokens[first.start].text,
        rule=rule,
        path="nested" if kind == "part_of" else "apposition",
    )
