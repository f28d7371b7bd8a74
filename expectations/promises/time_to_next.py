"""Promises about the curves of coming back. METRICS.md §4."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, no_rows
from expectations.promises.bounds import at_most

_TABLE = "published.time_to_next"


def promises() -> list[Check]:
    """What holds for `time_to_next`."""
    return [
        at_most(_TABLE, ("at_risk", "events"), f"t.survival < t.survival_least - {TOLERANCE}"),
        no_rows(
            _TABLE,
            "nobody comes back who was not watched",
            "stop",
            f"""
            select t.order_rank, t.channel, t.day
            from {_TABLE} as t
            where t.events > t.at_risk or t.events_likely > t.at_risk_likely + {TOLERANCE}
            """,
        ),
        no_rows(
            _TABLE,
            "a curve starts at all and never rises",
            "stop",
            f"""
            select t.order_rank, t.channel, t.day
            from (
                select c.*, lag(c.survival) over (partition by c.order_rank, c.channel order by c.day) as before
                from {_TABLE} as c
            ) as t
            where t.survival > t.before + {TOLERANCE} or (t.before is null and (t.day <> 0 or t.survival <> 1))
            """,
        ),
        no_rows(
            _TABLE,
            "survival lies within its interval",
            "stop",
            f"""
            select t.order_rank, t.channel, t.day
            from {_TABLE} as t
            where t.low > t.survival + {TOLERANCE} or t.high < t.survival - {TOLERANCE}
            """,
        ),
        no_rows(
            _TABLE,
            "everybody who ever bought is watched from the first purchase day",
            "stop",
            f"""
            select p.people
            from (
                select sum(c.at_risk) filter (where c.channel = 'all') as everyone,
                    sum(c.at_risk) filter (where c.channel <> 'all') as by_channel
                from {_TABLE} as c
                where c.order_rank = 1 and c.day = 0
            ) as t, (select count(*) as people from published.customers) as p
            where coalesce(t.everyone, 0) <> p.people or coalesce(t.by_channel, 0) <> p.people
            """,
        ),
        no_rows(
            _TABLE,
            "who has come back is watched from the next purchase day",
            "stop",
            f"""
            with ranks as (
                select c.order_rank, sum(c.events) as back, sum(c.at_risk) filter (where c.day = 0) as watched
                from {_TABLE} as c
                where c.channel = 'all'
                group by c.order_rank
            )
            select r.order_rank
            from ranks as r
            left join ranks as n on n.order_rank = r.order_rank + 1
            where r.order_rank < (select max(m.order_rank) from ranks as m) and r.back is distinct from n.watched
            """,
        ),
    ]
