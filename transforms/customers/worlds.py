"""Possible worlds: who the people would be if likely links held, one connected component of links at a time.

Certain people and nameless profiles that likely links tie together, directly or through others, form a component. Each
of its links holds or not, and a profile is at most one person, so it follows one of its links or none. Every
combination is a world of the component, with the product of its probabilities as weight; in world 0 no link holds,
which is what is certain. Components are independent of each other, so a count of people is what the unaffected come to
plus, for each component, its certain, its expected (weighted) and its largest count over its own worlds.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, product
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from transforms.customers.partition import Numbers, components
from transforms.engines.duckdb import Engine

AT_MOST_WORLDS = 32
"""Worlds of one component. Where there are more combinations, these are drawn from them."""
DRAWN, DRAWN_OF_MANY, MANY = AT_MOST_WORLDS - 2, 8, 1000
"""How many are drawn; fewer from a component of more than so many links, whose counts are steady as they are many."""
_WHOLE = 10**9
"""Weights are whole billionths, so that those of a component are exactly 1 and sums do not depend on their order."""

LINKS = """create or replace table work.links_in_use as
with nameless as (
    select distinct p.profile_id
    from work.profile_orders as p
    join core.orders as o on o.order_key = p.order_key
    where o.is_purchase and o.customer_id is null
)
select least(customer_id, other_id) as one, greatest(customer_id, other_id) as other, 'customer' as other_kind,
    max(probability) as probability
from work.likely_links
where other_kind = 'customer' and customer_id <> other_id
group by least(customer_id, other_id), greatest(customer_id, other_id)
union all
select customer_id as one, other_id as other, 'profile' as other_kind, max(probability) as probability
from work.likely_links
where other_kind = 'profile' and other_id in (select profile_id from nameless)
group by customer_id, other_id
"""
"""Likely links, each pair once; a profile without an unidentified purchase changes nobody."""

LINK_ENDS = """create or replace table work.link_ends as
select kind, id, cast(row_number() over (order by kind, id) - 1 as integer) as number
from (
    select 'customer' as kind, one as id from work.links_in_use
    union
    select other_kind as kind, other as id from work.links_in_use
)
"""
"""Certain people and profiles that a likely link touches, by number: people first, each kind by id."""

_LINKS_BY_NUMBER = """
select a.number as one, b.number as other, l.probability
from work.links_in_use as l
join work.link_ends as a on a.kind = 'customer' and a.id = l.one
join work.link_ends as b on b.kind = l.other_kind and b.id = l.other
order by a.number, b.number
"""

Combination = tuple[int, ...]
"""Which option each choice of a component takes; option 0 is always that no link holds."""


@dataclass(frozen=True)
class _Choice:
    """One thing that is so or otherwise: which link a profile follows, or whether two people are one."""

    links: tuple[tuple[int, int], ...]
    """Links by their ends, one of which may hold."""
    shares: tuple[float, ...]
    """Probability of each option, that of none first; they sum to 1."""


@dataclass
class Worlds:
    """Worlds of all components, and who is one person in each: parallel lists."""

    scenario: list[int] = field(default_factory=list)
    component: list[int] = field(default_factory=list)
    world: list[int] = field(default_factory=list)
    weight: list[int] = field(default_factory=list)
    """In billionths."""
    worlds: list[int] = field(default_factory=list)
    """How many worlds the component has."""
    member: list[int] = field(default_factory=list)
    member_scenario: list[int] = field(default_factory=list)
    member_person: list[int] = field(default_factory=list)


def possible_worlds(
    names: Sequence[str], people: int, one: Numbers, other: Numbers, probability: NDArray[np.float64]
) -> Worlds:
    """Worlds of links between numbered ends, of which the first `people` are certain people, the rest profiles.

    A component's worlds depend on its own links only: neither on the order of the links nor on other components.
    `names` tell the ends apart for ever, so that where worlds are drawn the same ones are drawn again.
    """
    found = Worlds()
    if not names:
        return found
    label = components(len(names), one, other)
    links: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for link in sorted(zip(one.tolist(), other.tolist(), probability.tolist(), strict=True)):
        links[int(label[link[0]])].append(link)
    scenario = person = 0
    for number, each in enumerate(links.values(), start=1):
        choices = _choices(each, people)
        ends = sorted({end for first, second, _ in each for end in (first, second)})
        weights = _weights(choices, [f"{names[first]}\t{names[second]}" for first, second, _ in each])
        for world, (combination, weight) in enumerate(weights.items()):
            scenario += world > 0
            found.scenario.append(scenario if world else -number)
            found.component.append(number)
            found.world.append(world)
            found.weight.append(weight)
            found.worlds.append(len(weights))
            held = [choice.links[taken - 1] for choice, taken in zip(choices, combination, strict=True) if taken]
            for group in _groups(ends, held, people):
                person -= 1
                found.member += group
                found.member_scenario += [found.scenario[-1]] * len(group)
                found.member_person += [person] * len(group)
    return found


def _choices(links: Sequence[tuple[int, int, float]], people: int) -> list[_Choice]:
    """A choice for each pair of people, and one for each profile between its links and none."""
    of_profile: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    choices = []
    for link in links:
        if link[1] >= people:
            of_profile[link[1]].append(link)
        else:
            choices.append(_Choice((link[:2],), (1 - link[2], link[2])))
    for _, each in sorted(of_profile.items()):
        total = max(1.0, sum(link[2] for link in each))
        shares = [link[2] / total for link in each]
        choices.append(_Choice(tuple(link[:2] for link in each), (max(0.0, 1 - sum(shares)), *shares)))
    return choices


def _weights(choices: Sequence[_Choice], links: Sequence[str]) -> dict[Combination, int]:
    """Worlds in a fixed order, none first, and their weights in billionths."""
    none = (0,) * len(choices)
    if prod(len(choice.shares) for choice in choices) <= AT_MOST_WORLDS:
        every = product(*(range(len(choice.shares)) for choice in choices))
        weights = {
            each: int(_WHOLE * prod(choice.shares[taken] for choice, taken in zip(choices, each, strict=True)) + 1e-3)
            for each in every
        }
    else:
        # every link that can hold beside the others, so that the largest counts see it; it weighs nothing by itself
        weights = {none: 0, tuple(max(range(1, len(c.shares)), key=c.shares.__getitem__) for c in choices): 0}
        draws = max(DRAWN_OF_MANY, min(DRAWN, DRAWN * MANY // len(links)))
        for each in _drawn(choices, links, draws):
            weights[each] = weights.get(each, 0) + _WHOLE // draws
    weights[none] += _WHOLE - sum(weights.values())
    return weights


def _drawn(choices: Sequence[_Choice], links: Sequence[str], count: int) -> Iterator[Combination]:
    """So many combinations of equal weight in which every option is taken as often as its probability says.

    A Latin hypercube: per choice, one draw out of each of so many equal parts of 0 to 1, in an order of its own. The
    share of the draws in which a link holds is its probability to within one draw, and exactly so on average.
    """
    digest = hashlib.blake2b("\n".join(sorted(links)).encode(), digest_size=16).digest()
    chance = random.Random(int.from_bytes(digest, "big"))  # noqa: S311 (nothing is secret here)
    taken = []
    for choice in choices:
        bounds = list(accumulate(choice.shares))
        order = sorted(range(count), key=lambda _: chance.random())
        draws = [(part + chance.random()) / count for part in order]
        taken.append([min(sum(draw >= bound for bound in bounds), len(bounds) - 1) for draw in draws])
    return zip(*taken, strict=True)


def _groups(ends: Sequence[int], held: Sequence[tuple[int, int]], people: int) -> list[list[int]]:
    """Ends that are one person when these links hold; a profile that follows none of its links is nobody."""
    root = {end: end for end in ends}

    def top(end: int) -> int:
        while root[end] != end:
            end = root[end]
        return end

    for first, second in held:
        low, high = sorted((top(first), top(second)))
        root[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for end in ends:
        groups[top(end)].append(end)
    return [group for start, group in groups.items() if start < people]


def find_worlds(engine: Engine) -> None:
    """Tables work.link_ends, work.scenarios and work.world_members from work.likely_links and work.profile_orders.

    `scenarios`: one row per component and world. Scenario 0 is everybody no likely link touches, −n what is certain
    of the n-th component, a number above 0 another of its worlds; so certain figures are those of scenarios up to 0.
    `world_members`: who is which person in which scenario; persons are numbered below 0.
    """
    engine.run(LINKS)
    engine.run(LINK_ENDS)
    ends = engine.rows("select kind, id from work.link_ends order by number")
    links = engine.arrays(_LINKS_BY_NUMBER)
    found = possible_worlds(
        [f"{end['kind']} {end['id']}" for end in ends],
        sum(end["kind"] == "customer" for end in ends),
        links["one"],
        links["other"],
        links["probability"],
    )
    integers: dict[str, list[int]] = {
        "scenario": [0, *found.scenario],
        "component": [0, *found.component],
        "world": [0, *found.world],
        "worlds": [1, *found.worlds],
    }
    weights = [Decimal(weight).scaleb(-9) for weight in (_WHOLE, *found.weight)]
    columns: dict[str, Any] = {name: pa.array(values, pa.int32()) for name, values in integers.items()}
    engine.put("work.scenarios", {**columns, "weight": pa.array(weights, pa.decimal128(10, 9))})
    engine.put(
        "work.world_members",
        {
            "number": pa.array(found.member, pa.int32()),
            "scenario": pa.array(found.member_scenario, pa.int32()),
            "person": pa.array(found.member_person, pa.int32()),
        },
    )
