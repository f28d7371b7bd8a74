"""What the platforms were paid beside what our own channels sold, month by month."""

from __future__ import annotations

from dashboard import theme
from dashboard.charts.month_pairs import month_pairs
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
PAIR = (("platform_fees", theme.COOL[0]), ("own_net_sales", theme.WARM[0]))


def monthly(scene: Scene) -> list[Row]:
    """Fees of platforms and net sales of own channels per month, oldest first."""
    found: dict[str, Row] = {}
    for row in scene.money_rows:
        entry = found.setdefault(
            row["month"],
            {
                "month": row["month"],
                "platform_fees": 0,
                "own_net_sales": 0,
                "orders": 0,
                "unknown": 0,
                "is_complete": True,
            },
        )
        if scene.is_own(row["channel"]):
            entry["own_net_sales"] += row["net_sales"]
        else:
            entry["platform_fees"] += row["fees"]
            entry["orders"] += row["orders"]
            entry["unknown"] += row["orders_with_unknown_fees"]
        entry["is_complete"] = entry["is_complete"] and row["is_complete"]
    for entry in found.values():
        if entry["orders"] and entry["unknown"] == entry["orders"] and not entry["platform_fees"]:
            entry["platform_fees"] = None  # no bill has come: unknown, not nothing
    return [entry for _, entry in sorted(found.items())]


def _title(scene: Scene, rows: list[Row]) -> str:
    done = [row for row in rows if row["is_complete"]] or rows
    now = done[-1]
    values = {
        "period": scene.period(now["month"]),
        "fees": scene.money_whole(now["platform_fees"]),
        "own": scene.money_whole(now["own_net_sales"]),
    }
    if not now["own_net_sales"]:
        return scene.t("title.platform_vs_own.fees_only", **values)
    if not now["platform_fees"]:
        return scene.t("title.platform_vs_own.no_fees", **values)
    per_hundred = scene.money(round(100 * float(now["platform_fees"] / now["own_net_sales"])))
    key = "title.platform_vs_own.at_least" if now["unknown"] else "title.platform_vs_own.beside"
    return scene.t(key, hundred=scene.money(100), per_hundred=per_hundred, **values)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Two bars per month on one scale of money, the running month dashed."""
    scene = Scene(reader, filters, language)
    rows = monthly(scene)[-MONTHS:]
    if not rows:
        return scene.empty("platform_vs_own", "orders")
    months = [row["month"] for row in rows]
    figure = month_pairs(scene, rows, PAIR, 340)
    notes = [scene.t("note.incomplete", period=scene.period(row["month"])) for row in rows if not row["is_complete"]]
    shown = [row for row in scene.money_rows if row["month"] in months and scene.is_platform(row["channel"])]
    if filters.channels:
        notes.append(scene.t("note.every_channel"))
    return scene.view(
        "platform_vs_own",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.platform_vs_own", currency=scene.about.currency, periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"), ("platform_fees", "money"), ("own_net_sales", "money"), ("is_complete", "flag")
        ),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=[*notes, *scene.unknown_fee_notes(shown), *scene.other_currency_notes()],
    )
