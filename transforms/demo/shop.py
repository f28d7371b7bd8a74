"""The invented shop itself: its settings, branches and account numbers."""

from __future__ import annotations

from typing import NamedTuple


class Branch(NamedTuple):
    """One branch, with the number each system knows it by."""

    name: str
    till_code: str
    meituan_id: str
    eleme_id: str


SHOP_NAME = "Tea & Bread 茶与面包"
BRANCHES = (
    Branch("人民路店", "6101", "15180001", "500180001"),
    Branch("大学城店", "6102", "15180002", "500180002"),
)
PROVINCE, CITY = "江苏省", "苏州市"
WECHAT_APP, WECHAT_MERCHANT = "wx0demo0tea0bread0", "1600000001"
ALIPAY_ACCOUNT = "20880000000000000156"

SHOP_TOML = """\
# The demo business of Regulars 熟客: invented people, invented trade, true file layouts.

[business]
name = "Tea & Bread 茶与面包"
time_zone = "Asia/Shanghai"
day_ends_at = "00:00"              # a night kitchen would set 04:00
currency = "CNY"
languages = ["zh-Hans", "zh-Hant", "en"]
phone_region = "CN"

# Where orders are placed. The key is the channel's name in every table.
[channels.store]
kind = "store"                     # store | own_online | marketplace | delivery
label = { en = "Store", "zh-Hans" = "门店", "zh-Hant" = "門市" }
[channels.mini_program]
kind = "own_online"
label = { en = "Mini-program", "zh-Hans" = "小程序", "zh-Hant" = "小程式" }
[channels.tmall]
kind = "marketplace"
label = { en = "Tmall", "zh-Hans" = "天猫", "zh-Hant" = "天貓" }
[channels.meituan]
kind = "delivery"
label = { en = "Meituan", "zh-Hans" = "美团外卖", "zh-Hant" = "美團外賣" }
[channels.eleme]
kind = "delivery"
label = { en = "Ele.me", "zh-Hans" = "饿了么", "zh-Hant" = "餓了麼" }

# Where files come from. Each source reads exports/<its name>/.
[sources.till]                     # the till also rings up the delivery orders: the bridge to the bills
channel = "store"
channel_values = { "美团外卖" = "meituan", "饿了么" = "eleme" }
[sources.youzan]
channel = "mini_program"
[sources.wechat_pay]               # payment fees of the mini-program
channel = "mini_program"
[sources.tmall]
channel = "tmall"
[sources.alipay]                   # commissions of Tmall are only in this ledger
channel = "tmall"
[sources.meituan_bill]
channel = "meituan"
[sources.eleme_bill]
channel = "eleme"

# Other names that platforms have for our branches.
[branches."人民路店"]
also_called = ["Tea & Bread 茶与面包（人民路店）"]
[branches."大学城店"]
also_called = ["Tea & Bread 茶与面包（大学城店）"]

# What was agreed, for the fee audit only.
[contract.meituan]
commission_rate = 0.05             # of goods and packing less our own discount
minimum_per_order = 1.02
[contract.eleme]
commission_rate = 0.05
minimum_per_order = 0.80
billed_as = ["platform_service"]   # the bill calls it the technical service fee
[contract.tmall]
commission_rate = 0.02
base = "net_sales"                 # refunds give their part back

# What no file bills.
[own_costs.mini_program]
courier_per_order = 5.00

# What if platform orders moved home: a message and a part of a coupon for each, and a poster a month.
[what_if]
cost_per_order_addressed = 0.30
fixed_per_month = 100

# Whom to call. The lists are called since that day; one in ten on them is left alone to see what calling does.
[follow_ups]
called_since = 2026-05-04

# Names for people of whom all of this is true.
[tags.weekend]
label = { en = "Weekend people", "zh-Hans" = "周末客", "zh-Hant" = "週末客" }
weekdays = ["sat", "sun"]
share_from = 0.6
purchase_days_from = 4
[tags.morning]
label = { en = "Morning people", "zh-Hans" = "早市客", "zh-Hant" = "早市客" }
hours = [6, 11]
purchase_days_from = 4
[tags.gifts]
label = { en = "Buy gift boxes", "zh-Hans" = "买礼盒", "zh-Hant" = "買禮盒" }
item_contains = "礼盒"
[tags.platforms_only_regular]
label = { en = "Often, but not close", "zh-Hans" = "常来但不近", "zh-Hant" = "常來但不近" }
strength = ["weak"]
purchase_days_from = 6
silent_days_up_to = 60

# How long things are kept, in days; older ones go at the end of a night. These are the defaults.
[retention]
#landing_days = 3650               # export files; for ever unless set: their orders leave every figure with them
removed_days = 90                  # files taken back with `regulars remove`
logs_days = 180
airflow_logs_days = 90
snapshots = 14                     # nights to go back to with `regulars rollback`
"""
