"""Tagging: what it finds, and that it depends on nothing but the sentence."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from diplo_ner.records import Sentence, TaggedSentence, Token
from diplo_ner.segment import segment
from diplo_ner.tagging import load_tagger


def sentence_of(tokens: list[str]) -> Sentence:
    placed, at = [], 0
    for text in tokens:
        placed.append(Token(at, at + len(text), text))
        at += len(text) + 1
    return Sentence(0, placed[-1].end, tuple(placed), 0)


def tag(text: str) -> list[TaggedSentence]:
    return load_tagger().tag(segment(text, [(0, len(text))]))


def found(text: str, recognizer: str = "model") -> set[tuple[str, str]]:
    return {
        (span.type, " ".join(token.text for token in tagged.tokens[span.start : span.end]))
        for tagged in tag(text)
        for span in tagged.spans
        if span.recognizer == recognizer
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Министр обороны Франции Жан Морен посетил Киев.", ("POST", "Министр обороны Франции")),
        ("Министр обороны Франции Жан Морен посетил Киев.", ("COUNTRY", "Франции")),
        ("Министр обороны Франции Жан Морен посетил Киев.", ("PERSON", "Жан Морен")),
        ("Министр обороны Франции Жан Морен посетил Киев.", ("PLACE", "Киев")),
        ("Делегация Европейского союза вылетела в Баку.", ("ORGANIZATION", "Европейского союза")),
        ("Парламент 12 мая 2015 года ратифицировал договор.", ("DATE", "12 мая 2015 года")),
        ("В Женеве прошли переговоры министров.", ("EVENT", "переговоры министров")),
    ],
)
def test_finds(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize("text", ["Погода стояла тёплая.", "Он долго молчал и смотрел в окно.", "— — —", "1 2 3"])
def test_finds_nothing(text: str) -> None:
    assert not {item for item in found(text) if item[0] not in {"DATE"}}


def test_stock_spans_stand_beside() -> None:
    assert ("PERSON", "Жан Морен") in found("Министр обороны Франции Жан Морен посетил Киев.", "stock")


ODD = [
    ["слово"],
    ["."],
    ["\0"],
    ["\ud800"],
    ["😀😀"],
    ["a\u0301", "\u200b", "\ufffd"],
    ["И" * 5_000],
    ["-", "-", "5"],
    ["Иванов", "\0", "сказал", "\udfff", "."],
    ["Москва"] * 150,
    ["слово"] * 5_000,
]


@pytest.mark.parametrize("tokens", ODD, ids=range(len(ODD)))
def test_odd_tokens(tokens: list[str]) -> None:
    (tagged,) = load_tagger().tag([sentence_of(tokens)])
    count = len(tokens)
    assert len(tagged.pos) == len(tagged.feats) == len(tagged.heads) == len(tagged.deps) == count
    assert all(-1 <= head < count for head in tagged.heads)
    for span in tagged.spans:
        assert 0 <= span.start < span.end <= count
        assert 0 <= span.score <= 1


def test_no_sentences() -> None:
    assert load_tagger().tag([]) == []


def test_sentences_do_not_see_each_other() -> None:
    texts = [
        "Премьер-министр Вестландии Анна Линд 5 июня встретилась с послом Эстонии.",
        "Саммит завершился.",
        "Да.",
        "Ранее глава МИД Финляндии назвал соглашение «историческим», передаёт агентство.",
    ]
    sentences = [sentence for text in texts for sentence in segment(text, [(0, len(text))])]
    sentences += [sentence_of(tokens) for tokens in ODD[:6]]
    together = load_tagger().tag(sentences * 3)
    for sentence, tagged in zip(sentences * 3, together, strict=True):
        (alone,) = load_tagger().tag([sentence])
        assert alone.pos == tagged.pos
        assert alone.heads == tagged.heads
        assert alone.deps == tagged.deps
        assert [(s.start, s.end, s.type) for s in alone.spans] == [(s.start, s.end, s.type) for s in tagged.spans]
        assert [s.score for s in alone.spans] == pytest.approx([s.score for s in tagged.spans], abs=2e-4)


def test_threads_load_one_tagger() -> None:
    code = (
        "import threading, diplo_ner.tagging.tagger as t\n"
        "made = []\n"
        "class Counted(t.Tagger):\n"
        "    def __init__(self): made.append(1); super().__init__()\n"
        "t.Tagger = Counted\n"
        "threads = [threading.Thread(target=t.load_tagger) for _ in range(8)]\n"
        "[x.start() for x in threads]; [x.join() for x in threads]\n"
        "print(len(made))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "1"


def test_threads_give_the_same() -> None:
    text = "Министр обороны Франции Жан Морен посетил Киев."
    results: list[list[TaggedSentence]] = []
    threads = [threading.Thread(target=lambda: results.append(tag(text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [tag(text)] * 4
