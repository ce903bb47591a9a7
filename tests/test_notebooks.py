"""The notebooks of examples/ run as they are, and find something."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shown(name: str, folder: Path) -> str:
    """What the cells of a copy of the notebook show when run; a cell that raises fails the test."""
    for part in ("examples", "data"):
        shutil.copytree(ROOT / part, folder / part)
    notebook = folder / "examples" / f"{name}.ipynb"
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", str(notebook)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outputs = [o for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", [])]
    return "".join("".join(part) for o in outputs for part in (o.get("text", ""), *o.get("data", {}).values()))


def test_one_article(tmp_path: Path) -> None:
    text = shown("one_article", tmp_path)
    assert '<div class="dn">' in text
    assert "trigger: " in text
    assert text.endswith("True\n")


def test_who_met_whom(tmp_path: Path) -> None:
    text = shown("who_met_whom", tmp_path)
    assert "13 articles" in text
    assert " 0 pairs" not in text
    assert text.endswith("True\n")
