"""Mentions that are no names, brought to the entities that they mean, after all names are known.

Each rule looks at one place and at what stands before it, and gives nothing where number, gender or recency leave
more than one answer. What a rule finds can be the antecedent of what follows. Few words are such that a rule may
begin at them: each rule comes with a test of the word, which is made once a word and not once a place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from diplo_ner.entities import event_pronouns, pairs, pronouns, stand_ins, things
from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.spans import View
from diplo_ner.records import EntityLayer, MentionSpan

_Rule = Callable[[Discourse, View, int], list[MentionSpan]]

# Of each the test of a word as it is written, and the rule. The first that finds something at a place wins.
_RULES: tuple[tuple[Callable[[str], bool], _Rule], ...] = (
    (event_pronouns.begins, event_pronouns.find),
    (pronouns.begins, pronouns.find),
    (stand_ins.begins_role, stand_ins.find_role),
    (stand_ins.begins_post, stand_ins.find_post),
    (stand_ins.begins_guest, stand_ins.find_guest),
    (pairs.begins, pairs.find),
    (things.begins_side, things.find_side),
    (things.begins_own, things.find_own),
    (things.begins_country, things.find_country),
    (things.begins_body, things.find_body),
    (things.begins_document, things.find_document),
)
# Parts of speech that no rule begins at; they are half of a text.
_SILENT = frozenset({"PUNCT", "SYM", "ADP", "CCONJ"})


def resolve(views: Sequence[View], layer: EntityLayer) -> EntityLayer:
    """The layer with mentions by description and pronoun added, and persons known by their post alone."""
    text = Discourse(views, layer)
    for view in views:
        for i, rules in enumerate(map(_rules_for, view.words)):
            if not rules or view.pos(i) in _SILENT:
                continue
            for rule in rules:
                if found := rule(text, view, i):
                    for mention in found:
                        text.add(mention)
                    break
    return text.layer()


@lru_cache(maxsize=20_000)
def _rules_for(word: str) -> tuple[_Rule, ...]:
    """The rules that may find something that begins at this word; none for most words."""
    return tuple(rule for begins, rule in _RULES if begins(word))
