"""Promises about orders, fees and what the channels cost. METRICS.md §1."""

from __future__ import annotations

from functools import partial
from typing import Literal

from expectations.check import Check, never, no_excess, no_rows
from transforms.tables import words

UNKNOWN_FEES_SHARE = 0.20
WAITING_FEES_SHARE = 0.05

_PLATFORMS = ", ".join(f"'{kind}'" for kind in words.CHANNEL_KINDS if kind not in words.OWN_KINDS)
_CELL = ("month", "channel", "branch", "currency")
_SOLD = ("orders", "gross", "merchant_discount", "platform_discount", "refunded", "net_sales", "own_costs")
_PURCHASES_BY_CELL = f"""
select
    strftime(o.order_day, '%Y-%m') as month, o.channel, o.branch, o.currency,
    count(*) as orders,
    {", ".join(f"sum(o.{name}) as {name}" for name in _SOLD if name != "orders")},
    count(*) filter (where not o.fees_known) as orders_with_unknown_fees
from published.orders as o
where o.is_purchase
group by 1, 2, 3, 4
"""


def orders(layer: Literal["core", "published"]) -> list[Check]:
    """What holds for orders and fee lines wherever they stand."""
    table, fee_lines = f"{layer}.orders", f"{layer}.fee_lines"

    order_never = partial(never, table, "o", "o.order_key")

    return [
        order_never(
            "net_sales is gross less merchant_discount less refunded",
            "o.net_sales is distinct from o.gross - o.merchant_discount - o.refunded",
        ),
        order_never(
            "contribution is net_sales less fees less own_costs",
            "o.contribution is distinct from o.net_sales - o.fees - o.own_costs",
        ),
        order_never(
            "a purchase has no negative amount",
            "o.is_purchase and (o.gross < 0 or o.merchant_discount < 0 or o.refunded < 0)",
        ),
        order_never(
            "a purchase is worth more than zero after the merchant's discount",
            "o.is_purchase and o.gross - o.merchant_discount <= 0",
        ),
        order_never(
            "a purchase gives back no more than it was worth",
            "o.is_purchase and o.refunded > o.gross - o.merchant_discount",
        ),
        order_never("fees are known where there are any", "o.fees <> 0 and not o.fees_known"),
        no_rows(
            table,
            "fees are the sum of the order's fee lines",
            "stop",
            f"""
            select o.order_key
            from {table} as o
            left join (
                select l.order_key, sum(l.amount) as amount
                from {fee_lines} as l
                where l.order_key is not null
                group by l.order_key
            ) as billed on billed.order_key = o.order_key
            where o.fees <> coalesce(billed.amount, 0)
            """,
        ),
        no_rows(
            fee_lines,
            "the order of a fee exists, in the same currency",
            "stop",
            f"""
            select l.fee_key
            from {fee_lines} as l
            left join {table} as o on o.order_key = l.order_key
            where l.order_key is not null and l.currency is distinct from o.currency
            """,
        ),
        no_rows(
            fee_lines,
            "a fee is matched exactly when its order is known",
            "stop",
            f"select l.fee_key from {fee_lines} as l where (l.fee_state = 'matched') <> (l.order_key is not null)",
        ),
    ]


def published() -> list[Check]:
    """What holds between the published tables of money."""
    return [*_orders_and_shop(), *_channel_costs(), *_unknown_fees()]


def _orders_and_shop() -> list[Check]:
    return [
        no_rows(
            "published.orders",
            "no order is later than the as-of day",
            "stop",
            """
            select o.order_key
            from published.orders as o
            where o.order_day > (select max(a.as_of_day) as as_of_day from published.about as a)
            """,
        ),
        no_rows(
            "published.orders",
            "the channel of an order is in channels, of the same kind",
            "stop",
            """
            select o.order_key
            from published.orders as o
            left join published.channels as c on c.channel = o.channel
            where c.kind is distinct from o.channel_kind
            """,
        ),
    ]


def _channel_costs() -> list[Check]:
    table = "published.channel_costs"
    cell = ", ".join(f"c.{name}" for name in _CELL)

    cell_never = partial(never, table, "c", cell)

    def same_as_purchases(name: str, columns: tuple[str, ...]) -> Check:
        differs = " or ".join(f"coalesce(c.{column}, 0) <> coalesce(p.{column}, 0)" for column in columns)
        return no_rows(
            table,
            name,
            "stop",
            f"""
            with purchases as ({_PURCHASES_BY_CELL})
            select {", ".join(f"coalesce(c.{key}, p.{key}) as {key}" for key in _CELL)}
            from {table} as c
            full join purchases as p on {" and ".join(f"p.{key} = c.{key}" for key in _CELL)}
            where {differs}
            """,
        )

    return [
        cell_never(
            "fees are the sum of their nine types", f"c.fees <> {' + '.join(f'c.{name}' for name in words.FEE_TYPES)}"
        ),
        cell_never(
            "contribution is net_sales less fees less own_costs",
            "c.contribution is distinct from c.net_sales - c.fees - c.own_costs",
        ),
        cell_never("take_rate_gross is fees by gross", _not_the_rate("take_rate_gross", "gross")),
        cell_never("take_rate_net is fees by net_sales", _not_the_rate("take_rate_net", "net_sales")),
        same_as_purchases("orders and sales are those of the purchases", _SOLD),
        same_as_purchases("orders_with_unknown_fees are the purchases without a fee", ("orders_with_unknown_fees",)),
        no_rows(
            table,
            "fees are those of all fee lines, per currency",
            "stop",
            f"""
            select coalesce(booked.currency, billed.currency) as currency
            from (select c.currency, sum(c.fees) as fees from {table} as c group by c.currency) as booked
            full join (
                select l.currency, sum(l.amount) as fees from published.fee_lines as l group by l.currency
            ) as billed on billed.currency = booked.currency
            where coalesce(booked.fees, 0) <> coalesce(billed.fees, 0)
            """,
        ),
    ]


def _not_the_rate(rate: str, base: str) -> str:
    expected = f"cast(c.fees as double) / nullif(cast(c.{base} as double), 0)"
    return f"(c.{base} = 0) <> (c.{rate} is null) or abs(c.{rate} - {expected}) > 1e-9"


def _unknown_fees() -> list[Check]:
    return [
        no_excess(
            "published.orders",
            f"fees are unknown for at most {UNKNOWN_FEES_SHARE:.0%} of the purchases on platforms",
            "warn",
            f"""
            select seen.figure
            from (
                select avg(case when o.fees_known then 0.0 else 1.0 end) as figure
                from published.orders as o
                where o.is_purchase and o.channel_kind in ({_PLATFORMS})
            ) as seen
            where seen.figure > {UNKNOWN_FEES_SHARE}
            """,
        ),
        no_excess(
            "published.fee_lines",
            f"at most {WAITING_FEES_SHARE:.0%} of the fees wait for their order",
            "warn",
            f"""
            select max(seen.figure) as figure
            from (
                select
                    sum(case when l.fee_state = 'waiting' then abs(l.amount) else 0 end)
                    / nullif(cast(sum(abs(l.amount)) as double), 0) as figure
                from published.fee_lines as l
                group by l.currency
            ) as seen
            where seen.figure > {WAITING_FEES_SHARE}
            having count(*) > 0
            """,
        ),
    ]
