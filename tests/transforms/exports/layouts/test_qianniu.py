"""Taobao and Tmall as Qianniu exports them, and their money, by hand."""

from decimal import Decimal

import pytest

from dags.steps import Night as Steps
from dags.steps import run_night
from tests.samples import qianniu as sample
from tests.samples import taobao
from tests.samples.build import csv_bytes, drop, query, row, stage, xlsx_bytes
from tests.transforms.exports.layouts.money import at, fees, worth

FULL = (
    "订单编号", "支付单号", "支付详情", "买家应付货款", "买家应付邮费", "总金额", "买家实付金额", "订单状态",
    "店铺名称", "订单创建时间", "订单付款时间", "商品标题", "宝贝总数量", "退款金额", "是否主动赔付", "主动赔付金额",
    "主动赔付出账时间", "商品属性SKU", "C2B小额收款", "发货时间", "确认收货时间", "确认收货打款金额",
    "含应开票给个人红包", "总金额(旧版)", "商家编码", "商家备注", "订单关闭原因", "收货地址",
)  # fmt: skip


@pytest.fixture
def night(night_of):
    return night_of(sample)


def test_orders_to_the_cent(night):
    """Of three lists the fullest counts; one of seven columns neither knows the status nor who bought."""
    assert night.money("tmall") == {
        sample.DONE: worth("completed", "114", "0", "0", "0", "114"),
        sample.PARTLY: worth("partly_refunded", "80", "0", "0", "30", "50"),
        sample.RETURNED: worth("refunded", "60", "0", "0", "60", "0"),
        sample.NEVER_PAID: worth("cancelled", "0", "0", "0", "0", "0"),
        sample.SENT: worth("paid", "75", "0", "0", "0", "75"),
        sample.OPEN: worth("unpaid", "0", "0", "0", "0", "0"),
        sample.CLOSED: worth("refunded", "42.42", "0", "0", "42.42", "0"),
        sample.TWO_ARTICLES: worth("partly_refunded", "75", "0", "3", "25", "50"),
        sample.DROPPED: worth("cancelled", "9.90", "0", "0", "0", "9.90"),
        sample.STRANGE: worth("unknown", "12", "0", "0", "0", "12"),
        sample.BRIEF: worth("partly_refunded", "120", "0", "5", "15", "105"),
        sample.BRIEF_UNPAID: worth("unpaid", "33", "0", "0", "0", "33"),
        sample.BRIEF_RETURNED: worth("refunded", "50", "0", "0", "50", "0"),
    }
    done = night.orders("tmall")[sample.DONE]
    assert (done["delivery_charged"], done["ordered_at"]) == (Decimal(10), at("2026-02-03 14:00:00"))
    found = night.findings("qianniu_items")
    assert {("unknown_value", "订单状态: 卖家火星发货", 1), ("unknown_value", "退款状态: 火星退款", 1)} <= found


def test_articles_of_main_orders_and_what_came_back_of_them(night):
    items = night.ask("select * from order_items where order_key like 'tmall/%' order by order_key, line_number")
    found = [(each["order_key"][-14:-4], each["sku"], each["quantity"], each["refunded"]) for each in items]
    keys = [
        order[-14:-4] for order in (sample.DONE, sample.DONE, sample.PARTLY, *[sample.TWO_ARTICLES] * 2, sample.DROPPED)
    ]
    assert found[:6] == [
        (keys[0], "T-1", 1, 0),
        (keys[1], "T-2", 2, 0),
        (keys[2], "T-1", 1, 30),
        (keys[3], "T-1", 1, 0),
        (keys[4], "T-2", 2, 25),
        (keys[5], "T-1", 1, 0),
    ]
    assert items[1]["item"] == "春茶 规格:24.50"


def test_fees_of_each_order_once_whichever_files_have_them(night):
    """The account and the WeChat ledger book one commission twice, and the fee list a third time."""
    assert night.fees(sample.SENT) == [
        ("commission", Decimal("1.50")),
        ("platform_service", Decimal("-0.20")),
        ("platform_service", Decimal("0.45")),
    ]
    assert night.fees(sample.DONE) == fees(commission="2.28", platform_service="0.68"), "not the affiliate's 6.27"
    assert night.fees(sample.PARTLY) == fees(commission="-0.60")
    assert night.fees(sample.BRIEF) == fees(promotion="0.60")
    assert night.fees(sample.TWO_ARTICLES) == fees(promotion="2.50")
    assert ("unknown_fee", "火星小类", 1) in night.findings("tmall_fees")
    assert ("unknown_fee", "扣款 火星服务费", 1) in night.findings("taobao_settlement_account")


def test_fees_are_booked_on_their_day_or_on_the_first_of_their_month(night):
    found = night.staged("tmall_fees").rows("entries")
    days = [each["booked_at"] for each in found]
    assert days == [at(f"2026-02-{day}") for day in ("01", "15", "12", "07", "01")]


def test_movements_of_the_settlement_account(night):
    found = night.staged("taobao_settlement_account").rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in found] == [
        ("payment", None, Decimal(75)),
        ("fee", "commission", Decimal("1.50")),
        ("fee", "platform_service", Decimal("0.45")),
        ("fee", "platform_service", Decimal("-0.20")),
        ("refund", None, Decimal(60)),
        ("transfer", None, Decimal("-1013.05")),
        ("unknown", None, Decimal("3.33")),
    ]
    assert found[0]["booked_at"] == at("2026-02-06 23:30:00")
    ledger = night.file("taobao_wechat_ledger")
    assert (ledger["rows_loaded"], ledger["rows_superseded"]) == (1, 1)


def test_only_granted_refunds_are_money_on_the_day_they_were_paid(night):
    found = query(
        Steps(night.home).build,
        "select order_key, refund_day, amount from core.refunds where channel = 'tmall' and order_key is not null "
        "order by refund_day",
    )
    assert [(each["order_key"], str(each["refund_day"]), each["amount"]) for each in found] == [
        (f"tmall/{sample.RETURNED}", "2026-02-08", 60),
        (f"tmall/{sample.PARTLY}", "2026-02-12", 30),
        (f"tmall/{sample.TWO_ARTICLES}", "2026-02-13", 24),
        (f"tmall/{sample.BRIEF}", "2026-02-19", 15),
    ]


def test_the_refund_report_knows_the_buyers_whom_the_order_report_does_not(night):
    orders = night.orders("tmall")
    asked = {orders[each]["customer_id"] for each in (sample.PARTLY, sample.SENT, sample.BRIEF, sample.TWO_ARTICLES)}
    assert len(asked) == 1
    assert None not in asked
    assert orders[sample.RETURNED]["customer_id"] is None


def test_a_granted_refund_without_its_day_is_set_aside(home_of):
    cells = {"订单编号": "1", "退款编号": "2", "买家退款金额": "3.00", "退款状态": "退款成功"}
    staged = stage(home_of(sample), "tmall", csv_bytes([sample.REFUNDS, row(sample.REFUNDS, cells)]))
    assert staged.rows("entries") == []
    assert staged.summary.tables[0].rows_quarantined == 1


def test_the_order_report_with_all_its_columns_says_status_list_price_and_payment(home_of):
    cells = {
        "订单编号": "4400000000000011", "支付单号": "2026020422001100001", "买家应付货款": "109.00",
        "买家应付邮费": "10.00", "总金额": "119.00", "买家实付金额": "114.00", "订单状态": "交易成功",
        "店铺名称": "茶铺", "退款金额": "0.00", "订单创建时间": "2026-02-03 22:00:00",
        "订单付款时间": "2026-02-03 22:02:00", "订单关闭原因": "订单未关闭",
    }  # fmt: skip
    closed = {
        **cells,
        "订单编号": "4400000000000012",
        "订单状态": "交易关闭",
        "订单关闭原因": "买家申请退款",
        "总金额": "",
    }
    odd = {**cells, "订单编号": "4400000000000013", "订单状态": "火星成功"}
    table = [row(FULL, each) for each in (cells, closed, odd)]
    staged = stage(home_of(sample), "tmall", xlsx_bytes({"1": [list(FULL), *table]}))
    orders = staged.rows("orders")
    assert [(each["status"], each["gross"], each["platform_discount"], each["refunded"]) for each in orders] == [
        ("completed", Decimal(119), Decimal(5), Decimal(0)),
        ("cancelled", Decimal(119), Decimal(5), Decimal(119)),
        ("unknown", Decimal(119), Decimal(5), Decimal(0)),
    ]
    assert (orders[0]["payment_ref"], orders[0]["branch"]) == ("2026020422001100001", "茶铺")
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_the_sub_order_list_of_tmall_says_the_same_in_older_words(home_of):
    header = (
        "子订单编号", "主订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息", "备注",
        "订单状态", "商家编码", "支付单号", "买家应付货款", "买家实际支付金额", "退款状态", "退款金额",
        "订单创建时间", "订单付款时间",
    )  # fmt: skip
    cells = {
        "子订单编号": "4400000000000021", "主订单编号": "4400000000000020", "标题": "春茶", "价格": "60.00",
        "购买数量": "2", "外部系统编号": "E-1", "订单状态": "买家已付款，等待卖家发货",
        "支付单号": "2026021022001100001", "买家应付货款": "110.00", "买家实际支付金额": "105.00",
        "退款状态": "没有申请退款", "退款金额": "无退款申请", "订单创建时间": "2026-02-10 20:00:00",
    }  # fmt: skip
    staged = stage(home_of(sample), "tmall", csv_bytes([header, row(header, cells)], "gb18030"))
    (order,) = staged.rows("orders")
    assert (order["status"], order["gross"], order["paid"]) == ("paid", Decimal(110), Decimal(105))
    assert (order["payment_ref"], order["refunded"]) == ("2026021022001100001", None)
    (item,) = staged.rows("order_items")
    assert (item["sku"], item["unit_price"], item["refunded"]) == ("E-1", Decimal(60), None)
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_a_bad_line_sets_its_whole_main_order_aside(home_of):
    broken = [*sample.LINES[3:4], (*sample.LINES[4][:3], "zwei", *sample.LINES[4][4:])]
    staged = stage(home_of(sample), "tmall", sample.sub_orders_file(broken))
    assert staged.rows("orders") == staged.rows("order_items") == []
    assert staged.summary.tables[0].rows_quarantined == 2


def test_the_ledger_of_wechat_pay_in_six_columns(home_of):
    header = ("支付流水号", "入帐日期", "收入金额（+元）", "支出金额（-元）", "业务描述", "业务基础订单号")
    lines = [
        ("1", "2026-02-07", "75.00", "", "0010001|交易收款-交易收款", sample.SENT),
        ("2", "2026-02-07", "", "-1.50", "0030003|软件服务费-类目软件服务费（原天猫佣金）", sample.SENT),
        ("3", "2026-02-08", "", "-5.00", "0020001|交易退款-余额退款", sample.SENT),
        ("4", "2026-02-08", "", "-70.00", "0050001|提现-提现", ""),
    ]
    staged = stage(home_of(sample), "tmall_money", csv_bytes([header, *lines], "gb18030"))
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in staged.rows("entries")] == [
        ("payment", None, Decimal(75)),
        ("fee", "commission", Decimal("1.50")),
        ("refund", None, Decimal(5)),
        ("transfer", None, Decimal(-70)),
    ]
    assert staged.rows("entries")[0]["order_ref"] == sample.SENT


@pytest.mark.parametrize("period", ["2026", "二月"])
def test_a_fee_whose_period_is_no_day_and_no_month_is_set_aside(home_of, period):
    header = ("账期", "业务小类", "扣费金额", "交易子订单号")
    lines = [("202602", "基础软件服务费", "1.00", sample.DONE), (period, "基础软件服务费", "2.00", sample.DONE)]
    staged = stage(home_of(sample), "tmall_money", csv_bytes([header, *lines]))
    assert [(each["amount"], each["order_ref"]) for each in staged.rows("entries")] == [(Decimal(1), sample.DONE)]
    assert staged.summary.tables[0].rows_quarantined == 1


def test_what_was_paid_less_what_came_back_since_is_no_refund_of_everything(home_of):
    """Of 120 with 75 back a list says 45 paid, of 65 with 60 back and 5 from the platform it says none."""
    home = home_of(sample)
    time = {"订单创建时间": "2026-02-11 10:00:00", "订单付款时间": "2026-02-11 10:01:00"}
    short = {**time, "订单编号": sample.BRIEF, "总金额": "120.00", "买家实际支付金额": "45.00", "退款金额": "75.00"}
    whole = {
        **short,
        "订单编号": sample.BRIEF_RETURNED,
        "总金额": "65.00",
        "买家实际支付金额": "0.00",
        "退款金额": "60.00",
    }
    header = [word.strip() for word in sample.SHORT]
    drop(home, "tmall", "short.csv", csv_bytes([header, row(header, short), row(header, whole)]))
    report = {**time, "总金额": "80.00", "买家实付金额": "30.00", "退款金额": "50.00", "订单状态": "交易成功"}
    cells = row(FULL, {**report, "订单编号": sample.DONE})
    drop(home, "tmall", "report.xlsx", xlsx_bytes({"1": [list(FULL), cells]}))
    bare = {**time, "买家实付金额": "0.00", "退款金额": "60.00", "订单关闭原因": "退款", "订单编号": sample.RETURNED}
    drop(home, "tmall", "bare.xlsx", xlsx_bytes({"1": [list(sample.ORDERS), row(sample.ORDERS, bare)]}))
    line = (sample.PARTLY, sample.PARTLY, "50.00", "1", "交易成功", "50.00 20.00", "退款成功", "30.00")
    drop(home, "tmall", "lines.xlsx", sample.sub_orders_file([line]))
    drop(
        home,
        "tmall",
        "old.csv",
        taobao.orders_file([{**taobao.ORDERS[1], "买家实际支付金额": "30.00", "退款金额": "50.00"}]),
    )
    assert run_night(home).state == "published"
    found = query(home.current, "select order_id, status, gross, platform_discount, net_sales from orders")
    assert {row["order_id"]: tuple(row.values())[1:] for row in found} == {
        sample.BRIEF: ("partly_refunded", Decimal(120), Decimal(0), Decimal(45)),
        sample.BRIEF_RETURNED: ("refunded", Decimal(65), Decimal(5), Decimal(0)),
        sample.DONE: ("partly_refunded", Decimal(80), Decimal(0), Decimal(30)),
        sample.RETURNED: ("refunded", Decimal(60), Decimal(0), Decimal(0)),
        sample.PARTLY: ("partly_refunded", Decimal(50), Decimal(0), Decimal(20)),
        taobao.TWO: ("partly_refunded", Decimal(80), Decimal(0), Decimal(30)),
    }
