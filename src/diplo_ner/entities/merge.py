"""Where the spans of all recognisers meet.

One priority, the same for every sentence:

1. The entity model's spans stand; of two that cross the likelier does. It was trained on what annotators call a name.
2. Gazetteers tell who is meant: a hit on the very words of a span gives it identity and kind of mention. They also fix
   what the model misses: a country or place that it left out stands. They yield where the model reads the same words as
   another thing ('Вашингтон' who is George) or a longer name across them.
3. Dates and phrases built from a head (bodies, posts, events, documents) that the model does not confirm, and
   organisations of the gazetteers that it does not, stand as descriptions: they refer, but are no names.
   One that crosses a name of its own type yields to it.

natasha's own tags are features of the model; here they tell two persons in a row apart, and a person of several words
stands where the model reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.spans import CLOSING, Span, View
from diplo_ner.entities.stems import text_stems
from diplo_ner.resources.gazetteers import CountryRow, OrganizationRow, PartyRow

_INDECLINABLE = ("и", "о", "у", "е")
_CLASHES = frozenset({"PERSON", "DATE"})
_FAMILIES = {"PARTY": "ORGANIZATION"}


def family(type_: str) -> str:
    """Parties are organisations where spans are compared."""
    return _FAMILIES.get(type_, type_)


def core(view: View, span: Span) -> int:
    """The first noun of a span: what its complements hang on."""
    for i in range(span.start, span.end):
        if view.pos(i) in ("NOUN", "PROPN"):
            return i
    return span.start


def with_gazetteer(
    view: View, model: Sequence[Span], listed: Sequence[Span], nationalities: frozenset[int]
) -> list[Span]:
    """The model's spans with the identities of gazetteers, and the gazetteers' own where they stand.

    A user's name is what its file says, also where the model reads it otherwise or reads a part of it; so is a country
    of several words.

    ``nationalities`` are tokens that the model reads as somebody's nationality.
    """
    sure = [hit for hit in listed if hit.source == "own" or (hit.type == "COUNTRY" and hit.end - hit.start > 1)]
    model = [span for span in model if not any(_overrides(hit, span) for hit in sure)]
    standing = {(span.start, span.end): span for span in reversed(model)}
    joint = {(hit.start, hit.end) for hit in listed if hit.source == "joint"}
    model = [span for span in model if (span.start, span.end) not in joint]
    standing = {place: span for place, span in standing.items() if place not in joint}
    added: list[Span] = []
    listed = [hit for hit in listed if not any(start < hit.start < end < hit.end for start, end in joint)]
    longer = [hit for hit in listed if hit.end - hit.start > 1]
    for hit in listed:
        place = (hit.start, hit.end)
        same = standing.get(place)
        if same is not None and hit.source != "joint":
            identity = hit if hit.source == "own" else identify(same, hit)
            if identity is not None:
                standing[place] = identity
        elif not any(_yields(hit, span) for span in model) and _stands(hit, model, nationalities, longer):
            added.append(_unconfirmed(hit))
    replaced = [standing.pop((span.start, span.end), span) for span in model]
    kept = [span for span in replaced if not _is_part_of_name(view, span, replaced)]
    countries = [span for span in (*kept, *added) if span.type == "COUNTRY"]
    return [span for span in (*kept, *added) if span.type != "COUNTRY" or not _inside_any(span, countries)]


def _overrides(hit: Span, span: Span) -> bool:
    """Whether a sure name rules out a span of the model: one that crosses it, or a person inside it."""
    if hit.end <= span.start or span.end <= hit.start or (hit.start, hit.end) == (span.start, span.end):
        return False
    around = hit.start <= span.start and span.end <= hit.end
    inside = span.start <= hit.start and hit.end <= span.end
    return not inside and (not around or (span.type == "PERSON" and hit.type == "PERSON"))


def _inside_any(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end and other[1:3] != span[1:3] for other in others)


def _is_part_of_name(view: View, span: Span, others: Sequence[Span]) -> bool:
    """'Россия' in 'Единая Россия': the last word of a listed name, in the nominative in it."""
    if span.type != "COUNTRY" or span.kind == "adjective" or span.key is None or span.end - span.start > 1:
        return False  # 'Республики Польша' is a complement
    country = row_of(span.key)
    if not isinstance(country, CountryRow) or country.name.endswith(_INDECLINABLE) or country.name.isupper():
        return False
    return any(
        other.start < span.start and other.end == span.end and _holds(view, other, country.name) for other in others
    )


def _holds(view: View, span: Span, country: str) -> bool:
    """Whether the listed name that a span is a form of ends in a country's nominative: 'Единая Россия'."""
    row = row_of(span.key) if span.key else None
    if not isinstance(row, PartyRow | OrganizationRow):
        return False
    names = (name.split() for name in (row.name, *row.aliases) if name.endswith(f" {country}"))
    words = view.words[span.start : span.end]
    return any(len(name) == len(words) and all(map(_alike, name, words)) for name in names)


def _alike(a: str, b: str) -> bool:
    return not set(text_stems(a)).isdisjoint(text_stems(b))


def identify(span: Span, hit: Span) -> Span | None:
    """A span of the model with what a gazetteer knows of the same words; None where the two mean different things."""
    if family(span.type) == family(hit.type):
        return hit._replace(source="model")
    if hit.type == "COUNTRY" and hit.end - hit.start > 1 and span.type in ("ORGANIZATION", "PERSON"):
        return hit._replace(source="model")
    if span.type == "PLACE" and hit.type == "COUNTRY":
        return hit._replace(source="place")  # groups decide for the whole document
    if span.type == "COUNTRY" and hit.type in ("PLACE", "ORGANIZATION"):
        return hit._replace(source="model")
    return None


def _yields(hit: Span, span: Span) -> bool:
    if hit.end <= span.start or span.end <= hit.start:
        return False
    inside = span.start <= hit.start and hit.end <= span.end
    around = hit.start <= span.start and span.end <= hit.end
    if inside:
        longer = family(span.type) == family(hit.type) and hit.type != "PLACE" and hit.source != "own"
        return span.type in _CLASHES or longer
    return not around or span.type == "PERSON"


def _stands(hit: Span, model: Sequence[Span], nationalities: frozenset[int], longer: Sequence[Span]) -> bool:
    """Names inside longer ones are none of their own; adjectives mean a nationality unless a post or body has them."""
    if _inside_any(hit, longer):
        return False
    if hit.kind != "adjective" or hit.source == "joint":
        return True
    return (hit.type == "COUNTRY" and hit.start not in nationalities) or any(
        hit.type == "COUNTRY"
        and span.type in ("POST", "ORGANIZATION")
        and span.start <= hit.start
        and hit.end <= span.end
        for span in model
    )


def _unconfirmed(hit: Span) -> Span:
    is_sure = hit.source == "own" or hit.type not in ("ORGANIZATION", "PARTY")
    return hit if is_sure else hit._replace(kind="description")


def with_built(view: View, standing: Sequence[Span], built: Iterable[Span]) -> list[Span]:
    """The spans that stand and those built by rules: as descriptions, where no name of their own type crosses them."""
    result = list(standing)
    taken = {(span.start, span.end) for span in standing}
    for span in built:
        result = [other for other in result if not _is_act_on(view, other, span)]
        end = span.end - 1 if view.words[span.end - 1] in CLOSING else span.end
        if taken & {(span.start, span.end), (span.start, end)} or any(_blocks(view, other, span) for other in result):
            continue
        taken.add((span.start, span.end))
        result.append(span._replace(kind="description"))
    return sorted(result, key=lambda s: (s.start, -s.end))


def _is_act_on(view: View, other: Span, span: Span) -> bool:
    """'принял резолюцию' as an event that ends inside 'резолюцию по Сирии'."""
    crossing = other.start < span.start < other.end < span.end
    return crossing and (other.type, span.type) == ("EVENT", "DOCUMENT") and view.pos(other.start) == "VERB"


def _blocks(view: View, other: Span, span: Span) -> bool:
    if span.end <= other.start or other.end <= span.start:
        return False
    inside = other.start <= span.start and span.end <= other.end
    around = span.start <= other.start and other.end <= span.end
    if inside:
        same = family(other.type) == family(span.type)
        return other.type in _CLASHES or (same and core(view, other) == core(view, span)) or span.type == "DATE"
    if around:
        return span.type == "DATE" or (other.type == "PERSON" and span.type != "ORGANIZATION")
    return True


def without_crossing(spans: Sequence[tuple[float, Span]]) -> list[Span]:
    """Of spans that cross or cover the same words, the likelier; ``spans`` come with their probabilities.

    An event that crosses a name yields: 'подписал закон о пенсиях' ends inside the law's name.
    """
    kept: list[Span] = []
    for _, span in sorted(spans, key=lambda item: (item[1].type == "EVENT", -item[0])):
        if not any(_cross(span, other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, -s.end))


def _cross(a: Span, b: Span) -> bool:
    if (a.start, a.end) == (b.start, b.end):
        return True
    return a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end
