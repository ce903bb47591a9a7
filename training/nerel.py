"""Makes train.jsonl and dev.jsonl from NEREL's published brat files.

usage: python training/nerel.py NEREL-v1.1 OUT
NEREL-v1.1 is the directory of that name in github.com/nerel-ds/NEREL, with train/ and dev/ of .txt and .ann files.
Only the documents of documents.txt are written: the weights were trained on those of 'train', and 'dev' measured them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

DOCUMENTS = Path(__file__).with_name("documents.txt")


def entities(annotation: str) -> list[dict]:
    """Spans of a brat file; a discontinuous one by the start of its first and the end of its last fragment."""
    found = []
    for line in annotation.splitlines():
        if not line.startswith("T"):
            continue
        key, place, text = line.split("\t", 2)
        kind, extent = place.split(" ", 1)
        start, end = extent.split()[0], extent.split()[-1]
        found.append({"id": key, "type": kind, "start": int(start), "end": int(end), "text": text})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    listed = [line.split("\t") for line in DOCUMENTS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    args.out.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev"):
        with (args.out / f"{split}.jsonl").open("w", encoding="utf-8") as file:
            for name in (name for part, name in listed if part == split):
                # newline="": offsets count every character of the file as it is.
                with (args.source / split / f"{name}.txt").open(encoding="utf-8", newline="") as text_file:
                    text = text_file.read()
                annotation = (args.source / split / f"{name}.ann").read_text(encoding="utf-8")
                document = {"id": name, "text": text, "entities": entities(annotation)}
                file.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
