"""Promises about bounds: what is certain and likely is never more than the most it could be. METRICS.md §2."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.check import Check, no_rows

TOLERANCE = "1e-6"
"""Likely people are whole people times probabilities: sums of them differ by rounding only."""


def at_most(table: str, counts: Sequence[str], *more: str) -> Check:
    """No count of the table is above its X_most, certain or likely; `more` are further conditions that break it."""
    beyond = [
        f"t.{name} > t.{name}_most or t.{name}_likely > t.{name}_most + {TOLERANCE} or t.{name}_likely < 0"
        for name in counts
    ]
    name = "what is certain or likely is no more than the most it could be"
    return no_rows(table, name, "stop", f"select 1 as broken from {table} as t where {' or '.join([*beyond, *more])}")
