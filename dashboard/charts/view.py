"""What one finished chart is: the finding, the figure, and everything that lets a reader ask about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import plotly.graph_objects as go

from transforms.engines.snapshot import SnapshotReader

CellKind = Literal["text", "people", "count", "money", "share", "day", "flag"]
"""How a cell is written on screen and in a workbook."""


@dataclass(frozen=True)
class TableColumn:
    """One column of the table behind a chart: its key in the rows, its heading, how cells are written."""

    key: str
    label: str
    kind: CellKind = "text"


@dataclass(frozen=True)
class Filters:
    """What the reader chose; every field has a place in the page's address."""

    grain: str = "month"
    period: str | None = None
    channels: tuple[str, ...] = ()
    branch: str | None = None
    base: Literal["gross", "net_sales"] = "gross"
    scope: Literal["anywhere", "in_channel"] = "anywhere"
    window_days: int = 90
    counted: Literal["orders", "net_sales"] = "orders"


@dataclass(frozen=True)
class ChartView:
    """One chart in one language. The figure shows exactly the rows of the table."""

    key: str
    title: str
    """The finding, as a sentence."""
    subtitle: str
    """What is drawn, in which unit, over which period."""
    definition: str
    as_of_day: date
    coverage: str
    """Share of orders that can be linked to a person, or why it does not matter here."""
    figure: go.Figure
    columns: Sequence[TableColumn]
    rows: Sequence[Mapping[str, Any]]
    language: str
    notes: tuple[str, ...] = field(default=())
    """What is incomplete, estimated or unknown in it."""


ChartMaker = Callable[[SnapshotReader, Filters, str], ChartView]
"""Snapshot, filters and language to one chart."""
