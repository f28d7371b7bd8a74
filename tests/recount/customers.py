"""Who they are: customers, how much of the trade is theirs, and what tells nobody apart."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tests.recount.basis import ZERO, Row
from tests.recount.calendar import month_after, month_of, twelve_months_before
from tests.recount.lifecycle import Rhythm
from tests.recount.rfm import Bought, rfm

SERVED_BY = {
    "marketing": ("phone", "email"),
    "email": ("email",),
    "sms": ("phone",),
    "membership": ("phone", "email"),
}
BILLS = {"meituan_bill", "eleme_bill"}
"""Sources of the demo whose files never name a buyer: if one is known, another file named them."""


class Customers(Rhythm):
    """Who they are: customers, how much of the trade is theirs, and what tells nobody apart."""

    def customers(self) -> list[Row]:
        known: dict[str, list[Row]] = defaultdict(list)
        for identity in self.identities:
            if identity["customer_id"] is not None:
                known[identity["customer_id"]].append(identity)
        agreed: dict[str, set[str]] = defaultdict(set)
        for row in self.consents:
            if row["consent"]:
                agreed[row["customer_id"]].add(row["purpose"])
        left: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            if link["probability"] == 1:
                left[link["customer_id"]].add(link["evidence"])
        bridged = {order["customer_id"] for order in self.orders if order["source"] in BILLS}
        a_year_ago = twelve_months_before(self.as_of)
        days_in_year = {
            customer: sum(day > a_year_ago for day in person.days) for customer, person in self.people.items()
        }
        active = [days for days in days_in_year.values() if days > 0]
        segments = {row["customer_id"]: row["segment"] for row in self.rfm()[0]}
        rows = []
        for customer, person in self.people.items():
            contacts = known[customer]
            reachable = any(contact in SERVED_BY[purpose] for purpose in agreed[customer] for contact in left[customer])
            evidence = sorted({identity["identity_kind"] for identity in contacts})
            if customer in bridged:
                evidence.append("order_bridge")
            orders = self.bounds.of_customer(customer, len)
            purchase_days = self.bounds.of_customer(customer, lambda orders: len({o["order_day"] for o in orders}))
            days = days_in_year[customer]
            ahead = sum(other > days for other in active)
            in_top_tenth = days > 0 and ahead < self.shop.thresholds.super_top_share * (len(active) - 1 or 1)
            came_back = any(self.is_own(channel) and day > person.first_day for day, channel in person.channel_days)
            if len(person.days) == 1:
                strength, lift = "random", "second_purchase"
            elif not came_back or not reachable:
                lacks = [word for word, there in (("own_channel", came_back), ("consent", reachable)) if not there]
                strength, lift = "weak", "_and_".join(lacks)
            else:
                strength, lift = ("super", None) if in_top_tenth else ("strong", "purchase_days")
            rows.append(
                {
                    "customer_id": customer,
                    "first_order_day": person.first_day,
                    "last_order_day": person.latest["order_day"],
                    "purchase_days": len(person.days),
                    "purchase_days_likely": purchase_days[0],
                    "purchase_days_most": purchase_days[1],
                    "orders": len(person.orders),
                    "orders_likely": orders[0],
                    "orders_most": orders[1],
                    "net_sales": person.money("net_sales", self.currency),
                    "fees": person.money("fees", self.currency),
                    "contribution": person.money("contribution", self.currency),
                    "first_channel": person.first_channel,
                    "latest_channel": person.latest["channel"],
                    "main_channel": self.state(person.channel_days),
                    "strength": strength,
                    "lift": lift,
                    "lifecycle": self.lifecycle(person, self.as_of),
                    "segment": segments.get(customer),
                    "reachable": reachable,
                    "link_evidence": "+".join(evidence),
                    "link_probability": 1.0,
                    "is_in_left_margin": self.in_left_margin(person),
                }
            )
        return rows

    def rfm(self) -> tuple[list[Row], list[Row]]:
        """Rows of `rfm` and of its cut points, over twelve months."""
        since = twelve_months_before(self.as_of)
        bought = {}
        for customer, person in self.people.items():
            orders = [order for order in person.orders if order["order_day"] > since]
            if orders:
                bought[customer] = Bought([order["order_day"] for order in orders], self.net_of(orders))
        return rfm(bought, since + timedelta(days=1), self.as_of, self.history_start)

    def identity_coverage(self) -> list[Row]:
        cells: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for order in self.purchases:
            cells[month_of(order["order_day"]), order["channel"], order["branch"]].append(order)
        rows = []
        for (month, channel, branch), orders in cells.items():
            named = [order for order in orders if order["customer_id"] is not None]
            nameless = [order for order in orders if order["customer_id"] is None]
            rows.append(
                {
                    "month": month,
                    "channel": channel,
                    "branch": branch,
                    "orders": len(orders),
                    "certain": len(named),
                    "likely": 0,
                    "unidentified": len(nameless),
                    "net_sales": self.net_of(orders),
                    "net_sales_certain": self.net_of(named),
                    "net_sales_likely": ZERO,
                    "net_sales_unidentified": self.net_of(nameless),
                    "is_complete": month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
                }
            )
        return rows

    def ignored_identities(self) -> list[Row]:
        columns = ("identity_key", "identity_kind", "masked", "neighbours", "orders_seen", "shared_reason")
        return [
            {column: identity[column] for column in columns}
            for identity in self.identities
            if identity["shared_reason"] is not None
        ]
