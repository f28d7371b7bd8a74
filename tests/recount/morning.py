"""What changed beyond the usual, counted from the recounted tables with the statistics of the standard library."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import mean, stdev
from typing import Any

from scipy.stats import t as student

from tests.recount.basis import Basis, Row
from tests.recount.calendar import month_of, months_apart, twelve_months_before

Series = dict[tuple[str, str], dict[str, tuple[float, float]]]
"""Finding and channel -> month -> its level, and the money of one unit of it."""


class Morning(Basis):
    """The findings of the morning."""

    def morning_findings(self, tables: dict[str, list[Row]]) -> list[Row]:
        """One row per finding, from the other tables."""
        complete = [row for row in tables["channel_costs"] if row["is_complete"] and row["currency"] == self.currency]
        if not complete:
            return []
        latest = max(row["month"] for row in complete)
        size = float(sum(row["net_sales"] for row in complete if row["month"] == latest))
        found = []
        for (finding, channel), months in self._series(tables, complete).items():
            names = sorted(months)
            due = latest if finding != "refunded_share" else max(
                row["month"] for row in tables["return_rates"] if row["is_complete"]
            )  # fmt: skip
            if names[-1] != due or len(names) < 2:
                continue
            level, before = months[names[-1]][0], months[names[-2]][0]
            steps = [
                months[name][0] - months[before][0] if months_apart(*map(_day, (before, name))) == 1 else None
                for before, name in pairwise(names)
            ]
            *rows, step = steps
            earlier = [each for each in rows[-12:] if each is not None]
            if len(earlier) < 6 or step is None:
                continue
            reach = float(student.ppf(0.975, len(earlier) - 1)) * stdev(earlier) * sqrt(1 + 1 / len(earlier))
            low, high = before + mean(earlier) - reach, before + mean(earlier) + reach
            amount = step * months[due][1]
            if low <= level <= high or abs(amount) < 0.005 * size:
                continue
            found.append(_finding(finding, channel, due, amount, 1, level, before, low, high))
        found += self._wrong(tables, date.fromisoformat(f"{latest}-01"))
        found.sort(key=lambda row: (-abs(row["amount"]), row["finding"], row["channel"]))
        return [{**row, "place": place} for place, row in enumerate(found, start=1)]

    def _series(self, tables: dict[str, list[Row]], complete: list[Row]) -> Series:
        series = self._of_channels(complete)
        for row in tables["return_rates"]:
            if row["is_complete"] and row["channel"] != "all" and row["sold"] > 0:
                series["refunded_share", row["channel"]][row["month"]] = row["refunded_share"], -float(row["sold"])
        worth = self._worth()
        for row in tables["homecoming"]:
            is_all = (row["kind"], row["from_channel"], row["to_channel"]) == ("homecoming", "all", "all")
            if is_all and row["month"] != "all" and row["is_complete"]:
                series["homecoming", "all"][row["month"]] = float(row["customers"]), worth
        lapsed: dict[str, int] = defaultdict(int)
        for row in tables["lifecycle_flows"]:
            if row["is_complete"]:
                lapsed[row["month"]] += row["customers"] * (row["to_state"] == "lapsed" != row["from_state"])
        series["lapsed", "all"] = {month: (float(people), -worth) for month, people in lapsed.items()}
        return {key: months for key, months in series.items() if months}

    def _of_channels(self, complete: list[Row]) -> Series:
        sums: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for row in complete:
            for name in ("orders", "net_sales", "gross", "fees", "orders_with_unknown_fees"):
                sums[row["channel"], row["month"]][name] += row[name]
                sums["own" if self.is_own(row["channel"]) else "others", row["month"]][name] += row[name]
        months = sorted({row["month"] for row in complete})
        series: Series = defaultdict(dict)
        for channel in {row["channel"] for row in complete}:
            since = min((month for month in months if sums[channel, month]["orders"]), default="9999")
            for month in months:
                cell = sums[channel, month]
                if month >= since:
                    series["net_sales", channel][month] = float(cell["net_sales"]), 1.0
                if cell["gross"] > 0 and not cell["orders_with_unknown_fees"]:
                    gross = float(cell["gross"])
                    series["take_rate", channel][month] = float(cell["fees"]) / gross, -gross
        for month in months:
            own, others = float(sums["own", month]["net_sales"]), float(sums["others", month]["net_sales"])
            if own + others > 0:
                series["own_share", "all"][month] = own / (own + others), own + others
        return series

    def _worth(self) -> float:
        """Net sales of a known customer over the last 12 months."""
        since = twelve_months_before(self.as_of)
        recent = [
            (customer, order)
            for customer, person in self.people.items()
            for order in person.orders
            if order["order_day"] > since and order["currency"] == self.currency
        ]
        people = {customer for customer, _ in recent}
        return float(sum(order["net_sales"] for _, order in recent)) / len(people) if people else 0.0

    def _wrong(self, tables: dict[str, list[Row]], since: date) -> list[Row]:
        wrong: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in tables["payout_reconciliation"]:
            if row["payout_state"] == "differs" and row["currency"] == self.currency and row["payout_day"] >= since:
                way = "short" if row["difference"] < 0 else "over"
                wrong[f"payout_{way}", row["channel"]].append(row)
        overdue = timedelta(days=self.shop.fee_audit.bill_within_days)
        for row in tables["fee_audit"]:
            is_unpaid = row["finding"] == "never_paid_out"
            day = row["order_day"] + overdue if is_unpaid else row["fee_day"] or row["order_day"]
            if row["currency"] == self.currency and day >= since:
                wrong["never_paid_out" if is_unpaid else "fee_audit", row["channel"]].append(row)
        found = []
        for (finding, channel), rows in wrong.items():
            month = month_of(since)
            if finding.startswith("payout"):
                stated, expected = (float(sum(row[name] for row in rows)) for name in ("stated", "expected"))
                amount = float(sum(row["difference"] for row in rows))
                found.append(_finding(finding, channel, month, amount, len(rows), stated, expected))
            else:
                amount = -float(sum(row["owed_back"] for row in rows))
                found.append(_finding(finding, channel, month, amount, len({row["order_key"] for row in rows})))
        return found


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _finding(finding: str, channel: str, month: str, amount: float, cases: int, *levels: float) -> dict[str, Any]:
    names = ("level", "level_before", "usual_low", "usual_high")
    row = dict(zip(names, (*levels, None, None, None, None), strict=False))
    cents = Decimal(repr(round(amount, 2)))
    return {"finding": finding, "channel": channel, "month": month, "amount": cents, "cases": cases, **row}
