"""The owner is asked about the pairs whose answer is worth most, named by what survives a rebuild, and masked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.worlds import World, a_shop, answered, core_of, order, phone
from transforms import build
from transforms.sql import quote

ANNA, BOB, CARL = (phone(f"1390000000{n}") for n in range(3))
PEOPLE = (
    order(ANNA, "store", "2026-01-05", 100, id="1"),
    order(ANNA, "mini_program", "2026-01-09", 20, id="2"),
    order(BOB, "tmall", "2026-01-20", 50, id="3"),
    order(CARL, "store", "2026-01-21", 1000, id="4"),
    order(None, "meituan", "2026-02-01", 30, id="5"),
    order(None, "meituan", "2026-02-02", 40, id="6"),
    order(None, "meituan", "2026-02-03", 10, id="7", status="cancelled"),
)
MEITUAN = {"guest": ("meituan/5", "meituan/6", "meituan/7")}


def customer(mark) -> str:
    return f"c{mark.key[:16]}"


def reviewed(*links, profiles=MEITUAN, answers=(), rows=PEOPLE) -> World:
    """All published tables where these links are likely: (customer, customer or profile, probability)."""
    world = core_of(*rows, answers=answers)
    engine = world.engine
    engine.run("drop table if exists work.likely_links")
    engine.run("drop table if exists work.profile_orders")
    engine.run(
        "create table work.likely_links (link_id bigint, customer_id varchar, other_kind varchar, other_id varchar, "
        "probability double, evidence varchar)"
    )
    engine.run("create table work.profile_orders (profile_id varchar, order_key varchar)")
    for profile, orders in profiles.items():
        for each in orders:
            engine.run(f"insert into work.profile_orders values ({quote(profile)}, {quote(each)})")
    for number, (one, other, probability) in enumerate(links, start=1):
        kind = "profile" if other in profiles else "customer"
        engine.run(
            f"insert into work.likely_links values ({number}, {quote(one)}, '{kind}', {quote(other)}, {probability}, "
            "'name+area')"
        )
    build.build_published(engine, a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


def test_both_sides_are_told_by_purchases_channels_and_masked_contacts():
    world = reviewed((customer(ANNA), "guest", 0.8))
    side = (
        "{0}_name, {0}_customer_id, {0}_contacts, {0}_channels, {0}_first_day, {0}_last_day, {0}_orders, {0}_net_sales"
    )
    assert world.row("link_review", side.format("one")) == (
        ANNA.key, customer(ANNA), "139****0000", "mini_program+store", "2026-01-05", "2026-01-09", 2, 120,
    )  # fmt: skip
    assert world.row("link_review", side.format("other")) == (
        "order:meituan/5", None, None, "meituan", "2026-02-01", "2026-02-02", 2, 70,
    )  # fmt: skip
    assert world.row("link_review", "place, probability, evidence, value") == (1, 0.8, "name+area", 70)


def test_what_is_worth_most_comes_first_money_times_doubt():
    world = reviewed(
        (customer(ANNA), customer(BOB), 0.5),  # 50 × 0.25 = 12.5
        (customer(CARL), "guest", 0.9),  # 70 × 0.09 = 6.3
        (customer(ANNA), customer(CARL), 0.1),  # 120 × 0.09 = 10.8
    )
    assert world.rows("link_review", "place, value, probability") == [(1, 50, 0.5), (2, 120, 0.1), (3, 70, 0.9)]


@pytest.mark.parametrize("said", ["different", "unknown"])  # after a yes they are one, and no pair any more
def test_nobody_is_asked_twice(said):
    answers = [answered(ANNA.key, "order:meituan/6", said)]
    world = reviewed((customer(ANNA), "guest", 0.8), (customer(BOB), "guest", 0.2), answers=answers)
    assert world.rows("link_review", "one_customer_id") == [(customer(BOB),)]


def test_a_side_without_a_purchase_has_no_money_at_stake_and_is_not_asked_about():
    world = reviewed((customer(ANNA), "nothing", 0.8), profiles={"nothing": ["meituan/7"]})
    assert world.rows("link_review", "*") == []


def test_a_pair_keeps_its_number_when_the_sides_change_places():
    one = reviewed((customer(ANNA), customer(BOB), 0.5)).row("link_review", "pair_id")
    assert reviewed((customer(BOB), customer(ANNA), 0.6)).row("link_review", "pair_id") == one
    assert reviewed((customer(ANNA), customer(CARL), 0.5)).row("link_review", "pair_id") != one


def test_without_likely_links_there_is_nothing_to_ask():
    assert reviewed().rows("link_review", "*") == []
