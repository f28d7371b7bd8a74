"""People as the partition of identities by certain evidence: connected components, crowds left out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Partition:
    """Per identity (by its number): its component, how many otherwise different identities it stands beside."""

    component: Numbers
    neighbours: Numbers
    """Worked out for suspects only, those beside at least the threshold's number of others; 0 for the rest."""
    is_ignored: NDArray[np.bool_]


def partition(
    identities: int,
    one: Numbers,
    other: Numbers,
    support: Numbers,
    *,
    shared_by: int,
    refused: Sequence[tuple[int, int]] = (),
) -> Partition:
    """People from pairs (`one`, `other`) of identities that stand together, each pair once.

    An identity beside `shared_by` or more others that nothing else ties together belongs to nobody (METRICS.md §2):
    it is taken out, and the rest is partitioned without it. `support` is how many orders each pair stands on; `refused`
    are pairs the owner holds apart. The result does not depend on the order of the pairs.
    """
    beside = np.bincount(one, minlength=identities) + np.bincount(other, minlength=identities)
    suspect = beside >= shared_by
    kept = ~(suspect[one] | suspect[other])
    without = components(identities, one[kept], other[kept])
    neighbours = np.zeros(identities, dtype=np.int64)
    for number in np.flatnonzero(suspect):
        others = np.concatenate([other[one == number], one[other == number]])
        neighbours[number] = len(np.unique(without[others]))
    is_ignored = neighbours >= shared_by
    kept = ~(is_ignored[one] | is_ignored[other])
    one, other = one[kept], other[kept]
    kept = cut(one, other, support[kept], refused)
    return Partition(components(identities, one[kept], other[kept]), neighbours, is_ignored)


def cut(one: Numbers, other: Numbers, support: Numbers, refused: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which pairs stay when the owner has said of each `refused` pair of identities that they are two people.

    As long as a way leads from one to the other, the pair on the shortest way that the fewest orders (`support`) speak
    for is given up; equals are decided by number.
    """
    kept = np.ones(len(one), dtype=np.bool_)
    if not refused:
        return kept
    ties: dict[int, dict[int, int]] = defaultdict(dict)
    for position, (left, right) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        ties[left][right] = ties[right][left] = position
    for start, end in sorted(refused):
        while way := _shortest_way(ties, start, end):
            weakest = min(
                (ties[left][right] for left, right in pairwise(way)),
                key=lambda position: (support[position], one[position], other[position]),
            )
            kept[weakest] = False
            left, right = int(one[weakest]), int(other[weakest])
            del ties[left][right], ties[right][left]
    return kept


def _shortest_way(ties: dict[int, dict[int, int]], start: int, end: int) -> list[int]:
    """Identities from start to end, both included; empty where no way leads there."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            way = [end]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return way[::-1]
        for there in sorted(ties.get(here, ())):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def components(identities: int, one: Numbers, other: Numbers) -> Numbers:
    """The component of each of so many numbers that pairs tie together."""
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(identities, identities))
    _, labels = connected_components(graph, directed=False)
    return labels.astype(np.int64)
