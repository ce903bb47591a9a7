"""A capital that stands for its government ('Москва заявила'): a mention of the country, of kind metonym."""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner.entities.spans import Span, View

_PLACES = frozenset({
    "за", "под", "до", "город", "около", "у", "из", "через", "близ", "во", "по", "на", "в", "из-под",
})  # fmt: skip
_STATES = frozenset({
    "принять", "находиться", "быть", "расположить", "являться", "стать", "встретить", "оказаться",
})  # fmt: skip
_ACTORS = frozenset({
    "позиция", "политика", "отношение", "решение", "заявление", "требование", "сторона", "официальный", "интерес",
    "предложение", "ответ", "инициатива", "переговоры", "контакт", "диалог", "союзник", "враг", "партнёр", "спор",
    "конфликт", "соглашение", "договор", "поддержка", "санкция", "посол",
})  # fmt: skip


def resolve(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    """The spans, those of capitals that act turned into mentions of their countries."""
    taken = {span[:3] for span in spans if span.type != "PLACE"}
    return [
        span._replace(type="COUNTRY", kind="metonym", key=span.key.replace("capital:", "country:"))
        if span.key is not None
        and span.key.startswith("capital:")
        and span.kind == "name"
        and span[:3] not in taken
        and _acts(views[span.sentence], span)
        else span
        for span in spans
    ]


def _acts(view: View, span: Span) -> bool:
    if view.word(span.start - 1) in _PLACES or view.word(span.end) == "(":
        return False
    dep = view.tagged.deps[span.start]
    head = view.tagged.heads[span.start]
    if dep == "conj" and head >= 0 and head < span.start:
        if any(view.word(i) in _PLACES for i in range(max(0, head - 1), span.start)):
            return False
        dep, head = view.tagged.deps[head], view.tagged.heads[head]
    if head < 0:
        return False
    lemma, pos = view.lemma(head), view.pos(head)
    if dep.startswith("nsubj"):
        return pos == "VERB" and lemma not in _STATES and view.feat(head, "Voice") != "Pass"
    if dep in ("iobj", "obl", "obj"):
        return view.feat(span.start, "Case") in ("Dat", "Ins") and pos == "VERB"
    if dep == "nmod":
        return lemma in _ACTORS or view.word(span.start - 1) in ("с", "со", "между", "к", "от", "против")
    return view.pos(span.start - 1) == "ADJ" and view.lemma(span.start - 1) == "официальный"
