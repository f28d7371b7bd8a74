"""Export files of a large invented business, written by SQL in seconds: for measuring, not for meaning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from transforms.demo import headers

SHOP_TOML = """\
[business]
name = "Bench"
[channels.store]
kind = "store"
[channels.mini_program]
kind = "own_online"
[channels.tmall]
kind = "marketplace"
[channels.meituan]
kind = "delivery"
[channels.eleme]
kind = "delivery"
[sources.till]
channel = "store"
channel_values = { "美团外卖" = "meituan", "饿了么" = "eleme" }
[sources.youzan]
channel = "mini_program"
[sources.wechat_pay]
channel = "mini_program"
[sources.tmall]
channel = "tmall"
[sources.alipay]
channel = "tmall"
[sources.meituan_bill]
channel = "meituan"
[sources.eleme_bill]
channel = "eleme"
"""

_PERSON = "abs(hash(o.n * 7 + 1) % {people})"
_PHONE = "cast(13000000000 + " + _PERSON + " * 37 as varchar)"
_AT = "timestamp '2023-11-01 08:00:00' + to_seconds(cast(abs(hash(o.n)) % 94608000 as bigint))"
_STAMP = f"strftime({_AT}, '%Y-%m-%d %H:%M:%S')"
_YUAN = "cast(cast(12 + abs(hash(o.n * 3)) % 60 as decimal(10,2)) as varchar)"
_FEE = "printf('%.2f', (12 + abs(hash(o.n * 3)) % 60) * 0.2)"
_HALF_FEE = "printf('%.2f', (12 + abs(hash(o.n * 3)) % 60) * 0.1)"


def _numbers(first: int, count: int) -> str:
    return f"select {first} + range as n from range({count})"


def write_bench_exports(exports: Path, *, orders: int = 1_000_000, people: int = 150_000) -> dict[str, int]:
    """Write one CSV per source; returns data rows per file. `orders` is the number of orders over all channels."""
    shares = {"store": 0.35, "mini_program": 0.25, "tmall": 0.15, "meituan": 0.15, "eleme": 0.10}
    number = {channel: int(orders * share) for channel, share in shares.items()}
    phone = _PHONE.format(people=people)
    member = f"case when o.n % 2 = 0 then {phone} else '--' end"
    till = {
        "门店名称": "'人民路店'",
        "订单号": "'P' || o.n",
        "原单号": "'--'",
        "外卖订单号": "o.delivery",
        "订单金额": _YUAN,
        "顾客实付": _YUAN,
        "订单收入": _YUAN,
        "订单优惠": "'0.00'",
        "订单来源": "o.origin",
        "订单状态": "'已完成'",
        "创建时间": _STAMP,
        "是否会员": "'是'",
        "会员手机号": member,
        "退单标识": "'否'",
    }
    youzan = {
        "订单号": "'E' || o.n",
        "订单状态": "'交易完成'",
        "订单创建时间": _STAMP,
        "买家付款时间": _STAMP,
        "支付流水号": "'W' || o.n",
        "商品金额合计": _YUAN,
        "运费": "'0.00'",
        "店铺优惠合计": "'0.00'",
        "应收订单金额": _YUAN,
        "订单实付金额": _YUAN,
        "支付优惠合计": "'0.00'",
        "买家手机号": phone,
        "买家是否会员": "'是'",
        "订单已退款金额": "'0.00'",
    }
    item = {
        "订单号": "'E' || o.n",
        "商品名称": "'奶茶' || o.n % 30",
        "商品单价": _YUAN,
        "商品数量": "'1'",
        "商品金额小计": _YUAN,
    }
    wechat = {
        "交易时间": "'`' || " + _STAMP,
        "公众账号ID": "'`wx1'",
        "微信订单号": "'`42' || o.n",
        "商户订单号": "'`W' || o.n",
        "用户标识": f"'`o' || {_PERSON.format(people=people)}",
        "交易状态": "'`SUCCESS'",
        "货币种类": "'`CNY'",
        "应结订单金额": "'`' || " + _YUAN,
        "微信退款单号": "'`0'",
        "退款金额": "'`0.00'",
        "手续费": "'`0.12000'",
        "订单金额": "'`' || " + _YUAN,
        "申请退款金额": "'`0.00'",
    }
    taobao = {
        "订单编号": "cast(1000000000000000 + o.n as varchar)",
        "买家会员名": f"'tb' || {_PERSON.format(people=people)}",
        "总金额": _YUAN,
        "买家实际支付金额": _YUAN,
        "订单状态": "'交易成功'",
        "联系手机": "'''' || " + phone,
        "订单创建时间": _STAMP,
        "订单付款时间 ": _STAMP,
        "订单关闭原因": "'订单未关闭'",
        "退款金额": "'0.00'",
    }
    alipay = {
        "账务流水号": "'A' || o.n",
        "业务流水号": "'B' || o.n",
        "商户订单号": "'T200P' || (1000000000000000 + o.n)",
        "发生时间": _STAMP,
        "收入金额（+元）": "'0.00'",
        "支出金额（-元）": "'-' || " + _FEE,
        "业务类型": "'其它'",
        "备注": "'天猫佣金（类目系统）{' || (1000000000000000 + o.n) || '}扣款'",
    }
    meituan = {
        "交易类型": "'外卖订单'",
        "订单号": "'M' || o.n",
        "下单时间": _STAMP,
        "订单状态": "'已完成'",
        "门店名称": "'人民路店'",
        "账单日期": f"strftime({_AT}, '%Y-%m-%d')",
        "商家应收款": _YUAN,
        "商品总价": _YUAN,
        "打包费": "'1.00'",
        "商家对顾客的活动补贴": "'-2.00'",
        "美团活动补贴": "'-1.00'",
        "平台服务费(含佣金和配送服务费)": "'-' || " + _FEE,
        "佣金(实付)": "'-' || " + _HALF_FEE,
        "配送服务费(含补贴)": "'-' || " + _HALF_FEE,
        "结算id": "'1'",
    }
    eleme = {
        "订单类型": "'外卖订单'",
        "订单编号": "'L' || o.n",
        "订单创建时间": _STAMP,
        "账单日期": f"strftime({_AT}, '%Y-%m-%d')",
        "结算金额": _YUAN,
        "商品金额": _YUAN,
        "打包费": "'1.00'",
        "平台服务费": "'-' || " + _FEE,
        "技术服务费": "'-' || " + _HALF_FEE,
        "配送服务费": "'-' || " + _HALF_FEE,
        "门店名称": "'人民路店'",
    }
    store_orders = f"""select range as n, '--' as delivery, '扫码点餐' as origin from range({number["store"]})
        union all select 10000000 + range, 'M' || (20000000 + range), '美团外卖' from range({number["meituan"]})
        union all select 30000000 + range, 'L' || (40000000 + range), '饿了么' from range({number["eleme"]})"""
    mini, tmall = _numbers(50000000, number["mini_program"]), _numbers(60000000, number["tmall"])
    item_rows = int(number["mini_program"] * 1.4)
    items = f"select 50000000 + n % {number['mini_program']} as n from ({_numbers(0, item_rows)})"
    plan: list[tuple[str, tuple[str, ...], Mapping[str, str], str]] = [
        ("till", headers.TILL_ORDERS, till, store_orders),
        ("youzan", headers.YOUZAN_ORDERS, youzan, mini),
        ("youzan", headers.YOUZAN_ITEMS, item, items),
        ("wechat_pay", headers.WECHAT_TRADES, wechat, mini),
        ("tmall", headers.TAOBAO_ORDERS, taobao, tmall),
        ("alipay", headers.ALIPAY_CLASSIC, alipay, tmall),
        ("meituan_bill", headers.MEITUAN_ORDERS, meituan, _numbers(20000000, number["meituan"])),
        ("eleme_bill", headers.ELEME_ORDERS, eleme, _numbers(40000000, number["eleme"])),
    ]
    written = {}
    connection = duckdb.connect()
    for index, (source, header, cells, rows) in enumerate(plan):
        folder = exports / source
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{index}_{source}.csv"
        chosen = ", ".join(f"{cells.get(word, repr(''))} as c{position}" for position, word in enumerate(header))
        body = path.with_suffix(".part")
        connection.execute(f"copy (select {chosen} from ({rows}) as o) to '{body}' (format csv, header false)")
        with path.open("wb") as stream, body.open("rb") as source_stream:
            stream.write((",".join(header) + "\n").encode())
            while chunk := source_stream.read(1 << 24):
                stream.write(chunk)
        body.unlink()
        written[f"{source}/{path.name}"] = connection.execute(f"select count(*) from ({rows})").fetchall()[0][0]
    connection.close()
    return written
