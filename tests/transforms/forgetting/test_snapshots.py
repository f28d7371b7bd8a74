"""Published nights without somebody: what points at them goes, what points at others stays."""

import duckdb
import pytest

from tests.dags.homes import make_home, publish_stand_in
from tests.samples.build import query
from transforms.customers.naming import parted_id
from transforms.forgetting.snapshots import (
    ids_by_night,
    ids_of,
    kept_snapshots,
    person_columns,
    rename_in_snapshot,
    rewrite_snapshot,
)
from transforms.forgetting.spellings import Signs, sign_of
from transforms.tables import table

COUPON = "call 13800138000"
ANNA, BOB = "a" * 32, "b" * 32
ANNAS_ID, BOBS_ID = "c" + "a" * 16, "c" + "b" * 16


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home")
    path = publish_stand_in(home, "2026-03-31-one")
    order = table("published", "orders")
    with duckdb.connect(str(path)) as con:
        for number, (key, customer) in enumerate(((ANNA, ANNAS_ID), (BOB, BOBS_ID), (BOB, ANNAS_ID), (None, None))):
            values = {
                "order_key": f"store/{number}",
                "placed_by": key,
                "customer_id": customer,
                "coupon": "call 13800138000",
            }
            filled = [_value(column, values) for column in order.columns]
            con.execute(f"insert into orders values ({', '.join('?' * len(filled))})", filled)
        changes = (
            "insert into customer_changes (change_key, run_id, changed_on, change, customer_id, other_customer_id, "
        )
        changes += (
            "orders_moved, net_sales_moved, reason) values (?, 'r', '2026-03-31', 'merged', ?, ?, 1, 1, 'evidence')"
        )
        con.execute(changes, ["one", BOBS_ID, ANNAS_ID])
    return home


def _value(column, given):
    if column.name in given:
        return given[column.name]
    if column.nullable:
        return None
    kinds = {"BOOLEAN": True, "TIMESTAMP": "2026-03-01 10:00:00", "DATE": "2026-03-01", "VARCHAR": "x"}
    return kinds.get(column.type, 1)


def orders(home):
    sql = "select order_key, placed_by, customer_id, coupon, net_sales from orders order by order_key"
    return [tuple(row.values()) for row in query(home.current, sql)]


def test_which_columns_point_at_a_person_is_what_their_declarations_say():
    orders = person_columns(table("published", "orders"))
    assert (set(orders.may_go), orders.must_go) == ({"placed_by", "customer_id"}, ())
    assert person_columns(table("published", "customers")).must_go == ("customer_id",)
    assert person_columns(table("published", "channel_costs")).must_go == ()
    assert set(person_columns(table("published", "link_review")).must_go) >= {"one_name", "other_name"}


def test_a_person_goes_and_the_money_and_everybody_else_stay(home):
    (old,) = kept_snapshots(home)
    age = old.stat().st_mtime_ns
    rewrite_snapshot(home, old, ids_of([ANNA]), Signs([sign_of("phone", "13800138000", "CN")]))
    text = "call xxxxxxxxxxx"
    assert orders(home) == [
        ("store/0", None, None, text, 1),
        ("store/1", BOB, BOBS_ID, text, 1),
        ("store/2", BOB, None, text, 1),
        ("store/3", None, None, text, 1),
    ]
    assert query(home.current, "select customer_id, other_customer_id from customer_changes") == [
        {"customer_id": BOBS_ID, "other_customer_id": None}
    ]
    (new,) = kept_snapshots(home)
    assert (new.name, home.current.resolve(), new.stat().st_mtime_ns) == ("2026-03-31-one-rewritten1.duckdb", new, age)
    assert ANNA.encode() not in new.read_bytes()
    rewrite_snapshot(home, new, ids_of([ANNA]), Signs([]))
    assert home.current.resolve().name == "2026-03-31-one-rewritten2.duckdb"


def test_whoever_an_older_night_tells_apart_on_a_shared_number_is_found_by_their_keys(home):
    shared = "e" * 32
    parted, named, others = parted_id(shared, ANNA), "c" + "5" * 16, parted_id(shared, BOB)
    path = publish_stand_in(home, "2026-03-30-older")
    order = table("published", "orders")
    with duckdb.connect(str(path)) as con:
        placed = ((shared, parted), (shared, others), (BOB, others), (ANNA, named), (shared, named))
        for number, (key, customer) in enumerate(placed):
            values = {"order_key": f"store/{number}", "placed_by": key, "customer_id": customer}
            filled = [_value(column, values) for column in order.columns]
            con.execute(f"insert into orders values ({', '.join('?' * len(filled))})", filled)
        ignored = table("published", "ignored_identities")
        values = {"identity_key": shared, "shared_reason": "several_names"}
        filled = [_value(column, values) for column in ignored.columns]
        con.execute(f"insert into ignored_identities values ({', '.join('?' * len(filled))})", filled)
    assert ids_by_night(home, {ANNA}) == {parted, named}, "the fixture's night has Bob's orders under Anna's own id"
    rewrite_snapshot(home, path, {*ids_of([ANNA]), *ids_by_night(home, {ANNA})}, Signs([]))
    (older, _) = kept_snapshots(home)
    left = query(older, "select placed_by, customer_id from orders order by order_key")
    assert [tuple(row.values()) for row in left] == [
        (shared, None),
        (shared, others),
        (BOB, others),
        (None, None),
        (shared, None),
    ]


def test_new_names_take_the_place_of_old_ones_and_twice_is_once(home):
    names = {BOB: "d" * 32, BOBS_ID: "c" + "d" * 16}
    for _ in range(2):
        rename_in_snapshot(home, *kept_snapshots(home), names, "new")
        assert [row[1:3] for row in orders(home)] == [
            (None, None),
            ("d" * 32, "c" + "d" * 16),
            ("d" * 32, None),
            (None, None),
        ], "who is in no file any more has no new name"
