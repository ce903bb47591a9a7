"""Event records: who counts as what, and which relations are events."""

from __future__ import annotations

import csv
import json

import pytest

from diplo_ner import Extraction, Organization, extract
from diplo_ner.export.actors import Actors
from diplo_ner.export.events import ICEWS_COLUMNS, plover_records, to_icews, to_plover
from extractions import made

TEXT = (
    "Президент Латвии Янис Озолс 12 марта 2024 года встретился в Риге с депутатом парламента Эстонии Марком Тамме. "
    "Бывший министр обороны Литвы Пятрас Йонайтис осудил Польшу. Эстония не подписала договор."
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(TEXT)


def test_records(extraction: Extraction) -> None:
    records = {record["relation"]: record for record in plover_records([("one", extraction)])}
    assert set(records) == {r.type for r in extraction.relations if r.plover}, "facts about actors are no events"
    met = records["met"]
    assert {key: met[key] for key in list(met)[1:12]} == {
        "event_date": "2024-03-12", "event_type": "CONSULT", "event_mode": None,
        "actor_name": "Янис Озолс", "actor_country": "LVA", "primary_actor_sector": "GOV",
        "recipient_name": "Марк Тамме", "recipient_country": "EST", "primary_recipient_sector": "LEG",
        "placename": "Рига", "country": "LVA",
    }  # fmt: skip
    assert (met["cameo"], met["status"], met["story"]) == ("040", "asserted", "one")
    start, end = met["start"], met["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert TEXT[start:end] == met["text"]
    assert records["criticizes"]["primary_actor_sector"] is None, "a former minister is no government"
    assert records["signed"]["status"] == "negated"
    assert records["signed"]["recipient_type"] == "DOCUMENT"


def test_a_mode_follows_the_type() -> None:
    relation = made().relations[1].model_copy(update={"plover": "CONSULT-phone"})
    record = next(plover_records([("one", made().model_copy(update={"relations": (relation,)}))]))
    assert (record["event_type"], record["event_mode"]) == ("CONSULT", "phone")


def test_lines(extraction: Extraction) -> None:
    documents = [("a\tb", extraction), ("two", made())]
    records = [json.loads(line) for line in to_plover(documents)]
    assert records == list(plover_records(documents))
    rows = list(csv.DictReader(to_icews(documents), delimiter="\t"))
    assert list(rows[0]) == list(ICEWS_COLUMNS)
    assert [row["CAMEO Code"] for row in rows] == [record["cameo"] for record in records]
    assert rows[0]["Story ID"] == "a b"
    assert rows[-1]["Evidence"] == " ".join(str(records[-1]["text"]).split())
    assert None not in rows[-1].values()


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Министерство обороны Латвии", "LV", "GOV"),
        ("МИД Латвии", "LV", "GOV"),
        ("Парламент Эстонии", "EE", "LEG"),
        ("Вооружённые силы Эстонии", "EE", "MIL"),
        ("Вооружённые силы освобождения", None, None),
        ("Организация Объединённых Наций", None, "IGO"),
        ("Свободная сирийская армия", "SY", None),
        ("Рижский завод", "LV", None),
    ],
)
def test_sectors_of_bodies(name: str, country: str | None, sector: str | None) -> None:
    body = Organization(id="E1", name=name, mentions=(), country=country)
    assert Actors(Extraction(text="", entities=(body,))).sector(body) == sector
