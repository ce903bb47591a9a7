"""How much work a call does, counted in steps of the interpreter: a clock would let a busy machine decide a test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Lines run and functions called, built-in ones too; what regular expressions do inside is not counted."""
    count = 0

    def line(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += 1
        return line

    def profile(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def grows_linearly(work: Callable[[str], object], piece: str, repeats: int) -> bool:
    """Whether four times the text costs at most five times the steps; a first call, not counted, fills the caches."""
    work(piece * repeats)
    few = steps(lambda: work(piece * repeats))
    return steps(lambda: work(piece * (4 * repeats))) <= 5 * few
