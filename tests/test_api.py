"""The public surface that programs outside this repository call."""

from __future__ import annotations

import subprocess
import sys

from pydantic import BaseModel

import diplo_ner
from diplo_ner import models

PUBLIC = {
    "Country", "DataError", "Date", "DiploNerError", "Document", "Entity", "EntityType", "Event", "Evidence",
    "Extraction", "Extractor", "Failure", "FileResult", "Gender", "InputError", "Mention", "MentionKind",
    "MissingExtraError", "Organization", "Party", "Person", "Place", "Post", "ProcessingError", "Relation", "Status",
    "WeightsError", "extract", "extract_many",
}  # fmt: skip
FIELDS: dict[type[BaseModel], set[str]] = {
    models.Mention: {"start", "end", "text", "kind"},
    models.Evidence: {"start", "end", "text", "trigger", "rule"},
    models.Relation: {
        "id", "type", "head", "tail", "status", "place", "date", "event", "source", "evidence", "confidence", "plover",
        "cameo",
    },
    models.FileResult: {"path", "sha256", "extraction", "error"},
    models.Failure: {"position", "excerpt", "error", "message"},
    models.Extraction: {"text", "entities", "relations", "notes"},
    models.Person: {
        "id", "type", "name", "mentions", "name_is_guess", "wikidata", "given_name", "surname", "patronymic", "gender",
    },
    models.Post: {
        "id", "type", "name", "mentions", "name_is_guess", "wikidata", "title", "body", "deputy", "acting", "former",
    },
    models.Country: {"id", "type", "name", "mentions", "name_is_guess", "wikidata", "iso2", "iso3"},
    models.Date: {"id", "type", "name", "mentions", "name_is_guess", "wikidata", "iso"},
}  # fmt: skip


def test_public_names() -> None:
    assert set(diplo_ner.__all__) == PUBLIC
    for name in PUBLIC:
        assert hasattr(diplo_ner, name)


def test_fields_of_the_results() -> None:
    for model, fields in FIELDS.items():
        assert set(model.model_fields) == fields, model


def test_importing_loads_no_model_and_no_optional_package() -> None:
    code = (
        "import sys, diplo_ner\n"
        "heavy = {'natasha', 'slovnet', 'navec', 'pymorphy2', 'pymorphy3', 'pandas', 'networkx', 'rich', 'click'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_errors_are_of_one_tree() -> None:
    for name in ("DataError", "InputError", "MissingExtraError", "ProcessingError", "WeightsError"):
        assert issubclass(getattr(diplo_ner, name), diplo_ner.DiploNerError)
