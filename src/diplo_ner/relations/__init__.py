"""Typed relations from tagged sentences and the entities in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from diplo_ner.records import EntityLayer, RelationRecord, TaggedSentence
from diplo_ner.relations.actors import Document
from diplo_ner.relations.careers import careers, settle_careers
from diplo_ner.relations.derive import derived, inherited
from diplo_ner.relations.document import read_document
from diplo_ner.relations.frames import frames
from diplo_ner.relations.lexicon import Lexicon, default_lexicon
from diplo_ner.relations.match import match
from diplo_ner.relations.office import settle_posts
from diplo_ner.relations.persons import bodies_of_persons
from diplo_ner.relations.remote import settle_talks
from diplo_ner.relations.sanctioned import listed_later
from diplo_ner.relations.speech import attribution
from diplo_ner.relations.structure import ACTING_POST, structural
from diplo_ner.relations.succession import successions
from diplo_ner.resources.catalogue import RelationType

__all__ = ["find_relations"]

_BECOME = "post.become"
_BETWEEN_SIDES = frozenset({"criticizes", "threatens", "sanctions", "met", "spoke_with", "agreed_with"})


def find_relations(
    sentences: Sequence[TaggedSentence], layer: EntityLayer, lexicon: Lexicon | None = None
) -> list[RelationRecord]:
    """The relations that the document states, each once, in text order."""
    lexicon = lexicon or default_lexicon()
    document = read_document(sentences, layer)
    sentences = tuple(sentences)
    stated = list(settle_talks(list(_by_rules(document, sentences, lexicon)), document, sentences, lexicon))
    stated += listed_later(document, stated, lexicon)
    found = [
        *settle_posts(structural(sentences, layer), document, lexicon),
        *bodies_of_persons(document),
        *settle_careers([*stated, *_careers(document, sentences, lexicon)], document),
    ]
    found += inherited(found, layer)
    return _once(_acting_only(_not_of_own_side(found)), lexicon.catalogue)


def _not_of_own_side(found: Sequence[RelationRecord]) -> list[RelationRecord]:
    """What a speaker says that his own country or body must do is no demand of it: '«Мы, Латвия, должны», — сказал
    министр Латвии'. Nor does one meet the country that he acts for: 'эмир встретился с чиновниками страны'; nor is a
    body at odds with the country that it is of: it was another one's 'МИД'.
    """
    own = {(r.head, r.tail) for r in found if r.type == "affiliated_with"}
    parts = {(r.head, r.tail) for r in found if r.type == "part_of"}
    return [
        r
        for r in found
        if not ((r.type == "met" or r.path.startswith("said")) and (r.head, r.tail) in own)
        and not (r.type in _BETWEEN_SIDES and ((r.head, r.tail) in parts or (r.tail, r.head) in parts))
    ]


def _acting_only(found: Sequence[RelationRecord]) -> list[RelationRecord]:
    """A post without a named holder counts as a person only where it acts: where another relation has it."""
    acting = {e for r in found if r.rule != ACTING_POST for e in (r.head, r.tail, r.source)}
    return [r for r in found if r.rule != ACTING_POST or r.head in acting]


def _by_rules(document: Document, sentences: tuple[TaggedSentence, ...], lexicon: Lexicon) -> Iterator[RelationRecord]:
    related = _naming_two(document.layer)
    found = [
        (tree, frame, record)
        for tree in document.trees
        if tree.sentence in related or tree.sentence in document.topics
        for frame in frames(tree, lexicon)
        for record in match(document, tree, frame, lexicon)
    ]
    said = attribution(document, sentences, lexicon) if found else None
    for tree, frame, record in found:
        attributed = replace(record, source=said.source_of(record, tree, frame)) if said else record
        if not _is_profession(record, document.layer):
            yield attributed
        yield from derived(attributed, sentences, document.layer)


def _is_profession(record: RelationRecord, layer: EntityLayer) -> bool:
    """'X был вратарём', 'X стал первым европейским политиком': no office is held; 'занимал пост' says that one is."""
    return record.rule == _BECOME and layer.entities[record.tail].attributes.get("kind") is None


def _naming_two(layer: EntityLayer) -> set[int]:
    """The sentences that mention two entities or more: no rule finds a relation in another one."""
    first: dict[int, int] = {}
    return {m.sentence for m in layer.mentions if first.setdefault(m.sentence, m.entity) != m.entity}


def _careers(document: Document, sentences: tuple[TaggedSentence, ...], lexicon: Lexicon) -> Iterator[RelationRecord]:
    for record in (*careers(document), *successions(document, lexicon)):
        yield record
        yield from derived(record, sentences, document.layer)


def _once(found: Sequence[RelationRecord], catalogue: Mapping[str, RelationType]) -> list[RelationRecord]:
    """Each fact once: the first statement, whichever way round a symmetric one stands; none of a thing with itself."""
    kept: dict[tuple[str, int, int], RelationRecord] = {}
    for record in sorted(found, key=lambda r: (r.start, r.end)):
        if record.head == record.tail:
            continue
        pair = (record.head, record.tail)
        if catalogue[record.type].symmetric:
            pair = (min(pair), max(pair))
        kept.setdefault((record.type, *pair), record)
    return list(kept.values())
