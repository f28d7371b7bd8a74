"""The table behind a chart as CSV."""

from __future__ import annotations

import csv
import io

from dashboard.charts.view import ChartView
from dashboard.exports.cells import cell_text, safe_text

_BOM = "\ufeff"
"""Without it Excel reads Chinese as garbage."""


def csv_bytes(view: ChartView) -> bytes:
    """The table as CSV, UTF-8 with a byte-order mark, headings as on screen, every decimal exact."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe_text(column.label) for column in view.columns])
    for row in view.rows:
        writer.writerow([cell_text(row.get(column.key), column.kind) for column in view.columns])
    return (_BOM + buffer.getvalue()).encode("utf-8")
