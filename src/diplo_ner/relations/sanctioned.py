"""The sanctioned whom a sentence lists without who imposes: 'ЕС ввёл санкции. Под них попал банк.'"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diplo_ner.models import Status
from diplo_ner.records import RelationRecord
from diplo_ner.relations.actors import Document, entities
from diplo_ner.relations.arguments import is_verb
from diplo_ner.relations.frames import Frame, frame_at
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.status import status_of
from diplo_ner.relations.tree import Tree
from diplo_ner.resources.catalogue import ACTORS

_RULE = "sanctions.listed_later"
_FALL = frozenset({"попасть", "попадать", "подпасть", "подпадать", "оказаться", "коснуться", "затронуть"})
_LIST = frozenset({"внести", "включить", "добавить", "занести"})
_VERBS = _FALL | _LIST
_MEASURES = frozenset({"санкция", "ограничение", "эмбарго", "рестрикция", "мера"})
_LISTS = frozenset({"список", "перечень"})
_REACH = 2  # sentences back to the one that says who imposes


def listed_later(document: Document, stated: Sequence[RelationRecord], lexicon: Lexicon) -> Iterator[RelationRecord]:
    """Sanctions against those whom such a sentence names, by the one imposer of the sentences before."""
    imposed = [(document.tree_of(record).sentence, record) for record in stated if record.type == "sanctions"]
    if not imposed:
        return
    for tree in document.trees:
        near = [record for sentence, record in imposed if 0 < tree.sentence - sentence <= _REACH]
        heads = {record.head for record in near if record.status == Status.ASSERTED}
        if len(heads) != 1 or any(sentence == tree.sentence for sentence, _ in imposed):
            continue
        for verb in tree.nodes:
            if verb.lemma not in _VERBS or not is_verb(verb):
                continue
            frame = frame_at(tree, verb, lexicon)
            if status_of(tree, frame, lexicon) is Status.ASSERTED:
                for tail in dict.fromkeys(_listed(document, tree, frame)):
                    yield replace(_record(tree, frame, near[0]), head=heads.copy().pop(), tail=tail)


def _listed(document: Document, tree: Tree, frame: Frame) -> Iterator[int]:
    """Who is listed: the subject of 'попали под ограничения', the object of 'в список внесены'."""
    if frame.lemma in _LIST:
        into = any(_is_list(tree, a.node) for a in frame.nodes("в+Acc"))
        path = "obj" if into and not frame.nodes("subj") else ""
    elif frame.lemma in ("коснуться", "затронуть"):
        by = any(tree.nodes[a.node].lemma in _MEASURES for a in frame.nodes("subj"))
        path = ("Gen" if frame.lemma == "коснуться" else "obj") if by else ""
    else:
        under = any(tree.nodes[a.node].lemma in _MEASURES for a in frame.nodes("под+Acc"))
        under = under or any(_is_list(tree, a.node) for a in (*frame.nodes("в+Acc"), *frame.nodes("в+Loc")))
        path = "subj" if under else ""
    for argument in frame.nodes(path):
        yield from entities(document, tree, argument.node, ACTORS)


def _is_list(tree: Tree, index: int) -> bool:
    """'в список', 'в перечень санкций'; not 'в список лучших стран'."""
    node = tree.nodes[index]
    below = (tree.nodes[i] for i in node.children)
    return node.lemma in _LISTS and all(n.case != "Gen" or n.prep or n.lemma in _MEASURES for n in below)


def _record(tree: Tree, frame: Frame, before: RelationRecord) -> RelationRecord:
    """The evidence is the sentence's; what is known of the measure, the earlier one's."""
    tokens, verb = tree.tagged.tokens, tree.nodes[frame.node]
    return replace(
        before,
        start=tree.tagged.sentence.start,
        end=tree.tagged.sentence.end,
        trigger=tokens[verb.start].text,
        rule=_RULE,
        path="listed",
        source=None,
        place=None,
        event=None,
        date=None,
    )
