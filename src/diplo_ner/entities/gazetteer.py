"""Names of the gazetteers in a text: countries with their adjectives, cities, regions, organisations, parties, and
whatever names a user adds, persons among them.

``rows`` maps a table's row to its phrases; ``names`` is the lexicon of a user's rows (see ``own``) and the package's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from diplo_ner.entities import heads, own
from diplo_ner.entities.lexicon import Lexicon
from diplo_ner.entities.own import OwnRows, Row
from diplo_ner.entities.spans import DASHES, OPENING, Span, View
from diplo_ner.resources import gazetteers
from diplo_ner.resources.gazetteers import CityRow, CountryRow, PartyRow, PersonRow

_IRREGULAR = {
    "Москва": "московский",
    "Прага": "пражский",
    "Рига": "рижский",
    "Гаага": "гаагский",
    "Женева": "женевский",
    "Варшава": "варшавский",
    "Баку": "бакинский",
    "Токио": "токийский",
    "Осло": "ослоский",
    "Одесса": "одесский",
    "Уфа": "уфимский",
    "Европа": "европейский",
    "Африка": "африканский",
    "Азия": "азиатский",
    "Америка": "американский",
    "Калифорния": "калифорнийский",
    "Каталония": "каталонский",
}

# A common word is spelled like these names: they count only where the tagger reads a proper name.
_COMMON_WORDS = frozenset({
    "бар", "чад", "ухта", "орел", "кот", "того", "перу", "гана", "мали",
})  # fmt: skip


class Name(NamedTuple):
    """What a phrase of a gazetteer names: entity type, identity and how it names it.

    ``quoted`` marks a common word ('Известия'): it counts in quotes or after a noun for a body or post alone. ``own``
    marks a name that a user gave.
    """

    type: str
    key: str
    kind: str
    quoted: bool = False
    own: bool = False


def rows(row: Row) -> Iterator[tuple[str, Name]]:
    """The phrases of a row, each with what it names."""
    if isinstance(row, CountryRow):
        yield from _country(row)
    elif isinstance(row, CityRow):
        key = place_key(row)
        yield from ((phrase, Name("PLACE", key, "name")) for phrase in (row.name, *row.aliases))
        yield from ((phrase, Name("PLACE", key, "adjective")) for phrase in (*row.adjectives, *_adjective(row.name)))
    elif isinstance(row, PersonRow):
        parts = frozenset(row.name.split())
        for phrase in (row.name, *row.aliases):
            yield phrase, Name("PERSON", person_key(row), "short" if set(phrase.split()) < parts else "name")
    else:
        kind = "PARTY" if isinstance(row, PartyRow) else "ORGANIZATION"
        key = f"{kind.lower()}:{row.key}"
        yield from ((phrase, Name(kind, key, "abbreviation")) for phrase in row.abbreviations)
        yield from ((phrase, Name(kind, key, how)) for phrase, how in _names(row.name, row.aliases))
        if isinstance(row, PartyRow):
            yield from ((phrase, Name(kind, key, "description")) for phrase in row.members)


def _names(name: str, aliases: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The phrases of a body, each a 'name' or, where another goes on behind it or the name is longer, 'short'."""
    for phrase in (name, *aliases):
        longer = len(phrase) < len(name) or any(other.startswith(f"{phrase} ") for other in aliases)
        yield phrase, "short" if longer else "name"


def _country(row: CountryRow) -> Iterator[tuple[str, Name]]:
    key = f"country:{row.key}"
    yield row.name, Name("COUNTRY", key, "name")
    yield from ((phrase, Name("COUNTRY", key, "name")) for phrase in (*row.official, *row.aliases))
    yield from ((phrase, Name("COUNTRY", key, "abbreviation")) for phrase in row.abbreviations)
    yield from ((phrase, Name("COUNTRY", key, "adjective")) for phrase in row.adjectives)
    if row.capital:
        yield row.capital, Name("PLACE", f"capital:{row.key}", "name")
        for phrase in (*row.capital_adjectives, *_adjective(row.capital)):
            yield phrase, Name("PLACE", f"capital:{row.key}", "adjective")


def _adjective(place: str) -> tuple[str, ...]:
    """The adjective of a place, where it follows from the name's ending ('Лондон' -> 'лондонский')."""
    if " " in place or len(place) < 3:
        return ()
    if place in _IRREGULAR:
        return (_IRREGULAR[place],)
    stem = place.lower().rstrip("аяыи") if not place.endswith(("ия", "ай")) else ""
    stem = stem if stem.endswith("ль") else stem.rstrip("ь")
    if not stem or stem[-1] in "кгхцчйаяоеуюэ":
        return (f"{stem}ий",) if stem.endswith("ск") else ()
    if stem.endswith("с"):  # 'уэльский', 'донбасский', but 'техасский'
        return (f"{stem}кий", f"{stem}ский")
    return (f"{stem}ский",)


def place_key(row: CityRow) -> str:
    """The identity of a row of cities or regions."""
    return f"place:{row.wikidata}" if row.wikidata else f"place:{row.name}/{row.country or ''}"


def person_key(row: PersonRow) -> str:
    """The identity of a person of a user's rows."""
    return f"person:{row.wikidata or row.name}"


def all_rows() -> tuple[Row, ...]:
    """The rows of the package's tables; of two meanings of a phrase the earlier counts."""
    return (
        *gazetteers.countries(),
        *gazetteers.organizations(),
        *gazetteers.parties(),
        *gazetteers.regions(),
        *gazetteers.cities(),
    )


@lru_cache(maxsize=own.PERIODS)
def names(rows_of_user: OwnRows) -> Lexicon[Name]:
    """A lexicon of a user's rows and the package's; of two meanings of a phrase the user's counts."""
    lexicon: Lexicon[Name] = Lexicon()
    seen: set[str] = set()
    for row, is_own in (*((row, True) for row in rows_of_user.names), *((row, False) for row in all_rows())):
        for phrase, name in rows(row):
            if phrase not in seen:
                seen.add(phrase)
                bare = phrase.strip("«»")
                lexicon.add(bare, name._replace(quoted=bare != phrase, own=is_own))
    return lexicon


def row_of(key: str) -> Row | None:
    """The row that a key ('country:AZ', 'capital:AZ', 'place:Q1', ...) stands for."""
    key = key.replace("capital:", "country:")
    return _own_rows(own.current()).get(key) or _package_rows().get(key)


@lru_cache(maxsize=own.PERIODS)
def _own_rows(rows_of_user: OwnRows) -> Mapping[str, Row]:
    return _by_key(rows_of_user.names)


@cache
def _package_rows() -> Mapping[str, Row]:
    return _by_key(all_rows())


def _by_key(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if isinstance(row, CityRow):
            found.setdefault(place_key(row), row)
        elif isinstance(row, CountryRow):
            found[f"country:{row.key}"] = row
        elif isinstance(row, PersonRow):
            found.setdefault(person_key(row), row)
        else:
            found[f"{'party' if isinstance(row, PartyRow) else 'organization'}:{row.key}"] = row
    return found


@cache
def _combining() -> dict[str, str]:
    return {part: f"country:{row.key}" for row in gazetteers.countries() for part in row.combining}


def matches(view: View, lexicon: Lexicon[Name]) -> list[Span]:
    """All gazetteer names of a sentence, shorter ones inside longer ones too, and joint adjectives.

    The ``source`` of a span is 'own' where a user gave the name, 'joint' or 'gazetteer'.
    """
    found = [
        Span(
            view.index,
            hit.start,
            hit.end,
            hit.value.type,
            hit.value.kind,
            "own" if hit.value.own else "gazetteer",
            hit.value.key,
        )
        for hit in lexicon.find(view)
        if _plausible(view, hit.start, hit.end, hit.value)
    ]
    joint = [i for i, word in enumerate(view.low) if "-" in word or word in _combining()]
    listed = {(span.start, span.end) for span in found}  # 'австро-венгерский' is of one state
    joint_spans = (span for i in joint for span in _joint_adjective(view, i, lexicon))
    return found + [span for span in joint_spans if (span.start, span.end) not in listed]


def _plausible(view: View, start: int, end: int, name: Name) -> bool:
    if name.quoted and view.word(start - 1) not in OPENING and not (start and heads.begins_title(view, start - 1)):
        return False
    if name.kind == "abbreviation" and view.in_capitals:
        return False
    if name.kind == "adjective":
        return view.pos(start) in ("ADJ", "PROPN", "NOUN", "X", "DET")
    if end - start > 1:
        return True
    if view.low[start] in _COMMON_WORDS:
        return view.pos(start) == "PROPN" and start > 0
    return view.pos(start) not in ("VERB", "ADP", "CCONJ", "SCONJ", "PART", "AUX")


def _joint_adjective(view: View, i: int, lexicon: Lexicon[Name]) -> list[Span]:
    """'российско-китайский', one token or split at the hyphen: a mention over the whole for each country."""
    word, end = view.low[i], i + 1
    if "-" in word:
        parts = word.split("-")
    elif view.word(i + 1) in DASHES and i + 2 < len(view):
        end = i + 3
        parts = [word, *view.low[i + 2].split("-")]
    else:
        return []
    keys = [_combining().get(part) for part in parts[:-1]]
    last = next((hit.value for hit in lexicon.at(parts, len(parts) - 1) if hit.value.kind == "adjective"), None)
    keys.append(last.key if last and last.type == "COUNTRY" else None)
    if keys[0] is None or sum(key is not None for key in keys) < 2:
        return []
    return [Span(view.index, i, end, "COUNTRY", "adjective", "joint", key) for key in dict.fromkeys(keys) if key]
