"""What the shop sells, and what one basket of it holds."""

from __future__ import annotations

import itertools
import random
from typing import NamedTuple


class Item(NamedTuple):
    """One article of the menu; the price is in fen."""

    sku: str
    name: str
    spec: str
    family: str
    price: int
    popularity: int


class Line(NamedTuple):
    """One article in a basket."""

    item: Item
    quantity: int

    @property
    def amount(self) -> int:
        """List price of the line in fen."""
        return self.item.price * self.quantity


MENU = (
    Item("TB-D01", "茉莉奶绿", "中杯", "drink", 1400, 9),
    Item("TB-D02", "茉莉奶绿", "大杯", "drink", 1700, 7),
    Item("TB-D03", "桂花乌龙奶茶", "中杯", "drink", 1500, 8),
    Item("TB-D04", "桂花乌龙奶茶", "大杯", "drink", 1800, 6),
    Item("TB-D05", "手打柠檬茶", "大杯", "drink", 1600, 6),
    Item("TB-D06", "杨枝甘露", "大杯", "drink", 2200, 4),
    Item("TB-D07", "红茶拿铁", "中杯", "drink", 1900, 5),
    Item("TB-D08", "冷泡龙井", "瓶", "drink", 1200, 4),
    Item("TB-B01", "海盐黄油卷", "个", "bread", 700, 10),
    Item("TB-B02", "全麦吐司", "半条", "bread", 1300, 6),
    Item("TB-B03", "全麦吐司", "整条", "bread", 2400, 3),
    Item("TB-B04", "抹茶红豆软欧", "个", "bread", 1600, 6),
    Item("TB-B05", "核桃蔓越莓软欧", "个", "bread", 1800, 5),
    Item("TB-B06", "肉松小贝", "盒", "bread", 2200, 5),
    Item("TB-B07", "火腿芝士可颂", "个", "bread", 1500, 6),
    Item("TB-B08", "伯爵茶贝果", "个", "bread", 1100, 5),
    Item("TB-C01", "巴斯克芝士蛋糕", "切块", "cake", 2600, 4),
    Item("TB-C02", "龙井千层", "切块", "cake", 2800, 3),
    Item("TB-C03", "伯爵茶戚风", "6 寸", "cake", 9800, 1),
    Item("TB-G01", "明前龙井", "50g 罐装", "dry", 12800, 3),
    Item("TB-G02", "茉莉花茶", "100g 罐装", "dry", 6800, 6),
    Item("TB-G03", "桂花乌龙", "100g 罐装", "dry", 7800, 5),
    Item("TB-G04", "正山小种", "100g 罐装", "dry", 8800, 4),
    Item("TB-G05", "三角茶包混合装", "12 包", "dry", 3900, 9),
    Item("TB-G06", "冷泡茶包", "10 包", "dry", 3600, 7),
    Item("TB-G07", "抹茶曲奇", "盒", "dry", 4200, 7),
    Item("TB-G08", "蝴蝶酥", "盒", "dry", 3800, 7),
    Item("TB-G09", "茶与面包礼盒", "小", "dry", 15800, 3),
    Item("TB-G10", "茶与面包礼盒", "大", "dry", 26800, 1),
    Item("TB-G11", "玻璃公道杯", "只", "dry", 4900, 2),
)

_FRESH = ("drink", "bread", "cake")
_FAMILIES = {
    "store": _FRESH,
    "meituan": _FRESH,
    "eleme": _FRESH,
    "mini_program": ("drink", "bread", "cake", "dry"),
    "tmall": ("dry",),
}
_ON_SALE = {channel: tuple(item for item in MENU if item.family in families) for channel, families in _FAMILIES.items()}
_RUNNING = {
    channel: tuple(itertools.accumulate(item.popularity for item in items)) for channel, items in _ON_SALE.items()
}
_SIZES = {
    "store": (46, 34, 15, 5),
    "meituan": (34, 40, 18, 8),
    "eleme": (40, 38, 16, 6),
    "mini_program": (30, 38, 22, 10),
    "tmall": (58, 30, 12),
}


def fill_basket(channel: str, rng: random.Random) -> list[Line]:
    """One basket of different articles, as buyers of this channel take them."""
    size = rng.choices(range(1, len(_SIZES[channel]) + 1), weights=_SIZES[channel])[0]
    drawn = dict.fromkeys(rng.choices(_ON_SALE[channel], cum_weights=_RUNNING[channel], k=size))
    return [Line(item, 2 if rng.random() < 0.12 else 1) for item in drawn]
