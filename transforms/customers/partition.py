"""People as the partition of identity keys by certain evidence: connected components, crowds left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class Partition:
    """Component number of every identity key, and how many otherwise different identities each crowd stands beside."""

    component: dict[str, int]
    neighbours: dict[str, int]
    """Only keys beside at least the threshold's number of others; those at or over it in `ignored`."""
    ignored: frozenset[str]


def partition(
    keys: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    crowded: Iterable[tuple[str, str]],
    shared_by: int,
) -> Partition:
    """People from pairs of identity keys that stand together.

    A key beside `shared_by` or more identities that nothing else ties together belongs to nobody (METRICS.md §2):
    it is taken out, and the rest is partitioned without it. `crowded` lists (key, neighbour) of the suspects.
    The result does not depend on the order of anything given.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for key, neighbour in crowded:
        beside[key].add(neighbour)
    suspects = set(beside)
    without = _components(keys, [pair for pair in pairs if not suspects.intersection(pair)])
    neighbours = {key: len({without[other] for other in others}) for key, others in beside.items()}
    ignored = frozenset(key for key, number in neighbours.items() if number >= shared_by)
    component = _components(keys, [pair for pair in pairs if not ignored.intersection(pair)])
    return Partition(component, neighbours, ignored)


def _components(keys: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    number = {key: index for index, key in enumerate(sorted(keys))}
    rows = np.fromiter((number[one] for one, _ in pairs), dtype=np.int64, count=len(pairs))
    columns = np.fromiter((number[other] for _, other in pairs), dtype=np.int64, count=len(pairs))
    graph = coo_matrix((np.ones(len(pairs), dtype=np.int8), (rows, columns)), shape=(len(number), len(number)))
    _, labels = connected_components(graph, directed=False)
    return dict(zip(number, labels.tolist(), strict=True))
