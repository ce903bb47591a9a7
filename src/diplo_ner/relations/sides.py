"""Who of a list acts with whom: 'A и B, а также C и D' are two pairs, 'между A, B и C, D' two sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

from diplo_ner.relations.actors import Document
from diplo_ner.relations.tree import Tree

_BETWEEN = "между+Ins"
_AGAIN = frozenset({"также", ";", "между"})  # 'между A и B и между C и D'


def pairs_within(document: Document, tree: Tree, group: Sequence[int], path: str) -> Iterator[tuple[int, int]]:
    """Pairs of mentions of a group that the ``path`` leads to, as the words between them part it."""
    mentions = document.layer.mentions
    group = sorted(group, key=lambda m: mentions[m].start)
    gaps = [tree.words[mentions[a].end : mentions[b].start] for a, b in pairwise(group)]
    parts = _parted(group, [i for i, gap in enumerate(gaps) if not _AGAIN.isdisjoint(gap)])
    joints = [i for i, gap in enumerate(gaps) if "и" in gap]
    if len(parts) > 1 and (path == _BETWEEN or all(len(part) > 1 for part in parts)):
        yield from (pair for part in parts for pair in combinations(part, 2))
    elif path == _BETWEEN and len(joints) > 1:
        yield from (pair for part in _parted(group, [joints[0] + 1]) for pair in combinations(part, 2))
    elif path == _BETWEEN and joints and joints[0] < len(gaps) - 1:
        yield from product(*_parted(group, joints))
    else:
        yield from combinations(group, 2)


def _parted(group: Sequence[int], after: Sequence[int]) -> list[Sequence[int]]:
    """The group cut behind the members with these numbers."""
    cuts = [0, *(i + 1 for i in after), len(group)]
    return [group[a:b] for a, b in pairwise(cuts)]
