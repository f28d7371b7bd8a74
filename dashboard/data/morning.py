"""What the owner is told first."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader


def morning_findings(reader: SnapshotReader, at_most: int) -> list[Row]:
    """What changed beyond the usual or is wrong, the largest amount first."""
    return reader.rows("select * from morning_findings order by place limit ?", [at_most])
