"""Public line exports by others, read whole through layouts that the guided mapping saved, against a slow recount."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dags.steps import run_night
from tests.samples.build import drop, make_home, query
from tests.test_external import DATA, refused
from transforms.exports.mapping.check import check, save
from transforms.exports.mapping.layout_text import layout_toml
from transforms.exports.mapping.mapping import first_mapping, still_open
from transforms.exports.mapping.sample import read_sample
from transforms.exports.mapping.suggest import refuse_people, suggest
from transforms.exports.recognise.decode import UnreadableFile
from transforms.settings import Home

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]
DAYS = sorted((DATA / "online_retail_5days").glob("*.csv"))
REGIONS = DATA / "us_regional_sales" / "US_Regional_Sales_Data.csv"
GIFTS = """
[business]
name = "Gifts"
time_zone = "Europe/London"
currency = "GBP"
[channels.web]
kind = "own_online"
[sources.invoices]
channel = "web"
"""
FURNITURE = """
[business]
name = "Furniture"
time_zone = "America/New_York"
currency = "USD"
[channels.store]
kind = "store"
[channels.web]
kind = "own_online"
[channels.distributor]
kind = "marketplace"
[channels.wholesale]
kind = "store"
[sources.sales]
channel = "store"
channel_values = { "In-Store" = "store", "Online" = "web", "Distributor" = "distributor", "Wholesale" = "wholesale" }
"""
CHANNELS = {"In-Store": "store", "Online": "web", "Distributor": "distributor", "Wholesale": "wholesale"}
SPECIAL = {
    "POST": "delivery_charged",
    "DOT": "delivery_charged",
    "C2": "delivery_charged",
    "AMAZONFEE": "fee.commission",
}
"""Postage, Dotcom's postage and carriage; what Amazon kept. `M` (Manual) is an amount typed by hand and stays goods."""


def saved(home: Home, path: Path, name: str, **said: object) -> None:
    """Describe a file as a person would: every suggestion, a yes to its amounts, and what is said besides."""
    sample = read_sample(path, home.work)
    suggested = suggest(sample, "GB")
    mapping = first_mapping(suggested, name)
    mapping = replace(
        mapping,
        multiply=True,
        negative_is="refund",
        confirmed=frozenset({*mapping.money_roles, "status"}),
        **said,  # type: ignore[arg-type]
    )
    assert still_open(sample, suggested, mapping, frozenset()) == []
    text = layout_toml(sample, mapping)
    checked = check(home, home.shop(), path, name=name, text=text)
    assert checked.doubts == ()
    save(home, name, text)


def nothing_unexplained(home: Home, rows: int) -> None:
    files = query(home.current, "select rows_read, rows_loaded, rows_quarantined, file_state from ingested_files")
    assert {each["file_state"] for each in files} == {"loaded"}
    assert sum(each["rows_read"] for each in files) == rows
    for each in files:
        assert each["rows_read"] == each["rows_loaded"] + each["rows_quarantined"]
    quarantined = query(home.current, "select count(*) as n from quarantine where coalesce(reason, '') <> ''")
    assert quarantined == [{"n": sum(each["rows_quarantined"] for each in files)}] == [{"n": 0}]


@pytest.fixture(scope="module")
def gifts(tmp_path_factory) -> Home:
    home = make_home(tmp_path_factory.mktemp("gifts") / "home", GIFTS)
    saved(home, DAYS[0], "gift_invoices", special=SPECIAL)
    for path in DAYS:
        drop(home, "invoices", path.name, path.read_bytes())
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    return home


@pytest.fixture(scope="module")
def invoices() -> list[dict[str, str]]:
    lines = []
    for path in DAYS:
        with path.open(encoding="utf-8", newline="") as file:
            lines += list(csv.DictReader(file))
    return lines


def worth(line: dict[str, str]) -> Decimal:
    return Decimal(line["Quantity"]) * Decimal(line["UnitPrice"])


def sold(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    return [line for line in lines if Decimal(line["Quantity"]) > 0]


def test_five_days_of_invoices_are_loaded_whole_and_each_day_is_worth_its_lines(gifts, invoices):
    nothing_unexplained(gifts, len(invoices))
    assert len(invoices) == 7670
    by_day: dict[str, Decimal] = defaultdict(Decimal)
    for line in sold(invoices):
        by_day[line["InvoiceDate"][:10]] += worth(line)
    found = query(
        gifts.current, "select cast(order_day as varchar) as day, sum(gross) as gross from orders group by all"
    )
    assert {each["day"]: each["gross"] for each in found} == by_day
    orders = {each["order_id"]: each for each in query(gifts.current, "select * from orders")}
    assert orders.keys() == {line["InvoiceNo"] for line in sold(invoices)}
    for number, order in orders.items():
        lines = [line for line in sold(invoices) if line["InvoiceNo"] == number]
        assert order["gross"] == sum(map(worth, lines)), number
        assert order["delivery_charged"] == sum(worth(line) for line in lines if line["StockCode"] in SPECIAL), number
        assert order["is_purchase"] == (order["gross"] > 0), number


def test_invoices_without_a_customer_number_are_nobodys(gifts, invoices):
    orders = query(gifts.current, "select order_id, customer_id, is_purchase from orders")
    known = {line["InvoiceNo"] for line in invoices if line["CustomerID"]}
    assert {each["order_id"] for each in orders if each["is_purchase"] and each["customer_id"] is None} == {
        each["order_id"] for each in orders if each["is_purchase"] and each["order_id"] not in known
    }
    people = {line["CustomerID"] for line in sold(invoices) if line["CustomerID"] and worth(line) > 0}
    assert query(gifts.current, "select count(*) as n from customers") == [{"n": len(people)}]


def test_invoices_that_begin_with_c_are_returns_and_no_orders(gifts, invoices):
    back = [line for line in invoices if line["InvoiceNo"].startswith("C") and line["StockCode"] != "AMAZONFEE"]
    assert all(worth(line) < 0 for line in back)
    staged = query(
        None,
        f"select order_id, sum(refunded) as refunded, count(*) as lines from '{gifts.staged}/*/*/*/orders.parquet' "
        "where row_role = 'refund' group by order_id",
    )
    by_number: dict[str, list[Decimal]] = defaultdict(list)
    for line in back:
        by_number[line["InvoiceNo"]].append(-worth(line))
    assert {each["order_id"]: (each["refunded"], each["lines"]) for each in staged} == {
        number: (sum(amounts), len(amounts)) for number, amounts in by_number.items()
    }
    assert query(gifts.current, "select count(*) as n from orders where order_id like 'C%'") == [{"n": 0}]


def test_the_few_special_lines_are_what_was_said_of_them(gifts, invoices):
    fees = query(gifts.current, "select fee_type, amount, order_key from fee_lines order by amount")
    kept = sorted(-worth(line) for line in invoices if line["StockCode"] == "AMAZONFEE")
    assert kept == [Decimal("16453.71"), Decimal("16888.02")]
    assert [(each["fee_type"], each["amount"], each["order_key"]) for each in fees] == [
        ("commission", amount, None) for amount in kept
    ]
    items = query(gifts.current, "select sku, count(*) as n from order_items group by sku")
    by_sku = {each["sku"]: each["n"] for each in items}
    assert by_sku["M"] == sum(line["StockCode"] == "M" for line in sold(invoices))
    assert not by_sku.keys() & SPECIAL.keys()
    described = [line for line in sold(invoices) if line["Description"] and line["StockCode"] not in SPECIAL]
    assert sum(by_sku.values()) == len(described)


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "."))


def test_regional_sales_come_out_by_channel_and_day_with_their_decimal_commas(tmp_path):
    with REGIONS.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert len(lines) == 7991
    gross: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    discount: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        day = datetime.strptime(line["OrderDate"], "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 (a day has no zone)
        key = (CHANNELS[line["Sales Channel"]], day)
        price = number(line["Order Quantity"]) * number(line["Unit Price"])
        gross[key] += price
        discount[key] += price * number(line["Discount Applied"])
    home = make_home(tmp_path / "home", FURNITURE)
    saved(home, REGIONS, "regional_sales")
    drop(home, "sales", REGIONS.name, REGIONS.read_bytes())
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    nothing_unexplained(home, len(lines))
    found = query(
        home.current,
        "select channel, cast(order_day as varchar) as day, sum(gross) as gross, sum(merchant_discount) as discount, "
        "sum(net_sales) as net from orders where is_purchase group by all",
    )
    assert {(each["channel"], each["day"]): each["gross"] for each in found} == gross
    assert {(each["channel"], each["day"]): each["discount"] for each in found} == discount
    assert sum(each["net"] for each in found) == sum(gross.values()) - sum(discount.values())
    assert {each["channel"] for each in found} == set(CHANNELS.values())
    people = len({line["CustomerID"] for line in lines})
    assert query(home.current, "select count(*) as n from customers") == [{"n": people}] == [{"n": 50}]


def described_or_refused(path: Path, work: Path) -> None:
    sample = read_sample(path, work)
    refuse_people(sample, suggest(sample, "GB"))


@pytest.mark.parametrize(
    ("name", "at_night", "described"),
    [
        ("cdnow_sample/CDNOW_sample.txt", "header", "No row of this file looks like the header of a table"),
        ("febrl1/dataset1.csv", "No known layout", "This is a list of people"),
        ("splink_fake1000/fake_1000.csv", "No known layout", "This is a list of people"),
    ],
)
def test_a_table_without_header_and_lists_of_people_are_refused_in_one_sentence(tmp_path, name, at_night, described):
    refused(tmp_path, DATA / name, at_night)
    with pytest.raises(UnreadableFile) as caught:
        described_or_refused(DATA / name, tmp_path)
    said = str(caught.value)
    assert said.startswith(described)
    assert said.endswith(".")
    assert "\n" not in said
