"""Who came back: repeat rates by window and cohorts by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tests.recount.basis import ZERO, Basis, Person, Row
from tests.recount.calendar import month_after, month_of, months_apart

WINDOWS = (30, 60, 90, 180, 365)


class Repeat(Basis):
    """Who came back: repeat rates by window and cohorts by month."""

    def repeat_rates(self) -> list[Row]:
        rows = []
        for window in WINDOWS:
            rows += self._in_window(window)
            rows += self._repurchase(window)
        return rows

    def _in_window(self, window: int) -> list[Row]:
        start = self.as_of - timedelta(days=window - 1)
        repeated: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
        for measure in ("repeat_rate", "returning_rate"):
            repeated[measure, "anywhere", "all"] = []
        for person in self.people.values():
            days = [day for day in person.days if day >= start]
            if not days:
                continue
            twice = len(days) >= 2
            before = person.first_day < start
            repeated["repeat_rate", "anywhere", "all"].append(twice)
            repeated["returning_rate", "anywhere", "all"].append(before)
            for channel in {channel for day, channel in person.channel_days if day >= start}:
                here = [day for day, where in person.channel_days if where == channel]
                repeated["repeat_rate", "anywhere", channel].append(twice)
                repeated["returning_rate", "anywhere", channel].append(before)
                repeated["repeat_rate", "in_channel", channel].append(sum(day >= start for day in here) >= 2)
                repeated["returning_rate", "in_channel", channel].append(min(here) < start)
        complete = self.history_start <= start
        return [_rate((*key, window, "all"), people, complete) for key, people in repeated.items()]

    def _repurchase(self, window: int) -> list[Row]:
        length = timedelta(days=window)
        repeated: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
        for person in self.people.values():
            again = any(person.first_day < day <= person.first_day + length for day in person.days)
            again_here = any(
                channel == person.first_channel and person.first_day < day <= person.first_day + length
                for day, channel in person.channel_days
            )
            periods = [month_of(person.first_day)]
            if person.first_day + length <= self.as_of:
                periods.append("all")
            for period in periods:
                repeated["anywhere", "all", period].append(again)
                repeated["anywhere", person.first_channel, period].append(again)
                repeated["in_channel", person.first_channel, period].append(again_here)
        rows = []
        for (scope, channel, period), people in repeated.items():
            complete = True
            if period != "all":
                complete = month_after(date.fromisoformat(f"{period}-01"), 0)[1] + length <= self.as_of
            rows.append(_rate(("repurchase", scope, channel, window, period), people, complete))
        return rows

    def cohorts(self) -> list[Row]:
        members: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            for channel in (person.first_channel, "all"):
                members[month_of(person.first_day), channel].append(person)
        rows = []
        for (month, channel), people in members.items():
            first = date.fromisoformat(f"{month}-01")
            for k in range(months_apart(first, self.as_of) + 1):
                rows.append(self._cohort_month(month, channel, people, first, k))
        return rows

    def _cohort_month(self, month: str, channel: str, people: list[Person], first: date, k: int) -> Row:
        start, end = month_after(first, k)
        second_month = month_after(first, 1)[0]
        return {
            "cohort_month": month,
            "first_channel": channel,
            "k": k,
            "size": len(people),
            "bought_in": sum(any(start <= day <= end for day in person.days) for person in people),
            "on_or_after": sum(any(start <= day for day in person.days) for person in people),
            "returned_by": sum(any(second_month <= day <= end for day in person.days) for person in people),
            "repeated_in_first_month": sum(sum(day < second_month for day in person.days) >= 2 for person in people),
            "net_sales": sum(
                (
                    self.net_of(order for order in person.orders if start <= order["order_day"] <= end)
                    for person in people
                ),
                ZERO,
            ),
            "is_complete": end <= self.as_of,
        }


def _rate(key: tuple[str, str, str, int, str], repeated: list[bool], is_complete: bool) -> Row:
    measure, scope, channel, window, period = key
    return {
        "measure": measure,
        "window_days": window,
        "scope": scope,
        "channel": channel,
        "period": period,
        "customers": len(repeated),
        "repeaters": sum(repeated),
        "rate": sum(repeated) / len(repeated) if repeated else None,
        "is_complete": is_complete,
    }


def with_rates(row: Row) -> Row:
    """The likely rate and the most it could be: the most repeaters by the fewest customers, and no more than all."""
    fewest = row.pop("customers_least")
    row.pop("repeaters_least")
    likely, most = row["repeaters_likely"], row["repeaters_most"]
    row["rate_likely"] = likely / row["customers_likely"] if row["customers_likely"] else None
    row["rate_most"] = None if not row["customers_most"] else min(1.0, most / fewest) if fewest else float(most > 0)
    return row
