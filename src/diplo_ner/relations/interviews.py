"""Texts that are one person's words: a briefing, a speech, an interview. What stands in them is said by that person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplo_ner.morphology import lemma
from diplo_ner.records import EntityLayer, MentionSpan, TaggedSentence
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.speakers import Said

_LEAST_QUESTIONS = 2  # paragraphs that end in a question mark; a text with fewer is no dialogue
_HEAD = 2  # tokens in which a heading names its kind: 'Интервью X', 'Из выступления X'


def words_of_one(sentences: Sequence[TaggedSentence], layer: EntityLayer, lexicon: Lexicon) -> Iterator[Said]:
    """The stretches that belong to the one whose words the text gives; none where it gives nobody's."""
    if (speaker := _of_heading(sentences, layer, lexicon)) is not None:
        yield Said((1, 0), (len(sentences), 0), speaker)
        return
    asking = {tagged.sentence.block for n, tagged in enumerate(sentences) if _asks_last(sentences, n)}
    if len(asking) < _LEAST_QUESTIONS:
        return
    turns = range(min(asking), max(asking) + 2)
    if (speaker := _asked(sentences, layer, lexicon, turns)) is None:
        return
    for number, tagged in enumerate(sentences):
        if tagged.sentence.block in turns and tagged.sentence.block not in asking:
            yield Said((number, 0), (number + 1, 0), speaker)


def _of_heading(sentences: Sequence[TaggedSentence], layer: EntityLayer, lexicon: Lexicon) -> int | None:
    """The person whom a heading without a verb names as speaker ('Из брифинга представителя МИД X')."""
    if len(sentences) < 2 or sentences[0].sentence.block == sentences[1].sentence.block:
        return None
    first = sentences[0]
    words = lexicon.words["speech_headings"]
    if "VERB" in first.pos or not any(_lemma(first, i) in words for i in range(min(_HEAD, len(first.tokens)))):
        return None
    persons = [m.entity for m in layer.mentions if m.sentence == 0 and layer.entities[m.entity].type == "PERSON"]
    return persons[0] if len(set(persons)) == 1 else None


def _asks_last(sentences: Sequence[TaggedSentence], number: int) -> bool:
    """Whether a sentence is a question and the last of its paragraph."""
    block = sentences[number].sentence.block
    ends = number + 1 == len(sentences) or sentences[number + 1].sentence.block != block
    return ends and sentences[number].tokens[-1].text == "?"


def _asked(sentences: Sequence[TaggedSentence], layer: EntityLayer, lexicon: Lexicon, turns: range) -> int | None:
    """The only person named outside the questions and answers who does not ask ('Беседовала Y')."""
    outside = [
        m
        for m in layer.mentions
        if layer.entities[m.entity].type == "PERSON" and sentences[m.sentence].sentence.block not in turns
    ]
    persons = {m.entity for m in outside} - {m.entity for m in outside if _asks(sentences[m.sentence], m, lexicon)}
    return persons.pop() if len(persons) == 1 else None


def _asks(tagged: TaggedSentence, mention: MentionSpan, lexicon: Lexicon) -> bool:
    near = range(max(mention.start - 1, 0), mention.end)
    return any(_lemma(tagged, i) in lexicon.words["asks"] for i in near)


def _lemma(tagged: TaggedSentence, index: int) -> str:
    return lemma(tagged.tokens[index].text, tagged.pos[index], tagged.feats[index])
