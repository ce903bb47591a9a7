"""Every example of the README and the docs runs, and prints what the page says; links between pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import PAGES, ROOT, lay, rewritten


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lay(tmp_path)
    assert rewritten(text, tmp_path) == text, "run python tests/pages.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_an_output_that_is_not_so_is_seen(tmp_path: Path) -> None:
    lay(tmp_path)
    page = "```python\nprint(1)\n```\n\n```text\n2\n```\n\n```sh\necho $((2+2))\n```\n"
    assert rewritten(page, tmp_path) == page.replace("\n2\n", "\n1\n")
    assert (tmp_path / "article.txt").exists()
