"""A body that stands beside a person's name: 'Лейла Ахундова из Института стратегических исследований'."""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.models import Status
from diplo_ner.records import RelationRecord
from diplo_ner.relations.actors import Document, fillers

_BODIES = frozenset({"ORGANIZATION", "PARTY"})


def bodies_of_persons(document: Document) -> Iterator[RelationRecord]:
    """affiliated_with from 'из' and a body right behind the name."""
    layer = document.layer
    for tree in document.trees:
        for node in tree.nodes:
            if "PERSON" not in node.kinds:
                continue
            persons = [m for m in node.mentions if layer.entities[layer.mentions[m].entity].type == "PERSON"]
            for index in node.children:
                child = tree.nodes[index]
                if child.prep != "из" or not 0 <= child.start - node.end <= 1:
                    continue
                for body in fillers(document, tree, index, _BODIES):
                    tokens = tree.tagged.tokens
                    yield RelationRecord(
                        type="affiliated_with",
                        head=layer.mentions[persons[0]].entity,
                        tail=layer.mentions[body].entity,
                        status=Status.ASSERTED.value,
                        start=tokens[node.start].start,
                        end=tokens[child.end - 1].end,
                        trigger=tokens[child.start - 1].text,
                        rule="person.from",
                        path="из+Gen",
                    )
