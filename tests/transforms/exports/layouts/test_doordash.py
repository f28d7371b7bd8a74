"""DoorDash, by hand."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import doordash
from tests.samples.build import ARRIVED, csv_bytes, drop, query, stage
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(doordash)


def test_orders_to_the_cent(night):
    """What DoorDash and others fund is paid to the shop; a reversal that was booked again is no refund."""
    assert night.money("doordash") == {
        "AA000001": worth("completed", "40", "5", "4", "0", "35"),
        "BB000002": worth("completed", "39.65", "0", "0", "0", "39.65"),
        "DD000004": worth("partly_refunded", "30", "0", "0", "12", "18"),
        "EE000005": worth("refunded", "15", "0", "0", "15", "0"),
        "FF000006": worth("cancelled", "0", "0", "0", "0", "0"),
        "GG000007": worth("completed", "15", "2", "2", "0", "13"),
    }
    orders = night.orders("doordash")
    assert (orders["AA000001"]["tax"], orders["DD000004"]["tip"], orders["GG000007"]["tax"]) == (
        Decimal("3.2"), 2, Decimal("1.25"),
    )  # fmt: skip


def test_storefront_is_the_shop_s_own_channel(night):
    assert night.money("storefront") == {"CC000003": worth("completed", "22", "0", "0", "0", "22")}
    assert night.fees("CC000003") == fees(commission="0", payment_processing="0.94")


def test_fees_of_each_order_and_those_of_none(night):
    """A transaction that stands in two or three files is billed once, from the file that says most."""
    assert night.fees("AA000001") == fees(commission="10", payment_processing="1.30", promotion="0.99")
    adjusted = [("adjustment", Decimal(-4)), ("adjustment", Decimal(10))]
    booked = [("commission", Decimal(each)) for each in ("-9.91", "9.91", "9.91")]
    assert night.fees("BB000002") == [*adjusted, *booked]
    refunded = [("adjustment", Decimal(3)), ("commission", Decimal("-1.80")), ("commission", Decimal("4.50"))]
    assert night.fees("DD000004") == refunded
    assert night.fees("GG000007") == fees(commission="3", platform_service="0.60", promotion="1", tax="0.05")
    assert night.fees(None) == fees(promotion="7.77")


def test_an_order_stands_at_the_time_it_was_received_in_the_shop_s_own_day(night):
    order = night.orders("doordash")["AA000001"]
    assert (order["ordered_at"], str(order["order_day"])) == (at("2026-02-01 04:50:00"), "2026-01-31")
    assert night.orders("doordash")["GG000007"]["ordered_at"] == at("2026-02-13 23:00:00")


def test_what_lines_add_to_a_payout_stands_beside_what_doordash_says_it_paid(night):
    rows = query(night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by all")
    found = {(each["channel"], each["statement"]): (each["expected"], each["stated"]) for each in rows}
    assert found == {
        ("doordash", "900001"): (Decimal("104.21"), Decimal("104.21")),
        ("doordash", "900002"): (Decimal("-23.97"), Decimal("-26.97")),
        ("doordash", "900003"): (Decimal("9.60"), None),
    }
    days = {each["statement"]: str(each["payout_day"]) for each in rows}
    assert days == {"900001": "2026-02-05", "900002": "2026-02-12", "900003": "2026-02-19"}


def test_rows_agree_with_the_totals_they_state_and_a_wrong_one_is_found(night, home_of):
    for layout in ("doordash_transactions", "doordash_simplified", "doordash_payouts"):
        assert night.file(layout)["control_total_state"] == "agrees"
    wrong = {**doordash.TRANSACTIONS[0], "Net total": "25.92"}
    staged = stage(home_of(doordash), "doordash", doordash.detailed_file([wrong]))
    assert ("row_total_differs", "Net total", 1) in staged.findings()


def test_an_unknown_kind_of_transaction_is_reported(night):
    assert ("unknown_value", "Transaction type: Martian", 1) in night.findings("doordash_transactions")


def test_the_simplified_file_alone_gives_the_same_order_with_fewer_kinds_of_fees(home_of):
    """In both of its generations; the older one names no store."""
    home = home_of(doordash)
    for header in (doordash.SIMPLIFIED, doordash.SIMPLIFIED_OLD):
        staged = stage(home, "doordash", doordash.simplified_file(header))
        assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]
        order = staged.by("orders", "order_id")["AA000001"]
        assert (order["gross"], order["merchant_discount"], order["platform_discount"]) == (40, 5, 4)
        kept = {each["wording"]: each["amount"] for each in staged.rows("entries") if each["order_ref"] == "AA000001"}
        assert kept == {
            "Commission": 10,
            "Merchant fees": Decimal("1.30"),
            "Marketing fees": Decimal("0.99"),
            None: Decimal("25.91"),
        }


def test_a_storefront_order_nobody_placed_is_set_aside_with_the_next_step(home_of):
    home = home_of(doordash)
    settings = home.shop_toml.read_text(encoding="utf-8")
    home.shop_toml.write_text(settings.replace('channel_values = { "Storefront" = "storefront" }\n', ""))
    staged = stage(home, "doordash", doordash.detailed_file())
    (bad,) = staged.rows("quarantine")
    assert (bad["reason_code"], bad["columns_concerned"]) == ("unmapped_channel", "Channel")
    assert "channel_values of the source in shop.toml" in bad["reason"]


def test_a_report_as_it_comes_in_one_zip_is_read_whole(home_of):
    """In any order of arrival the same orders and fees come out."""
    home = home_of(doordash)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for _, name, data in reversed(doordash.FILES.values()):
            archive.writestr(name, data())
    drop(home, "doordash", "report.zip", buffer.getvalue())
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    total = "select sum(net_sales) as net, count(*) as n from orders where is_purchase"
    assert query(home.current, total) == [{"net": Decimal("127.65"), "n": 6}]
    assert query(home.current, "select sum(amount) as fees from fee_lines") == [{"fees": Decimal("47.26")}]


def test_a_refund_in_a_later_file_and_again_in_an_overlapping_one_counts_once(home_of):
    """January's file has order and refund, the weekly one only the refund."""
    home = home_of(doordash)
    order, refund = doordash.TRANSACTIONS[7:9]
    drop(home, "doordash", "month.csv", doordash.detailed_file([order, refund]))
    drop(home, "doordash", "week.csv", doordash.detailed_file([refund]))
    assert run_night(home).state == "published"
    (found,) = query(home.current, "select refunded, net_sales from orders")
    assert found == {"refunded": 12, "net_sales": 18}


def test_an_order_booked_again_in_a_file_without_its_first_booking_is_the_last_booking(home_of):
    """Booked in January's file, reversed and booked again in the next one."""
    home = home_of(doordash)
    first, back, again = doordash.TRANSACTIONS[1:4]
    again = {**again, "Subtotal": "35.00", "Subtotal tax passed to merchant": "2.80", "Net total": "27.89"}
    drop(home, "doordash", "one.csv", doordash.detailed_file([first]))
    drop(home, "doordash", "two.csv", doordash.detailed_file([back, again]), ARRIVED + timedelta(days=1))
    assert run_night(home).state == "published"
    (found,) = query(home.current, "select gross, tax, refunded, net_sales from orders")
    assert found == {"gross": 35, "tax": Decimal("2.80"), "refunded": 0, "net_sales": 35}


def test_the_rent_of_the_tablet_is_a_fee_of_its_payout(home_of):
    header = ["Payout date", "Channel", "Subtotal", "Subtotal tax passed to merchant", "Commission",
              "Payment processing fee", "Tablet fee", "Net total", "Payout ID", "Payout status"]  # fmt: skip
    cells = ["2026-02-05", "Marketplace", "30.00", "0.00", "-4.50", "0.00", "-6.00", "19.50", "900001", "PAID"]
    rows = stage(home_of(doordash), "doordash", csv_bytes([header, cells])).rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"], each["order_ref"]) for each in rows] == [
        ("payout", None, Decimal("19.50"), None),
        ("fee", "subscription", 6, None),
        ("due", None, -6, None),
    ]
    assert {each["statement"] for each in rows} == {"900001"}
