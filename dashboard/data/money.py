"""Sales, fees and payouts by channel and month."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES

MONEY_SUMS = (
    "orders",
    "gross",
    "merchant_discount",
    "platform_discount",
    "refunded",
    "net_sales",
    "fees",
    *FEE_TYPES,
    "own_costs",
    "contribution",
    "orders_with_unknown_fees",
)
"""Columns of channel_costs that may be added up."""


def channel_months(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Sales and costs per month and channel, in the currency of the business."""
    sums = ", ".join(f"sum({name}) as {name}" for name in MONEY_SUMS)
    where = "and branch = ?" if branch else ""
    return reader.rows(
        f"select month, channel, {sums}, bool_and(is_complete) as is_complete from channel_costs "
        f"where currency = (select currency from about) {where} group by month, channel order by month, channel",
        [branch] if branch else [],
    )


def statements(reader: SnapshotReader) -> list[Row]:
    """Statements of the platforms against their payouts, those that do not agree first and each with a row of its own.

    The others have one row per channel, source and month.
    """
    if not reader.has("payout_reconciliation"):
        return []
    amounts = ("before_fees", "fees_charged", "fees_returned", "adjustments", "expected", "stated", "difference")
    return reader.rows(
        "select * from (select channel, strftime(payout_day, '%Y-%m') as month, payout_state, "
        "case when payout_state in ('differs', 'no_lines') then statement else '' end as statement, source, "
        f"count(*) as statements, {', '.join(f'sum({name}) as {name}' for name in amounts)} "
        "from payout_reconciliation where currency = (select currency from about) group by 1, 2, 3, 4, 5) as s "
        "order by payout_state <> 'differs', statement = '', month desc, channel, source, payout_state, statement"
    )


def fees_unknown(sums: Row) -> bool:
    """Whether no file shows a fee for any of the orders: their fees are unknown then, not zero."""
    return bool(sums["orders"]) and sums["orders_with_unknown_fees"] == sums["orders"] and not sums["fees"]


def add_up(rows: Sequence[Row], names: Sequence[str] = MONEY_SUMS) -> Row:
    """Sums of additive columns over rows."""
    return {name: sum((row[name] or 0 for row in rows), 0) for name in names}
