"""The five tiles of the first page: value, change with its range, thirteen months at a glance."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import data, numbers, theme
from dashboard.charts import bounds
from dashboard.charts.channel_mix import own_share_by_month
from dashboard.charts.intervals import difference
from dashboard.charts.net_flow import net_rows
from dashboard.charts.scene import NOTABLE, Scene
from dashboard.data import Row
from dashboard.frame.here import Here
from dashboard.languages import Texts

MONTHS = 13


@dataclass(frozen=True)
class Tile:
    """One tile: a name, a value, what changed, one more line, and values by month."""

    name: str
    value: str
    change: str = ""
    more: str = ""
    values: tuple[float | None, ...] = ()
    complete: tuple[bool, ...] = ()
    colour: str = theme.WARM[0]


def sparkline(values: Sequence[float | None], complete: Sequence[bool], colour: str) -> str:
    """A small line as an image; what is not over is dashed, the last finished month carries a dot."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    reach = high - low or abs(high) or 1.0
    step = 156 / (len(values) - 1)
    points = [
        (2 + index * step, 30 - 24 * ((value - low) / reach if high > low else 0.5)) if value is not None else None
        for index, value in enumerate(values)
    ]
    last = max((index for index, done in enumerate(complete) if done and points[index]), default=0)

    def path(start: int, end: int) -> str:
        return " ".join(f"{point[0]:.1f},{point[1]:.1f}" for point in points[start:end] if point)

    shapes = f'<polyline points="{path(0, last + 1)}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if last < len(points) - 1:
        shapes += (
            f'<polyline points="{path(last, len(points))}" fill="none" stroke="{colour}" stroke-width="1.6" '
            'stroke-dasharray="3 3"/>'
        )
    if points[last]:
        x, y = points[last] or (0, 0)
        shapes += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colour}"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 34" preserveAspectRatio="none">{shapes}</svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _vs(t: Texts, language: str, change: str, period: str) -> str:
    return f"{change} · {t('tile.vs', period=numbers.period(period, language))}"


def _share_change(scene: Scene, now: tuple[int, int], before: tuple[int, int], period: str) -> str:
    t, language = scene.t, scene.language
    if not now[1] or not before[1]:
        return t("tile.no_change_known")
    low, high = difference(*now, *before)
    if low <= 0 <= high:
        return _vs(t, language, t("tile.unchanged"), period)
    change = now[0] / now[1] - before[0] / before[1]
    said = t(
        "tile.points",
        change=numbers.signed_count(round(change * 100), language),
        low=numbers.signed_count(round(low * 100), language),
        high=numbers.signed_count(round(high * 100), language),
    )
    return _vs(t, language, said, period)


def own_share(scene: Scene) -> Tile:
    """Share of orders through our own doors in the last complete month."""
    t = scene.t
    months = own_share_by_month(scene)[-MONTHS:]
    done = [entry for entry in months if entry["is_complete"]]
    if not done:
        return Tile(t("tile.own_share"), t("word.unknown"), more=t("tile.no_whole_month"))
    if scene.filters.branch and not done[-1]["own"]:
        return Tile(t("tile.own_share"), t("word.unknown"), more=t("tile.no_own_orders", branch=scene.filters.branch))
    now, before = done[-1], done[-2] if len(done) > 1 else None
    change = (
        _share_change(scene, (now["own"], now["orders"]), (before["own"], before["orders"]), before["month"])
        if before
        else t("tile.no_change_known")
    )
    return Tile(
        t("tile.own_share"),
        scene.share(now["own"] / now["orders"]),
        change,
        scene.period(now["month"]),
        tuple(entry["own"] / entry["orders"] for entry in months),
        tuple(entry["is_complete"] for entry in months),
    )


def came_back(scene: Scene) -> Tile:
    """Share of the last complete month's customers who had bought before it; the newly recognised are left out."""
    t = scene.t
    months: dict[str, Row] = {}
    for row in data.flows_over_time(scene.reader, "month"):
        entry = months.setdefault(row["period"], {**_NOBODY, "is_complete": True})
        entry["is_complete"] = entry["is_complete"] and row["is_complete"]
        if row["to_state"] != "none" and row["from_state"] != "became_identified":
            for part in ("all", "again") if row["from_state"] != "new" else ("all",):
                entry[part] += row["customers"]
                entry[f"{part}_likely"] += row["customers_likely"]
        elif row["to_state"] != "none":
            entry["recognised"] += row["customers"]
    named = [name for name in sorted(months) if months[name]["all"]][-MONTHS:]
    done = [name for name in named if months[name]["is_complete"]]
    if not done:
        return Tile(t("tile.came_back"), t("word.unknown"), more=t("tile.no_two_months"))
    now = months[done[-1]]
    change = t("tile.no_change_known")
    if len(done) > 1:
        before = months[done[-2]]
        change = _share_change(scene, (now["again"], now["all"]), (before["again"], before["all"]), done[-2])
    return Tile(
        t("tile.came_back"),
        scene.share(now["again"] / now["all"]),
        change,
        t("tile.came_back_note", period=scene.period(done[-1]), n=scene.count(now["all"]))
        + _likely(scene, now)
        + _recognised(scene, now),
        tuple(months[name]["again"] / months[name]["all"] for name in named),
        tuple(months[name]["is_complete"] for name in named),
        theme.WARM[1],
    )


_NOBODY = {"again": 0, "all": 0, "again_likely": 0.0, "all_likely": 0.0, "recognised": 0}


def _likely(scene: Scene, month: Row) -> str:
    """The likely share of those who came back, where it reads differently."""
    likely = scene.share(month["again_likely"] / month["all_likely"]) if month["all_likely"] else ""
    if not likely or likely == scene.share(month["again"] / month["all"]):
        return ""
    return " · " + scene.t("bounds.likely", likely=likely)


def _recognised(scene: Scene, month: Row) -> str:
    n = month["recognised"]
    return " · " + scene.t.plural("tile.recognised_left_out", n, n=scene.count(n)) if n else ""


def _is_least(month: Row) -> bool:
    """Whether so many fees of a month are unknown that their sum is only a lower bound."""
    return bool(month["orders_with_unknown_fees"] > NOTABLE * month["orders"])


def platform_cost(scene: Scene) -> Tile:
    """What the platforms kept of the last complete month, in money and as a share of their gross."""
    t = scene.t
    months: dict[str, Row] = {}
    for row in scene.money_rows:
        if scene.is_platform(row["channel"]):
            entry = months.setdefault(
                row["month"], {"fees": 0, "gross": 0, "orders": 0, "orders_with_unknown_fees": 0, "is_complete": True}
            )
            entry["fees"] += row["fees"]
            entry["gross"] += row["gross"]
            entry["orders"] += row["orders"]
            entry["orders_with_unknown_fees"] += row["orders_with_unknown_fees"]
            entry["is_complete"] = entry["is_complete"] and row["is_complete"]
    named = sorted(months)[-MONTHS:]
    done = [name for name in named if months[name]["is_complete"]]
    if not done:
        return Tile(t("tile.platform_cost"), t("word.unknown"), more=t("tile.no_whole_month"))
    now = months[done[-1]]
    unknown = now["orders_with_unknown_fees"]
    if data.fees_unknown(now):
        why = t.plural("tile.fees_unknown", unknown, n=scene.count(unknown))
        return Tile(t("tile.platform_cost"), t("word.unknown"), more=f"{scene.period(done[-1])} · {why}")
    is_least = _is_least(now)
    share = scene.share(now["fees"] / now["gross"]) if now["gross"] else t("word.unknown")
    change = t("tile.no_change_known")
    if is_least or (len(done) > 1 and _is_least(months[done[-2]])):
        # less known is not less kept
        change = t("tile.bills_missing", period=scene.period(done[-1] if is_least else done[-2]))
    elif len(done) > 1:
        moved = now["fees"] - months[done[-2]]["fees"]
        said = f"{'+' if moved > 0 else ''}{scene.money(moved)}"
        change = _vs(t, scene.language, said, done[-2])
    more = f"{scene.period(done[-1])} · " + t(
        "tile.of_gross", share=t("amount.at_least", amount=share) if is_least else share
    )
    if unknown:
        more += " · " + t.plural("tile.fees_unknown", unknown, n=scene.count(unknown))
    return Tile(
        t("tile.platform_cost"),
        t("amount.at_least", amount=scene.money(now["fees"])) if is_least else scene.money(now["fees"]),
        change,
        more,
        tuple(None if _is_least(months[name]) else float(months[name]["fees"]) for name in named),
        tuple(months[name]["is_complete"] for name in named),
        theme.COOL[0],
    )


def homecoming(scene: Scene) -> Tile:
    """People whose main channel was a platform the month before and is our own in the last complete month."""
    t = scene.t
    rows = [row for row in net_rows(scene, "month") if row["side"] == "platforms"][-MONTHS:]
    done = [row for row in rows if row["is_complete"]]
    if not done:
        return Tile(t("tile.homecoming"), t("word.unknown"), more=t("tile.no_two_months"))
    now = done[-1]
    change = t("tile.no_change_known")
    if len(done) > 1:
        moved = numbers.signed_count(now["arrived"] - done[-2]["arrived"], scene.language)
        change = _vs(t, scene.language, moved if moved != "0" else t("tile.unchanged"), done[-2]["period"])
    return Tile(
        t("tile.homecoming"),
        t.plural("tile.people", now["arrived"], n=scene.count(now["arrived"])),
        change,
        f"{scene.period(now['period'])} · {t('tile.away', n=scene.count(now['left']))}"
        + (f" · {bounds.people(scene, now, 'arrived')}" if bounds.differ(now, "arrived") else ""),
        tuple(float(row["arrived"]) for row in rows),
        tuple(row["is_complete"] for row in rows),
        theme.WARM[0],
    )


def last_night(scene: Scene, place: Here) -> Tile:
    """What came of last night, and how many rows were left out."""
    t = scene.t
    files = place.ask(data.files)
    left_out = sum(row["rows_quarantined"] for row in files)
    night = place.last_night
    value = t(f"night.{night.state}") if night else t("night.missing")
    warnings = place.warnings if night and night.state == "published" else 0
    said = t.plural("tile.warnings", warnings, n=scene.count(warnings)) if warnings else ""
    unread = t.plural("tile.quarantined", left_out, n=scene.count(left_out)) if left_out else t("tile.all_read")
    return Tile(
        t("tile.last_night"),
        value[:1].upper() + value[1:],
        said,
        t.plural("tile.files", len(files), n=scene.count(len(files))) + " · " + unread,
    )


def tiles_html(tiles: Sequence[Tile]) -> str:
    """Tiles side by side."""
    parts = []
    for tile in tiles:
        picture = sparkline(tile.values, tile.complete, tile.colour)
        image = f'<img src="{picture}" alt="">' if picture else ""
        parts.append(
            f'<div class="tile"><div class="name">{html.escape(tile.name)}</div>'
            f'<div class="value">{html.escape(tile.value)}</div>'
            f'<div class="change">{html.escape(tile.change)}</div>'
            f'<div class="quiet">{html.escape(tile.more)}</div>{image}</div>'
        )
    return f'<div class="tiles">{"".join(parts)}</div>'
