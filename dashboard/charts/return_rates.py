"""Which share of the orders is paid back, in part or whole, through each door."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data
from dashboard.charts.figure import blank
from dashboard.charts.intervals import direction, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 12


def _rows(scene: Scene, months: list[str]) -> list[Row]:
    found = [row for row in data.return_rates(scene.reader) if row["month"] in months]
    rows = []
    for name in scene.chosen(row["channel"] for row in found):
        mine = [row for row in found if row["channel"] == name]
        sums = data.add_up(mine, ("orders", "returned_orders", "sold", "refunded"))
        if sums["orders"]:
            low, high = wilson(sums["returned_orders"], sums["orders"])
            share = sums["returned_orders"] / sums["orders"]
            money = float(sums["refunded"]) / float(sums["sold"]) if sums["sold"] else None
            shares = {"return_share": share, "low": low, "high": high, "refunded_share": money}
            rows.append({"key": name, "channel": scene.label(name), **sums, **shares})
    return sorted(rows, key=lambda row: (-row["return_share"], row["key"]))


def _title(scene: Scene, rows: list[Row]) -> str:
    most, least = rows[0], rows[-1]
    values = {
        "channel": most["channel"],
        "share": scene.share(most["return_share"]),
        "other": least["channel"],
        "least": scene.share(least["return_share"]),
    }
    pairs = (least["returned_orders"], least["orders"])
    if len(rows) == 1:
        return scene.t("title.return_rates.one", **values)
    apart = direction(most["returned_orders"], most["orders"], *pairs)
    return scene.t(f"title.return_rates.{'apart' if apart > 0 else 'alike'}", **values)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A bar per channel with the range in which its share lies, the most given back on top."""
    scene = Scene(reader, filters, language)
    there = data.return_rates(reader)
    possible = sorted({row["month"] for row in there if row["is_complete"]})
    months = [month for month in possible if scene.is_drawn(month)][-MONTHS:]
    if possible and not months:
        return scene.no_period("return_rates", possible)
    rows = _rows(scene, months)
    if not rows:
        return scene.empty("return_rates", "orders")
    figure = blank(language, 60 + 44 * len(rows), margin={"l": 8, "r": 60, "t": 12, "b": 8})
    figure.add_trace(
        go.Bar(
            x=[row["return_share"] for row in rows],
            y=[row["channel"] for row in rows],
            orientation="h",
            marker={"color": [scene.colour(row["key"]) for row in rows]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [row["high"] - row["return_share"] for row in rows],
                "arrayminus": [row["return_share"] - row["low"] for row in rows],
                "thickness": 1.5,
            },
            customdata=[
                scene.t(
                    "hover.return_rates",
                    channel=row["channel"],
                    n=scene.count(row["returned_orders"]),
                    orders=scene.count(row["orders"]),
                    share=scene.share(row["return_share"]),
                    range=scene.share_range(row["low"], row["high"]),
                    refunded=scene.money_full(row["refunded"]),
                    part=scene.share(row["refunded_share"]),
                )
                for row in rows
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    top = max(row["high"] for row in rows) * 1.1 or 0.05
    for row in rows:
        figure.add_annotation(
            x=row["high"], y=row["channel"], text=scene.share(row["return_share"]), showarrow=False, xanchor="left",
            xshift=6,
        )  # fmt: skip
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_xaxes(range=[0, top], tickformat=".0%", nticks=5)
    left = [row["month"] for row in there if not row["is_complete"]]
    notes = [scene.t("note.return_rates.waiting", period=scene.period(min(left)))] if left else []
    if filters.branch:
        notes.append(scene.t("note.return_rates.branches"))
    return scene.view(
        "return_rates",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.return_rates", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            ("orders", "count"),
            ("returned_orders", "count"),
            ("return_share", "share"),
            ("low", "share"),
            ("high", "share"),
            ("sold", "money"),
            ("refunded", "money"),
            ("refunded_share", "share"),
        ),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.other_currency_notes()],
    )
