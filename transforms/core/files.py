"""The files of a run as tables of the build, in the order in which later ones supersede earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from transforms.exports.staging.stage_file import FileSummary
from transforms.settings import Correction

FILES = {
    "file_id": pa.string(),
    "source": pa.string(),
    "file_sha256": pa.string(),
    "file_name": pa.string(),
    "layout": pa.string(),
    "received_at": pa.timestamp("us"),
    "exported_at": pa.timestamp("us"),
    "rows_read": pa.int64(),
    "rows_quarantined": pa.int64(),
    "control_total_state": pa.string(),
    "file_state": pa.string(),
    "file_reason": pa.string(),
    "file_rank": pa.int64(),
}
"""Columns of work.files; `file_rank` is a complete order: a higher one is later."""

FINDINGS = {
    "source": pa.string(),
    "file_name": pa.string(),
    "file_sha256": pa.string(),
    "layout": pa.string(),
    "finding": pa.string(),
    "what": pa.string(),
    "rows": pa.int64(),
}


CORRECTIONS = {
    "correction": pa.string(),
    "source": pa.string(),
    "layout": pa.string(),
    "reason": pa.string(),
    "rows_corrected": pa.int64(),
    "rows_outdated": pa.int64(),
}


def files_columns(summaries: Iterable[FileSummary], zone: ZoneInfo) -> dict[str, pa.Array]:
    """Table work.files: one row per recognised table of a file; a file nobody could read is one row without layout.

    Later is what the file or its name says of its making, else its arrival, on the shop's clock; ties are decided by
    name and content.
    """
    rows = [row for summary in summaries for row in _rows_of(summary, zone)]
    rows.sort(key=lambda row: (*row["later"], row["file_sha256"], row["source"], row["file_id"], row["layout"]))
    for rank, row in enumerate(rows, start=1):
        row["file_rank"] = rank
    return _columns(rows, FILES)


def _rows_of(summary: FileSummary, zone: ZoneInfo) -> list[dict[str, Any]]:
    received = datetime.fromisoformat(summary.received_at)
    arrived = received.astimezone(zone).replace(tzinfo=None)
    about = {
        "source": summary.source,
        "file_sha256": summary.sha256,
        "file_name": summary.file_name,
        "received_at": received.replace(tzinfo=None),
    }
    if not summary.tables:
        unread = {"file_id": summary.file_id, "layout": "", "rows_read": 0, "rows_quarantined": 0}
        unread |= {"control_total_state": "none", "file_state": "quarantined", "file_reason": summary.reason}
        return [{**about, **unread, "exported_at": None, "later": (arrived, arrived, summary.file_name)}]
    rows = []
    for table in summary.tables:
        made = datetime.fromisoformat(table.exported_at) if table.exported_at else None
        later = (made or arrived, arrived, summary.file_name)
        rows.append({**about, **asdict(table), "exported_at": made, "later": later})
    return rows


def findings_columns(summaries: Sequence[FileSummary]) -> dict[str, pa.Array]:
    """Table work.findings: one row per thing worth knowing about a recognised table, or a file nobody could read."""
    parts = [
        (summary, layout, finding)
        for summary in summaries
        for layout, findings in (("", summary.findings), *((table.layout, table.findings) for table in summary.tables))
        for finding in findings
    ]
    rows = [
        {
            "source": summary.source,
            "file_name": summary.file_name,
            "file_sha256": summary.sha256,
            "layout": layout,
            "finding": finding,
            "what": what,
            "rows": count,
        }
        for summary, layout, (finding, what, count) in parts
    ]
    return _columns(rows, FINDINGS)


def corrections_columns(corrections: Sequence[Correction], summaries: Sequence[FileSummary]) -> dict[str, pa.Array]:
    """Table work.corrections: one row per correction of the owner's, with what came of it over all files."""
    made = [each for summary in summaries for table in summary.tables for each in table.corrections]
    rows = [
        {
            "correction": each.name,
            "source": each.source,
            "layout": each.layout,
            "reason": each.reason,
            "rows_corrected": sum(corrected for name, corrected, _ in made if name == each.name),
            "rows_outdated": sum(outdated for name, _, outdated in made if name == each.name),
        }
        for each in corrections
    ]
    return _columns(rows, CORRECTIONS)


def _columns(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, pa.DataType]) -> dict[str, pa.Array]:
    return {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
