"""Subjects that a sentence leaves out: 'Озолс родился в Риге. Работал министром, в 2010 году избран депутатом.'

Such a sentence goes on about the person that the sentence before is about. Its tree gains a node of no tokens with that
person's mention, so that everything downstream sees a subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diplo_ner.entities.spans import CLOSING, DASHES, OPENING
from diplo_ner.records import EntityLayer, TaggedSentence
from diplo_ner.relations.arguments import is_passive, is_verb
from diplo_ner.relations.clauses import is_finite
from diplo_ner.relations.tree import Node, Tree, link_children

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
_SHORTEST = 3  # nodes of a row: date, dash, post
_GENDERS = {"male": "Masc", "female": "Fem"}


def restore_subjects(
    sentences: Sequence[TaggedSentence], trees: Sequence[Tree], layer: EntityLayer
) -> Mapping[int, int]:
    """Give the main verbs that lack one the subject of the sentence before, where that is one person.

    The result tells for each sentence that goes on so, by its number, the mention of the person; those without a verb
    ('В 2006 году — посол в Чили') are among them.
    """
    by_sentence: Mapping[int, Tree] = {tree.sentence: tree for tree in trees}
    found: dict[int, int] = {}
    topic: int | None = None
    for number, tagged in enumerate(sentences):
        tree = by_sentence.get(number)
        if tree is None:
            topic = None if any(dep in _SUBJECTS for dep in tagged.deps) else topic
            continue
        verb = _main_verb(tree)
        if topic is not None and verb is not None and _goes_on(tree, verb, topic, layer):
            _add(tree, verb, topic)
            found[number] = topic
        elif topic is not None and _is_row(tree):
            found[number] = topic
        elif (subjects := _subjects(tree)) or any("PERSON" in node.kinds for node in tree.nodes):
            topic = _about(tree, subjects, layer)
    return found


def _is_row(tree: Tree) -> bool:
    """'В 2006 году — посол в Чили, затем советник': a date, a dash and nobody who acts."""
    if len(tree.nodes) < _SHORTEST or tree.nodes[0].kinds != {"DATE"} or any(is_finite(node) for node in tree.nodes):
        return False
    persons = any("PERSON" in node.kinds for node in tree.nodes)
    return has_dash(tree, tree.nodes[0]) and not persons


def has_dash(tree: Tree, date: Node) -> bool:
    """Whether a dash stands behind a date, which may end in a full stop ('в 2006–2010 гг. — посол')."""
    marks = tree.words[date.end : date.end + 2]
    return bool(marks) and (marks[0] in DASHES or (marks[0] == "." and marks[-1] in DASHES))


def _main_verb(tree: Tree) -> Node | None:
    root = next((node for node in tree.nodes if node.dep == "root" and node.pos != "PUNCT"), None)
    return root if root is not None and is_verb(root) else None


def _subjects(tree: Tree) -> list[Node]:
    """Those of the main clause."""
    return [n for n in tree.nodes if n.dep in _SUBJECTS and (up := tree.up(n)) is not None and up.dep == "root"]


def _about(tree: Tree, subjects: Sequence[Node], layer: EntityLayer) -> int | None:
    """The mention of the one person who is the subject of the sentence."""
    if len(subjects) != 1 or any(tree.nodes[i].dep == "conj" for i in subjects[0].children):
        return None
    persons = [m for m in subjects[0].mentions if layer.entities[layer.mentions[m].entity].type == "PERSON"]
    return persons[0] if len(persons) == 1 else None


def _goes_on(tree: Tree, verb: Node, topic: int, layer: EntityLayer) -> bool:
    """Whether the verb, in the past and of the person's gender, stands without anything that could be its subject."""
    gender = layer.entities[layer.mentions[topic].entity].attributes.get("gender")
    if verb.feats.get("Tense") != "Past" or verb.feats.get("Gender") not in _GENDERS.values():
        return False
    if verb.feats.get("Gender") != _GENDERS.get(str(gender), verb.feats.get("Gender")):
        return False
    if not (is_finite(verb) or is_passive(verb)) or _is_quoted(tree):
        return False
    return not any(_is_subject(tree, node, verb) for node in tree.nodes)


def _is_quoted(tree: Tree) -> bool:
    """Whether the sentence begins in somebody's speech: 'Надеюсь на мир», — сказал он'."""
    first = next((t.text for t in tree.tagged.tokens if t.text in OPENING | CLOSING), "")
    return first in CLOSING or tree.tagged.tokens[0].text in OPENING


def _is_subject(tree: Tree, node: Node, verb: Node) -> bool:
    """Whether the node is the verb's subject, or a nominative of its clause that the parser gives another part."""
    if node.dep in _SUBJECTS:
        return node.head == verb.index or node.index < verb.index < node.head
    if node.prep or node.case != "Nom" or not (node.mentions or node.pos in ("NOUN", "PROPN", "PRON")):
        return False
    step = tree.up(node)
    while step is not None and not is_finite(step) and step.index != verb.index:
        step = tree.up(step)
    return step is None or step.index == verb.index


def _add(tree: Tree, verb: Node, mention: int) -> None:
    node = Node(
        index=len(tree.nodes),
        start=verb.start,
        end=verb.start,
        token=verb.token,
        lemma="",
        pos="PRON",
        feats={},
        dep="nsubj:pass" if is_passive(verb) else "nsubj",
        head=verb.index,
        case="Nom",
        mentions=(mention,),
        kinds=frozenset({"PERSON"}),
    )
    tree.nodes.append(node)
    link_children(tree)
