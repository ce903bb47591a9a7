"""Mends who acts and what is acted on: the parser takes word order for function, the forms know better."""

from __future__ import annotations

from itertools import pairwise

from diplo_ner.relations.forms import can_be, known_cases
from diplo_ner.relations.tree import Node, Tree, is_below

_CORE = frozenset({"nsubj", "nsubj:pass", "obj", "iobj"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_REACH = 7  # nodes from a subject to the verb behind it
_BY_CASE = {"Nom": "nsubj", "Acc": "obj", "Dat": "iobj", "Ins": "obl", "Gen": "nmod"}
_NAME_DEPS = frozenset({"flat", "flat:name", "flat:foreign", "appos", "nmod"})
_ATTRIBUTIVE = _NAME_DEPS | {"amod", "acl"}
_SET_OFF = frozenset({",", "(", "«", '"', "„", "—", "–", "-", ":", ";"})
NOUNS = frozenset({"NOUN", "PROPN", "X"})
_GIVING = frozenset({"передача", "поставка", "предоставление", "выделение", "отправка", "продажа"})
_FOREIGN = frozenset({"нон", "нона", "грата", "грат"})  # 'персона нон грата', as the tagger reads it


def part_neighbours(tree: Tree) -> None:
    """'передача Чехией Украине танков', 'избрал преемником Диего': names side by side in different cases depend on the
    word that governs the first, each on its own.
    """
    for node in tree.nodes:
        if node.dep not in _NAME_DEPS or node.prep or node.pos not in NOUNS or _set_off(tree, node):
            continue
        first = tree.up(node)
        if first is not None and first.pos == "VERB" and first.index < node.index:
            node.dep = _BY_CASE.get(node.case, node.dep)  # the parser took the verb for a noun
            continue
        above = tree.up(first) if first is not None else None
        if first is None or above is None or first.index > node.index or not _apart(first, node):
            continue
        predicate = is_finite(above) or above.feats.get("Variant") == "Short"  # 'указом X Иван Белов назначен'
        if node.case == "Nom" and not (predicate and _needs_subject(tree, above, node)):
            continue
        tree.hang(node, above.index)
        node.dep = _BY_CASE.get(node.case, "nmod") if above.pos in ("VERB", "AUX") else "nmod"


def _needs_subject(tree: Tree, verb: Node, node: Node) -> bool:
    """'Таллин посетил с визитом Озолс': what the parser has for the subject may be the object of a person."""
    if not suits(tree, verb, node):
        return False
    if lacks_subject(tree, verb) or "PERSON" not in node.kinds:
        return lacks_subject(tree, verb)
    now = [tree.nodes[i] for i in verb.children if tree.nodes[i].dep in SUBJECTS]
    return _lacks_object(tree, verb) and all(can_be(tree, node, "Acc") and node.index < verb.index for node in now)


def _apart(first: Node, node: Node) -> bool:
    """Whether the second of two nouns cannot depend on the first."""
    if node.case == "Gen":
        return first.kinds == {"COUNTRY"} or (first.kinds == {"PERSON"} and first.case == "Ins")
    if node.case not in _BY_CASE or node.case == first.case:
        return False
    if node.case in ("Ins", "Dat"):  # a verbal noun governs them: 'высылка Чехией дипломатов'
        return bool(first.kinds & {"COUNTRY", "PERSON"})
    return bool((first.kinds | node.kinds) & {"COUNTRY", "PERSON"})


def _set_off(tree: Tree, node: Node) -> bool:
    return node.start > 0 and tree.tagged.tokens[node.start - 1].text in _SET_OFF


def return_objects(tree: Tree) -> None:
    """'назвал виновными Литву и Эстонию', 'объявил персоной нон грата посла', 'скрепил подписью договор': the
    accusative behind an instrumental is the verb's.
    """
    for node in tree.nodes:
        if node.pos not in NOUNS or not (node.prep or _is_accusative(tree, node)):
            continue
        called = tree.up(node)
        while called is not None and called.dep in ("nmod", "obj") and called.lemma in _FOREIGN:
            called = tree.up(called)
        if called is None or called.index > node.index:
            continue
        verb = tree.up(called) if called.case == "Ins" and not called.prep else None
        if called.pos == "VERB" and node.head != called.index:  # the verb that 'грата' hangs on
            verb = called
        if verb is None:
            continue
        if node.prep and called.lemma == "персона":
            tree.hang(node, verb.index, "obl")
        elif not node.prep and verb.pos == "VERB" and _lacks_object(tree, verb):
            tree.hang(node, verb.index, "obj")
            node.case = "Acc"


def _is_accusative(tree: Tree, node: Node) -> bool:
    """By its tag, or by the number before it: 'двух дипломатов'."""
    return node.case == "Acc" or any(
        tree.nodes[i].pos == "NUM" and tree.nodes[i].feats.get("Case") == "Acc" for i in node.children
    )


def give_to(tree: Tree) -> None:
    """'передача Францией оружия Армении': the third of a verbal noun's nouns is the one who gets, if it may be."""
    for node in tree.nodes:
        if node.dep != "nmod" or node.prep or node.kinds != {"COUNTRY"}:
            continue
        thing = tree.up(node)
        deed = tree.up(thing) if thing is not None and thing.dep == "nmod" and thing.case == "Gen" else None
        if deed is None or deed.lemma not in _GIVING:
            continue
        giver = any(tree.nodes[i].case == "Ins" and tree.nodes[i].mentions for i in deed.children)
        if giver and can_be(tree, node, "Dat"):
            tree.hang(node, deed.index)
            node.case = "Dat"


def adopt_clauses(tree: Tree) -> None:
    """'Генассамблея переизбрала': a finite verb that hangs on a noun as its attribute has that noun as its subject."""
    for verb in tree.nodes:
        noun = tree.up(verb) if verb.dep in _ATTRIBUTIVE and is_finite(verb) else None
        if noun is None or noun.pos not in NOUNS:
            continue
        if verb.dep == "acl" and not _has_rival(tree, noun):
            continue
        if noun.index < verb.index and not noun.prep and lacks_subject(tree, verb) and suits(tree, verb, noun):
            tree.hang(verb, noun.head, noun.dep if noun.dep in ("root", "conj", "parataxis") else "parataxis")
            tree.hang(noun, verb.index, "nsubj")


def _has_rival(tree: Tree, noun: Node) -> bool:
    """'A и B согласились, причём C отправил': both nouns hang on the last verb, which the nearer one governs."""
    verb = tree.up(noun)
    subjects = [] if verb is None else [i for i in verb.children if tree.nodes[i].dep in SUBJECTS]
    return noun.dep in SUBJECTS and len(subjects) > 1


def adopt_orphans(tree: Tree) -> None:
    """A bare noun that hangs nowhere, or is joined to one in front of another clause's verb, acts in the clause behind
    it or is acted on there.
    """
    for node in tree.nodes:
        if node.prep or node.pos not in NOUNS or not _is_orphan(tree, node) or node.kinds == {"DATE"}:
            continue
        verb = _verb_behind(tree, node)
        if verb is None and node.head < 0 and node.case == "Dat":
            _give_back(tree, node)
        if verb is None or is_below(tree, verb, node):
            continue
        if lacks_subject(tree, verb) and can_be(tree, node, "Nom") and suits(tree, verb, node):
            tree.hang(node, verb.index, "nsubj")
            node.case = "Nom"
        elif node.head < 0 and _lacks_object(tree, verb) and can_be(tree, node, "Acc"):
            tree.hang(node, verb.index, "obj")
            node.case = "Acc"


def _give_back(tree: Tree, node: Node) -> None:
    """'отказал во въезде Марку Тамме': a dative with nothing behind belongs to the verb in front."""
    for verb in reversed(tree.nodes[: node.index]):
        if is_finite(verb) or verb.pos == "PUNCT":
            if is_finite(verb) and not is_below(tree, verb, node):
                tree.hang(node, verb.index, "iobj")
            return


def _is_orphan(tree: Tree, node: Node) -> bool:
    if node.head < 0:
        return node.dep != "punct" and (node.dep != "root" or _stands_before_verb(tree, node))
    head = tree.nodes[node.head]
    if node.dep != "conj" or head.pos not in NOUNS or not head.index < head.head < node.index:
        return False
    return is_finite(tree.nodes[head.head])


def _stands_before_verb(tree: Tree, node: Node) -> bool:
    """'А. Озола родилась': the full stop of the initial leaves name and verb two roots."""
    verb = tree.nodes[node.index + 1] if node.index + 1 < len(tree.nodes) else None
    return verb is not None and is_finite(verb) and verb.head < 0 and "PERSON" in node.kinds


def _verb_behind(tree: Tree, node: Node) -> Node | None:
    for other in tree.nodes[node.index + 1 :]:
        if is_finite(other):
            return other
        if tree.tagged.tokens[other.start].text in (";", ":"):
            return None
    return None


def _lacks_object(tree: Tree, verb: Node) -> bool:
    children = (tree.nodes[i] for i in verb.children)
    taken = (n.dep == "obj" and n.pos in NOUNS and n.lemma not in _FOREIGN for n in children)
    return verb.feats.get("Voice") == "Act" and not any(taken)


def return_subjects(tree: Tree) -> None:
    """'X порвал с Y после того, как приехал Z': a subject past a conjunction is that of the verb behind it."""
    for node in tree.nodes:
        verb = tree.up(node)
        if verb is None or node.dep not in SUBJECTS or node.index < verb.index or verb.pos != "VERB":
            continue
        if all(n.pos != "SCONJ" for n in tree.nodes[verb.index + 1 : node.index]):
            continue
        behind = tree.nodes[node.index + 1 : node.index + 1 + _REACH]
        other = next((n for n in behind if n.pos == "VERB" and is_finite(n)), None)
        if other is not None and not is_below(tree, other, node):
            tree.hang(node, other.index)
        else:
            node.dep = "dep"


def settle_subjects(tree: Tree) -> None:
    """'Заседание созвала Сьерра-Леоне': of the bare nouns of a verb the agreeing nominative is its subject."""
    for verb in tree.nodes:
        if verb.pos not in ("VERB", "AUX"):
            continue
        _appose(tree, verb)
        bare = [tree.nodes[i] for i in verb.children if _is_core(tree.nodes[i])]
        passive = verb.feats.get("Voice") == "Pass"
        for node in bare:
            _by_form(tree, node, passive)
        bare = [node for node in bare if node.dep in _CORE and node.head == verb.index]
        if is_finite(verb) and not passive and len(bare) > 1:
            _choose_subject(tree, verb, bare)


def _appose(tree: Tree, verb: Node) -> None:
    """'бывший участник союза Ангола вернётся': of two subjects in front the name is the noun's."""
    before = (tree.nodes[i] for i in verb.children if i < verb.index)
    now = [n for n in before if n.head == verb.index and n.dep in SUBJECTS and not n.prep]
    for noun, name in pairwise(now):
        between = tree.nodes[noun.index + 1 : name.index]
        alone = noun.pos in NOUNS and not noun.mentions and bool(name.mentions) and name.pos in ("PROPN", "X")
        if alone and between and all(is_below(tree, n, noun) and n.pos != "PUNCT" for n in between):
            tree.hang(name, noun.index, "appos")


def _is_core(node: Node) -> bool:
    return node.dep in _CORE and not node.prep and node.pos in NOUNS and node.kinds != {"DATE"}


def _by_form(tree: Tree, node: Node, passive: bool) -> None:
    """What no nominative can be is no subject: 'Действия осуждены Никосией', 'угрозу Кинтаны осудила генсек'."""
    known = known_cases(tree, node)
    if known == {"Ins"} or (passive and node.case == "Ins"):
        node.dep, node.case = "obl", "Ins"
    elif node.dep in SUBJECTS and node.case == "Gen" and "Nom" not in known:
        before = tree.nodes[node.index - 1] if node.index else None
        if before is not None and before.head == node.head and before.pos == "NOUN" and _is_core(before):
            tree.hang(node, before.index, "nmod")


def _choose_subject(tree: Tree, verb: Node, bare: list[Node]) -> None:
    """Makes one of the bare nouns the subject where their forms leave no other choice."""
    now = [node for node in bare if node.dep in SUBJECTS]
    able = [node for node in bare if can_be(tree, node, "Nom") and suits(tree, verb, node)]
    only = [node for node in able if not can_be(tree, node, "Acc")]
    if len(now) == 1 and can_be(tree, now[0], "Nom"):
        sure = [node for node in only if known_cases(tree, node) and "PERSON" not in node.kinds]
        chosen = sure if can_be(tree, now[0], "Acc") else []
    elif len(now) < 2:
        chosen = only or [node for node in able if node.case == "Nom" or _joined(tree, node)]
    else:
        chosen = [n for n in only if n in now] or [n for n in able if n in now and n.index < verb.index]
    if len(chosen) != 1:
        return
    for node in now:
        if node is not chosen[0] and can_be(tree, node, "Acc"):
            node.dep = "obj"
        elif node is not chosen[0] and not can_be(tree, node, "Nom"):
            node.dep = "dep"
    chosen[0].dep, chosen[0].case = "nsubj", "Nom"


def _joined(tree: Tree, node: Node) -> bool:
    return any(tree.nodes[i].dep == "conj" and tree.nodes[i].pos in NOUNS for i in node.children)


def is_finite(node: Node) -> bool:
    return node.pos in ("VERB", "AUX") and node.feats.get("VerbForm") == "Fin"


def lacks_subject(tree: Tree, verb: Node) -> bool:
    children = (tree.nodes[i] for i in verb.children)
    return not any(node.dep in SUBJECTS and (node.prep or can_be(tree, node, "Nom")) for node in children)


def suits(tree: Tree, verb: Node, node: Node) -> bool:
    """Whether a noun agrees with a verb in number and, where the dictionary knows it (no name), in gender."""
    joined = _joined(tree, node)
    number = "Plur" if joined else node.feats.get("Number", "")
    if number and verb.feats.get("Number", number) != number:
        return joined and verb.index < node.index  # 'заявил A и B'
    known = node.pos == "NOUN" and not joined and not node.kinds & {"PERSON", "POST"}
    return not known or verb.feats.get("Gender") in (None, node.feats.get("Gender", verb.feats.get("Gender")))
