"""Personal and relative pronouns, resolved only where number, gender and place leave one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diplo_ner.entities.people import Person
from diplo_ner.entities.spans import Span, View

_PERSONAL = {"он": "Masc", "она": "Fem"}
_RELATIVE = frozenset({"который"})


def resolve(views: Sequence[View], persons: Sequence[Person]) -> None:
    """Adds pronoun mentions to ``persons``.

    A personal pronoun goes to the only person of its gender that this paragraph has named before it, in this sentence
    or the one before; a relative one to the person whose name its clause hangs on.
    """
    named: dict[int, list[tuple[Span, Person]]] = {}
    for one in persons:
        for span in one.spans:
            named.setdefault(span.sentence, []).append((span, one))
    found: list[tuple[Person, Span]] = []
    for view in views:
        for i in range(len(view)):
            if view.pos(i) != "PRON":
                continue
            person = _antecedent(views, view, i, named)
            if person is not None:
                found.append((person, Span(view.index, i, i + 1, "PERSON", "pronoun", "anaphora")))
    for person, span in found:
        person.spans.append(span)


def _antecedent(
    views: Sequence[View], view: View, i: int, named: Mapping[int, Sequence[tuple[Span, Person]]]
) -> Person | None:
    lemma = view.lemma(i)
    if lemma in _RELATIVE:
        return _relative(view, i, named)
    if lemma not in _PERSONAL or view.feat(i, "Number") == "Plur" or view.word(i) in ("оно",):
        return None
    gender = view.feat(i, "Gender") or _PERSONAL[lemma]
    block = view.tagged.sentence.block
    near = [
        (span, person)
        for span, person in (*named.get(view.index - 1, ()), *named.get(view.index, ()))
        if (span.sentence < view.index or span.end <= i) and views[span.sentence].tagged.sentence.block == block
    ]
    fitting = {id(person): person for _, person in near if not person.genders or person.genders == {gender}}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _relative(view: View, i: int, named: Mapping[int, Sequence[tuple[Span, Person]]]) -> Person | None:
    clause = view.tagged.heads[i]
    if clause < 0 or not view.tagged.deps[clause].startswith("acl"):
        return None
    head = view.tagged.heads[clause]
    for span, person in named.get(view.index, ()):
        if span.start <= head < span.end and span.end <= i:
            return person
    return None
