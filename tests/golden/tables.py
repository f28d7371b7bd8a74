"""The published metric tables as small CSV files, to be read and compared."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
GOLDEN = (
    "channel_costs",
    "channels",
    "cohorts",
    "consents",
    "coverage_gaps",
    "customers",
    "fee_audit",
    "fee_audit_months",
    "fee_dates",
    "fees_by_customer_group",
    "follow_ups",
    "homecoming",
    "identity_coverage",
    "ignored_identities",
    "lifecycle_flows",
    "lifecycle_thresholds",
    "migration_flows",
    "migration_steps",
    "morning_findings",
    "next_rung",
    "payout_reconciliation",
    "repeat_rates",
    "rfm_cut_points",
    "strength_ladder",
    "tags",
    "return_patterns",
    "return_rates",
    "time_to_next",
    "value_model",
    "whatif_inputs",
)


def path_of(table: str) -> Path:
    """Where a table's golden rows are."""
    return FOLDER / f"{table}.csv"


def as_text(value: Any) -> str:
    """A cell as it stands in the file: shortest form, nine digits of a ratio, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def in_text(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows with every cell as text."""
    return [{name: as_text(value) for name, value in row.items()} for row in rows]


def read(table: str) -> list[dict[str, str]]:
    """The golden rows of a table."""
    return list(csv.DictReader(io.StringIO(path_of(table).read_text(encoding="utf-8"))))


def write(table: str, rows: list[dict[str, Any]]) -> None:
    """Make these rows the golden ones."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(in_text(rows))
    path_of(table).write_text(stream.getvalue(), encoding="utf-8")
