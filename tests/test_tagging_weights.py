"""The pack of weights: what is wrong with it is said, and stops the load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from diplo_ner.errors import WeightsError
from diplo_ner.tagging import weights
from diplo_ner.tagging.model import PACK, EntityModel, load_model
from diplo_ner.tagging.packs import natasha_path, read_navec

GOOD = weights.pack({"types": ["PERSON"]}, {"a": np.array([[1, 2], [3, 4]], np.float16), "b": np.ones(3, np.float32)})


def test_round_trip() -> None:
    meta, arrays = weights.unpack(GOOD, "pack")
    assert meta == {"types": ["PERSON"]}
    assert arrays["a"].tolist() == [[1, 2], [3, 4]]
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no weights file"),
        (GOOD[:20], "no weights file"),
        (b"X" + GOOD[1:], "no weights file"),
        (GOOD[:8] + b"\x63" + GOOD[9:], "version 99"),
        (GOOD[:-1], "checksum"),
        (GOOD + b"\0", "checksum"),
        (GOOD[:-1] + b"\1", "checksum"),
        (GOOD[:60] + b"?" + GOOD[61:], "checksum"),
        (GOOD[:12] + b"\xff\xff\xff\xff" + GOOD[16:], "checksum"),
    ],
)
def test_damaged(content: bytes, message: str) -> None:
    with pytest.raises(WeightsError, match=message):
        weights.unpack(content, "pack")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"nowhere\.bin: cannot be read"):
        weights.read(tmp_path / "nowhere.bin")


def test_missing_model() -> None:
    with pytest.raises(WeightsError, match="lacks this model"):
        natasha_path("data/model/nothing.tar")


def test_arrays_of_another_shape() -> None:
    meta, arrays = weights.read(PACK)
    with pytest.raises(WeightsError, match="'affix' is"):
        EntityModel(meta, {**arrays, "affix": arrays["affix"][1:]}, read_navec())


def test_weights_of_other_word_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplo_ner.tagging.model.fingerprint", lambda: "other")
    with pytest.raises(WeightsError, match="other word lists"):
        load_model(read_navec())


def test_shipped_weights_stay_small() -> None:
    assert sum(path.stat().st_size for path in PACK.parent.iterdir() if path.is_file()) <= 8_000_000
