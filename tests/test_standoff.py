"""brat and Label Studio: there, back, and back from what an annotator changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from diplo_ner import DataError, EntityType, Extraction, InputError, Person, Place, Relation, Status
from diplo_ner.export import brat, label_studio
from diplo_ner.export.brat import from_ann, read_brat, to_ann, write_brat
from diplo_ner.export.label_studio import from_task, read_label_studio, to_task, to_tasks
from diplo_ner.resources.catalogue import catalogue
from extractions import TEXT, extractions, made


@settings(deadline=None)
@given(extractions())
def test_brat_there_and_back(extraction: Extraction) -> None:
    lines = list(to_ann(extraction))
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert from_ann(extraction.text, lines) == extraction


@settings(deadline=None)
@given(extractions())
def test_label_studio_there_and_back(extraction: Extraction) -> None:
    assert from_task(json.loads(json.dumps(to_task(extraction)))) == extraction


def test_brat_lines() -> None:
    lines = list(to_ann(made()))
    assert "T1\tCOUNTRY 12 18\tЛатвии" in lines
    assert "N1\tReference T1 Wikidata:Q211\tЛатвия" in lines
    assert "T2\tPERSON 19 23;25 30\tЯнис Озолс" in lines, "no annotation may hold a line end"
    assert "*\tEquiv T2 T3" in lines
    assert "A1\tKind T3 pronoun" in lines
    assert "R2\tmet Arg1:T3 Arg2:T5" in lines, "the mention in the evidence, not the first"
    assert "A2\tStatus R2 planned" in lines


def test_brat_files_keep_line_ends(tmp_path: Path) -> None:
    assert write_brat([("one", made()), ("two", Extraction(text="\r"))], tmp_path / "new") == 2
    assert (tmp_path / "new" / "one.txt").read_bytes() == TEXT.encode()
    assert list(read_brat(tmp_path / "new")) == [("one", made()), ("two", Extraction(text="\r"))]
    assert b"\r" not in (tmp_path / "new" / "one.ann").read_bytes()
    for name in ("", "a/b"):
        with pytest.raises(InputError, match="not the name of a file"):
            write_brat([(name, made())], tmp_path / "new")


def test_brat_configuration_names_all_types() -> None:
    sections = brat.configuration().split("[")
    assert sections[1].split() == ["entities]", *EntityType]
    assert [line.split()[0] for line in sections[2].splitlines()[1:]] == list(catalogue())
    assert (
        "met\tArg1:COUNTRY|ORGANIZATION|PARTY|PERSON, Arg2:COUNTRY|ORGANIZATION|PARTY|PERSON, <REL-TYPE>:symmetric"
        in (sections[2])
    )


HAND = "Анна встретила Ли. Ли уехал."
LINES = ["T1\tPERSON 0 4\tАнна", "T2\tPERSON 15 17\tЛи", "T3\tPERSON 19 21\tЛи", "R1\tmet Arg1:T1 Arg2:T2"]


def test_brat_of_an_annotator() -> None:
    extraction = from_ann(HAND, [*LINES, "*\tEquiv T2 T3", "A1\tStatus R1 negated", "#1\tAnnotatorNotes T1\tкто это?"])
    assert [(e.id, e.name, len(e.mentions)) for e in extraction.entities] == [("E1", "Анна", 1), ("E2", "Ли", 2)]
    met = extraction.relations[0]
    assert str(met) == "met(Анна, Ли) [negated]"
    assert (met.evidence.text, met.evidence.rule) == ("Анна встретила Ли", "annotated")
    assert (met.plover, met.cameo) == ("CONSULT", "040"), "the catalogue has the codes of the type"


def test_a_corrected_type_drops_what_only_the_old_one_has() -> None:
    lines = [line.replace("PLACE", "ORGANIZATION").replace("\tmet ", "\tsupports ") for line in to_ann(made())]
    extraction = from_ann(TEXT, [line.replace("COUNTRY", "PLACE") for line in lines])
    assert extraction.entity("E1") == Place(
        id="E1", name="Латвия", mentions=made().entity("E1").mentions, wikidata="Q211"
    )
    assert (extraction.relations[1].type, extraction.relations[1].cameo) == ("supports", "051")


def test_a_deleted_entity_takes_its_qualifiers_along() -> None:
    lines = [line for line in to_ann(made()) if "T4" not in line]
    assert from_ann(TEXT, lines).relations[1] == made().relations[1].model_copy(update={"place": None})


def test_an_entity_without_mentions_is_left_out() -> None:
    whole = made()
    nowhere = Person(id="E9", name="Никто", mentions=())
    relation = Relation(id="R9", type="met", head="E2", tail="E9", evidence=whole.relations[0].evidence)
    more = Extraction(text=TEXT, entities=(*whole.entities, nowhere), relations=(*whole.relations, relation))
    assert from_ann(TEXT, to_ann(more)) == whole
    assert from_task(to_task(more)) == whole


def test_a_discontinuous_annotation_becomes_its_extent() -> None:
    (person,) = from_ann(HAND, ["T1\tPERSON 0 4;15 17\tАнна Ли"]).entities
    assert [m.text for m in person.mentions] == ["Анна встретила Ли"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T9\tPERSON 0 4\tЛи", r"a\.ann:5: the text has 'Анна' at 0 4, not 'Ли'; were the \.txt"),
        ("T9\tPERSON 0\tЛи", r"a\.ann:5: not a type and offsets"),
        ("R9\tmet Arg1:T1", r"a\.ann:5: not a relation of Arg1 and Arg2"),
        ("R9\tmet Arg1:T1 Arg2:T7", r"a\.ann:5: R9 refers to T7"),
        ("E1\tMeet:T1 Who:T2", r"a\.ann:5: an annotation of a kind that is not read"),
        ("T9\tCAT 0 4\tАнна", r"a\.ann: unknown entity type 'CAT'; known: PERSON, POST"),
        ("T9\tPERSON 28 28\t", r"a\.ann: no span of the text: 28 to 28"),
        ("*\tEquiv T1 T4", r"a\.ann: one entity of several types, PERSON, PLACE: 'Анна'"),
        ("A1\tKind T1 nickname", r"a\.ann: Input should be 'name', "),
    ],
)
def test_a_bad_annotation_says_where(line: str, message: str) -> None:
    lines = [*LINES[:3], "T4\tPLACE 22 27\tуехал"]
    with pytest.raises(DataError, match=message):
        from_ann(HAND, [*lines, line], path="a.ann")


def exported(change: Callable[[list[dict[str, Any]]], None], **more: Any) -> dict[str, Any]:
    """The task of the example as Label Studio gives it back after somebody's work."""
    task: dict[str, Any] = to_task(made(), "one")
    result = task["predictions"][0]["result"]
    change(result)
    return {**task, "annotations": [{"result": result, **more}, {"result": [], "was_cancelled": True}]}


def test_label_studio_of_an_annotator() -> None:
    def work(result: list[dict[str, Any]]) -> None:
        for entry in result:
            if entry["type"] == "relation":
                entry.pop("meta", None)  # the editor keeps it for regions alone
        value = {"start": TEXT.index("Президент"), "end": TEXT.index(" Латвии"), "labels": ["POST"]}
        result.append({"id": "new", "type": "labels", "value": value, "meta": {"text": ["см. словарь"]}})
        result.append(
            {"type": "relation", "from_id": "new", "to_id": "m1", "direction": "left", "labels": ["holds_post"]}
        )
        result.append({"type": "choices", "value": {"choices": ["news"]}})

    extraction = from_task(exported(work))
    assert [str(r) for r in extraction.relations] == [
        "affiliated_with(Янис Озолс, Латвия)", "met(Янис Озолс, Ли) [planned]", "holds_post(Янис Озолс, Президент)",
    ]  # fmt: skip
    assert extraction.relations[1].status is Status.PLANNED
    assert extraction.relations[1].cameo == "040"
    assert extraction.entity("E2") == made().entity("E2")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda result: result[0]["value"].update(text="Литва"), "the text has 'Латвии' at 12 to 18, not 'Литва'"),
        (lambda result: result[0]["value"].update(labels=["PLACE", "COUNTRY"]), "region m0 has 2 labels, not one"),
        (lambda result: result[0]["value"].pop("labels"), "not a task of Label Studio's JSON: KeyError: 'labels'"),
        (lambda result: result.pop(0), "a relation refers to m0, which is no region"),
        (lambda result: result[-1].update(labels=[]), "a relation needs a type and at most one status"),
        (lambda result: result[0]["value"].update(start="0"), "not a task of Label Studio's JSON: TypeError"),
    ],
)
def test_a_bad_task_says_what_is_wrong(change: Callable[[list[dict[str, Any]]], None], message: str) -> None:
    with pytest.raises(DataError, match=message):
        from_task(exported(change))


def test_label_studio_file(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    documents = [("one", made()), ("two", Extraction(text="а"))]
    path.write_text("\n".join(to_tasks(documents)), encoding="utf-8")
    assert list(read_label_studio(path)) == [made(), Extraction(text="а")]
    assert [task["data"]["name"] for task in json.loads(path.read_text(encoding="utf-8"))] == ["one", "two"]
    path.write_text("\n".join(to_tasks([])), encoding="utf-8")
    assert list(read_label_studio(path)) == []
    for content, message in (("{", "no JSON"), ("{}", "a list of tasks"), ('[{"data": {}}]', r"\[0\]: not a task")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=message):
            list(read_label_studio(path))


def test_label_studio_configuration_names_all_types() -> None:
    view = ElementTree.fromstring(label_studio.configuration())
    assert [label.get("value") for label in view.iter("Label")] == list(EntityType)
    relations = [relation.get("value") for relation in view.iter("Relation")]
    assert relations == [*catalogue(), "planned", "negated", "hypothetical", "former", "same_as"]
