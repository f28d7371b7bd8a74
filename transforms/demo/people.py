"""The invented people: who they are, where they first come in, and how often they buy."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import accumulate

from transforms.demo.season import MONTHS, month_calendar

PEOPLE = 10_900
"""At scale 1; about six in ten leave a trace that names them."""
COURIER_PHONE = "15900000159"
TEST_PHONE = "13800138000"

_FIRST_CHANNEL = {"store": 0.29, "mini_program": 0.215, "tmall": 0.205, "meituan": 0.18, "eleme": 0.11}
_TREND = {"store": 0.0, "mini_program": 1.0, "tmall": -0.35, "meituan": -0.3, "eleme": -0.2}
_TEMPO_SHARES = {
    "store": (0.38, 0.38, 0.19, 0.05),
    "mini_program": (0.42, 0.36, 0.18, 0.04),
    "tmall": (0.62, 0.30, 0.075, 0.005),
    "meituan": (0.32, 0.38, 0.24, 0.06),
    "eleme": (0.36, 0.37, 0.22, 0.05),
}
_SECOND_CHANNEL = {
    "store": ("mini_program", "meituan", "eleme"),
    "mini_program": ("store", "meituan", "tmall"),
    "tmall": ("mini_program", "mini_program", "store"),
    "meituan": ("eleme", "store", "eleme"),
    "eleme": ("meituan", "store", "meituan"),
}
_PREFIXES = (134, 135, 136, 137, 139, 150, 151, 152, 157, 158, 159, 177, 182, 183, 186, 187, 188, 199)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文斌宇欣雨晨子涵梓轩诗怡佳琪思远嘉宁若溪安然一诺"


@dataclass(frozen=True)
class Tempo:
    """One way of buying: orders a month while active, and the chance to stop in a month."""

    name: str
    rate: float
    stop: float


TEMPOS = (
    Tempo("once", 0.0, 1.0),
    Tempo("occasional", 0.24, 0.05),
    Tempo("regular", 0.80, 0.036),
    Tempo("fan", 2.1, 0.02),
)


@dataclass(slots=True)
class Person:
    """One person, with everything true about them, whether or not a file shows it."""

    key: str
    name: str
    phones: tuple[str, ...]
    card: str
    openid: str
    taobao_name: str
    address: str
    student: bool
    branch: int
    arrives: int
    channel: str
    tempo: Tempo
    member_from: datetime | None
    tells_courier: bool
    """Gives the member number with a delivery order."""
    mix: dict[str, float] = field(default_factory=dict)
    """Share of the orders by channel, to begin with."""
    leaves_phone: bool = True
    """Lets the mini-program have the phone number."""


class _Phones:
    """Phone numbers never given out before."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used = {COURIER_PHONE, TEST_PHONE}

    def new(self) -> str:
        while True:
            phone = f"{self._rng.choice(_PREFIXES)}{self._rng.randrange(10**8):08d}"
            if phone not in self._used:
                self._used.add(phone)
                return phone


def invent_name(rng: random.Random) -> str:
    """One Chinese name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))


def invent_receiver_phone(rng: random.Random) -> str:
    """A phone from a range of its own, so that the receiver of a gift is never by chance a customer."""
    return f"155{rng.randrange(10**8):08d}"


def invent_people(scale: float, rng: random.Random) -> list[Person]:
    """Everybody who will ever order, in the order of their keys."""
    phones = _Phones(rng)
    arrivals = {channel: _arrival_weights(channel) for channel in _FIRST_CHANNEL}
    first = rng.choices(
        tuple(_FIRST_CHANNEL), weights=tuple(_FIRST_CHANNEL.values()), k=max(120, round(PEOPLE * scale))
    )
    return [
        _invent_person(number, channel, rng.choices(range(len(MONTHS)), cum_weights=arrivals[channel])[0], phones, rng)
        for number, channel in enumerate(first, start=1)
    ]


def _arrival_weights(channel: str) -> list[float]:
    """Running weight of each month as somebody's first; those who were customers before come in the first months."""
    weights = []
    for index in range(len(MONTHS)):
        trend = 1 + _TREND[channel] * (index / len(MONTHS) - 0.5)
        stock = 2.6 if index < 3 and channel != "tmall" else 1.0
        weights.append(month_calendar(channel, index, False).mean * trend * stock)
    return list(accumulate(weights))


def _invent_person(number: int, channel: str, arrives: int, phones: _Phones, rng: random.Random) -> Person:
    student = channel != "tmall" and rng.random() < 0.24
    tempo = rng.choices(TEMPOS, weights=_TEMPO_SHARES[channel])[0]
    mix = {channel: 1.0}
    if rng.random() < 0.36:
        share = rng.uniform(0.1, 0.4)
        mix = {channel: 1 - share, rng.choice(_SECOND_CHANNEL[channel]): share}
    # The till asks everybody; those who come often say yes.
    chance = {"once": 0.3, "occasional": 0.42, "regular": 0.55, "fan": 0.74}[tempo.name]
    is_member = ("store" in mix or channel in ("meituan", "eleme")) and rng.random() < (
        chance if "store" in mix else chance * 0.45
    )
    first_day = MONTHS[arrives]
    return Person(
        key=f"P{number:05d}",
        name=invent_name(rng),
        phones=(phones.new(), phones.new()) if rng.random() < 0.05 else (phones.new(),),
        card=f"8801{number * 37 % 1000000:06d}{number % 10}",
        openid=f"oTB{rng.getrandbits(100):025x}",
        taobao_name=f"tb{rng.randrange(10**9):09d}{number}",
        address=f"{rng.choice(('姑苏区', '吴中区', '虎丘区'))}示例路{rng.randrange(1, 400)}号{rng.randrange(1, 30)}幢",
        student=student,
        branch=1 if rng.random() < (0.9 if student else 0.3) else 0,
        arrives=arrives,
        channel=channel,
        tempo=tempo,
        member_from=datetime.combine(first_day, time()) if is_member else None,
        tells_courier=rng.random() < (0.75 if channel in ("meituan", "eleme") else 0.5),
        mix=mix,
        leaves_phone=rng.random() > 0.04,
    )
