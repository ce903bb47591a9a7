"""The JSON Schema of extractions."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator, ValidationError

from diplo_ner import Extraction, extract
from diplo_ner.export.jsonl import to_lines
from diplo_ner.export.schema import VERSION, extraction_schema, to_json, write_schema
from extractions import extractions, made
from samples import sample_paths

SHIPPED = Path(__file__).parent.parent / "docs" / "schema" / f"extraction-{VERSION}.json"
VALIDATOR = Draft202012Validator(extraction_schema())


def test_the_shipped_schema_is_current(tmp_path: Path) -> None:
    assert write_schema(tmp_path).name == SHIPPED.name
    assert SHIPPED.read_text(encoding="utf-8") == to_json(), (
        "run make schema; a released schema changes with its VERSION"
    )
    Draft202012Validator.check_schema(extraction_schema())


@settings(deadline=None)
@given(extractions())
def test_lines_are_valid(extraction: Extraction) -> None:
    (line,) = to_lines([extraction])
    VALIDATOR.validate(json.loads(line))


def test_lines_of_the_samples_are_valid() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sample_paths()]
    for line in to_lines(map(extract, texts)):
        VALIDATOR.validate(json.loads(line))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("text"),
        lambda document: document["relations"][0].update(status="maybe"),
        lambda document: document["relations"][0].update(more=1),
        lambda document: document["entities"][0].update(type="PERSON"),
        lambda document: document["entities"][0]["mentions"][0].update(start=-1),
    ],
)
def test_the_schema_refuses_what_is_no_extraction(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = copy.deepcopy(made().model_dump(mode="json"))
    spoil(document)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(document)
