"""Reads the packs that natasha installs: its word embeddings and its news models.

The packs are found without importing natasha, whose import loads much that is not needed here.
"""

from __future__ import annotations

import tarfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import decompress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from slovnet.exec.model import NER, Morph, Syntax
from slovnet.exec.pack import Pack

from diplo_ner.errors import WeightsError

Floats = NDArray[np.float32]

NAVEC = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
MORPH = "data/model/slovnet_morph_news_v1.tar"
SYNTAX = "data/model/slovnet_syntax_news_v1.tar"
NER_ = "data/model/slovnet_ner_news_v1.tar"

_SPECIAL = b"\n<unk>\n<pad>"
_NAVEC_ID = "news_v1_1B_250K_300d_100q"
_MODELS = {MORPH: (Morph, "tag"), SYNTAX: (Syntax, "rel"), NER_: (NER, "tag")}


class Vocabulary:
    """The words of the embeddings by their row, as they lie in the file: sorted, one after the other.

    A dictionary of as many strings would take ten times the memory, and each word is looked up once a process.
    """

    def __init__(self, words: bytes, special: int) -> None:
        """``words`` are in UTF-8, a line each; the last ``special`` of them ('<unk>', ...) stand outside the order."""
        self._words = words
        marks = np.flatnonzero(np.frombuffer(words, np.uint8) == ord("\n"))
        # A memoryview gives an int in a third of the time that an array of numpy takes.
        self._starts = array("I", np.concatenate([[0], marks + 1]).astype(np.uint32).tobytes())
        self._sorted = len(self) - special

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        return (self._word(row).decode("utf-8") for row in range(len(self)))

    def get(self, word: str) -> int | None:
        """The row of a word, in lower case."""
        key = word.encode("utf-8", "surrogatepass")
        row = bisect_left(range(self._sorted), key, key=self._word)
        return row if row < self._sorted and self._word(row) == key else None

    def _word(self, row: int) -> bytes:
        return self._words[self._starts[row] : self._starts[row + 1] - 1]


@dataclass(frozen=True, slots=True)
class Navec:
    """Quantised word embeddings of 300 dimensions.

    ``words`` gives the row of a word; ``indexes`` (words x 100, uint8, mapped from disk) picks one of the 256 codes of
    each part of the vector; ``codes`` (100 * 256 x 3) has those of all parts. ``unknown`` is the row of other words.
    """

    words: Vocabulary
    indexes: NDArray[np.uint8]
    codes: Floats
    unknown: int

    def vectors(self, rows: NDArray[np.int64]) -> Floats:
        """Rows as vectors, len(rows) x 300."""
        parts = self.indexes.shape[1]
        places = self.indexes[rows] + np.arange(parts) * (len(self.codes) // parts)
        vectors: Floats = self.codes.take(places.ravel(), axis=0)
        return vectors.reshape(len(rows), -1)


@dataclass(frozen=True, slots=True)
class StockModel:
    """A model of slovnet with its arrays in place, the vocabulary of its output, and that of its word shapes."""

    model: Any
    labels: tuple[str, ...]
    shapes: tuple[str, ...]


def natasha_path(name: str) -> Path:
    """Where the installed natasha keeps one of its files; WeightsError where it does not."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError("natasha is not installed, and with it its models: pip install natasha")
    path = Path(spec.submodule_search_locations[0]) / name
    if not path.is_file():
        raise WeightsError("the installed natasha lacks this model; install natasha>=1.6,<2 again", path=str(path))
    return path


def read_navec() -> Navec:
    """natasha's word embeddings; WeightsError where the pack is missing or damaged."""
    path = natasha_path(NAVEC)
    try:
        with tarfile.open(path, "r:") as tar:
            vocabulary = tar.extractfile("vocab.bin")
            if vocabulary is None:
                raise ValueError("vocab.bin is not a file")
            content = decompress(vocabulary.read())
            member = tar.getmember("pq.bin")
            start, size = member.offset_data, member.size
        words_count = int(np.frombuffer(content, np.uint32, 1)[0])
        content = content[4 + 4 * words_count :]
        if not content.endswith(_SPECIAL):
            raise ValueError("the vocabulary does not end in <unk> and <pad>")
        words = Vocabulary(content + b"\n", _SPECIAL.count(b"\n"))
        rows, _, parts, centroids = (int(n) for n in np.fromfile(path, np.uint32, 4, offset=start))
        if not len(words) == rows == words_count:
            raise ValueError(f"{len(words)} words for {rows} vectors")
        indexes = np.memmap(path, np.uint8, "r", start + 16, (rows, parts))
        codes_size = (size - 16 - rows * parts) // 4
        codes = np.fromfile(path, np.float32, codes_size, offset=start + 16 + rows * parts)
        return Navec(words, indexes, codes.reshape(parts * centroids, -1), rows - _SPECIAL.count(b"\n"))
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise WeightsError(f"the embeddings are damaged ({error}); install natasha again", path=str(path)) from error


def read_stock(name: str) -> StockModel:
    """One of natasha's news models (``MORPH``, ``SYNTAX``, ``NER_``); WeightsError where it is missing or damaged.

    Its word vocabulary is not read: all news models share that of the embeddings, which the model's id names.
    """
    path = natasha_path(name)
    kind, labels = _MODELS[name]
    try:
        with Pack(path) as pack:
            pack.load_meta().check_protocol()
            model = pack.load_model(kind)
            model = model.inject_arrays(dict(pack.load_arrays(model.weights)))
            if not str(model.emb.word.id).endswith(_NAVEC_ID):
                raise ValueError(f"made for the embeddings {model.emb.word.id}, not for {_NAVEC_ID}")
            return StockModel(model, tuple(pack.load_vocab(labels).items), tuple(pack.load_vocab("shape").items))
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise WeightsError(f"the model is damaged ({error}); install natasha again", path=str(path)) from error
