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


class Heads(NamedTuple):
    """The heads of a sentence by table: of each the longest match at each place, none inside another.

    ``prefixes`` stand before the head of a post as words of their own; ``bodies``, ``events`` and ``documents`` are
    common nouns.
    """

    posts: list[Hit[Head]]
    prefixes: list[Hit[Head]]
    bodies: list[Hit[Head]]
    events: list[Hit[Head]]
    documents: list[Hit[Head]]


_POSTS, _PREFIXES, _BODIES, _EVENTS, _DOCUMENTS = range(len(Heads._fields))
_FEMININE = ("а", "я")


def find(view: View) -> Heads:
    """The heads of a sentence; among posts those too that have a prefix written together."""
    found = Heads([], [], [], [], [])
    ends = [0] * len(found)
    for start, end, (table, head) in _lexicon(own.current()).find(view):
        if start >= ends[table] and not (table == _POSTS and _is_homonym(view, start, end, head)):
            found[table].append(Hit(start, end, head))
            ends[table] = end
    return found._replace(posts=_with_prefixed(view, found.posts))


def _is_homonym(view: View, start: int, end: int, head: Head) -> bool:
    """'политика', 'премьера': a feminine noun that has a form of a man's post."""
    if end - start > 1 or view.feat(start, "Gender") != "Fem" or head.phrase.endswith(_FEMININE):
        return False
    lemma = view.lemma(start)
    return lemma != head.phrase and lemma.endswith(_FEMININE)


def begins_body(view: View, i: int) -> bool:
    """Whether the head of a body begins at token ``i``."""
    return any(hit.value[0] == _BODIES for hit in _lexicon(own.current()).at(view.words, i))


def begins_title(view: View, i: int) -> bool:
    """Whether the head of a body or of a post begins at token ``i``: a name may follow it without quotes."""
    return any(hit.value[0] in (_BODIES, _POSTS) for hit in _lexicon(own.current()).at(view.words, i))


@lru_cache(maxsize=own.PERIODS)
def _lexicon(rows: OwnRows) -> Lexicon[tuple[int, Head]]:
    """All heads, each with its table; of two meanings of a post the user's counts."""
    lexicon: Lexicon[tuple[int, Head]] = Lexicon()
    seen: set[str] = set()
    for row in (*rows.posts, *gazetteers.post_heads()):
        for phrase in (row.phrase, *row.aliases):
            if phrase not in seen:
                seen.add(phrase)
                lexicon.add(phrase, (_POSTS, Head(phrase, row.kind, row.complement)))
    for prefix in gazetteers.post_prefixes():
        if not prefix.phrase.endswith("-"):
            lexicon.add(prefix.phrase, (_PREFIXES, Head(prefix.phrase, prefix.kind)))
    nouns = (
        (_BODIES, gazetteers.body_heads()),
        (_EVENTS, gazetteers.event_heads()),
        (_DOCUMENTS, gazetteers.document_heads()),
    )
    for table, heads in nouns:
        for noun in heads:
            lexicon.add(noun.phrase, (table, Head(noun.phrase, noun.kind)))
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
def _written_together() -> tuple[tuple[str, str], ...]:
    hyphened = [(row.phrase, row.kind) for row in gazetteers.post_prefixes() if row.phrase.endswith("-")]
    return (*hyphened, ("зам", "deputy"), ("экс", "former"))


@lru_cache(maxsize=20_000)
def _prefixed(word: str) -> tuple[tuple[str, str], ...]:
    """What a word is behind each prefix that it may have, and the prefix's kind; nothing for most words."""
    return tuple(
        (word[len(prefix) :], kind)
        for prefix, kind in _written_together()
        if word.startswith(prefix) and len(word) > len(prefix) + 3
    )


def _with_prefixed(view: View, posts: list[Hit[Head]]) -> list[Hit[Head]]:
    together = [(i, parts) for i, parts in enumerate(map(_prefixed, view.low)) if parts]
    if not together:
        return posts
    found = {hit.start: hit for hit in posts}
    for i, parts in together:
        if i in found:
            continue
        for rest, kind in parts:
            words = (rest, *view.words[i + 1 : i + 4])
            hits = [hit for hit in _lexicon(own.current()).at(words, 0) if hit.value[0] == _POSTS]
            if hits:
                found[i] = Hit(i, i + hits[0].end, hits[0].value[1]._replace(prefix=kind))
                break
    return sorted(found.values())
