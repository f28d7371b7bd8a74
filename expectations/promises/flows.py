"""Promises about migration: people are conserved from period to period. METRICS.md §3."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, no_rows
from expectations.promises.bounds import at_most
from transforms.tables import words

_TABLE = "published.migration_flows"
_BEFORE_FIRST = "'new', 'became_identified'"
_NOT_CHANNELS = ", ".join(f"'{state}'" for state in words.NOT_A_CHANNEL_STATES)

_YEAR = "try_cast(substr(f.period, 1, 4) as integer)"
_QUARTER = "try_cast(substr(f.period, 7, 1) as integer)"
_FLOWS = f"""
select
    f.grain, f.period, f.from_state, f.to_state, f.customers, f.customers_likely,
    case f.grain
        when 'month' then {_YEAR} * 12 + try_cast(substr(f.period, 6, 2) as integer)
        when 'quarter' then {_YEAR} * 4 + {_QUARTER}
        else {_YEAR}
    end as position
from {_TABLE} as f
"""
_OVER_AT = f"""
case f.grain
    when 'month' then try_cast(f.period || '-01' as date) + interval 1 month
    when 'quarter' then try_cast(substr(f.period, 1, 4) || '-01-01' as date) + interval 3 month * {_QUARTER}
    else try_cast(substr(f.period, 1, 4) || '-01-01' as date) + interval 1 year
end
"""


def promises() -> list[Check]:
    """What holds for the flows of every grain, and for steps."""
    steps = at_most("published.migration_steps", ("steps", "customers"))
    return [*_states(), *_people(), at_most(_TABLE, ("customers",)), steps]


def _states() -> list[Check]:
    keys = "f.grain, f.period, f.from_state, f.to_state"
    return [
        no_rows(
            _TABLE,
            "a period is labelled as its grain says",
            "stop",
            f"""
            select {keys}
            from {_TABLE} as f
            where not regexp_matches(f.period, case f.grain
                when 'month' then '^[0-9]{{4}}-(0[1-9]|1[0-2])$'
                when 'quarter' then '^[0-9]{{4}}-Q[1-4]$'
                else '^[0-9]{{4}}$'
            end)
            """,
        ),
        no_rows(
            _TABLE,
            "a state is a channel or a named one",
            "stop",
            f"""
            select {keys}
            from {_TABLE} as f
            where (f.from_state not in ({_NOT_CHANNELS})
                    and f.from_state not in (select c.channel from published.channels as c))
                or (f.to_state not in ({_NOT_CHANNELS})
                    and f.to_state not in (select c.channel from published.channels as c))
            """,
        ),
        no_rows(
            _TABLE,
            "nobody becomes new",
            "stop",
            f"select {keys} from {_TABLE} as f where f.to_state in ({_BEFORE_FIRST})",
        ),
        no_rows(
            _TABLE,
            "nobody new stays away",
            "stop",
            f"select {keys} from {_TABLE} as f where f.from_state in ({_BEFORE_FIRST}) and f.to_state = 'none'",
        ),
    ]


def _people() -> list[Check]:
    return [
        no_rows(
            _TABLE,
            "the periods of a grain have no gap",
            "stop",
            f"""
            select f.grain
            from ({_FLOWS}) as f
            group by f.grain
            having count(distinct f.position) <> max(f.position) - min(f.position) + 1
            """,
        ),
        no_rows(
            _TABLE,
            "people in a state at the end of a flow are those who leave it in the next",
            "stop",
            f"""
            with flows as ({_FLOWS}),
            periods as (select distinct f.grain, f.position from flows as f),
            arrived as (
                select f.grain, f.position, f.to_state as state, sum(f.customers) as people,
                    sum(f.customers_likely) as likely
                from flows as f
                where f.to_state not in ({_BEFORE_FIRST})
                group by f.grain, f.position, f.to_state
            ),
            left_again as (
                select
                    f.grain, f.position - 1 as position, f.from_state as state, sum(f.customers) as people,
                    sum(f.customers_likely) as likely
                from flows as f
                where f.from_state not in ({_BEFORE_FIRST})
                group by f.grain, f.position, f.from_state
            ),
            states as (
                select
                    coalesce(a.grain, l.grain) as grain,
                    coalesce(a.position, l.position) as position,
                    coalesce(a.state, l.state) as state,
                    coalesce(a.people, 0) as arrived,
                    coalesce(l.people, 0) as left_again,
                    abs(coalesce(a.likely, 0) - coalesce(l.likely, 0)) as likely_lost
                from arrived as a
                full join left_again as l
                    on l.grain = a.grain and l.position = a.position and l.state = a.state
            )
            select s.grain, s.position, s.state
            from states as s
            inner join periods as this on this.grain = s.grain and this.position = s.position
            inner join periods as next on next.grain = s.grain and next.position = s.position + 1
            where s.arrived <> s.left_again or s.likely_lost > {TOLERANCE}
            """,
        ),
        no_rows(
            _TABLE,
            "a flow holds everybody first seen by the end of its period",
            "stop",
            f"""
            with flows as (
                select
                    f.grain, f.period, {_OVER_AT} as over_at, sum(f.customers) as people,
                    sum(f.customers_likely) as likely
                from {_TABLE} as f
                group by f.grain, f.period
            ),
            days as (
                select c.first_order_day as day, count(*) as people
                from published.customers as c
                group by c.first_order_day
            ),
            seen as (
                select f.grain, f.period, coalesce(sum(d.people), 0) as people
                from flows as f
                left join days as d on d.day < f.over_at
                group by f.grain, f.period
            ),
            likely as (
                select f.grain, f.period, coalesce(sum(c.size_likely), 0) as people
                from flows as f
                left join published.cohorts as c
                    on c.first_channel = 'all' and c.k = 0 and try_cast(c.cohort_month || '-01' as date) < f.over_at
                group by f.grain, f.period
            )
            select f.grain, f.period
            from flows as f
            inner join seen as s on s.grain = f.grain and s.period = f.period
            inner join likely as l on l.grain = f.grain and l.period = f.period
            where f.people <> s.people or abs(f.likely - l.people) > {TOLERANCE}
            """,
        ),
    ]
