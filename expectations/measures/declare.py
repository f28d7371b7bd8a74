"""What a measure is: a published table explained by its formula, its sources and an example that a test recomputes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Bought:
    """One order of a story. An order of nobody is one whose buyer no file names."""

    number: str
    who: str
    channel: str
    day: str
    gross: int
    discount: int = 0
    refunded: int = 0
    item: str = ""
    collected: bool = False


@dataclass(frozen=True, slots=True)
class Billed:
    """One line of a platform's bill: the fee of an order, and what the order adds to the payout."""

    number: str
    channel: str
    day: str
    commission: str
    due: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who all bought once on the first day; as many as `back` came again, the nth of them n days later."""

    people: int
    back: int
    first: str
    gross: int

    def orders(self) -> Iterator[Bought]:
        """Every order of the crowd."""
        first = date.fromisoformat(self.first)
        for number in range(1, self.people + 1):
            name = f"person-{number:03}"
            yield Bought(f"{name}-1", name, "store", self.first, self.gross)
            if number <= self.back:
                yield Bought(f"{name}-2", name, "store", (first + timedelta(days=number)).isoformat(), self.gross)


@dataclass(frozen=True, slots=True)
class Graded:
    """Links of held-out people that were given a probability in one band, and how many of them were right."""

    low: float
    high: float
    links: int
    right: int
    mean: float


@dataclass(frozen=True, slots=True)
class Story:
    """One tiny business: all its orders and bills up to the as-of day. `agreed` can be reached and has agreed to it."""

    name: str
    about: str
    as_of: str
    orders: tuple[Bought, ...] = ()
    bills: tuple[Billed, ...] = ()
    paid_out: str = ""
    agreed: tuple[str, ...] = ()
    settings: str = ""
    crowd: Crowd | None = None
    graded: Graded | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """What a measure says of a story, as text: names of columns, then the rows where the condition holds, in order.

    People stand by their names in the story, shares are rounded to four decimals, what is not known is `null`.
    """

    story: Story
    text: str
    why: str
    where: str = "true"

    @property
    def lines(self) -> list[list[str]]:
        """The cells of the header and of each row."""
        return [[cell.strip() for cell in line.split("|")] for line in self.text.strip().splitlines()]

    @property
    def columns(self) -> list[str]:
        """The columns that are shown."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Measure:
    """One published table: its formula in a line, the tables it is made from, the chapter of its words, an example.

    Grain, columns and checks are not said here: they come from the table's declaration and the promises about it.
    """

    table: str
    formula: str
    sources: tuple[str, ...]
    section: str
    example: Example
