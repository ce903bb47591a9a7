"""Talks told of without saying how ('A обсудил с B торговлю') that sentences near by say were held by telephone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from diplo_ner import morphology
from diplo_ner.records import RelationRecord, TaggedSentence
from diplo_ner.relations.actors import Document
from diplo_ner.relations.lexicon import Lexicon

_MET, _SPOKE = "met", "spoke_with"
_BY_RULE = "spoke.in_call"
_CALLS = frozenset({"разговор", "переговоры", "беседа"})
_HORIZON = 3  # sentences from the talk to the one that says how it was held: a heading, the lead and what follows it


def settle_talks(
    found: Sequence[RelationRecord], document: Document, sentences: Sequence[TaggedSentence], lexicon: Lexicon
) -> Iterator[RelationRecord]:
    """``found`` without the meetings that were calls: left out where the call of the same two is told of close by,
    made one where a call without its own parties is and the two are not said to have met.
    """
    spoken = [record for record in found if record.type == _SPOKE]
    open_talks = {record for record in found if record.type == _MET and _is_any(record, lexicon.words["open_talks"])}
    in_person = {_pair(record) for record in found if record.type == _MET and record not in open_talks}
    made: set[frozenset[int]] = set()
    for record in found:
        if record in open_talks and _pair(record) in made:
            continue
        if record.place is not None or _pair(record) in in_person or record not in open_talks:
            yield record
            continue
        own = document.tree_of(record).sentence
        near = sentences[max(0, own - _HORIZON) : own + _HORIZON + 1]
        calls = [call for call in spoken if near[0].tokens[0].start <= call.start < near[-1].tokens[-1].end]
        if any(_pair(call) == _pair(record) for call in calls):
            continue
        by_phone = not calls and any(_has_call(sentence) for sentence in sentences[own : own + _HORIZON + 1])
        if by_phone and _is_any(record, lexicon.words["open_talk_verbs"]):
            made.add(_pair(record))
            yield replace(record, type=_SPOKE, rule=_BY_RULE, cameo=lexicon.catalogue[_SPOKE].cameo)
        else:
            yield record


def _pair(record: RelationRecord) -> frozenset[int]:
    return frozenset((record.head, record.tail))


def _is_any(record: RelationRecord, lemmas: frozenset[str]) -> bool:
    return not lemmas.isdisjoint(morphology.lemmas(record.trigger.lower()))


def _has_call(sentence: TaggedSentence) -> bool:
    words = [token.text.lower() for token in sentence.tokens]
    return any(
        one.startswith("телефонн") and not _CALLS.isdisjoint(morphology.lemmas(two)) for one, two in pairwise(words)
    )
