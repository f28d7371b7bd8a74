"""Who is late: the finding, the thresholds in words, and the refusal where the shop's curve is not enough."""

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader


def shown(tmp_path, rows, **changed):
    reader = SnapshotReader(make_home(tmp_path / "home", {**rows, **changed}).current)
    return [CHARTS[key](reader, Filters(), "en") for key in ("lifecycle", "lifecycle_flows")]


def thresholds(**common):
    curve = {"order_rank": 1, "curve_state": "enough", "watched": 90, "came_back": 60, "followed_days": 200}
    days = {"share_back": 0.5, "due_days": 20, "at_risk_days": 40, "lapsed_days": 90}
    return [{"purchase": purchase, **curve, **days, **common} for purchase in ("first", "later")]


def flow(month, before, after, customers):
    return {
        "month": month,
        "from_state": before,
        "to_state": after,
        "customers": customers,
        "is_complete": month < "2026-11",
    }


FLOWS = [
    flow("2026-09", "none", "new", 40),
    flow("2026-10", "new", "due", 12),
    flow("2026-10", "new", "active", 28),
    flow("2026-11", "due", "active", 5),
    flow("2026-11", "due", "at_risk", 7),
    flow("2026-11", "active", "due", 4),
    flow("2026-11", "active", "active", 24),
]


def test_the_titles_count_who_is_late_now_and_who_of_the_late_came_back(tmp_path, rows):
    stock, flows = shown(tmp_path, rows, lifecycle_thresholds=thresholds(), lifecycle_flows=FLOWS)
    assert stock.title == "Customers overdue: 11. Half of those who come back do so within 20 days"
    assert "Due from day 20 after the latest purchase, at risk from day 40, lapsed from day 90." in stock.notes
    assert flows.title == "Nobody was late at the start of Oct 2026"
    later = [*FLOWS[:5], flow("2026-10", "lapsed", "won_back", 2), flow("2026-10", "due", "due", 3)]
    (_, flows) = shown(tmp_path / "later", rows, lifecycle_thresholds=thresholds(), lifecycle_flows=later)
    assert flows.title == "In Oct 2026, 2 of 5 customers who were late or lapsed came back and stayed in the rhythm"


@pytest.mark.parametrize(
    ("state", "said"), [("few_people", "60 people have come back"), ("still_rising", "After 200 days people")]
)
def test_where_the_curve_is_not_enough_the_reason_stands_there_instead(tmp_path, rows, state, said):
    refused = thresholds(curve_state=state, due_days=None, at_risk_days=None, lapsed_days=None)
    for view in shown(tmp_path, rows, lifecycle_thresholds=refused, lifecycle_flows=[]):
        assert not view.rows
        assert view.subtitle.startswith(said)
