"""Which of the posts that stand beside a name the text says are held no more.

The post before a name says nothing of when: 'сместил министра Петрова' and 'бывший министр Петров' are both of one
who was. What is former at one place of a text may be somebody else's at a second: each place is looked at for itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from diplo_ner.models import Status
from diplo_ner.morphology import parses
from diplo_ner.records import RelationRecord, Token
from diplo_ner.relations.actors import Document, entities
from diplo_ner.relations.arguments import arguments_of, is_verb
from diplo_ner.relations.frames import Frame
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.status import status_of
from diplo_ner.relations.structure import HELD
from diplo_ner.relations.succession import replaced
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.gazetteers import post_prefixes

_BEFORE = 3  # tokens before a post among which 'бывший' stands ('бывший британский премьер')
_ONCE = frozenset({"прошлом", "ранее", "прежде", "некогда"})  # between a name and a post: 'Орлов, в прошлом министр'


def settle_posts(found: Iterable[RelationRecord], document: Document, lexicon: Lexicon) -> Iterator[RelationRecord]:
    """The relations, those of posts beside names with the status that their place in the text gives them."""
    left: dict[int, set[int]] = {}  # by sentence
    for record in found:
        if record.rule not in HELD or record.status not in (Status.ASSERTED, Status.FORMER):
            yield record
            continue
        tree = document.tree_of(record)
        if tree.sentence not in left:
            left[tree.sentence] = set(_leavers(document, tree, lexicon))
        former = record.head in left[tree.sentence] or _is_marked(tree, record)
        yield replace(record, status=(Status.FORMER if former else Status.ASSERTED).value)


def _is_marked(tree: Tree, record: RelationRecord) -> bool:
    first, last = (bisect_left(tree.tagged.tokens, at, key=_start) for at in (record.start, record.end))
    words, marks = tree.words[max(first - _BEFORE, 0) : last], _marks()
    if not _ONCE.isdisjoint(tree.words[first:last]):
        return True
    return any(parse.lemma in marks for word in words for parse in parses(word))


def _start(token: Token) -> int:
    return token.start


@cache
def _marks() -> frozenset[str]:
    return frozenset(row.phrase.strip("-") for row in post_prefixes() if row.kind == "former")


def _leavers(document: Document, tree: Tree, lexicon: Lexicon) -> Iterator[int]:
    """Persons who by this sentence were removed, replaced or left of themselves."""
    yield from replaced(document, tree, lexicon)
    for node in tree.nodes:
        if is_verb(node):
            yield from _by_verb(document, tree, node, lexicon)
        elif node.lemma in lexicon.words["removal_nouns"] or node.prep == "вместо":
            places = (
                [node.index] if node.prep == "вместо" else [i for i in node.children if tree.nodes[i].case == "Gen"]
            )
            if _happened(tree, node, lexicon):
                yield from (e for i in places for e in entities(document, tree, i, ("PERSON",)))


def _by_verb(document: Document, tree: Tree, verb: Node, lexicon: Lexicon) -> Iterator[int]:
    removes = verb.lemma in lexicon.words["removal"]
    leaves = verb.lemma in lexicon.words["leaving"] and any(
        tree.nodes[i].lemma in lexicon.words["leaving_nouns"] for i in verb.children
    )
    past = verb.feats.get("Tense") == "Past" or verb.feats.get("VerbForm") == "Conv"
    if not (removes or leaves) or not past or not _happened(tree, verb, lexicon):
        return
    wanted = "obj" if removes else "subj"
    places = [a.node for a in arguments_of(tree, verb) if a.path == wanted]
    if removes:  # 'сменил на посту министра Петрова'
        offices = [tree.nodes[i] for i in verb.children if tree.nodes[i].lemma in lexicon.words["leaving_nouns"]]
        places += [i for office in offices if office.prep == "на" for i in office.children]
    head = tree.up(verb)
    participle = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Variant") != "Short"
    passive = verb.feats.get("Voice") == "Pass"
    if head is not None and participle and verb.dep in ("acl", "amod") and passive == removes:
        places.append(head.index)
    for place in places:
        yield from entities(document, tree, place, ("PERSON",))


def _happened(tree: Tree, node: Node, lexicon: Lexicon) -> bool:
    frame = Frame(node.index, node.lemma, noun=not is_verb(node))
    return status_of(tree, frame, lexicon) is Status.ASSERTED
