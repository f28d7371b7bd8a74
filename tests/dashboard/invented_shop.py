"""An invented shop of five channels: seeded people, their habits and their orders."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

AS_OF = date(2026, 11, 14)
FIRST = date(2025, 9, 1)
CHANNELS = {
    "store": ("store", "Store", "门店", "門市"),
    "mini_program": ("own_online", "Mini-program", "小程序", "小程式"),
    "tmall": ("marketplace", "Tmall", "天猫", "天貓"),
    "meituan": ("delivery", "Meituan", "美团外卖", "美團外賣"),
    "eleme": ("delivery", "Ele.me", "饿了么", "餓了麼"),
}
OWN = ("store", "mini_program")
FEES = {
    "store": {"payment_processing": "0.006"},
    "mini_program": {"payment_processing": "0.006", "subscription": "0.01"},
    "tmall": {"commission": "0.05", "payment_processing": "0.01", "promotion": "0.04"},
    "meituan": {"commission": "0.062", "delivery_service": "0.115", "promotion": "0.02"},
    "eleme": {"commission": "0.058", "delivery_service": "0.12"},
}
TOML = """[business]
name = "Tea & Bread"
languages = ["zh-Hans", "zh-Hant", "en"]

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
"""


@dataclass
class Order:
    """One purchase of the invented shop."""

    day: date
    channel: str
    person: int | None
    gross: Decimal
    merchant_discount: Decimal
    refunded: Decimal
    fees_known: bool
    branch: str

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}"

    @property
    def net_sales(self) -> Decimal:
        return self.gross - self.merchant_discount - self.refunded


def simulate(people: int = 900, seed: int = 7) -> list[Order]:
    """Orders of people who each prefer a channel, sometimes change it, and of passers-by nobody can name."""
    chance = random.Random(seed)
    orders: list[Order] = []
    span = (AS_OF - FIRST).days
    for person in range(people):
        home = chance.choices(list(CHANNELS), [30, 20, 12, 25, 13])[0]
        day = FIRST + timedelta(days=chance.randint(0, span))
        gap = chance.choice([9, 18, 30, 60, 400])
        while day <= AS_OF:
            if chance.random() < 0.07:
                home = chance.choices(list(CHANNELS), [26, 30, 10, 20, 14])[0]
            channel = home if chance.random() < 0.85 else chance.choice(list(CHANNELS))
            named = chance.random() < {"store": 0.6, "mini_program": 1, "tmall": 0.9, "meituan": 0.7}.get(channel, 0.55)
            orders.append(_order(chance, day, channel, person if named else None))
            day += timedelta(days=max(1, round(chance.expovariate(1 / gap))))
    return orders


def _order(chance: random.Random, day: date, channel: str, person: int | None) -> Order:
    gross = Decimal(chance.randint(1800, 9500)) / 100
    discount = (gross * Decimal(chance.choice(["0", "0.05", "0.15"]))).quantize(Decimal("0.01"))
    refunded = (gross - discount) if chance.random() < 0.02 else Decimal(0)
    known = not (channel == "eleme" and day >= date(2026, 10, 20))
    return Order(day, channel, person, gross, discount, refunded, known, chance.choice(["Gulou", "Hexi"]))
