"""Which share of the sales the channels keep, month by month, on a base that is named."""

from __future__ import annotations

from dashboard import numbers
from dashboard.charts.figure import blank, end_label, line, month_axis, spread
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
SERIES = 7
MUCH_UNKNOWN = 0.1
"""With more than this share of the orders' fees unknown, so is the rate."""
NOTICEABLE = 0.01
"""A change of fees under one point of the base is not called a change."""


def _rows(scene: Scene) -> list[Row]:
    base = scene.filters.base
    months = sorted({row["month"] for row in scene.money_rows})[-MONTHS:]
    rows: list[Row] = []
    for name in scene.chosen(row["channel"] for row in scene.money_rows):
        for row in scene.money_rows:
            if row["channel"] != name or row["month"] not in months or not row["orders"]:
                continue
            unknown = row["orders_with_unknown_fees"]
            # with many fees unknown the rate would look low; it is unknown then, not small
            known = row[base] > 0 and unknown <= MUCH_UNKNOWN * row["orders"]
            rows.append(
                {
                    "key": name,
                    "month": row["month"],
                    "channel": scene.label(name),
                    "fees": row["fees"],
                    "base": row[base],
                    "take_rate": float(row["fees"] / row[base]) if known else None,
                    "orders": row["orders"],
                    "orders_with_unknown_fees": unknown,
                    "is_complete": row["is_complete"],
                    "is_sure": row["is_complete"] and not unknown,
                }
            )
    with_fees = {row["key"] for row in rows if row["take_rate"] or row["take_rate"] is None}
    return [row for row in rows if row["key"] in with_fees]


def _title(scene: Scene, rows: list[Row]) -> str:
    changes = []
    latest: list[tuple[float, str]] = []
    for name in dict.fromkeys(row["key"] for row in rows):
        done = [row for row in rows if row["key"] == name and row["is_complete"] and row["take_rate"] is not None]
        if done:
            latest.append((done[-1]["take_rate"], name))
        # a month whose fees are partly unknown cannot be compared with one whose fees are known
        sure = [row for row in done if not row["orders_with_unknown_fees"]]
        if len(sure) >= 2 and scene.is_platform(name):
            changes.append((sure[-1]["take_rate"] - sure[0]["take_rate"], name, sure[0], sure[-1]))
    if not latest:
        return scene.t("title.take_rate.unknown")
    if changes:
        change, name, first, last = max(changes, key=lambda each: abs(each[0]))
        if abs(change) >= NOTICEABLE:
            return scene.t(
                "title.take_rate.up" if change > 0 else "title.take_rate.down",
                channel=scene.label(name),
                now=scene.share(last["take_rate"]),
                before=scene.share(first["take_rate"]),
                since=scene.period(first["month"]),
            )
    rate, name = max(latest)
    return scene.t("title.take_rate.level", channel=scene.label(name), rate=scene.share(rate))


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A line of fees over the base per channel; the running month dashed, unknown fees left open."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    known = [row for row in rows if row["take_rate"] is not None]
    if not known:
        return scene.empty("take_rate", "fees")
    months = sorted({row["month"] for row in rows})
    figure = blank(language, 340, margin={"l": 8, "r": 110, "t": 12, "b": 8})
    top = max(row["take_rate"] for row in known) * 1.15 or 0.1
    bottom = min(0.0, *(row["take_rate"] for row in known)) * 1.1
    ends = []
    by_size = sorted({row["key"] for row in rows}, key=lambda name: -sum(r["base"] for r in rows if r["key"] == name))
    for name in [name for name in scene.channels if name in by_size[:SERIES]]:
        mine = [row for row in rows if row["key"] == name]
        line(
            figure,
            [row["month"] for row in mine],
            [row["take_rate"] for row in mine],
            [row["is_sure"] for row in mine],
            colour=scene.colour(name),
            name=scene.label(name),
            hover=[_hover(scene, row) for row in mine],
        )
        ends.append((name, next((row["take_rate"] for row in reversed(mine) if row["take_rate"] is not None), 0.0)))
    places = spread([rate for _, rate in ends], (top - bottom) * 0.07)
    for (name, _), place in zip(ends, places, strict=True):
        end_label(figure, months[-1], place, scene.label(name), scene.colour(name))
    figure.update_xaxes(month_axis(months, language))
    figure.update_yaxes(range=[bottom, top], tickformat=".0%", nticks=5)
    notes = [
        scene.t("note.incomplete", period=scene.period(month))
        for month in months
        if any(row["month"] == month and not row["is_complete"] for row in rows)
    ]
    notes += _unsure_notes(scene, rows)
    shown = [row for row in scene.money_rows if row["month"] in months]
    return scene.view(
        "take_rate",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.take_rate", base=scene.t(f"base.{filters.base}"), periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("channel", "text"),
            ("fees", "money"),
            ("base", "money"),
            ("take_rate", "share"),
            ("orders", "count"),
            ("orders_with_unknown_fees", "count"),
            ("is_complete", "flag"),
        ),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.unknown_fee_notes(shown), *scene.other_currency_notes()],
    )


def _unsure_notes(scene: Scene, rows: list[Row]) -> list[str]:
    """Which rates are left open because too many fees are unknown, and why some lines are dashed."""
    notes = []
    for month in sorted({row["month"] for row in rows if row["take_rate"] is None}):
        names = [row["channel"] for row in rows if row["month"] == month and row["take_rate"] is None]
        channels = numbers.listing(names, scene.language)
        notes.append(scene.t("note.rate_unknown", period=scene.period(month), channels=channels))
    if any(row["orders_with_unknown_fees"] and row["take_rate"] is not None for row in rows):
        notes.append(scene.t("note.rate_unsure"))
    return notes


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.take_rate",
        period=scene.period(row["month"]),
        channel=row["channel"],
        rate=scene.share(row["take_rate"]),
        fees=scene.money_full(row["fees"]),
        base=scene.money_full(row["base"]),
    )
    unknown = row["orders_with_unknown_fees"]
    if unknown:
        text += "<br>" + scene.t.plural("note.unknown_fees", unknown, n=scene.count(unknown), channel=row["channel"])
    return text if row["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"
