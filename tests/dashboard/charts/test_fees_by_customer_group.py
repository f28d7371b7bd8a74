"""What the chart of platform fees by who ordered says, and of whom."""

from decimal import Decimal

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader

MONTH = "2026-10"
"""The latest one that is over."""


def chart(tmp_path, rows, fees, filters=None):
    """The chart where the groups of platform customers cost these fees in October, and no order's fee is unknown."""
    changed = [
        {**row, "orders_with_unknown_fees": 0, "fees": Decimal(fees[row["customer_group"]])}
        if (row["month"], row["side"], row["channel"]) == (MONTH, "platform", "all")
        else row
        for row in rows["fees_by_customer_group"]
    ]
    home = make_home(tmp_path / "home", {**rows, "fees_by_customer_group": changed})
    return CHARTS["fees_by_customer_group"](SnapshotReader(home.current), filters or Filters(), "en")


@pytest.mark.parametrize(
    ("fees", "said"),
    [
        ((30, 70, 0), "30% of the platform fees of Oct 2026 came from people who also buy from us directly"),
        ((30, 20, 50), "At least 30% of the platform fees of Oct 2026 came from people who also buy from us directly"),
        ((0, 20, 80), "No platform fee of Oct 2026 is known to come from people who also buy from us directly"),
    ],
)
def test_the_title_says_how_much_our_own_customers_cost_us_there(tmp_path, rows, fees, said):
    by_group = dict(zip(("both", "platform_only", "unidentified"), fees, strict=True))
    assert chart(tmp_path, rows, by_group).title == said


def test_a_month_whose_bills_have_not_come_is_not_told_of(reader):
    """Ele.me's bill is missing from 20 October on."""
    assert "Sep 2026" in CHARTS["fees_by_customer_group"](reader, Filters(), "en").title


def test_one_platform_shows_its_own_people_and_several_count_somebody_in_each(reader):
    def people(*channels):
        view = CHARTS["fees_by_customer_group"](reader, Filters(channels=channels), "en")
        found = {row["group"]: row["customers"] for row in view.rows if row["month"] == "All months"}
        return found["both"], any("counts on each" in note for note in view.notes)

    meituan, tmall = people("meituan")[0], people("tmall")[0]
    both, is_told = people("meituan", "tmall")
    assert both == meituan + tmall
    assert is_told
    assert people("tmall", "meituan", "eleme")[0] < meituan + tmall + people("eleme")[0]


def test_nobody_says_how_many_the_unidentified_are(reader):
    view = CHARTS["fees_by_customer_group"](reader, Filters(), "en")
    unidentified = [row for row in view.rows if row["group"] == "unidentified"]
    assert unidentified
    assert {row["customers"] for row in unidentified} == {None}
