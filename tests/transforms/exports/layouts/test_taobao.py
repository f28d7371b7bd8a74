"""Tmall orders and items, by hand."""

from decimal import Decimal

import pytest

from tests.samples import taobao
from tests.samples.build import raw_csv_bytes, row, stage
from tests.samples.headers import TAOBAO_ITEMS, TAOBAO_ORDERS
from tests.transforms.exports.layouts.money import at, worth


def test_orders_to_the_cent(night):
    """Gross is 总金额; card and points are the platform's; paid and closed with a refund gives up everything."""
    assert night.money("tmall") == {
        taobao.ONE: worth("completed", "120", "0", "5", "0", "120"),
        taobao.TWO: worth("partly_refunded", "80", "0", "0", "30", "50"),
        taobao.THREE: worth("refunded", "65", "0", "5", "65", "0"),
        taobao.FOUR: worth("cancelled", "70", "0", "0", "0", "70"),
        taobao.FIVE: worth("paid", "75", "0", "0", "0", "75"),
        taobao.SIX: worth("paid", "85", "0", "0", "0", "85"),
        taobao.SEVEN: worth("unknown", "95", "0", "0", "0", "95"),
    }
    orders = night.orders("tmall")
    assert orders[taobao.ONE]["delivery_charged"] == Decimal(10)
    assert orders[taobao.ONE]["ordered_at"] == at("2026-02-03 14:02:00"), "2026/2/3 22:02 in China"
    assert orders[taobao.THREE]["is_purchase"], "a purchase act although the platform closed it"
    assert not orders[taobao.FOUR]["is_purchase"]


def test_a_parcel_s_phone_is_the_buyer_s_only_if_the_account_never_uses_another(night):
    orders = night.orders("tmall")
    assert orders[taobao.ONE]["customer_id"] == orders[taobao.TWO]["customer_id"]
    anna = night.ask("select customer_id from orders where order_id = '6101000001'")[0]["customer_id"]
    assert orders[taobao.ONE]["customer_id"] == anna, "her Alipay account is her phone"
    dora = night.ask(f"select link_evidence from customers where customer_id = '{orders[taobao.THREE]['customer_id']}'")
    assert dora == [{"link_evidence": "account+phone"}]
    assert orders[taobao.SIX]["customer_id"] is None, "nickname and phone are masked"
    found = night.staged("taobao_orders").contacts()
    of_one = [(row["identity_kind"], row["scope"], row["role"]) for row in found if row["row_number"] == 0]
    assert sorted(of_one) == [("account", "taobao", "buyer"), ("phone", "", "buyer"), ("phone", "", "contact")]
    assert (0, "name", "吕*", "contact") in night.staged("taobao_orders").traits()
    assert (0, "area", "江苏…", "contact") in night.staged("taobao_orders").traits()


def test_items_with_quotes_and_commas_in_their_titles(night):
    items = night.ask(f"select * from order_items where order_key = 'tmall/{taobao.ONE}' order by line_number")
    assert [(each["item"], each["sku"], each["quantity"], each["unit_price"]) for each in items] == [
        ('春茶 "明前", 100g 规格:罐装', "T-01-CAN", 1, 60),
        ("面包", None, 2, 25),
    ]


def older(width: int) -> tuple[str, ...]:
    return TAOBAO_ORDERS[:width]


@pytest.mark.parametrize("width", [37, 41])
def test_older_files_stop_earlier_and_a_refund_is_then_told_by_why_it_was_closed(home, width):
    header = older(width)
    cells = [{k: v for k, v in order.items() if k in header} for order in taobao.ORDERS[:4]]
    cells[0]["宝贝标题 "] = "茶"
    staged = stage(home, "tmall", raw_csv_bytes([header, *(row(header, each) for each in cells)], "gb18030"))
    orders = staged.by("orders", "order_id")
    assert orders[taobao.ONE]["gross"] == Decimal(120)
    assert orders[taobao.THREE]["refunded"] == Decimal(65), "closed because the buyer asked for a refund"
    assert orders[taobao.FOUR]["refunded"] is None


def test_newer_files_with_payment_number_and_details(home):
    header = (*TAOBAO_ORDERS[:3], "支付单号", "支付详情", *TAOBAO_ORDERS[3:], "商家备忘", "主订单编号", "发货时间")
    cells = {**taobao.ORDERS[1], "支付单号": '="2026020422001100001"', "支付详情": "支付宝:80"}
    staged = stage(home, "tmall", raw_csv_bytes([header, row(header, cells)], "gb18030"))
    assert staged.rows("orders")[0]["payment_ref"] == "2026020422001100001"
    assert staged.rows("orders")[0]["refunded"] == Decimal(30)
    assert not [finding for finding in staged.findings() if finding[0] == "unknown_column"]


def test_a_title_with_a_comma_and_no_quotes_is_quarantined_and_never_read_into_other_columns(home):
    """The platform writes such rows; all cells after the title stand one column too far right."""
    good = taobao.ORDERS[1]
    bad = {**taobao.ORDERS[1], "订单编号": f'="{taobao.TWO[:-1]}1"', "宝贝标题 ": "春茶,特级"}
    assert row(TAOBAO_ORDERS, bad)[-1] == ""
    rows = [TAOBAO_ORDERS, *(row(TAOBAO_ORDERS, each) for each in (good, bad, {**good, "订单编号": '="33"'}))]
    staged = stage(home, "tmall", raw_csv_bytes(rows, "gb18030"))
    assert [each["refunded"] for each in staged.rows("orders")] == [Decimal(30), Decimal(30)]
    (found,) = staged.rows("quarantine")
    assert (found["line"], found["reason_code"]) == (3, "wrong_cell_count")


def test_a_file_whose_every_row_ends_in_a_comma_is_read(home):
    rows = [TAOBAO_ITEMS, *([*row(TAOBAO_ITEMS, item), ""] for item in taobao.ITEMS[1:])]
    staged = stage(home, "tmall", raw_csv_bytes(rows, "gb18030"))
    assert [each["quantity"] for each in staged.rows("order_items")] == [2]


def test_an_order_without_a_status_is_set_aside(home):
    cells = [taobao.ORDERS[1], {**taobao.ORDERS[2], "订单状态": ""}]
    rows = [TAOBAO_ORDERS, *(row(TAOBAO_ORDERS, each) for each in cells)]
    staged = stage(home, "tmall", raw_csv_bytes(rows, "gb18030"))
    assert [each["order_id"] for each in staged.rows("orders")] == [taobao.TWO]
    assert staged.rows("quarantine")[0]["reason_code"] == "blank_required"
