"""To whom a text of several paragraphs attributes what it says; one-line cases stand in cases/relations/source.txt."""

from __future__ import annotations

import pytest

from diplo_ner import extract
from diplo_ner.records import Sentence, TaggedSentence, Token
from diplo_ner.relations.quotations import Quotation, places, quotations

FACT = "Гана осудила Нигерию"


def source(text: str) -> str | None:
    """The name of the source of the one relation between Гана and Нигерия."""
    result = extract(text)
    found = [r for r in result.relations if result.entity(r.head).name == "Гана" and r.type == "criticizes"]
    assert len(found) == 1, result.relations
    return None if found[0].source is None else result.entity(found[0].source).name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"Из брифинга представителя МИД Чада Амины Диалло\n\nПогода хорошая.\n\n{FACT}.", "Амина Диалло"),
        (f"Интервью Амины Диалло\n\n{FACT}.", "Амина Диалло"),
        (f"Амина Диалло прибыла в Бамако\n\n{FACT}.", None),
        (f"Встреча с Аминой Диалло\n\n{FACT}.", None),
        (f"Амина Диалло написала в соцсети:\n\n{FACT}. Это хорошо.\n\nПогода хорошая.", "Амина Диалло"),
        (f"Амина Диалло написала в соцсети:\n\nПогода хорошая.\n\n{FACT}.", None),
        (f"{FACT}.\n\nОб этом сообщила Амина Диалло.", "Амина Диалло"),
        (f"{FACT}. Погода хорошая. Ждём ответа.\n\nОб этом сообщила Амина Диалло.", None),
        (f"«Погода хорошая.\n\n«{FACT}», — сказала Амина Диалло.", "Амина Диалло"),
        (
            f"— Как дела?\n\n— Хорошо. {FACT}.\n\n— А погода?\n\n— Тоже.\n\n"
            "Амина Диалло — дипломат. Беседовал Никос Папас.",
            "Амина Диалло",
        ),
        (f"— Как дела?\n\n— Хорошо. {FACT}.\n\nАмина Диалло — дипломат.", None),
        (f"— Как дела?\n\n— Хорошо.\n\n— Что ещё?\n\n— Всё.\n\n{FACT}. Амина Диалло — дипломат.", None),
    ],
)
def test_source(text: str, name: str | None) -> None:
    assert source(text) == name


def tagged(*sentences: tuple[str, int]) -> list[TaggedSentence]:
    """Sentences of words and the number of their paragraph; words that end in '!' are verbs."""
    result = []
    for text, block in sentences:
        words = text.split()
        tokens = tuple(Token(i, i + 1, word.strip("!")) for i, word in enumerate(words))
        pos = tuple("VERB" if word.endswith("!") else "NOUN" for word in words)
        sentence = Sentence(0, len(words), tokens, block)
        empty: tuple[dict[str, str], ...] = tuple({} for _ in words)
        result.append(TaggedSentence(sentence, pos, empty, (-1,) * len(words), ("dep",) * len(words), ()))
    return result


def test_a_quotation_spans_sentences_and_ends_with_its_paragraph() -> None:
    found = list(
        quotations(tagged(("он « идёт! дождь", 0), ("и идёт! снег » .", 0), ("« тает! белый снег", 1), ("« вода", 2)))
    )
    assert found == [Quotation((0, 1), (1, 3)), Quotation((2, 0), (2, 4))]


def test_a_mark_that_nothing_closes_opens_no_quotation() -> None:
    assert list(quotations(tagged(("« тает! белый снег", 0), ("и вода", 0), ("вода идёт! и идёт!", 1)))) == []


def test_names_in_quotation_marks_are_no_quotations() -> None:
    assert list(quotations(tagged(("газета « Новый мир дня » вышла!", 0), ("« идёт! »", 1)))) == []


def test_places_of_a_range() -> None:
    sentences = tagged(("а б", 0), ("в г", 0))
    assert list(places(sentences, (0, 1), (1, 1))) == [(0, 1), (1, 0)]
    assert list(places(sentences, (1, 1), (5, 0))) == [(1, 1)]
