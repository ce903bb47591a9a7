"""Garbage collection rests while texts are read, finds nothing afterwards, and is the caller's at all other times."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from diplo_ner import extract, extract_many
from diplo_ner.collection import uncollected
from diplo_ner.errors import InputError

TEXTS = [
    "Президент Словении Наташа Пирц Мусар приняла в Любляне министра иностранных дел Финляндии Элину Валтонен.",
    "Посол Чили Эдуардо Эскобар вручил верительные грамоты. Он сменил на этом посту Хуана Эгигурена.",
]


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_reading_leaves_no_cycles() -> None:
    list(extract_many(TEXTS))  # loads what is loaded once
    gc.collect()
    gc.disable()
    read = [extract("Кроме того, " + text) for text in TEXTS]
    assert all(one.relations for one in read)
    assert gc.collect() == 0


def test_the_collector_rests_only_while_an_item_is_made() -> None:
    def states() -> Iterator[bool]:
        yield gc.isenabled()
        yield gc.isenabled()

    for state in uncollected(states()):
        assert (state, gc.isenabled()) == (False, True)


def test_the_collector_is_on_after_an_error() -> None:
    def failing() -> Iterator[str]:
        yield "one"
        raise KeyError("two")

    with pytest.raises(KeyError, match="two"):
        list(uncollected(failing()))
    assert gc.isenabled()
    with pytest.raises(InputError):
        extract("\ud800")
    assert gc.isenabled()


def test_a_collector_that_the_caller_switched_off_stays_off() -> None:
    gc.disable()
    for _ in extract_many(TEXTS):
        assert not gc.isenabled()
    assert not gc.isenabled()
