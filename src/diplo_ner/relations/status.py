"""In which mode the text states a predicate: asserted, planned, negated or hypothetical.

The walk starts at the predicate and climbs to what it depends on ('отказался' - 'подписать'); the first word that
decides wins, but a negation above a plan ('не планирует') and a doubt above a plan are kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.models import Status
from diplo_ner.relations.frames import Frame, is_verb
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.tree import Node, Tree

_STRENGTH = (Status.ASSERTED, Status.PLANNED, Status.HYPOTHETICAL, Status.NEGATED)
_CONDITIONS = frozenset({"если", "ли", "чтобы", "будто", "якобы"})
_MAX_STEPS = 6


def status_of(tree: Tree, frame: Frame, lexicon: Lexicon) -> Status:
    """The strongest mode met on the way up from the predicate; negated over hypothetical over planned."""
    modes = list(_modes(tree, frame, lexicon))
    return max(modes, key=_STRENGTH.index, default=Status.ASSERTED)


def _modes(tree: Tree, frame: Frame, lexicon: Lexicon) -> Iterator[Status]:
    node: Node | None = tree.nodes[frame.node]
    for _ in range(_MAX_STEPS):
        if node is None:
            return
        yield from _own_modes(tree, node, lexicon)
        head = tree.up(node)
        if head is None or not _depends(node, head, lexicon):
            return
        yield from _governed(node, head, lexicon)
        node = head


def _own_modes(tree: Tree, node: Node, lexicon: Lexicon) -> Iterator[Status]:
    verb = is_verb(node)
    if verb and node.feats.get("Tense") == "Fut":
        yield Status.PLANNED
    if node.prep == "без":
        yield Status.NEGATED
    if node.prep in ("в случае", "при условии"):
        yield Status.HYPOTHETICAL
    for index in node.children:
        child = tree.nodes[index]
        word = child.lemma
        if word in ("не", "нет", "никогда", "ни") and child.start < node.start:
            yield Status.NEGATED
        elif verb and (word in ("бы", "б") or (word in _CONDITIONS and child.dep in ("mark", "advmod", "discourse"))):
            yield Status.HYPOTHETICAL
        elif verb and child.dep.startswith("aux") and child.feats.get("Tense") == "Fut":
            yield Status.PLANNED
        elif word in lexicon.words["hypothetical_adverbs"] and child.dep in ("advmod", "parataxis", "discourse"):
            yield Status.HYPOTHETICAL
        elif not verb and child.dep in ("amod", "acl"):
            if word in lexicon.words["planned_adjectives"]:
                yield Status.PLANNED
            elif word in lexicon.words["hypothetical_adjectives"]:
                yield Status.HYPOTHETICAL
            elif word in lexicon.words["negated"] and child.feats.get("VerbForm") == "Part":
                yield Status.NEGATED


def _depends(node: Node, head: Node, lexicon: Lexicon) -> bool:
    """Whether the mode of ``head`` reaches down to ``node``."""
    if is_verb(node):
        if node.feats.get("VerbForm") == "Inf":
            return node.dep in ("xcomp", "csubj", "ccomp", "acl", "nmod", "obl", "obj", "advcl", "conj", "nsubj")
        return node.dep == "conj" and head.feats.get("VerbForm") == node.feats.get("VerbForm") == "Inf"
    if is_verb(head):
        bare = node.case in ("Gen", "Ins", "Dat") and not node.prep
        core = bare or node.dep in ("obj", "nsubj", "nsubj:pass", "iobj")
        wished = node.prep in ("к", "о", "от", "на", "за", "в") and node.dep == "obl"
        wishes = lexicon.light | lexicon.words["negated"] | lexicon.words["hypothetical"]
        return core or (wished and head.lemma in wishes)
    decisive = ("negated_nouns", "hypothetical_nouns", "planned_nouns")
    return node.dep in ("nmod", "conj", "obl") and any(head.lemma in lexicon.words[name] for name in decisive)


def _governed(node: Node, head: Node, lexicon: Lexicon) -> Iterator[Status]:
    words = lexicon.words
    if is_verb(head):
        if head.lemma in words["negated"]:
            yield Status.NEGATED
        if head.lemma in words["hypothetical"] and (is_verb(node) or head.lemma not in lexicon.light):
            yield Status.HYPOTHETICAL
        if head.lemma in words["planned"] and (is_verb(node) or head.lemma not in lexicon.light):
            yield Status.PLANNED
    elif head.lemma in words["negated_nouns"]:
        yield Status.NEGATED
    elif head.lemma in words["hypothetical_nouns"]:
        yield Status.HYPOTHETICAL
    elif head.lemma in words["planned_nouns"]:
        yield Status.PLANNED
