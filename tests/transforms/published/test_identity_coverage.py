"""How many purchases can be tied to a person, by month, channel and branch."""

from datetime import UTC, datetime

from tests.worlds import a_shop, core_of, night, order
from transforms import build

COLUMNS = "month, channel, orders, certain, likely, unidentified"


def with_links(*rows, links, shop=None):
    """All published tables, with links of profiles to people as the probable step leaves them: (order, probability)."""
    world = core_of(*rows, shop=shop)
    for number, (about, probability) in enumerate(links):
        world.engine.run(f"insert into work.profile_orders values ('p{number}', '{about}')")
        world.engine.run(
            f"insert into work.likely_links values ({number}, 'canna', 'profile', 'p{number}', {probability}, 'name')"
        )
    build.build_published(world.engine, shop or a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


def test_purchases_are_certain_or_unidentified_by_month_and_channel():
    rows = (
        order("anna", "store", "2026-02-01", 10),
        order(None, "store", "2026-02-28", 20),
        order(None, "store", "2026-02-28 13:00", 5, discount=1),
        order("anna", "meituan", "2026-03-01", 30, refunded=10, paid=30),
        order("anna", "store", "2026-03-02", 40, status="cancelled"),
    )
    world = night(*rows)
    assert world.rows("identity_coverage", COLUMNS) == [
        ("2026-02", "store", 3, 1, 0, 2),
        ("2026-03", "meituan", 1, 1, 0, 0),
    ]
    money = "month, net_sales, net_sales_certain, net_sales_likely, net_sales_unidentified"
    assert world.rows("identity_coverage", money) == [("2026-02", 34, 10, 0, 24), ("2026-03", 20, 20, 0, 0)]


def test_money_in_another_currency_is_counted_as_orders_and_not_added_up():
    rows = (order("anna", "store", "2026-02-01", 10), order("anna", "store", "2026-02-02", 70, currency="HKD"))
    world = night(*rows)
    assert world.rows("identity_coverage", "orders, certain, net_sales, net_sales_certain") == [(2, 2, 10, 10)]


def test_the_running_month_is_incomplete_until_its_last_day():
    rows = (order("anna", "store", "2026-02-01"), order("anna", "store", "2026-03-30"))
    assert night(*rows, as_of="2026-03-30").rows("identity_coverage", "month, is_complete") == [
        ("2026-02", True),
        ("2026-03", False),
    ]
    assert night(*rows, as_of="2026-03-31").rows("identity_coverage", "month, is_complete")[1] == ("2026-03", True)


def test_branches_stand_apart():
    rows = (
        order("anna", "store", "2026-02-01", 10, branch="North"),
        order(None, "store", "2026-02-02", 20, branch="South"),
        order("ben", "store", "2026-02-03", 30, branch="South"),
    )
    assert night(*rows).rows("identity_coverage", "branch, orders, certain, unidentified, net_sales_certain") == [
        ("North", 1, 1, 0, 10),
        ("South", 2, 1, 1, 30),
    ]


NAMELESS = (
    order("anna", "store", "2026-02-01", 10),
    order(None, "store", "2026-02-02", 20, id="at the line"),
    order(None, "store", "2026-02-03", 30, id="below"),
    order(None, "store", "2026-02-04", 40, id="nobody's"),
)


def test_a_purchase_is_likely_somebodys_from_one_half_on():
    world = with_links(*NAMELESS, links=[("store/at the line", 0.5), ("store/below", 0.49)])
    assert world.rows("identity_coverage", COLUMNS) == [("2026-02", "store", 4, 1, 1, 2)]
    money = "net_sales, net_sales_certain, net_sales_likely, net_sales_unidentified"
    assert world.rows("identity_coverage", money) == [(100, 10, 20, 70)]
    assert world.rows("coverage_gaps", "orders, net_sales, purchases") == [(2, 70, 4)]


def test_the_likeliest_of_several_links_counts_and_the_purchase_is_counted_once():
    links = [("store/at the line", 0.3), ("store/at the line", 0.6), ("store/at the line", 0.7)]
    assert with_links(*NAMELESS, links=links).rows("identity_coverage", COLUMNS) == [("2026-02", "store", 4, 1, 1, 2)]


def test_certain_evidence_is_not_called_likely():
    rows = (order("anna", "store", "2026-02-01", id="a"), order(None, "store", "2026-02-02"))
    world = with_links(*rows, links=[("store/a", 0.9)])
    assert world.rows("identity_coverage", COLUMNS) == [("2026-02", "store", 2, 1, 0, 1)]


def test_the_owner_says_from_which_probability_a_purchase_is_likely_somebodys():
    shop = a_shop(thresholds={"likely_from": "0.8"})
    world = with_links(*NAMELESS, links=[("store/at the line", 0.79), ("store/below", 0.8)], shop=shop)
    assert world.rows("identity_coverage", COLUMNS) == [("2026-02", "store", 4, 1, 1, 2)]
