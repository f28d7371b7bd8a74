"""How many first-time buyers bought again within so many days, by the month of their first purchase."""

from __future__ import annotations

from dashboard import data
from dashboard.charts import bounds
from dashboard.charts.figure import BESIDE_AXIS, blank, end_label, line, month_axis, spread
from dashboard.charts.intervals import difference, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 18
UNFINISHED = 2
"""Months of an unfinished window that are still drawn, dashed."""
WINDOWS = (30, 90, 180)
SHADES = {30: "#E69F00", 90: "#C0560B", 180: "#8A4A2B"}


def _rows(scene: Scene, channel: str) -> list[Row]:
    found = data.rates_over_time(scene.reader, "repurchase", channel, scene.filters.scope)
    months = sorted({row["period"] for row in found})[-MONTHS:]
    rows: list[Row] = []
    for row in found:
        if row["period"] in months and row["window_days"] in WINDOWS and row["customers"]:
            low, high = wilson(row["repeaters"], row["customers"])
            rows.append({**row, "month": row["period"], "low": low, "high": high})
    # far-away ends of unfinished windows say how young a month is, not how its buyers behave
    kept: dict[int, list[str]] = {}
    for row in rows:
        if not row["is_complete"]:
            kept.setdefault(row["window_days"], []).append(row["month"])
    return [row for row in rows if row["is_complete"] or row["month"] in kept[row["window_days"]][:UNFINISHED]]


def _title(scene: Scene, rows: list[Row]) -> str:
    for window in (90, 30):
        done = [row for row in rows if row["window_days"] == window and row["is_complete"]]
        if len(done) < 4:
            continue
        half = min(3, len(done) // 2)
        groups = [(done[-half:]), (done[:-half])]
        parts = [(sum(row["repeaters"] for row in g), sum(row["customers"] for row in g)) for g in groups]
        low, high = difference(*parts[0], *parts[1])
        now, before = scene.share(parts[0][0] / parts[0][1]), scene.share(parts[1][0] / parts[1][1])
        if low <= 0 <= high:
            total = sum(part[0] for part in parts), sum(part[1] for part in parts)
            return scene.t("title.repurchase_by_month.same", window=window, range=scene.share_range(*wilson(*total)))
        key = "title.repurchase_by_month.up" if low > 0 else "title.repurchase_by_month.down"
        return scene.t(key, window=window, now=now, before=before)
    return scene.t("title.repurchase_by_month.early")


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    """The latest finished month of each window in which likely links could change the rate."""
    lines = []
    for window in WINDOWS:
        done = [row for row in rows if row["window_days"] == window and row["is_complete"]]
        for row in [row for row in done if bounds.differ(row, "customers", "repeaters")][-1:]:
            what = scene.t("axis.within_days", window=window)
            measure = scene.t("note.bounds.month", month=scene.period(row["month"]), what=what)
            lines.append(scene.t("note.bounds.rate", measure=measure, bounds=bounds.rate(scene, row)))
    if not lines and any(bounds.differ(row, "customers", "repeaters") for row in rows):
        lines = [scene.t("note.bounds.elsewhere")]
    return bounds.notes(scene, lines, drawn="note.bounds.whiskers")


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A line per window over the months of first purchase; windows not over yet are dashed."""
    scene = Scene(reader, filters, language)
    channel = filters.channels[0] if len(filters.channels) == 1 else "all"
    rows = _rows(scene, channel)
    if not rows:
        return scene.empty("repurchase_by_month", "people")
    months = sorted({row["month"] for row in rows})
    figure = blank(language, 320, margin={"l": 8, "r": 110, "t": 12, "b": 8})
    ends = []
    for window in WINDOWS:
        mine = [row for row in rows if row["window_days"] == window]
        if not mine:
            continue
        line(
            figure,
            [row["month"] for row in mine],
            [row["rate"] for row in mine],
            [row["is_complete"] for row in mine],
            colour=SHADES[window],
            name=scene.t("axis.within_days", window=window),
            hover=[_hover(scene, row) for row in mine],
        )
        bounds.whiskers(
            figure, mine, [row["month"] for row in mine], [_hover(scene, row) for row in mine], upright=True
        )
        ends.append((window, mine[-1]))
    top = max(max(row["rate"], row["rate_likely"] or 0) for row in rows) * 1.15 or 1
    places = spread([end["rate"] for _, end in ends], top * 0.075)
    for (window, _), place in zip(ends, places, strict=True):
        text = scene.t("axis.within_days", window=window)
        end_label(figure, 1, place, text, SHADES[window], xref="paper", xshift=BESIDE_AXIS)
    figure.update_xaxes(month_axis(months, language))
    figure.update_yaxes(range=[0, top], tickformat=".0%", nticks=5, side="right")
    notes = _bounds(scene, rows)
    notes += [scene.t("note.repurchase_incomplete")] if any(not row["is_complete"] for row in rows) else []
    notes += scene.unfiltered_notes()
    if len(filters.channels) > 1:
        notes.append(scene.t("note.one_channel_only"))
    return scene.view(
        "repurchase_by_month",
        title=_title(scene, rows),
        subtitle=scene.t(
            "subtitle.repurchase_by_month", channel=scene.label(channel), scope=scene.t(f"scope.{filters.scope}")
        ),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("window_days", "count"),
            *bounds.columns("customers"),
            *bounds.columns("repeaters"),
            *bounds.columns("rate", "share"),
            ("low", "share"),
            ("high", "share"),
            ("is_complete", "flag"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(scene.months_since(months[0])),
        notes=notes,
    )


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.repurchase_by_month",
        month=scene.period(row["month"]),
        people=scene.count(row["customers"]),
        share=scene.share(row["rate"]),
        window=row["window_days"],
        range=scene.share_range(row["low"], row["high"]),
    )
    text = f"{text}<br>{bounds.rate(scene, row)}"
    return text if row["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"
