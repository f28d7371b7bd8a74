"""From list price to what stays, step by step, one column per channel on one scale."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import theme
from dashboard.charts.figure import blank, dashed_frame
from dashboard.charts.scene import NOTABLE, Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row, add_up, fees_unknown
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES

TOTALS = ("gross", "net_sales", "contribution")
AT_MOST = 6
LABEL_ROOM = 0.75
"""Room right of the longest bar for the amounts, in lengths of that bar."""


def _rows(scene: Scene, months: list[str]) -> list[Row]:
    sold = [row for row in scene.money_rows if row["month"] in months]
    names = scene.chosen(row["channel"] for row in sold)
    sums = {name: add_up([row for row in sold if row["channel"] == name]) for name in names}
    names = [name for name in names if sums[name]["gross"]]
    order = ("gross", "merchant_discount", "refunded", "net_sales", *FEE_TYPES, "own_costs", "contribution")
    steps = [step for step in order if step in TOTALS or any(sums[name][step] for name in names)]
    if "payment_processing" not in steps and any(fees_unknown(sums[name]) for name in names if scene.is_own(name)):
        steps.insert(steps.index("net_sales") + 1, "payment_processing")
    rows: list[Row] = []
    for name in names:
        nothing_known = fees_unknown(sums[name])
        for step in steps:
            amount = None if nothing_known and step in FEE_TYPES else sums[name][step]
            rows.append(
                {
                    "key": name,
                    "channel": scene.label(name),
                    "code": step,
                    "step": scene.t(f"column.{step}"),
                    "amount": amount if amount is None or step in TOTALS else -amount,
                    "share_of_gross": None if amount is None else float(amount / sums[name]["gross"]),
                }
            )
    return rows


def _title(scene: Scene, rows: list[Row], unknown: dict[str, float], period: str) -> str:
    left = {row["key"]: row for row in rows if row["code"] == "contribution"}
    fees: dict[str, float] = {}
    for row in rows:
        if row["code"] in FEE_TYPES and row["share_of_gross"] is not None:
            fees[row["key"]] = fees.get(row["key"], 0.0) + row["share_of_gross"]
    losing = [name for name, row in left.items() if row["amount"] < 0]
    if losing:
        name = min(losing, key=lambda each: left[each]["amount"])
        amount = scene.money(-left[name]["amount"])
        return scene.t("title.cost_waterfall.loss", channel=scene.label(name), amount=amount, period=period)
    if not any(fees.values()):
        best = max(left, key=lambda each: left[each]["share_of_gross"])
        share = scene.share(left[best]["share_of_gross"])
        return scene.t("title.cost_waterfall.no_fees", channel=scene.label(best), share=share, period=period)
    platforms = [name for name in left if scene.is_platform(name)]
    billed = [name for name in platforms if name in fees and unknown[name] <= NOTABLE]
    compared = billed or [name for name in platforms if name in fees] or list(fees)
    dearest = max(compared, key=lambda each: fees[each])
    if not platforms or len(left) == 1:
        key = "title.cost_waterfall.one_at_least" if unknown[dearest] else "title.cost_waterfall.one"
    elif unknown[dearest]:
        key = "title.cost_waterfall.at_least"
    else:
        key = "title.cost_waterfall.dearest" if len(billed) == len(platforms) else "title.cost_waterfall.of_billed"
    return scene.t(
        key,
        channel=scene.label(dearest),
        fees=scene.share(fees[dearest]),
        left=scene.share(left[dearest]["share_of_gross"]),
        period=period,
    )


def _starts(rows: list[Row]) -> list[float]:
    """Where each bar of one channel begins: totals at zero, a step where the one before it ended."""
    starts, level = [], 0.0
    for row in rows:
        amount = float(row["amount"] or 0)
        is_total = row["code"] in TOTALS
        starts.append(0.0 if is_total else level)
        level = amount if is_total else level + amount
    return starts


def _bar_colour(scene: Scene, row: Row) -> str:
    if row["code"] in TOTALS:
        return scene.colour(row["key"])
    return theme.COST_STEPS["own_costs" if row["amount"] and row["amount"] > 0 else "fees"]


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Waterfalls from gross to what stays; bars run to the right, all channels share one scale of money."""
    scene = Scene(reader, filters, language)
    months, over = scene.window()
    rows = _rows(scene, months)
    if not rows:
        return scene.empty("cost_waterfall", "orders")
    names = list(dict.fromkeys(row["key"] for row in rows))
    biggest = sorted(names, key=lambda name: -max(float(row["amount"] or 0) for row in rows if row["key"] == name))
    names = [name for name in names if name in biggest[:AT_MOST]]
    rows = [row for row in rows if row["key"] in names]
    steps = list(dict.fromkeys(row["code"] for row in rows))
    money_rows = [row for row in scene.money_rows if row["month"] in months and row["channel"] in names]
    unknown = {name: _unknown_share(money_rows, name) for name in names}
    figure = make_subplots(
        rows=1,
        cols=len(names),
        shared_yaxes=True,
        horizontal_spacing=0.025,
        subplot_titles=[f'<span style="color:{scene.colour(n)}">●</span> {scene.label(n)}' for n in names],
        figure=blank(language, 90 + 34 * len(steps), margin={"l": 8, "r": 8, "t": 34, "b": 8}),
    )
    for annotation in figure.layout.annotations:
        annotation.update(font={"size": 13})
    top = max(float(row["amount"] or 0) for row in rows)
    bottom = min(0.0, *(float(row["amount"] or 0) for row in rows if row["code"] in TOTALS))
    for number, name in enumerate(names, start=1):
        mine = [row for row in rows if row["key"] == name]
        starts = _starts(mine)
        # what is left cannot be sure while some fees are unknown: hatched, as every estimate is
        hatched = ["/" if row["code"] == "contribution" and unknown[name] else "" for row in mine]
        figure.add_trace(
            go.Bar(
                orientation="h",
                name=scene.label(name),
                y=[row["code"] for row in mine],
                x=[None if row["amount"] is None else float(row["amount"]) for row in mine],
                base=starts,
                marker={
                    "color": [_bar_colour(scene, row) for row in mine],
                    "line": {"width": 0},
                    "pattern": {"shape": hatched, "size": 7, "fgcolor": "#FFFFFF", "fillmode": "overlay",
                                "solidity": 0.22},
                },
                customdata=[_hover(scene, row, at_most=bool(unknown[name])) for row in mine],
                hovertemplate="%{customdata}<extra></extra>",
            ),
            row=1,
            col=number,
        )  # fmt: skip
        axis = "" if number == 1 else str(number)
        for row in mine:
            # at the right end of its own panel, so that no label lies over a bar's end or a neighbour's axis
            figure.add_annotation(
                x=1,
                xref=f"x{axis} domain",
                xanchor="right",
                y=row["code"],
                yref="y",
                text=_label(scene, row, at_most=bool(unknown[name])),
                showarrow=False,
                font={"size": 11},
            )
        for index, (row, start) in enumerate(zip(mine[:-1], starts[:-1], strict=True)):
            level = start + float(row["amount"] or 0)
            figure.add_shape(
                type="line", x0=level, x1=level, y0=index, y1=index + 1, xref=f"x{axis}", yref="y", layer="below",
                line={"color": "rgba(130,125,118,.45)", "width": 1},
            )  # fmt: skip
    figure.update_xaxes(
        range=[bottom * 1.05, top * (1 + LABEL_ROOM)], showticklabels=False, showgrid=False, zeroline=True
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        type="category",
        tickvals=steps,
        ticktext=[scene.t(f"column.{step}") for step in steps],
    )
    if not over:
        dashed_frame(figure)
    notes = () if over else (scene.t("note.incomplete", period=scene.periods(months)),)
    return scene.view(
        "cost_waterfall",
        title=_title(scene, rows, unknown, scene.periods(months)),
        subtitle=scene.t("subtitle.cost_waterfall", currency=scene.about.currency, periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(("channel", "text"), ("step", "text"), ("amount", "money"), ("share_of_gross", "share")),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.unknown_fee_notes(money_rows), *scene.other_currency_notes()],
    )


def _unknown_share(rows: list[Row], name: str) -> float:
    """Share of a channel's orders whose fees no file shows."""
    mine = [row for row in rows if row["channel"] == name]
    return sum(row["orders_with_unknown_fees"] for row in mine) / max(sum(row["orders"] for row in mine), 1)


def _label(scene: Scene, row: Row, *, at_most: bool) -> str:
    if row["amount"] is None:
        # an own channel pays for payments; the other kinds of fee are the platforms'
        is_likely = scene.is_platform(row["key"]) or row["code"] == "payment_processing"
        return scene.t("word.unknown") if is_likely else ""
    if not row["amount"] and row["code"] not in TOTALS:
        return ""
    said = scene.money_whole(row["amount"])
    return f"≤ {said}" if at_most and row["code"] == "contribution" else said


def _hover(scene: Scene, row: Row, *, at_most: bool) -> str:
    if row["amount"] is None:
        return scene.t("hover.cost_unknown", channel=row["channel"], step=row["step"])
    amount = scene.money_full(row["amount"])
    return scene.t(
        "hover.cost_waterfall",
        channel=row["channel"],
        step=row["step"],
        amount=scene.t("amount.at_most", amount=amount) if at_most and row["code"] == "contribution" else amount,
        share=scene.share(row["share_of_gross"]),
    )
