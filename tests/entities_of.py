"""The entity layer of a short text, by the package's own steps, in a form that tests can read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diplo_ner.entities import find_entities
from diplo_ner.records import EntityLayer, EntityRecord, TaggedSentence
from diplo_ner.segment import segment
from diplo_ner.tagging import load_tagger
from diplo_ner.text import repair


@dataclass(frozen=True)
class Found:
    """A layer with the words of its mentions."""

    sentences: tuple[TaggedSentence, ...]
    layer: EntityLayer

    def words(self, mention: int) -> str:
        """A mention as it stands in the text."""
        span = self.layer.mentions[mention]
        tokens = self.sentences[span.sentence].tokens
        parts: list[str] = []
        for i in range(span.start, span.end):
            gap = " " if parts and tokens[i].start > tokens[i - 1].end else ""
            parts.append(gap + tokens[i].text)
        return "".join(parts)

    def entity(self, words: str, type_: str) -> EntityRecord | None:
        """The entity of a type that has a mention of exactly these words."""
        for number, mention in enumerate(self.layer.mentions):
            record = self.layer.entities[mention.entity]
            if record.type == type_ and self.words(number) == words:
                return record
        return None

    def mentions(self, name: str, type_: str) -> list[str]:
        """The mentions of the entity of this name and type, as 'words/kind', in text order."""
        wanted = [i for i, record in enumerate(self.layer.entities) if (record.type, record.name) == (type_, name)]
        return [
            f"{self.words(number)}/{mention.kind}"
            for number, mention in enumerate(self.layer.mentions)
            if mention.entity in wanted
        ]

    def name(self, index: object) -> str | None:
        return self.layer.entities[index].name if isinstance(index, int) else None

    def holders(self) -> set[tuple[str, str]]:
        """Pairs (name of the post, name of the person)."""
        entities, mentions = self.layer.entities, self.layer.mentions
        return {
            (entities[mentions[post].entity].name, entities[mentions[person].entity].name)
            for post, person in self.layer.holders
        }


def lines_of(file: str) -> list[str]:
    """The lines of a table of cases, one a case."""
    return (Path(__file__).parent / "cases" / file).read_text(encoding="utf-8").splitlines()


@cache
def entities_of(text: str) -> Found:
    """The entities of ``text``."""
    clean = repair(text)
    sentences = tuple(load_tagger().tag(segment(clean.text, clean.blocks)))
    return Found(sentences, find_entities(sentences))
