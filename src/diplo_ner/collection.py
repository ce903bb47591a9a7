"""Garbage collection while a text is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


def uncollected(items: Iterator[T]) -> Iterator[T]:
    """The items, each made while the cyclic garbage collector rests; it is as it was wherever the caller has control.

    Reading a text makes many objects and no cycles, so that a collection finds nothing, but walks over all that is
    loaded and cached: an eighth of the time of texts full of words not met before. Mercurial's ``util.nogc`` does the
    same. Other threads' cycles wait until the text is read.
    """
    while True:
        was_on = gc.isenabled()
        gc.disable()
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            if was_on:
                gc.enable()
        yield item
