"""A tiny business in which every promise holds: two people, three channels, three months."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from tests.expectations.world_costs import FEE_AUDIT_ROWS, FEE_DATE_ROWS, GROUP_ROWS, WHATIF_ROWS
from tests.expectations.world_follow_ups import CALLS
from tests.expectations.world_morning import MORNING_ROWS
from tests.expectations.world_returns import RETURN_ROWS
from tests.expectations.world_rhythm import RHYTHM
from transforms.tables import CORE, PUBLISHED, STAGED, Table

RUN_ID = "2026-03-15:abc"
SOURCES = ("till", "meituan_bill")

_BY_TYPE: dict[str, Any] = {
    "VARCHAR": "x",
    "BOOLEAN": True,
    "DATE": date(2026, 3, 1),
    "TIMESTAMP": datetime(2026, 3, 1, 12),  # noqa: DTZ001
    "DOUBLE": 1.0,
}


def row(table: Table, **values: Any) -> dict[str, Any]:
    """A row of a table: what is given, else null where allowed, else a harmless value.

    What is certain is likely too, unless given, and could be nine more; a rate could be anything.
    """

    def harmless(column: Any) -> Any:
        base, _, bound = column.name.rpartition("_")
        if bound in ("likely", "most") and {base, f"{base}_most"} <= set(table.column_names):
            certain = values.get(base, 0)
            if bound == "likely" or (certain is None and column.nullable and base not in ("rate", "share")):
                return certain
            return 1 if base in ("rate", "share") else certain + 9
        if column.nullable:
            return None
        if column.allowed:
            return column.allowed[0]
        return _BY_TYPE.get(column.type, 0)

    unknown = set(values) - set(table.column_names)
    assert not unknown, unknown
    return {column.name: values.get(column.name, harmless(column)) for column in table.columns}


def _order(key: str, channel: str, kind: str, day: str, customer: str | None, **money: Any) -> dict[str, Any]:
    amounts = {"gross": 0, "merchant_discount": 0, "refunded": 0, "fees": 0, "own_costs": 0}
    is_purchase = money.pop("is_purchase", True)
    amounts |= money
    net_sales = amounts["gross"] - amounts["merchant_discount"] - amounts["refunded"]
    return {
        "order_key": key,
        "order_id": key,
        "channel": channel,
        "channel_kind": kind,
        "branch": "",
        "currency": "CNY",
        "order_day": date.fromisoformat(day),
        "customer_id": customer,
        "is_purchase": is_purchase,
        "status": "completed" if is_purchase else "cancelled",
        "net_sales": net_sales,
        "contribution": net_sales - amounts["fees"] - amounts["own_costs"],
        **amounts,
    }


_ORDERS = [
    _order("o1", "store", "store", "2026-01-05", "A", gross=100, merchant_discount=10, fees=1),
    _order("o2", "meituan", "delivery", "2026-02-10", "A", gross=50, merchant_discount=5, fees=9, own_costs=2),
    _order("o3", "meituan", "delivery", "2026-02-20", "B", gross=40, refunded=10, fees=8, own_costs=2),
    _order("o4", "store", "store", "2026-03-03", None, gross=20),
    _order("o5", "meituan", "delivery", "2026-03-09", "B", gross=30, fees=6, own_costs=2),
    _order("o6", "store", "store", "2026-03-10", "A", gross=15, is_purchase=False),
]


def _fee(key: str, order: str | None, fee_type: str, amount: Any, state: str) -> dict[str, Any]:
    return {
        "fee_key": key,
        "channel": "store" if order == "o1" else "meituan",
        "branch": "",
        "order_key": order,
        "fee_type": fee_type,
        "amount": amount,
        "currency": "CNY",
        "fee_state": state,
    }


_FEE_LINES = [
    _fee("f1", "o1", "payment_processing", 1, "matched"),
    _fee("f2", "o2", "commission", 6, "matched"),
    _fee("f3", "o2", "delivery_service", 3, "matched"),
    _fee("f4", "o3", "commission", 8, "matched"),
    _fee("f5", "o5", "commission", 6, "matched"),
    _fee("f6", None, "subscription", 12, "period"),
    _fee("f7", None, "commission", Decimal("0.5"), "waiting"),
]


def _costs(month: str, channel: str, orders: int, **money: Any) -> dict[str, Any]:
    kept = money["net_sales"] - money.get("fees", 0) - money.get("own_costs", 0)
    fees = float(money.get("fees", 0))
    return {
        "month": month,
        "channel": channel,
        "branch": "",
        "currency": "CNY",
        "orders": orders,
        "contribution": kept,
        "take_rate_gross": fees / money["gross"] if money["gross"] else None,
        "take_rate_net": fees / money["net_sales"] if money["net_sales"] else None,
        **money,
    }


_CHANNEL_COSTS = [
    _costs("2026-01", "store", 1, gross=100, merchant_discount=10, net_sales=90, fees=1, payment_processing=1),
    _costs(
        "2026-02",
        "meituan",
        2,
        gross=90,
        merchant_discount=5,
        refunded=10,
        net_sales=75,
        fees=17,
        commission=14,
        delivery_service=3,
        own_costs=4,
    ),
    _costs("2026-03", "store", 1, gross=20, net_sales=20),
    _costs(
        "2026-03",
        "meituan",
        1,
        gross=30,
        net_sales=30,
        fees=Decimal("18.5"),
        commission=Decimal("6.5"),
        subscription=12,
        own_costs=2,
    ),
    _costs("2026-03", "mini_program", 0, gross=0, net_sales=0),
]


def _statement(statement: str, *, lines: int = 0, stated: int | None, **money: int) -> dict[str, Any]:
    """A statement of Meituan; amounts of its lines that are not given are 0, or unknown where it has no lines."""
    parts = dict.fromkeys(("before_fees", "fees_charged", "fees_returned", "adjustments"), 0) if lines else {}
    known = lines and stated is not None
    state = "differs" if money.get("difference") else "agrees" if known else "pending" if lines else "no_lines"
    values = {"lines": lines, "stated": stated, "difference": 0 if known else None, "payout_state": state}
    return {
        "channel": "meituan",
        "source": "meituan_bill",
        "statement": statement,
        "currency": "CNY",
        **values,
        **parts,
        **money,
    }


def _covered(
    month: str, channel: str, *, certain: int, unidentified: int, net: int, net_certain: int
) -> dict[str, Any]:
    return {
        "month": month,
        "channel": channel,
        "branch": "",
        "orders": certain + unidentified,
        "certain": certain,
        "unidentified": unidentified,
        "net_sales": net,
        "net_sales_certain": net_certain,
        "net_sales_unidentified": net - net_certain,
        "is_complete": month < "2026-03",
    }


def _flow(grain: str, period: str, from_state: str, to_state: str) -> dict[str, Any]:
    return {"grain": grain, "period": period, "from_state": from_state, "to_state": to_state, "customers": 1}


def _cohort(month: str, channel: str, k: int, *, bought: int, later: int, back: int, net: int) -> list[dict[str, Any]]:
    counts = {"size": 1, "bought_in": bought, "on_or_after": later, "returned_by": back, "net_sales": net}
    return [{"cohort_month": month, "first_channel": name, "k": k, **counts} for name in (channel, "all")]


def _step(rank: int, channel: str, day: int, people: tuple[int, int], survival: float) -> dict[str, Any]:
    at_risk, events = people
    counts = {"at_risk": at_risk, "events": events}
    shares = {"survival": survival, "survival_likely": survival, "survival_least": 0, "low": survival, "high": survival}
    return {"order_rank": rank, "channel": channel, "day": day, **counts, **shares}


def _crossed(kind: str, month: str, customers: int = 0, channels: tuple[str, str] = ("all", "all"), **more: Any) -> Any:
    names = {"kind": kind, "month": month, "from_channel": channels[0], "to_channel": channels[1]}
    since = {"orders_since": 1, "net_sales_since": 43, "fees_since": 9} if customers else {}
    return {**names, "customers": customers, "first_there": 1, "share": float(customers), **since, **more}


def _rate(scope: str, window: int, repeaters: int) -> dict[str, Any]:
    return {
        "measure": "repurchase",
        "window_days": window,
        "scope": scope,
        "channel": "meituan",
        "period": "2026-02",
        "customers": 1,
        "repeaters": repeaters,
        "rate": float(repeaters),
    }


def _customer(key: str, first: str, last: str, net: int, **more: str) -> dict[str, Any]:
    days = {"first_order_day": date.fromisoformat(first), "last_order_day": date.fromisoformat(last)}
    rung = {"strength": "weak", "lift": "own_channel"}
    return {"customer_id": key, "purchase_days": 2, "orders": 2, "net_sales": net, **days, **rung, **more}


def _climb(month: str, from_strength: str, to_strength: str, net: int) -> dict[str, Any]:
    return {
        "month": month,
        "from_strength": from_strength,
        "to_strength": to_strength,
        "customers": 1,
        "net_sales": net,
    }


_FILE = {"source": "till", "file_sha256": "s1", "layout": "pos"}

_ROWS: dict[str, list[dict[str, Any]]] = {
    "staged.staged_rows": [{"file_id": "till:s1", "row_number": number} for number in (0, 1)],
    "staged.staged_orders": [{"file_id": "till:s1", "row_number": 0, "row_role": "order"}],
    "staged.staged_order_items": [{"file_id": "till:s1", "row_number": 0, "part": 0}],
    "staged.staged_entries": [{"file_id": "till:s1", "row_number": 1, "part": 0}],
    "staged.staged_identities": [{"file_id": "till:s1", "row_number": 0}],
    "staged.staged_quarantine": [{"file_id": "till:s1", "row_number": 2}],
    "core.orders": _ORDERS,
    "core.fee_lines": _FEE_LINES,
    "published.orders": _ORDERS,
    "published.fee_lines": _FEE_LINES,
    "published.order_items": [{"order_key": "o1", "line_number": 1}],
    "published.channels": [
        {"channel": "store", "kind": "store", "is_own": True, "position": 0},
        {"channel": "mini_program", "kind": "own_online", "is_own": True, "position": 1},
        {"channel": "meituan", "kind": "delivery", "is_own": False, "position": 2},
    ],
    "published.channel_costs": _CHANNEL_COSTS,
    "published.payout_reconciliation": [
        _statement("p1", lines=2, before_fees=96, fees_charged=18, adjustments=2, expected=76, stated=76),
        _statement("p2", lines=1, before_fees=30, fees_charged=6, expected=24, stated=20, difference=-4),
        _statement("p3", lines=1, before_fees=9, expected=9, stated=None),
        _statement("p4", stated=5),
    ],
    **FEE_AUDIT_ROWS,
    **FEE_DATE_ROWS,
    **GROUP_ROWS,
    **WHATIF_ROWS,
    "published.about": [{"as_of_day": date(2026, 3, 15), "run_id": RUN_ID, "currency": "CNY"}],
    "published.customers": [
        _customer("A", "2026-01-05", "2026-02-10", 135, lifecycle="due", segment="occasional"),
        _customer("B", "2026-02-20", "2026-03-09", 60, lifecycle="active", segment="occasional"),
    ],
    "published.identity_coverage": [
        _covered("2026-01", "store", certain=1, unidentified=0, net=90, net_certain=90),
        _covered("2026-02", "meituan", certain=2, unidentified=0, net=75, net_certain=75),
        _covered("2026-03", "store", certain=0, unidentified=1, net=20, net_certain=0),
        _covered("2026-03", "meituan", certain=1, unidentified=0, net=30, net_certain=30),
    ],
    "published.coverage_gaps": [
        {
            "channel": "store",
            "branch": "",
            "reason": "till_without_member_question",
            "orders": 1,
            "net_sales": 20,
            "purchases": 2,
            "channel_purchases": 2,
            "share_of_orders": 0.5,
        }
    ],
    "published.consents": [
        {"customer_id": "A", "purpose": "sms", "contact_kinds": "phone"},
        {"customer_id": "B", "purpose": "email", "contact_kinds": "email"},
        {"customer_id": "B", "purpose": "sms", "contact_kinds": ""},
    ],
    "published.link_model": [{"state": "trained"}],
    "published.link_calibration": [
        {
            "band_low": 0.8,
            "band_high": 0.9,
            "links": 8,
            "right_links": 7,
            "mean_probability": 0.87,
            "share_right": 0.875,
            "share_right_low": 0.53,
            "share_right_high": 0.98,
        }
    ],
    "published.migration_flows": [
        _flow("month", "2026-01", "new", "store"),
        _flow("month", "2026-02", "store", "meituan"),
        _flow("month", "2026-02", "new", "meituan"),
        _flow("month", "2026-03", "meituan", "none"),
        _flow("month", "2026-03", "meituan", "meituan"),
        _flow("quarter", "2026-Q1", "new", "mixed"),
        _flow("quarter", "2026-Q1", "new", "meituan"),
        _flow("year", "2026", "new", "mixed"),
        _flow("year", "2026", "became_identified", "meituan"),
    ],
    "published.migration_steps": [{"month": "2026-02", "from_channel": "store", "to_channel": "meituan"}],
    "published.homecoming": [
        _crossed("leak", "2026-01"),
        _crossed("leak", "2026-02", 1),
        _crossed("leak", "2026-02", 1, ("store", "meituan")),
        _crossed("leak", "2026-03"),
        _crossed("leak", "all", 1, median_days=36),
        _crossed("leak", "all", 1, ("store", "meituan")),
        _crossed("homecoming", "2026-02"),
        _crossed("homecoming", "2026-03"),
        _crossed("homecoming", "all"),
    ],
    "published.repeat_rates": [
        _rate("anywhere", 30, 0),
        _rate("anywhere", 60, 1),
        _rate("in_channel", 30, 0),
        _rate("in_channel", 60, 0),
        {"measure": "repeat_rate", "window_days": 30, "channel": "all", "period": "all", "customers": 0, "rate": None},
    ],
    "published.cohorts": [
        *_cohort("2026-01", "store", 0, bought=1, later=1, back=0, net=90),
        *_cohort("2026-01", "store", 1, bought=1, later=1, back=1, net=45),
        *_cohort("2026-01", "store", 2, bought=0, later=0, back=1, net=0),
        *_cohort("2026-02", "meituan", 0, bought=1, later=1, back=0, net=30),
        *_cohort("2026-02", "meituan", 1, bought=1, later=1, back=1, net=30),
    ],
    "published.time_to_next": [
        _step(1, "all", 0, (2, 0), 1),
        _step(1, "all", 17, (2, 1), 0.5),
        _step(1, "all", 36, (1, 1), 0),
        _step(1, "store", 0, (1, 0), 1),
        _step(1, "store", 36, (1, 1), 0),
        _step(1, "meituan", 0, (1, 0), 1),
        _step(1, "meituan", 17, (1, 1), 0),
        _step(2, "all", 0, (2, 0), 1),
        _step(2, "all", 33, (1, 0), 1),
    ],
    **RHYTHM,
    **CALLS,
    "published.next_rung": [{"strength": "weak", "lift": "own_channel", "customers": 2}],
    "published.strength_ladder": [
        _climb("2026-01", "none", "random", 90),
        _climb("2026-02", "random", "weak", 45),
        _climb("2026-02", "none", "random", 30),
        _climb("2026-03", "weak", "weak", 0),
        _climb("2026-03", "random", "weak", 30),
    ],
    **MORNING_ROWS,
    **RETURN_ROWS,
    "published.ingested_files": [
        {**_FILE, "rows_read": 4, "rows_loaded": 2, "rows_superseded": 1, "rows_quarantined": 1},
        {"source": "meituan_bill", "file_sha256": "s2", "layout": "bill"},
    ],
    "published.quarantine": [{**_FILE, "line": 7}],
    "published.pulls": [{"source": "till", "location_kind": "sftp"}],
}


def build(connection: duckdb.DuckDBPyConnection) -> None:
    """All tables of all layers, as the night makes them: typed, filled, without constraints."""
    for layer, tables in (("staged", STAGED), ("core", CORE), ("published", PUBLISHED)):
        connection.execute(f"create schema {layer}")
        for table in tables:
            name = f"{layer}.{table.name}"
            connection.execute(table.create_sql("declared"))
            for values in _ROWS.get(name, []):
                marks = ", ".join("?" for _ in table.columns)
                connection.execute(f"insert into declared values ({marks})", list(row(table, **values).values()))
            connection.execute(f"create table {name} as select * from declared")
    connection.execute("drop table declared")
