"""The words that steer frames, status and sources, gathered from the rules and the word lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from diplo_ner.resources.rules import Rule, read_words, rules
from diplo_ner.resources.tables import data_file

_LISTS = (
    "light", "object_control", "dative_subject", "planned", "hypothetical", "negated", "former", "planned_adjectives",
    "hypothetical_adjectives", "hypothetical_adverbs", "speech", "speech_nouns", "source_nouns", "negated_nouns",
    "hypothetical_nouns", "planned_nouns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``verbs`` and ``nouns`` map a lemma to the rules that it may fire; the rest are sets of lemmas (words.yaml)."""

    verbs: Mapping[str, tuple[Rule, ...]]
    nouns: Mapping[str, tuple[Rule, ...]]
    words: Mapping[str, frozenset[str]]

    @property
    def light(self) -> frozenset[str]:
        return self.words["light"]

    @property
    def object_control(self) -> frozenset[str]:
        return self.words["object_control"]

    @property
    def dative_subject(self) -> frozenset[str]:
        return self.words["dative_subject"]


def build_lexicon(found: Iterable[Rule]) -> Lexicon:
    """The lexicon of these rules; raises DataError where the word lists are wrong."""
    verbs: dict[str, list[Rule]] = defaultdict(list)
    nouns: dict[str, list[Rule]] = defaultdict(list)
    for rule in found:
        for word in rule.verbs:
            verbs[word].append(rule)
        for word in rule.nouns:
            nouns[word].append(rule)
    words = read_words(data_file("relations", "words.yaml"), _LISTS)
    return Lexicon({k: tuple(v) for k, v in verbs.items()}, {k: tuple(v) for k, v in nouns.items()}, words)


@cache
def default_lexicon() -> Lexicon:
    return build_lexicon(rules())
