"""The CAMEO code of a relation: that of a word beside the predicate, else the predicate's, else the type's."""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.relations.frames import Frame
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.catalogue import RelationType

_PATHS = frozenset({"subj", "obj", "Ins", "Gen"})
_INSIDE = frozenset({"amod", "nmod", "conj"})
_LEVELS = 2  # 'партию летального оружия': from the object to its genitive and to that one's adjective


def code_of(tree: Tree, frame: Frame, row: RelationType) -> str | None:
    """'военное сотрудничество' is 062, 'направить гуманитарную помощь' 073."""
    if row.cameo_by_word:
        for word in _words(tree, frame):
            if word in row.cameo_by_word:
                return row.cameo_by_word[word]
    return row.cameo_by_trigger.get(frame.lemma, row.cameo)


def _words(tree: Tree, frame: Frame) -> Iterator[str]:
    """Lemmas of the predicate's adjectives and of the nouns that it governs directly; names are no such words."""
    node = tree.nodes[frame.node]
    for index in node.children:
        if tree.nodes[index].dep == "amod":
            yield tree.nodes[index].lemma
    for argument in frame.arguments:
        if argument.path in _PATHS and not argument.loose:
            yield from _inside(tree, tree.nodes[argument.node], _LEVELS)


def _inside(tree: Tree, node: Node, levels: int) -> Iterator[str]:
    if node.mentions:
        return
    yield node.lemma
    if levels:
        for index in node.children:
            if tree.nodes[index].dep in _INSIDE:
                yield from _inside(tree, tree.nodes[index], levels - 1)
