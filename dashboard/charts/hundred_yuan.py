"""What a hundred of list price becomes, channel by channel."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts.figure import blank, dashed_frame
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row, add_up, fees_unknown
from transforms.engines.snapshot import SnapshotReader

PARTS = ("contribution", "own_costs", "fees", "refunded", "merchant_discount")


def _per_hundred(scene: Scene, months: list[str]) -> list[Row]:
    rows: list[Row] = []
    sold = [row for row in scene.money_rows if row["month"] in months]
    for name in scene.chosen(row["channel"] for row in sold):
        sums = add_up([row for row in sold if row["channel"] == name])
        if sums["gross"] > 0:
            rows.append(
                {
                    "key": name,
                    "channel": scene.label(name),
                    **{part: round(100 * float(sums[part] / sums["gross"]), 4) for part in PARTS},
                    **({"fees": None} if fees_unknown(sums) else {}),
                    "orders": sums["orders"],
                    "gross": sums["gross"],
                    "orders_with_unknown_fees": sums["orders_with_unknown_fees"],
                }
            )
    return rows


def _title(scene: Scene, rows: list[Row]) -> str:
    hundred = scene.money(100)
    own = _sure([row for row in rows if scene.is_own(row["key"])])
    platforms = _sure([row for row in rows if scene.is_platform(row["key"])])
    if not own or not platforms:
        worst = min(rows, key=lambda row: row["contribution"])
        return scene.t(
            "title.hundred_yuan.one_at_most" if worst["orders_with_unknown_fees"] else "title.hundred_yuan.one",
            hundred=hundred,
            channel=worst["channel"],
            left=scene.money(round(worst["contribution"])),
        )
    best = max(own, key=lambda row: row["contribution"])
    worst = min(platforms, key=lambda row: row["contribution"])
    return scene.t(
        _rule(best, worst),
        hundred=hundred,
        platform=worst["channel"],
        left=scene.money(round(worst["contribution"])),
        own=best["channel"],
        own_left=scene.money(round(best["contribution"])),
    )


def _sure(rows: list[Row]) -> list[Row]:
    """Where fees are unknown, what seems to stay is too much: such a channel is named only when all are like that."""
    return [row for row in rows if not row["orders_with_unknown_fees"]] or rows


def _rule(best: Row, worst: Row) -> str:
    if best["orders_with_unknown_fees"]:
        both = "title.hundred_yuan.both_at_most"
        return both if worst["orders_with_unknown_fees"] else "title.hundred_yuan.own_at_most"
    if worst["orders_with_unknown_fees"]:
        return "title.hundred_yuan.at_most"
    return "title.hundred_yuan.same" if best["contribution"] - worst["contribution"] < 2 else "title.hundred_yuan.gap"


def _amount(scene: Scene, row: Row, part: str) -> str:
    if row[part] is None:
        return scene.t("word.unknown")
    said = scene.money(round(row[part], 1))
    is_most = part == "contribution" and row["orders_with_unknown_fees"]
    return scene.t("amount.at_most", amount=said) if is_most else said


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Shares of a hundred of gross per channel: what stays, and where the rest goes."""
    scene = Scene(reader, filters, language)
    months, over = scene.window()
    rows = _per_hundred(scene, months)
    if not rows:
        return scene.empty("hundred_yuan", "orders")
    figure = blank(language, 96 + 46 * len(rows), barmode="relative", bargap=0.34)
    ticks = []
    for row in rows:
        n = row["orders_with_unknown_fees"]
        said = (
            scene.t("axis.fees_all_unknown") if row["fees"] is None else scene.t("axis.fees_unknown", n=scene.count(n))
        )
        extra = f"<br><span style='font-size:10px'>{said}</span>" if n else ""
        ticks.append(row["channel"] + extra)
    for part in PARTS:
        is_left = part == "contribution"
        colours = [scene.colour(row["key"]) if is_left else theme.COST_STEPS[part] for row in rows]
        # what is left cannot be sure while some fees are unknown: hatched, as every estimate is
        pattern = ["/" if is_left and row["orders_with_unknown_fees"] else "" for row in rows]
        figure.add_trace(
            go.Bar(
                y=[row["key"] for row in rows],
                x=[row[part] for row in rows],
                orientation="h",
                name=scene.t(f"column.{part}"),
                marker={
                    "color": colours,
                    "line": {"width": 0},
                    "pattern": {
                        "shape": pattern,
                        "size": 7,
                        "fgcolor": "#FFFFFF",
                        "fillmode": "overlay",
                        "solidity": 0.22,
                    },
                },
                text=[_inside(scene, row, part, is_first=row is rows[0]) for row in rows],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                customdata=[
                    scene.t(
                        "hover.hundred_yuan",
                        channel=row["channel"],
                        hundred=scene.money(100),
                        part=scene.t(f"column.{part}"),
                        amount=_amount(scene, row, part),
                    )
                    for row in rows
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=not is_left,
            )
        )
    figure.update_yaxes(
        autorange="reversed", showgrid=False, tickvals=[row["key"] for row in rows], ticktext=ticks, type="category"
    )
    figure.update_xaxes(showgrid=False, showticklabels=False, zeroline=any(row["contribution"] < 0 for row in rows))
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "traceorder": "normal"},
    )
    money_rows = [row for row in scene.money_rows if row["month"] in months]
    if not over:
        dashed_frame(figure)
    notes = () if over else (scene.t("note.incomplete", period=scene.periods(months)),)
    return scene.view(
        "hundred_yuan",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.hundred_yuan", hundred=scene.money(100), periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            *((part, "money") for part in PARTS),
            ("orders", "count"),
            ("gross", "money"),
            ("orders_with_unknown_fees", "count"),
        ),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.unknown_fee_notes(money_rows), *scene.other_currency_notes()],
    )


def _inside(scene: Scene, row: Row, part: str, *, is_first: bool) -> str:
    """The figure inside a piece wide enough for it; the first bar says in words what its coloured piece is."""
    if row[part] is None or abs(row[part]) < 3.5:
        return ""
    figure = scene.count(round(row[part]))
    return f"{scene.t('column.contribution')} {figure}" if is_first and part == "contribution" else figure
