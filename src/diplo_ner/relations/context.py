"""What goes with a relation: place, date and event of its clause."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from diplo_ner.relations.actors import Document, entities
from diplo_ner.relations.arguments import arguments_of, is_verb
from diplo_ner.relations.frames import Frame
from diplo_ner.relations.tree import Node, Tree

_MAX_STEPS = 8
_PLACES = frozenset({"PLACE", "COUNTRY"})
_PLACE_PATHS = ("в+Loc", "в+*", "на+Loc", "под+Ins")
_EVENT_PREPOSITIONS = frozenset({"на", "в", "в рамках", "в ходе", "во время", "на полях", "по итогам"})
_CAUSES = frozenset({"из-за", "о", "за", "против", "в связи с", "ради", "после", "до", "перед", "накануне"})
_BEGINNINGS = frozenset({"начало", "момент"})  # 'с начала войны в A ввели санкции'
# 'заявил на форуме после беседы с X': the talk was not at the forum.
_OTHER_TIMES = frozenset({"после", "перед", "до", "накануне", "по итогам", "по завершении", "по окончании"})


def place_of(
    document: Document, tree: Tree, frame: Frame, taken: Collection[int], *, direct: bool = False
) -> int | None:
    """Where the clause says it happened; ``taken`` are the entities of the relation itself.

    ``direct`` takes no place that hangs on another argument: 'назначен уполномоченным по конфликту в A'.
    """
    for path in _PLACE_PATHS:
        for argument in frame.arguments:
            if argument.path == path:
                node = tree.nodes[argument.node]
                if argument.loose and (direct or _is_elsewhere(tree, node)):
                    continue
                found = [document.layer.mentions[m].entity for m in node.mentions]
                found = [e for e in found if e not in taken and document.layer.entities[e].type in _PLACES]
                if found:
                    return found[0]
    return None


def _is_elsewhere(tree: Tree, node: Node) -> bool:
    """'резолюция об огне в Судане', 'вызвали посла из-за выборов в Чили': the place of a topic or cause."""
    head = tree.up(node)
    while head is not None and not is_verb(head):
        if "DOCUMENT" in head.kinds or head.prep in _CAUSES or head.lemma in _BEGINNINGS:
            return True
        head = tree.up(head)
    return False


def date_of(document: Document, tree: Tree, frame: Frame) -> int | None:
    """The date that stands beside the predicate or beside the verb of its clause."""
    for node in _upwards(tree, frame):
        for index in node.children:
            child = tree.nodes[index]
            if child.mentions and child.dep in ("obl", "nmod", "advmod", "nsubj", "obj", "appos", "amod", "nummod"):
                found = entities(document, tree, index, ("DATE",))
                if found:
                    return found[0]
        if is_verb(node):
            return None
    return None


def event_of(document: Document, tree: Tree, frame: Frame, taken: Collection[int]) -> int | None:
    """The event at which it happened ('на полях саммита', 'в рамках форума')."""
    own = {document.layer.mentions[m].entity for m in tree.nodes[frame.node].mentions}
    node = tree.nodes[frame.node]
    verb = tree.up(node)
    beside = frame.noun and node.prep not in _OTHER_TIMES and verb is not None and is_verb(verb)
    around = arguments_of(tree, verb) if beside and verb is not None else []
    for argument in [*frame.arguments, *around]:
        if argument.path.partition("+")[0] in _EVENT_PREPOSITIONS:
            for entity in entities(document, tree, argument.node, ("EVENT",)):
                if entity not in own and entity not in taken:
                    return entity
    return None


def _upwards(tree: Tree, frame: Frame) -> Iterator[Node]:
    node: Node | None = tree.nodes[frame.node]
    for _ in range(_MAX_STEPS):
        if node is None:
            return
        yield node
        node = tree.up(node)
