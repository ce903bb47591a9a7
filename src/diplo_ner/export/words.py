"""The words of a text with their grammar, for formats that show the tree.

An ``Extraction`` does not hold the tree: it is read anew from the text, without the steps for entities and relations,
which is about half the work of an extraction.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diplo_ner.morphology import lemma
from diplo_ner.records import TaggedSentence, Token
from diplo_ner.segment import segment
from diplo_ner.text import CleanText, repair

UNSPECIFIED = "dep"  # UD's relation for what a parser cannot tell


@dataclass(frozen=True, slots=True)
class Word:
    """A word, as the repaired text has it (``form``, ``space_after``), with UD grammar.

    ``head`` is the index of another word of the sentence, or -1 for its one root. ``pieces`` are the half-open ranges
    of the text as given that it comes from: one, or several where other words stand between its halves (a heading
    inside a hyphenated word).
    """

    form: str
    space_after: bool
    lemma: str
    pos: str
    feats: Mapping[str, str]
    head: int
    dep: str
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return min(start for start, _ in self.pieces)

    @property
    def end(self) -> int:
        return max(end for _, end in self.pieces)


def read_words(text: str) -> list[list[Word]]:
    """The sentences of a text; heads of each make a tree, as the parser's own need not.

    Where the parser gives several roots the first one stays and the others depend on it; a circle is cut at its first
    word; both under the relation 'dep'.
    """
    from diplo_ner.tagging import load_tagger  # here, so that importing an exporter loads no numpy and no models

    clean = repair(text)
    tagged = load_tagger().tag(segment(clean.text, clean.blocks))
    starts = sorted(clean.span(token.start, token.end)[0] for sentence in tagged for token in sentence.tokens)
    return [list(_words(clean, sentence, starts)) for sentence in tagged]


def _words(clean: CleanText, sentence: TaggedSentence, starts: Sequence[int]) -> Iterator[Word]:
    heads, deps = as_tree(sentence.heads, sentence.deps)
    nexts = [token.start for token in sentence.tokens[1:]] + [sentence.tokens[-1].end + 1]
    grammar = zip(sentence.tokens, nexts, sentence.pos, sentence.feats, heads, deps, strict=True)
    for token, following, pos, feats, head, dep in grammar:
        pieces = tuple(_pieces(clean, token, starts))
        base = lemma(token.text, pos, feats)
        yield Word(token.text, following > token.end, base, pos, feats, head, dep, pieces)


def as_tree(heads: Sequence[int], deps: Sequence[str]) -> tuple[list[int], list[str]]:
    """Heads with one root and no circle, and the relations to them; see ``read_words``. -1 is the root."""
    found, relations = list(heads), list(deps)
    root = next((i for i, head in enumerate(found) if head < 0), None)
    safe: set[int] = set()
    for first in range(len(found)):
        path: list[int] = []
        at = first
        while at >= 0 and at not in safe and at not in path:
            path.append(at)
            at = found[at]
        if at in path or (at < 0 and path and path[-1] != root):
            cut = min(path[path.index(at) :]) if at in path else path[-1]
            root = cut if root is None else root
            found[cut] = -1 if cut == root else root
            relations[cut] = UNSPECIFIED
        safe.update(path)
    for word, head in enumerate(found):
        if (relations[word] == "root") != (head < 0):
            relations[word] = "root" if head < 0 else UNSPECIFIED
    return found, relations


def _pieces(clean: CleanText, token: Token, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    low, high = clean.span(token.start, token.end)
    if bisect_left(starts, high) - bisect_left(starts, low) == 1:  # no other word begins inside
        yield low, high
        return
    ranges = sorted({(start, end) for _, _, start, end in clean.source.cut(token.start, token.end)})
    joined = [ranges[0]]
    for start, end in ranges[1:]:
        before, until = joined[-1]
        if bisect_left(starts, start) == bisect_left(starts, before + 1):
            joined[-1] = (before, max(until, end))
        else:
            joined.append((start, end))
    yield from joined
