"""Certain, likely and at most, once more the slow way: every world of likely links is written out and counted alone.

A counting is any function from people to rows, so the definitions of the tables stand in `tests.recount` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np

from transforms.customers.worlds import AT_MOST_WORLDS, possible_worlds

Row = dict[str, Any]
Key = tuple[Any, ...]
Group = frozenset[tuple[str, str]]
"""Ends of links that are one person: ('customer', id) or ('profile', id)."""


class World(NamedTuple):
    """One way it could be: how probable, and who is one person."""

    weight: float
    groups: list[Group]


def _links(likely_links: Iterable[Row], profiles: Mapping[str, list[Row]]) -> list[tuple[str, tuple[str, str], float]]:
    """Each pair once, with the highest probability given; profiles that bought nothing left out."""
    found: dict[tuple[str, tuple[str, str]], float] = {}
    for link in likely_links:
        one, kind, other = link["customer_id"], link["other_kind"], link["other_id"]
        if kind == "customer":
            one, other = sorted((one, other))
        if one != other and (kind == "customer" or profiles.get(other)):
            pair = one, (kind, other)
            found[pair] = max(found.get(pair, 0.0), link["probability"])
    return [(one, end, probability) for (one, end), probability in sorted(found.items())]


def components_of(likely_links: Iterable[Row], profiles: Mapping[str, list[Row]]) -> list[list[World]]:
    """Worlds of every component of likely links, the one without any link first."""
    pending = _links(likely_links, profiles)
    components = []
    while pending:
        mine = [pending.pop(0)]
        grown = True
        while grown:
            ends = {end for one, other, _ in mine for end in (("customer", one), other)}
            more = [link for link in pending if {("customer", link[0]), link[1]} & ends]
            pending = [link for link in pending if link not in more]
            mine += more
            grown = bool(more)
        components.append(_worlds(mine))
    return components


def _worlds(links: list[tuple[str, tuple[str, str], float]]) -> list[World]:
    ends = sorted({end for one, other, _ in links for end in (("customer", one), other)})
    options: dict[Any, list[tuple[float, Any]]] = {}
    for one, other, probability in links:
        if other[0] == "customer":
            pair = ("customer", one), other
            options[pair] = [(1 - probability, None), (probability, pair)]
    for profile in [end for end in ends if end[0] == "profile"]:
        shares = [(probability, (("customer", one), profile)) for one, other, probability in links if other == profile]
        total = max(1.0, sum(share for share, _ in shares))
        each = [(share / total, pair) for share, pair in shares]
        options[profile] = [(1 - sum(share for share, _ in each), None), *each]
    if prod(map(len, options.values())) > AT_MOST_WORLDS:
        return _drawn(ends, links)
    worlds = []
    for combination in product(*options.values()):
        held = [pair for _, pair in combination if pair is not None]
        worlds.append(World(prod(share for share, _ in combination), _grouped(ends, held)))
    return worlds


def _drawn(ends: list[tuple[str, str]], links: list[tuple[str, tuple[str, str], float]]) -> list[World]:
    """The worlds drawn for a component that has too many: those are a choice, and have a test of their own."""
    number = {end: place for place, end in enumerate(ends)}
    found = possible_worlds(
        [f"{kind} {name}" for kind, name in ends],
        sum(kind == "customer" for kind, _ in ends),
        np.array([number["customer", one] for one, _, _ in links]),
        np.array([number[other] for _, other, _ in links]),
        np.array([probability for _, _, probability in links]),
    )
    groups: dict[int, dict[int, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for member, scenario, person in zip(found.member, found.member_scenario, found.member_person, strict=True):
        groups[scenario][person].add(ends[member])
    return [
        World(weight / 10**9, [frozenset(group) for group in groups[scenario].values()])
        for scenario, weight in zip(found.scenario, found.weight, strict=True)
    ]


def _grouped(ends: Iterable[tuple[str, str]], held: Sequence[tuple[Any, Any]]) -> list[Group]:
    groups = [{end} for end in ends]
    for one, other in held:
        touched = [group for group in groups if one in group or other in group]
        groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return [frozenset(group) for group in groups if any(kind == "customer" for kind, _ in group)]


class Bounds:
    """Every world's people, and what a counting of people comes to in all of them."""

    def __init__(
        self, by_customer: Mapping[str, list[Row]], likely_links: Sequence[Row], profiles: Mapping[str, list[Row]]
    ) -> None:
        self.by_customer, self.profiles = by_customer, profiles
        self.components = components_of(likely_links, profiles)
        touched = {name for worlds in self.components for group in worlds[0].groups for _, name in group}
        self.untouched = {customer: each for customer, each in by_customer.items() if customer not in touched}

    def _orders(self, group: Group) -> list[Row]:
        return [
            order
            for kind, name in sorted(group)
            for order in (self.by_customer if kind == "customer" else self.profiles).get(name, [])
        ]

    def table(
        self,
        count: Callable[[Mapping[Any, list[Row]]], list[Row]],
        keys: tuple[str, ...],
        counted: tuple[str, ...],
        nothing: Mapping[str, Any],
    ) -> list[Row]:
        """Rows of a counting with X_likely, X_most and X_least beside each X; a row of nobody certain is `nothing`."""
        rows = {tuple(row[key] for key in keys): row for row in count(self.by_customer)}
        base = {tuple(row[key] for key in keys): row for row in count(self.untouched)}
        likely: dict[Key, dict[str, float]] = defaultdict(lambda: dict.fromkeys(counted, 0.0))
        most: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(counted, 0))
        least: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(counted, 0))
        for worlds in self.components:
            cells: list[dict[Key, Row]] = []
            for world in worlds:
                people = {group: self._orders(group) for group in world.groups if self._orders(group)}
                cells.append({tuple(row[key] for key in keys): row for row in count(people)})
            for key in {key for cell in cells for key in cell}:
                rows.setdefault(key, {**next(cell[key] for cell in cells if key in cell), **nothing})
                for name in counted:
                    counts = [cell[key][name] if key in cell else 0 for cell in cells]
                    likely[key][name] += sum(w.weight * n for w, n in zip(worlds, counts, strict=True))
                    most[key][name] += max(counts)
                    least[key][name] += min(counts)
        found = []
        for key, row in rows.items():
            bounds: Row = {}
            for name in counted:
                sure = base[key][name] if key in base else 0
                bounds[f"{name}_likely"] = float(sure + likely[key][name])
                bounds[f"{name}_most"] = sure + most[key][name]
                bounds[f"{name}_least"] = sure + least[key][name]
            found.append({**row, **bounds})
        return found

    def of_customer(self, customer: str, count: Callable[[list[Row]], int]) -> tuple[float, int]:
        """Likely and most of a count over the orders of whoever one customer is."""
        sure = count(self.by_customer[customer])
        for worlds in self.components:
            for group in worlds[0].groups:
                if ("customer", customer) in group:
                    mine = [next(g for g in world.groups if ("customer", customer) in g) for world in worlds]
                    counts = [count(self._orders(g)) for g in mine]
                    return sum(w.weight * n for w, n in zip(worlds, counts, strict=True)), max(counts)
        return float(sure), sure
