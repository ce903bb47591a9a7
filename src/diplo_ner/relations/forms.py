"""Mends what the tagger says of single words, by what the dictionary knows of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from diplo_ner.morphology import cases, is_known, lemma, verb_feats
from diplo_ner.relations.tree import Node, Tree, agree

_OPEN = frozenset({"NOUN", "PROPN", "ADJ", "ADV", "X"})
_WITH_PREPOSITION = frozenset({"Loc", "Par", "Voc"})
_BODIES = frozenset({"ORGANIZATION", "PARTY"})
_EVENT = frozenset({"EVENT"})
_ATTRIBUTES = frozenset({"acl", "amod", "acl:relcl"})


def restore_verbs(tree: Tree) -> None:
    """'позвонившая', 'созвонившись', 'отмела': rare forms come out as names; the dictionary knows verbs alone."""
    for node in tree.nodes:
        if node.pos not in _OPEN or node.end - node.start > 1 or not node.kinds <= _EVENT:
            continue
        word = tree.tagged.tokens[node.token].text
        feats = verb_feats(word)
        if feats is None or (node.pos == "NOUN" and _is_noun(feats)):
            continue
        node.pos, node.feats, node.case, node.lemma = "VERB", feats, "", lemma(word, "VERB", feats)
        if feats["VerbForm"] == "Part" and node.dep not in _ATTRIBUTES:
            node.dep = "acl"
        elif feats["VerbForm"] == "Conv" and node.dep != "root":
            node.dep = "advcl"
        elif feats["VerbForm"] == "Fin" and node.head < 0:
            node.dep = "root"


def _is_noun(feats: Mapping[str, str]) -> bool:
    """'подданный', 'заведующий': only past active participles ('позвонившая') are hardly ever nouns."""
    return feats["VerbForm"] == "Part" and (feats["Voice"] == "Pass" or feats.get("Tense") != "Past")


def settle_cases(tree: Tree) -> None:
    """'Катажиной', 'Никосией' in the instrumental, whatever the tagger says: where a form has one case, it has that.

    A name that the parser hangs on a common noun as its complement is a genitive: 'позиции «Аш-Шабаб»', 'лагерь ХАМАС'.
    """
    for node in tree.nodes:
        if node.dep == "nmod" and node.case == "Nom" and node.kinds & _BODIES and _is_owned(tree, node):
            node.case = "Gen"
        if node.pos in ("NOUN", "PROPN", "ADJ") and node.case and not node.prep:
            known = known_cases(tree, node)
            if len(known) == 1:
                (node.case,) = known


def _is_owned(tree: Tree, node: Node) -> bool:
    above = tree.up(node)
    common = above is not None and above.pos == "NOUN" and not above.kinds and above.index < node.index
    return common and can_be(tree, node, "Gen")


def settle_tenses(tree: Tree) -> None:
    """'будет' is a future, which the tagger calls a present."""
    for node in tree.nodes:
        present = node.feats.get("Tense") == "Pres" and node.feats.get("VerbForm") == "Fin"
        if node.lemma == "быть" and present and tree.words[node.token].startswith("буд"):
            node.feats = {**node.feats, "Tense": "Fut"}


def lift_nouns(tree: Tree) -> None:
    """'как надёжного партнёра': a noun behind the adjective that agrees with it heads the phrase, not the adjective;
    also where the parser hangs both on one word.
    """
    for adjective in tree.nodes[:-1]:
        if adjective.pos != "ADJ":
            continue
        noun = tree.nodes[adjective.index + 1]
        free = not adjective.children and "DATE" not in adjective.kinds and adjective.case == noun.case != ""
        beside = free and noun.head == adjective.head and noun.head >= 0
        if noun.pos not in ("NOUN", "PROPN") or not (noun.head == adjective.index or beside) or noun.prep:
            continue
        if adjective.feats.get("Variant") == "Short" or adjective.dep == "root" or not agree(adjective, noun):
            continue
        if beside:
            tree.hang(adjective, noun.index, "amod")
            continue
        tree.hang(noun, adjective.head, adjective.dep)
        noun.prep, noun.case = adjective.prep, adjective.case
        for index in adjective.children:
            if index != noun.index:
                tree.hang(tree.nodes[index], noun.index)
        tree.hang(adjective, noun.index, "amod")
        adjective.prep = ""


def known_cases(tree: Tree, node: Node) -> frozenset[str]:
    """The cases that a bare node's form allows; empty for abbreviations and what the dictionary lacks."""
    known = _cases_of(tree.words[node.token])
    return frozenset() if known and tree.tagged.tokens[node.token].text.isupper() else known


@lru_cache(maxsize=20_000)
def _cases_of(word: str) -> frozenset[str]:
    return cases(word) - _WITH_PREPOSITION if is_known(word) else frozenset()


def can_be(tree: Tree, node: Node, case: str) -> bool:
    """Whether a bare node may stand in the nominative or the accusative; persons tagged as nominative are."""
    if node.case == "Nom" and node.kinds & {"PERSON", "POST"}:
        return case == "Nom"
    known = known_cases(tree, node)
    return not known or case in known
