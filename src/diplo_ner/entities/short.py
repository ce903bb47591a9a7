"""Bodies named by a common noun or bare: 'партия', 'министерство', 'альянс', the 'МИД' of a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplo_ner.entities.gazetteer import row_of
from diplo_ner.entities.groups import Group, Grouper
from diplo_ner.entities.merge import family
from diplo_ner.entities.spans import Span, View
from diplo_ner.resources.gazetteers import OrganizationRow

# Each noun with the kinds of listed organisations that it may mean beside those whose name it heads.
_NOUNS = {
    "партия": frozenset({"party"}),
    "министерство": frozenset({"ministry"}),
    "ведомство": frozenset({"ministry"}),
    "альянс": frozenset({"bloc", "military"}),
    "блок": frozenset({"bloc"}),
    "союз": frozenset({"bloc"}),
    "объединение": frozenset({"bloc"}),
    "организация": frozenset({"bloc", "international"}),
    "агентство": frozenset({"media", "agency"}),
    "телеканал": frozenset({"media"}),
    "издание": frozenset({"media"}),
    "газета": frozenset({"media"}),
    "компания": frozenset({"company"}),
    "корпорация": frozenset({"company"}),
    "концерн": frozenset({"company"}),
    "банк": frozenset({"bank"}),
    "администрация": frozenset({"presidency"}),
    "комиссия": frozenset[str](),
    "комитет": frozenset[str](),
    "совет": frozenset[str](),
    "фонд": frozenset[str](),
    "движение": frozenset[str](),
    "группировка": frozenset[str](),
}
_BEGINNINGS = tuple(sorted({noun[:4] for noun in _NOUNS}))


def resolve(views: Sequence[View], groups: Sequence[Group]) -> None:
    """Adds description mentions to the groups of organisations; only one of the fitting kind may be named before."""
    bodies = [
        (min(span[:2] for span in group.spans), group) for group in groups if family(group.type) == "ORGANIZATION"
    ]
    taken = {(span.sentence, i) for group in groups for span in group.spans for i in range(span.start, span.end)}
    for view in views:
        for i, lemma in _nouns(view):
            if (view.index, i) in taken:
                continue
            before = [group for first, group in bodies if first < (view.index, i) and _fits(group, lemma)]
            if len(before) == 1:
                before[0].spans.append(Span(view.index, i, i + 1, before[0].type, "description", "short"))


def settle_heading(views: Sequence[View], grouper: Grouper) -> None:
    """'МИД вызвал посла' as a heading: the only such body that the first sentence below it names with its country."""
    first = views[0].tagged.sentence.block if views else 0
    lead = next((view.index for view in views if view.tagged.sentence.block != first), None)
    if lead is None:
        return
    bodies = [group for group in grouper.groups if family(group.type) == "ORGANIZATION"]
    full = [
        (set(grouper.signature(views[lead], span)[0]), group)
        for group in bodies
        for span in group.spans
        if span.sentence == lead
    ]
    for group in bodies:
        heading = [span for span in group.spans if span.sentence < lead]
        if not heading or group.key or group.countries or not group.signature:
            continue
        own = set(group.signature)
        found = [other for words, other in full if own < words and all(map(_is_country, words - own))]
        if found and all(other is found[0] for other in found):
            found[0].spans += heading
            group.spans = [span for span in group.spans if span.sentence >= lead]
            if not group.spans:
                grouper.groups.remove(group)


def _is_country(word: str) -> bool:
    return word.startswith("country:")


def _nouns(view: View) -> Iterator[tuple[int, str]]:
    """Singular nouns of the table with no adjective, number or complement of their own."""
    for i, word in enumerate(view.low):
        if not word.startswith(_BEGINNINGS) or view.pos(i) != "NOUN" or view.feat(i, "Number") == "Plur":
            continue
        lemma = view.lemma(i)
        alone = view.pos(i - 1) not in ("ADJ", "NUM", "DET") and view.word(i + 1) not in ("«", '"', "по")
        if lemma in _NOUNS and alone and not (view.feat(i + 1, "Case") == "Gen" and view.pos(i + 1) != "VERB"):
            yield i, lemma


def _fits(group: Group, lemma: str) -> bool:
    if group.type == "PARTY":
        return lemma == "партия"
    row = row_of(group.key) if group.key else None
    if isinstance(row, OrganizationRow) and row.kind in _NOUNS[lemma]:
        return True
    return bool(group.signature) and lemma == group.signature[0]
