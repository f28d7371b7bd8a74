"""Invented customers that are hard to tell apart, each set with its truth; every set is seeded and small.

A sighting is one order as a file would show it: who truly placed it, and what the row says of the buyer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2024, 1, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文斌宇欣雨"
TRADITIONAL = str.maketrans("张刘陈杨赵黄吴孙马罗伟丽强军艳杰娟涛刚华兰", "張劉陳楊趙黃吳孫馬羅偉麗強軍艷傑娟濤剛華蘭")
CHANNELS = ("store", "mini_program", "tmall")


@dataclass(frozen=True)
class Sighting:
    """One order: its true buyer, and what the file says."""

    person: str
    id: str
    channel: str
    day: date
    phone: str = ""
    email: str = ""
    name: str = ""
    member: str = ""
    account: str = ""


class _Maker:
    """Sightings of one set, numbered."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.found: list[Sighting] = []
        self._phones: set[str] = set()

    def phone(self) -> str:
        """A mobile number nobody else has."""
        while True:
            phone = f"13{self.rng.randrange(10)}{self.rng.randrange(10**8):08d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone

    def name(self, surname: str = "") -> str:
        """A full Chinese name."""
        return (surname or self.rng.choice(SURNAMES)) + "".join(self.rng.sample(GIVEN, 2))

    def buys(self, person: str, day: int, channel: str = "", **said: str) -> None:
        """One order of the person so many days after the first."""
        place = channel or self.rng.choice(CHANNELS)
        self.found.append(
            Sighting(person, f"{person}-{len(self.found)}", place, FIRST_DAY + timedelta(days=day), **said)
        )

    def days(self, count: int, low: int = 0, high: int = 360) -> list[int]:
        """Days of some orders, in order."""
        return sorted(self.rng.sample(range(low, high), count))


def families_sharing_a_phone() -> list[Sighting]:
    """Two or three people order under one number, by their own names; some also have a card or account of their own."""
    make = _Maker(1)
    for family in range(60):
        phone, surname = make.phone(), make.rng.choice(SURNAMES)
        names = {make.name(surname) for _ in range(make.rng.choice((2, 3)))}
        for number, name in enumerate(sorted(names)):
            person = f"f{family}.{number}"
            card = f"88{family:03d}{number}" if make.rng.random() < 0.5 else ""
            for day in make.days(4):
                make.buys(person, day, phone=phone, name=name)
                if card and make.rng.random() < 0.5:
                    make.buys(person, day, "store", name=name, member=card, phone=make.rng.choice((phone, "")))
            make.buys(person, 361, phone=phone)
    return make.found


def recycled_numbers() -> list[Sighting]:
    """A number falls silent, then somebody else has it, with a card or a name of their own: one in four after 100 days,
    the others after seven months and more.
    """
    make = _Maker(2)
    for number in range(80):
        phone = make.phone()
        named = number % 2 == 0
        start = 220 if number % 4 == 3 else 340
        for turn, (low, high) in enumerate(((0, 120), (start, start + 160))):
            person = f"r{number}.{turn}"
            name, card = make.name(), f"77{number:03d}{turn}"
            for at, day in enumerate(make.days(4, low, high)):
                shows = at % 2 == 0
                make.buys(
                    person, day, phone=phone, name=name if named and shows else "",
                    member=card if not named and shows else "",
                )  # fmt: skip
    return make.found


def couriers() -> list[Sighting]:
    """The courier's number stands on the orders of many members."""
    make = _Maker(3)
    courier = make.phone()
    for number in range(60):
        person, phone, card = f"c{number}", make.phone(), f"66{number:04d}"
        for day in make.days(3):
            make.buys(person, day, "store", member=card, phone=phone)
        make.buys(person, make.rng.randrange(360), "store", member=card, phone=courier)
        make.buys(person, make.rng.randrange(360), "store", phone=courier)
    return make.found


def siblings() -> list[Sighting]:
    """Brothers and sisters: alike in name, one e-mail for the household, a phone each."""
    make = _Maker(4)
    for family in range(60):
        surname, first = make.rng.choice(SURNAMES), make.rng.choice(GIVEN)
        email = f"home{family}@example.com"
        for number, second in enumerate(make.rng.sample(GIVEN.replace(first, ""), 2)):
            person, phone, name = f"s{family}.{number}", make.phone(), surname + first + second
            for day in make.days(4):
                make.buys(person, day, phone=phone, name=name)
            make.buys(person, make.rng.randrange(360), "mini_program", email=email, name=name)
    return make.found


def _typo(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def typos() -> list[Sighting]:
    """Latin names and e-mails, one order in three with a slip of the finger."""
    make = _Maker(5)
    firsts = ("robert", "amelia", "charlotte", "george", "isabella", "theodore", "victoria", "sebastian", "gabriella")
    lasts = ("thompson", "richardson", "mcallister", "whitfield", "pemberton", "harrington", "goldsmith", "lancaster")
    for number in range(100):
        person, first, last = f"t{number}", make.rng.choice(firsts), make.rng.choice(lasts)
        email, phone = f"{first}.{last}{number:02d}@example.com", make.phone()
        for day in make.days(4):
            slips = make.rng.random() < 0.33
            name = f"{first} {last}"
            make.buys(
                person, day,
                email=_typo(make.rng, email.partition("@")[0]) + "@example.com" if slips else email,
                name=_typo(make.rng, name) if slips else name,
                phone=phone if make.rng.random() < 0.3 else "",
            )  # fmt: skip
    return make.found


def names_in_three_scripts() -> list[Sighting]:
    """One name in simplified, traditional and pinyin, with a full number in the shop and a masked one elsewhere."""
    make = _Maker(6)
    pinyin = _pinyin()
    for number in range(120):
        person, name, phone = f"n{number}", make.name(), make.phone()
        spelt = " ".join((pinyin(name[0]), pinyin(name[1]) + pinyin(name[2])))
        for day, written in zip(make.days(4), (name, name.translate(TRADITIONAL), spelt, name), strict=True):
            make.buys(person, day, "mini_program", phone=phone, name=written)
        make.buys(person, 361, "tmall", phone=f"{phone[:3]}****{phone[-4:]}", name=name.translate(TRADITIONAL))
    return make.found


def _pinyin() -> Callable[[str], str]:
    from pypinyin import lazy_pinyin

    return lambda character: "".join(lazy_pinyin(character))


def masked_phones_that_collide() -> list[Sighting]:
    """Pairs of people whose numbers look the same once masked; half of them show a surname besides."""
    make = _Maker(7)
    for number in range(100):
        first, last = f"13{make.rng.randrange(10)}", f"{make.rng.randrange(10**4):04d}"
        for turn in range(2):
            person = f"m{number}.{turn}"
            phone = f"{first}{make.rng.randrange(10**4):04d}{last}"
            name = make.name()
            for day in make.days(3):
                make.buys(person, day, "mini_program", phone=phone, name=name)
            shown = f"{name[0]}**" if number % 2 else ""
            make.buys(person, make.rng.randrange(360), "tmall", phone=f"{first}****{last}", name=shown)
    return make.found


HARD_SETS: dict[str, Callable[[], list[Sighting]]] = {
    each.__name__: each
    for each in (
        families_sharing_a_phone,
        recycled_numbers,
        couriers,
        siblings,
        typos,
        names_in_three_scripts,
        masked_phones_that_collide,
    )
}


def all_sightings() -> Iterator[tuple[str, list[Sighting]]]:
    """Every set by its name."""
    for name, make in HARD_SETS.items():
        yield name, make()
