"""The nominative of a noun phrase: an organisation, a post, a place, an event or a document.

The head noun and the words that agree with it go to the nominative; complements after it and quoted names stay as
written. For each case and number that the head may stand in, every agreeing word takes its likeliest reading; the
hypotheses are ranked by the dictionary's probabilities and by how far the tagger's features agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from diplo_ner import morphology
from diplo_ner.entities.name_forms import PLACE, declined
from diplo_ner.entities.stems import VOWELS
from diplo_ner.entities.wording import Word, join, recase, unrestored, words_of
from diplo_ner.morphology import Parse

# In nats. Set by hand; the names of NEREL train were the check.
_CASE_MISSED = -2.0
_CASE_NEAR = -0.4  # genitive for accusative, dative for locative: one form in most classes
_NUMBER_MISSED = -1.5
_UNTAGGED = -1.0  # a foreign word with no case is a nominative more often than not
_GENDER_MISSED = -0.7
_KIND_MISSED = -1.0
_GUESSED = -1.0  # the dictionary guesses by the ending, with no regard to names
_QUALITY = 0.1  # 'временный' before 'временной': of two adjectives with the same forms the commoner one
_UNREADABLE = -6.0
_UNSURE = 1.0  # a lead below this leaves the second reading at e^-1 of the first's odds
_NEAR = ({"Gen", "Acc"}, {"Dat", "Loc"})

_CASES = {
    "nomn": "Nom",
    "gent": "Gen",
    "gen2": "Gen",
    "datv": "Dat",
    "accs": "Acc",
    "acc2": "Acc",
    "ablt": "Ins",
    "loct": "Loc",
    "loc2": "Loc",
}
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_PROPER = frozenset({"Geox", "Orgn", "Trad", "Name", "Surn", "Abbr"})
_OF_NOUNS = ("ство", "ание", "ение", "ация", "ость")
_MODIFIER_POS = frozenset({"ADJ", "DET", "NUM", "VERB", "PROPN", "NOUN", "X"})
_BETWEEN_MODIFIERS = frozenset({"и", ",", "-", "«", '"', "“", "„", "("})
_OPENING_QUOTES = frozenset({"«", '"', "“", "„"})
# Kinds of place whose proper name stands beside them in the same case ('городе Москве').
_AGREEING_PLACES = frozenset({"город", "село", "деревня", "посёлок", "река", "станица"})
_ABBREVIATION = re.compile(r"([А-ЯЁ]{2,})(?:[ауе]|ом|ы|ов|ам|ами|ах)?$")


class _Tagged(NamedTuple):
    """A word with what its readings are compared with: its tag; '' where the tagger says nothing."""

    text: str
    pos: str
    case: str
    number: str
    gender: str

    @classmethod
    def of(cls, word: Word) -> _Tagged:
        feats = word.feats
        return cls(word.text, word.pos, feats.get("Case", ""), feats.get("Number", ""), feats.get("Gender", ""))


class _Form(NamedTuple):
    """A reading of a word that may agree with others; case, number and gender in UD's terms, '' where it has none."""

    nominative: str
    case: str
    number: str
    gender: str
    score: float
    parse: Parse | None


def nominative(
    words: Sequence[str],
    pos: Sequence[str],
    feats: Sequence[Mapping[str, str]],
    *,
    gaps: Sequence[str] | None = None,
    singular: bool = False,
) -> tuple[str, bool]:
    """The canonical nominative of a noun phrase, and whether it is sure.

    Args:
        words, pos, feats: one item a token: its text, UD part of speech and UD features.
        gaps: the white space before each token; where it is not given, a space between words and none beside marks.
        singular: put a plural head into the singular ('министрами' -> 'министр'), as posts want it.

    Returns:
        The phrase in the letter case as written, and False where another reading comes near.
    """
    tokens = _without_verb(words_of(words, pos, feats, gaps))
    head = _head(tokens)
    if head is None:
        return join(tokens, [token.text for token in tokens]), True
    agreeing = [i for i in _modifiers(tokens, head) if i != head] + _beside(tokens, head)
    forms = [token.text for token in tokens]
    capitals = sum(len(token.text) > 3 and token.text.isupper() for token in tokens) > 1
    columns = {i: _forms(_Tagged.of(tokens[i]), capitals) for i in (*agreeing, head)}
    ranked = sorted((_hypothesis(form, head, agreeing, columns) for form in columns[head]), key=lambda one: -one[0])
    if not ranked:
        return join(tokens, forms), not re.search("[а-яё]", tokens[head].text)
    spelled = (
        (score, {i: _spell(tokens[i], form, chosen[head], singular) for i, form in chosen.items()})
        for score, chosen in ranked
    )
    best_score, best = next(spelled)
    rival = next((score for score, other in spelled if other != best), None)
    for i, form in best.items():
        forms[i] = form
    sure = best_score > _UNREADABLE and (rival is None or best_score - rival >= _UNSURE)
    return join(tokens, forms), sure


def _without_verb(tokens: list[Word]) -> list[Word]:
    """'Уральской стали': names end in no finite verb, so that one behind an adjective is the noun it may be."""
    if len(tokens) < 2 or tokens[-1].feats.get("VerbForm") != "Fin" or tokens[-2].pos != "ADJ":
        return tokens
    if not any("NOUN" in parse.grammemes for parse in morphology.known_parses(tokens[-1].text.lower())):
        return tokens
    return [*tokens[:-1], tokens[-1]._replace(pos="NOUN", feats=tokens[-2].feats)]


def _head(tokens: Sequence[Word]) -> int | None:
    """The head: the first word that is no modifier of a noun after it; None where no word can decline."""
    content = [i for i, token in enumerate(tokens) if token.text[:1].isalpha()]
    if not content:
        return None
    for i in content:
        token = tokens[i]
        if token.pos in ("ADP", "ADV", "CCONJ", "PART", "PUNCT") and i != content[-1]:
            continue
        if not _is_modifier(token) or not _noun_follows(tokens, i) or _has_object(tokens, i):
            return _last_alike(tokens, i)
    return content[0]


def _last_alike(tokens: Sequence[Word], i: int) -> int:
    """The last adjective of the run that begins at ``i`` where it stands for a noun ('временный поверенный')."""
    last = i
    while last + 1 < len(tokens) and _is_modifier(tokens[last]) and _is_modifier(tokens[last + 1]):
        last += 1
    return last if tokens[last].pos == "NOUN" else i


def _is_modifier(token: Word) -> bool:
    return token.pos in _MODIFIER_POS and _may_modify(token.text, token.pos)


@lru_cache(maxsize=10_000)
def _may_modify(word: str, pos: str) -> bool:
    parses = morphology.parses(word)
    if pos in ("ADJ", "DET", "VERB"):
        return any(_adjectival(parse) for parse in parses) or word[:1].isdigit()
    adjective = max((parse.score for parse in parses if _adjectival(parse) and parse.known), default=0.0)
    return adjective > 0 and not any("NOUN" in parse.grammemes and parse.score > adjective for parse in parses)


def _adjectival(parse: Parse) -> bool:
    return bool(parse.grammemes & {"ADJF", "PRTF"})


def _noun_follows(tokens: Sequence[Word], i: int) -> bool:
    """Whether a noun that the word may modify follows, with nothing but other modifiers between."""
    for token in tokens[i + 1 :]:
        if token.text in _BETWEEN_MODIFIERS or token.pos == "ADV":
            continue
        if _is_modifier(token):
            continue
        return token.pos in ("NOUN", "PROPN", "X", "ADJ") and token.text not in ("»", ".")
    return _is_modifier(tokens[-1]) and tokens[-1].pos in ("NOUN", "PROPN") and i < len(tokens) - 1


def _has_object(tokens: Sequence[Word], i: int) -> bool:
    """Whether a participle stands for a noun and governs the next word ('исполняющий обязанности')."""
    if tokens[i].pos not in ("VERB", "NOUN") or i + 1 == len(tokens) or tokens[i + 1].pos not in ("NOUN", "PROPN"):
        return False
    own, other = tokens[i].feats, tokens[i + 1].feats
    return (own.get("Case"), own.get("Number")) != (other.get("Case"), other.get("Number"))


def _modifiers(tokens: Sequence[Word], head: int) -> list[int]:
    return [i for i in range(head) if _is_modifier(tokens[i])]


def _beside(tokens: Sequence[Word], head: int) -> list[int]:
    """Words after the head in its case: 'Босния и Герцеговина', 'город Москва'."""
    after = tokens[head + 1 : head + 3]
    case = tokens[head].feats.get("Case")
    if len(after) == 2 and after[0].text == "и" and _same_case(after[1], case):
        return [head + 2]
    if len(tokens) == head + 2 and _is_late_adjective(after[0], case):
        return [head + 1]
    if after and after[0].pos == "PROPN" and _same_case(after[0], case):
        lemma = morphology.lemma(tokens[head].text, "NOUN", tokens[head].feats)
        return [head + 1] if lemma in _AGREEING_PLACES else []
    return []


def _is_late_adjective(token: Word, case: str | None) -> bool:
    """An adjective after its noun at the end of a name ('Республика Сербская')."""
    adjective = token.pos == "ADJ" or (token.pos == "PROPN" and _is_modifier(token))
    return adjective and token.text[:1].isupper() and token.feats.get("Case") == case


def _same_case(token: Word, case: str | None) -> bool:
    return token.pos in ("NOUN", "PROPN") and token.text[:1].isalpha() and token.feats.get("Case") == case


@lru_cache(maxsize=2_000)
def _forms(token: _Tagged, in_capitals: bool) -> tuple[_Form, ...]:
    """The readings of a word, each with the score of its agreement with the tag.

    ``in_capitals`` says that the phrase is a heading in capitals, where a word of capitals need be no abbreviation.
    """
    word = token.text
    if (abbreviation := _ABBREVIATION.fullmatch(word)) and not (in_capitals and morphology.is_known(word)):
        stem = word if word.isupper() else abbreviation.group(1)
        return (_Form(stem.lower(), token.case or "Nom", token.number or "Sing", "", 0.0, None),)
    found = []
    parses = morphology.parses(word)
    for parse, form, case, number, gender in _declining(parses):
        score = 0.7 * math.log(parse.score + 0.01) + _agreement(token, case, number, gender)
        score += _kind_agreement(token, parse)
        score += 0.0 if parse.known else _GUESSED
        score += _QUALITY if "Qual" in parse.grammemes else 0.0
        found.append(_Form(unrestored(word, parse.form, form), case, number, gender, score, parse))
    if token.case == "Nom" and found and all(_is_known_oblique(form) for form in found):
        number = token.number or "Sing"  # 'шерпа', where the dictionary knows 'шерп' alone
        found.append(_Form(word.lower(), "Nom", number, token.gender, _GUESSED, None))
    if token.pos == "PROPN" and not any(parse.known and _is_listed(parse) for parse in parses):
        found += _unlisted(token)
    return tuple(found)


def _is_listed(parse: Parse) -> bool:
    """Whether a reading is of a proper name, or by its suffix of nothing but a noun ('Генконсульство')."""
    return bool(parse.grammemes & _PROPER) or parse.lemma.endswith(_OF_NOUNS)


def _is_known_oblique(form: _Form) -> bool:
    return form.parse is not None and form.parse.known and form.case in ("Gen", "Acc")


def _declining(parses: Sequence[Parse]) -> Iterator[tuple[Parse, str, str, str, str]]:
    """The readings of a word that have a nominative: each with that, its case, number and gender in UD's terms."""
    for parse in parses:
        marks = sorted(parse.grammemes)
        case = next((_CASES[mark] for mark in marks if mark in _CASES), "")
        form = morphology.nominative_of(parse)
        if form is None or not (case or "Fixd" in parse.grammemes):
            continue
        number = "Plur" if "plur" in parse.grammemes else "Sing"
        gender = next((_GENDERS[mark] for mark in marks if mark in _GENDERS), "")
        yield parse, form, case, number, gender


def _unlisted(token: _Tagged) -> list[_Form]:
    """The readings of a proper name that no dictionary holds, by the declension classes of names."""
    word = token.text.lower()
    prefix, hyphen, last = word.rpartition("-")
    known = morphology.is_known(word)
    found = []
    for reading in declined(last, PLACE):
        if known and prefix + hyphen + reading.nominative == word and last[-1] in VOWELS:
            continue
        if reading.gender == "male" and reading.nominative[-1] in "ая" and reading.nominative != last:
            continue  # men are called so, places are not
        gender = {"male": "Masc", "female": "Fem"}[reading.gender]
        score = reading.score + _agreement(token, reading.case, "Sing", gender) + (_GUESSED if known else 0.0)
        found.append(_Form(prefix + hyphen + reading.nominative, reading.case, "Sing", gender, score, None))
    return found


def _agreement(token: _Tagged, case: str, number: str, gender: str) -> float:
    score = 0.0
    tagged = token.case or case
    if case != tagged:
        score += _CASE_NEAR if {case, tagged} in _NEAR else _CASE_MISSED
    if not token.case and case != "Nom":
        score += _UNTAGGED
    if token.number not in ("", number):
        score += _NUMBER_MISSED
    if gender and number == "Sing" and token.gender not in ("", gender):
        score += _GENDER_MISSED
    return score


def _kind_agreement(token: _Tagged, parse: Parse) -> float:
    """How far a reading's kind of word agrees with the tag: a proper name, a noun, an adjective."""
    proper = token.pos == "PROPN" and token.text[:1].isupper() and "NOUN" in parse.grammemes
    missed = (proper and not parse.grammemes & _PROPER) + ((token.pos == "ADJ") != _adjectival(parse))
    return _KIND_MISSED * missed


def _hypothesis(
    form: _Form, head: int, agreeing: Sequence[int], columns: Mapping[int, Sequence[_Form]]
) -> tuple[float, dict[int, _Form]]:
    """The score of reading the head as ``form``, and the forms that all agreeing words take then."""
    score, chosen = form.score, {head: form}
    for i in agreeing:
        fitting = [other for other in columns[i] if _fits(other, form, after=i > head)]
        if fitting:
            chosen[i] = max(fitting, key=lambda other: other.score)
            score += chosen[i].score
        else:
            score += _UNREADABLE
    return score, chosen


def _fits(other: _Form, head: _Form, *, after: bool) -> bool:
    if other.case and head.case and other.case != head.case:
        return False
    if after:
        return True
    if other.number != head.number:
        return False
    return head.number == "Plur" or not other.gender or not head.gender or other.gender == head.gender


def _spell(token: Word, form: _Form, head: _Form, singular: bool) -> str:
    if singular and head.number == "Plur" and form.parse and head.parse and "Pltm" not in head.parse.grammemes:
        wanted = {"nomn", "sing"}
        if _adjectival(form.parse) and (gender := head.parse.grammemes & {"masc", "femn", "neut"}):
            wanted |= gender
        inflected = morphology.inflect_parse(form.parse, frozenset(wanted))
        if inflected:
            return recase(token.text, inflected)
    return recase(token.text, form.nominative)
