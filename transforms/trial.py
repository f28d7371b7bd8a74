"""What one file would bring, worked out as the night works it out, in a home of its own that is gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from transforms import build
from transforms.engines.duckdb import Engine, open_engine
from transforms.exports.landing import land
from transforms.exports.staging.stage_file import FileSummary, stage_file
from transforms.settings import Home, Shop
from transforms.tables.declare import MONEY

_SUMS = ", ".join(
    f"cast(sum({name}) as {MONEY}) as {name}"
    for name in ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales")
)
_LAST_DAY = date(9999, 12, 31)
"""As-of day under which no order is still to come."""


@dataclass(frozen=True)
class Month:
    """Purchases of one month in one currency."""

    month: str
    currency: str
    orders: int
    gross: Decimal
    merchant_discount: Decimal
    platform_discount: Decimal
    refunded: Decimal
    net_sales: Decimal


@dataclass(frozen=True)
class Trial:
    """What came of reading one file alone."""

    rows_read: int = 0
    rows_quarantined: int = 0
    reasons: tuple[tuple[str, str, int], ...] = ()
    """Reason, header words concerned, rows."""
    months: tuple[Month, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict)
    """Orders by our status; only some of them are purchases."""
    fees: Mapping[str, Decimal] = field(default_factory=dict)
    """Fees by their type."""
    items: int = 0
    """Lines of orders."""
    people: int = 0
    """Different people that the rows name with certainty."""
    named_orders: int = 0
    """Orders whose buyer a row names."""
    first_day: date | None = None
    last_day: date | None = None
    control_totals: str = "none"
    differing: tuple[str, ...] = ()
    """Control totals that differ, stated ≠ counted."""
    torn_orders: int = 0
    """Orders of which several rows state different amounts."""
    below_zero: int = 0
    """Orders that state an amount, discount or refund below zero, which none can have."""
    findings: tuple[tuple[str, str, int], ...] = ()
    problem: str | None = None
    """Why nothing could be read."""


def try_out(home: Home, shop: Shop, path: Path, source: str, layout_files: Mapping[str, str] | None = None) -> Trial:
    """Read one file as a source's, into nothing: months, fees, people, and rows that cannot be read.

    `layout_files` stand in for the layouts of the home: name of the layout -> text of its file.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    alone = shop.model_copy(update={"sources": {source: shop.sources[source]}})
    with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as folder:
        stage = Home(Path(folder) / "home")
        stage.make_folders()
        if home.corrections_toml.exists():
            shutil.copyfile(home.corrections_toml, stage.corrections_toml)
        if layout_files is None:
            if home.layouts.is_dir():
                shutil.copytree(home.layouts, stage.layouts)
        else:
            stage.layouts.mkdir()
            for name, text in layout_files.items():
                (stage.layouts / f"{name}.toml").write_text(text, encoding="utf-8")
        file = land(stage, source, path)
        summary = stage_file(stage, alone, file.file_id)
        if summary.reason:
            return Trial(problem=summary.reason, findings=tuple(summary.findings))
        with open_engine(spill=Path(folder), threads=2) as engine:
            build.load(engine, stage, alone, [summary], _LAST_DAY)
            build.build_core(engine, stage, alone)
            return _told(engine, summary)


def _told(engine: Engine, summary: FileSummary) -> Trial:
    orders = "work.orders_before_fees"
    tables = summary.tables
    states = {table.control_total_state for table in tables}
    findings = [finding for table in tables for finding in table.findings]
    days = engine.rows(
        f"select min(day) as first_day, max(day) as last_day from (select order_day as day from {orders} "
        "union all select fee_day as day from core.fee_lines)"
    )[0]
    return Trial(
        rows_read=sum(table.rows_read for table in tables),
        rows_quarantined=sum(table.rows_quarantined for table in tables),
        reasons=tuple(
            (row["reason_code"], row["columns_concerned"] or "", row["rows"])
            for row in engine.rows(
                "select reason_code, columns_concerned, count(*) as rows from staged.staged_quarantine "
                "group by reason_code, columns_concerned order by rows desc, reason_code, columns_concerned"
            )
        )
        + tuple((table.file_reason, "", table.rows_quarantined) for table in tables if table.file_reason),
        months=tuple(
            Month(**row)
            for row in engine.rows(
                f"select strftime(order_day, '%Y-%m') as month, currency, count(*) as orders, {_SUMS} "
                f"from {orders} where is_purchase "
                "group by month, currency order by month, currency"
            )
        ),
        statuses=_pairs(engine, f"select status, count(*) from {orders} group by status order by status"),
        fees=_pairs(
            engine,
            f"select fee_type, cast(sum(amount) as {MONEY}) from core.fee_lines group by fee_type order by fee_type",
        ),
        items=engine.value("select count(*) from staged.staged_order_items"),
        people=engine.value("select count(distinct identity_key) from staged.staged_identities where is_certain"),
        named_orders=engine.value(
            f"select count(*) from {orders} where order_key in (select order_key from staged.staged_identities)"
        ),
        first_day=days["first_day"],
        last_day=days["last_day"],
        control_totals="differs" if "differs" in states else "agrees" if "agrees" in states else "none",
        differing=tuple(what for kind, what, _ in findings if kind == "total_differs"),
        torn_orders=engine.value(
            "select count(*) from (select order_key from work.statements where row_role = 'order' group by order_key "
            "having count(distinct (gross, merchant_discount, platform_discount, paid, refunded)) > 1)"
        ),
        below_zero=engine.value(
            "select count(*) from work.statements where row_role = 'order' "
            "and least(gross, merchant_discount, platform_discount, refunded) < 0"
        ),
        findings=tuple(findings),
    )


def _pairs(engine: Engine, sql: str) -> dict[str, Any]:
    return dict(tuple(row.values()) for row in engine.rows(sql))
