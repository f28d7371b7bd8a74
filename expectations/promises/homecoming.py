"""Promises about people who bought on the other side for the first time. METRICS.md §3."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, agree, no_rows
from expectations.promises.bounds import at_most

_TABLE = "published.homecoming"
_SUMS = ("customers", "customers_likely", "orders_since", "net_sales_since", "fees_since", "unknown_fees_since")
_LIKELY = ("customers_likely",)


def promises() -> list[Check]:
    """What holds for `homecoming`."""
    sums = ", ".join(f"sum(h.{name}) as {name}" for name in _SUMS)
    everybody = "h.from_channel = 'all'"
    return [
        at_most(_TABLE, ("customers", "first_there"), f"t.share > t.share_most + {TOLERANCE}"),
        no_rows(
            _TABLE,
            "a homecoming leads from a platform to an own channel and a leak the other way",
            "stop",
            f"""
            select h.kind, h.month, h.from_channel, h.to_channel
            from {_TABLE} as h
            left join published.channels as f on f.channel = h.from_channel
            left join published.channels as t on t.channel = h.to_channel
            where (h.from_channel <> 'all' or h.to_channel <> 'all')
                and not (coalesce(f.is_own = (h.kind = 'leak'), false) and coalesce(t.is_own <> f.is_own, false))
            """,
        ),
        no_rows(
            _TABLE,
            "nobody crosses who was not there before, and the share says how many did",
            "stop",
            f"""
            select h.kind, h.month, h.from_channel, h.to_channel
            from {_TABLE} as h
            where h.customers > h.first_there or h.customers_likely > h.first_there_likely + {TOLERANCE}
                or abs(h.share * h.first_there - h.customers) > {TOLERANCE}
            """,
        ),
        agree(
            _TABLE,
            "the pairs of channels together are all who crossed in a month",
            ("kind", "month"),
            f"select h.kind, h.month, {sums} from {_TABLE} as h where h.from_channel <> 'all' group by h.kind, h.month",
            f"select h.kind, h.month, {sums} from {_TABLE} as h where {everybody} group by h.kind, h.month",
            numbers=_SUMS,
            nearly=_LIKELY,
        ),
        agree(
            _TABLE,
            "the months together are all who ever crossed",
            ("kind",),
            f"select h.kind, {sums} from {_TABLE} as h where {everybody} and h.month <> 'all' group by h.kind",
            f"select h.kind, {sums} from {_TABLE} as h where {everybody} and h.month = 'all' group by h.kind",
            numbers=_SUMS,
            nearly=_LIKELY,
        ),
        no_rows(
            _TABLE,
            "everybody who ever bought did so first on one of the two sides",
            "stop",
            f"""
            select p.people
            from (
                select sum(h.first_there) as people from {_TABLE} as h where h.from_channel = 'all' and h.month = 'all'
            ) as t, (select count(*) as people from published.customers) as p
            where coalesce(t.people, 0) <> p.people
            """,
        ),
        no_rows(
            _TABLE,
            "the days until half have crossed are told of everybody at once",
            "stop",
            f"""
            select h.kind, h.month, h.from_channel, h.to_channel
            from {_TABLE} as h
            where h.median_days is not null and (h.month <> 'all' or h.from_channel <> 'all')
            """,
        ),
        no_rows(
            _TABLE,
            "fees are unknown of no more orders than there were since",
            "stop",
            f"""
            select h.kind, h.month, h.from_channel, h.to_channel
            from {_TABLE} as h
            where h.unknown_fees_since > h.orders_since
            """,
        ),
    ]
