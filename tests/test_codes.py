"""CAMEO codes follow the words beside the predicate; the same predicate without them has the type's first code."""

from __future__ import annotations

import pytest

from diplo_ner import extract


@pytest.mark.parametrize(
    ("text", "relation", "code"),
    [
        ("Латвия и Эстония развивают сотрудничество.", "cooperates_with", "060"),
        ("Латвия и Эстония развивают военное сотрудничество.", "cooperates_with", "062"),
        ("Латвия и Эстония развивают торгово-экономическое сотрудничество.", "cooperates_with", "061"),
        ("Латвия помогает Молдавии.", "aids", "070"),
        ("Латвия направила Молдавии гуманитарную помощь.", "aids", "073"),
        ("Латвия передала Молдавии партию танков.", "aids", "072"),
        ("Эстония предоставила Молдавии кредит.", "aids", "071"),
        ("Латвия пригрозила Эстонии.", "threatens", "130"),
        ("Латвия пригрозила Эстонии ядерным ударом.", "threatens", "138"),
        ("Латвия направила Эстонии ультиматум.", "threatens", "139"),
        ("Турция нанесла удар по Сирии.", "fights", "190"),
        ("Турция нанесла авиаудар по Сирии.", "fights", "195"),
        ("Латвия провела с Эстонией переговоры.", "met", "046"),
        ("Эстония признала независимость Косово.", "supports", "054"),
        ("Эстония наложила вето на резолюцию.", "rejects", "129"),
    ],
)
def test_code(text: str, relation: str, code: str) -> None:
    assert [r.cameo for r in extract(text).relations if r.type == relation] == [code]
