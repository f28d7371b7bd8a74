"""Queries on people's ties to us."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader


def strength_ladder(reader: SnapshotReader) -> list[Row]:
    """People by their rung at the end of the month before and of the month."""
    if not reader.has("strength_ladder"):
        return []
    return reader.rows("select * from strength_ladder order by month, from_strength, to_strength")


def super_from_days(reader: SnapshotReader) -> int | None:
    """How many purchase days in twelve months are among the most frequent at the as-of day; None: not known."""
    rows = strength_ladder(reader)
    days: int | None = rows[-1]["super_from_days"] if rows else None
    return days


def lifts(reader: SnapshotReader) -> list[Row]:
    """How many people lack what to be lifted one rung."""
    return reader.rows("select * from next_rung order by strength, lift") if reader.has("next_rung") else []


def tag_counts(reader: SnapshotReader) -> dict[str, int]:
    """How many people have each tag; a tag that nobody has is not in it."""
    if not reader.has("tags"):
        return {}
    rows = reader.rows("select tag, count(*) as people from tags group by tag order by tag")
    return {row["tag"]: row["people"] for row in rows}
