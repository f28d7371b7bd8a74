"""People as the partition of identities by certain evidence: connected components, crowds left out."""

from __future__ import annotations

from dataclasses import dataclass

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


def partition(identities: int, one: Numbers, other: Numbers, shared_by: int) -> Partition:
    """People from pairs (`one`, `other`) of identities that stand together, each pair once.

    An identity beside `shared_by` or more others that nothing else ties together belongs to nobody (METRICS.md §2):
    it is taken out, and the rest is partitioned without it. The result does not depend on the order of the pairs.
    """
    beside = np.bincount(one, minlength=identities) + np.bincount(other, minlength=identities)
    suspect = beside >= shared_by
    kept = ~(suspect[one] | suspect[other])
    without = _components(identities, one[kept], other[kept])
    neighbours = np.zeros(identities, dtype=np.int64)
    for number in np.flatnonzero(suspect):
        others = np.concatenate([other[one == number], one[other == number]])
        neighbours[number] = len(np.unique(without[others]))
    is_ignored = neighbours >= shared_by
    kept = ~(is_ignored[one] | is_ignored[other])
    return Partition(_components(identities, one[kept], other[kept]), neighbours, is_ignored)


def _components(identities: int, one: Numbers, other: Numbers) -> Numbers:
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(identities, identities))
    _, labels = connected_components(graph, directed=False)
    return labels.astype(np.int64)
