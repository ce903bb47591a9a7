"""Who follows whom on a post that the text gives the predecessor: 'министр Орлов уволен, его сменил Белов'."""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.models import Status
from diplo_ner.records import RelationRecord
from diplo_ner.relations.actors import Document, entities, owners
from diplo_ner.relations.arguments import is_verb
from diplo_ner.relations.derive import SUCCESSION
from diplo_ner.relations.frames import Frame, frame_at
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.status import status_of
from diplo_ner.relations.tree import Node, Tree

_PERSON = ("PERSON",)
_REPLACE = frozenset({"сменить", "сменять", "заменить", "заменять"})
_STAND_IN = frozenset({"заменить", "заменять"})  # at a meeting too: only where the one replaced is named with his post
_PUT = frozenset({"назначить", "поставить", "избрать", "утвердить", "выбрать"})
_COME = frozenset({"прийти", "приходить", "заступить", "встать"})
_VERBS = _REPLACE | _PUT | _COME
_PLACES = frozenset({"место", "смена"})  # 'на его место', 'на смену Орлову'
_POSTS = frozenset({"пост", "должность"})  # then the post is named: see the rule post.succeed
_HAPPENS = frozenset({Status.ASSERTED, Status.PLANNED})


def successions(document: Document, lexicon: Lexicon) -> Iterator[RelationRecord]:
    """The posts that persons take over, where the predecessor holds one alone and the text gives them no other."""
    for tree in document.trees:
        for frame in _frames(tree, lexicon):
            old, new = _old(document, tree, frame), _new(document, tree, frame)
            status = status_of(tree, frame, lexicon)
            if len(old) != 1 or len(new) != 1 or old == new or status not in _HAPPENS or _names_post(tree, frame):
                continue
            posts = _posts(document, old[0])
            if len(posts) == 1:
                yield _record(tree, tree.nodes[frame.node], new[0], posts.pop(), status)


def replaced(document: Document, tree: Tree, lexicon: Lexicon) -> Iterator[int]:
    """Persons whom somebody has followed by this sentence."""
    for frame in _frames(tree, lexicon):
        if status_of(tree, frame, lexicon) is Status.ASSERTED and _new(document, tree, frame):
            yield from _old(document, tree, frame)


def _frames(tree: Tree, lexicon: Lexicon) -> Iterator[Frame]:
    for verb in tree.nodes:
        if verb.lemma in _VERBS and is_verb(verb):
            yield frame_at(tree, verb, lexicon)


def _names_post(tree: Tree, frame: Frame) -> bool:
    """'назначен министром вместо Орлова', 'его сменил министр Белов': the post of the one who comes is said."""
    paths = ("Ins", "obj") if frame.lemma in _PUT else ("Ins", "subj")
    return any("POST" in tree.nodes[a.node].kinds for path in paths for a in frame.nodes(path))


def _old(document: Document, tree: Tree, frame: Frame) -> list[int]:
    """Who leaves."""
    if frame.lemma in _REPLACE:
        named = (tree.nodes[a.node].lemma for a in frame.arguments if a.path == "на+Loc")
        post = any("POST" in tree.nodes[a.node].kinds for a in frame.nodes("obj"))
        told = _POSTS.isdisjoint(named) and (post or frame.lemma not in _STAND_IN)
        return _persons(document, tree, frame, "obj") if told else []
    for argument in frame.nodes("на+Acc"):
        place = tree.nodes[argument.node]
        if place.lemma in _PLACES:
            layer, of = document.layer, owners(document, tree, place.index, _PERSON)
            return [layer.mentions[m].entity for m in of] or _persons(document, tree, frame, "Dat")
    return _persons(document, tree, frame, "вместо+Gen")


def _new(document: Document, tree: Tree, frame: Frame) -> list[int]:
    """Who comes."""
    return _persons(document, tree, frame, "obj" if frame.lemma in _PUT else "subj")


def _persons(document: Document, tree: Tree, frame: Frame, path: str) -> list[int]:
    return list(dict.fromkeys(e for a in frame.nodes(path) for e in entities(document, tree, a.node, _PERSON)))


def _posts(document: Document, person: int) -> set[int]:
    """The posts that stand beside a person's name; no professions, nor a bare title, which tells no one post."""
    layer = document.layer
    held = {layer.mentions[post].entity for post, holder in layer.holders if layer.mentions[holder].entity == person}
    kinds = {post: layer.entities[post].attributes.get("kind") for post in held if " " in layer.entities[post].name}
    return {post for post, kind in kinds.items() if kind not in (None, "profession")}


def _record(tree: Tree, verb: Node, person: int, post: int, status: Status) -> RelationRecord:
    tokens = tree.tagged.tokens
    below = [node for node in tree.nodes if node.head == verb.index and node.mentions]
    return RelationRecord(
        type="holds_post",
        head=person,
        tail=post,
        status=status.value,
        start=tokens[min([verb.start, *(node.start for node in below)])].start,
        end=tokens[max([verb.end, *(node.end for node in below)]) - 1].end,
        trigger=tokens[verb.start].text,
        rule=SUCCESSION,
        path="succession",
    )
