"""What the charts about costs ask of the published tables. Money is in the currency of the business."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader

LISTED = 2000
"""So many findings a chart lists, the largest first."""
_OURS = "currency = (select currency from about)"


def _of_branch(branch: str | None) -> tuple[str, list[str]]:
    return (f"where {_OURS} and branch = ?", [branch]) if branch else (f"where {_OURS}", [])


def fee_months(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Commissions compared with the contract, per month and channel; an earlier version compared none."""
    if not reader.has("fee_audit_months"):
        return []
    where, values = _of_branch(branch)
    sums = ("orders", "fee_agreed", "fee_billed", "orders_under", "billed_under")
    return reader.rows(
        f"select month, channel, {', '.join(f'sum({name}) as {name}' for name in sums)} "
        f"from fee_audit_months {where} group by month, channel order by month, channel",
        values,
    )


def fee_finding_sums(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Orders whose fees are not as agreed, and what to ask back, per month, channel and finding."""
    if not reader.has("fee_audit"):
        return []
    where, values = _of_branch(branch)
    return reader.rows(
        "select strftime(order_day, '%Y-%m') as month, channel, finding, count(*) as orders, "
        "sum(base_amount) as base_amount, sum(fee_agreed) as fee_agreed, sum(fee_billed) as fee_billed, "
        f"sum(owed_back) as owed_back from fee_audit {where} group by 1, 2, 3 order by 1, 2, 3",
        values,
    )


def fee_findings(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """The orders themselves, the largest owed_back first."""
    if not reader.has("fee_audit"):
        return []
    where, values = _of_branch(branch)
    return reader.rows(
        "select strftime(order_day, '%Y-%m') as month, channel, branch, order_id, finding, order_day, fee_agreed, "
        f"fee_billed, owed_back, fee_day, statement, file_name from fee_audit {where} "
        f"order by owed_back desc, channel, order_id, finding limit {LISTED + 1}",
        values,
    )


def fees_by_customer_group(reader: SnapshotReader) -> list[Row]:
    """What platforms and own channels sold and cost, per month, channel and group of customers; `all` over all."""
    if not reader.has("fees_by_customer_group"):
        return []
    return reader.rows("select * from fees_by_customer_group order by month, side, channel, customer_group")


def whatif_inputs(reader: SnapshotReader) -> list[Row]:
    """What is at stake if platform orders moved home, per platform and for all of them."""
    if not reader.has("whatif_inputs"):
        return []
    return reader.rows("select * from whatif_inputs order by channel")


def fee_dates(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Fees by order date and by cash date, per month, channel and kind of fee."""
    if not reader.has("fee_dates"):
        return []
    where, values = _of_branch(branch)
    names = ("fees_by_order_day", "fees_by_fee_day", "fees_of_earlier_orders")
    sums = ", ".join(f"sum({name}) as {name}" for name in names)
    return reader.rows(
        f"select month, channel, fee_type, {sums} from fee_dates {where} "
        "group by month, channel, fee_type order by month, channel, fee_type",
        values,
    )
