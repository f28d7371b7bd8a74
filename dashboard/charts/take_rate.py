"""Which share of the sales the channels keep, month by month, on a base that is named."""

from __future__ import annotations

from dashboard import numbers
from dashboard.charts.figure import BESIDE_AXIS, blank, end_label, line, month_axis, spread
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row, fees_unknown
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
SERIES = 7
MUCH_UNKNOWN = 0.1
"""With more than this share of the orders' fees unknown, so is the rate."""
STEADY_MONTHS = 4
"""From fewer months nobody can say that fees are steady."""
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
                    "fees": None if fees_unknown(row) else row["fees"],
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
    base = scene.t(f"base.{scene.filters.base}")
    platforms = [row for row in rows if scene.is_platform(row["key"])]
    done = [row for row in platforms or rows if row["is_complete"] and row["take_rate"] is not None]
    if not done:
        return scene.t("title.take_rate.unknown")
    # a month whose fees are partly unknown cannot be compared with one whose fees are known
    sure = [row for row in done if not row["orders_with_unknown_fees"]]
    if not platforms or not sure:
        now = max(done, key=lambda row: (row["month"], row["take_rate"]))
        return scene.t(
            "title.take_rate.at_least" if now["orders_with_unknown_fees"] else "title.take_rate.one",
            channel=now["channel"],
            rate=scene.share(now["take_rate"]),
            base=base,
            period=scene.period(now["month"]),
        )
    changes = []
    for name in dict.fromkeys(row["key"] for row in sure):
        mine = [row for row in sure if row["key"] == name]
        if len(mine) > 1:
            changes.append((mine[-1]["take_rate"] - mine[0]["take_rate"], mine[0], mine[-1]))
    change, first, last = max(changes, key=lambda each: abs(each[0]), default=(0.0, sure[0], sure[0]))
    if abs(change) >= NOTICEABLE:
        return scene.t(
            "title.take_rate.up" if change > 0 else "title.take_rate.down",
            channel=last["channel"],
            now=scene.share(last["take_rate"]),
            base=base,
            period=scene.period(last["month"]),
            before=scene.share(first["take_rate"]),
            since=scene.period(first["month"]),
        )
    dearest = _dearest(sure)
    months = {row["month"] for row in sure}
    return scene.t(
        "title.take_rate.level" if len(months) >= STEADY_MONTHS else "title.take_rate.early",
        channel=dearest["channel"],
        rate=scene.share(dearest["take_rate"]),
        base=base,
        period=scene.period(dearest["month"]),
    )


def _dearest(sure: list[Row]) -> Row:
    """The highest rate of the latest month in which the fees of most channels are known."""
    known: dict[str, int] = {}
    for row in sure:
        known[row["month"]] = known.get(row["month"], 0) + 1
    month = max(known, key=lambda each: (known[each], each))
    return max((row for row in sure if row["month"] == month), key=lambda row: row["take_rate"])


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A line of fees over the base per channel; the running month dashed, unknown fees left open."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    known = [row for row in rows if row["take_rate"] is not None]
    if not known:
        return scene.empty("take_rate", "fees")
    months = sorted({row["month"] for row in rows})
    figure = blank(language, 340, margin={"l": 8, "r": 164, "t": 12, "b": 8})
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
        ends += [(name, row["take_rate"]) for row in mine if row["take_rate"] is not None][-1:]
    places = spread([rate for _, rate in ends], (top - bottom) * 0.07)
    for (name, _), place in zip(ends, places, strict=True):
        end_label(figure, 1, place, scene.label(name), scene.colour(name), xref="paper", xshift=BESIDE_AXIS)
    figure.update_xaxes(month_axis(months, language))
    figure.update_yaxes(range=[bottom, top], tickformat=".0%", nticks=5, side="right")
    notes = [
        scene.t("note.incomplete", period=scene.period(month))
        for month in months
        if any(row["month"] == month and not row["is_complete"] for row in rows)
    ]
    notes += _unsure_notes(scene, rows)
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
        notes=[*notes, *scene.other_currency_notes()],
    )


def _unsure_notes(scene: Scene, rows: list[Row]) -> list[str]:
    """Which rates are left open because too many fees are unknown, and why some lines are dashed."""
    notes = []
    unknown = [row for row in rows if row["take_rate"] is None and row["orders_with_unknown_fees"]]
    waiting, never = [], []
    for name in dict.fromkeys(row["key"] for row in unknown):
        mine = [row for row in rows if row["key"] == name]
        if scene.is_own(name) and all(row["take_rate"] is None for row in mine):
            never.append(scene.label(name))
        else:
            months = [scene.period(row["month"]) for row in mine if row in unknown]
            waiting.append(scene.t("note.in_months", channel=scene.label(name), months=_months(scene, months)))
    if waiting:
        notes.append(scene.t("note.rate_unknown", channels=numbers.listing(waiting, scene.language)))
    if never:
        notes.append(scene.t("note.rate_unknown_own", channels=numbers.listing(never, scene.language)))
    if any(row["orders_with_unknown_fees"] and row["take_rate"] is not None for row in rows):
        notes.append(scene.t("note.rate_unsure"))
    return notes


def _months(scene: Scene, months: list[str]) -> str:
    """A few months by name, many by the first and the last."""
    return numbers.listing(months, scene.language) if len(months) <= 3 else f"{months[0]} – {months[-1]}"


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
        text += "<br>" + scene.t.plural("hover.unknown_fees", unknown, n=scene.count(unknown))
    return text if row["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"
