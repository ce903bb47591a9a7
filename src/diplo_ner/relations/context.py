"""What goes with a relation: to whom the text attributes it, and place, date and event of its clause."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from diplo_ner.relations.actors import Document, fillers
from diplo_ner.relations.frames import Frame, arguments_of, is_verb
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.catalogue import ACTORS

_MAX_STEPS = 8
_REPORTED = frozenset({"ccomp", "parataxis", "obj", "obl", "xcomp", "nsubj:pass"})
_PLACES = frozenset({"PLACE", "COUNTRY"})
_PLACE_PATHS = ("в+Loc", "в+*", "на+Loc", "под+Ins")
_EVENT_PREPOSITIONS = frozenset({"на", "в", "в рамках", "в ходе", "во время", "на полях", "по итогам"})


def source_of(document: Document, tree: Tree, frame: Frame, lexicon: Lexicon) -> int | None:
    """The entity to whom the clause of the predicate is attributed, or None."""
    for node in _upwards(tree, frame):
        head = tree.up(node)
        if head is not None and is_verb(head) and node.dep in _REPORTED:
            indirect = node.dep in ("obl", "obj") and node.prep not in ("о",)
            if head.lemma in lexicon.words["speech"] and not indirect and head.index != frame.light:
                speakers = _subjects(document, tree, head)
                if speakers:
                    return speakers[0]
        for index in node.children:
            child = tree.nodes[index]
            if is_verb(child) and child.dep in ("parataxis", "advcl") and child.lemma in lexicon.words["speech"]:
                speakers = _subjects(document, tree, child)
                if speakers:
                    return speakers[0]
            if found := _by_noun(document, tree, child, lexicon):
                return found[0]
    return None


def source_after(document: Document, tree: Tree, lexicon: Lexicon) -> int | None:
    """The speaker of 'Об этом сообщил X': the source of the sentence before this one."""
    tokens = [token.text.lower() for token in tree.tagged.tokens[:2]]
    if tokens != ["об", "этом"]:
        return None
    for node in tree.nodes[2:]:
        if is_verb(node) and node.lemma in lexicon.words["speech"]:
            speakers = _subjects(document, tree, node)
            return speakers[0] if speakers else None
    return None


def _by_noun(document: Document, tree: Tree, node: Node, lexicon: Lexicon) -> list[int]:
    """'по словам X', 'по данным X', 'со ссылкой на X', 'согласно X'."""
    if node.prep == "согласно" or (node.prep == "по" and node.lemma in lexicon.words["speech_nouns"]):
        for index in node.children:
            child = tree.nodes[index]
            if child.dep in ("nmod", "appos") and (found := _entities(document, tree, index, ACTORS)):
                return found
            if child.dep == "amod" and child.mentions:
                return []
        return _entities(document, tree, node.index, ACTORS)
    if node.prep == "с" and node.lemma in lexicon.words["source_nouns"]:
        for index in node.children:
            if tree.nodes[index].prep == "на" and (found := _entities(document, tree, index, ACTORS)):
                return found
    return []


def _subjects(document: Document, tree: Tree, verb: Node) -> list[int]:
    for argument in arguments_of(tree, verb):
        if argument.path in ("subj", "в+Loc") and (found := _entities(document, tree, argument.node, ACTORS)):
            return found
    return []


def place_of(document: Document, tree: Tree, frame: Frame, taken: Collection[int]) -> int | None:
    """Where the clause says it happened; ``taken`` are the entities of the relation itself."""
    for path in _PLACE_PATHS:
        for argument in frame.arguments:
            if argument.path == path:
                found = [e for e in _entities(document, tree, argument.node, _PLACES) if e not in taken]
                if found:
                    return found[0]
    return None


def date_of(document: Document, tree: Tree, frame: Frame) -> int | None:
    """The date that stands beside the predicate or beside the verb of its clause."""
    for node in _upwards(tree, frame):
        for index in node.children:
            child = tree.nodes[index]
            if child.mentions and child.dep in ("obl", "nmod", "advmod", "nsubj", "obj", "appos", "amod", "nummod"):
                found = _entities(document, tree, index, ("DATE",))
                if found:
                    return found[0]
        if is_verb(node):
            return None
    return None


def event_of(document: Document, tree: Tree, frame: Frame, taken: Collection[int]) -> int | None:
    """The event at which it happened ('на полях саммита', 'в рамках форума')."""
    own = {document.layer.mentions[m].entity for m in tree.nodes[frame.node].mentions}
    verb = tree.up(tree.nodes[frame.node])
    around = arguments_of(tree, verb) if frame.noun and verb is not None and is_verb(verb) else []
    for argument in [*frame.arguments, *around]:
        if argument.path.partition("+")[0] in _EVENT_PREPOSITIONS:
            for entity in _entities(document, tree, argument.node, ("EVENT",)):
                if entity not in own and entity not in taken:
                    return entity
    return None


def _entities(document: Document, tree: Tree, index: int, types: Collection[str]) -> list[int]:
    return [document.layer.mentions[m].entity for m in fillers(document, tree, index, types)]


def _upwards(tree: Tree, frame: Frame) -> Iterator[Node]:
    node: Node | None = tree.nodes[frame.node]
    for _ in range(_MAX_STEPS):
        if node is None:
            return
        yield node
        node = tree.up(node)
