"""Every sample: which layout, which source, which file.

A new platform's samples are a module of their own beside this one. Such a module holds `SETTINGS`, a whole shop.toml,
`FILES`: layout -> source, name of the file, its bytes, and `RAW_CONTACTS`, every contact in them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NamedTuple

import tests.samples
from tests.samples import alipay, eleme, meituan, shopify, taobao, till, wechat_pay, youzan
from tests.samples.build import drop, shop_toml
from tests.samples.people import RAW_CONTACTS
from transforms.settings import Home

__all__ = ["FILES", "RAW_CONTACTS", "SETTINGS", "drop_every_sample", "drop_samples", "sample_modules", "samples"]

SETTINGS = shop_toml()
FILES: Mapping[str, tuple[str, str, Callable[[], bytes]]] = {
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
"""The business whose files meet: till, web shop, marketplace and delivery bills of the same orders."""


class Sample(NamedTuple):
    """One layout's sample file and the business it belongs to."""

    module: ModuleType
    source: str
    file_name: str
    data: Callable[[], bytes]


def sample_modules() -> list[ModuleType]:
    """This module and every other one beside it that holds the files of a business."""
    names = sorted(each.name for each in pkgutil.iter_modules(tests.samples.__path__))
    found = [importlib.import_module(f"tests.samples.{name}") for name in names]
    return [module for module in found if hasattr(module, "FILES")]


def samples() -> dict[str, Sample]:
    """Layout -> its sample, over all businesses."""
    found: dict[str, Sample] = {}
    for module in sample_modules():
        for layout, (source, name, data) in module.FILES.items():
            assert layout not in found, f"{layout} has two samples"
            found[layout] = Sample(module, source, name, data)
    return found


def drop_samples(home: Home, module: ModuleType) -> None:
    """Put all sample files of one business into their sources' folders."""
    for source, name, data in module.FILES.values():
        drop(home, source, name, data())


def drop_every_sample(home: Home) -> None:
    """Put the files of the business that meets itself in them into their sources' folders."""
    for source, name, data in FILES.values():
        drop(home, source, name, data())
