"""Counts of people as certain, likely and at most, from the same count in every scenario of `work.scenarios`."""

from __future__ import annotations

from collections.abc import Sequence


def bounds_sql(counts: str, keys: Sequence[str], counted: Sequence[str], certain: Sequence[str] = ()) -> str:
    """Query: `keys`, for each X of `counted` X, X_likely, X_most and X_least, and each of `certain` as it is certain.

    `counts` is a query of keys, scenario and all of these columns; a scenario without a row counts nobody.
    X is that of the world in which no likely link holds. X_likely adds up every component's worlds by their weight.
    X_most adds up every component's largest count, X_least its smallest: components do not depend on each other.
    """
    by, several = ", ".join(keys), (*counted, *certain)
    summed = ", ".join(f"sum({name}) as {name}" for name in several)
    inner, outer = [], []
    for name in counted:
        count = f"cast(c.{name} as bigint)"
        inner += [
            f"sum(c.{name}) filter (where s.world = 0) as {name}",
            f"sum({count} * s.weight) as {name}_likely",
            f"max({count}) as {name}_most",
            f"case when count(*) < any_value(s.worlds) then 0 else min({count}) end as {name}_least",
        ]
        outer += [f"coalesce(sum({name}), 0) as {name}"]
        outer += [f"sum({name}_{bound}) as {name}_{bound}" for bound in ("likely", "most", "least")]
    inner += [f"sum(c.{name}) filter (where s.world = 0) as {name}" for name in certain]
    outer += [f"coalesce(sum({name}), 0) as {name}" for name in certain]
    indented = ",\n        "
    return f"""
with per_scenario as (
    select {by}, scenario, {summed} from ({counts}) group by {by}, scenario
),
per_component as (
    select {", ".join(f"c.{key}" for key in keys)},
        {indented.join(inner)}
    from per_scenario as c
    join work.scenarios as s on s.scenario = c.scenario
    group by {", ".join(f"c.{key}" for key in keys)}, s.component
)
select {by},
    {indented.join(outer)}
from per_component
group by {by}"""
