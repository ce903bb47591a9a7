"""Whether a post phrase means the person who holds the post, or the office."""

from __future__ import annotations

from diplo_ner.entities.spans import View

# Words before a post that make it an office and no person, and verbs that give or take one.
_OFFICE = frozenset({
    "пост", "должность", "кресло", "роль", "выборы", "выбор", "обязанность", "полномочие", "кандидат", "кандидатура",
    "титул", "звание", "ранг", "претендент", "место", "статус", "срок", "институт", "качество", "кандидатка",
    "избрание", "назначение", "переизбрание", "резиденция", "канцелярия", "аппарат", "администрация",
})  # fmt: skip
_GIVING = frozenset({
    "стать", "быть", "являться", "назначить", "избрать", "работать", "служить", "остаться", "оставаться", "утвердить",
    "считать", "называть", "назвать", "выбрать", "переизбрать", "провозгласить", "объявить", "сделать", "становиться",
    "избираться", "признать", "считаться", "избирать", "назначать", "стремиться", "выдвинуть",
})  # fmt: skip


def denotes(view: View, head: int, start: int) -> bool:
    """Whether a post phrase means a person: no predicate, and not an office to be held."""
    before = start - 1
    while before > 0 and view.pos(before) in ("ADJ", "ADP", "DET"):
        before -= 1
    if view.pos(before) in ("NOUN", "VERB") and view.lemma(before) in _OFFICE:
        return False
    parent = view.tagged.heads[head]
    if view.feat(head, "Case") == "Ins" and parent >= 0 and view.lemma(parent) in _GIVING:
        return False
    return not (view.tagged.deps[head] == "root" or view.word(start - 1) in ("как", "—", "–"))
