"""Exports that state pieces and the price of one piece alone: orders are what their lines add up to, once said."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.samples.build import csv_bytes
from tests.transforms.exports.mapping.test_mapping import Desk, figures, money
from transforms.exports.mapping.mapping import with_column
from transforms.exports.mapping.sample import read_sample
from transforms.exports.mapping.suggest import refuse_people, suggest
from transforms.exports.mapping.values import amount, writes_comma
from transforms.exports.recognise.decode import UnreadableFile

HEADER = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
LINES = [
    ["1001", "A1", "Tea", "2", "2026-02-20 10:00", "5.00", "77.0"],
    ["1001", "B2", "Bread", "1", "2026-02-20 10:00", "3.50", "77.0"],
    ["1001", "POST", "Postage", "1", "2026-02-20 10:00", "4.00", "77.0"],
    ["1002", "A1", "Tea", "3", "2026-02-21 10:00", "5.00", ""],
    ["1002", "A1", "Tea", "-1", "2026-02-21 10:00", "5.00", ""],
    ["C1003", "FEE", "Platform fee", "-1", "2026-02-22 10:00", "9.25", ""],
    ["1004", "A1", "", "-6", "2026-02-22 11:00", "0.00", ""],
]
SHARES = [
    ["OrderNumber", "OrderDate", "ProductName", "Order Quantity", "Unit Price", "Discount Applied"],
    ["S1", "13/2/2026", "Tea", "2", "1.000,50", "0,075"],
    ["S2", "1/2/2026", "Tea", "1", "10,00", "0"],
]


def desk_of(tmp_path, rows=(HEADER, *LINES), delimiter=","):
    data = csv_bytes(rows)
    return Desk(tmp_path, data if delimiter == "," else "\n".join(map(delimiter.join, rows)).encode("utf-8-sig"), "GB")


def said(desk, **more):
    desk.say(multiply=True, negative_is="refund", confirmed=frozenset({"status"}), **more)
    desk.confirm()
    return desk


def test_that_lines_are_multiplied_takes_somebodys_word(tmp_path):
    desk = desk_of(tmp_path)
    assert desk.mapping.columns == {
        "order_id": "InvoiceNo",
        "ordered_at": "InvoiceDate",
        "item": "Description",
        "sku": "StockCode",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
        "member": "CustomerID",
    }
    assert desk.open() == [("unconfirmed", "unit_price"), ("multiply", "")]
    desk.say(multiply=True)
    assert desk.open() == [("unconfirmed", "unit_price"), ("no_status", ""), ("negative", "Quantity")]
    desk.say(multiply=False)
    assert desk.open() == [("unconfirmed", "unit_price")]


def test_an_order_is_worth_its_lines_and_a_negative_line_is_a_return(tmp_path):
    checked = said(desk_of(tmp_path)).check()
    assert checked.doubts == ()
    # 1001: 10 + 3.50 + 4; 1002: 15, of which 5 came back; C1003 gives back to no order, 1004 is worth nothing
    assert figures(checked) == [("2026-02", 2, *money("32.5", 0, 5, "27.5"))]
    assert (checked.trial.items, checked.trial.people, checked.trial.named_orders) == (4, 1, 1)


def test_lines_that_are_no_goods_are_said_to_be_delivery_or_a_fee(tmp_path):
    desk = said(desk_of(tmp_path), special={"POST": "delivery_charged", "FEE": "fee.platform_service"})
    checked = desk.check()
    assert figures(checked) == [("2026-02", 2, *money("32.5", 0, 5, "27.5"))]
    assert checked.trial.fees == {"platform_service": Decimal("9.25")}
    assert checked.trial.items == 3


def test_lines_below_zero_can_belong_to_the_order(tmp_path):
    desk = said(desk_of(tmp_path, (HEADER, *LINES[:5])))
    desk.say(negative_is="order")
    assert figures(desk.check()) == [("2026-02", 2, *money("27.5", 0, 0, "27.5"))]


def test_a_discount_can_be_a_share_of_the_line(tmp_path):
    desk = said(desk_of(tmp_path, SHARES, ";"))
    assert desk.mapping.columns["discount_share"] == "Discount Applied"
    checked = desk.check()
    assert checked.doubts == ()
    # 2 × 1000.50 less 7.5 % is 150.075; the day above 12 tells the order of days
    assert figures(checked) == [("2026-02", 2, *money("2011", "150.075", 0, "1860.925"))]


@pytest.mark.parametrize(("price", "worth"), [("0,075", "0.3"), ("0.075", "0.3")], ids=["comma", "point"])
def test_a_price_below_one_with_three_figures_is_not_multiplied_by_a_thousand(tmp_path, price, worth):
    rows = [HEADER, *([f"20{n}", "A", "Screw", "2", "2026-02-20", price, ""] for n in (1, 2))]
    assert figures(said(desk_of(tmp_path, rows, ";")).check()) == [("2026-02", 2, *money(worth, 0, 0, worth))]


def test_a_discount_that_is_no_share_and_a_share_of_nothing_must_be_left_out(tmp_path):
    rows = [[*each[:5], each[5] if not at else "7"] for at, each in enumerate(SHARES)]
    desk = said(desk_of(tmp_path, rows, ";"))
    assert "discount_share" not in desk.mapping.columns
    desk.mapping = with_column(desk.mapping, "discount_share", "Discount Applied")
    desk.confirm()
    assert desk.open() == [("not_a_share", "Discount Applied")]
    (tmp_path / "again").mkdir()
    desk = said(desk_of(tmp_path / "again", SHARES, ";"))
    desk.say(multiply=False)
    assert desk.open() == [("share_unused", "Discount Applied")]


def test_prices_of_any_currency_are_multiplied_without_overflow(tmp_path):
    rows = [
        HEADER,
        ["1", "A", "Phone", "30", "2026-02-20", "50000000", ""],
        ["2", "A", "x", "1", "2026-02-20", "1", ""],
    ]
    assert figures(said(desk_of(tmp_path, rows)).check()) == [("2026-02", 2, *money(1500000001, 0, 0, 1500000001))]


def test_a_line_without_its_price_sets_its_whole_order_aside(tmp_path):
    rows = [HEADER, *LINES[:3], *(["1005", "A1", "Tea", "1", "2026-02-20", price, ""] for price in ("", "5"))]
    checked = said(desk_of(tmp_path, rows)).check()
    assert checked.trial.rows_quarantined == 2
    assert figures(checked) == [("2026-02", 1, *money("17.5", 0, 0, "17.5"))]


def test_an_order_number_is_told_by_its_lines_where_no_word_tells_it(tmp_path):
    rows = [["Ref", "Who", "Date", "Item", "Quantity", "Price"]]
    rows += [[f"K10{n}", "Ann", f"2026-02-2{n} 10:00", item, "1", "2.50"] for n in (1, 2, 3) for item in ("Tea", "Bun")]
    assert desk_of(tmp_path, rows).mapping.columns["order_id"] == "Ref"
    (tmp_path / "apart").mkdir()
    apart = [rows[0], rows[1], rows[3], rows[2], *rows[4:]]
    assert "order_id" not in desk_of(tmp_path / "apart", apart).mapping.columns


@pytest.mark.parametrize(
    ("cells", "comma"),
    [(["1963,1"], True), (["0,075"], True), (["1.963,10", "5"], True), (["1,234"], False), (["1,5", "1.5"], False)],
)
def test_a_decimal_comma_is_told_by_the_cells_together(cells, comma):
    assert writes_comma(cells) is comma


def test_a_cell_with_a_comma_is_read_as_its_file_writes():
    assert (amount("1.963,1", comma=True), amount("1,963", comma=True)) == (Decimal("1963.1"), Decimal("1.963"))
    assert (amount("1,963"), amount("0,075")) == (Decimal(1963), None)


def test_a_list_of_people_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(
        csv_bytes([["id", "first_name", "dob", "city"], *([str(n), "Ann", "1971-06-24", "York"] for n in "12")])
    )
    sample = read_sample(path, tmp_path)
    with pytest.raises(UnreadableFile, match=r"^This is a list of people \(first_name, dob\) and not of orders.*\.$"):
        refuse_people(sample, suggest(sample, "GB"))


def test_a_mapping_without_lines_ignores_the_answer(tmp_path):
    desk = desk_of(tmp_path)
    with_paid = with_column(replace(desk.mapping, multiply=True), "paid", "UnitPrice")
    assert (with_paid.multiplies, with_paid.amount_words) == (False, "UnitPrice")
