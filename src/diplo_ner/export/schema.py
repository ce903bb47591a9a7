"""The JSON Schema of an extraction, as ``jsonl.py`` and ``model_dump_json`` write it.

The version changes with every change of the schema: its first number where a reader of the old one may fail (a field is
renamed or gone, a type is another), else the second. ``python -m diplo_ner.export.schema FOLDER`` writes the schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from diplo_ner.models import Extraction

VERSION = "1.0"


def extraction_schema() -> dict[str, Any]:
    """The schema in JSON Schema's draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:diplo-ner:extraction:{VERSION}",
        # In a written extraction every field is there, null where nothing is known.
        **Extraction.model_json_schema(mode="serialization"),
    }


def to_json() -> str:
    """The schema as the file of docs/schema has it."""
    return json.dumps(extraction_schema(), ensure_ascii=False, indent=2) + "\n"


def write_schema(folder: Path) -> Path:
    """Writes extraction-VERSION.json and returns its path; OSError where that cannot be."""
    path = folder / f"extraction-{VERSION}.json"
    path.write_text(to_json(), encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    print(write_schema(Path(sys.argv[1])))
