"""Certain, likely and at most: what likely links do to every count of people."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden.night import differing, likely_of
from tests.recount import Recount
from tests.worlds import a_shop, likely, night, order
from transforms.tables import CORE, table

PEOPLE_TABLES = ("customers", "migration_flows", "migration_steps", "repeat_rates", "cohorts")
PAIR = (
    order("anna", "store", "2026-01-05"),
    order("nan", "meituan", "2026-02-10"),
    order("nan", "meituan", "2026-02-20"),
)
NAMELESS = (
    order("anna", "store", "2026-01-05"),
    order("carl", "store", "2026-01-06"),
    order(None, "meituan", "2026-02-10", id="x"),
)
FLOW = "from_state, to_state, customers, customers_likely, customers_most"


def test_without_likely_links_everything_is_certain():
    world = night(*PAIR)
    assert world.rows("customers", "orders, orders_likely, orders_most") == [(1, 1, 1), (2, 2, 2)]
    assert world.rows("migration_flows", FLOW, "grain = 'month'") == [
        ("new", "meituan", 1, 1, 1),
        ("store", "none", 1, 1, 1),
    ]


def test_two_who_may_be_one_may_have_moved():
    world = night(*PAIR, likely("anna", "nan", 0.25))
    assert world.rows("migration_flows", FLOW, "grain = 'month'") == [
        ("new", "meituan", 1, 0.75, 1),
        ("store", "meituan", 0, 0.25, 1),
        ("store", "none", 1, 0.75, 1),
    ]
    assert world.rows("migration_steps", "from_channel, to_channel, steps, steps_likely, steps_most") == [
        ("meituan", "meituan", 1, 1, 1),
        ("store", "meituan", 0, 0.25, 1),
    ]


def test_an_order_of_nobody_counts_where_it_is_likely_somebodys():
    world = night(*NAMELESS, likely("anna", "x", 0.5), likely("carl", "x", 0.25))
    assert world.rows("migration_flows", FLOW, "grain = 'month'") == [
        ("store", "meituan", 0, 0.75, 1),
        ("store", "none", 2, 1.25, 2),
    ]
    assert world.rows("customers", "orders, orders_likely, orders_most") == [(1, 1.25, 2), (1, 1.5, 2)]
    days = "purchase_days, purchase_days_likely, purchase_days_most"
    assert world.rows("customers", days) == [(1, 1.25, 2), (1, 1.5, 2)]


def test_a_profile_of_several_orders_is_one_person():
    world = night(
        order("anna", "store", "2026-01-05"),
        order(None, "meituan", "2026-02-10", id="x"),
        order(None, "meituan", "2026-02-11", id="y"),
        likely("anna", ("x", "y"), 0.5),
    )
    assert world.row("migration_steps", "steps, steps_likely, steps_most", "from_channel = 'meituan'") == (0, 0.5, 1)
    assert world.row("customers", "orders, orders_likely, orders_most") == (1, 2, 3)


def test_rates_are_likely_and_at_most():
    world = night(*PAIR, order("carl", "store", "2026-01-06"), likely("anna", "nan", 0.5), as_of="2026-03-01")
    rates = "customers, customers_likely, customers_most, repeaters, repeaters_likely, repeaters_most"
    where = "measure = 'repeat_rate' and window_days = 90 and channel = 'all'"
    assert world.row("repeat_rates", rates, where) == (3, 2.5, 3, 1, 1, 1)
    # at most one of the two there are if anna is nan
    assert world.row("repeat_rates", "rate, rate_likely, rate_most", where) == (pytest.approx(1 / 3), 0.4, 0.5)


def test_a_rate_of_a_channel_nobody_is_certain_to_have_begun_in_has_bounds_only():
    world = night(
        order("anna", "store", "2026-02-05"),
        order("anna", "store", "2026-02-15"),
        order(None, "meituan", "2026-01-10", id="x"),
        likely("anna", "x", 0.5),
    )
    where = "measure = 'repurchase' and window_days = 30 and channel = 'meituan' and scope = 'anywhere'"
    columns = "customers, customers_likely, customers_most, rate, rate_likely, rate_most"
    assert world.row("repeat_rates", columns, f"{where} and period = '2026-01'") == (0, 0.5, 1, None, 1, 1)


def test_cohorts_have_bounds_of_every_count():
    world = night(*PAIR, likely("anna", "nan", 0.25))
    columns = "cohort_month, k, size, size_likely, size_most, returned_by, returned_by_likely, returned_by_most"
    assert world.rows("cohorts", columns, "first_channel = 'all'") == [
        ("2026-01", 0, 1, 1, 1, 0, 0, 0),
        ("2026-01", 1, 1, 1, 1, 0, 0.25, 1),
        ("2026-02", 0, 1, 0.75, 1, 0, 0, 0),
    ]
    bought = "bought_in, bought_in_likely, bought_in_most, on_or_after, on_or_after_likely, on_or_after_most"
    assert world.row("cohorts", bought, "first_channel = 'all' and k = 1") == (0, 0.25, 1, 0, 0.25, 1)
    repeated = "repeated_in_first_month, repeated_in_first_month_likely, repeated_in_first_month_most"
    assert world.row("cohorts", repeated, "first_channel = 'meituan'") == (1, 0.75, 1)


def test_money_and_who_somebody_is_stay_certain():
    world = night(*NAMELESS, likely("anna", "x", 0.9), likely("carl", "anna", 0.9))
    alone = night(*NAMELESS)
    columns = "customer_id, first_order_day, net_sales, main_channel, strength, link_evidence, link_probability"
    assert world.rows("customers", columns) == alone.rows("customers", columns)
    for name, people in (("migration_flows", "customers"), ("cohorts", "size")):
        assert world.rows(name, "net_sales", f"{people} > 0") == alone.rows(name, "net_sales")
        assert {net for (net,) in world.rows(name, "net_sales", f"{people} = 0")} <= {0}


NAMES = ("anna", "ben", "carl", "dora")
CHANNELS = ("store", "mini_program", "meituan")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")


@st.composite
def businesses(draw):
    """Orders of four people and of nobody, and likely links among them and to orders of nobody."""
    days = st.builds(lambda month, day: f"{month}-{day:02}", st.sampled_from(MONTHS), st.integers(1, 28))
    rows = [order(name, draw(st.sampled_from(CHANNELS)), draw(days), id=f"first of {name}") for name in NAMES]
    for number in range(draw(st.integers(0, 6))):
        who, channel = draw(st.sampled_from(NAMES)), draw(st.sampled_from(CHANNELS))
        rows.append(order(who, channel, draw(days), id=f"more {number}"))
    nameless = [f"x{number}" for number in range(draw(st.integers(0, 3)))]
    rows += [order(None, draw(st.sampled_from(CHANNELS)), draw(days), id=name) for name in nameless]
    pairs = [(one, other) for place, one in enumerate(NAMES) for other in NAMES[place + 1 :]]
    pairs += [(name, order_id) for name in NAMES for order_id in nameless]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4))
    chance = st.integers(1, 49).map(lambda percent: percent / 100)
    return rows, [likely(*pair, draw(chance)) for pair in chosen]


def tables(world):
    return {name: world.engine.rows(f"from published.{name} order by all") for name in PEOPLE_TABLES}


def rounded(rows):
    return [{name: round(v, 7) if isinstance(v, float) else v for name, v in row.items()} for row in rows]


def quick(examples):
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


@quick(20)
@given(businesses())
def test_published_bounds_are_what_a_recount_of_every_world_gives(business):
    rows, links = business
    world = night(*rows, *links, as_of="2026-04-30")
    core = {each.name: world.engine.rows(f"from core.{each.name} order by all") for each in CORE}
    recount = Recount(core, a_shop(), date(2026, 4, 30), **likely_of(world.engine)).tables()
    for name, found in tables(world).items():
        different = differing(rounded(recount[name]), rounded(found), table("published", name).grain)
        assert not different, "\n".join([name, *different])


@quick(12)
@given(businesses(), st.randoms(use_true_random=False))
def test_bounds_hold_together_and_do_not_depend_on_any_order(business, random):
    rows, links = business
    found = tables(night(*rows, *links, as_of="2026-04-30"))
    for each in found.values():
        for row in each:
            for name in [name.removesuffix("_most") for name in row if name.endswith("_most") and name != "rate_most"]:
                assert row[f"{name}_most"] >= row[name]
                assert row[f"{name}_most"] >= row[f"{name}_likely"] - 1e-9
    for row in found["customers"]:
        assert row["orders_likely"] >= row["orders"]
        assert row["purchase_days_likely"] >= row["purchase_days"]
    for row in found["repeat_rates"]:
        assert row["repeaters_likely"] <= row["customers_likely"] + 1e-9
        if row["rate_most"] is not None:
            assert row["rate_most"] >= max(row["rate"] or 0, row["rate_likely"] or 0) - 1e-9
    _nobody_is_lost(found)
    shuffled = random.sample(rows, len(rows)), random.sample(links, len(links))
    assert tables(night(*shuffled[0], *shuffled[1], as_of="2026-04-30")) == found


def _nobody_is_lost(found):
    """In every column people arrive in a state and leave it again, and all first seen by then are in the flow."""
    for name in ("customers", "customers_likely"):
        arrived, left, everybody = defaultdict(float), defaultdict(float), defaultdict(float)
        for row in found["migration_flows"]:
            if row["grain"] == "month":
                period = int(row["period"][-2:])
                arrived[period, row["to_state"]] += row[name]
                everybody[period] += row[name]
                if row["from_state"] not in ("new", "became_identified"):
                    left[period - 1, row["from_state"]] += row[name]
        periods = {period for period, _ in arrived}
        for key in {*arrived, *left}:
            if key[0] in periods and key[0] + 1 in periods:
                assert arrived[key] == pytest.approx(left[key], abs=1e-9)
        size = name.replace("customers", "size")
        for period in periods:
            seen = sum(
                row[size]
                for row in found["cohorts"]
                if row["first_channel"] == "all" and row["k"] == 0 and int(row["cohort_month"][-2:]) <= period
            )
            assert everybody[period] == pytest.approx(seen, abs=1e-9)
