"""What a file with a chart is called: chart, period, language and the filters it was made with."""

from __future__ import annotations

import re

from dashboard.charts.registry import TO_THE_END
from dashboard.charts.view import ChartView, Filters

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_PLAIN = Filters()


def file_name(view: ChartView, filters: Filters, ending: str) -> str:
    """A name that says which period, language and filters the figures in the file have."""
    period = filters.period if filters.period and view.key not in TO_THE_END else view.as_of_day.isoformat()
    parts = [view.key, period, view.language]
    if filters.grain != _PLAIN.grain and filters.period is None:
        parts.append(filters.grain)
    if filters.branch:
        parts.append(filters.branch)
    parts += filters.channels
    if view.key == "take_rate" and filters.base != _PLAIN.base:
        parts.append(filters.base)
    if view.key == "repurchase_by_month" and filters.scope != _PLAIN.scope:
        parts.append(filters.scope)
    if view.key == "repeat_rates" and filters.window_days != _PLAIN.window_days:
        parts.append(f"{filters.window_days}d")
    if view.key == "identity_coverage" and filters.counted != _PLAIN.counted:
        parts.append(filters.counted)
    return "_".join(_NOT_IN_A_NAME.sub("-", part) for part in parts) + f".{ending}"
