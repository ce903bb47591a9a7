"""Mends what hangs where: second main verbs, links with 'быть', participles and phrases away from their word."""

from __future__ import annotations

from itertools import pairwise

from diplo_ner.relations.clauses import NOUNS, SUBJECTS, is_finite, lacks_subject, suits
from diplo_ner.relations.forms import can_be
from diplo_ner.relations.tree import Node, Tree, agree, is_below

_CLAUSAL = frozenset({"root", "conj", "parataxis", "ccomp", "advcl", "acl", "acl:relcl"})
# What belongs to a clause, not to the noun that the parser takes for its head.
_OF_CLAUSE = SUBJECTS | {"mark", "cc", "advcl", "parataxis", "advmod", "discourse", "iobj", "obl", "ccomp", "punct"}
_INNER = frozenset({"obj", "iobj", "obl", "xcomp"})
_STOPS = frozenset({",", ";", ":", "(", ")", "—", "–"})
# What a speaker does meanwhile is of the verb of speech.
_WHILE_SPEAKING = frozenset({
    "отвечать", "комментировать", "говорить", "выступать", "ссылаться", "обращаться", "характеризовать", "объяснять",
    "подводить", "находиться", "добавлять", "отмечать", "подчёркивать",
})  # fmt: skip
_SUBORDINATORS = frozenset({"который", "чей", "где", "куда", "когда", "если", "что", "кто", "чтобы"})


def return_to_main(tree: Tree) -> None:
    """'X сблизился с Y: они подписали договор', 'в ходе визита X сказал, что Y поможет': of two verbs, the main one in
    front has the subject, or the phrase, before it.
    """
    for node in tree.nodes:
        behind = tree.up(node)
        if behind is None or behind.pos != "VERB":
            continue
        subject = node.dep in SUBJECTS and node.pos in NOUNS and behind.dep == "root"
        phrase = node.dep == "obl" and behind.dep == "ccomp"
        for verb in tree.nodes[node.index + 1 : behind.index] if subject or phrase else ():
            if verb.lemma in _SUBORDINATORS:
                break
            main = is_finite(verb) and verb.head < 0 and not is_below(tree, verb, node)
            if main and (phrase or (lacks_subject(tree, verb) and suits(tree, verb, node))):
                tree.hang(node, verb.index)
                break


def lead_participles(tree: Tree) -> None:
    """'Находящийся в Риге с визитом X поблагодарил Y': the participle is of the noun, and has what is between."""
    for participle in tree.nodes:
        verb = tree.up(participle)
        if verb is None or participle.feats.get("VerbForm") != "Part":
            continue
        noun = _led(tree, participle, verb)
        between = [] if noun is None else tree.nodes[participle.index + 1 : noun.index]
        if noun is None or not agree(participle, noun) or any(n.pos == "PUNCT" for n in between):
            continue
        for node in between:
            if node.head == noun.head:
                tree.hang(node, participle.index)
        tree.hang(participle, noun.index, "acl")


def _led(tree: Tree, participle: Node, above: Node) -> Node | None:
    """The noun behind a participle that it is an attribute of, or that is the subject of the same verb."""
    if participle.dep in ("acl", "amod"):
        return above if above.index > participle.index else None
    subjects = (tree.nodes[i] for i in above.children if tree.nodes[i].dep in SUBJECTS)
    behind = (n for n in subjects if n.index > participle.index and n.pos in NOUNS and not n.prep)
    return next(behind, None) if participle.dep in SUBJECTS else None


def join_roots(tree: Tree) -> None:
    """'X вёл дела в A, а позже был послом в B': a main verb behind a conjunction is joined to the one before it, and
    behind a comma where it has no subject of its own and agrees.
    """
    mains = [node for node in tree.nodes if is_finite(node) and node.head < 0]
    for first, second in pairwise(mains):
        joined = any(tree.nodes[i].dep == "cc" and i < second.index for i in second.children)
        if joined or _goes_on(tree, first, second):
            tree.hang(second, first.index, "conj")


def _goes_on(tree: Tree, first: Node, second: Node) -> bool:
    marks = [tree.words[n.start] for n in tree.nodes[first.index : second.index] if n.pos == "PUNCT"]
    alike = all(first.feats.get(key) == second.feats.get(key) for key in ("Number", "Gender", "Tense"))
    alike = alike and "Pass" not in (first.feats.get("Voice"), second.feats.get("Voice"))
    bare = not any("subj" in tree.nodes[i].dep for i in second.children)
    return marks == [","] and alike and bare and second.feats.get("Gender") is not None


def seat_strays(tree: Tree) -> None:
    """'находящийся в Риге с визитом X': a phrase that hangs nowhere belongs to the word in front that it follows."""
    for node in tree.nodes[1:]:
        if node.head >= 0 or node.dep not in ("obl", "nmod", "iobj") or not node.prep:
            continue
        for other in reversed(tree.nodes[: node.index]):
            if other.pos == "PUNCT" and tree.words[other.start] != "-":
                break
            if other.pos == "VERB" and not is_below(tree, other, node):
                tree.hang(node, other.index, "obl")
                break


def raise_copulas(tree: Tree) -> None:
    """'X был послом', 'премьером будет X': the verb heads the clause, as 'является' does, not its predicate."""
    for verb in tree.nodes:
        noun = tree.up(verb)
        if verb.lemma != "быть" or verb.dep != "cop" or noun is None:
            continue
        if noun.pos not in NOUNS | {"NUM"} or noun.case != "Ins" or noun.prep:
            continue
        above = tree.up(noun)
        tree.hang(verb, noun.head, noun.dep)
        if noun.dep not in _CLAUSAL:
            link = "advcl" if verb.feats.get("VerbForm") == "Conv" else "conj"  # 'будучи членом'
            verb.dep = link if above is not None and above.pos == "VERB" else "parataxis"
        tree.hang(noun, verb.index, "xcomp")
        for child in (tree.nodes[i] for i in noun.children if i != verb.index and tree.nodes[i].head == noun.index):
            joined = child.dep == "conj" and child.pos in ("VERB", "AUX")
            before = child.index < min(noun.index, verb.index) and child.dep == "nmod"
            if child.dep in _OF_CLAUSE or joined or before:
                tree.hang(child, verb.index)
                child.dep = "obl" if before else child.dep


def attach_participles(tree: Tree) -> None:
    """'X, в мае назначивший Y, отменил указ': a participle that stands alone belongs to the noun before its comma."""
    for verb in tree.nodes:
        if verb.feats.get("VerbForm") != "Part" or verb.feats.get("Variant") == "Short" or verb.index < 2:
            continue
        head = tree.up(verb)
        if head is not None and (head.pos in NOUNS or verb.dep == "conj"):
            continue
        commas = [n.index for n in tree.nodes[max(0, verb.index - 4) : verb.index] if n.pos == "PUNCT"]
        noun = tree.nodes[commas[-1] - 1] if commas and commas[-1] else None
        if noun is not None and noun.pos in NOUNS and agree(noun, verb) and not is_below(tree, noun, verb):
            tree.hang(verb, noun.index, "acl")


def fill_participles(tree: Tree) -> None:
    """'X, уволивший утром министра Y, молчит': what is between a participle and the comma that closes it is its own."""
    for participle in tree.nodes:
        noun = tree.up(participle) if participle.dep == "acl" else None
        if noun is None or noun.index > participle.index or participle.feats.get("VerbForm") != "Part":
            continue
        end = next((n.index for n in tree.nodes[participle.index :] if tree.words[n.start] == ","), None)
        for node in tree.nodes[participle.index + 1 : end] if end is not None else ():
            if node.head <= (end or 0):
                continue
            if node.dep in SUBJECTS and participle.feats.get("Voice") == "Act" and can_be(tree, node, "Acc"):
                tree.hang(node, participle.index, "obj")
                node.case = "Acc"
            elif node.dep in ("obj", "iobj", "obl", "obl:agent"):
                tree.hang(node, participle.index)


def keep_in_clause(tree: Tree) -> None:
    """'Хотя X не является членом Y, он считается': what stands between a verb and the comma is not the next verb's; nor
    is whom one sends in a clause behind a noun that noun's: 'письмо о том, чтобы послать X'.
    """
    for node in tree.nodes:
        _take_over(tree, node)
        behind = tree.up(node)
        if node.dep not in _INNER or behind is None or behind.pos != "VERB" or behind.index < node.index:
            continue
        if not any(tree.words[n.start] == "," for n in tree.nodes[node.index : behind.index]):
            continue
        for verb in reversed(tree.nodes[: node.index]):
            if tree.words[verb.start] in _STOPS or (verb.pos == "VERB" and not is_finite(verb)):
                break
            if verb.pos == "VERB":
                if not is_below(tree, verb, node):
                    tree.hang(node, verb.index)
                break


def _take_over(tree: Tree, node: Node) -> None:
    noun = tree.up(node) if node.dep == "nmod" and node.kinds == {"PERSON"} and not node.prep else None
    if noun is None or noun.pos not in NOUNS or noun.index > node.index or node.case not in ("Gen", "Acc"):
        return
    between = tree.nodes[noun.index + 1 : node.index]
    comma = next((n.index for n in reversed(between) if tree.words[n.start] == ","), None)
    verbs = [n for n in between if comma is not None and n.index > comma and n.pos == "VERB"]
    if len(verbs) == 1 and verbs[0].feats.get("VerbForm") in ("Fin", "Inf") and not is_below(tree, verbs[0], node):
        tree.hang(node, verbs[0].index, "obj")
        node.case = "Acc"


def near_gerunds(tree: Tree) -> None:
    """'X спросил, почему Y медлит, отказываясь помочь': who does so is the subject of the verb right before it."""
    for gerund in tree.nodes:
        main = tree.up(gerund)
        if main is None or gerund.feats.get("VerbForm") != "Conv" or gerund.feats.get("Aspect") != "Imp":
            continue
        if gerund.lemma in _WHILE_SPEAKING or not is_finite(main) or main.index > gerund.index:
            continue
        commas = 0
        for verb in reversed(tree.nodes[main.index + 1 : gerund.index]):
            commas += tree.words[verb.start] in _STOPS
            if commas > 1 or verb.feats.get("VerbForm") in ("Part", "Conv"):
                break
            if is_finite(verb) and verb.dep in ("ccomp", "acl:relcl", "advcl") and not is_below(tree, verb, gerund):
                tree.hang(gerund, verb.index)
                break


def name_subjects(tree: Tree) -> None:
    """'..., а Латвия и Эстония заключили договор': a nominative in front of a verb without a subject is that, even
    where the parser joins it to something.
    """
    for verb in tree.nodes:
        if not is_finite(verb) or not lacks_subject(tree, verb):
            continue
        listed = _listed_behind(tree, verb)
        if listed is not None:
            thing = tree.nodes[listed.head]
            tree.hang(listed, verb.index, "nsubj")
            for node in (tree.nodes[i] for i in thing.children if i > listed.index and tree.nodes[i].dep == "conj"):
                tree.hang(node, listed.index)
            continue
        for node in (tree.nodes[i] for i in verb.children if i < verb.index):
            loose = node.dep in ("conj", "dep") and node.pos in NOUNS and not node.prep and node.case == "Nom"
            if loose and node.mentions and suits(tree, verb, node):
                node.dep = "nsubj"
                break


def _listed_behind(tree: Tree, verb: Node) -> Node | None:
    """'Поддержали Израиль Италия, Франция и Чили': the first of the many who act, which the parser takes for one with
    what they act on.
    """
    for thing in (tree.nodes[i] for i in verb.children if i > verb.index):
        if thing.dep != "obj" or verb.feats.get("Number") != "Plur" or thing.index + 1 >= len(tree.nodes):
            continue
        first = tree.nodes[thing.index + 1]
        joined = any(tree.nodes[i].dep == "conj" and tree.nodes[i].mentions for i in first.children)
        if first.head == thing.index and first.dep in ("appos", "flat", "flat:name") and first.mentions and joined:
            return first if first.case == "Nom" and not first.prep else None
    return None


def free_verbs(tree: Tree) -> None:
    """'Министры «сверят часы»': a finite verb is no attribute of the noun behind it, but governs it."""
    for verb in tree.nodes[1:]:
        noun = tree.up(verb)
        if verb.dep != "amod" or not is_finite(verb) or noun is None or noun.index < verb.index:
            continue
        tree.hang(verb, noun.head, noun.dep if noun.dep in _CLAUSAL else "parataxis")
        tree.hang(noun, verb.index, "obj" if noun.case == "Acc" and not noun.prep else "obl")
        before = next((n for n in reversed(tree.nodes[: verb.index]) if n.pos not in ("PUNCT", "ADV")), verb)
        if before.pos in NOUNS and before.case == "Nom" and not before.prep and suits(tree, verb, before):
            tree.hang(before, verb.index, "nsubj")
