"""What changes from one night to the next is a row: who, why, how much of it, and which figures moved."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.worlds import HASHER, World, a_shop, answered, core_of, order, phone
from transforms import build
from transforms.customers.answers import answers_columns
from transforms.published.before import nothing_before

FIRST, ANNA, BOB, CARL = sorted((phone(f"1390000000{n}") for n in range(4)), key=lambda mark: mark.key)
"""Of contacts that are first seen on one order, the one of the smallest key names the person."""
CHANGE = "change, customer_id, other_customer_id, orders_moved, net_sales_moved, reason, evidence"
REVISION = "measure, period, value_before, value_after, customers_merged, customers_split"


def customer(mark) -> str:
    return f"c{mark.key[:16]}"


def copied(world: World, query: str):
    return dict(zip(*_arrow(world, query), strict=True))


def _arrow(world: World, query: str):
    table = world.engine.connection.cursor().sql(query).to_arrow_table()
    return table.column_names, [column.combine_chunks() for column in table.columns]


def night_after(
    before: World, *rows, answers=(), answers_before=(), gone=(), rules="{}", key_id=HASHER.key_id, **settings
) -> World:
    """The night after another, which knew so much: the real build over both."""
    world = core_of(*rows, answers=answers, **settings)
    engine = world.engine
    columns = "order_key, customer_id, order_day, is_purchase, net_sales, currency"
    engine.put("work.before_orders", copied(before, f"select {columns} from core.orders"))
    engine.put("work.before_about", copied(before, "select as_of_day from work.run"))
    for name in ("customer_changes", "revisions", "ignored_identities", "ingested_files"):
        before.engine.rows(f"select 1 from published.{name}")
        engine.put(f"work.before_{name}", copied(before, f"select * from published.{name}"))
    engine.put("work.before_answers", answers_columns(answers_before))
    nothing_before(engine)
    engine.run(
        "insert into work.before_linking_rules by name select 'before' as run_id, 'now' as rules_of, "
        f"date '2026-01-01' as rules_since, false as is_rebuilt, 0 as answer_lines, "
        f"'{key_id}' as key_id, '{rules}' as rules"
    )
    for name in gone:
        engine.run(f"insert into work.before_ingested_files by name select '{name}' as source, '{name}' as file_sha256")
    build.build_published(engine, settings.get("shop") or a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


def first_night(*rows, **settings) -> World:
    world = core_of(*rows, **settings)
    build.build_published(world.engine, settings.get("shop") or a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


TWO = (
    order(ANNA, "store", "2026-01-05", 10, id="1"),
    order(BOB, "store", "2026-01-20", 30, id="2"),
    order(BOB, "store", "2026-02-10", 5, id="3"),
)
BOTH = order((ANNA, BOB), "store", "2026-03-01", 7, id="4")


def test_a_first_night_changes_nothing():
    world = first_night(*TWO)
    assert world.rows("customer_changes", "*") == []
    assert world.rows("revisions", "*") == []


def test_the_same_again_changes_nothing():
    world = night_after(first_night(*TWO), *TWO)
    assert world.rows("customer_changes", "*") == []
    assert world.rows("revisions", "*") == []


def test_an_order_with_both_phones_merges_the_later_into_the_earlier_and_says_which_figures_moved():
    world = night_after(first_night(*TWO), *TWO, BOTH)
    assert world.rows("customer_changes", CHANGE) == [
        ("merged", customer(ANNA), customer(BOB), 2, 35, "new_evidence", "phone")
    ]
    # in January there were two people of one day each, now there is one of two days; in February, Bob had come back,
    # and the month was over neither in the night before (its last day was the 10th) nor is it compared
    assert world.rows("revisions", REVISION) == [
        ("customers", "2026-01", 2, 1, 1, 0),
        ("repeat_rate", "2026-01", 0, 1, 1, 0),
    ]


def test_what_was_merged_and_comes_apart_again_is_a_split_because_the_file_went():
    merged = first_night(*TWO, BOTH)
    world = night_after(merged, *TWO, gone=["bill"])
    assert world.rows("customer_changes", CHANGE) == [
        ("split", customer(BOB), customer(ANNA), 2, 35, "file_removed", "phone")
    ]
    assert world.rows("revisions", REVISION, "period = '2026-01'") == [
        ("customers", "2026-01", 1, 2, 0, 1),
        ("repeat_rate", "2026-01", 1, 0, 0, 1),
    ]


def test_an_older_order_gives_the_person_an_older_name_and_that_is_told_as_a_new_name():
    known = order(ANNA, "store", "2026-01-05", 10, id="1")
    older = order((FIRST, ANNA), "store", "2025-12-01", 10, id="0")
    world = night_after(first_night(known), known, older)
    assert world.rows("customer_changes", CHANGE) == [
        ("renamed", customer(FIRST), customer(ANNA), 1, 10, "new_evidence", "phone")
    ]


def test_three_that_become_one_under_another_name_are_one_new_name_and_two_merges():
    three = [
        order(each, "store", f"2026-01-0{n}", 10 * n, id=str(n)) for n, each in enumerate((ANNA, BOB, CARL), start=5)
    ]
    joined = order((ANNA, BOB, CARL, FIRST), "store", "2025-12-24", 8, id="eve")
    world = night_after(first_night(*three), *three, joined)
    assert world.rows("customer_changes", "change, customer_id, other_customer_id, net_sales_moved") == [
        ("merged", customer(FIRST), customer(BOB), 60),
        ("merged", customer(FIRST), customer(CARL), 70),
        ("renamed", customer(FIRST), customer(ANNA), 50),
    ]


def test_other_thresholds_are_the_reason_where_nothing_of_the_owner_is():
    crowd = [order((ANNA, f"guest{n}"), "store", f"2026-01-{n + 1:02}", 10, id=str(n)) for n in range(4)]
    tight = a_shop(thresholds={"shared_by": 3})
    world = night_after(first_night(*crowd), *crowd, shop=tight, rules='{"shared_by": 10}')
    assert {row[0] for row in world.rows("customer_changes", "reason")} == {"rules_changed"}
    assert len(world.rows("customer_changes", "change", "change = 'split'")) == 3


def test_a_phone_that_turns_out_to_be_a_couriers_splits_whom_it_had_joined():
    guests = [order((ANNA, f"guest{n}"), "store", f"2026-01-{n + 1:02}", 10, id=str(n)) for n in range(4)]
    tight = a_shop(thresholds={"shared_by": 4})
    before = first_night(*guests[:3], shop=tight)
    assert len(before.people()) == 1
    world = night_after(before, *guests, shop=tight)
    assert {row[:1] + row[-2:-1] for row in world.rows("customer_changes", CHANGE, "change = 'split'")} == {
        ("split", "shared_value")
    }
    assert len(world.rows("customer_changes", "change", "change = 'split'")) == 2


def test_history_is_carried_over_for_two_years_and_no_row_twice():
    world = night_after(first_night(*TWO), *TWO, BOTH)
    kept = world.rows("customer_changes", "*")
    again = night_after(world, *TWO, BOTH)
    assert again.rows("customer_changes", "*") == kept
    assert again.rows("revisions", "*") == world.rows("revisions", "*")
    much_later = order(ANNA, "store", "2028-03-02", 7, id="5")
    assert night_after(world, *TWO, BOTH, much_later).rows("customer_changes", "*") == []


def test_a_past_day_that_is_rebuilt_changes_nothing():
    before = first_night(*TWO, BOTH)
    world = night_after(before, *TWO, BOTH, as_of="2026-02-10")
    assert world.row("linking_rules", "is_rebuilt") == (True,)
    assert world.rows("customer_changes", "*") == []
    assert world.rows("revisions", "*") == []


def test_another_key_gives_everybody_another_id_and_is_no_change_of_people():
    merged = night_after(first_night(*TWO), *TWO, BOTH)
    world = night_after(merged, *TWO, key_id="old")
    assert world.rows("customer_changes", CHANGE) == [("merged", None, None, 2, 35, "new_evidence", "phone")]


def test_what_the_owner_has_said_since_is_the_reason_before_any_other():
    yes, no = [answered(ANNA.key, BOB.key, "same")], [answered(ANNA.key, BOB.key, "different")]
    apart, together = first_night(*TWO), first_night(*TWO, BOTH)
    merged = night_after(apart, *TWO, BOTH, answers=yes, rules="other")
    assert merged.rows("customer_changes", "change, reason, evidence") == [("merged", "owner_confirmed", "owner")]
    known = night_after(apart, *TWO, BOTH, answers=yes, answers_before=yes)
    assert known.rows("customer_changes", "change, reason") == [("merged", "new_evidence")]
    dont_know = [answered(ANNA.key, BOB.key, "unknown")]
    unsure = night_after(apart, *TWO, BOTH, answers=dont_know)
    assert unsure.rows("customer_changes", "change, reason") == [("merged", "new_evidence")]
    refused = night_after(together, *TWO, answers=no)
    assert refused.rows("customer_changes", "change, reason") == [("split", "owner_refused")]
    taken_back = night_after(together, *TWO, answers_before=yes)
    assert taken_back.rows("customer_changes", "change, reason") == [("split", "owner_refused")]


def test_rules_and_the_day_since_they_hold_are_published():
    assert first_night(*TWO).row("linking_rules", "rules_of, rules_since, is_rebuilt, answer_lines, rules") == (
        "now", date(2026, 2, 10).isoformat(), False, 0, "{}",
    )  # fmt: skip


def test_cancelled_orders_move_nothing_and_who_only_cancelled_was_no_customer():
    cancelled = order(BOB, "store", "2026-02-12", 90, id="5", status="cancelled")
    world = night_after(first_night(*TWO, cancelled), *TWO, cancelled, BOTH)
    assert world.rows("customer_changes", CHANGE) == [
        ("merged", customer(ANNA), customer(BOB), 2, 35, "new_evidence", "phone")
    ]
    only = [TWO[0], order(BOB, "store", "2026-01-20", 30, id="2", status="cancelled")]
    assert night_after(first_night(*only), *only, BOTH).rows("customer_changes", "*") == []
