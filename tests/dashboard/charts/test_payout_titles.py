"""What the chart of statements says of payouts that are short, too much, both, or all right."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from dashboard.languages import texts
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader

SEPTEMBER = (date(2026, 9, 5), date(2026, 9, 12))


def title(tmp_path, rows, differences):
    """The title where Meituan's two statements of September are off by these amounts."""
    off = dict(zip(SEPTEMBER, map(Decimal, differences), strict=True))
    changed = [
        {
            **row,
            "difference": off[row["payout_day"]],
            "stated": row["expected"] + off[row["payout_day"]],
            "payout_state": "differs" if off[row["payout_day"]] else "agrees",
        }
        if row["channel"] == "meituan" and row["payout_day"] in off
        else row
        for row in rows["payout_reconciliation"]
    ]
    home = make_home(tmp_path / "home", {**rows, "payout_reconciliation": changed})
    return CHARTS["payout_reconciliation"](SnapshotReader(home.current), Filters(), "en").title


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (("0", "-5.00"), "Meituan Sep 2026 is ¥5.00 short"),
        (("2.00", "1.00"), "Meituan Sep 2026 paid ¥3.00 too much"),
        (("5.00", "-5.00"), "Meituan Sep 2026 is off by ¥10.00, too much and too little"),
        (("0", "0"), "Every statement that can be compared agrees"),
    ],
)
def test_the_title_says_which_statements_are_off_and_by_how_much(tmp_path, rows, differences, said):
    assert said in title(tmp_path, rows, differences)


def test_without_statements_no_branch_is_blamed(tmp_path, rows):
    home = make_home(tmp_path / "home", {**rows, "payout_reconciliation": []})
    views = [
        CHARTS["payout_reconciliation"](SnapshotReader(home.current), Filters(branch=branch), "en")
        for branch in (None, max(row["branch"] for row in rows["channel_costs"] if row["branch"]))
    ]
    assert views[0].title == views[1].title
    assert views[0].title == texts("en")("empty.payouts.title")
