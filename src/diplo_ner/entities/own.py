"""The rows that a user adds to the gazetteers, for the document at hand.

What a module derives from them (a lexicon, a table of links) it caches by the object, which is the same for all texts
of one period.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from diplo_ner.resources.gazetteers import CityRow, CountryRow, OrganizationRow, PartyRow, PersonRow, PostRow

Row = CountryRow | CityRow | OrganizationRow | PartyRow | PersonRow


@dataclass(frozen=True, slots=True, eq=False)
class OwnRows:
    """Names and heads of posts that come before the package's own."""

    names: tuple[Row, ...] = ()
    posts: tuple[PostRow, ...] = ()

    @property
    def people(self) -> tuple[PersonRow, ...]:
        return tuple(row for row in self.names if isinstance(row, PersonRow))


NOTHING = OwnRows()
PERIODS = 8  # sets of rows for which what is derived from them is kept: texts of as many periods in turns
_CURRENT: ContextVar[OwnRows] = ContextVar("rows of a user", default=NOTHING)


def current() -> OwnRows:
    """The rows that hold for the document at hand."""
    return _CURRENT.get()


@contextmanager
def using(rows: OwnRows) -> Iterator[None]:
    """Have ``current`` give these rows, in this thread."""
    token = _CURRENT.set(rows)
    try:
        yield
    finally:
        _CURRENT.reset(token)
