"""The pack of the entity model: a header, a description in JSON, and the arrays, with a checksum over both.

Layout: 8 bytes of magic, the version (uint32), the length of the description (uint32), the SHA-256 of that length and
all that follows, the description (UTF-8 JSON: ``meta`` and ``arrays``), the arrays one after the other. All numbers are
little-endian.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diplo_ner.errors import WeightsError
from diplo_ner.tagging.packs import Floats

MAGIC = b"DIPLONER"
VERSION = 1
_HEADER = struct.Struct("<8sII32s")
_LENGTH = struct.Struct("<I")
_DTYPES: dict[str, np.dtype[Any]] = {"float16": np.dtype("<f2"), "float32": np.dtype("<f4")}


def pack(meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The bytes of a pack. Arrays must be float16 or float32."""
    description = {
        "meta": dict(meta),
        "arrays": [{"name": name, "dtype": array.dtype.name, "shape": array.shape} for name, array in arrays.items()],
    }
    text = json.dumps(description, ensure_ascii=False).encode("utf-8")
    data = b"".join(np.ascontiguousarray(array, _DTYPES[array.dtype.name]).tobytes() for array in arrays.values())
    return seal(text + data, len(text))


def seal(body: bytes, length: int) -> bytes:
    """The header in front of ``body``, whose first ``length`` bytes are the description."""
    return _HEADER.pack(MAGIC, VERSION, length, _digest(length, body)) + body


def read(path: Path) -> tuple[dict[str, Any], dict[str, Floats]]:
    """Description and arrays, widened to float32; WeightsError where the file is missing, damaged or too new."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"cannot be read ({error.strerror}); install diplo-ner again", path=str(path)) from error
    return unpack(content, str(path))


def unpack(content: bytes, path: str) -> tuple[dict[str, Any], dict[str, Floats]]:
    """As ``read``, from bytes; ``path`` is for the error."""
    if len(content) < _HEADER.size or not content.startswith(MAGIC):
        raise WeightsError("this is no weights file of diplo-ner; install diplo-ner again", path=path)
    _, version, length, digest = _HEADER.unpack_from(content)
    if version != VERSION:
        raise WeightsError(f"weights of version {version}; this release reads version {VERSION}", path=path)
    body = memoryview(content)[_HEADER.size :]
    if _digest(length, body) != digest:
        raise WeightsError("damaged: its checksum does not fit; install diplo-ner again", path=path)
    try:
        description = json.loads(bytes(body[:length]).decode("utf-8"))
        return dict(description["meta"]), _arrays(description["arrays"], body[length:])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise WeightsError(
            f"the description of its arrays is wrong ({error}); install diplo-ner again", path=path
        ) from error


def _arrays(entries: list[dict[str, Any]], data: memoryview) -> dict[str, Floats]:
    arrays: dict[str, Floats] = {}
    at = 0
    for entry in entries:
        dtype = _DTYPES[entry["dtype"]]
        count = math.prod(entry["shape"])
        arrays[entry["name"]] = np.frombuffer(data, dtype, count, at).reshape(entry["shape"]).astype(np.float32)
        at += count * dtype.itemsize
    return arrays


def _digest(length: int, body: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(_LENGTH.pack(length))
    digest.update(body)
    return digest.digest()
