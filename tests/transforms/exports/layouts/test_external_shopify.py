"""Public tables by others in the shape of Shopify's interface: read to their own figures, or refused in a sentence."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from dags.steps import run_night
from tests.samples import shopify_more
from tests.samples.build import drop, make_home, query, stage

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
SEEDS = DATA / "dbt_shopify_seeds"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]
TABLES = {
    "shopify_order_data.csv": "shopify_api_orders",
    "shopify_gql_order_data.csv": "shopify_api_orders",
    "shopify_order_line_data.csv": "shopify_api_lines",
    "shopify_gql_order_line_data.csv": "shopify_api_lines",
    "shopify_transaction_data.csv": "shopify_api_transactions",
    "shopify_gql_transaction_data.csv": "shopify_api_transactions",
}
"""The tables that say what was sold, for how much, and what was paid back. The others describe the shop around it."""


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_tables_are_looked_at():
    names = {path.name for path in SEEDS.glob("*.csv")}
    assert len(names) == 95
    assert TABLES.keys() <= names


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_with_sales_is_read_whole_and_every_column_is_known(tmp_path, name):
    home = make_home(tmp_path / "home", shopify_more.SETTINGS)
    staged = stage(home, "web", (SEEDS / name).read_bytes())
    assert staged.summary.reason is None
    (table,) = staged.summary.tables
    assert (table.layout, table.rows_read, table.rows_quarantined) == (TABLES[name], len(lines_of(SEEDS / name)), 0)
    assert not [what for kind, what, _ in staged.findings() if kind not in ("missing_optional", "empty")]


def test_the_orders_come_out_with_the_totals_of_their_table(tmp_path):
    home = make_home(tmp_path / "home", shopify_more.SETTINGS)
    for name in ("shopify_order_data.csv", "shopify_order_line_data.csv"):
        drop(home, "web", name, (SEEDS / name).read_bytes())
    assert run_night(home).state == "published"
    orders = {each["order_id"]: each for each in query(home.current, "select * from orders")}
    lines = lines_of(SEEDS / "shopify_order_data.csv")
    assert len(lines) == 8
    assert orders.keys() == {line["id"] for line in lines}
    for line in lines:
        found = orders[line["id"]]
        assert found["net_sales"] == Decimal(line["total_price"]), "tax is inside every price of this table"
        assert found["merchant_discount"] == Decimal(line["total_discounts"])
        assert found["currency"] == line["currency"]
    items = query(home.current, "select order_key, quantity, unit_price from order_items order by order_key")
    assert [(each["order_key"][-13:], each["quantity"], each["unit_price"]) for each in items] == [
        ("2669509541985", 1, Decimal("4.4")),
        ("2669516488801", 1, Decimal("2.8")),
        ("2674098602081", 2, Decimal("2.8")),
    ]


def test_cancelled_and_test_orders_of_the_newer_shape_are_told_apart(tmp_path):
    home = make_home(tmp_path / "home", shopify_more.SETTINGS)
    staged = stage(home, "web", (SEEDS / "shopify_gql_order_data.csv").read_bytes())
    assert {each["order_id"]: each["status"] for each in staged.rows("orders")} == {
        "4001": "completed",
        **dict.fromkeys(("4002", "4003", "4004", "4005", "4006", "4009"), "cancelled"),
        **dict.fromkeys(("4007", "4008"), "test"),
    }


def test_only_refunds_that_happened_are_paid_back(tmp_path):
    home = make_home(tmp_path / "home", shopify_more.SETTINGS)
    entries = stage(home, "web", (SEEDS / "shopify_gql_transaction_data.csv").read_bytes()).rows("entries")
    refunds = [(each["order_ref"], each["amount"]) for each in entries if each["entry_kind"] == "refund"]
    assert refunds == [("60005", 120)], "the other one was a test"


@pytest.mark.parametrize(
    "name", sorted(path.name for path in SEEDS.glob("*.csv") if path.name not in TABLES) if SEEDS.is_dir() else []
)
def test_a_table_around_the_sales_is_refused_in_one_sentence_and_nothing_of_it_is_kept(tmp_path, name):
    home = make_home(tmp_path / "home", shopify_more.SETTINGS)
    staged = stage(home, "web", (SEEDS / name).read_bytes())
    assert staged.summary.tables == []
    reason = staged.summary.reason
    assert reason is not None
    assert reason.startswith("No known layout: ")
    assert reason.endswith(".")
    assert "\n" not in reason
    assert len(reason) < 700
