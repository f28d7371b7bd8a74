"""Platform fees by the day of the order beside fees by the day of the bill, month by month, and of which kinds."""

from __future__ import annotations

from decimal import Decimal

from dashboard import data, numbers, theme
from dashboard.charts.month_pairs import month_pairs
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES

MONTHS = 13
PAIR = (("fees_by_order_day", theme.COOL[0]), ("fees_by_fee_day", theme.COOL[1]))
_SUMS = ("fees_by_order_day", "fees_by_fee_day", "fees_of_earlier_orders")


def _rows(scene: Scene) -> list[Row]:
    """One row per month and kind of fee, and one per month of all kinds, over the platforms or the channels chosen."""
    found = [row for row in data.fee_dates(scene.reader, scene.filters.branch) if scene.is_drawn(row["month"])]
    chosen = scene.chosen(row["channel"] for row in found)
    if not scene.filters.channels:
        chosen = [name for name in chosen if scene.is_platform(name)]
    found = [row for row in found if row["channel"] in chosen]
    months = sorted({row["month"] for row in found})[-MONTHS:]
    rows = []
    for month in months:
        for fee_type in ("", *FEE_TYPES):
            parts = [row for row in found if row["month"] == month and fee_type in ("", row["fee_type"])]
            if parts:
                sums = {name: sum((row[name] for row in parts), Decimal(0)) for name in _SUMS}
                rows.append({"month": month, "fee_type": fee_type, **sums, "is_complete": scene.is_over(month)})
    return rows


def _title(scene: Scene, latest: Row) -> str:
    values = {"period": scene.period(latest["month"]), "billed": scene.money_whole(latest["fees_by_fee_day"])}
    if latest["fees_of_earlier_orders"] > 0:
        earlier = scene.money_whole(latest["fees_of_earlier_orders"])
        return scene.t("title.fee_dates.earlier", earlier=earlier, **values)
    return scene.t("title.fee_dates.same", **values)


def _notes(scene: Scene, rows: list[Row], latest: Row) -> list[str]:
    kinds = sorted(
        (row for row in rows if row["month"] == latest["month"] and row["fee_type"] and row["fees_by_fee_day"] > 0),
        key=lambda row: -row["fees_by_fee_day"],
    )
    told = [
        scene.t(
            "note.fee_dates.kind",
            fee_type=scene.t(f"column.{row['fee_type']}"),
            amount=scene.money_whole(row["fees_by_fee_day"]),
        )
        for row in kinds
    ]
    notes = []
    if told:
        kinds_said = numbers.listing(told, scene.language)
        notes.append(scene.t("note.fee_dates.kinds", period=scene.period(latest["month"]), kinds=kinds_said))
    notes.append(scene.t("note.fee_dates.which"))
    running = sorted({row["month"] for row in rows if not row["is_complete"]})
    notes += [scene.t("note.incomplete", period=scene.period(month)) for month in running]
    return [*notes, *scene.other_currency_notes()]


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Two bars per month: fees on the day of the order, and fees on the day of the bill."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    drawn = [row for row in rows if not row["fee_type"]]
    if not any(row["fees_by_fee_day"] or row["fees_by_order_day"] for row in drawn):
        return scene.empty("fee_dates", "fees")
    months = [row["month"] for row in drawn]
    figure = month_pairs(scene, drawn, PAIR, 320)
    latest = ([row for row in drawn if row["is_complete"]] or drawn)[-1]
    return scene.view(
        "fee_dates",
        title=_title(scene, latest),
        subtitle=scene.t("subtitle.fee_dates", currency=scene.about.currency, periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("fee_type", "text"),
            *((name, "money") for name in _SUMS),
            ("is_complete", "flag"),
        ),
        rows=[
            {
                **row,
                "month": scene.period(row["month"]),
                "fee_type": scene.t(f"column.{row['fee_type'] or 'fees'}"),
            }
            for row in rows
        ],
        coverage=scene.t("coverage.every_order"),
        notes=_notes(scene, rows, latest),
    )
