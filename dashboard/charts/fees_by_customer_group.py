"""Whose orders cost the platform fees, month by month: people who buy from us directly too, and all others."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from dashboard import data, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank, dashed_box, month_axis, round_steps
from dashboard.charts.scene import NOTABLE, Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
COLOURS = {"both": theme.WARM[0], "platform_only": theme.COOL[0], "unidentified": theme.UNIDENTIFIED}
"""Groups of platform customers in the order they are stacked; warm: they are ours as well."""
_SUMS = ("orders", "net_sales", "fees", "contribution", "orders_with_unknown_fees")


def _rows(scene: Scene) -> list[Row]:
    """One row per month and group over the platforms chosen. Of several chosen, people count in each."""
    found = [row for row in data.fees_by_customer_group(scene.reader) if row["side"] == "platform"]
    platforms = {row["channel"] for row in found} - {"all"}
    chosen = set(scene.chosen(platforms))
    wanted = {"all"} if chosen == platforms else chosen
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        if row["channel"] in wanted and (row["month"] == "all" or scene.is_drawn(row["month"])):
            cells.setdefault((row["month"], row["customer_group"]), []).append(row)
    months = sorted({month for month, _ in cells if month != "all"})[-MONTHS:]
    return [
        {
            "month": month,
            "group": group,
            **_people(parts),
            **{name: sum((row[name] for row in parts), Decimal(0)) for name in _SUMS},
            "is_complete": all(row["is_complete"] for row in parts),
        }
        for month in (*months, "all")
        for group in COLOURS
        if (parts := cells.get((month, group)))
    ]


def _people(parts: Sequence[Row]) -> dict[str, float | None]:
    if any(row["customers"] is None for row in parts):
        return {"customers": None, "customers_likely": None, "customers_most": None}
    return bounds.summed(parts, "customers")


def _fees(rows: Sequence[Row], group: str = "") -> Decimal:
    return sum((row["fees"] for row in rows if group in ("", row["group"])), Decimal(0))


def _sum(rows: Sequence[Row], name: str) -> float:
    return float(sum(row[name] for row in rows))


def _latest(scene: Scene, rows: list[Row]) -> list[Row]:
    """The rows of the latest month that is over, has fees, and whose bills have come; else of the latest month."""
    months: dict[str, list[Row]] = {}
    for row in rows:
        months.setdefault(row["month"], []).append(row)
    known = [
        month
        for month, parts in months.items()
        if scene.is_over(month)
        and _fees(parts) > 0
        and sum(row["orders_with_unknown_fees"] for row in parts)
        <= NOTABLE * float(sum(row["orders"] for row in parts))
    ]
    return months[max(known or months)]


def _title(scene: Scene, latest: list[Row]) -> str:
    ours, every = _fees(latest, "both"), _fees(latest)
    values = {"period": scene.period(latest[0]["month"]), "fees": scene.money_whole(every)}
    if every <= 0:
        return scene.t("title.fees_by_customer_group.unknown", period=values["period"])
    if ours <= 0:
        return scene.t("title.fees_by_customer_group.none", **values)
    key = "at_least" if _fees(latest, "unidentified") > 0 else "ours"
    return scene.t(f"title.fees_by_customer_group.{key}", share=scene.share(ours / every), **values)


def _hover(scene: Scene, row: Row) -> str:
    values = {
        "period": scene.period(row["month"]),
        "group": scene.t(f"customer_group.{row['group']}"),
        "fees": scene.money_full(row["fees"]),
        "orders": scene.t.plural("word.n_orders", int(row["orders"]), n=scene.count(row["orders"])),
    }
    text = scene.t("hover.fees_by_customer_group", **values)
    if row["customers"] is not None:
        text += f"<br>{scene.t('hover.people_of', people=scene.people(row['customers']))}"
        text += f"<br>{bounds.people(scene, row, 'customers')}"
    return text if row["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"


def _notes(scene: Scene, rows: list[Row], ever: list[Row], latest: list[Row]) -> list[str]:
    notes = []
    every = _fees(ever)
    for row in ever:
        if row["customers"] and every > 0:
            notes.append(
                scene.t(
                    f"note.fees_by_customer_group.{row['group']}",
                    people=scene.people(row["customers"]),
                    fees=scene.money(row["fees"]),
                    share=scene.share(row["fees"] / every),
                    each=scene.money(row["fees"] / row["customers"]),
                )
            )
        elif row["customers"] is None and row["fees"] > 0:
            share = scene.share(row["fees"] / every)
            notes.append(
                scene.t("note.fees_by_customer_group.unidentified", fees=scene.money(row["fees"]), share=share)
            )
    doubtful = [row for row in latest if row["customers"] is not None and bounds.differ(row, "customers")]
    lines = [
        scene.t(
            "note.bounds.rate",
            measure=scene.t(
                "note.bounds.month", month=scene.period(row["month"]), what=scene.t(f"customer_group.{row['group']}")
            ),
            bounds=bounds.people(scene, row, "customers"),
        )
        for row in doubtful
    ]
    elsewhere = any(row["customers"] is not None and bounds.differ(row, "customers") for row in rows)
    notes += bounds.notes(scene, lines or ([scene.t("note.bounds.elsewhere")] if elsewhere else []))
    running = sorted({row["month"] for row in rows if not row["is_complete"]})
    notes += [scene.t("note.incomplete", period=scene.period(month)) for month in running]
    unknown = sum(int(row["orders_with_unknown_fees"]) for row in rows)
    if unknown:
        notes.append(scene.t("note.fees_by_customer_group.unknown", n=scene.count(unknown)))
    if len(scene.filters.channels) > 1:
        notes.append(scene.t("note.fees_by_customer_group.several"))
    if scene.filters.branch:
        notes.append(scene.t("note.all_branches"))
    return [*notes, *scene.other_currency_notes()]


def _draw(scene: Scene, rows: list[Row], months: list[str]) -> go.Figure:
    figure = blank(scene.language, 320, barmode="stack")
    tops = dict.fromkeys(months, 0.0)
    for group, colour in COLOURS.items():
        mine = [row for row in rows if row["group"] == group]
        if not mine:
            continue
        hovers = [_hover(scene, row) for row in mine]
        is_counted = group != "unidentified"
        figure.add_trace(
            go.Bar(
                x=[row["month"] for row in mine],
                y=[float(row["fees"]) for row in mine],
                name=scene.t(f"customer_group.{group}"),
                showlegend=True,
                width=0.6,
                marker={"color": [theme.faint(colour, 1 if row["is_complete"] else 0.3) for row in mine]},
                # only people are certain, likely or at most
                customdata=hovers if is_counted else None,
                hovertext=None if is_counted else hovers,
                hovertemplate=f"%{{{'customdata' if is_counted else 'hovertext'}}}<extra></extra>",
            )
        )
        for row in mine:
            top = tops[row["month"]] + float(row["fees"])
            if not row["is_complete"] and row["fees"]:
                place = months.index(row["month"])
                dashed_box(figure, (place - 0.3, place + 0.3), (tops[row["month"]], top), colour)
            tops[row["month"]] = top
    top = max(tops.values())
    ticks = round_steps(top)
    figure.update_xaxes(month_axis(months, scene.language))
    figure.update_yaxes(
        tickvals=ticks, ticktext=[scene.money(tick) for tick in ticks], rangemode="tozero", side="right"
    )
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    figure.update_layout(showlegend=True, legend=legend)
    return figure


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Stacked bars of platform fees per month, by whether the people who ordered buy from us directly too."""
    scene = Scene(reader, filters, language)
    found = _rows(scene)
    rows = [row for row in found if row["month"] != "all"]
    ever = [row for row in found if row["month"] == "all"]
    if not any(row["fees"] for row in rows):
        return scene.empty("fees_by_customer_group", "fees")
    months = sorted({row["month"] for row in rows})
    latest = _latest(scene, rows)
    return scene.view(
        "fees_by_customer_group",
        title=_title(scene, latest),
        subtitle=scene.t(
            "subtitle.fees_by_customer_group", currency=scene.about.currency, periods=scene.periods(months)
        ),
        figure=_draw(scene, rows, months),
        columns=scene.columns(
            ("month", "text"),
            ("customer_group", "text"),
            *bounds.columns("customers"),
            ("orders", "count"),
            ("net_sales", "money"),
            ("fees", "money"),
            ("contribution", "money"),
            ("orders_with_unknown_fees", "count"),
            ("is_complete", "flag"),
        ),
        rows=[
            {
                **row,
                "month": scene.t("word.all_time") if row["month"] == "all" else scene.period(row["month"]),
                "customer_group": scene.t(f"customer_group.{row['group']}"),
            }
            for row in (*rows, *ever)
        ],
        coverage=scene.coverage_sentence(months),
        notes=_notes(scene, rows, ever, latest),
    )
