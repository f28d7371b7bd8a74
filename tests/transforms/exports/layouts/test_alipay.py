"""Alipay ledger, by hand: which wording is which fee, which way it goes, and whose order it is."""

from decimal import Decimal

import pytest

from tests.samples import alipay, taobao
from tests.samples.build import raw_csv_bytes, stage
from tests.samples.headers import ALIPAY_CLASSIC
from tests.transforms.exports.layouts.money import at, fees


def test_fees_of_each_order_by_wording_and_direction(night):
    """What is charged is positive, what comes back negative."""
    assert night.fees(taobao.ONE) == [
        ("commission", Decimal("2.30")),
        ("platform_service", Decimal("0.69")),
        ("promotion", Decimal("-0.10")),
        ("promotion", Decimal("0.55")),
    ]
    assert night.fees(taobao.TWO) == [
        ("adjustment", Decimal("0.02")),
        ("payment_processing", Decimal("1.20")),
        ("payment_processing", Decimal("1.50")),
        ("platform_service", Decimal("0.80")),
        ("promotion", Decimal("-1.00")),
        ("promotion", Decimal("4.00")),
    ]
    assert night.fees(taobao.THREE) == [("commission", Decimal("-1.20")), ("commission", Decimal("1.20"))]
    orders = night.orders("tmall")
    assert [orders[each]["fees"] for each in (taobao.ONE, taobao.TWO, taobao.THREE)] == [
        Decimal("3.44"),
        Decimal("6.52"),
        Decimal(0),
    ]


def test_a_fee_whose_order_no_file_has_waits_at_its_channel(night):
    waiting = night.ask(
        "select amount, fee_type, order_key from fee_lines where channel = 'tmall' and fee_state = 'waiting'"
    )
    assert waiting == [{"amount": Decimal(3), "fee_type": "platform_service", "order_key": None}]


def test_transfers_withdrawals_payments_and_refunds_are_no_fees(night):
    rows = night.staged("alipay_ledger").rows("entries")
    kinds = {row["row_number"]: (row["entry_kind"], row["amount"]) for row in rows if row["entry_kind"] != "fee"}
    assert kinds == {
        0: ("payment", Decimal(115)),
        11: ("refund", Decimal(60)),
        14: ("transfer", Decimal(-500)),
        15: ("transfer", Decimal(-1000)),
        17: ("unknown", Decimal(7)),
    }
    assert night.ask("select count(*) as n, sum(amount) as s from fee_lines where channel = 'tmall'") == [
        {"n": 13, "s": Decimal("12.96")}
    ], "3.44 + 6.52 + 0 + 3.00"


def test_the_order_is_found_in_every_place_a_ledger_names_it(night):
    rows = {row["row_number"]: row for row in night.staged("alipay_ledger").rows("entries")}
    assert rows[0]["order_ref"] == taobao.ONE, "商户订单号 T200P…"
    assert rows[1]["order_ref"] == taobao.ONE, "in the note, behind a bracket"
    assert rows[3]["order_ref"] == taobao.ONE, "in the note, behind words"
    assert rows[10]["order_ref"] == taobao.TWO, "业务基础订单号"
    assert rows[17]["order_ref"] is None, "five digits are no order number"
    assert rows[0]["booked_at"] == at("2026-02-04 02:00:00")


def test_footer_totals_agree_and_the_export_time_is_the_files_own(night):
    found = night.file("alipay_ledger")
    assert (found["rows_read"], found["control_total_state"]) == (18, "agrees")
    assert found["exported_at"] == at("2026-03-01 00:10:05")


@pytest.mark.parametrize(
    ("old", "new"), [("14笔", "13笔"), ("-1582.26", "-1582.27"), ("：4笔", "：5笔"), ("117.30", "117.31")]
)
def test_a_footer_that_is_a_cent_or_a_line_off_is_told(home, old, new):
    data = alipay.ledger_file().decode("gb18030")
    assert old in data
    staged = stage(home, "alipay", data.replace(old, new).encode("gb18030"))
    assert staged.summary.tables[0].control_total_state == "differs"


def test_the_classic_header_without_the_four_newer_columns(home):
    rows = alipay.rows(alipay.MOVEMENTS[:10])
    width = len(ALIPAY_CLASSIC)
    cut = [cells[:width] if len(cells) > 1 else cells for cells in rows[:-3]]
    staged = stage(home, "alipay", raw_csv_bytes(cut, "utf-8-sig"))
    assert [(row["entry_kind"], row["fee_type"], row["amount"]) for row in staged.rows("entries")][1:4] == [
        ("fee", "commission", Decimal("2.30")),
        ("fee", "platform_service", Decimal("0.69")),
        ("fee", "promotion", Decimal("0.55")),
    ]
    assert staged.summary.tables[0].control_total_state == "none"


@pytest.mark.parametrize(
    ("kind", "note", "entry", "fee_type"),
    [
        ("其它", "天猫佣金（类目系统）{3300000000000001000}扣款", "fee", "commission"),
        ("其它", "消费券代付资金扣回(3300000000000001000)扣款", "fee", "promotion"),
        ("其它", "淘宝联盟佣金代扣3300000000000001000", "fee", "promotion"),
        ("其它", "淘宝穿搭推广服务费(3300000000000001000)扣款", "fee", "promotion"),
        ("其它", "先用后付技术服务费3300000000000001000", "fee", "payment_processing"),
        ("其它", "商家集运物流服务费", "fee", "delivery_service"),
        ("其它", "品牌新享淘宝礼金软件服务费", "fee", "promotion"),
        ("其它", "限时红包代商家垫付扣回", "fee", "promotion"),
        ("收费", "", "fee", "payment_processing"),
        ("收费", "提现手续费", "fee", "payment_processing"),
        ("转账", "", "transfer", None),
        ("其它", "余利宝转入", "transfer", None),
        ("其它", "保证金冻结", "transfer", None),
        ("交易退款", "", "refund", None),
        ("交易退款", "保险退款", "refund", None),
        ("其它", "消费者保证金退款", "refund", None),
        ("其它", "交易赔付-保证金扣款", "fee", "adjustment"),
        ("其它", "违约金扣款(3300000000000001000)", "fee", "adjustment"),
        ("其它", "类目软件服务费（原天猫佣金）", "fee", "commission"),
        ("其它", "跨境服务增值税扣款", "fee", "platform_service"),
        ("其它", "百亿补贴技术服务费", "fee", "promotion"),
        ("其它", "转寄快递费", "fee", "delivery_service"),
        ("其它", "退货运费险扣费", "fee", "insurance"),
        ("在线支付", "", "payment", None),
    ],
)
def test_every_documented_wording_has_its_meaning(home, kind, note, entry, fee_type):
    movement = ("2026-02-04 10:00:00", "", "-9.00", kind, note, {})
    staged = stage(home, "alipay", raw_csv_bytes(alipay.rows([movement])[:-3], "gb18030"))
    (row,) = staged.rows("entries")
    assert (row["entry_kind"], row["fee_type"], abs(row["amount"])) == (entry, fee_type, Decimal(9))


def test_what_a_buyer_writes_into_the_note_of_a_payment_makes_it_no_fee(home):
    movement = ("2026-02-04 10:00:00", "9.00", "", "在线支付", "会员充值 淘金币 保证金", {})
    staged = stage(home, "alipay", raw_csv_bytes(alipay.rows([movement])[:-3], "gb18030"))
    assert [(each["entry_kind"], each["fee_type"]) for each in staged.rows("entries")] == [("payment", None)]


def test_the_helper_writes_fees_by_type():
    assert fees(tax="1", commission="2") == [("commission", Decimal(2)), ("tax", Decimal(1))]


def test_a_piece_of_a_longer_number_is_no_order(home):
    """A payment has 28 digits; without another number the merchant's own names the order."""
    ids = {"商户订单号": "S-1001"}
    movement = ("2026-02-04 10:00:00", "", "-9.00", "收费", "服务费[2026020422001400000000001234]", ids)
    staged = stage(home, "alipay", raw_csv_bytes(alipay.rows([movement])[:-3], "gb18030"))
    assert [each["order_ref"] for each in staged.rows("entries")] == ["S-1001"]
