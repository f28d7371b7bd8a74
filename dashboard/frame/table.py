"""A table as a reader's language writes it, scrolling inside itself on a phone."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import numbers
from dashboard.charts.view import TableColumn

AT_MOST = 300
RIGHT = ("people", "count", "money", "share")


def html_table(
    columns: Sequence[TableColumn], rows: Sequence[Mapping[str, Any]], language: str, currency: str = "CNY"
) -> str:
    """The first rows of a table as HTML; every cell is text, whatever a file wrote into it."""
    head = "".join(
        f'<th class="{"r" if column.kind in RIGHT else ""}">{html.escape(column.label)}</th>' for column in columns
    )
    body = []
    for row in rows[:AT_MOST]:
        cells = []
        for column in columns:
            text = html.escape(numbers.cell(row[column.key], column.kind, language, currency))
            cells.append(f'<td class="{"r" if column.kind in RIGHT else ""}">{text}</td>')
        body.append(f'<tr class="{html.escape(str(row.get("mark", "")))}">{"".join(cells)}</tr>')
    inside = f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f'<div class="scroll"><table class="figures">{inside}</table></div>'
