"""Writes the list of hyphenated words that diplo_ner.segment keeps whole: those that the embeddings know."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from diplo_ner.tagging.packs import read_navec

HEAD = """\
# The hyphenated words of navec_news_v1_1B_250K_300d_100q (natasha, MIT), one a line: these stay one token.
# Rebuilt by training/hyphenated.py.
"""


def main() -> None:
    words = sorted(word for word in read_navec().words if "-" in word and word.strip("-"))
    path = Path(str(files("diplo_ner"))) / "data/weights/hyphenated.txt"
    path.write_text(HEAD + "\n".join(words) + "\n", encoding="utf-8")
    print(f"{path}: {len(words)} words")


if __name__ == "__main__":
    main()
