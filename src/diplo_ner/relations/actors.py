"""From a node of the tree to the entities that it stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diplo_ner.records import EntityLayer, MentionSpan, RelationRecord
from diplo_ner.relations.forms import known_cases
from diplo_ner.relations.tree import Node, Tree

# Nouns that stand for the body or country beside them: 'делегация КПК', 'представители МИД'.
TRANSPARENT = frozenset({
    "делегация", "представитель", "сторона", "власть", "руководство", "миссия", "команда", "представительница",
    "группа", "чиновник", "дипломат", "военный", "войско", "сила", "партия", "агентство", "издание", "газета",
    "компания", "организация", "ведомство", "телеканал", "издательство", "лидер", "посланник", "эмиссар",
    "авиация", "беспилотник", "дрон", "ракета", "отряд", "боевик", "солдат", "флот", "армия", "подразделение",
    "контингент", "депутат", "парламентарий", "спецслужба", "истребитель", "артиллерия", "концерн", "корпорация",
})  # fmt: skip
# Those that are the country even where they are an organisation too: 'власти Чада', 'чадское руководство'.
_OF_COUNTRY = frozenset({"власть", "руководство"})
_COUNTRY = ("COUNTRY",)
_MARKS = frozenset({"—", "–", ":"})
_PERSON, _BODY = frozenset({"PERSON"}), frozenset({"ORGANIZATION"})
_UNITS = frozenset({"ORGANIZATION", "PARTY", "COUNTRY"})
# What has a will of its own: 'китайские компании' are not China.
_PRIVATE = frozenset({"компания", "концерн", "корпорация", "издание", "газета", "телеканал", "издательство"})
# 'страны Запада, включая США', 'члены блока, в том числе Латвия': the group acts, so do those named.
_SUCH_AS = (["включая"], ["в", "том", "числе"], ["в", "частности"], ["среди", "которых"])
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class Document:
    """What the relation step works on: the trees of all sentences and the entities in them.

    ``topics`` tells of a sentence, by its number, that leaves out its subject: the mention of the person it is about.
    """

    trees: tuple[Tree, ...]
    layer: EntityLayer
    topics: Mapping[int, int] = field(default_factory=dict)

    def tree_of(self, record: RelationRecord) -> Tree:
        """The tree of the sentence in which the evidence of a relation begins."""
        return self.trees[bisect_right(self.trees, record.start, key=_start) - 1]


def _start(tree: Tree) -> int:
    return tree.tagged.tokens[0].start


def fillers(document: Document, tree: Tree, index: int, types: Collection[str]) -> list[int]:
    """Mentions (indices into the layer's) of these types that the node denotes, and those joined to it by 'и'."""
    node = antecedent(tree, tree.nodes[index])
    found = _own(document, tree, node, types) or _named_among(document, tree, node, types)
    for child_index in node.children:
        child = tree.nodes[child_index]
        if _is_joined(tree, node, child) or child.prep.startswith("во главе"):
            found += fillers(document, tree, child_index, types)
    return _distinct(document, found)


def _is_joined(tree: Tree, node: Node, child: Node) -> bool:
    """'A и B'; in 'членом A и B' and 'A станет послом, а министром — B' the second is in another case; 'A, а не B' is
    A alone.
    """
    if child.dep != "conj" or child.pos not in _NOMINAL or child.prep not in ("", node.prep):
        return False
    if {node.kinds, child.kinds} == {_PERSON, _BODY} and not _is_list(tree, node):
        return False  # 'беседовала Анна Озола, «Вестник»'
    if _has_own_partner(tree, node, child) or any(tree.nodes[i].lemma == "не" for i in child.children):
        return False
    return child.prep != "" or _may_agree(tree, node, child)


def _has_own_partner(tree: Tree, node: Node, child: Node) -> bool:
    """'Встреча A с B и C с D': C, with its own partner, is not joined to B."""
    return node.prep == "с" and not child.prep and any(tree.nodes[i].prep == "с" for i in child.children)


def _is_list(tree: Tree, node: Node) -> bool:
    """Whether a conjunction stands among what is joined to the node."""
    joined = [tree.nodes[i] for i in node.children if tree.nodes[i].dep == "conj"]
    return any(tree.nodes[i].dep == "cc" for other in joined for i in other.children)


def _may_agree(tree: Tree, node: Node, child: Node) -> bool:
    """Whether two nouns may be joined: in one case, by the forms that the dictionary knows ('19 стран и Евросоюз' are),
    and no post of one body with another body.
    """
    if node.kinds == {"POST"} and node.nested and child.kinds & _UNITS:
        return False
    if any(tree.nodes[i].pos == "NUM" for i in node.children):
        return True
    one, other = (known_cases(tree, n) for n in (node, child))
    return not one or not other or bool(one & other)


def denoted(document: Document, tree: Tree, index: int, types: Collection[str]) -> list[int]:
    """Mentions of these types that the node itself is, none joined to it: 'саммит в Риге и встреча в Вильне'."""
    layer = document.layer
    found = [m for m in tree.nodes[index].mentions if layer.entities[layer.mentions[m].entity].type in types]
    return _distinct(document, found)


def entities(document: Document, tree: Tree, index: int, types: Collection[str]) -> list[int]:
    """The entities of these types that a node denotes."""
    return [document.layer.mentions[m].entity for m in fillers(document, tree, index, types)]


def antecedent(tree: Tree, node: Node) -> Node:
    """The noun that a relative pronoun stands for: 'Иран, предложение которого Ашхабад отклонил'; else the node."""
    if node.lemma != "который":
        return node
    step: Node | None = node
    while step is not None and not step.dep.startswith("acl"):
        step = tree.up(step)
    return (tree.up(step) if step is not None else None) or node


def owners(document: Document, tree: Tree, index: int, types: Collection[str]) -> list[int]:
    """Mentions of these types that the noun of the node belongs to: inside its own span, a genitive or an adjective."""
    node, layer = tree.nodes[index], document.layer
    types = _owner_types(node, types)
    inside = [
        m
        for m in tree.inside(node)
        if m not in node.mentions
        and layer.entities[layer.mentions[m].entity].type in types
        and tree.tagged.pos[max(node.start, layer.mentions[m].start - 1)] != "ADP"  # 'посол X в Y' is of X
    ]
    found = [m for m in inside if not any(_within(layer.mentions[m], layer.mentions[o]) for o in inside)]
    named = [m for m in found if tree.tagged.pos[layer.mentions[m].start] != "ADJ"]
    found = named or found  # 'представители палестинского движения X' are of X
    for child_index in node.children:
        child = tree.nodes[child_index]
        genitive = child.dep in ("nmod", "iobj", "obl") and child.case == "Gen" and not child.prep
        if not genitive and found and child.dep == "conj" and child.case == "Gen" and not child.prep:
            genitive = not _may_agree(tree, node, child)  # 'членом A и B'
        if genitive or (child.dep in ("amod", "det") and child.mentions):
            found += fillers(document, tree, child_index, types) or _owners_of_part(document, tree, child, types)
    return _distinct(document, found)


def _owners_of_part(document: Document, tree: Tree, node: Node, types: Collection[str]) -> list[int]:
    """Owners of the owner: 'планы жителей Латвии' are of Latvia, 'включение латвийских земель' is not its own."""
    found = owners(document, tree, node.index, types)
    if node.kinds or node.lemma in TRANSPARENT or node.feats.get("Animacy") == "Anim":
        return found
    return [m for m in found if tree.tagged.pos[document.layer.mentions[m].start] != "ADJ"]


def _owner_types(node: Node, types: Collection[str]) -> Collection[str]:
    return frozenset(types) - {"COUNTRY"} if node.lemma in _PRIVATE else types


def _named_among(document: Document, tree: Tree, node: Node, types: Collection[str]) -> list[int]:
    """Those of a group that are named behind it: 'страны Запада, включая ЕС и США', 'двух чиновников — A и B'."""
    plural = node.feats.get("Number") == "Plur"
    below = [i for child in node.children for i in (child, *tree.nodes[child].children)]
    for child in (tree.nodes[i] for i in below):
        before = (tree.words[max(0, child.start - len(such)) : child.start] == such for such in _SUCH_AS)
        if child.mentions and any(before):
            return fillers(document, tree, child.index, types)
        behind = child.head == node.index and child.start > node.end and tree.words[child.start - 1] in _MARKS
        if behind and child.mentions and not child.prep and child.case == node.case and plural:
            return fillers(document, tree, child.index, types)
    return []


def _own(document: Document, tree: Tree, node: Node, types: Collection[str]) -> list[int]:
    layer, types = document.layer, _owner_types(node, types)
    if node.lemma in _OF_COUNTRY and "COUNTRY" in types and (country := owners(document, tree, node.index, _COUNTRY)):
        return country
    found = [m for m in node.mentions if layer.entities[layer.mentions[m].entity].type in types]
    if found or (node.lemma in TRANSPARENT and (found := owners(document, tree, node.index, types))):
        return found
    for child_index in node.children:
        child = tree.nodes[child_index]
        if child.start and tree.tagged.tokens[child.start - 1].text == "(":
            continue
        apposed = child.dep in ("appos", "flat", "flat:name", "nmod") and not child.prep
        if not apposed or child.start < node.start:
            if child.dep == "amod" and child.mentions and node.lemma in TRANSPARENT:
                found += _own(document, tree, child, types)
            continue
        same = child.dep != "nmod" or node.lemma in TRANSPARENT
        if same and child.start - node.end <= 2:
            found += _own(document, tree, child, types)
    return found


def _within(inner: MentionSpan, outer: MentionSpan) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return outer.start <= inner.start and inner.end <= outer.end and not same


def _distinct(document: Document, mentions: list[int]) -> list[int]:
    seen: set[int] = set()
    result = []
    for m in mentions:
        entity = document.layer.mentions[m].entity
        if entity not in seen:
            seen.add(entity)
            result.append(m)
    return result
