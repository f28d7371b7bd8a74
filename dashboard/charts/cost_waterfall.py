"""From list price to what stays, step by step, one column per channel on one scale."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import theme
from dashboard.charts.figure import blank, dashed_frame
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row, add_up
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES

TOTALS = ("gross", "net_sales", "contribution")
AT_MOST = 6


def _rows(scene: Scene, months: list[str]) -> list[Row]:
    sold = [row for row in scene.money_rows if row["month"] in months]
    names = scene.chosen(row["channel"] for row in sold)
    sums = {name: add_up([row for row in sold if row["channel"] == name]) for name in names}
    names = [name for name in names if sums[name]["gross"]]
    fees = [fee_type for fee_type in FEE_TYPES if any(sums[name][fee_type] for name in names)]
    steps = ["gross", "merchant_discount", "refunded", "net_sales", *fees, "own_costs", "contribution"]
    rows: list[Row] = []
    for name in names:
        for step in steps:
            amount = sums[name][step]
            rows.append(
                {
                    "key": name,
                    "channel": scene.label(name),
                    "code": step,
                    "step": scene.t(f"column.{step}"),
                    "amount": amount if step in TOTALS else -amount,
                    "share_of_gross": float(amount / sums[name]["gross"]),
                }
            )
    return rows


def _title(scene: Scene, rows: list[Row], unknown: set[str]) -> str:
    left = {row["key"]: row for row in rows if row["code"] == "contribution"}
    fees: dict[str, float] = {}
    for row in rows:
        if row["code"] in FEE_TYPES:
            fees[row["key"]] = fees.get(row["key"], 0.0) + row["share_of_gross"]
    losing = [name for name, row in left.items() if row["amount"] < 0]
    if losing:
        name = min(losing, key=lambda each: left[each]["amount"])
        return scene.t(
            "title.cost_waterfall.loss", channel=scene.label(name), amount=scene.money(-left[name]["amount"])
        )
    if not any(fees.values()):
        best = max(left, key=lambda each: left[each]["share_of_gross"])
        share = scene.share(left[best]["share_of_gross"])
        return scene.t("title.cost_waterfall.no_fees", channel=scene.label(best), share=share)
    dearest = max(fees, key=lambda each: fees[each])
    return scene.t(
        "title.cost_waterfall.at_least" if dearest in unknown else "title.cost_waterfall.dearest",
        channel=scene.label(dearest),
        fees=scene.share(fees[dearest]),
        left=scene.share(left[dearest]["share_of_gross"]),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Waterfalls from gross to contribution; bars run to the right, all channels share one scale of money."""
    scene = Scene(reader, filters, language)
    months, over = scene.window()
    rows = _rows(scene, months)
    if not rows:
        return scene.empty("cost_waterfall", "orders")
    names = list(dict.fromkeys(row["key"] for row in rows))
    biggest = sorted(names, key=lambda name: -max(float(row["amount"]) for row in rows if row["key"] == name))
    names = [name for name in names if name in biggest[:AT_MOST]]
    rows = [row for row in rows if row["key"] in names]
    steps = list(dict.fromkeys(row["code"] for row in rows))
    figure = make_subplots(
        rows=1,
        cols=len(names),
        shared_yaxes=True,
        horizontal_spacing=0.02,
        subplot_titles=[f'<span style="color:{scene.colour(n)}">●</span> {scene.label(n)}' for n in names],
        figure=blank(language, 90 + 34 * len(steps), margin={"l": 8, "r": 8, "t": 34, "b": 8}),
    )
    top = max(float(row["amount"]) for row in rows)
    bottom = min(0.0, *(float(row["amount"]) for row in rows if row["code"] in TOTALS))
    for number, name in enumerate(names, start=1):
        mine = [row for row in rows if row["key"] == name]
        figure.add_trace(
            go.Waterfall(
                orientation="h",
                y=[row["code"] for row in mine],
                x=[float(row["amount"]) for row in mine],
                measure=[
                    "absolute" if row["code"] == "gross" else "total" if row["code"] in TOTALS else "relative"
                    for row in mine
                ],
                text=[scene.money(row["amount"]) if row["amount"] else "" for row in mine],
                textposition="auto",
                textfont={"size": 11},
                constraintext="none",
                textangle=0,
                cliponaxis=False,
                connector={"line": {"color": "rgba(130,125,118,.45)", "width": 1}},
                totals={"marker": {"color": scene.colour(name)}},
                increasing={"marker": {"color": theme.COST_STEPS["own_costs"]}},
                decreasing={"marker": {"color": theme.COST_STEPS["fees"]}},
                customdata=[
                    scene.t(
                        "hover.cost_waterfall",
                        channel=row["channel"],
                        step=row["step"],
                        amount=scene.money_full(row["amount"]),
                        share=scene.share(row["share_of_gross"]),
                    )
                    for row in mine
                ],
                hovertemplate="%{customdata}<extra></extra>",
            ),
            row=1,
            col=number,
        )
    figure.update_xaxes(range=[bottom * 1.05, top * 1.08], showticklabels=False, showgrid=False, zeroline=True)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        type="category",
        tickvals=steps,
        ticktext=[scene.t(f"column.{step}") for step in steps],
    )
    for annotation in figure.layout.annotations:
        annotation.update(font={"size": 13})
    money_rows = [row for row in scene.money_rows if row["month"] in months and row["channel"] in names]
    if not over:
        dashed_frame(figure)
    notes = () if over else (scene.t("note.incomplete", period=scene.periods(months)),)
    return scene.view(
        "cost_waterfall",
        title=_title(scene, rows, {row["channel"] for row in money_rows if row["orders_with_unknown_fees"]}),
        subtitle=scene.t("subtitle.cost_waterfall", currency=scene.about.currency, periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(("channel", "text"), ("step", "text"), ("amount", "money"), ("share_of_gross", "share")),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.unknown_fee_notes(money_rows), *scene.other_currency_notes()],
    )
