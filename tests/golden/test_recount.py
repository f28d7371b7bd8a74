"""Two routes to the same numbers: the published tables, and loops over core rows written from METRICS.md."""

from datetime import date

import pytest

from tests.golden.night import as_of, differing
from tests.recount import Recount
from transforms.tables import table

RECOUNTED = (
    "orders",
    "customers",
    "identity_coverage",
    "migration_flows",
    "migration_steps",
    "homecoming",
    "repeat_rates",
    "cohorts",
    "time_to_next",
    "lifecycle_thresholds",
    "lifecycle_flows",
    "rfm_cut_points",
    "strength_ladder",
    "next_rung",
    "follow_ups",
    "tags",
    "channel_costs",
    "payout_reconciliation",
    "fee_audit",
    "fee_audit_months",
    "fee_dates",
    "return_rates",
    "return_patterns",
    "fees_by_customer_group",
    "whatif_inputs",
    "morning_findings",
    "ignored_identities",
)


PAST_DAY = date(2025, 8, 17)
"""In the middle of a month, quarter and year, with refunds, fees and evidence still to come."""


NOT_YET = ("fee_audit", "morning_findings")
"""Nothing of it had happened by then: the demo's platforms bill too much only later, and that month was as usual."""


def recounted(night, core, day, likely):
    shop = night.home.shop()
    return Recount(core, shop, day, **likely).tables()


@pytest.fixture(scope="module")
def recount(night):
    (about,) = night.published["about"]
    return recounted(night, night.core, about["as_of_day"], night.likely)


@pytest.fixture(scope="module")
def past(night):
    """Published rows as of the past day, and the same recounted."""
    core, published, likely = as_of(night.home, PAST_DAY)
    return published, recounted(night, core, PAST_DAY, likely)


def rounded(rows):
    return [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()} for row in rows
    ]


@pytest.mark.parametrize("name", RECOUNTED)
def test_a_published_table_is_what_a_plain_recount_gives(night, recount, name):
    assert len(night.published[name]) > 0
    different = differing(rounded(recount[name]), rounded(night.published[name]), table("published", name).grain)
    assert not different, "\n".join(different)


@pytest.mark.parametrize("name", RECOUNTED)
def test_as_of_a_past_day_too(past, name):
    published, recount = past
    assert bool(published[name]) == (name not in NOT_YET)
    different = differing(rounded(recount[name]), rounded(published[name]), table("published", name).grain)
    assert not different, "\n".join(different)


def test_as_of_a_past_day_nothing_later_is_there(past):
    published, _ = past
    assert max(order["order_day"] for order in published["orders"]) <= PAST_DAY
    assert max(line["fee_day"] for line in published["fee_lines"]) <= PAST_DAY
    by_month = (
        "identity_coverage",
        "migration_flows",
        "migration_steps",
        "cohorts",
        "strength_ladder",
        "channel_costs",
    )
    for name in by_month:
        assert {row["is_complete"] for row in published[name]} == {True, False}


def test_every_recounted_table_is_compared(recount):
    assert set(recount) == set(RECOUNTED)


def test_the_demo_holds_every_state_measure_rung_and_incomplete_row_that_is_compared(night):
    flows = night.published["migration_flows"]
    states = {row["from_state"] for row in flows}
    assert states == {"store", "mini_program", "tmall", "meituan", "eleme", "mixed", "none", "new", "became_identified"}
    assert {row["grain"] for row in flows} == {"month", "quarter", "year"}
    assert {row["strength"] for row in night.published["customers"]} == {"random", "weak", "strong", "super"}
    assert {row["measure"] for row in night.published["repeat_rates"]} == {
        "repeat_rate",
        "returning_rate",
        "repurchase",
    }
    for name in ("migration_flows", "repeat_rates"):
        assert {row["is_complete"] for row in night.published[name]} == {True, False}


@pytest.mark.parametrize("name", ["orders", "order_items", "fee_lines"])
def test_core_rows_are_published_as_they_are(night, name):
    assert night.published[name] == night.core[name]
