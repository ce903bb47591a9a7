"""The tables of phrase heads as lexicons, and heads with prefixes written together ('экс-премьер', 'замглавы')."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from diplo_ner.entities import own
from diplo_ner.entities.lexicon import Hit, Lexicon
from diplo_ner.entities.own import OwnRows
from diplo_ner.entities.spans import View
from diplo_ner.resources import gazetteers


class Head(NamedTuple):
    """A head: its phrase, its kind, what complement it takes, and the kind of a prefix written together with it."""

    phrase: str
    kind: str
    complement: str = "genitive"
    prefix: str = ""


@lru_cache(maxsize=own.PERIODS)
def post_heads(rows: OwnRows) -> Lexicon[Head]:
    """Heads of post phrases: a user's and the package's; of two meanings of a phrase the user's counts."""
    lexicon: Lexicon[Head] = Lexicon()
    seen: set[str] = set()
    for row in (*rows.posts, *gazetteers.post_heads()):
        for phrase in (row.phrase, *row.aliases):
            if phrase not in seen:
                seen.add(phrase)
                lexicon.add(phrase, Head(phrase, row.kind, row.complement))
    return lexicon


def starts_of_own(view: View) -> frozenset[int]:
    """Where the heads of posts that a user's file gives begin."""
    rows = own.current()
    return frozenset(hit.start for hit in _own_heads(rows).find(view)) if rows.posts else frozenset()


@lru_cache(maxsize=own.PERIODS)
def _own_heads(rows: OwnRows) -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for row in rows.posts:
        for phrase in (row.phrase, *row.aliases):
            lexicon.add(phrase, row.kind)
    return lexicon


@cache
def prefixes() -> Lexicon[Head]:
    """What stands before the head of a post, as a word of its own."""
    lexicon: Lexicon[Head] = Lexicon()
    for row in gazetteers.post_prefixes():
        if not row.phrase.endswith("-"):
            lexicon.add(row.phrase, Head(row.phrase, row.kind))
    return lexicon


@cache
def _written_together() -> tuple[tuple[str, str], ...]:
    hyphened = [(row.phrase, row.kind) for row in gazetteers.post_prefixes() if row.phrase.endswith("-")]
    return (*hyphened, ("зам", "deputy"), ("экс", "former"))


def _heads(rows: tuple[gazetteers.HeadRow, ...]) -> Lexicon[Head]:
    lexicon: Lexicon[Head] = Lexicon()
    for row in rows:
        lexicon.add(row.phrase, Head(row.phrase, row.kind))
    return lexicon


@cache
def body_heads() -> Lexicon[Head]:
    """Common nouns that head phrases for organisations."""
    return _heads(gazetteers.body_heads())


@cache
def event_heads() -> Lexicon[Head]:
    """Heads of event phrases."""
    return _heads(gazetteers.event_heads())


@cache
def document_heads() -> Lexicon[Head]:
    """Heads of document phrases."""
    return _heads(gazetteers.document_heads())


def longest(view: View, lexicon: Lexicon[Head]) -> list[Hit[Head]]:
    """The longest match at each place, none inside another."""
    found: list[Hit[Head]] = []
    end = 0
    for hit in lexicon.find(view):
        if hit.start >= end:
            found.append(hit)
            end = hit.end
    return found


def posts(view: View) -> list[Hit[Head]]:
    """Heads of posts in a sentence, with those that have a prefix written together."""
    lexicon = post_heads(own.current())
    found = {hit.start: hit for hit in longest(view, lexicon)}
    prefixes = tuple(prefix for prefix, _ in _written_together())
    for i, word in enumerate(view.low):
        if i in found or not word.startswith(prefixes):
            continue
        for prefix, kind in _written_together():
            if word.startswith(prefix) and len(word) > len(prefix) + 3:
                rest = (word[len(prefix) :], *view.words[i + 1 : i + 4])
                if hits := lexicon.at(rest, 0):
                    found[i] = Hit(i, i + hits[0].end, hits[0].value._replace(prefix=kind))
                    break
    return sorted(found.values())
