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
_ABSENT = frozenset({"нет", "нету", "неверно"})
_NOT = frozenset({"не", "нет", "никогда", "ни"})
_DECISIVE_VERBS = ("light", "planned", "hypothetical", "negated")
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
        if head.lemma in lexicon.words["negated"] and _is_negated(tree, head):
            yield Status.HYPOTHETICAL
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
        if word in _NOT and child.start < node.start:
            if not _not_only(tree, child):
                yield Status.NEGATED
        elif verb and _is_conditional(tree, child):
            yield Status.HYPOTHETICAL
        elif verb and child.dep.startswith("aux") and node.feats.get("VerbForm") == "Inf":
            yield Status.PLANNED
        elif word in lexicon.words["hypothetical_adverbs"] and child.dep in ("advmod", "parataxis", "discourse"):
            yield Status.HYPOTHETICAL
        elif not verb and child.dep in ("amod", "acl"):
            if word in lexicon.words["planned_adjectives"] or word in ("предстоять", "запланировать", "наметить"):
                yield Status.PLANNED
            elif word in lexicon.words["hypothetical_adjectives"]:
                yield Status.HYPOTHETICAL
            elif word in lexicon.words["negated"] and child.feats.get("VerbForm") == "Part":
                yield Status.NEGATED


def _is_conditional(tree: Tree, child: Node) -> bool:
    """'бы', 'если', 'ли', a clause with 'если', 'по слухам'."""
    if child.lemma in ("бы", "б") or (child.prep == "по" and child.lemma == "слух"):
        return True
    if child.dep == "advcl":
        return any(tree.nodes[i].lemma == "если" for i in child.children)
    return child.lemma in _CONDITIONS and child.dep in ("mark", "advmod", "discourse")


def _is_negated(tree: Tree, node: Node) -> bool:
    return any(tree.nodes[i].lemma in _NOT and tree.nodes[i].start < node.start for i in node.children)


def _not_only(tree: Tree, negation: Node) -> bool:
    """'не только посетил', 'не просто поддержал' negate nothing."""
    after = tree.nodes[negation.index + 1].lemma if negation.index + 1 < len(tree.nodes) else ""
    return after in ("только", "просто", "лишь")


def is_former(tree: Tree, frame: Frame) -> bool:
    """Whether a state is told of as past: 'был президентом', 'возглавлял', not 'стал', 'возглавил'."""
    feats = tree.nodes[frame.node].feats
    return feats.get("Tense") == "Past" and feats.get("Aspect") == "Imp"


def _depends(node: Node, head: Node, lexicon: Lexicon) -> bool:
    """Whether the mode of ``head`` reaches down to ``node``."""
    if is_verb(node):
        if node.feats.get("VerbForm") == "Inf":
            return node.dep in ("xcomp", "csubj", "ccomp", "acl", "nmod", "obl", "obj", "advcl", "conj", "nsubj")
        if node.dep in ("ccomp", "csubj"):
            return head.lemma in lexicon.words["negated"] or head.lemma in _ABSENT
        return node.dep == "conj" and head.feats.get("VerbForm") == node.feats.get("VerbForm") == "Inf"
    if head.lemma in _ABSENT:
        return True
    if is_verb(head):
        if not any(head.lemma in lexicon.words[name] for name in _DECISIVE_VERBS):
            return False
        bare = node.case in ("Gen", "Ins", "Dat") and not node.prep
        core = bare or node.dep in ("obj", "nsubj", "nsubj:pass", "iobj")
        wished = node.prep in ("к", "о", "от", "на", "за", "в") and node.dep == "obl"
        wishes = lexicon.light | lexicon.words["negated"] | lexicon.words["hypothetical"]
        return core or (wished and head.lemma in wishes)
    decisive = ("negated_nouns", "hypothetical_nouns", "planned_nouns")
    return node.dep in ("nmod", "conj", "obl") and any(head.lemma in lexicon.words[name] for name in decisive)


def _governed(node: Node, head: Node, lexicon: Lexicon) -> Iterator[Status]:
    words = lexicon.words
    if head.lemma in _ABSENT:
        yield Status.NEGATED
    elif is_verb(head):
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
