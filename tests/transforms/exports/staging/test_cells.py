"""One cell, in every way that exports write amounts and times."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.transforms.exports.layouts.money import at
from transforms.exports.staging.cells import MACROS, amount_sql, day_sql, manners_of, utc_sql
from transforms.exports.staging.zones import zone_of
from transforms.sql import quote


@pytest.fixture(scope="module")
def value():
    connection = duckdb.connect(":memory:")
    for macro in MACROS:
        connection.execute(macro)

    def of(expression: str):
        return connection.execute(f"select {expression}").fetchone()[0]

    return of


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("12", "12"), ("-3.50", "-3.5"), ("+7", "7"), (".5", "0.5"), ("1e2", "100"),
        ("1,234.50", "1234.5"), ("1,23,456.00", "123456"), ("12,345", "12345"),
        ("¥12.30", "12.3"), ("￥-12.30", "-12.3"), ("CA$76.00", "76"), ("-£4.80", "-4.8"), ("NT$1,200", "1200"),
        ("US $9.99", "9.99"), ("USD 9.99", "9.99"), ("9.99 USD", "9.99"), ("Rs. 45", "45"), ("598元", "598"),
        ("(12.34)", "-12.34"), ("($1,012.34)", "-1012.34"), ("−5", "-5"), ("１２．５０", "12.5"),
        ("1 234.50", "1234.5"),
        ("1,2", None), ("12,5", None), ("1.234,50", None), ("12-", None), ("abc", None), ("5%", None), ("1.2.3", None),
        ("0,075", None), ("0,075.5", None),
        ("1_000", None), ("--5", None), ("(5", None), ("nan", None), ("inf", None), ("0x10", None),
    ],
)  # fmt: skip
def test_amounts_with_a_decimal_point(value, cell, amount):
    assert value(amount_sql(quote(cell), decimal_comma=False)) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("12,5", "12.5"), ("1.234,50", "1234.5"), ("-1.234.567,89", "-1234567.89"), ("1.234", "1234"), ("7", "7"),
        ("€ 4,80", "4.8"), ("4,80 EUR", "4.8"), ("(4,80)", "-4.8"), ("1 234,50", "1234.5"),
        ("0,075", "0.075"), ("0.075", None), ("12.5", None), ("1,234.50", None), ("1,2,3", None),
    ],
)  # fmt: skip
def test_amounts_with_a_decimal_comma(value, cell, amount):
    assert value(amount_sql(quote(cell), decimal_comma=True)) == (None if amount is None else Decimal(amount))


NOON = at("2026-03-04 12:30:00")


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("2026-03-04 12:30", None), ("2026/3/4 12:30:00", None), ("2026年03月04日 12:30", None),
        ("2026年3月4日 12：30：00", None), ("20260304123000", None), ("2026-03-04T12:30:00", None),
        ("2026.03.04 12:30:00", None), ("2026/3/4 下午 12:30:00", None), ("2026-03-04 12:30:00.000", None),
        ("Mar 4, 2026 12:30 PM", None), ("March 4, 2026 12:30:00 PM", None), ("4 Mar 2026 12:30 PM", None),
        ("12:30 PM, March 04 2026", None), ("Mar-04-26 12:30", None), ("46085.520833333", None),
        ("115/03/04 12:30", None), ("民國115年3月4日 12:30", None),
        ("2026-3-4 12:30 PM", None), ("2026/03/04 12:30:00 pm", None),
        ("03/04/2026 12:30", "mdy"), ("3/4/26 12:30 PM", "mdy"), ("04.03.2026 12:30:00", "dmy"),
        ("04-03-26, 12:30 PM", "dmy"),
    ],
)  # fmt: skip
def test_times_in_every_writing(value, cell, order):
    assert value(utc_sql(quote(cell), quote("UTC"), order)) == NOON
    assert value(day_sql(quote(cell), order)) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2026-03-04 12:30:00 +0800", at("2026-03-04 04:30:00")),
        ("2026-03-04T12:30:00-05:00", at("2026-03-04 17:30:00")),
        ("2026-03-04 12:30:00 UTC", NOON),
        ("2026-03-04T12:30:00Z", NOON),
        ("2026-03-04 12:30:00", at("2026-03-04 04:30:00")),
    ],
)
def test_an_offset_in_the_cell_counts_before_the_zone_of_the_layout(value, cell, utc):
    assert value(utc_sql(quote(cell), quote("Asia/Taipei"), None)) == utc


@pytest.mark.parametrize(
    "cell", ["03/04/2026", "04.03.26", "1/2/3", "115", "2026-13-01", "0003-04-26", "tomorrow", "9"]
)
def test_what_two_readings_fit_or_none_is_no_time(value, cell):
    assert value(utc_sql(quote(cell), quote("UTC"), None)) is None
    assert value(day_sql(quote(cell), None)) is None


def found(first: int, second: int, *, comma: bool = False, point: bool = False) -> dict[str, object]:
    return {"first_day": first, "second_day": second, "has_comma": comma, "has_point": point, "zones_zone": ["PST", ""]}


@pytest.mark.parametrize(
    ("first", "second", "said", "order"),
    [
        (31, 12, None, "dmy"),
        (12, 31, None, "mdy"),
        (12, 12, None, None),
        (12, 12, "dmy", "dmy"),
        (31, 31, "dmy", None),
        (31, 12, "mdy", "dmy"),
    ],
)
def test_a_day_above_twelve_tells_the_order_and_only_else_the_owner_does(first, second, said, order):
    assert manners_of(found(first, second), ["day"], [], said).date_orders == {"day": order}


def test_the_column_that_tells_speaks_for_those_that_do_not():
    def two(first: tuple[int, int], second: tuple[int, int], said=None):
        seen = {"has_comma": False, "has_point": False}
        for name, (before, after) in {"day": first, "paid": second}.items():
            seen |= {f"first_{name}": before, f"second_{name}": after}
        return manners_of(seen, ["day", "paid"], [], said).date_orders

    assert two((31, 12), (2, 9)) == {"day": "dmy", "paid": "dmy"}
    assert two((12, 31), (2, 9), "dmy") == {"day": "mdy", "paid": "mdy"}
    assert two((31, 12), (2, 31)) == {"day": "dmy", "paid": "mdy"}
    assert two((31, 31), (2, 9)) == {"day": None, "paid": None}


def test_a_comma_is_the_decimal_sign_only_where_no_point_is():
    assert manners_of(found(1, 1, comma=True), [], [], None).decimal_comma
    assert not manners_of(found(1, 1, comma=True, point=True), [], [], None).decimal_comma
    assert not manners_of(found(1, 1), [], [], None).decimal_comma


@pytest.mark.parametrize(
    ("word", "zone"),
    [
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("PDT", "America/Los_Angeles"),
        ("Asia/Taipei", "Asia/Taipei"),
        ("GMT+08:00", "Etc/GMT-8"),
        ("UTC-05", "Etc/GMT+5"),
        ("Olympus Mons", None),
        ("UTC+99", None),
    ],
)
def test_words_for_zones(word, zone):
    assert zone_of(word) == zone
