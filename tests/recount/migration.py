"""Who moved where: flows between periods and steps between purchases."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tests.recount.basis import ZERO, Basis, Person, Row
from tests.recount.calendar import month_after, month_of, periods_between


class Migration(Basis):
    """Who moved where: flows between periods and steps between purchases."""

    def migration_flows(self) -> list[Row]:
        rows = []
        for grain in ("month", "quarter", "year"):
            periods = periods_between(self.history_start, self.as_of, grain)
            for before, now in pairwise(periods):
                rows += self._matrix(grain, before, now)
        return rows

    def _matrix(self, grain: str, before: tuple[str, date, date], now: tuple[str, date, date]) -> list[Row]:
        name, start, end = now
        cells: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            if person.first_day > end:
                continue
            then = self._during(person, before[1], before[2])
            if person.first_day >= start:
                then = "became_identified" if self._may_be_older(person, start) else "new"
            cells[then, self._during(person, start, end)].append(person)
        rows = []
        for (then, state), people in cells.items():
            net_sales = ZERO
            for person in people:
                net_sales += self.net_of(order for order in person.orders if start <= order["order_day"] <= end)
            first_seen = [person for person in people if person.first_day >= start]
            rows.append(
                {
                    "grain": grain,
                    "period": name,
                    "from_state": then,
                    "to_state": state,
                    "customers": len(people),
                    "customers_in_left_margin": sum(self.in_left_margin(person) for person in first_seen),
                    "net_sales": net_sales,
                    "is_complete": end <= self.as_of,
                }
            )
        return rows

    def _during(self, person: Person, start: date, end: date) -> str:
        return self.state((day, channel) for day, channel in person.channel_days if start <= day <= end)

    def _may_be_older(self, person: Person, start: date) -> bool:
        """First seen in a channel old enough, of whose earlier purchases too few were identified."""
        channel = person.first_channel
        if (start - self.channel_start[channel]).days < self.shop.thresholds.left_margin_days:
            return False
        earlier = [order for order in self.purchases if order["channel"] == channel and order["order_day"] < start]
        identified = [order for order in earlier if order["customer_id"] is not None]
        return Decimal(len(identified)) / Decimal(len(earlier)) < self.shop.thresholds.identified_share

    def migration_steps(self) -> list[Row]:
        steps: Counter[tuple[str, str, str]] = Counter()
        movers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for customer, person in self.people.items():
            for (_, earlier), (day, later) in pairwise(person.channel_days):
                steps[month_of(day), earlier, later] += 1
                movers[month_of(day), earlier, later].add(customer)
        return [
            {
                "month": month,
                "from_channel": earlier,
                "to_channel": later,
                "steps": number,
                "customers": len(movers[month, earlier, later]),
                "is_complete": month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
            }
            for (month, earlier, later), number in steps.items()
        ]
