"""The story: when each person orders and through which door, over three years.

Two things move people between doors. In the summer of 2025 the platforms' campaigns draw own customers away (the leak);
from spring 2026 a leaflet in every delivery bag makes members of delivery regulars, many of whom then come home.
"""

from __future__ import annotations

import math
import random
from datetime import datetime, time, timedelta
from typing import NamedTuple

from transforms.demo.people import Person
from transforms.demo.season import MONTHS, is_delivery, month_calendar, time_of_order

_LEAK = range(19, 22)
"""June to August 2025, as positions in `MONTHS`."""
_LEAFLET = range(28, 35)
"""March to September 2026."""


class Visit(NamedTuple):
    """One order about to be placed."""

    at: datetime
    person: Person
    channel: str


class _Course:
    """Where one person's orders go, and how that changes."""

    def __init__(self, person: Person, rng: random.Random) -> None:
        self.person = person
        self.rng = rng
        self.mix = dict(person.mix)
        self.returns_at: int | None = None
        self.moves_at: int | None = None

    @property
    def main(self) -> str:
        """The channel of most orders now."""
        return max(self.mix, key=lambda channel: self.mix[channel])

    def advance(self, index: int) -> None:
        """Let the events of one month happen to this person."""
        rng, person = self.rng, self.person
        if index == self.returns_at:
            self.mix = dict(person.mix)
        if index == self.moves_at:
            old = self.main
            home = "mini_program" if rng.random() < 0.66 else "store"
            self.mix = {home: 0.72, "store" if home == "mini_program" else "mini_program": 0.13, old: 0.15}
        if index in _LEAK and not is_delivery(self.main) and self.main != "tmall" and rng.random() < 0.085:
            self.mix = {"meituan" if rng.random() < 0.6 else "eleme": 0.78, self.main: 0.22}
            if rng.random() < 0.4:
                self.returns_at = index + rng.randrange(2, 7)
        elif index in _LEAFLET and self.moves_at is None and is_delivery(self.main) and rng.random() < 0.13:
            person.tells_courier = True
            if person.member_from is None:
                person.member_from = datetime.combine(MONTHS[index], time()) + timedelta(days=rng.randrange(27))
            self.moves_at = index + rng.randrange(1, 4)

    def channel(self) -> str:
        """Where the next order goes."""
        return self.rng.choices(tuple(self.mix), weights=tuple(self.mix.values()))[0]


def _count(mean: float, rng: random.Random) -> int:
    """A Poisson number."""
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


def _visits_of(person: Person, rng: random.Random) -> list[Visit]:
    """All orders of one person."""
    day = month_calendar(person.channel, person.arrives, person.student).draw(rng)
    first = time_of_order(person.channel, day, rng)
    visits = [Visit(first, person, person.channel)]
    if person.tempo.rate == 0:
        return visits
    course = _Course(person, rng)
    for index in range(person.arrives, len(MONTHS)):
        if index > person.arrives and rng.random() < person.tempo.stop:
            break
        course.advance(index)
        mean = person.tempo.rate * month_calendar(course.main, index, person.student).mean
        for _ in range(_count(mean, rng)):
            channel = course.channel()
            at = time_of_order(channel, month_calendar(channel, index, person.student).draw(rng), rng)
            # In the month of arrival nothing can come before the first order.
            if at > first:
                visits.append(Visit(at, person, channel))
    return visits


def all_visits(people: list[Person], rng: random.Random) -> list[Visit]:
    """Every order of everybody, by time."""
    visits = [visit for person in people for visit in _visits_of(person, rng)]
    return sorted(visits, key=lambda visit: (visit.at, visit.person.key, visit.channel))
