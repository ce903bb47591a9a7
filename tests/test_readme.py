"""The examples of the README run, and the first prints what the README says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"


def test_examples_run_and_the_first_prints_its_block(capsys: pytest.CaptureFixture[str]) -> None:
    readme = README.read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    block = re.search(r"<!-- output:first-example -->\n```text\n(.*?)```\n<!-- /output -->", readme, re.DOTALL)
    assert examples
    assert block, "run python benchmarks/readme.py first-example"
    namespace: dict[str, Any] = {}
    printed = []
    for example in examples:
        exec(example, namespace)
        printed.append(capsys.readouterr().out)
    assert printed[0] == block[1], "run python benchmarks/readme.py first-example"
