"""The words that steer frames, status and sources, gathered from the rules and the word lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from diplo_ner import morphology
from diplo_ner.resources.catalogue import RelationType, catalogue
from diplo_ner.resources.rules import STATUS, Rule, read_words, rules
from diplo_ner.resources.tables import data_file

_LISTS = (
    "light", "light_nouns", "object_control", "dative_subject", "planned", "hypothetical", "negated",
    "planned_adjectives",
    "hypothetical_adjectives", "hypothetical_adverbs", "negated_nouns", "hypothetical_nouns", "planned_nouns",
    "speech", "speech_nouns", "source_nouns", "speech_of_facts", "speech_impersonal", "speech_trusted", "speech_acts",
    "speech_with_noun", "report_nouns", "promised", "supposed", "unconfirmed", "scheduled", "occur", "accept",
    "removal", "removal_nouns", "leaving", "leaving_nouns", "speaker_nouns", "speech_headings", "asks", "detail_nouns",
    "open_talks", "open_talk_verbs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``verbs`` and ``nouns`` map a lemma to the rules that it may fire; ``words`` holds sets of lemmas (words.yaml)
    and ``catalogue`` the relation types.
    """

    verbs: Mapping[str, tuple[Rule, ...]]
    nouns: Mapping[str, tuple[Rule, ...]]
    words: Mapping[str, frozenset[str]]
    catalogue: Mapping[str, RelationType]

    @property
    def light(self) -> frozenset[str]:
        return self.words["light"]

    @property
    def light_nouns(self) -> frozenset[str]:
        return self.words["light_nouns"]

    @property
    def object_control(self) -> frozenset[str]:
        return self.words["object_control"]

    @property
    def dative_subject(self) -> frozenset[str]:
        return self.words["dative_subject"]


def build_lexicon(found: Iterable[Rule], types: Mapping[str, RelationType]) -> Lexicon:
    """The lexicon of these rules, earlier ones first, and of the ``types`` that they give.

    Raises DataError where the word lists are wrong.
    """
    verbs: dict[str, list[Rule]] = defaultdict(list)
    nouns: dict[str, list[Rule]] = defaultdict(list)
    for rule in found:
        for word in rule.verbs:
            verbs[word].append(rule)
        for word in rule.nouns:
            nouns[word].append(rule)
    words = read_words(data_file("relations", "words.yaml"), _LISTS)
    by_lemma = [{lemma: tuple(found) for lemma, found in table.items()} for table in (verbs, nouns)]
    return Lexicon(by_lemma[0], by_lemma[1], words, types)


@cache
def default_lexicon() -> Lexicon:
    return build_lexicon(rules(), catalogue())


def dead_words(rule: Rule) -> Iterator[tuple[str, str]]:
    """Words of a rule that never come out as the lemma of a token, each with the key under which it stands."""
    yield from (("verbs", word) for word in sorted(rule.verbs) if not _is_infinitive(word))
    yield from (("nouns", word) for word in sorted(rule.nouns) if word not in morphology.lemmas(word))
    for key, conditions in (("with", rule.present), ("without", rule.absent)):
        for condition in conditions:
            if condition.paths != (STATUS,):
                yield from ((key, word) for word in sorted(condition.words) if word not in morphology.lemmas(word))


def _is_infinitive(word: str) -> bool:
    return morphology.lemma(word, "VERB", {"VerbForm": "Inf"}) == word
