"""What if platform orders moved home: what a month would gain, by how many move and how many of them are lost."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts.figure import blank, round_steps
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.published.whatif import Move

GUESSES = ("low", "middle", "high")
_LINES = {"low": (theme.WARM[1], "solid"), "middle": (theme.WARM[0], "solid"), "high": (theme.WARM[3], "solid")}
STEPS = tuple(step / 20 for step in range(21))
"""Shares of the orders that move: every twentieth."""
EXAMPLE = 0.2
"""The share whose gain the notes name."""


def _chosen(scene: Scene, rows: list[Row]) -> Row | None:
    """The one platform the reader chose, else all of them."""
    by_channel = {row["channel"]: row for row in rows}
    chosen = [name for name in scene.filters.channels if name in by_channel]
    if not chosen and len(scene.filters.channels) == 1 and _is_young(scene):
        return None
    return by_channel.get(chosen[0] if len(chosen) == 1 else "all")


def _is_young(scene: Scene) -> bool:
    """Whether a platform that the reader sees has sold something, be it without a whole month."""
    sold = {row["channel"] for row in data.channel_months(scene.reader) if row["orders"]}
    return any(scene.is_platform(name) for name in sold.intersection(scene.filters.channels or sold))


def move_of(row: Row) -> Move:
    """A month of a platform's orders, as they could move."""
    return Move(
        orders=row["orders_per_month"],
        platform_contribution=row["contribution_mean"],
        own_contribution=row["moved_contribution_mean"],
        cost_per_order=float(row["cost_per_addressed"]),
        fixed_cost=float(row["fixed_per_month"]),
    )


def _place(scene: Scene, row: Row) -> str:
    return scene.t("word.platforms") if row["channel"] == "all" else scene.label(row["channel"])


def _title(scene: Scene, row: Row, move: Move) -> str:
    lost = row["lost_middle"]
    values = {"channel": _place(scene, row), "lost": scene.share(lost)}
    limit, share = move.most_lost_share(), move.break_even_share(lost)
    if limit is None:
        there, here = scene.money_full(move.platform_contribution), scene.money_full(move.own_contribution)
        return scene.t("title.whatif.never", there=there, here=here, **values)
    if share is None:
        return scene.t("title.whatif.lost", limit=scene.share(limit), **values)
    if share > 1:
        return scene.t("title.whatif.dear", **values)
    if share == 0:
        return scene.t("title.whatif.any", amount=scene.money_full(move.per_moved(lost)), **values)
    return scene.t("title.whatif.from", share=scene.share(share), **values)


def _guess(scene: Scene, move: Move, lost: float) -> str:
    """What a share lost means for moving: from where on it pays, or that it never does."""
    share = move.break_even_share(lost)
    values = {"lost": scene.share(lost), "moved": scene.share(EXAMPLE), "gain": scene.money(move.gain(EXAMPLE, lost))}
    if share is None:
        return scene.t("note.whatif.none_exists", **values)
    if share > 1:
        return scene.t("note.whatif.not_enough", **values)
    return scene.t("note.whatif.break_even", share=scene.share(share), **values)


def _notes(scene: Scene, row: Row, move: Move) -> list[str]:
    notes = [_guess(scene, move, row[f"lost_{guess}"]) for guess in GUESSES]
    limit = move.most_lost_share()
    if limit is not None:
        notes.append(scene.t("note.whatif.limit", limit=scene.share(limit)))
    notes.append(
        scene.t(
            "note.whatif.orders",
            channel=_place(scene, row),
            n=scene.count(round(move.orders)),
            certain=scene.share(row["orders_certain"] / row["orders"]),
            reachable=scene.share(row["orders_reachable"] / row["orders"]),
        )
    )
    amounts = ("contribution_mean", "contribution_median", "moved_contribution_mean", "moved_contribution_median")
    notes.append(scene.t("note.whatif.contribution", **{name: scene.money_full(row[name]) for name in amounts}))
    ours = {name: scene.money_full(row[name]) for name in ("own_contribution_mean", "own_net_sales_mean")}
    notes.append(scene.t("note.whatif.own", basket=scene.money_full(row["net_sales_mean"]), **ours))
    if row["delivery_fee_mean"] is not None:
        fee, costs = scene.money_full(row["delivery_fee_mean"]), scene.money_full(row["own_costs_mean"])
        notes.append(scene.t("note.whatif.delivery", fee=fee, costs=costs))
    asked, fixed = scene.money_full(row["cost_per_addressed"]), scene.money_full(row["fixed_per_month"])
    notes.append(scene.t("note.whatif.costs", asked=asked, fixed=fixed))
    unknown = row["orders"] - row["orders_with_fees"]
    if unknown:
        notes.append(scene.t("note.whatif.unknown", n=scene.count(unknown)))
    if len(scene.filters.channels) > 1:
        notes.append(scene.t("note.whatif.one_or_all"))
    if scene.filters.period:
        notes.append(scene.t("note.to_the_end"))
    if scene.filters.branch:
        notes.append(scene.t("note.whatif.all_branches"))
    return [*notes, *scene.other_currency_notes()]


def _rows(row: Row, move: Move) -> list[Row]:
    """One row per share lost and share moved, the break-even shares among them."""
    rows = []
    for guess in GUESSES:
        lost = row[f"lost_{guess}"]
        share = move.break_even_share(lost)
        at = sorted({*STEPS, *([share] if share is not None and share <= 1 else [])})
        for moved in at:
            is_even = moved == share
            gain = 0.0 if is_even else move.gain(moved, lost)
            rows.append({"guess": guess, "lost": lost, "moved": moved, "gain": gain, "is_break_even": is_even})
    return rows


def _draw(scene: Scene, rows: list[Row]) -> go.Figure:
    figure = blank(scene.language, 340)
    for guess, (colour, dash) in _LINES.items():
        mine = [row for row in rows if row["guess"] == guess]
        even = [row for row in mine if row["is_break_even"]]
        name = scene.t("legend.whatif", lost=scene.share(mine[0]["lost"]))
        for points, mode in ((mine, "lines"), (even, "markers")):
            if points:
                figure.add_trace(
                    go.Scatter(
                        x=[row["moved"] for row in points],
                        y=[row["gain"] for row in points],
                        mode=mode,
                        name=name,
                        legendgroup=guess,
                        showlegend=mode == "lines",
                        line={"color": colour, "width": 2.5, "dash": dash},
                        marker={"color": colour, "size": 11, "symbol": "diamond"},
                        customdata=[_hover(scene, row) for row in points],
                        hovertemplate="%{customdata}<extra></extra>",
                    )
                )
    low, high = min(0, *(row["gain"] for row in rows)), max(0, *(row["gain"] for row in rows))
    steps = round_steps(max(high, -low))
    ticks = [*(-step for step in reversed(steps[1:]) if -step >= low), *(step for step in steps if step <= high)]
    figure.add_hline(y=0, line={"color": theme.LIGHT["zero"], "width": 1.5}, layer="below")
    figure.update_xaxes(range=[0, 1], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], showgrid=False)
    figure.update_yaxes(tickvals=ticks, ticktext=[scene.money(tick) for tick in ticks], side="right")
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    return figure


def _hover(scene: Scene, row: Row) -> str:
    key = "hover.whatif.break_even" if row["is_break_even"] else "hover.whatif"
    values = {"moved": scene.share(row["moved"]), "lost": scene.share(row["lost"]), "gain": scene.money(row["gain"])}
    return scene.t(key, **values)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A line per share lost: the gain of a month over the share of the orders that move, break-even marked."""
    scene = Scene(reader, filters, language)
    row = _chosen(scene, data.whatif_inputs(reader))
    if row is None:
        return scene.without_rows("whatif", "whole_month") if _is_young(scene) else scene.empty("whatif", "orders")
    if row["contribution_mean"] is None:
        return scene.empty("whatif", "fees")
    if row["moved_contribution_mean"] is None:
        return scene.without_rows("whatif", "own_online")
    move = move_of(row)
    rows = _rows(row, move)
    period = numbers.periods(row["first_month"], row["last_month"], language)
    return scene.view(
        "whatif",
        title=_title(scene, row, move),
        subtitle=scene.t("subtitle.whatif", channel=_place(scene, row), currency=scene.about.currency, periods=period),
        figure=_draw(scene, rows),
        columns=scene.columns(("lost", "share"), ("moved", "share"), ("gain", "money"), ("is_break_even", "flag")),
        rows=rows,
        coverage=scene.t("coverage.every_order"),
        notes=_notes(scene, row, move),
    )
