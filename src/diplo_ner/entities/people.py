"""Mentions of persons by name, grouped by person: full name, surname, initials, in any case; gender must agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from diplo_ner.entities import east_asian
from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.groups import Group
from diplo_ner.entities.name_forms import WOMENS_SURNAMES, given_names, noun_cases
from diplo_ner.entities.names import NameMention, PersonName, cluster_name, listed_name
from diplo_ner.entities.spans import Span, View
from diplo_ner.entities.stems import VOWELS, text_stems
from diplo_ner.resources.gazetteers import PersonRow

_SHORTEST_STEM = 3
_BRACKETS = frozenset("[](){}<>")
_UD_GENDERS = {"male": "Masc", "female": "Fem"}
_PATRONYMIC = re.compile("(?:вич|[ьмкт]ич)(?:|а|у|ем|е)$|(?:вн|ичн)(?:а|ы|е|ой|у)$")  # Петрович, Кузьмич, Ильинична
_TITLES = frozenset({
    "император", "императрица", "король", "королева", "кронпринц", "кронпринцесса", "принц", "принцесса", "шейх",
    "эмир", "султан", "князь", "княгиня", "герцог", "герцогиня", "граф", "графиня", "лорд", "леди", "сэр", "барон",
    "папа", "патриарх", "митрополит", "архиепископ", "епископ", "кардинал", "аятолла", "имам", "господин", "госпожа",
    "г-н", "г-жа", "генерал", "полковник", "майор", "капитан", "доктор", "мулла", "святой", "святая",
})  # fmt: skip


@dataclass(slots=True, eq=False)
class Person:
    """A person and the spans that name it.

    ``words`` are those of its fullest mention, lower case, no full stops; ``described`` is the post by which alone a
    person without a name is known, ``row`` what a user's file says of the person.
    """

    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)
    genders: set[str] = field(default_factory=set)
    described: Group | None = None
    row: PersonRow | None = None


class _Index:
    """The persons found so far, by the first letters of the words of their names."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_letters: dict[str, list[Person]] = {}

    def new(self, words: tuple[str, ...]) -> Person:
        person = Person(words)
        self.all.append(person)
        for letters in {word[:_SHORTEST_STEM] for word in words}:
            self._by_letters.setdefault(letters, []).append(person)
        return person

    def similar(self, words: tuple[str, ...]) -> list[Person]:
        """Persons that share the beginning of a word, in order of discovery."""
        found = {id(p): p for word in words for p in self._by_letters.get(word[:_SHORTEST_STEM], ())}
        return list(found.values())


def group(views: Sequence[View], spans: Sequence[Span]) -> list[Person]:
    """Persons of a document. ``spans`` are PERSON spans in text order; the result is in order of first mention.

    Full names come first; a surname then goes to the nearest person before it that has the word, else to the first
    one after it (a headline), else it is a person of its own.
    """
    people = _Index()
    _take_listed(people, spans)
    spans = [span for span in spans if span.key is None]
    parts = {span: name_words(views[span.sentence], without_title(views[span.sentence], span)) for span in spans}
    full = [span for span in spans if _fullness(parts[span]) > 1]
    for span in sorted(full, key=lambda s: -_fullness(parts[s])):
        _assign(people, span, parts[span], _gender(views[span.sentence], span))
    for span in spans:
        if _fullness(parts[span]) <= 1:
            _assign_short(people, span, parts[span], _gender(views[span.sentence], span))
    for person in people.all:
        person.spans.sort()
    return sorted(people.all, key=lambda person: person.spans[0])


def _take_listed(people: _Index, spans: Sequence[Span]) -> None:
    """The persons of a user's file that the text names, each with the mentions that are forms of its names."""
    found: dict[str, Person] = {}
    for span in spans:
        if span.key is None or not isinstance(row := row_of(span.key), PersonRow):
            continue
        if span.key not in found:
            found[span.key] = people.new(tuple(row.name.lower().replace("ё", "е").replace("-", " ").split()))
            found[span.key].row = row
            found[span.key].genders |= {_UD_GENDERS[row.gender]} if row.gender else set()
        found[span.key].spans.append(span)


def name(views: Sequence[View], person: Person) -> PersonName:
    """The nominative name of a person from all its mentions."""
    if person.row is not None:
        return listed_name(person.row.name, person.row.gender)
    gender = next(iter(person.genders)) if len(person.genders) == 1 else None
    context = {"Masc": "male", "Fem": "female"}.get(gender or "")
    bare = [without_title(views[span.sentence], span) for span in person.spans if span.kind in ("name", "short")]
    return cluster_name([_mention(views[span.sentence], span, context) for span in _usual(views, bare)])


def without_title(view: View, span: Span) -> Span:
    """The span less titles and prepositions at its beginning ('император Имя'), which are no part of the name."""
    start = span.start
    while start < span.end - 1 and (view.lemma(start) in _TITLES or _is_preposition(view, start)):
        start += 1
    return span._replace(start=start)


def _is_preposition(view: View, i: int) -> bool:
    """'С' in a heading 'С Ивановым встретились'; an initial has a full stop."""
    return view.pos(i) == "ADP" and view.words[i + 1] != "."


def _usual(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    """The mentions less a longest one that stands alone against several full ones: mostly a tagging error."""
    names = [name_words(views[span.sentence], span) for span in spans]
    lengths = [len(words) for words in names]
    longest = max(lengths)
    full = sum(2 <= length < longest for length in lengths)
    if longest < 3 or full < 2 or lengths.count(longest) > 1:
        return list(spans)
    if any(_PATRONYMIC.search(word) for words in names for word in words):
        return list(spans)
    return [span for span, length in zip(spans, lengths, strict=True) if length < longest]


def name_words(view: View, span: Span) -> tuple[str, ...]:
    """The words of a name in lower case without punctuation."""
    return tuple(
        part.replace("ё", "е")
        for word in view.low[span.start : span.end]
        for part in word.split(".")
        if part and (part[0].isalpha() or part[0].isdigit())
    )


def same_word(a: str, b: str) -> bool:
    """Whether two words of names are forms of one word, or one is the initial of the other."""
    if a == b:
        return True
    if len(a) <= 2 or len(b) <= 2:
        short, long = sorted((a, b), key=len)
        if len(short) == 2 and short[-1] not in VOWELS and short in text_stems(long):
            return True  # 'Ын', 'Ыном'
        return (len(short) == 1 or short == "дж") and long.startswith(short)
    return any(len(stem) >= min(_SHORTEST_STEM, len(a) - 1) and stem in text_stems(b) for stem in text_stems(a))


def _fullness(words: tuple[str, ...]) -> int:
    """Words count 1, initials a half: rounded up, a surname with initials beats a surname."""
    return ceil(sum(1.0 if len(word) > 1 else 0.5 for word in words))


_INSTRUMENTAL = ("ом", "ем", "ём", "ым", "им")
_INSTRUMENTAL_SURNAMES = ("овым", "евым", "ёвым", "иным", "ыным", "ским", "цким")
_NEAR = 4  # tokens from a name to its verb


def _gender(view: View, span: Span) -> str:
    """The gender that the first word of the name and the verb beside it show; '' where they differ."""
    # In a full name the tagger knows given names better than surnames.
    words = [i for i in range(span.start, span.end) if view.feat(i, "Gender") and len(view.words[i]) > 2]
    eastern = east_asian.nominatives(view.words[span.start : span.end])  # nobody can tell from its first word
    votes = [] if eastern else [view.feat(i, "Gender") for i in words[:1]]
    head = view.tagged.heads[view.head(span.start, span.end)]
    if head >= 0 and view.tagged.deps[view.head(span.start, span.end)].startswith("nsubj"):
        votes += [view.feat(head, "Gender")] * 2 if view.feat(head, "Gender") in ("Masc", "Fem") else []
    if _is_woman_in_office(view, view.head(span.start, span.end)) or _is_acting_woman(view, span):
        return "Fem"
    genders = set(votes) & {"Masc", "Fem"}
    return genders.pop() if len(genders) == 1 else ""


def _is_woman_in_office(view: View, i: int) -> bool:
    """'Его встретила министр Драгана X': the verb is a woman's though the noun beside the name is a man's."""
    post = view.tagged.heads[i]
    if post < 0 or not view.tagged.deps[i].startswith(("appos", "flat")) or view.feat(post, "Gender") != "Masc":
        return False
    verb = view.tagged.heads[post]
    return verb >= 0 and view.tagged.deps[post].startswith("nsubj") and view.feat(verb, "Gender") == "Fem"


def _is_acting_woman(view: View, span: Span) -> bool:
    """'Белова поддержала Морено': a woman's surname or a man's in the genitive, where a clause begins whose verb is a
    woman's.
    """
    i = span.start
    if span.end - i > 1 or not view.low[i].endswith(WOMENS_SURNAMES) or (i > 0 and view.pos(i - 1) != "PUNCT"):
        return False
    verb = next((j for j in range(i + 1, min(len(view), i + _NEAR)) if view.pos(j) not in ("ADV", "PART")), None)
    if verb is None or view.pos(verb) != "VERB" or view.feat(verb, "Voice") == "Pass":
        return False
    return view.feat(verb, "Gender") == "Fem" and view.feat(verb, "VerbForm") == "Fin"


def _matches(person: Person, words: tuple[str, ...]) -> bool:
    short, long = sorted((words, person.words), key=len)
    rest = list(long)
    for word in short:
        match = next((other for other in rest if same_word(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return any(len(word) > 1 for word in short)


def _assign(people: _Index, span: Span, words: tuple[str, ...], gender: str) -> None:
    for person in people.similar(words):
        if _matches(person, words):
            _add(person, span, gender)
            return
    _add(people.new(words), span, gender)


def _assign_short(people: _Index, span: Span, words: tuple[str, ...], gender: str) -> None:
    fitting = [p for p in people.similar(words) if _matches(p, words)]
    same = [p for p in fitting if words[-1] in p.words]
    agreeing = (
        same
        if len(same) == 1
        else [p for p in fitting if not gender or not p.genders or gender in p.genders or len(p.genders) > 1]
    )
    if not agreeing:
        _add(people.new(words), span, gender)
        return
    # The surname is the last word, or the first in Chinese and Korean names; a given name alone is weaker.
    by_surname = [p for p in agreeing if same_word(words[-1], p.words[-1])] or agreeing
    before = [p for p in by_surname if min(p.spans) < span]
    best = max(before, key=lambda p: max(s for s in p.spans if s < span)) if before else by_surname[0]
    _add(best, span._replace(kind="short" if len(words) < len(best.words) else "name"), gender)


def _add(person: Person, span: Span, gender: str) -> None:
    person.spans.append(span)
    if gender:
        person.genders.add(gender)


def _mention(view: View, span: Span, gender: str | None) -> NameMention:
    """The words of a mention, without brackets that stray into a name."""
    inside = range(span.start, span.end)
    kept = [i for i in inside if view.words[i] not in _BRACKETS] or inside
    words, feats = zip(
        *((view.words[i], view.tagged.feats[i]) for i in kept or range(span.start, span.end)), strict=True
    )
    if (sex := _instrumental(words)) is not None:  # the tags may err; the endings do not
        return NameMention(words, ({"Case": "Ins"},) * len(words), sex, frozenset({"Ins"}))
    return NameMention(words, feats, gender, _cases(view, span))


def _instrumental(words: Sequence[str]) -> str | None:
    """The gender of a name that by its endings is an instrumental: 'Миленой X', 'А. Беловым', 'Хосепом Борралем'."""
    words = [word for word in words if word[0].isupper()]
    long = [word.lower() for word in words if len(word) > _SHORTEST_STEM]
    if len(words) < 2 or not long:
        return None
    if long[-1].endswith(_INSTRUMENTAL_SURNAMES):
        return "male"
    if noun_cases(long[0]) == {"Ins"} and long[0] not in given_names():
        return "female" if long[0].endswith("ой") else "male"
    men = len(long) == len(words) and all(
        word.endswith(_INSTRUMENTAL) and "Nom" not in noun_cases(word) for word in long
    )
    return "male" if men and any(word.endswith("ом") for word in long) else None


def _cases(view: View, span: Span) -> frozenset[str]:
    """The cases of a name behind a post or in apposition to a noun, by that noun's forms: 'богини' is no accusative.

    Empty where the noun is no known one in an oblique case, or the name's tags or a word of it that the dictionary
    knows contradict it: then the name may belong to another word.
    """
    if _is_acting_woman(view, span):
        return frozenset({"Nom"})
    head = view.head(span.start, span.end)
    post = min((s.start for s in view.tagged.spans if s.type == "POST" and s.end == span.start), default=None)
    if post is not None:
        noun = view.head(post, span.start)
    elif view.tagged.deps[head] == "appos":
        noun = view.tagged.heads[head]
    else:
        return frozenset()
    if not 0 <= noun < span.start or view.feat(noun, "Number") != "Sing":
        return frozenset()
    cases = noun_cases(view.low[noun])
    own = [i for i in range(span.start, span.end) if view.words[i][0].isupper()]
    agrees = any(view.feat(i, "Case") in cases | {"Nom"} for i in own)
    agrees = agrees and not any((known := noun_cases(view.low[i])) and known.isdisjoint(cases) for i in own)
    return cases if view.feat(noun, "Case") in cases - {"Nom"} and agrees else frozenset()
