"""Who stood on which rung at the end of each month: METRICS.md §5, person by person and month by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.recount.basis import Basis, Person, Row
from tests.recount.calendar import month_after, periods_between, twelve_months_before
from tests.recount.customers import SERVED_BY


class Strength(Basis):
    """The ladder."""

    def prepare_ladder(self) -> None:
        """What does not depend on who is who: months, who could be reached when, and what counts as often."""
        self.month_ends = [
            (name, min(end, self.as_of)) for name, _, end in periods_between(self.history_start, self.as_of, "month")
        ]
        contacts: dict[str, set[str]] = defaultdict(set)
        for customer, kind, _ in self.contacts:
            contacts[customer].add(kind)
        said: dict[str, list[Row]] = defaultdict(list)
        for row in self.consent_statements:
            said[row["customer_id"]].append(row)
        self.reached = {
            (customer, end)
            for customer, rows in said.items()
            for _, end in self.month_ends
            if reached_by([row for row in rows if row["since_day"] <= end], contacts[customer])
        }
        self.often: dict[date, int | None] = {}
        for _, end in self.month_ends:
            counts = [days for person in self.people.values() if (days := _days_in_year(person, end))]
            share = float(self.shop.thresholds.super_top_share)
            others = max(len(counts) - 1, 1)
            often = [days for days in set(counts) if sum(other > days for other in counts) / others < share]
            self.often[end] = min(often, default=None)

    def strength_ladder(self) -> list[Row]:
        cells: dict[tuple[str, str, str, date], list[Person]] = defaultdict(list)
        for person in self.people.values():
            before = "none"
            for month, end in self.month_ends:
                rung = self._rung(person, end)
                if rung != "none":
                    cells[month, before, rung, end].append(person)
                before = rung
        return [
            {
                "month": month,
                "from_strength": before,
                "to_strength": rung,
                "customers": len(people),
                "net_sales": sum(
                    self.net_of(o for o in person.orders if o["order_day"].isoformat()[:7] == month)
                    for person in people
                ),
                "super_from_days": self.often[end],
                "is_complete": month_after(end, 0)[1] <= self.as_of,
            }
            for (month, before, rung, end), people in cells.items()
        ]

    def next_rung(self) -> list[Row]:
        cells: dict[tuple[str, str], int] = defaultdict(int)
        for person in self.people.values():
            rung = self._rung(person, self.as_of)
            at_ours = any(self.is_own(channel) and day > person.first_day for day, channel in person.channel_days)
            reached = any((order["customer_id"], self.as_of) in self.reached for order in person.orders)
            if rung == "random":
                cells[rung, "second_purchase"] += 1
            elif rung == "strong":
                cells[rung, "purchase_days"] += 1
            elif rung == "weak" and at_ours:
                cells[rung, "consent"] += 1
            elif rung == "weak":
                cells[rung, "own_channel" if reached else "own_channel_and_consent"] += 1
        return [{"strength": rung, "lift": lift, "customers": number} for (rung, lift), number in cells.items()]

    def _rung(self, person: Person, end: date) -> str:
        days = [day for day in person.days if day <= end]
        if not days:
            return "none"
        if len(days) == 1:
            return "random"
        at_ours = any(self.is_own(channel) and person.first_day < day <= end for day, channel in person.channel_days)
        if not at_ours or not any((order["customer_id"], end) in self.reached for order in person.orders):
            return "weak"
        often = self.often[end]
        return "super" if often is not None and _days_in_year(person, end) >= often else "strong"


def _days_in_year(person: Person, end: date) -> int:
    return sum(twelve_months_before(end) < day <= end for day in person.days)


def reached_by(said: list[Row], contacts: set[str]) -> set[str]:
    """Kinds by the latest statement on each purpose; a later refusal of any contact takes back what was agreed."""

    def age(row: Row) -> tuple[object, ...]:
        return row["stated_at"], row["file_rank"], row["row_number"]

    latest: dict[str, Row] = {}
    for row in sorted(said, key=lambda row: (*age(row), not row["consent"])):
        latest[row["purpose"]] = row
    refused = latest.get("marketing")
    kinds: set[str] = set()
    for purpose, row in latest.items():
        is_taken_back = refused is not None and not refused["consent"] and age(refused) > age(row)
        if row["consent"] and not is_taken_back:
            kinds |= contacts & set(SERVED_BY[purpose])
    return kinds
