"""What the generator says is true is what an independent reader finds in its files."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from tests.transforms.demo.conftest import cells, money, records, sheet

ZERO = Decimal(0)


def month_sums(months, channel):
    return {
        month: (
            sums.purchases,
            sums.gross,
            sums.merchant_discount,
            sums.platform_discount,
            sums.refunded,
            sums.net_sales,
        )
        for (of, month), sums in months.items()
        if of == channel
    }


def added_up(orders):
    """Month -> the six sums, from (month, gross, merchant discount, platform discount, refunded) per purchase."""
    sums = defaultdict(lambda: (0, ZERO, ZERO, ZERO, ZERO, ZERO))
    for month, gross, merchant, platform, refunded in orders:
        amounts = (1, gross, merchant, platform, refunded, gross - merchant - refunded)
        sums[month] = tuple(a + b for a, b in zip(sums[month], amounts, strict=True))
    return dict(sums)


def till_rows(demo):
    for path in demo.files("till/*.xlsx"):
        yield from sheet(path, "全渠道订单明细", 3)[:-1]


def billed(demo, pattern, name, sale_type):
    """Order number -> month, amounts; then number -> refunded; as the bills of one platform say."""
    bad = {(bad.file, bad.line) for bad in demo.truth.bad_rows}
    orders, refunds = {}, defaultdict(Decimal)
    for path in demo.files(pattern):
        for line, row in enumerate(sheet(path, name), start=2):
            if (demo.name(path), line) in bad or row.get("交易类型") == "推广":
                continue
            if "商品总价" in row:
                goods, number, placed = money(row["商品总价"]), row["订单号"], row["下单时间"]
                merchant, platform = money(row["商家对顾客的活动补贴"]), money(row["美团活动补贴"])
            else:
                goods, number, placed = money(row["商品金额"]), row["订单编号"], row["订单创建时间"]
                merchant = sum(money(cell) for word, cell in row.items() if re.match("商家(?!设置).*补贴", word))
                platform = sum(money(cell) for word, cell in row.items() if re.match("平台.*(补贴|立减)", word))
            gross = goods + money(row["打包费"])
            if (row.get("交易类型") or row.get("订单类型")) == sale_type:
                orders[number] = (placed[:7], gross, -merchant, -platform)
            else:
                refunds[number] -= gross + merchant
    return orders, refunds


@pytest.mark.parametrize(
    ("channel", "word", "pattern", "name"),
    [
        ("meituan", "美团外卖", "meituan_bill/*.xlsx", "订单明细"),
        ("eleme", "饿了么", "eleme_bill/*.xlsx", "外卖账单明细"),
    ],
)
def test_delivery_money_comes_from_the_bill_and_before_it_comes_from_the_till(demo, channel, word, pattern, name):
    orders, refunds = billed(demo, pattern, name, "外卖订单")
    assert refunds
    found = [(*amounts, refunds[number]) for number, amounts in orders.items()]
    waiting = set()
    for row in till_rows(demo):
        number = row["外卖订单号"]
        if row["订单来源"] == word and row["订单状态"] != "已取消" and number not in orders:
            waiting.add((channel, number))
            month = row["创建时间"][:7].replace("/", "-")
            found.append((month, money(row["订单金额"]), money(row["订单优惠"]), ZERO, ZERO))
    assert added_up(found) == month_sums(demo.truth.months, channel)
    assert waiting == {key for key in demo.truth.till_only_orders if key[0] == channel}


def test_store_money_is_what_the_till_says(demo):
    orders, refunds = {}, defaultdict(Decimal)
    for row in till_rows(demo):
        if row["订单来源"] not in ("POS", "扫码点餐") or row["订单状态"] == "已取消":
            continue
        if row["退单标识"] == "是":
            refunds[row["原单号"]] -= money(row["订单收入"])
        else:
            month = row["创建时间"][:7].replace("/", "-")
            orders[row["订单号"]] = (month, money(row["订单金额"]), money(row["订单优惠"]), ZERO)
    assert refunds.keys() <= orders.keys()
    assert refunds
    found = [(*amounts, refunds[number]) for number, amounts in orders.items()]
    assert added_up(found) == month_sums(demo.truth.months, "store")


def youzan_orders(demo):
    """Order number -> its row in the latest export."""
    latest = {}
    for path in sorted(demo.files("youzan/有赞订单导出_*.csv"), key=lambda path: path.stem.split("_")[1]):
        for row in records(cells(path, "utf-8-sig")):
            if "02-30" not in row["订单创建时间"]:
                latest[row["订单号"]] = row
    return latest


def test_mini_program_money_is_what_the_latest_export_says(demo):
    found = []
    for row in youzan_orders(demo).values():
        gross, merchant = money(row["商品金额合计"]) + money(row["运费"]), money(row["店铺优惠合计"])
        if row["买家付款时间"] == " " or gross == merchant:
            continue
        refunded = money(row["订单已退款金额"])
        if row["订单退款状态"] == "全额退款":
            assert row["订单状态"] == "交易关闭"
            assert refunded == money(row["订单实付金额"])
            refunded = gross - merchant
        found.append((row["订单创建时间"][:7], gross, merchant, money(row["支付优惠合计"]), refunded))
    assert added_up(found) == month_sums(demo.truth.months, "mini_program")


def test_tmall_money_is_what_the_latest_export_says(demo):
    latest = {}
    for path in demo.files("tmall/ExportOrderList*.csv"):
        for row in records(cells(path, "gb18030")):
            if row["总金额"] != "12.3.4":
                latest[row["订单编号"]] = row
    found = []
    for row in latest.values():
        if not row["订单付款时间 "]:
            assert row["订单状态"] in ("等待买家付款", "交易关闭")
            continue
        gross, platform = money(row["总金额"]), money(row["天猫卡券抵扣"]) + money(row["集分宝抵扣"])
        paid, refunded = money(row["买家实际支付金额"]), money(row["退款金额"])
        assert paid == gross - platform
        found.append((row["订单创建时间"][:7], gross, ZERO, platform, gross if refunded == paid else refunded))
    assert added_up(found) == month_sums(demo.truth.months, "tmall")


def test_fees_are_what_bills_and_ledgers_say(demo):
    fees = defaultdict(Decimal)
    for path in demo.files("meituan_bill/*.xlsx"):
        for row in sheet(path, "订单明细"):
            if row["交易类型"] == "推广":
                fees["meituan", "promotion"] -= money(row["商家应收款"])
            fees["meituan", "commission"] -= money(row["佣金(实付)"])
            fees["meituan", "delivery_service"] -= money(row["配送服务费(含补贴)"])
            fees["meituan", "adjustment"] -= money(row["公益捐款"])
    for path in demo.files("eleme_bill/*.xlsx"):
        for row in sheet(path, "外卖账单明细"):
            if row["商品金额"] != "2O.50":
                fees["eleme", "platform_service"] -= money(row["技术服务费"])
                fees["eleme", "delivery_service"] -= money(row["配送服务费"])
    for path in demo.files("wechat_pay/*.csv"):
        fees["mini_program", "payment_processing"] += sum(
            money(row["手续费"]) for row in records(cells(path, "utf-8-sig")[:-2])
        )
    wordings = (("天猫佣金", "commission"), ("基础软件服务费", "platform_service"), ("淘宝客", "promotion"))
    unknown = []
    for path in demo.files("alipay/*.csv"):
        for row in records(cells(path, "gb18030")[4:-4]):
            amount = -money(row["收入金额（+元）"]) - money(row["支出金额（-元）"])
            fee_type = next((fee_type for word, fee_type in wordings if row["备注"].startswith(word)), None)
            if fee_type:
                fees["tmall", fee_type] += amount
            elif row["业务类型"].strip() == "其它":
                unknown.append((row["备注"].split("(")[0], amount))
    assert {key: fee for key, fee in fees.items() if fee} == {k: fee for k, fee in demo.truth.fees.items() if fee}
    assert unknown == [demo.truth.unknown_fee]


def test_data_rows_are_counted_without_headers_and_totals(demo):
    counted = {}
    for path in demo.files("till/*.xlsx"):
        counted[demo.name(path)] = len(sheet(path, "全渠道订单明细", 3)) - 1
    for path in demo.files("meituan_bill/*.xlsx"):
        counted[f"{demo.name(path)}#订单明细"] = len(sheet(path, "订单明细"))
        counted[f"{demo.name(path)}#账单明细"] = len(sheet(path, "账单明细", 2))
    for path in demo.files("eleme_bill/*.xlsx"):
        counted[demo.name(path)] = len(sheet(path, "外卖账单明细"))
    for pattern, encoding, around in (
        ("youzan/*.csv", "utf-8-sig", 1),
        ("tmall/*.csv", "gb18030", 1),
        ("wechat_pay/*.csv", "utf-8-sig", 3),
        ("alipay/*.csv", "gb18030", 9),
    ):
        for path in demo.files(pattern):
            counted[demo.name(path)] = len(cells(path, encoding)) - around
    assert counted == demo.truth.data_rows
    written = {demo.name(path) for path in demo.folder.glob("*/*")}
    assert written == {name.split("#")[0] for name in counted} | set(demo.truth.duplicate_files)


def test_every_order_in_a_file_has_one_true_person(demo):
    seen = set()
    channels = {"美团外卖": "meituan", "饿了么": "eleme"}
    for row in till_rows(demo):
        channel = channels.get(row["订单来源"], "store")
        if row["退单标识"] == "否":
            seen.add((channel, row["订单号"] if channel == "store" else row["外卖订单号"]))
    for channel, pattern, name in (
        ("meituan", "meituan_bill/*.xlsx", "订单明细"),
        ("eleme", "eleme_bill/*.xlsx", "外卖账单明细"),
    ):
        seen |= {(channel, number) for number in billed(demo, pattern, name, "外卖订单")[0]}
    seen |= {("mini_program", number) for number in youzan_orders(demo)}
    for path in demo.files("tmall/ExportOrderList*.csv"):
        seen |= {("tmall", row["订单编号"][2:-1]) for row in records(cells(path, "gb18030"))}
    seen.remove(("tmall", "2240515120000999901"))  # the row that cannot be read
    assert seen == set(demo.truth.person_of_order)
    assert demo.truth.identified_orders <= seen
