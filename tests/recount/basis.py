"""What every recount starts from: purchases by person, and when each channel began."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.recount.bounds import Bounds
from transforms.settings import Shop

Row = dict[str, Any]

ZERO = Decimal(0)


class Person:
    """One customer's purchases, by time; of purchases at the same moment the channel's name decides."""

    def __init__(self, orders: Iterable[Row]) -> None:
        self.orders = sorted(orders, key=lambda order: (order["ordered_at"], order["channel"]))
        self.first, self.latest = self.orders[0], self.orders[-1]
        self.first_day: date = self.first["order_day"]
        self.first_channel: str = self.first["channel"]
        self.days = sorted({order["order_day"] for order in self.orders})
        self.channel_days = list(dict.fromkeys((order["order_day"], order["channel"]) for order in self.orders))
        """Distinct (day, channel), in the order of their first purchase."""

    def money(self, column: str, currency: str) -> Decimal:
        return sum((order[column] for order in self.orders if order["currency"] == currency), ZERO)


class Basis:
    """The rows of core by person, and the few rules that several tables share."""

    def __init__(
        self,
        core: dict[str, list[Row]],
        shop: Shop,
        as_of: date,
        *,
        likely_links: Sequence[Row] = (),
        profile_orders: Sequence[Row] = (),
        consent_statements: Sequence[Row] = (),
        contacts: Sequence[Row] = (),
    ) -> None:
        orders = core["orders"]
        self.orders, self.fees, self.identities, self.shop, self.as_of = (
            orders, core["fee_lines"], core["identities"], shop, as_of,
        )  # fmt: skip
        self.payouts = core["payouts"]
        self.lines: dict[str, list[Row]] = defaultdict(list)
        for line in core["order_items"]:
            self.lines[line["order_key"]].append(line)
        self.consents, self.links = core["consents"], core["customer_links"]
        self.consent_statements = consent_statements
        self.contacts = [(row["customer_id"], row["kind"], row["identity_key"]) for row in contacts]
        self.items = core["order_items"]
        self.currency = shop.business.currency
        self.purchases = [order for order in orders if order["is_purchase"]]
        by_customer: dict[str, list[Row]] = defaultdict(list)
        for order in self.purchases:
            if order["customer_id"] is not None:
                by_customer[order["customer_id"]].append(order)
        self.people = {customer: Person(each) for customer, each in by_customer.items()}
        nameless = {order["order_key"]: order for order in self.purchases if order["customer_id"] is None}
        profiles: dict[str, list[Row]] = defaultdict(list)
        for row in profile_orders:
            if row["order_key"] in nameless:
                profiles[row["profile_id"]].append(nameless[row["order_key"]])
        self.bounds = Bounds(by_customer, likely_links, profiles)
        self.channel_start: dict[str, date] = {}
        for order in self.purchases:
            start = self.channel_start.get(order["channel"])
            if start is None or order["order_day"] < start:
                self.channel_start[order["channel"]] = order["order_day"]
        self.history_start = min(self.channel_start.values())

    def is_own(self, channel: str) -> bool:
        return self.shop.channels[channel].kind in ("store", "own_online")

    def in_left_margin(self, person: Person) -> bool:
        margin = timedelta(days=self.shop.thresholds.left_margin_days)
        return person.first_day < self.channel_start[person.first_channel] + margin

    def state(self, channel_days: Iterable[tuple[date, str]]) -> str:
        """The channel with most purchase days, `mixed` when its share is under 60 %, `none` without any."""
        counts = Counter(channel for _, channel in channel_days)
        if not counts:
            return "none"
        channel, most = counts.most_common(1)[0]
        share = Decimal(most) / Decimal(counts.total())
        return "mixed" if share < self.shop.thresholds.mixed_under_share else channel

    def net_of(self, orders: Iterable[Row]) -> Decimal:
        return sum((order["net_sales"] for order in orders if order["currency"] == self.currency), ZERO)
