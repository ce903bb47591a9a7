"""What the relation step works on: built from tagged sentences and the entities in them."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.records import EntityLayer, TaggedSentence
from diplo_ner.relations.actors import Document
from diplo_ner.relations.dropped import restore_subjects
from diplo_ner.relations.mending import mend
from diplo_ner.relations.tree import build_tree


def read_document(sentences: Sequence[TaggedSentence], layer: EntityLayer) -> Document:
    """The mended trees of the sentences that hold a mention, with the subjects that they leave out."""
    in_sentence: dict[int, list[int]] = {}
    for index, mention in enumerate(layer.mentions):
        in_sentence.setdefault(mention.sentence, []).append(index)
    held: dict[int, list[tuple[int, int]]] = {}
    for post, person in layer.holders:
        if layer.mentions[post].sentence == layer.mentions[person].sentence:
            held.setdefault(layer.mentions[post].sentence, []).append((post, person))
    trees = tuple(
        build_tree(number, tagged, layer, in_sentence[number], held.get(number, ()))
        for number, tagged in enumerate(sentences)
        if number in in_sentence
    )
    for tree in trees:
        mend(tree)
    return Document(trees, layer, restore_subjects(sentences, trees, layer))
