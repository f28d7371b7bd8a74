"""Scores of linking: how many pairs and whole people are right, several methods side by side."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Partition = Mapping[str, Hashable]
"""Record -> the person it is said to be of."""


@dataclass(frozen=True, slots=True)
class Score:
    """How right a partition is: of what it says (precision), of what there is (recall), and both in one (F1)."""

    said: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what is said that is right; 1 where nothing is said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that is said."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.said + self.true) if self.said + self.true else 1.0


def people_of(records: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The partition that pairs of records make, each person called after its first record."""
    parent = {record: record for record in records}

    def root(record: str) -> str:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {record: root(record) for record in parent}


def _groups(partition: Partition) -> list[frozenset[str]]:
    groups: dict[Hashable, set[str]] = defaultdict(set)
    for record, person in partition.items():
        groups[person].add(record)
    return [frozenset(group) for group in groups.values()]


def pairwise(truth: Partition, found: Partition) -> Score:
    """Of pairs of records said to be one person's, how many are."""
    together = Counter((truth[record], found[record]) for record in truth)

    def pairs(sizes: Iterable[int]) -> int:
        return sum(size * (size - 1) // 2 for size in sizes)

    return Score(
        pairs(Counter(found[record] for record in truth).values()),
        pairs(Counter(truth.values()).values()),
        pairs(together.values()),
    )


def of_pairs(truth: Partition, said: Iterable[tuple[str, str]]) -> Score:
    """Of pairs said one by one, without what follows from them, how many are one person's."""
    distinct = {tuple(sorted(pair)) for pair in said}
    sizes = Counter(truth.values()).values()
    right = sum(truth[one] == truth[other] for one, other in distinct)
    return Score(len(distinct), sum(size * (size - 1) // 2 for size in sizes), right)


def whole_people(truth: Partition, found: Partition) -> Score:
    """Of people with all their records, singles too, how many are found exactly: no record missing, none too many."""
    said, true = _groups({record: found[record] for record in truth}), _groups(truth)
    return Score(len(said), len(true), len(set(said) & set(true)))


def show(text: str) -> None:
    """Print a table of scores; pytest shows it with -s or where the test fails."""
    sys.stdout.write(f"\n{text}\n")


def table(title: str, truth: Partition, methods: Mapping[str, Partition]) -> str:
    """Precision, recall and F1 of every method, by pairs and by whole people, as lines to print."""
    width = max(len(name) for name in methods)
    pairs = sum(1 for _ in _pairs(truth))
    lines = [
        f"{title}: {len(truth):,} records, {len(set(truth.values())):,} people, {pairs:,} true pairs",
        f"{'':{width}}   pairs: precision recall F1    whole people: precision recall F1",
    ]
    for name, found in methods.items():
        both = (pairwise(truth, found), whole_people(truth, found))
        cells = ["   ".join(f"{value:.3f}" for value in (each.precision, each.recall, each.f1)) for each in both]
        lines.append(f"{name:{width}}   {cells[0]}    {cells[1]}")
    return "\n".join(lines)


def _pairs(truth: Partition) -> Iterable[tuple[str, str]]:
    for group in _groups(truth):
        yield from combinations(sorted(group), 2)


def equal_in(records: Mapping[str, Mapping[str, str]], columns: Sequence[str]) -> dict[str, str]:
    """Baseline: records are one person's when they are equal in any of the columns (a blank equals nothing)."""
    first: dict[tuple[str, str], str] = {}
    pairs = []
    for record, values in records.items():
        for column in columns:
            if values.get(column):
                pairs.append((record, first.setdefault((column, values[column]), record)))
    return people_of(records, pairs)


def equal_throughout(records: Mapping[str, Mapping[str, str]], columns: Sequence[str]) -> dict[str, str]:
    """Baseline: records are one person's when they are equal in all of the columns (a blank equals a blank)."""
    first: dict[tuple[str, ...], str] = {}
    pairs = [
        (record, first.setdefault(tuple(values.get(column, "") for column in columns), record))
        for record, values in records.items()
    ]
    return people_of(records, pairs)
