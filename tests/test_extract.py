"""extract() on plain and on odd input."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplo_ner import Extraction, Extractor, InputError, extract, extract_many
from diplo_ner.extractor import NO_RUSSIAN

TEXT = (
    "Президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме. "
    "Стороны подписали меморандум о торговле."
)
WORDS = [
    "президент", "Латвии", "Янис Озолс", "встретился", "с", "послом", "Марком Тамме", "«", "»", "в Риге", ",", ".",
    "\n\n", "## ", "от-\n", "ношений", "&nbsp;", "<b>", "российско-", "китайские", "переговоры", "\u00ad", "2 мая",
    "НАТО", "(", ")",
]  # fmt: skip


def offsets_hold(result: Extraction, text: str) -> None:
    assert result.text == text
    for entity in result.entities:
        assert entity.mentions, entity
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
    for relation in result.relations:
        evidence = relation.evidence
        assert text[evidence.start : evidence.end] == evidence.text != ""
        assert relation.head != relation.tail


def test_facts_of_a_plain_text() -> None:
    result = extract(TEXT)
    offsets_hold(result, TEXT)
    facts = {str(relation) for relation in result.relations}
    assert "met(Янис Озолс, Марк Тамме)" in facts
    assert "affiliated_with(Янис Озолс, Латвия)" in facts
    assert "affiliated_with(Марк Тамме, Эстония)" in facts


def test_json_round_trip() -> None:
    result = extract(TEXT)
    assert Extraction.model_validate_json(result.model_dump_json()) == result
    assert json.loads(result.model_dump_json())["relations"]


def test_many_is_a_stream_in_order_and_equals_one_by_one() -> None:
    texts = [TEXT, "", "Россия и Китай подписали договор.", TEXT]
    stream = extract_many(iter(texts))
    assert next(stream).text == TEXT
    assert [r.text for r in stream] == texts[1:]
    assert list(extract_many(texts)) == [extract(t) for t in texts]


def test_several_processes_give_the_same_stream() -> None:
    texts = [TEXT, "", "Россия и Китай подписали договор."]
    assert list(extract_many(texts, processes=2)) == list(extract_many(texts))


def test_same_text_same_result() -> None:
    assert Extractor().extract(TEXT) == Extractor().extract(TEXT)


@pytest.mark.parametrize("bad", [None, 1, b"\xd0", ["a"]])
def test_not_a_text(bad: object) -> None:
    with pytest.raises(InputError, match="must be str"):
        extract(bad)  # type: ignore[arg-type]


def test_lone_surrogate_is_named() -> None:
    with pytest.raises(InputError, match=r"lone surrogate .* at character 3"):
        extract("Рим\ud800")


def test_one_text_where_many_are_wanted() -> None:
    with pytest.raises(InputError, match="iterable of texts"):
        list(extract_many(TEXT))


@pytest.mark.parametrize(
    "text", ["", " \n\t", "No Russian here, Mr President met Mr Smith.", "12 345", "🙂🙂", "\x00\x00"]
)
def test_nothing_russian_gives_an_empty_result_with_a_note(text: str) -> None:
    result = extract(text)
    assert (result.text, result.entities, result.relations, result.notes) == (text, (), (), (NO_RUSSIAN,))


@pytest.mark.parametrize(
    "text",
    [
        "«" * 10_000 + "Россия" + "»" * 10_000,
        "Путин\x00 встретился\x00 с Си Цзиньпином.",
        "<p>Россия &amp; Китай</p><script>alert('США')</script> 🙂 Москва",
        "а-" * 20_000,
        "(" * 5_000 + "НАТО" + ")" * 5_000,
        "президент " * 3_000,
        "Россия, " * 2_000,
    ],
    ids=["quotes", "nul", "html", "hyphens", "brackets", "posts", "list"],
)
def test_odd_texts_end_and_keep_offsets(text: str) -> None:
    offsets_hold(extract(text), text)


def test_long_line_without_a_full_stop() -> None:
    line = "Президент Латвии Янис Озолс встретился с послом Эстонии Марком Тамме, "
    text = line * (300_000 // len(line))
    offsets_hold(extract(text), text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_offsets_on_pieces_of_news(text: str) -> None:
    result = extract(text)
    offsets_hold(result, text)
    assert extract(text) == result


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_offsets_on_any_string(text: str) -> None:
    offsets_hold(extract(text), text)
