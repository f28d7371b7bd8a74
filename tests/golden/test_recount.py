"""Two routes to the same numbers: the published tables, and loops over core rows written from METRICS.md."""

import pytest

from tests.golden.night import differing
from tests.recount import Recount
from transforms.tables import table

RECOUNTED = (
    "orders",
    "customers",
    "identity_coverage",
    "migration_flows",
    "migration_steps",
    "repeat_rates",
    "cohorts",
    "channel_costs",
    "ignored_identities",
)


@pytest.fixture(scope="module")
def recount(night):
    core, (about,) = night.core, night.published["about"]
    shop = night.home.shop()
    return Recount(core["orders"], core["fee_lines"], core["identities"], shop, about["as_of_day"]).tables()


def rounded(rows):
    return [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()} for row in rows
    ]


@pytest.mark.parametrize("name", RECOUNTED)
def test_a_published_table_is_what_a_plain_recount_gives(night, recount, name):
    assert len(night.published[name]) > 0
    different = differing(rounded(recount[name]), rounded(night.published[name]), table("published", name).grain)
    assert not different, "\n".join(different)


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
