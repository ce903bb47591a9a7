"""Frozen records that travel between the steps; no pydantic in the hot path.

Character offsets here point into the *repaired* text (``CleanText.text``), half-open. Token offsets are half-open
indices into ``TaggedSentence.tokens``. Only ``extractor`` turns them into offsets of the text as given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Feats(dict[str, str]):
    """UD features of one tag, read-only; ``key`` tells them from others, so that caches need not take them apart."""

    __slots__ = ("key",)

    def __init__(self, text: str) -> None:
        """``text`` is as UD writes it: 'Case=Gen|Number=Sing'."""
        super().__init__((name, value) for name, _, value in (feat.partition("=") for feat in text.split("|") if feat))
        self.key = text


class Token(NamedTuple):
    """One token: ``text`` is the repaired text from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Sentence(NamedTuple):
    """One sentence; ``block`` numbers the paragraph, heading or list item that it stands in."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    block: int


class RawSpan(NamedTuple):
    """A span proposed by one recogniser, before merging.

    ``start`` and ``end`` are half-open token indices within the sentence; ``score`` is in [0, 1];
    ``recognizer`` names who proposed it ('model', 'stock', 'gazetteer:countries', 'dates', ...).
    """

    start: int
    end: int
    type: str
    score: float
    recognizer: str


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence after tagging; all tuples have one item a token.

    ``pos`` holds UD parts of speech, ``feats`` UD features as a mapping ({'Case': 'Gen', ...}; from the tagger they are
    ``Feats``), ``heads`` the index of the head token within the sentence (-1 for the root), ``deps`` UD relations
    ('nsubj', 'obl', ...).
    ``spans`` are the entity model's.
    """

    sentence: Sentence
    pos: tuple[str, ...]
    feats: tuple[Mapping[str, str], ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    spans: tuple[RawSpan, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A mention of an entity: sentence index, half-open token indices, the entity's index in the document.

    ``kind`` is a value of ``MentionKind``. A joint adjective ('российско-китайский') carries two, one a country;
    the public mentions are its parts.
    """

    sentence: int
    start: int
    end: int
    entity: int
    kind: str


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """One real thing of the document, before it becomes a pydantic entity.

    ``attributes`` holds the fields of its public class under their public names ('title', 'iso2', 'iso', ...), with
    ids as entity indices ('body'), and for posts ``kind``: the kind of office of the gazetteer of posts, or None for a
    profession, which gives no holds_post.
    """

    type: str
    name: str
    name_is_guess: bool
    wikidata: str | None
    attributes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EntityLayer:
    """What the entity step found in one document.

    ``mentions`` are in text order (outer before inner); ``holders`` pairs indices into ``mentions``: (post, person)
    where the text puts a post and its holder side by side ('президент страны Иван Петров'; 'Петров, глава МИД').
    """

    entities: tuple[EntityRecord, ...]
    mentions: tuple[MentionSpan, ...]
    holders: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """A relation before it becomes a pydantic one: ids are entity indices, offsets point into the repaired text.

    ``start`` and ``end`` bound the evidence; ``path`` tells how the arguments were found ('subj>с+Ins').
    """

    type: str
    head: int
    tail: int
    status: str
    start: int
    end: int
    trigger: str
    rule: str
    path: str
    cameo: str | None = None
    place: int | None = None
    date: int | None = None
    event: int | None = None
    source: int | None = None
