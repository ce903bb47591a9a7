"""A capital that stands for its government ('Москва заявила'): a mention of the country, of kind metonym.

By default a capital is a place. It is the government where it fills a role that places do not: the subject of an
action, an addressee or agent without preposition, the target of a speech act, one side of a relation ('с', 'между',
'против'), the owner of a claim or decision, or where "they" condemn or promise ('в Москве осудили'). Brussels is the
seat of the European Union before that of Belgium.
"""

from __future__ import annotations

from collections.abc import Sequence

from diplo_ner import morphology
from diplo_ner.entities.spans import Span, View

_SIDES = frozenset({"с", "со", "к", "ко", "от", "против", "между", "перед", "для"})
_STATES = frozenset({
    "стать", "быть", "являться", "находиться", "оказаться", "расположить", "встретить", "лежать", "стоять", "расти",
    "остаться", "считаться", "посетить", "покинуть", "прибыть", "входить", "располагаться", "существовать",
})  # fmt: skip
_SPEECH_ACTS = frozenset({
    "призвать", "призывать", "обвинить", "обвинять", "поддержать", "поддерживать", "рассматривать", "осудить",
    "осуждать", "критиковать", "раскритиковать", "просить", "попросить", "предупредить", "предупреждать",
    "убеждать", "уговаривать", "вынуждать", "заставлять", "проинформировать", "информировать", "упрекнуть",
    "предостеречь", "предостерегать", "упрекать", "заверять", "побуждать", "побудить", "заверить",
    "поблагодарить", "уведомить", "подталкивать", "заставить", "вынудить", "убедить",
    "уговорить", "заподозрить", "подозревать", "пригласить", "обязать", "возложить", "санкционировать",
})  # fmt: skip
# What only a government does where nobody is named: 'в Москве отклонили', but 'в Москве задержали'.
_STATED = frozenset({
    "осудить", "осуждать", "предупредить", "обвинить", "обвинять", "призвать", "призывать", "отвергнуть", "отвергать",
    "отклонить", "опровергнуть", "опровергать", "заявить", "заявлять", "считать", "полагать", "подчеркнуть",
    "подчёркивать", "пообещать", "обещать", "потребовать", "требовать", "раскритиковать", "приветствовать",
    "поддержать", "надеяться", "рассчитывать", "подтвердить", "подтверждать", "пригрозить", "настаивать", "уверять",
    "утверждать",
    "напомнить", "заверить", "ответить", "отреагировать", "выразить", "возложить",
})  # fmt: skip
_OWNED = frozenset({
    "позиция", "политика", "отношение", "решение", "заявление", "требование", "интерес", "предложение", "ответ",
    "инициатива", "переговоры", "контакт", "диалог", "союзник", "партнёр", "поддержка", "претензия", "действие",
    "утверждение", "вмешательство", "посредничество", "просьба", "реакция", "усилие", "условие", "угроза", "призыв",
    "обвинение", "отказ", "согласие", "план", "намерение", "желание", "готовность", "протест", "критика", "слово",
    "мнение", "данные", "сторона", "шаг", "санкция", "приверженность", "членство", "заявка",
    "посол", "посольство", "дипломат",
    "опасение", "упрёк", "недовольство", "сотрудничество", "попытка", "стремление", "расчёт", "обещание",
    "приглашение", "ультиматум", "агрессия", "помощь",
})  # fmt: skip
# 'Ереван должен выполнить обязательства', 'Киев готов вести переговоры'.
_BOUND = frozenset({"должный", "готовый", "обязанный", "обязать", "намеренный", "намерен", "вынудить", "согласный"})
_HAVING = frozenset({"быть", "есть", "иметься", "нет", "появиться", "возникнуть"})
# Verbs and nouns that govern a town as a thing: 'владеть Лимой', 'она стала Лимой', 'памятник Лиме'.
_HELD = frozenset({
    "стать", "быть", "являться", "называть", "назвать", "именовать", "владеть", "овладеть", "управлять", "править",
    "любоваться", "гордиться", "памятник", "день", "посвятить", "принадлежать", "соответствовать",
})  # fmt: skip
_DISTANCE = frozenset({
    "восток", "запад", "километр", "км", "расстояние", "недалеко", "далеко", "дорога", "путь", "близ", "север", "юг",
    "юго-запад", "юго-восток", "северо-запад", "северо-восток", "рейс", "поезд", "сообщение", "поездка", "трасса",
    "окраина", "пригород", "метр",
})  # fmt: skip


def resolve(views: Sequence[View], spans: Sequence[Span]) -> list[Span]:
    """The spans, those of capitals that act turned into mentions of their countries."""
    taken = {span[:3] for span in spans if span.type != "PLACE"}
    belgian = any(span.key == "country:BE" for span in spans)
    return [
        _government(span, span.key, belgian=belgian)
        if span.key is not None
        and span.key.startswith("capital:")
        and span.kind == "name"
        and span[:3] not in taken
        and _acts(views[span.sentence], span)
        else span
        for span in spans
    ]


def _government(span: Span, key: str, *, belgian: bool) -> Span:
    """Whose government a capital is: 'Брюссель' is the European Union's where the text says nothing of Belgium."""
    if key == "capital:BE" and not belgian:
        return span._replace(type="ORGANIZATION", kind="metonym", key="organization:eu")
    return span._replace(type="COUNTRY", kind="metonym", key=key.replace("capital:", "country:"))


def _acts(view: View, span: Span) -> bool:
    i = span.start
    if view.word(span.end) == "(" or (view.words[i].isupper() and len(view.words[i]) > 2):
        return False
    dep, head = view.tagged.deps[i], view.tagged.heads[i]
    preposition = view.word(i - 1) if view.pos(i - 1) == "ADP" else ""
    if dep == "conj" and 0 <= head < i:
        preposition = preposition or (view.word(head - 1) if view.pos(head - 1) == "ADP" else "")
        dep, head = view.tagged.deps[head], view.tagged.heads[head]
    if head < 0:
        return False
    lemma, pos = view.lemma(head), view.pos(head)
    if preposition:
        if preposition == "у":
            return lemma in _HAVING
        if preposition == "из":
            return lemma in ("отозвать", "отзывать", "отзыв") or (lemma == "посол" and _is_recalled(view, head))
        if preposition in ("в", "во"):
            return lemma in _STATED and view.feat(i, "Case") == "Loc" and _is_by_nobody(view, head)
        return preposition in _SIDES and pos in ("VERB", "NOUN", "ADJ") and lemma not in _DISTANCE
    if view.pos(i - 1) == "ADJ":
        return view.lemma(i - 1) == "официальный"
    if dep == "nsubj:pass" and morphology.cases(view.words[i]) == {"Ins"}:
        return True  # 'осуждены Никосией', which the parser takes for the subject
    if dep.startswith("nsubj") and lemma in _BOUND:
        return any(_is_deed(view, j) for j, above in enumerate(view.tagged.heads) if above == head)
    if dep.startswith("nsubj"):
        return pos == "VERB" and lemma not in _STATES and view.feat(head, "Voice") != "Pass"
    if dep in ("obj", "iobj", "obl", "obl:agent", "nmod") and view.feat(i, "Case") in ("Dat", "Ins"):
        return pos in ("VERB", "NOUN", "ADJ") and lemma not in _HELD
    if dep in ("obj", "iobj", "obl"):
        return pos == "VERB" and lemma in _SPEECH_ACTS
    return dep == "nmod" and lemma in _OWNED


def _is_deed(view: View, i: int) -> bool:
    """Whether a token says what one does, not what a town is or suffers: 'выполнить', not 'стать'."""
    return view.feat(i, "VerbForm") == "Inf" and view.feat(i, "Voice") != "Pass" and view.lemma(i) not in _STATES


def _is_by_nobody(view: View, verb: int) -> bool:
    """Whether a verb says what "they" do: 'осудили', 'не исключают', with no subject."""
    finite = view.feat(verb, "VerbForm") == "Fin" and view.feat(verb, "Number") == "Plur"
    heads, deps = view.tagged.heads, view.tagged.deps
    return finite and not any(head == verb and "subj" in dep for head, dep in zip(heads, deps, strict=True))


def _is_recalled(view: View, envoy: int) -> bool:
    """'отозвала посла из Лимы'."""
    above = view.tagged.heads[envoy]
    return above >= 0 and view.lemma(above) in ("отозвать", "отзывать", "отзыв")
