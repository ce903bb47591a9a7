"""Fires the declarative rules on frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from diplo_ner.models import Status
from diplo_ner.records import RelationRecord
from diplo_ner.relations.actors import Document, fillers, owners
from diplo_ner.relations.context import date_of, event_of, place_of, source_of
from diplo_ner.relations.frames import Argument, Frame
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.status import is_former, status_of
from diplo_ner.relations.tree import Tree
from diplo_ner.resources.rules import OWNER, Rule, catalogue

_STATES = frozenset({"holds_post", "affiliated_with", "member_of"})
_OTHER = "друг"  # 'друг друга': the pair acts on itself

Pair = tuple[int, int, str]  # mention of the head, mention of the tail, path


def match(document: Document, tree: Tree, frame: Frame, lexicon: Lexicon) -> Iterator[RelationRecord]:
    """The relations that the rules of the frame's predicate give."""
    rules = (lexicon.nouns if frame.noun else lexicon.verbs).get(frame.lemma, ())
    for rule in rules:
        if not _conditions(tree, frame, rule):
            continue
        for head, tail, path in _pairs(document, tree, frame, rule):
            yield _record(document, tree, frame, rule, lexicon, (head, tail, path))


def _conditions(tree: Tree, frame: Frame, rule: Rule) -> bool:
    for path, lemmas in rule.present:
        if not any(_is(tree, a, lemmas) for a in frame.nodes(path)):
            return False
    return not any(_is(tree, a, lemmas) for path, lemmas in rule.absent for a in frame.nodes(path))


def _is(tree: Tree, argument: Argument, lemmas: frozenset[str]) -> bool:
    """Whether the argument's noun, or one joined to it, is among the lemmas."""
    node = tree.nodes[argument.node]
    nodes = [node, *(tree.nodes[i] for i in node.children if tree.nodes[i].dep == "conj")]
    return any(n.lemma in lemmas for n in nodes)


def _pairs(document: Document, tree: Tree, frame: Frame, rule: Rule) -> Iterator[Pair]:
    if rule.head and rule.tail:
        heads, head_path = _role(document, tree, frame, rule.head, rule.head_types)
        taken = {document.layer.mentions[m].entity for m in heads}
        tails, tail_path = _role(document, tree, frame, rule.tail, rule.tail_types, exclude=taken)
        if heads and tails:
            for head, tail in product(heads, tails):
                yield head, tail, f"{head_path}>{tail_path}"
                if rule.mutual:
                    yield tail, head, f"{head_path}>{tail_path}"
            return
        if len(heads) > 1 and _reciprocal(tree, frame):
            for a, b in combinations(heads, 2):
                yield a, b, f"{head_path}>друг"
                if not catalogue()[rule.type].symmetric:
                    yield b, a, f"{head_path}>друг"
            return
    for path in rule.each:
        group, name = _role(document, tree, frame, (path,), rule.head_types)
        if len(group) > 1:
            for a, b in combinations(group, 2):
                yield a, b, f"each {name}"
                if rule.mutual:
                    yield b, a, f"each {name}"
            return


def _reciprocal(tree: Tree, frame: Frame) -> bool:
    return any(tree.nodes[a.node].lemma == _OTHER for a in frame.arguments)


def _role(
    document: Document,
    tree: Tree,
    frame: Frame,
    paths: Sequence[str],
    types: frozenset[str],
    exclude: set[int] | frozenset[int] = frozenset(),
) -> tuple[list[int], str]:
    """Mentions of the first path that leads to an entity of these types; loose arguments only after direct ones."""
    for loose in (False, True):
        for path in paths:
            found: list[int] = []
            find = owners if path.endswith(OWNER) else fillers
            for argument in frame.nodes(path.removesuffix(OWNER)):
                if argument.loose == loose:
                    found += find(document, tree, argument.node, types)
            found = [m for m in dict.fromkeys(found) if document.layer.mentions[m].entity not in exclude]
            if found:
                return found, path + ("~" if loose else "")
    return [], ""


def _status(tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon) -> str:
    status = status_of(tree, frame, lexicon)
    if status is Status.ASSERTED and rule.type in _STATES and is_former(tree, frame):
        status = Status.FORMER
    return status.value


def _record(document: Document, tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon, pair: Pair) -> RelationRecord:
    mentions = document.layer.mentions
    head, tail = mentions[pair[0]], mentions[pair[1]]
    tokens = tree.tagged.tokens
    node = tree.nodes[frame.node]
    first = min(node.start, head.start, tail.start)
    last = max(node.end, head.end, tail.end)
    taken = (head.entity, tail.entity)
    row = catalogue()[rule.type]
    source = None if rule.type in _STATES else source_of(document, tree, frame, lexicon)
    return RelationRecord(
        type=rule.type,
        head=head.entity,
        tail=tail.entity,
        status=rule.status or _status(tree, frame, rule, lexicon),
        start=tokens[first].start,
        end=tokens[last - 1].end,
        trigger=tokens[node.token].text,
        rule=rule.id,
        path=pair[2],
        cameo=rule.cameo or row.cameo_by_trigger.get(frame.lemma, row.cameo),
        place=place_of(document, tree, frame, taken),
        date=date_of(document, tree, frame),
        event=event_of(document, tree, frame, taken),
        source=None if source == head.entity else source,
    )
