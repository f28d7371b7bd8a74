"""Meituan and Ele.me bills, by hand."""

from decimal import Decimal

from tests.samples import eleme, meituan
from tests.samples.build import Cell, stage
from tests.samples.till import ELEME_ORDER, ELEME_TILL_ONLY, MEITUAN_ORDER
from tests.transforms.exports.layouts.money import at, fees, worth


def test_meituan_orders_to_the_cent(night):
    """Gross is goods, packing and what the shop's own courier earns; a refund row takes the merchant's part."""
    assert night.money("meituan") == {
        MEITUAN_ORDER: worth("completed", "52", "8", "3", "0", "44"),
        meituan.TWO: worth("partly_refunded", "31", "4", "0", "10", "17"),
        meituan.THREE: worth("refunded", "25", "5", "2", "20", "0"),
        meituan.FOUR: worth("completed", "24", "0", "0", "0", "24"),
    }
    orders = night.orders("meituan")
    assert (orders[MEITUAN_ORDER]["delivery_charged"], orders[meituan.FOUR]["delivery_charged"]) == (0, 4)
    assert orders[MEITUAN_ORDER]["ordered_at"] == at("2026-02-20 04:00:00")
    assert orders[MEITUAN_ORDER]["branch"] == "人民路店"


def test_meituan_fees_are_positive_and_their_parts_add_up_to_the_platforms_fee(night):
    assert night.fees(MEITUAN_ORDER) == fees(
        adjustment="0.10", commission="2.60", delivery_service="6.20", platform_service="0.50"
    )
    assert night.fees(meituan.TWO) == [
        ("commission", Decimal("-0.50")),
        ("commission", Decimal("1.55")),
        ("delivery_service", Decimal("4.00")),
    ]
    assert night.fees(meituan.THREE) == [
        ("commission", Decimal("-1.00")),
        ("commission", Decimal("1.00")),
        ("delivery_service", Decimal("3.00")),
    ]
    assert night.fees(meituan.FOUR) == fees(commission="1.00", platform_service="0.20")


def test_what_the_merchant_is_paid_is_net_sales_less_fees(night):
    orders = night.orders("meituan")
    payouts = {MEITUAN_ORDER: "34.60", meituan.TWO: "11.95", meituan.THREE: "-3.00"}
    for number, payout in payouts.items():
        assert orders[number]["net_sales"] - orders[number]["fees"] == Decimal(payout)
    order = night.orders("eleme")[ELEME_ORDER]
    assert order["net_sales"] - order["fees"] == Decimal("25.80")


def test_promotion_insurance_and_compensation_have_no_order_and_a_transfer_is_no_fee(night):
    rows = night.ask("select * from fee_lines where channel = 'meituan' and order_key is null order by fee_type")
    assert [(each["fee_type"], each["amount"], each["fee_state"]) for each in rows] == [
        ("adjustment", Decimal(-5), "period"),
        ("insurance", Decimal("2.50"), "period"),
        ("promotion", Decimal(100), "period"),
    ]
    assert {str(each["fee_day"]) for each in rows} == {"2026-02-24"}
    kinds = [(each["entry_kind"], each["amount"]) for each in night.staged("meituan_bill").rows("entries")]
    assert ("transfer", Decimal(300)) in kinds
    assert ("unknown", Decimal("9.99")) in kinds


def test_a_refund_row_is_dated_by_itself_and_booked_on_its_statement_day(night):
    rows = {each["row_number"]: each for each in night.staged("meituan_bill").rows("orders")}
    assert (rows[2]["row_role"], rows[2]["refunded"], rows[2]["refunded_at"]) == (
        "refund",
        Decimal(10),
        at("2026-02-23 00:00:00"),
    )
    assert (rows[4]["row_role"], rows[4]["refunded"], rows[4]["ordered_at"]) == ("refund", Decimal(20), None)


def test_bills_name_no_customer(night):
    for layout in ("meituan_bill", "eleme_bill"):
        assert night.staged(layout).rows("identities") == []


def test_eleme_orders_to_the_cent(night):
    money = night.money("eleme")
    assert money == {
        ELEME_ORDER: worth("completed", "41.70", "7", "2.50", "0", "34.70"),
        eleme.TWO: worth("refunded", "30", "5", "0", "25", "0"),
        ELEME_TILL_ONLY: money[ELEME_TILL_ONLY],
    }
    assert night.fees(ELEME_ORDER) == fees(
        adjustment="0.10", delivery_service="5.00", payment_processing="0.30", platform_service="2.50", promotion="1.00"
    )
    assert night.fees(eleme.TWO) == [
        ("delivery_service", Decimal("4.00")),
        ("platform_service", Decimal("-2.00")),
        ("platform_service", Decimal("2.00")),
    ]
    statements = night.ask(f"select distinct statement from fee_lines where order_key = 'eleme/{ELEME_ORDER}'")
    assert statements == [{"statement": "2026-02-25"}]


def test_a_fully_refunded_order_without_a_refund_row_gives_up_everything(home):
    order = {**meituan.BOOKINGS[0], "订单状态": "全部退款"}
    staged = stage(home, "meituan_bill", meituan.bill_file([order]))
    assert staged.rows("orders")[0]["status"] == "refunded"


def test_an_order_without_its_time_is_quarantined(home):
    orders = [meituan.BOOKINGS[0], {**meituan.BOOKINGS[5], "下单时间": "-"}]
    staged = stage(home, "meituan_bill", meituan.bill_file(orders))
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (3, "blank_required", "下单时间")
    assert len(staged.rows("orders")) == 1


def test_a_compensation_that_names_its_order_is_not_that_order(home):
    """It would stand in its place, worth nothing."""
    named = {word: meituan.BOOKINGS[0][word] for word in ("订单号", "下单时间", "账单日期")}
    extra: dict[str, Cell] = {**named, "交易类型": "外卖订单赔付", "商家应收款": "6.00"}
    staged = stage(home, "meituan_bill", meituan.bill_file([meituan.BOOKINGS[0], extra]), "meituan.xlsx")
    assert [each["gross"] for each in staged.rows("orders")] == [52]
    booked = [(each["fee_type"], each["amount"]) for each in staged.rows("entries") if each["row_number"] == 1]
    assert ("adjustment", Decimal(-6)) in booked
    extra = {"订单类型": "外卖订单赔付", "订单编号": ELEME_ORDER, "账单日期": "2026-02-24", "结算金额": "6.00"}
    staged = stage(home, "eleme_bill", eleme.bill_file([eleme.BOOKINGS[0], extra]), "eleme.xlsx")
    assert [each["gross"] for each in staged.rows("orders")] == [Decimal("41.70")]
    assert [each["amount"] for each in staged.rows("entries") if each["row_number"] == 1] == [Decimal(-6)]


def test_a_blank_sum_of_fees_takes_nothing_from_its_parts(home):
    staged = stage(home, "meituan_bill", meituan.bill_file([{**meituan.BOOKINGS[1], meituan.FEE: "-"}]), "meituan.xlsx")
    found = [(each["fee_type"], each["amount"]) for each in staged.rows("entries") if each["entry_kind"] == "fee"]
    assert found == [("commission", Decimal("1.55")), ("delivery_service", Decimal(4))]
    staged = stage(home, "eleme_bill", eleme.bill_file([{**eleme.BOOKINGS[1], "平台服务费": "--"}]), "eleme.xlsx")
    found = [(each["fee_type"], each["amount"]) for each in staged.rows("entries") if each["entry_kind"] == "fee"]
    assert found == [("platform_service", Decimal(2)), ("delivery_service", Decimal(4))]


def test_what_is_taken_from_a_payout_in_a_column_not_understood_is_told(home):
    order = {**meituan.BOOKINGS[0], "商家代金券商家补贴": "-5.00", "商家应收款": "29.60"}
    staged = stage(home, "meituan_bill", meituan.bill_file([order]), "meituan.xlsx")
    assert ("unknown_fee", "商家应收款", 1) in staged.findings()
    order = {**eleme.BOOKINGS[0], "爆单红包增量出资": "-2.00", "结算金额": "23.80"}
    staged = stage(home, "eleme_bill", eleme.bill_file([order]), "eleme.xlsx")
    assert ("unknown_fee", "结算金额", 1) in staged.findings()
    staged = stage(home, "meituan_bill", meituan.bill_file(), "all.xlsx")
    assert [what for kind, what, _ in staged.findings() if what == "商家应收款"] == []
