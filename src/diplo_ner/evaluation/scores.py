"""Counts that add up: precision, recall and F1 over sets of answers."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """``right`` of ``said`` answers are among the ``gold`` ones; figures are percentages, 0 where undefined."""

    right: int = 0
    said: int = 0
    gold: int = 0

    @classmethod
    def of(cls, said: Set[object], gold: Set[object]) -> Score:
        return cls(len(said & gold), len(said), len(gold))

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.said + other.said, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return 100 * self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.said + self.gold) if self.right else 0.0
