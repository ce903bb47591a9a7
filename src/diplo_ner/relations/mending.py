"""Mends the parser's typical errors in a contracted tree, each in a named step; the order is that of ``STEPS``."""

from __future__ import annotations

from diplo_ner.relations.clauses import (
    adopt_clauses,
    adopt_orphans,
    give_to,
    part_neighbours,
    return_objects,
    return_subjects,
    settle_subjects,
)
from diplo_ner.relations.forms import lift_nouns, restore_verbs, settle_cases, settle_tenses
from diplo_ner.relations.links import (
    attach_participles,
    fill_participles,
    free_verbs,
    join_roots,
    keep_in_clause,
    lead_participles,
    name_subjects,
    near_gerunds,
    raise_copulas,
    return_to_main,
    seat_strays,
)
from diplo_ner.relations.tree import (
    ANY_CASE,
    GOVERNED,
    SITUATIONS,
    Node,
    Tree,
    agree,
    break_cycles,
    is_below,
    link_children,
)

_NAME_DEPS = frozenset({"flat", "flat:name", "flat:foreign", "appos", "conj", "nmod"})
# Preposition and noun that together govern a genitive: 'в рамках саммита', 'на полях форума'.
_COMPOUND = {
    ("в", "рамках"): "в рамках", ("в", "ходе"): "в ходе", ("на", "полях"): "на полях", ("по", "итогам"): "по итогам",
    ("во", "время"): "во время", ("в", "кулуарах"): "на полях", ("под", "председательством"): "под председательством",
    ("по", "результатам"): "по итогам", ("на", "площадке"): "на полях", ("со", "стороны"): "со стороны",
    ("в", "адрес"): "в адрес", ("в", "отношении"): "в отношении", ("с", "участием"): "с участием",
    ("без", "участия"): "без участия", ("по", "инициативе"): "по инициативе", ("по", "просьбе"): "по просьбе",
    ("по", "приглашению"): "по приглашению", ("в", "поддержку"): "в поддержку", ("в", "защиту"): "в защиту",
    ("под", "эгидой"): "под эгидой", ("при", "посредничестве"): "при посредничестве",
    ("в", "случае"): "в случае", ("при", "условии"): "при условии", ("при", "участии"): "с участием",
}  # fmt: skip
_LED = frozenset({"делегация", "группа", "миссия", "команда", "комиссия", "коалиция"})
_GROUPS = frozenset({"страна", "государство", "член", "участник", "участница", "страна-член", "страна-участница"})
_PLACES = frozenset({"PLACE", "COUNTRY"})
_DASHES = frozenset({"—", "–", "-"})
_ROLES = frozenset({"root", "nsubj", "nsubj:pass", "obj", "obl", "conj", "nmod", "parataxis"})
_LONGEST_ENDING = 3  # letters: '1-ого'
_REACH = 7  # nodes between a participle and its noun, or a compound preposition and its genitive


def mend(tree: Tree) -> None:
    """Run all steps."""
    for step in STEPS:
        tree.moved = False
        step(tree)
        if tree.moved:
            break_cycles(tree.nodes)
            link_children(tree)


def join_prepositions(tree: Tree) -> None:
    """'в рамках' and its like become the preposition of the genitive behind them."""
    for node in tree.nodes[1:]:
        if node.pos not in ("NOUN", "PROPN") or node.end - node.start > 1:
            continue
        pair = (tree.words[node.start - 1], tree.words[node.start])
        if pair not in _COMPOUND:
            continue
        thing = _genitive_after(tree, node)
        if node.dep == "fixed":
            if thing is not None and thing.prep != _COMPOUND[pair]:
                _return_preposition(tree, node, thing, _COMPOUND[pair])
            continue
        if thing is None or is_below(tree, node, thing):
            continue
        thing.prep, thing.case = _COMPOUND[pair], "Gen"
        tree.hang(thing, node.head, "obl")
        tree.hang(node, thing.index, "fixed")


def _return_preposition(tree: Tree, node: Node, thing: Node, name: str) -> None:
    """'во время визита X заявил, что на выборах': the parser may give the preposition to a noun further on."""
    first = tree.up(node)
    taken = tree.up(first) if first is not None and first.dep == "case" else None
    if first is None or taken is None or taken.index <= thing.index:
        return
    own = next((tree.nodes[i] for i in taken.children if tree.nodes[i].pos == "ADP" and i > thing.index), None)
    taken.prep = "" if own is None else tree.words[own.start]
    thing.prep, thing.case = name, "Gen"
    tree.hang(first, thing.index)


def _genitive_after(tree: Tree, node: Node) -> Node | None:
    for other in tree.nodes[node.index + 1 : node.index + 1 + _REACH]:
        if _is_ending(tree, other):
            continue
        if other.pos in ("NOUN", "PROPN", "PRON") and not other.prep:
            return other if other.case == "Gen" else None
        if other.pos == "VERB" and other.feats.get("VerbForm") != "Part":
            return None
    return None


def _is_ending(tree: Tree, node: Node) -> bool:
    """The 'й' of '77-й', a token of its own that the tagger may take for a noun."""
    tokens = tree.tagged.tokens
    joined = node.start > 1 and tokens[node.start - 1].text == "-" and tokens[node.start - 2].text.isdigit()
    word = tokens[node.start].text
    return joined and node.end - node.start == 1 and word.islower() and len(word) <= _LONGEST_ENDING


def seat_ordinals(tree: Tree) -> None:
    """'на 77-й сессии': the parser gives the number the part of the noun behind it, and leaves the noun a stray."""
    for ending in tree.nodes[2:-1]:
        if not _is_ending(tree, ending):
            continue
        number, noun = tree.nodes[ending.index - 2], tree.nodes[ending.index + 1]
        while noun.pos == "ADJ" and noun.index + 1 < len(tree.nodes):
            noun = tree.nodes[noun.index + 1]
        if noun.pos not in ("NOUN", "PROPN") or noun.prep:
            continue
        first = number if number.head != ending.index else ending
        above = tree.up(first)
        if first.head not in (number.index, ending.index) and (above is None or not is_below(tree, above, noun)):
            tree.hang(noun, first.head, first.dep)
        if noun.head < 0 and not number.prep and (above := _before(tree, number, noun)) is not None:
            tree.hang(noun, above.index, "nmod" if above.pos == "NOUN" else noun.dep)
        if noun.dep not in _ROLES:
            noun.dep = {"Acc": "obj", "Nom": "nsubj", "Gen": "nmod"}.get(noun.case, "obl")
        if number.prep:
            noun.dep = "nmod" if noun.dep == "nmod" else "obl"
            governed = GOVERNED.get(number.prep, (noun.case,))
            noun.prep, noun.case = number.prep, noun.case if noun.case in governed else ANY_CASE
        for part in (number, ending):
            if not is_below(tree, noun, part):
                tree.hang(part, noun.index, "amod")


def _before(tree: Tree, first: Node, noun: Node) -> Node | None:
    """What a noun whose phrase begins at ``first`` may depend on: the word before, or what the preposition of that
    ties it to.
    """
    before = tree.nodes[first.index - 1] if first.index else None
    above = tree.up(before) if before is not None and before.prep else before
    return above if above is not None and above.pos in ("NOUN", "VERB") and not is_below(tree, above, noun) else None


def return_participles(tree: Tree) -> None:
    """'с главой состоявшегося в Риге саммита': a participle belongs to the noun behind it that it agrees with."""
    for participle in tree.nodes:
        if participle.dep not in ("acl", "amod") or participle.feats.get("VerbForm") != "Part":
            continue
        noun = tree.up(participle)
        if noun is None or agree(participle, noun):
            continue
        for other in tree.nodes[participle.index + 1 : participle.index + 1 + _REACH]:
            if other.pos == "PUNCT":
                break
            if other.pos in ("NOUN", "PROPN") and not other.prep and agree(participle, other):
                if not is_below(tree, other, participle):
                    tree.hang(participle, other.index)
                elif other.head == participle.index:
                    tree.hang(other, noun.index, "nmod")
                    tree.hang(participle, other.index)
                break


def return_to_verb(tree: Tree) -> None:
    """'X делают дело, заявил в связи с визитом Y': what stands behind a verb belongs to it, not to one before."""
    for node in tree.nodes:
        verb = tree.up(node) if node.dep in ("obl", "nsubj") else None
        if verb is None or verb.pos != "VERB" or node.index <= verb.index:
            continue
        behind = tree.nodes[node.index + 1] if node.index + 1 < len(tree.nodes) else None
        if node.dep == "obl" and behind is not None and _opens_clause(tree, verb, node, behind):
            tree.hang(node, behind.index)
            continue
        second = node.dep == "nsubj" and any(tree.nodes[i].dep == "nsubj" and i < node.index for i in verb.children)
        if node.dep != "obl" and not second:
            continue
        for other in reversed(tree.nodes[verb.index + 1 : node.index]):
            if other.pos == "PUNCT":
                break
            if other.pos == "VERB" and other.feats.get("VerbForm") == "Fin" and not is_below(tree, other, node):
                tree.hang(node, other.index)
                break


def _opens_clause(tree: Tree, verb: Node, node: Node, behind: Node) -> bool:
    """'прошла встреча — в ней участвовали': a phrase in front of a verb, past a dash, is of that verb."""
    dash = any(tree.tagged.tokens[n.start].text in _DASHES for n in tree.nodes[verb.index + 1 : node.index])
    return dash and behind.pos == "VERB" and behind.feats.get("VerbForm") == "Fin" and not is_below(tree, behind, node)


def uncross(tree: Tree) -> None:
    """'X принял во вторник своего коллегу Y': a noun behind the verb does not belong to the noun before it."""
    for node in tree.nodes:
        if node.pos not in ("NOUN", "PROPN") or node.dep not in ("nmod", "appos", "obl", "flat"):
            continue
        noun = tree.up(node)
        verb = tree.up(noun) if noun is not None else None
        if noun is None or verb is None or verb.pos != "VERB":
            continue
        if noun.index < verb.index < node.index:
            tree.hang(node, verb.index)
            node.dep = "obj" if node.case == "Acc" and not node.prep else "obl"


def free_subjects(tree: Tree) -> None:
    """'На встрече с A B заявил': the parser takes two names in a row for one; the second is the verb's subject."""
    for verb in tree.nodes[1:]:
        if verb.pos != "VERB" or verb.feats.get("VerbForm") != "Fin":
            continue
        if any(tree.nodes[i].dep.startswith("nsubj") for i in verb.children):
            continue
        before = tree.nodes[verb.index - 1]
        if before.mentions and before.pos == "PROPN" and not before.prep and before.dep in _NAME_DEPS:
            head = tree.up(before)
            joined = any(tree.nodes[i].dep == "cc" for i in before.children)
            left = head is not None and head.index < before.index and bool(head.mentions)
            if left and not joined and not is_below(tree, verb, before):
                tree.hang(before, verb.index, "nsubj")


def join_between(tree: Tree) -> None:
    """'соглашение между A и B': the instrumental behind 'и' is the second of the two."""
    for first in tree.nodes[:-2]:
        if first.prep != "между":
            continue
        conjunction, second = tree.nodes[first.index + 1], tree.nodes[first.index + 2]
        if conjunction.lemma != "и" or second.prep or second.head == first.index:
            continue
        if second.case == "Ins" and second.pos in ("NOUN", "PROPN") and not is_below(tree, first, second):
            tree.hang(second, first.index, "conj")


def order_conjuncts(tree: Tree) -> None:
    """'присоединился к A и B в переговорах между C и D': a name is joined to one before it, never to one behind; nor is
    a verb joined to its own infinitive: 'поддержав X и пообещав помочь'.
    """
    for node in tree.nodes[2:]:
        deed = tree.up(node) if node.dep == "conj" and node.pos == "VERB" else None
        if deed is not None and deed.index == node.index + 1 and deed.feats.get("VerbForm") == "Inf":
            tree.hang(node, deed.head, "conj")
            tree.hang(deed, node.index, "xcomp")
            continue
        head = tree.up(node) if node.dep == "conj" and node.mentions else None
        if head is None or head.index < node.index:
            continue
        before = tree.nodes[node.index - 2]
        if tree.nodes[node.index - 1].dep == "cc" and before.mentions and before.case == node.case:
            tree.hang(node, before.index)
        elif head.mentions:
            node.dep = "dep"


def pair_sides(tree: Tree) -> None:
    """'переговоры Россия – США': two names that a dash joins behind the noun are its two sides."""
    for dash in tree.nodes[2:-1]:
        if tree.words[dash.start] not in _DASHES:
            continue
        noun, first, second = (tree.nodes[dash.index + step] for step in (-2, -1, 1))
        if noun.pos != "NOUN" or first.head != noun.index or first.prep:
            continue
        if first.kinds == second.kinds == {"COUNTRY"} and second.head in (first.index, noun.index) and not second.prep:
            first.prep, first.case, first.dep = "между", "Ins", "nmod"
            tree.hang(second, first.index, "conj")
            second.case = "Ins"


def settle_places(tree: Tree) -> None:
    """'Форум о ситуации в X': a place right behind a situation is where that is; one past the verb of another clause
    ('участвовал в форуме, заявил он в X') is of that verb.
    """
    for node in tree.nodes[2:]:
        head = tree.up(node)
        if head is None or node.prep not in ("в", "на") or not node.kinds & _PLACES:
            continue
        before = tree.nodes[node.index - 2]
        of = tree.up(before)
        if before.lemma in SITUATIONS and before.prep and of is not None and of.pos in ("NOUN", "PROPN"):
            if not is_below(tree, before, node):
                tree.hang(node, before.index, "nmod")
            continue
        if head.pos not in ("NOUN", "PROPN"):
            continue
        for other in reversed(tree.nodes[head.index + 1 : node.index]):
            if other.feats.get("VerbForm") == "Fin" and other.pos == "VERB":
                if not is_below(tree, other, head) and not is_below(tree, other, node):
                    tree.hang(node, other.index, "obl")
                break


def open_brackets(tree: Tree) -> None:
    """'страны союза (A, B и C)': names in brackets behind a plural noun and its genitive are those of the noun."""
    for node in tree.nodes[2:]:
        owner = tree.nodes[node.index - 2]
        group = tree.up(owner)
        if tree.words[tree.nodes[node.index - 1].start] != "(" or not node.mentions or group is None:
            continue
        if owner.case == "Gen" and group.lemma in _GROUPS and group.index < owner.index:
            tree.hang(node, group.index, "appos")
            node.prep = ""


def link_leaders(tree: Tree) -> None:
    """'делегация X во главе с Y': Y hangs on the delegation, wherever the parser put it."""
    if "главе" not in tree.words:
        return
    for node in tree.nodes[3:]:
        if tree.words[node.start - 3 : node.start] not in (["во", "главе", "с"], ["во", "главе", "со"]):
            continue
        node.prep, node.case = "во главе с", "Ins"
        led = [n for n in tree.nodes[max(0, node.index - 3 - _REACH) : node.index - 3] if n.lemma in _LED]
        if led and not is_below(tree, led[-1], node):
            tree.hang(node, led[-1].index, "nmod")
            continue
        for other in reversed(tree.nodes[: node.index - 3]):
            if other.pos in ("NOUN", "PROPN") and not other.prep and other.dep not in ("nmod", "fixed", "appos"):
                if not is_below(tree, other, node):
                    tree.hang(node, other.index, "nmod")
                break


STEPS = (
    restore_verbs, free_verbs, settle_cases, settle_tenses, lift_nouns, seat_ordinals, raise_copulas, join_prepositions,
    attach_participles, fill_participles, return_participles, lead_participles, return_to_verb, return_to_main,
    keep_in_clause, near_gerunds, join_roots, uncross, part_neighbours, return_objects, give_to, adopt_clauses,
    order_conjuncts, join_between, pair_sides, free_subjects, seat_strays, adopt_orphans, return_subjects,
    settle_subjects, name_subjects, settle_places, link_leaders, open_brackets,
)  # fmt: skip
