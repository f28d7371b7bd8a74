"""Etsy and Amazon files by others, outside the repository: read whole, and to the figures that they give themselves."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from dags.steps import run_night
from tests.samples.build import drop, make_home, query
from tests.transforms.exports.layouts.money import worth

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "amazon_etsy_synthetic"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]
SETTINGS = """
[business]
name = "Samples"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.amazon]
kind = "marketplace"
[channels.etsy]
kind = "marketplace"
[sources.amazon]
channel = "amazon"
[sources.etsy]
channel = "etsy"
"""
FILES = {
    "amazon": ("settlement-24000000001.txt",),
    "etsy": ("EtsySoldOrders2026-3.csv", "etsy_statement_2026_3.csv"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("external") / "home", SETTINGS)
    for source, names in FILES.items():
        for name in names:
            drop(made, source, name, (DATA / name).read_bytes())
    outcome = run_night(made)
    assert outcome.state == "published", outcome.reason
    return made


def rows_of(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def amount(cell: str) -> Decimal:
    return Decimal(cell.replace("$", "").replace("--", "0") or "0")


def test_nothing_in_the_files_is_left_unexplained(home):
    files = query(home.current, "select layout, rows_read, rows_loaded, control_total_state from ingested_files")
    assert {(row["layout"], row["rows_read"], row["control_total_state"]) for row in files} == {
        ("amazon_settlement", 16, "agrees"),
        ("etsy_orders", 2, "agrees"),
        ("etsy_statement", 15, "agrees"),
    }
    assert all(row["rows_read"] == row["rows_loaded"] for row in files)
    found = query(home.current, "select finding, what from file_findings where finding <> 'missing_optional'")
    assert found == []


def test_orders_are_what_the_files_say(home):
    found = query(home.current, "select * from orders")
    money = {
        row["order_id"]: (
            row["status"],
            *(row[name] for name in ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales")),
        )
        for row in found
    }
    assert money == {
        "111-0000001-0000001": worth("partly_refunded", "90", "0", "0", "20", "70"),
        "111-0000002-0000002": worth("completed", "60", "6", "0", "0", "54"),
        "3301000001": worth("partly_refunded", "64", "0", "0", "20", "44"),
        "3301000002": worth("completed", "132", "12", "0", "0", "120"),
    }


def test_what_comes_in_less_what_is_kept_is_what_amazon_pays_out(home):
    rows = rows_of("settlement-24000000001.txt", "\t")
    stated = amount(rows[0]["total-amount"])
    assert sum(amount(row["amount"]) for row in rows) == stated
    held_back = sum(amount(row["amount"]) for row in rows if "Reserve" in row["amount-description"])
    (sold,) = query(home.current, "select sum(net_sales) as total from orders where channel = 'amazon'")
    (kept,) = query(home.current, "select sum(amount) as total from fee_lines where channel = 'amazon'")
    assert sold["total"] - kept["total"] + held_back == stated == Decimal("59.39")


def test_what_comes_in_less_what_is_kept_is_the_net_of_the_etsy_statement(home):
    rows = rows_of("etsy_statement_2026_3.csv")
    net = sum(amount(row["Net"]) for row in rows)
    (sold,) = query(home.current, "select sum(net_sales) as total from orders where channel = 'etsy'")
    (kept,) = query(home.current, "select sum(amount) as total from fee_lines where channel = 'etsy'")
    assert sold["total"] - kept["total"] == net == Decimal("100.52")
    before_deposit = sum(amount(row["Net"]) for row in rows[:12])
    assert rows[12]["Title"].startswith(f"${before_deposit} sent")


def test_fees_of_each_order_are_those_of_its_rows(home):
    billed: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of("settlement-24000000001.txt", "\t"):
        if row["amount-type"] == "ItemFees":
            billed[row["order-id"]] -= amount(row["amount"])
    for row in rows_of("etsy_statement_2026_3.csv"):
        words = f"{row['Title']} {row['Info']}"
        if row["Type"] != "Tax" and "Order #" in words:
            billed[words.split("Order #")[1][:10]] -= amount(row["Fees & Taxes"])
    found = query(home.current, "select order_id, fees from orders")
    assert {row["order_id"]: row["fees"] for row in found} == billed
