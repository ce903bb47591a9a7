"""Fires the declarative rules on frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from diplo_ner.models import Status
from diplo_ner.records import MentionSpan, RelationRecord
from diplo_ner.relations.actors import Document, denoted, fillers, owners
from diplo_ner.relations.codes import code_of
from diplo_ner.relations.context import date_of, event_of, place_of
from diplo_ner.relations.frames import Frame
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.sides import pairs_within
from diplo_ner.relations.status import is_former, status_of
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.rules import OWNER, STATUS, Condition, Rule, plain_path

# What is done by speaking; what one speaks of is another thing.
BY_WORDS = frozenset({"criticizes", "requests", "threatens", "rejects"})
BESIDE = frozenset({"holds_post", "affiliated_with"})  # by a noun they are said in passing, with nothing of their own
PERSONNEL = BESIDE | {"appointed", "dismissed"}  # 'отправил в отставку' happens at no event
_JOINING = frozenset({
    "вступление", "вхождение", "приём", "принятие", "присоединение", "членство", "возвращение", "интеграция",
})  # fmt: skip
_SINCE = frozenset({"после", "с", "из-за", "благодаря", "вслед за", "в связи с", "вследствие"})
_TOPICS = frozenset({"вопрос", "тема", "перспектива", "обсуждать", "обсудить", "говорить"})
_TIMES = frozenset({"момент", "день", "годовщина", "дата", "год", "лето", "последствие", "результат", "итог"})
# The place of what these are about is not theirs: 'осудил удары в Ливане'.
_UNPLACED = PERSONNEL | BY_WORDS | {"sanctions", "supports", "member_of"}
_STATES = frozenset({"holds_post", "affiliated_with", "member_of"})
_WITHIN = "в+Loc"
_OTHER = "друг"  # 'друг друга': the pair acts on itself

Pair = tuple[int, int, str]  # mention of the head, mention of the tail, path


@dataclass(frozen=True, slots=True)
class Unmet:
    """The condition of a rule that a frame fails: its key in the rule's file ('with', 'without', 'head', 'tail' or
    'each'), the paths under it, and the lemmas, modes or entity types that they should (or must not) lead to.
    """

    key: str
    paths: tuple[str, ...]
    words: frozenset[str]


def match(document: Document, tree: Tree, frame: Frame, lexicon: Lexicon) -> Iterator[RelationRecord]:
    """The relations that the rules of the frame's predicate give."""
    for rule in rules_of(frame, lexicon):
        if _failing(tree, frame, rule, lexicon) is None:
            for pair in _pairs(document, tree, frame, rule, lexicon):
                yield _record(document, tree, frame, rule, lexicon, pair)


def rules_of(frame: Frame, lexicon: Lexicon) -> Sequence[Rule]:
    """The rules that the frame's predicate may fire."""
    return (lexicon.nouns if frame.noun else lexicon.verbs).get(frame.lemma, ())


def unmet(document: Document, tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon) -> Unmet | None:
    """The first condition of the rule that the frame fails; None where the rule gives a relation."""
    if (failing := _failing(tree, frame, rule, lexicon)) is not None:
        return failing
    if any(_pairs(document, tree, frame, rule, lexicon)):
        return None
    if not (rule.head and rule.tail):
        return Unmet("each", rule.each, rule.head_types)
    heads, _ = _role(document, tree, frame, rule, _acting(frame, rule), rule.head_types)
    return Unmet("tail", rule.tail, rule.tail_types) if heads else Unmet("head", rule.head, rule.head_types)


def _failing(tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon) -> Unmet | None:
    for condition in rule.present:
        if not _holds(tree, frame, condition, lexicon):
            return Unmet("with", condition.paths, condition.words)
    for condition in rule.absent:
        if _holds(tree, frame, condition, lexicon):
            return Unmet("without", condition.paths, condition.words)
    return None


def _holds(tree: Tree, frame: Frame, condition: Condition, lexicon: Lexicon) -> bool:
    if condition.paths == (STATUS,):
        return status_of(tree, frame, lexicon) in condition.words
    for path in condition.paths:
        for node in _nodes(tree, frame, path):
            if not condition.words or _is(tree, node, condition.words):
                return True
    return False


def _nodes(tree: Tree, frame: Frame, path: str) -> Iterator[Node]:
    """The nodes under the path of a condition: the arguments themselves, their genitives or their adjectives."""
    bare = plain_path(path)
    for argument in frame.nodes(bare):
        node = tree.nodes[argument.node]
        if path == bare:
            yield node
            continue
        for child in (tree.nodes[i] for i in node.children):
            genitive = child.dep == "nmod" and child.case == "Gen" and not child.prep
            if genitive if path.endswith(OWNER) else child.dep in ("amod", "acl"):
                yield child


def _is(tree: Tree, node: Node, lemmas: frozenset[str]) -> bool:
    """Whether the noun, or one joined to it, is among the lemmas."""
    if node.lemma in lemmas:
        return True
    return any(tree.nodes[i].lemma in lemmas for i in node.children if tree.nodes[i].dep == "conj")


def _pairs(document: Document, tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon) -> Iterator[Pair]:
    if rule.head and rule.tail:
        heads, head_path = _role(document, tree, frame, rule, _acting(frame, rule), rule.head_types)
        taken = {document.layer.mentions[m].entity for m in heads}
        tails, tail_path = (
            _role(document, tree, frame, rule, rule.tail, rule.tail_types, exclude=taken) if heads else ([], "")
        )
        if tails:
            for head, tail in product(heads, tails):
                yield head, tail, f"{head_path}>{tail_path}"
                if rule.mutual:
                    yield tail, head, f"{head_path}>{tail_path}"
            return
        if len(heads) > 1 and _reciprocal(tree, frame):
            for a, b in combinations(heads, 2):
                yield a, b, f"{head_path}>друг"
                if not lexicon.catalogue[rule.type].symmetric:
                    yield b, a, f"{head_path}>друг"
            return
    for path in rule.each:
        group, name = _role(document, tree, frame, rule, (path,), rule.head_types)
        if len(group) > 1:
            for a, b in pairs_within(document, tree, group, path):
                yield a, b, f"each {name}"
                if rule.mutual:
                    yield b, a, f"each {name}"
            return


def _acting(frame: Frame, rule: Rule) -> tuple[str, ...]:
    """The paths of the head; 'В НАТО осудили': a body is where somebody acts only if nobody else does."""
    if frame.noun or _WITHIN not in rule.head:
        return rule.head
    placed = not frame.nodes("subj") and any(not argument.loose for argument in frame.nodes(_WITHIN))
    return rule.head if placed else tuple(path for path in rule.head if path != _WITHIN)


def _reciprocal(tree: Tree, frame: Frame) -> bool:
    return any(tree.nodes[a.node].lemma == _OTHER for a in frame.arguments)


def _role(
    document: Document,
    tree: Tree,
    frame: Frame,
    rule: Rule,
    paths: Sequence[str],
    types: frozenset[str],
    exclude: set[int] | frozenset[int] = frozenset(),
) -> tuple[list[int], str]:
    """Mentions of the first path that leads to an entity of these types; loose arguments only after direct ones."""
    led = [(path, arguments) for path in paths if (arguments := frame.nodes(path.removesuffix(OWNER)))]
    for loose in (False,) if rule.direct else (False, True):
        for path, arguments in led:
            found: list[int] = []
            find = owners if path.endswith(OWNER) else denoted if rule.direct and path == "self" else fillers
            for argument in arguments:
                if argument.loose == loose:
                    found += find(document, tree, argument.node, types)
            found = [m for m in dict.fromkeys(found) if document.layer.mentions[m].entity not in exclude]
            if not frame.noun:  # 'бойкотирует форум' as an event is not what is boycotted
                found = [m for m in found if not _covers(tree, document.layer.mentions[m], frame)]
            if found:
                return found, path + ("~" if loose else "")
    return [], ""


def _covers(tree: Tree, mention: MentionSpan, frame: Frame) -> bool:
    here = mention.sentence == tree.sentence
    return here and mention.start <= tree.nodes[frame.node].start < mention.end


def _status(tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon) -> str:
    status = status_of(tree, frame, lexicon)
    if status is Status.ASSERTED and rule.type in _STATES and is_former(tree, frame):
        status = Status.FORMER
    if status is Status.ASSERTED and frame.lemma in lexicon.words["promised"] and rule.type not in BY_WORDS:
        status = Status.PLANNED
    if rule.type == "member_of" and frame.lemma in _JOINING:
        status = _of_joining(tree, frame, status)
    return status.value


def _of_joining(tree: Tree, frame: Frame, status: Status) -> Status:
    """'После вступления X в Y', 'вступление состоялось', 'вступление в 2004 году'; else it is talked of, not told."""
    node = tree.nodes[frame.node]
    head = tree.up(node)
    if status is Status.NEGATED and head is not None and head.lemma in _TOPICS:
        return Status.HYPOTHETICAL  # 'не обсуждал вопрос о вступлении'
    dated = any("DATE" in tree.nodes[i].kinds for i in node.children)
    past = head is not None and node.dep.startswith("nsubj") and head.feats.get("Tense") == "Past"
    told = dated or past or node.prep in _SINCE or (head is not None and head.lemma in _TIMES)
    return status if told or status is not Status.ASSERTED else Status.HYPOTHETICAL


def _record(document: Document, tree: Tree, frame: Frame, rule: Rule, lexicon: Lexicon, pair: Pair) -> RelationRecord:
    mentions = document.layer.mentions
    head, tail = mentions[pair[0]], mentions[pair[1]]
    tokens = tree.tagged.tokens
    node = tree.nodes[frame.node]
    here = [m for m in (head, tail) if m.sentence == tree.sentence]  # a subject left out stands in an earlier one
    first = min([node.start, *(m.start for m in here)])
    last = max([node.end, *(m.end for m in here)])
    taken = (head.entity, tail.entity)
    row = lexicon.catalogue[rule.type]
    beside = frame.noun and rule.type in BESIDE
    placed = not beside and rule.type != "takes_place_in"
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
        cameo=rule.cameo or code_of(tree, frame, row),
        place=place_of(document, tree, frame, taken, direct=rule.type in _UNPLACED) if placed else None,
        date=None if beside else date_of(document, tree, frame),
        event=None if beside or rule.type in PERSONNEL else event_of(document, tree, frame, taken),
    )
