"""Promises about bounds: what is certain and likely is never more than the most it could be. METRICS.md §2."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.check import TOLERANCE, Check, agree, no_rows


def at_most(table: str, counts: Sequence[str], *more: str) -> Check:
    """No count of the table is above its X_most, certain or likely; `more` are further conditions that break it."""
    beyond = [
        f"t.{name} > t.{name}_most or t.{name}_likely > t.{name}_most + {TOLERANCE} or t.{name}_likely < 0"
        for name in counts
    ]
    name = "what is certain or likely is no more than the most it could be"
    return no_rows(table, name, "stop", f"select 1 as broken from {table} as t where {' or '.join([*beyond, *more])}")


def carried_over(table: str, name: str, from_state: str, to_state: str) -> Check:
    """Whoever ends a month in a state starts the next month there; only who starts from `none` is new."""
    sums = "sum(f.customers) as customers, sum(f.customers_likely) as customers_likely"
    ends = f"""
        select strftime(strptime(f.month, '%Y-%m') + interval 1 month, '%Y-%m') as month, f.{to_state} as state, {sums}
        from {table} as f
        where f.month < (select max(l.month) from {table} as l)
        group by f.month, f.{to_state}"""
    starts = f"""
        select f.month, f.{from_state} as state, {sums}
        from {table} as f
        where f.{from_state} <> 'none'
        group by f.month, f.{from_state}"""
    counts = ("customers", "customers_likely")
    return agree(table, name, ("month", "state"), ends, starts, numbers=counts, nearly=counts[1:])


def ends_as(table: str, name: str, to_state: str, column: str) -> Check:
    """The states of the last month are those in which the customers stand."""
    last = f"""
        select f.{to_state} as state, sum(f.customers) as customers
        from {table} as f
        where f.month = (select max(l.month) from {table} as l)
        group by f.{to_state}"""
    now = f"""
        select c.{column} as state, count(*) as customers
        from published.customers as c
        where c.{column} is not null
        group by c.{column}"""
    return agree(table, name, ("state",), last, now, numbers=("customers",))
