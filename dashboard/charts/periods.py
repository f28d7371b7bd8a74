"""Which periods a chart can show."""

from __future__ import annotations

from dashboard import data, numbers
from dashboard.charts.registry import TO_THE_END
from transforms.engines.snapshot import SnapshotReader

COMPARED = ("migration_sankey", "migration_matrix")
"""Charts of a period and the one before it."""


def possible_periods(reader: SnapshotReader, chart: str, grain: str) -> list[str]:
    """Periods of a grain that a chart can show, oldest first; none for a chart that takes no period."""
    if chart in TO_THE_END:
        return []
    if chart in (*COMPARED, "net_flow", "homecoming"):
        return [name for name, _ in data.flow_periods(reader, grain)]
    return sorted({numbers.period_of(row["month"], grain) for row in data.channel_months(reader)})
