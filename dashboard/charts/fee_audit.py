"""What the platforms billed beyond the contract, by month of the order, with every order to ask about."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts.figure import blank, dashed_box, month_axis, round_steps
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from dashboard.data.costs import LISTED
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_FINDINGS

MONTHS = 13
UNPAID = "never_paid_out"
"""Sales, not fees: told beside the picture, not drawn in it."""
_AS_AGREED = ("rate", "minimum")


class _Audit:
    """The months drawn, of the channels chosen: commissions compared, and what was found."""

    def __init__(self, scene: Scene) -> None:
        branch = scene.filters.branch
        compared = data.fee_months(scene.reader, branch)
        found = data.fee_finding_sums(scene.reader, branch)
        months = sorted({row["month"] for row in (*compared, *found) if scene.is_drawn(row["month"])})[-MONTHS:]
        self.channels = scene.chosen(row["channel"] for row in (*compared, *found))
        self.months = months

        def drawn(rows: list[Row]) -> list[Row]:
            return [row for row in rows if row["month"] in months and row["channel"] in self.channels]

        self.compared, self.found = drawn(compared), drawn(found)
        listed = data.fee_findings(scene.reader, branch)
        self.is_cut = len(listed) > LISTED
        self.orders = drawn(listed[:LISTED])

    def sums(self, channel: str | None = None, *findings: str) -> tuple[int, Decimal]:
        """Orders and money of findings, by default of all about fees."""
        wanted = findings or tuple(each for each in FEE_FINDINGS if each != UNPAID)
        rows = [row for row in self.found if row["finding"] in wanted and channel in (None, row["channel"])]
        return sum(row["orders"] for row in rows), sum((row["owed_back"] for row in rows), Decimal(0))

    def cells(self, scene: Scene) -> list[Row]:
        """One row per month and channel."""
        rows = []
        for channel in self.channels:
            for month in self.months:
                compared = [row for row in self.compared if (row["month"], row["channel"]) == (month, channel)]
                found = [row for row in self.found if (row["month"], row["channel"]) == (month, channel)]
                fees = [row for row in found if row["finding"] != UNPAID]
                rows.append(
                    {
                        "channel": channel,
                        "month": month,
                        "orders": sum(row["orders"] for row in compared),
                        "fee_agreed": sum((row["fee_agreed"] for row in compared), Decimal(0)),
                        "fee_billed": sum((row["fee_billed"] for row in compared), Decimal(0)),
                        "orders_found": sum(row["orders"] for row in fees),
                        "owed_back": sum((row["owed_back"] for row in fees), Decimal(0)),
                        "is_complete": scene.is_over(month),
                    }
                )
        return rows


def _orders(scene: Scene, n: int) -> str:
    return scene.t.plural("word.n_orders", n, n=scene.count(n))


def _title(scene: Scene, audit: _Audit) -> str:
    worst = max(audit.channels, key=lambda channel: audit.sums(channel)[1])
    orders, amount = audit.sums(worst)
    over, too_much = audit.sums(worst, *_AS_AGREED)
    if not orders:
        unpaid = max(audit.channels, key=lambda channel: audit.sums(channel, UNPAID)[1])
        n, worth = audit.sums(unpaid, UNPAID)
        if n:
            said = {"channel": scene.label(unpaid), "orders": _orders(scene, n), "amount": scene.money_full(worth)}
            return scene.t("title.fee_audit.unpaid", **said)
        return scene.t("title.fee_audit.agrees", orders=_orders(scene, sum(row["orders"] for row in audit.compared)))
    is_rate = 2 * too_much >= amount
    kinds = _AS_AGREED if is_rate else FEE_FINDINGS[:-1]
    since = min(row["month"] for row in audit.found if row["channel"] == worst and row["finding"] in kinds)
    return scene.t(
        "title.fee_audit.over" if is_rate else "title.fee_audit.not_owed",
        channel=scene.label(worst),
        amount=scene.money_full(too_much if is_rate else amount),
        orders=_orders(scene, over if is_rate else orders),
        period=scene.period(since),
    )


def _notes(scene: Scene, audit: _Audit) -> list[str]:
    notes = []
    kinds = [
        scene.t(
            "note.fee_audit.kind",
            finding=scene.t(f"fee_finding.{finding}"),
            n=scene.count(audit.sums(None, finding)[0]),
            amount=scene.money_full(audit.sums(None, finding)[1]),
        )
        for finding in FEE_FINDINGS[:-1]
        if audit.sums(None, finding)[0]
    ]
    if kinds:
        notes.append(scene.t("note.fee_audit.kinds", kinds=numbers.listing(kinds, scene.language)))
        notes.append(scene.t("note.fee_audit.ask"))
    for channel in audit.channels:
        rated = [row for row in audit.found if row["channel"] == channel and row["finding"] == "rate"]
        base = sum(row["base_amount"] for row in rated)
        if base:
            shares = {
                name: scene.share(sum(row[name] for row in rated) / base) for name in ("fee_agreed", "fee_billed")
            }
            notes.append(scene.t("note.fee_audit.rate", channel=scene.label(channel), **shares))
        n, worth = audit.sums(channel, UNPAID)
        if n:
            said = {"channel": scene.label(channel), "orders": _orders(scene, n), "amount": scene.money_full(worth)}
            notes.append(scene.t("note.fee_audit.unpaid", **said))
        under = [row for row in audit.compared if row["channel"] == channel]
        n, less = sum(row["orders_under"] for row in under), sum(row["billed_under"] for row in under)
        if n:
            said = {"channel": scene.label(channel), "orders": _orders(scene, n), "amount": scene.money_full(less)}
            notes.append(scene.t("note.fee_audit.under", **said))
    compared = {row["channel"] for row in audit.compared}
    sold = scene.chosen(row["channel"] for row in scene.money_rows if row["month"] in audit.months)
    without = [channel for channel in sold if scene.is_platform(channel) and channel not in compared]
    if without:
        names = numbers.listing([scene.label(channel) for channel in without], scene.language)
        notes.append(scene.t("note.fee_audit.no_rate", channels=names, channel=without[0]))
    if audit.is_cut:
        notes.append(scene.t("note.fee_audit.cut", n=scene.count(LISTED)))
    return [*notes, *scene.other_currency_notes()]


def _draw(scene: Scene, audit: _Audit, cells: list[Row]) -> go.Figure:
    figure = blank(scene.language, 300, barmode="stack")
    stacked = dict.fromkeys(audit.months, 0.0)
    for channel in audit.channels:
        mine = [row for row in cells if row["channel"] == channel]
        colour = scene.colour(channel)
        figure.add_trace(
            go.Bar(
                x=[row["month"] for row in mine],
                y=[float(row["owed_back"]) for row in mine],
                name=scene.label(channel),
                showlegend=True,
                width=0.6,
                marker={"color": [theme.faint(colour, 1 if row["is_complete"] else 0.3) for row in mine]},
                customdata=[
                    scene.t(
                        "hover.fee_audit",
                        channel=scene.label(channel),
                        period=scene.period(row["month"]),
                        amount=scene.money_full(row["owed_back"]),
                        orders=_orders(scene, row["orders_found"]),
                        compared=_orders(scene, row["orders"]),
                    )
                    + ("" if row["is_complete"] else f"<br>{scene.t('hover.not_over')}")
                    for row in mine
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        for index, row in enumerate(mine):
            top = stacked[row["month"]] + float(row["owed_back"])
            if not row["is_complete"] and row["owed_back"]:
                dashed_box(figure, (index - 0.3, index + 0.3), (stacked[row["month"]], top), colour)
            stacked[row["month"]] = top
    top = max(stacked.values())
    ticks = round_steps(top)
    figure.update_xaxes(month_axis(audit.months, scene.language))
    figure.update_yaxes(
        range=[0, top * 1.1 or 1], tickvals=ticks, ticktext=[scene.money(tick) for tick in ticks], side="right"
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    return figure


def _table(scene: Scene, audit: _Audit, cells: list[Row]) -> list[Row]:
    """The months, then the orders to ask about."""
    about_an_order = ("branch", "order_id", "order_day", "finding", "fee_day", "statement", "file_name")
    months = [{**dict.fromkeys(about_an_order, ""), **row} for row in cells]
    orders = [
        {
            **row,
            "orders": 1,
            "orders_found": 1,
            "order_day": numbers.day(row["order_day"], scene.language),
            "finding": scene.t(f"fee_finding.{row['finding']}"),
            "fee_day": numbers.day(row["fee_day"], scene.language) if row["fee_day"] else "",
            "statement": row["statement"] or "",
            "is_complete": scene.is_over(row["month"]),
        }
        for row in audit.orders
    ]
    return [
        {**row, "channel": scene.label(row["channel"]), "month": scene.period(row["month"])}
        for row in (*months, *orders)
    ]


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Bars of what was billed beyond the contract per month, one colour per channel; the orders stand in the table."""
    scene = Scene(reader, filters, language)
    audit = _Audit(scene)
    if not audit.compared and not audit.found:
        if data.fee_months(reader) or data.fee_finding_sums(reader):
            return scene.empty("fee_audit", "contract")
        return scene.without_rows("fee_audit", "contract")
    cells = audit.cells(scene)
    return scene.view(
        "fee_audit",
        title=_title(scene, audit),
        subtitle=scene.t("subtitle.fee_audit", currency=scene.about.currency, periods=scene.periods(audit.months)),
        figure=_draw(scene, audit, cells),
        columns=scene.columns(
            ("channel", "text"),
            ("month", "text"),
            ("orders", "count"),
            ("orders_found", "count"),
            ("branch", "text"),
            ("order_id", "text"),
            ("order_day", "text"),
            ("finding", "text"),
            ("fee_agreed", "money"),
            ("fee_billed", "money"),
            ("owed_back", "money"),
            ("fee_day", "text"),
            ("statement", "text"),
            ("file_name", "text"),
            ("is_complete", "flag"),
        ),
        rows=_table(scene, audit, cells),
        coverage=scene.t("coverage.every_commission"),
        notes=_notes(scene, audit),
    )
