"""What transforms need to know about the business besides the tables: all of it an argument, none of it a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transforms.settings import Shop
from transforms.sql import quote


@dataclass(frozen=True)
class Parameters:
    """The business's settings and the as-of day of one run."""

    shop: Shop
    as_of_day: date
    known_until: date = date.max
    """Fees and refunds booked later were not known yet: only a day before the last one in the data is rebuilt so."""

    @property
    def known(self) -> str:
        """The last day of fees and refunds as a SQL literal."""
        return f"date '{self.known_until.isoformat()}'"

    @property
    def as_of(self) -> str:
        """The as-of day as a SQL literal."""
        return f"date '{self.as_of_day.isoformat()}'"


def shop_day(shop: Shop, moment: str) -> str:
    """Expression of the shop's own day of a UTC time: its time zone, and a day that ends at `day_ends_at`."""
    ends = shop.business.day_ends_at
    local = f"timezone({quote(shop.business.time_zone)}, timezone('UTC', {moment}))"
    minutes = ends.hour * 60 + ends.minute
    return f"cast({local} - interval {minutes} minute as date)" if minutes else f"cast({local} as date)"


def per_channel(values: dict[str, str], default: str, channel: str = "channel") -> str:
    """Expression that picks a value by channel."""
    cases = " ".join(f"when {quote(name)} then {value}" for name, value in values.items())
    return f"case {channel} {cases} else {default} end" if cases else default


def branch_name(shop: Shop, branch: str) -> str:
    """Expression of a branch's one name, whatever a file calls it."""
    names = {other: quote(name) for name, each in shop.branches.items() for other in each.also_called}
    return per_channel(names, branch, branch)


def is_own(shop: Shop, channel: str = "channel") -> str:
    """Condition that a channel is the store or own online."""
    own = ", ".join(quote(name) for name, each in shop.channels.items() if each.is_own)
    return f"{channel} in ({own})" if own else "false"
