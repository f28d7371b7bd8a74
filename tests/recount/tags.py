"""Who has which tag: every rule of shop.toml asked of every person."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from zoneinfo import ZoneInfo

from tests.recount.basis import Person, Row
from tests.recount.strength import Strength
from transforms.settings.tags import Tag

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Tags(Strength):
    """The tags."""

    def tags(self) -> list[Row]:
        names: dict[str, list[str]] = defaultdict(list)
        for row in self.items:
            names[row["order_key"]].append((row["item"] or "").lower())
        return [
            {"customer_id": customer, "tag": name}
            for customer, person in self.people.items()
            for name, tag in self.shop.tags.items()
            if self._has(person, tag, names)
        ]

    def _has(self, person: Person, tag: Tag, names: dict[str, list[str]]) -> bool:
        days, silent = len(person.days), (self.as_of - person.days[-1]).days
        zone = ZoneInfo(self.shop.business.time_zone)
        at_times = 0
        for order in person.orders:
            hour = order["ordered_at"].replace(tzinfo=UTC).astimezone(zone).hour
            on_day = not tag.weekdays or DAYS[order["order_day"].weekday()] in tag.weekdays
            in_hours = tag.hours is None or tag.hours[0] <= hour < tag.hours[1]
            at_times += on_day and in_hours
        bought = [name for order in person.orders for name in names[order["order_key"]]]
        return all(
            (
                tag.purchase_days_from is None or days >= tag.purchase_days_from,
                tag.purchase_days_up_to is None or days <= tag.purchase_days_up_to,
                tag.silent_days_from is None or silent >= tag.silent_days_from,
                tag.silent_days_up_to is None or silent <= tag.silent_days_up_to,
                tag.net_sales_from is None or person.money("net_sales", self.currency) >= tag.net_sales_from,
                not tag.strength or self._rung(person, self.as_of) in tag.strength,
                not tag.channels or any(order["channel"] in tag.channels for order in person.orders),
                not tag.item_contains or any(tag.item_contains.lower() in name for name in bought),
                not (tag.weekdays or tag.hours) or at_times >= float(tag.share_from) * len(person.orders),
            )
        )
