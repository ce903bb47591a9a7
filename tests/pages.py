"""Runs the examples of README.md and of the pages in docs/, in page order, and keeps the outputs they show true.

usage: python tests/pages.py [PAGE ...]      rewrites the outputs shown, of all pages or of those named

In a page, ``python`` blocks run one after another in one namespace; ``sh`` blocks that call the command run in bash.
A ``text`` block right after either shows what it prints. Each page runs in a folder of its own that holds
``article.txt``, the folder ``articles`` and a link to the repository's ``examples``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(
    r"^```(?P<kind>python|sh)\n(?P<code>.*?)^```\n(?P<gap>\s*(?:<!--[^\n]*-->\n)?)(?:```text\n(?P<output>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
_ARTICLES = ("agency_visit", "delegations", "ministry_talks", "president_site")
# Installing and cloning are done by .ci/run itself.
_INSTALLS = re.compile(r"\b(?:pip|git|make|apt-get)\b")


def rewritten(page: str, folder: Path) -> str:
    """The page with each shown output replaced by what its block prints when run in ``folder``."""
    run = _runner(folder)

    def renew(match: re.Match[str]) -> str:
        printed = run(match["kind"], match["code"])
        if match["output"] is None:
            return match[0]
        start, end = (match.start("output") - match.start(), match.end("output") - match.start())
        return match[0][:start] + printed + match[0][end:]

    return _BLOCK.sub(renew, page)


def lay(folder: Path) -> None:
    """Puts what pages may read into ``folder``."""
    samples = ROOT / "data/samples"
    shutil.copy(samples / "agency_visit.txt", folder / "article.txt")
    (folder / "articles").mkdir()
    for name in _ARTICLES:
        shutil.copy(samples / f"{name}.txt", folder / "articles")
    (folder / "examples").symlink_to(ROOT / "examples")


def _runner(folder: Path) -> Callable[[str, str], str]:
    namespace: dict[str, Any] = {"__name__": "page"}

    def run(kind: str, code: str) -> str:
        if kind == "sh":
            return "" if _INSTALLS.search(code) else _bash(code, folder)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.chdir(folder):
            exec(compile(code, "page", "exec"), namespace)
        return printed.getvalue()

    return run


def _bash(code: str, folder: Path) -> str:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode} of:\n{code}\n{done.stderr}")
    return done.stdout


def _in_new_folders(pages: list[Path]) -> Iterator[tuple[Path, str, str]]:
    for page in pages:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lay(folder)
            text = page.read_text(encoding="utf-8")
            yield page, text, rewritten(text, folder)


def main() -> None:
    for page, text, new in _in_new_folders([Path(name) for name in sys.argv[1:]] or PAGES):
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"rewritten: {page}")


if __name__ == "__main__":
    main()
