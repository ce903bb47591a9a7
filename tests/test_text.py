"""Text repair. In the tables '¶' is a line end, '|' parts the blocks that must come out."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplo_ner.text import CleanText, repair


def blocks(text: str) -> str:
    clean = repair(text.replace("¶", "\n"))
    return " | ".join(clean.text[start:end] for start, end in clean.blocks)


WORDS = [
    ("Пред-¶седателем", "Председателем"),
    ("Пред- ¶  седателем", "Председателем"),
    ("Пред-¶¶седателем", "Председателем"),
    ("Пред\u00ad¶седателем", "Председателем"),
    ("Пред¬¶седателем", "Председателем"),
    ("северо-восточ-¶ный ветер", "северо-восточный ветер"),
    ("много-¶векторного", "многовекторного"),
    ("Цзинь-¶пином", "Цзиньпином"),
    ("МИНИСТЕР-¶СТВО ИНОСТРАННЫХ ДЕЛ", "МИНИСТЕРСТВО ИНОСТРАННЫХ ДЕЛ"),
    ("КОНФЕРЕН-¶ЦИЯ", "КОНФЕРЕНЦИЯ"),
    ("ме-¶сто", "место"),
    ("вице-¶премьер", "вице-премьер"),
    ("вице-¶¶премьера", "вице-премьера"),
    ("экс-¶президент", "экс-президент"),
    ("азербайджано-¶китайских", "азербайджано-китайских"),
    ("торгово-¶экономических", "торгово-экономических"),
    ("Нью-¶Йорк", "Нью-Йорк"),
    ("Аддис-¶Абебе", "Аддис-Абебе"),
    ("кто-¶то", "кто-то"),
    ("по-¶русски", "по-русски"),
    ("стран-¶участниц", "стран-участниц"),
    ("29-¶ю сессию", "29-ю сессию"),
    ("От COVID-¶19 лечат.", "От COVID-19 лечат."),
    ("двух-¶и трёхсторонних", "двух- и трёхсторонних"),
    ("неоднократ-¶но", "неоднократно"),
    ("ИТ-¶гигантом", "ИТ-гигантом"),
    ("Сал-¶ливаном", "Салливаном"),
    ("Хадда-¶да", "Хаддада"),
    ("Гасан-¶заде", "Гасан-заде"),
    # no broken words
    ("двух- и трёхсторонних", "двух- и трёхсторонних"),
    ("вице-премьер", "вице-премьер"),
    ("от-¶¶Многосторонняя встреча", "от- | Многосторонняя встреча"),
    ("Переговоры -¶это работа.", "Переговоры - это работа."),
]

SENTENCES = [
    ("Они искали качественно¶¶нового решения.", "Они искали качественно нового решения."),
    ("Стороны договорились о встрече в¶Женеве.", "Стороны договорились о встрече в Женеве."),
    ("Делегация прибыла в¶¶Женеву.", "Делегация прибыла в Женеву."),
    ("Указ подписан 5 мая 2021 г.¶в столице.", "Указ подписан 5 мая 2021 г. в столице."),
    ("Письмо передал посол А.¶Петров.", "Письмо передал посол А. Петров."),
    ("Гость вручил орден «За¶Заслуги» хозяину.", "Гость вручил орден «За Заслуги» хозяину."),
    ("«Мы готовы»,¶— сказал посол.", "«Мы готовы», — сказал посол."),
    ("Переговоры прошли¶хорошо.", "Переговоры прошли хорошо."),
    (
        "Министр прибыл в столицу поздно вечером и¶сразу начал переговоры с хозяевами встречи¶"
        "Иваном Петровым и его коллегой, который¶вернулся из отпуска.¶¶Завтра все разъедутся.",
        "Министр прибыл в столицу поздно вечером и сразу начал переговоры с хозяевами встречи "
        "Иваном Петровым и его коллегой, который вернулся из отпуска. | Завтра все разъедутся.",
    ),
    (
        "Министр прибыл в столицу поздно¶¶вечером и сразу начал переговоры¶¶с хозяевами встречи послами¶¶"
        "Иваном Петровым и его коллегой,¶¶который вернулся из отпуска после¶¶"
        "долгой болезни.¶¶¶Завтра все уедут.",
        "Министр прибыл в столицу поздно вечером и сразу начал переговоры с хозяевами встречи послами "
        "Иваном Петровым и его коллегой, который вернулся из отпуска после долгой болезни. | Завтра все уедут.",
    ),
    # no broken sentences
    ("Письмо о Рильке и По¶¶Эдгар По жил в Бостоне.", "Письмо о Рильке и По | Эдгар По жил в Бостоне."),
    ("Министр прибыл в столицу¶¶Вчера министр начал визит.", "Министр прибыл в столицу | Вчера министр начал визит."),
    ("Министр прибыл в столицу¶Вчера министр начал визит.", "Министр прибыл в столицу | Вчера министр начал визит."),
    ("Переговоры завершены.¶¶Стороны довольны.", "Переговоры завершены. | Стороны довольны."),
    ("Переговоры завершены.¶Стороны довольны.", "Переговоры завершены. | Стороны довольны."),
    ("Участники:¶министр обороны¶глава правительства", "Участники: | министр обороны | глава правительства"),
    (
        "Над морем светит месяц¶В тумане над водой¶Он ищет себе бури¶И рвётся он домой",
        "Над морем светит месяц | В тумане над водой | Он ищет себе бури | И рвётся он домой",
    ),
    ("профессия — посол¶страна — Чили", "профессия — посол | страна — Чили"),
    ("Подробности позже¶¶https://example.org/a", "Подробности позже"),
    ("— Вы были там?¶— Да, был.", "Вы были там? | Да, был."),
    ("ЖЕНЕВА, 5 мая. /Вестник/.¶¶Открылась сессия.", "ЖЕНЕВА, 5 мая. /Вестник/. | Открылась сессия."),
]

BOUNDARIES = [
    ("## Итоги встречи¶Стороны довольны.", "Итоги встречи | Стороны довольны."),
    ("== Итоги ==¶Стороны довольны.", "Итоги | Стороны довольны."),
    ("Конец.¶***¶Начало.", "Конец. | Начало."),
    ("Конец.¶\\*\\*\\*¶Начало.", "Конец. | Начало."),
    ("Конец¶---¶Начало", "Конец | Начало"),
    ("Повестка:¶- торговля;¶- наука;", "Повестка: | торговля; | наука;"),
    ("Повестка:¶1. торговля¶2) наука¶а) спорт¶• связь", "Повестка: | торговля | наука | спорт | связь"),
    ("ИТОГИ ВСТРЕЧИ¶Стороны довольны.", "ИТОГИ ВСТРЕЧИ | Стороны довольны."),
    ("Послы, собравшись, говорят о¶¶- 12 -¶¶связях стран.", "Послы, собравшись, говорят о связях стран."),
    ("Послы, встав, начали¶¶## Диалог¶¶своих стран.¶¶Конец.", "Послы, встав, начали своих стран. | Диалог | Конец."),
    (
        "Они ждут от-¶¶## Диалог¶¶Визит открыл дверь¶¶¶¶ношений мира.¶¶***¶¶Конец.",
        "Они ждут отношений мира. | Диалог | Визит открыл дверь | Конец.",
    ),
    ("Они обсудили от-¶***¶ношений ход.", "Они обсудили отношений ход."),
    # nothing was interrupted
    ("Послы обсудили связи.¶¶## Диалог¶¶связей больше нет.", "Послы обсудили связи. | Диалог | связей больше нет."),
    ("Новый посол¶¶## диалог¶¶связи растут.", "Новый посол | диалог | связи растут."),
]

CHARACTERS = [
    ("Пу\u00adтин\u200b и\ufeff Си", "Путин и Си"),
    ("Пу\x00тин", "Путин"),
    ("5\u00a0мая\u20092021\u202fг.", "5 мая 2021 г."),
    ("Пу\u0301тин за\u0301мок", "Путин замок"),
    ("Андреи\u0306 Алексе\u0308ев", "Андрей Алексёев"),
    ("Пyтин и Cи", "Путин и Си"),
    ("встреча c Ираном o мире y реки", "встреча с Ираном о мире у реки"),
    ("B Москве", "В Москве"),
    ("„Ени“ и “Заря”", "«Ени» и «Заря»"),
    ("посол – министр", "посол — министр"),
    ("посол  и   министр", "посол и министр"),
    ("&laquo;Заря&raquo;&nbsp;и &#1055;&#x43e;&amp;nbsp;", "«Заря» и По"),
    ("<p>Посол <b>прибыл</b>.</p><p>Он рад.</p>", "Посол прибыл. | Он рад."),
    ("<h2>Итоги</h2><ul><li>мир</li><li>труд</li></ul>", "Итоги | мир | труд"),
    ('Да<script type="x">var a = "<b>";</script> нет<!-- <p> -->.', "Да нет."),
    ('<a href="https://example.org/?a=1&b=2">Посол</a>', "Посол"),
    ("**Посол** и _министр_ [рады](https://example.org)", "Посол и министр рады"),
    ("1\\. мир и COP\\-29", "мир и COP-29"),
    ("\ud83d посол", "\ufffd посол"),
    ("Да.\r\nНет.\rДа.\u2028Нет.\fДа.", "Да. | Нет. | Да. | Нет. | Да."),
    # nothing to mend
    ("COVIDом и COVID-19", "COVIDом и COVID-19"),
    ("cafe\u0301 и café", "cafe\u0301 и café"),
    ("a < b и c > d, R&D", "a < b и c > d, R&D"),
    ("2 * 3 * 4 и snake_case_name", "2 * 3 * 4 и snake_case_name"),
    ("ООН [1] (устав)", "ООН [1] (устав)"),
    ('"Заря" - газета 2020–2024', '"Заря" - газета 2020–2024'),
    ("Vitamin C и группа G7", "Vitamin C и группа G7"),
    ("Россия 😀 рада", "Россия 😀 рада"),
]


@pytest.mark.parametrize(("given_text", "expected"), WORDS + SENTENCES + BOUNDARIES + CHARACTERS)
def test_blocks(given_text: str, expected: str) -> None:
    assert blocks(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "word", "source"),
    [
        ("С Пред-\n\nседателем КНР", "Председателем", "Пред-\n\nседателем"),
        ("С вице-\nпремьером КНР", "вице-премьером", "вице-\nпремьером"),
        ("Пу\u00adтина\u0301 ждут", "Путина", "Пу\u00adтина\u0301"),
        ("<b>Пyтин</b>&nbsp;рад", "Путин", "Пyтин"),
        ("Он ждёт от-\n\n## Диалог\n\nношений.", "отношений", "от-\n\n## Диалог\n\nношений"),
        ("Он ждёт от-\n\n## Диалог\n\nношений.", "Диалог", "Диалог"),
        ("Си\u00a0Цзиньпин", "Си Цзиньпин", "Си\u00a0Цзиньпин"),
    ],
)
def test_span_leads_back(given_text: str, word: str, source: str) -> None:
    clean = repair(given_text)
    start = clean.text.index(word)
    low, high = clean.span(start, start + len(word))
    assert given_text[low:high] == source


def test_span_refuses_ranges_outside() -> None:
    with pytest.raises(ValueError, match="no range of the repaired text: 0 to 9, its length is 4"):
        repair("мир.").span(0, 9)


def test_edits_name_what_was_done() -> None:
    text = "Он\u00a0ждёт от-\n\n## Диалог\n\nношений."
    assert [(text[edit.start : edit.end], edit.kind) for edit in repair(text).edits] == [
        ("\u00a0", "space"),
        ("-", "broken word"),
        ("\n\n## Диалог", "moved"),
        ("\n\n", "broken word"),
    ]


CLEAN = """Министр прибыл в Женеву

ЖЕНЕВА, 5 мая. /Вестник/. Министр иностранных дел — глава делегации — начал визит. «Мы рады», — сказал он.

- Первый вопрос — торговля;
- второй вопрос — наука.

## Итоги

1. Встреча прошла хорошо: подписан договор (COP29).
"""


@pytest.mark.parametrize("text", ["", " \n ", "Мир.", "English text.", CLEAN])
def test_text_without_defects_is_unchanged(text: str) -> None:
    clean = repair(text)
    assert (clean.text, clean.edits) == (text, ())
    assert all(clean.span(i, i + 1) == (i, i + 1) for i in range(len(text)))


def test_clean_text_travels_between_processes() -> None:
    clean = repair("С Пред-\nседателем")
    copy = pickle.loads(pickle.dumps(clean))
    assert copy == clean
    assert copy.span(2, 14) == clean.span(2, 14)


ODD_SIGNS = "аеи\u0306\u0301Пyc-—\n\n  #*_[]()<>b/p&;l.,«»„“„\\1\u00ad\u00a0\x00\ud83d\r=|'\""
ODD = st.text(st.sampled_from(ODD_SIGNS), max_size=60)
PIECE = st.sampled_from(
    ["посол", "Женеве", "в", "и", "от-", "ношений", "Пред-", "седателем", "вице-", "премьер", "договор.", "«Заря»"]
) | st.sampled_from(
    ["— да", "- мир", "5 мая,", "г.", "## Итоги", "***", "12", "1. мир", "ИТОГИ ДНЯ", "<p>", "&nbsp;", "*да*", "Пyтин"]
)
JOINER = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\n\n\n\n", "\u00a0", "  "])
PAGE = st.lists(st.tuples(PIECE, JOINER), max_size=25).map(lambda pairs: "".join(a + b for a, b in pairs))


def check_map(clean: CleanText) -> None:
    original, text = clean.original, clean.text
    seen = bytearray(len(original))
    previous = 0
    moved = any(edit.kind == "moved" for edit in clean.edits)
    for i in range(len(text)):
        start, end = clean.span(i, i + 1)
        assert 0 <= start < end <= len(original)
        assert moved or start >= previous
        previous = start
        seen[start:end] = b"\1" * (end - start)
    for edit in clean.edits:
        assert 0 <= edit.start < edit.end <= len(original)
        seen[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    assert all(seen)
    last = 0
    for start, end in clean.blocks:
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end


@given(st.one_of(st.text(st.characters(codec=None), max_size=80), ODD, PAGE))
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost_silently(text: str) -> None:
    clean = repair(text)
    check_map(clean)
    assert repair(text) == clean


# Where a page may break these sentences, '/' inside a word and '_' between words, so that what must come out is known.
BREAKABLE = [
    "Посол, прибывший в Женеву, обсудил_развитие дру/жественных от/ношений двух стран.",
    "Вице-/премьер Нью-/Йорка, как сообщили_журналистам, встретил пред/седателя_партии «Заря».",
    "Стороны высоко оценили торгово-/экономическое сотрудничество,_назвав его многовектор/ным.",
]
TEASER = "\n## Итоги\n\nСтраны дружат давно\n\n\n"
BREAKS = st.sampled_from(
    ["", "", "\n", " \n", "\n\n", "\n\n\n", "\n\n## Диалог\n\n", "\n\n***\n\n", "\n\n- 12 -\n\n", TEASER]
)


@st.composite
def damaged_pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page with broken words and sentences, and its paragraphs as they were."""
    page, whole = [], []
    for sentence in draw(st.lists(st.sampled_from(BREAKABLE), min_size=1, max_size=4)):
        text = ""
        for char in sentence:
            if char not in "/_":
                text += char
            elif place := draw(BREAKS):
                text += place if char == "_" else ("" if text[-1] == "-" else "-") + place
            elif char == "_":
                text += " "
        page.append(text)
        whole.append(sentence.replace("/", "").replace("_", " "))
    return "\n\n".join(page), whole


@given(damaged_pages())
@settings(max_examples=300, deadline=None)
def test_damaged_page_is_whole_again(page: tuple[str, list[str]]) -> None:
    text, paragraphs = page
    once = repair(text)
    check_map(once)
    found = [once.text[start:end] for start, end in once.blocks]
    # With a blank line behind every line, a paragraph ends like a line: whole sentences may share a block.
    assert " ".join(block for block in found if block.endswith(".")) == " ".join(paragraphs)
    assert {block for block in found if not block.endswith(".")} <= {"Диалог", "Итоги", "Страны дружат давно"}
    assert repair(once.text).text == once.text


@given(st.lists(st.sampled_from(["Посол прибыл в Женеву.", "Стороны, сказал он, рады.", "Итоги встречи"]), max_size=8))
def test_paragraphs_stay(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    clean = repair(text)
    assert clean.text == text
    assert [text[start:end] for start, end in clean.blocks] == paragraphs


HUGE = {
    "one line": "Министр иностранных дел прибыл в Женеву. " * 125_000,
    "one word": "а" * 5_000_000,
    "mixed word": "аa" * 500_000,
    "quotes": "«" * 10_000 + "да" + "»" * 10_000,
    "curly quotes": "“" * 10_000 + "да" + "”" * 10_000,
    "hyphens": "а-" * 500_000,
    "line ends after hyphens": "пред-\n" * 100_000,
    "broken words": "пред-\nседатель " * 100_000,
    "line ends": "\n" * 2_000_000,
    "blanks": " " * 3_000_000,
    "blank lines": " \n" * 500_000,
    "open tags": "<b " * 300_000,
    "open comments": "<!--" * 300_000,
    "open scripts": "<script>" * 200_000,
    "attributes": "<b " + "a=1 " * 300_000,
    "stars": "*а " * 300_000,
    "star run": "*" * 500_000,
    "underscores": "_а " * 300_000,
    "brackets": "[" * 300_000 + "](",
    "links": "[а](" * 200_000,
    "entities": "&amp;" * 200_000,
    "equals": "=" * 500_000,
    "dashes": "— " * 300_000,
    "open sentence": "слово\n" * 100_000,
    "headings": "от-\n## Итог\n" * 50_000,
    "stress": "а\u0301" * 300_000,
    "soft hyphens": "а\u00ad" * 300_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_texts_come_to_an_end(text: str) -> None:
    """In linear time they take up to 3 seconds; in square time they would take days."""
    clean = repair(text)
    start, end = clean.span(0, len(clean.text)) if clean.text else (0, 0)
    assert 0 <= start <= end <= len(text)


# A double break that the dictionary cannot see whole: the first decision is taken before the third part is read.
@pytest.mark.xfail(strict=True)
def test_word_in_three_parts() -> None:
    assert blocks("торгово-¶эконо-¶мическое") == "торгово-экономическое"
