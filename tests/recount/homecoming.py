"""Who came from platforms to our own channels for the first time, and who left: METRICS.md §3, "Homecoming"."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.recount.basis import ZERO, Basis, Person, Row
from tests.recount.calendar import month_after, month_of, periods_between

NOTHING_SINCE = {"orders_since": 0, "net_sales_since": ZERO, "fees_since": ZERO, "unknown_fees_since": 0}


class Homecoming(Basis):
    """First purchases on the other side."""

    def crossings(self) -> list[Row]:
        """Who crossed, by kind, month and channels, and what they bought since."""
        rows: dict[tuple[str, str, str, str], Row] = {}
        for person in self.people.values():
            since = self._since(person)
            if not since:
                continue
            kind, channel = self._kind(person), since[0]["channel"]
            counted = [order for order in since if order["currency"] == self.currency]
            for month in (month_of(since[0]["order_day"]), "all"):
                for pair in ((person.first_channel, channel), ("all", "all")):
                    key = kind, month, *pair
                    names = dict(zip(("kind", "month", "from_channel", "to_channel"), key, strict=True))
                    row = rows.setdefault(key, {**names, "customers": 0, **NOTHING_SINCE})
                    row["customers"] += 1
                    row["orders_since"] += len(counted)
                    row["net_sales_since"] += sum((order["net_sales"] for order in counted), ZERO)
                    row["fees_since"] += sum((order["fees"] for order in counted), ZERO)
                    row["unknown_fees_since"] += sum(not order["fees_known"] for order in counted)
        return list(rows.values())

    def first_there(self) -> list[Row]:
        """Whose first purchase was there up to the end of each month, by kind and channel."""
        months = [(name, end) for name, _, end in periods_between(self.history_start, self.as_of, "month")]
        counts: dict[tuple[str, str, str], int] = defaultdict(int)
        for person in self.people.values():
            for month, end in (*months, ("all", self.as_of)):
                if person.first_day <= end:
                    for channel in (person.first_channel, "all"):
                        counts[self._kind(person), month, channel] += 1
        return [
            {"kind": kind, "month": month, "from_channel": channel, "first_there": number}
            for (kind, month, channel), number in counts.items()
        ]

    def homecoming(self, crossings: list[Row], first_there: list[Row]) -> list[Row]:
        """Both together: every month of a side, and the pairs of channels between which somebody may have crossed."""
        there = {(row["kind"], row["month"], row["from_channel"]): row for row in first_there}
        found = {(row["kind"], row["month"], row["from_channel"], row["to_channel"]): row for row in crossings}
        bounds = {"customers": 0, "customers_likely": 0.0, "customers_most": 0}
        for (kind, month, channel), base in there.items():
            if channel == "all" and base["first_there_most"]:
                names = {"kind": kind, "month": month, "from_channel": "all", "to_channel": "all"}
                found.setdefault((kind, month, "all", "all"), {**names, **bounds, **NOTHING_SINCE})
        rows = []
        for (kind, month, channel, _), row in found.items():
            base = there[kind, month, channel]
            most, fewest = row["customers_most"], base["first_there_least"]
            rows.append(
                {
                    **{name: value for name, value in row.items() if not name.endswith("_least")},
                    **{name: value for name, value in base.items() if not name.endswith("_least")},
                    "share": row["customers"] / base["first_there"] if base["first_there"] else None,
                    "share_likely": (
                        row["customers_likely"] / base["first_there_likely"] if base["first_there_likely"] else None
                    ),
                    "share_most": min(1.0, most / fewest) if fewest else float(most > 0),
                    "median_days": self._median(kind) if month == channel == "all" else None,
                    "is_complete": month == "all" or month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
                }
            )
        return rows

    def _kind(self, person: Person) -> str:
        return "leak" if self.is_own(person.first_channel) else "homecoming"

    def _since(self, person: Person) -> list[Row]:
        """Purchases from the first one on the other side on; none if there is none."""
        side = self.is_own(person.first_channel)
        for place, order in enumerate(person.orders):
            if self.is_own(order["channel"]) != side:
                return person.orders[place:]
        return []

    def _median(self, kind: str) -> int | None:
        """The first day by which half have crossed, each counted for as long as they could be watched."""
        watched = []
        for person in self.people.values():
            if self._kind(person) == kind:
                since = self._since(person)
                end = since[0]["order_day"] if since else self.as_of
                watched.append(((end - person.first_day).days, bool(since)))
        left = 1.0
        for day in sorted({days for days, crossed in watched if crossed}):
            at_risk = sum(days >= day for days, _ in watched)
            left *= 1 - sum(crossed and days == day for days, crossed in watched) / at_risk
            if round(left, 9) <= 0.5:
                return day
        return None
