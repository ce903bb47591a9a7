"""Posts in a row that a text tells of one person: 'В 2006 году — атташе, затем советник; с 2010 года — посол'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from diplo_ner.models import Status
from diplo_ner.records import RelationRecord
from diplo_ner.relations.actors import Document
from diplo_ner.relations.clauses import is_finite
from diplo_ner.relations.dropped import has_dash
from diplo_ner.relations.match import BESIDE
from diplo_ner.relations.tree import Node, Tree

_RULE = "post.career"
_POST = frozenset({"POST"})
_SINCE, _TILL = frozenset({"с", "со"}), frozenset({"по", "до", "–", "—", "-"})


def careers(document: Document) -> Iterator[RelationRecord]:
    """The posts of sentences without a verb, of the person whom they go on about."""
    for tree in document.trees:
        person = document.topics.get(tree.sentence)
        if person is None or any(is_finite(node) for node in tree.nodes):
            continue
        since: Node | None = None
        for node in tree.nodes:
            if node.kinds == {"DATE"}:
                since = node if has_dash(tree, node) else None
            elif tree.words[node.start] == ";":
                since = None
            elif since is not None and node.kinds == _POST and not node.prep and node.case in ("Nom", ""):
                yield _record(document, tree, since, node, person)


def _record(document: Document, tree: Tree, since: Node, post: Node, person: int) -> RelationRecord:
    mentions, tokens = document.layer.mentions, tree.tagged.tokens
    words = tree.words[since.start : since.end]
    lasting = words[0] in _SINCE and not _TILL & set(words)
    return RelationRecord(
        type="holds_post",
        head=mentions[person].entity,
        tail=mentions[post.mentions[0]].entity,
        status=(Status.ASSERTED if lasting else Status.FORMER).value,
        start=tokens[since.start].start,
        end=tokens[post.end - 1].end,
        trigger=tokens[post.start].text,
        rule=_RULE,
        path="career",
        date=mentions[since.mentions[0]].entity,
    )


def settle_careers(found: Iterable[RelationRecord], document: Document) -> Iterator[RelationRecord]:
    """Of posts told one after another in sentences about one person, all but those of the last are of the past."""
    placed = [(record, document.tree_of(record).sentence) for record in found]
    last: dict[int, int] = {}
    for record, sentence in placed:
        if record.type == "holds_post" and sentence in document.topics:
            last[record.head] = max(last.get(record.head, 0), sentence)
    for record, sentence in placed:
        held = record.type in BESIDE and record.status == Status.ASSERTED and sentence in document.topics
        past = held and sentence < last.get(record.head, 0)
        yield replace(record, status=Status.FORMER.value) if past else record
