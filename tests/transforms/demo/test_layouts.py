"""The files look like the platforms' own: headers, preambles, blanks, and arithmetic that holds in every row."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal

from tests.transforms.demo.conftest import cells, money, records, sheet
from transforms.demo import SHOP_TOML, headers, write_exports


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder, seed in zip(folders, (7, 7, 8), strict=True):
        write_exports(folder, scale=0.01, seed=seed)
    one, two, three = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    )
    assert one == two
    assert one != three


def test_progress_goes_forward_to_the_end(tmp_path):
    told = []
    write_exports(tmp_path, scale=0.01, progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)


def test_the_settings_name_every_source_that_is_written(demo):
    settings = tomllib.loads(SHOP_TOML)
    assert settings["business"]["name"] == "Tea & Bread 茶与面包"
    assert set(settings["sources"]) == {path.name for path in demo.folder.iterdir()}
    assert {source["channel"] for source in settings["sources"].values()} == set(settings["channels"])


def test_header_lists_have_the_published_number_of_columns():
    counted = {name: len(getattr(headers, name)) for name in dir(headers) if name.isupper()}
    assert counted == {
        "TAOBAO_ORDERS": 54,
        "TAOBAO_ITEMS": 10,
        "ALIPAY_CLASSIC": 12,
        "ALIPAY_ADDED": 4,
        "WECHAT_TRADES": 27,
        "WECHAT_TOTALS": 7,
        "YOUZAN_ORDERS": 60,
        "YOUZAN_ITEMS": 27,
        "YOUZAN_CUSTOMERS": 35,
        "MEITUAN_STATEMENTS": 9,
        "MEITUAN_ORDERS": 69,
        "ELEME_ORDERS": 88,
        "TILL_ORDERS": 47,
    }
    assert {word for word in headers.TAOBAO_ORDERS if word.endswith(" ")} == {
        "收货地址 ", "联系电话 ", "订单付款时间 ", "宝贝标题 ", "宝贝种类 ", "物流单号 ",
    }  # fmt: skip
    assert headers.YOUZAN_ORDERS.count("分销员") == 2
    assert headers.YOUZAN_CUSTOMERS[-1] == ""


def test_every_file_stands_under_its_header(demo):
    for path in demo.files("till/*.xlsx"):
        rows = sheet(path, "全渠道订单明细", 3)
        assert tuple(rows[0]) == headers.TILL_ORDERS
        assert rows[-1]["省份"] == "合计"
        assert "--" in rows[0].values()
    for path in demo.files("meituan_bill/*.xlsx"):
        for row in sheet(path, "订单明细"):
            assert tuple(row) == headers.MEITUAN_ORDERS
            assert all(isinstance(cell, str) and cell for cell in row.values())
        assert all(tuple(row) == headers.MEITUAN_STATEMENTS for row in sheet(path, "账单明细", 2))
    for path in demo.files("eleme_bill/*.xlsx"):
        extra = demo.truth.unknown_columns.get(demo.name(path))
        for row in sheet(path, "外卖账单明细"):
            assert tuple(row) == headers.ELEME_ORDERS + ((extra,) if extra else ())
    for pattern, encoding, header in (
        ("youzan/有赞订单导出_*.csv", "utf-8-sig", headers.YOUZAN_ORDERS),
        ("youzan/有赞订单商品导出_*.csv", "utf-8-sig", headers.YOUZAN_ITEMS),
        ("youzan/有赞客户导出_*.csv", "utf-8-sig", headers.YOUZAN_CUSTOMERS),
        ("wechat_pay/*.csv", "utf-8-sig", headers.WECHAT_TRADES),
        ("tmall/ExportOrderList*.csv", "gb18030", headers.TAOBAO_ORDERS),
        ("tmall/ExportOrderDetailList*.csv", "gb18030", headers.TAOBAO_ITEMS),
    ):
        assert all(tuple(cells(path, encoding)[0]) == header for path in demo.files(pattern))
    for path in demo.files("alipay/*.csv"):
        newer = path.stem.split("_")[1] > "202502"
        header = headers.ALIPAY_CLASSIC + (headers.ALIPAY_ADDED if newer else ())
        assert tuple(cells(path, "gb18030")[4]) == header


def test_tills_add_up(demo):
    for path in demo.files("till/*.xlsx"):
        *rows, total = sheet(path, "全渠道订单明细", 3)
        for row in rows:
            assert money(row["订单收入"]) == money(row["订单金额"]) - money(row["订单优惠"])
            assert re.fullmatch(r"20\d\d/\d\d/\d\d \d\d:\d\d:\d\d", row["创建时间"])
            assert (row["退单标识"] == "是") == (row["原单号"] != "--") == (money(row["订单金额"]) < 0)
        for column in ("订单金额", "顾客实付", "订单收入", "订单优惠", "菜品金额", "菜品收入"):
            assert money(total[column]) == sum(money(row[column]) for row in rows), column


def test_meituan_bills_add_up(demo):
    for path in demo.files("meituan_bill/*.xlsx"):
        rows = sheet(path, "订单明细")
        for row in rows:
            if row["交易类型"] == "推广":
                assert row["订单号"] == "-"
                continue
            fee = money(row["平台服务费(含佣金和配送服务费)"])
            assert fee == money(row["佣金(实付)"]) + money(row["配送服务费(含补贴)"])
            parts = ("商品总价", "打包费", "商家对顾客的活动补贴", "公益捐款")
            assert money(row["商家应收款"]) == fee + sum(money(row[part]) for part in parts)
        statements = {row["结算id"]: money(row["账单金额"]) for row in sheet(path, "账单明细", 2)}
        booked = dict.fromkeys(statements, Decimal(0))
        for row in rows:
            booked[row["结算id"]] += money(row["商家应收款"])
        short = {name: missing for name, missing in demo.truth.short_payouts.items() if name in booked}
        assert booked == {name: paid + short.get(name, 0) for name, paid in statements.items()}
    assert len(demo.truth.short_payouts) == 1


def test_eleme_bills_add_up(demo):
    bad = {(bad.file, bad.line) for bad in demo.truth.bad_rows}
    for path in demo.files("eleme_bill/*.xlsx"):
        for line, row in enumerate(sheet(path, "外卖账单明细"), start=2):
            if (demo.name(path), line) in bad:
                continue
            assert money(row["平台服务费"]) == money(row["技术服务费"]) + money(row["配送服务费"])
            subsidies = sum(money(cell) for word, cell in row.items() if re.fullmatch("商家.*补贴", word))
            assert money(row["结算金额"]) == (
                money(row["商品金额"]) + money(row["打包费"]) + subsidies + money(row["平台服务费"])
            )


def test_youzan_and_taobao_orders_add_up(demo):
    for path in demo.files("youzan/有赞订单导出_*.csv"):
        for row in records(cells(path, "utf-8-sig")):
            owed = money(row["商品金额合计"]) + money(row["运费"]) - money(row["店铺优惠合计"])
            assert money(row["应收订单金额"]) == owed
            assert money(row["订单实付金额"]) == owed - money(row["支付优惠合计"])
            assert row["买家手机号"] == " " or re.fullmatch(r"\t1\d{10}", row["买家手机号"])
    for path in demo.files("tmall/ExportOrderList*.csv"):
        for row in records(cells(path, "gb18030")):
            assert re.fullmatch(r'="\d{19}"', row["订单编号"])
            if re.fullmatch(r"\d+\.\d\d", row["总金额"]):
                assert money(row["总金额"]) == money(row["买家应付货款"]) + money(row["买家应付邮费"])


def test_items_add_up_to_their_order(demo):
    goods = {}
    for path in demo.files("youzan/有赞订单导出_*.csv"):
        for row in records(cells(path, "utf-8-sig")):
            goods[row["订单号"]] = money(row["商品金额合计"])
    notes = 0
    for path in demo.files("youzan/有赞订单商品导出_*.csv"):
        # The quarter that was exported twice would count twice.
        if "202605" in path.name:
            continue
        for row in records(cells(path, "utf-8-sig")):
            goods[row["订单号"]] -= money(row["商品单价"]) * int(row["商品数量"])
            shared = re.fullmatch(r"(\d+\.\d\d)(\(会员等级折扣：\d+\.\d\d\))?", row["店铺优惠（分摊）"])
            notes += shared[2] is not None
            assert money(row["商品实际成交金额"]) == money(row["商品金额小计"]) - Decimal(shared[1])
    assert notes
    assert {left for left in goods.values() if left} == {Decimal("39.00")}  # the row that cannot be read


def test_wechat_totals_equal_the_rows(demo):
    for path in demo.files("wechat_pay/*.csv"):
        rows = cells(path, "utf-8-sig")
        assert tuple(rows[-2]) == headers.WECHAT_TOTALS
        trades = list(records(rows[:-2]))
        assert all(cell.startswith("`") for trade in trades for cell in trade.values())
        totals = dict(zip(rows[-2], map(money, rows[-1]), strict=True))
        assert totals["总交易单数"] == len(trades)
        for total, column in (
            ("应结订单总金额", "应结订单金额"),
            ("退款总金额", "退款金额"),
            ("充值券退款总金额", "充值券退款金额"),
            ("手续费总金额", "手续费"),
            ("订单总金额", "订单金额"),
            ("申请退款总金额", "申请退款金额"),
        ):
            assert totals[total] == sum(money(trade[column]) for trade in trades), total
        for trade in trades:
            assert re.fullmatch(r"`-?\d+\.\d{5}", trade["手续费"])
            assert money(trade["手续费"]) == (money(trade["订单金额"]) - money(trade["退款金额"])) * Decimal("0.006")


def test_alipay_totals_equal_the_rows(demo):
    for path in demo.files("alipay/*.csv"):
        rows = cells(path, "gb18030")
        assert [row[0][:4] for row in rows[:4]] == ["#支付宝", "#账号：", "#起始日", "#---"]
        footer = "\n".join(row[0] if len(row) == 1 else ",".join(row) for row in rows[-4:])
        entries = list(records(rows[4:-4]))
        assert all(cell.endswith("\t") for entry in entries for cell in entry.values())
        spent = [money(entry["支出金额（-元）"]) for entry in entries if entry["支出金额（-元）"].strip()]
        earned = [money(entry["收入金额（+元）"]) for entry in entries if entry["收入金额（+元）"].strip()]
        assert all(amount < 0 for amount in spent)
        assert all(amount > 0 for amount in earned)
        assert f"#支出合计：{len(spent)}笔，共{sum(spent, Decimal('0.00'))}元" in footer
        assert f"#收入合计：{len(earned)}笔，共{sum(earned, Decimal('0.00'))}元" in footer
