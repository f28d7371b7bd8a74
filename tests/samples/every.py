"""Every sample at once: which layout, which source, which file."""

from tests.samples import alipay, eleme, meituan, shopify, taobao, till, wechat_pay, youzan
from tests.samples.build import drop
from transforms.settings import Home

FILES = {
    "meituan_pos_orders": ("till", "全渠道订单明细.xlsx", till.orders_file),
    "youzan_orders": ("youzan", "订单导出.csv", youzan.orders_file),
    "youzan_items": ("youzan", "商品导出.csv", youzan.items_file),
    "youzan_customers": ("youzan", "客户导出.csv", youzan.customers_file),
    "wechat_pay_bill": ("wechat_pay", "交易账单.csv", wechat_pay.bill_file),
    "taobao_orders": ("tmall", "ExportOrderList.csv", taobao.orders_file),
    "taobao_items": ("tmall", "ExportOrderDetailList.csv", taobao.items_file),
    "alipay_ledger": ("alipay", "账务明细.csv", alipay.ledger_file),
    "meituan_bill": ("meituan_bill", "账单.xlsx", meituan.bill_file),
    "eleme_bill": ("eleme_bill", "账单.xlsx", eleme.bill_file),
    "shopify_orders": ("web", "orders_export_1.csv", shopify.orders_file),
    "shopify_payments": ("web", "payment_transactions_export.csv", shopify.payments_file),
}
"""Layout -> source, name of the file, its bytes."""


def drop_every_sample(home: Home) -> None:
    """Put all sample files into their sources' folders."""
    for source, name, data in FILES.values():
        drop(home, source, name, data())
