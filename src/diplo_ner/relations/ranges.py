"""Clauses of a sentence as ranges of tokens, half-open."""

from __future__ import annotations

from diplo_ner.entities.spans import DASHES
from diplo_ner.relations.arguments import is_verb
from diplo_ner.relations.tree import Node, Tree

STOPS = frozenset({",", ";", ":", ".", "!", "?", "…", "»", "“", '"', ")", *DASHES})
_RELATIVES = frozenset({"который", "где", "куда", "откуда", "когда"})


def hull(tree: Tree, node: Node) -> tuple[int, int]:
    """The tokens from the first to behind the last of the subtree."""
    first, last = node.start, node.end
    waiting = list(node.children)
    while waiting:
        child = tree.nodes[waiting.pop()]
        first, last = min(first, child.start), max(last, child.end)
        waiting += child.children
    return first, last


def clause(tree: Tree, verb: Node) -> tuple[int, int]:
    """The tokens of the verb's clause with what depends on it; not the clauses joined behind that have a subject."""
    first, last = hull(tree, verb)
    joined = {i for i in verb.children if tree.nodes[i].dep in ("conj", "parataxis")}
    for node in tree.nodes[verb.index + 1 :]:
        if node.head >= 0 and node.index not in joined:
            continue
        if is_verb(node) and any(tree.nodes[i].dep.startswith("nsubj") for i in node.children):
            commas = [i for i in range(verb.end, node.start) if tree.tagged.tokens[i].text == ","]
            last = min(last, commas[-1] if commas else node.start)
    return first, last


def relative_clause(tree: Tree, start: int, end: int) -> tuple[int, int] | None:
    """The relative clause in which an aside from token ``start`` to before ``end`` stands right behind the pronoun."""
    before = tree.nodes[tree.at[start - 1]] if start else None
    if before is not None and before.pos == "PUNCT" and before.index:
        before = tree.nodes[before.index - 1]
    if before is None or before.lemma not in _RELATIVES:
        return None
    verbs = [node for node in tree.nodes[tree.at[end - 1] :] if is_verb(node)]
    behind = range(verbs[0].end, len(tree.tagged.tokens)) if verbs else ()
    stop = next((i for i in behind if tree.tagged.tokens[i].text in STOPS), None)
    return None if stop is None else (before.start, stop)


def between_marks(tree: Tree, first: int, last: int, inside: int) -> tuple[int, int]:
    """Cut at the colons and semicolons around the token ``inside``."""
    for token in range(first, last):
        if tree.tagged.tokens[token].text in (":", ";"):
            if token < inside:
                first = token + 1
            else:
                return first, token
    return first, last
