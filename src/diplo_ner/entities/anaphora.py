"""Mentions that are no names, brought to the entities that they mean, after all names are known.

Each rule looks at one place and at what stands before it, and gives nothing where number, gender or recency leave
more than one answer. What a rule finds can be the antecedent of what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from diplo_ner.entities import event_pronouns, pairs, pronouns, stand_ins, things
from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import View
from diplo_ner.records import EntityLayer, MentionSpan

# The first that finds something at a place wins.
_RULES: tuple[Callable[[Discourse, View, int], list[MentionSpan]], ...] = (
    event_pronouns.find,
    pronouns.find,
    stand_ins.find_role,
    stand_ins.find_post,
    stand_ins.find_guest,
    pairs.find,
    things.find_side,
    things.find_own,
    things.find_country,
    things.find_body,
    things.find_document,
)
# Parts of speech that no rule begins at; they are half of a text.
_SILENT = frozenset({"PUNCT", "SYM", "ADP", "CCONJ"})


def resolve(views: Sequence[View], layer: EntityLayer) -> EntityLayer:
    """The layer with mentions by description and pronoun added, and persons known by their post alone."""
    text = Discourse(views, layer)
    for view in views:
        for i, pos in enumerate(view.tagged.pos):
            if pos in _SILENT:
                continue
            for rule in _RULES:
                if found := rule(text, view, i):
                    for mention in found:
                        text.add(mention)
                    break
    return text.layer()
