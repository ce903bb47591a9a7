"""The arguments that stand under a verb, each by its function: case, preposition, who acts and what is acted on."""

from __future__ import annotations

from typing import NamedTuple

from diplo_ner.relations.clauses import suits
from diplo_ner.relations.tree import SITUATIONS, Node, Tree
from diplo_ner.resources.catalogue import ACTORS

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "ADJ", "DET", "SYM"})
_FUNCTIONS = frozenset({
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "appos", "xcomp", "advmod",
})  # fmt: skip
# 'встреча с X перед беседой с Y': who is beside the second noun has no part in the first.
TALKS = frozenset({"беседа", "встреча", "консультация", "переговоры", "разговор"})
# 'подписал указ об отказе от диалога с X': nouns that have a partner of their own.
_WITH = frozenset({"диалог", "граница", "конфликт", "война", "борьба", "торговля", "товарооборот", "сближение", "спор"})
# 'объявил о победе на выборах': what these nouns are of or at is theirs.
_OUTCOMES = frozenset({
    "победа", "поражение", "проигрыш", "успех", "провал", "фальсификация", "нарушение", "явка", "кандидат",
    "кандидатура",
})  # fmt: skip
_OFFICES = frozenset({"пост", "должность"})
_APPOINTING = frozenset({
    "назначить", "назначать", "избрать", "избирать", "переизбрать", "утвердить", "выбрать", "переназначить",
    "провозгласить", "сделать", "короновать",
})  # fmt: skip
_OTHER_TIMES = frozenset({"ради", "после", "перед", "до", "вместо", "накануне", "из-за"})


class Argument(NamedTuple):
    """A node in a function of a frame. ``loose`` marks one that the parser hung on a neighbour of the predicate."""

    path: str
    node: int
    loose: bool = False


def is_verb(node: Node) -> bool:
    return node.pos in ("VERB", "AUX") or (node.pos == "ADJ" and node.feats.get("Variant") == "Short")


def is_passive(node: Node) -> bool:
    return node.feats.get("Voice") == "Pass"


def arguments_of(tree: Tree, verb: Node) -> list[Argument]:
    """The arguments that stand under a verb itself, passive turned to active."""
    found: list[Argument] = []
    passive = is_passive(verb)
    for index in verb.children:
        node = tree.nodes[index]
        path = _path(node, passive)
        if path == "subj" and node.kinds == {"POST"} and _gives_office(tree, verb):
            path = "Ins"
        if path:
            found.append(Argument(path, index))
            found += loose(tree, node)
    return _in_order(tree, verb, found)


def _gives_office(tree: Tree, verb: Node) -> bool:
    """'X назначен президентом', not 'X назначен президентом на пост министра'."""
    named = any(tree.nodes[i].prep == "на" and tree.nodes[i].lemma in _OFFICES for i in verb.children)
    return verb.lemma in _APPOINTING and not named


def _in_order(tree: Tree, verb: Node, found: list[Argument]) -> list[Argument]:
    """'Пакистан поддержал Азербайджан': where both forms may be either case, the one before the verb is the subject.

    Not so a thing that cannot act or a noun of another number than the verb's: 'договор подписали Чили и Польша'.
    """
    subject = next((a for a in found if a.path == "subj"), None)
    thing = next((a for a in found if a.path == "obj"), None)
    if subject is None or thing is None or not thing.node < verb.index < subject.node:
        return found
    first = tree.nodes[thing.node]
    sure = first.dep == "obj" and first.case == "Nom" and "PERSON" in first.kinds  # 'Белова поддержала Морено'
    if not sure and not all(_either_case(tree.nodes[a.node], tree) for a in (subject, thing)):
        return found
    if not first.kinds & ACTORS or not suits(tree, verb, first):
        return found
    swapped = {subject: Argument("obj", subject.node), thing: Argument("subj", thing.node)}
    return [swapped.get(a, a) for a in found]


def _either_case(node: Node, tree: Tree) -> bool:
    """Nominative and accusative look alike: an inanimate in its dictionary form, but for feminines in -а, -я."""
    word = tree.words[node.token]
    return word == node.lemma and word[-1] not in "ая" and node.feats.get("Animacy") != "Anim"


def _path(node: Node, passive: bool) -> str:
    if node.dep == "advmod" and node.pos == "ADV":
        return "adv"
    if node.dep not in _FUNCTIONS or node.pos not in NOMINAL:
        return ""
    if node.prep:
        return f"{node.prep}+{node.case or '*'}"
    if node.dep == "nsubj:pass" or (node.dep == "nsubj" and passive):
        return "obj"
    if node.dep == "nsubj":
        return "subj"
    if node.dep == "obj" and node.case not in ("Dat", "Ins"):
        return "obj"
    if node.dep == "iobj" or node.case == "Dat":
        return "Dat"
    if node.case == "Ins":
        predicate = node.dep == "xcomp" and node.kinds <= {"POST"}  # 'назначен послом', not 'избран парламентом'
        return "subj" if passive and not predicate else "Ins"
    if node.case == "Acc" and node.mentions and node.kinds != {"DATE"}:
        return "obj"
    return node.case if node.dep in ("obl", "nmod") else ""


def _is_at_outcome(node: Node, child: Node) -> bool:
    """'победа на выборах', not 'кандидат на вступление'."""
    return node.lemma in _OUTCOMES and child.prep == "на" and child.case != "Acc"


def loose(tree: Tree, node: Node, depth: int = 0) -> list[Argument]:
    """Prepositional phrases and datives hung on an argument that may belong to its governor ('встретился в Пекине с
    министром', 'закрыл въезд послу')."""
    found: list[Argument] = []
    if depth > 2 or node.prep == "против" or (node.lemma in TALKS and node.prep in _OTHER_TIMES):
        return found
    for index in node.children:
        child = tree.nodes[index]
        if (depth and child.prep == "с" and node.lemma in _WITH) or _is_at_outcome(node, child):
            continue
        if child.dep in ("nmod", "obl", "appos", "iobj") and child.pos in NOMINAL:
            of_situation = node.lemma in SITUATIONS and child.prep in ("в", "на")
            if not of_situation and (child.prep or (child.case == "Dat" and child.mentions)):
                found.append(Argument(f"{child.prep}+{child.case or '*'}".lstrip("+"), index, loose=True))
            found += loose(tree, child, depth + 1)
    return found
