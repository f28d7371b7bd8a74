"""A chart made for these tests, with hostile and exact cells."""

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go

from dashboard.charts.view import ChartView, TableColumn

COLUMNS = (
    TableColumn("month", "Month"),
    TableColumn("channel", "Channel"),
    TableColumn("net_sales", "Net sales", "money"),
    TableColumn("share", "Share", "share"),
    TableColumn("people", "People", "people"),
    TableColumn("day", "Day", "day"),
    TableColumn("is_complete", "Complete", "flag"),
)
ROWS = (
    {
        "month": "2026-01",
        "channel": "=cmd|'/C calc'!A0",
        "net_sales": Decimal("-1234567.12345"),
        "share": 0.125,
        "people": 12,
        "day": date(2026, 1, 31),
        "is_complete": True,
    },
    {
        "month": "2026-02",
        "channel": "@SUM(A1)",
        "net_sales": Decimal("1234567890123.45678"),
        "share": None,
        "people": 3.5,
        "day": date(2026, 2, 28),
        "is_complete": False,
    },
    {"month": "2026-03", "channel": "-2+3", "net_sales": Decimal("0.10000"), "share": float("nan"), "people": 0},
    {"month": "+2026", "channel": "\t=1", "net_sales": None, "share": 1.0, "people": 7},
)


def sample(figure: go.Figure | None = None, language: str = "zh-Hans") -> ChartView:
    """The chart, around a figure of two lines unless another is given."""
    months = ["2026-01", "2026-02", "2026-03"]
    lines = go.Figure(
        [
            go.Scatter(x=months, y=[0.12, 0.14, 0.18], name="门店", mode="lines", line={"color": "#D55E00"}),
            go.Scatter(
                x=months, y=[0.3, 0.29, 0.25], name="美团", mode="lines", line={"color": "#0072B2", "dash": "dash"}
            ),
        ]
    )
    return ChartView(
        key="sample",
        title="这个季度，每九位美团熟客就有一位回到自家门店",
        subtitle="按主要渠道的顾客数，2026 年第 2 季 → 第 3 季",
        definition="一段时间内至少在两天消费过的顾客，除以同一时间内消费过的顾客。退款订单仍算消费。",
        as_of_day=date(2026, 3, 31),
        coverage="62 % 的美团订单可以对应到顾客",
        figure=figure or lines,
        columns=COLUMNS,
        rows=ROWS,
        language=language,
        notes=("三月尚未结束",),
    )
