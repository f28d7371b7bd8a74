"""Which share of the orders comes through our own doors, by month."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import numbers, theme
from dashboard.charts.figure import blank, dashed_box, month_axis
from dashboard.charts.intervals import direction, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
LEAST_LABELLED = 0.08


def own_share_by_month(scene: Scene) -> list[Row]:
    """Orders through own channels and all orders, per month, oldest first."""
    months: dict[str, Row] = {}
    for row in scene.money_rows:
        entry = months.setdefault(row["month"], {"month": row["month"], "own": 0, "orders": 0, "is_complete": True})
        entry["orders"] += row["orders"]
        if scene.is_own(row["channel"]):
            entry["own"] += row["orders"]
        entry["is_complete"] = entry["is_complete"] and row["is_complete"]
    return [entry for _, entry in sorted(months.items()) if entry["orders"]]


def _title(scene: Scene, months: list[Row]) -> str:
    done = [entry for entry in months if entry["is_complete"]]
    if not done:
        latest = months[-1]
        return scene.t(
            "title.channel_mix.first",
            share=scene.share(latest["own"] / latest["orders"]),
            period=scene.period(latest["month"]),
        )
    now = done[-1]
    if scene.filters.branch and not now["own"]:
        return scene.t("title.channel_mix.branch", branch=scene.filters.branch, period=scene.period(now["month"]))
    year_ago = f"{int(now['month'][:4]) - 1}{now['month'][4:]}"
    before = next((entry for entry in done if entry["month"] == year_ago), done[0])
    values = {
        "share": scene.share(now["own"] / now["orders"]),
        "period": scene.period(now["month"]),
    }
    if before is now:
        return scene.t("title.channel_mix.first", **values)
    moved = direction(now["own"], now["orders"], before["own"], before["orders"])
    key = {1: "title.channel_mix.up", -1: "title.channel_mix.down", 0: "title.channel_mix.same"}[moved]
    return scene.t(
        key,
        **values,
        before=scene.share(before["own"] / before["orders"]),
        since=scene.period(before["month"]),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of orders per channel and month, own channels at the bottom."""
    scene = Scene(reader, filters, language)
    months = own_share_by_month(scene)[-MONTHS:]
    if not months:
        return scene.empty("channel_mix", "orders")
    names = [entry["month"] for entry in months]
    totals = {entry["month"]: entry["orders"] for entry in months}
    complete = {entry["month"]: entry["is_complete"] for entry in months}
    rows = []
    for row in scene.money_rows:
        if row["month"] in totals and row["orders"]:
            low, high = wilson(row["orders"], totals[row["month"]])
            rows.append(
                {
                    "month": row["month"],
                    "channel": scene.label(row["channel"]),
                    "is_own": scene.is_own(row["channel"]),
                    "orders": row["orders"],
                    "share": row["orders"] / totals[row["month"]],
                    "low": low,
                    "high": high,
                    "is_complete": row["is_complete"],
                    "key": row["channel"],
                }
            )
    figure = blank(language, 340, barmode="stack", bargap=0.18)
    used = [name for name in scene.channels if any(row["key"] == name for row in rows)]
    for name in used:
        mine = [row for row in rows if row["key"] == name]
        figure.add_trace(
            go.Bar(
                x=[row["month"] for row in mine],
                y=[row["share"] for row in mine],
                name=scene.label(name),
                marker={
                    "color": [theme.faint(scene.colour(name), 1 if row["is_complete"] else 0.35) for row in mine],
                    "line": {"width": 0},
                },
                customdata=[
                    scene.t(
                        "hover.channel_mix",
                        period=scene.period(row["month"]),
                        channel=row["channel"],
                        share=scene.share(row["share"]),
                        orders=scene.count(row["orders"]),
                    )
                    for row in mine
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=True,
            )
        )
    for index, name in enumerate(names):
        if not complete[name]:
            dashed_box(figure, (index - 0.41, index + 0.41), (0, 1), theme.LIGHT["quiet"])
    own = [entry["own"] / entry["orders"] for entry in months]
    for index in sorted({0, len(own) - 1, max(0, len(own) - 2)}):
        if own[index] < LEAST_LABELLED:
            continue  # it would stand on the months
        figure.add_annotation(
            x=names[index],
            y=own[index],
            text=f"<b>{scene.share(own[index])}</b>",
            showarrow=False,
            yanchor="top",
            font={"color": "#1d1a17", "size": 12} if complete[names[index]] else {"size": 12},
        )
    figure.update_xaxes(month_axis(names, language))
    figure.update_yaxes(range=[0, 1], tickformat=".0%", tickvals=[0, 0.5, 1], side="right")
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    )
    notes = [scene.t("note.incomplete", period=scene.period(name)) for name in names if not complete[name]]
    if filters.channels:
        notes.append(scene.t("note.every_channel"))
    return scene.view(
        "channel_mix",
        title=_title(scene, months),
        subtitle=scene.t("subtitle.channel_mix", periods=numbers.periods(names[0], names[-1], language)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("channel", "text"),
            ("is_own", "flag"),
            ("orders", "count"),
            ("share", "share"),
            ("low", "share"),
            ("high", "share"),
            ("is_complete", "flag"),
        ),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.other_currency_notes()],
    )
