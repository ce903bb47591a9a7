"""The exceptions of diplo_ner, all under one root.

DiploNerError
├── InputError          the text given cannot be read (not a string); also a TypeError
├── ProcessingError     a fault of diplo_ner on a text, or a worker process that died
├── DataError           a rule, gazetteer or weights file is wrong; says file:line and what is allowed
│   └── WeightsError    a weights file is damaged or of another version
└── MissingExtraError   an optional dependency is not installed; says which extra brings it; also an ImportError
"""

from __future__ import annotations


class DiploNerError(Exception):
    """Root of every error that diplo_ner raises on purpose."""


class InputError(DiploNerError, TypeError):
    """The input is not a text."""


class ProcessingError(DiploNerError):
    """A text that may well be right could not be read: the chain failed on it, or a worker process died."""


class DataError(DiploNerError):
    """A data file is wrong.

    ``path`` and ``line`` (1-based, or None where the fault is the whole file's) say where.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        where = "" if path is None else path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {message}" if where else message)
        self.path = path
        self.line = line


class WeightsError(DataError):
    """A weights file is damaged, incomplete or of a version that this release cannot read."""


class MissingExtraError(DiploNerError, ImportError):
    """An optional dependency is missing."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'diplo-ner[{extra}]'")
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return MissingExtraError, (self.package, self.extra)  # else a process pool breaks where it unpickles one
