"""Whom to call, list by list and person by person: METRICS.md §5, each list from what had happened before its day."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from statistics import median

from tests.recount.basis import Basis, Person, Row
from tests.recount.strength import reached_by

PLATFORM_KINDS = ("marketplace", "delivery")
ORDER = ("won_back", "platform_regular", "due", "second_purchase", "new_item")


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


class FollowUps(Basis):
    """The lists."""

    def follow_ups(self) -> list[Row]:
        rules = self.shop.follow_ups
        contacts: dict[str, set[str]] = defaultdict(set)
        for customer, kind, _ in self.contacts:
            contacts[customer].add(kind)
        said: dict[str, list[Row]] = defaultdict(list)
        for row in self.consent_statements:
            said[row["customer_id"]].append(row)
        liked = self._liked()
        rows = []
        for customer, person in self.people.items():
            due: dict[date, list[tuple[int, str]]] = defaultdict(list)
            for reason, day, until, item in [*self._reasons(person), *liked[customer]]:
                monday = _monday_after(day)
                if until is None or until >= monday:
                    due[monday].append((ORDER.index(reason), item))
            free_on = date.min
            for monday in sorted(due):
                known = [row for row in said[customer] if row["since_day"] < monday]
                kinds = reached_by(known, contacts[customer])
                if monday > self.as_of + timedelta(days=1) or monday < free_on or not kinds:
                    continue
                free_on = monday + timedelta(days=rules.not_again_days)
                if monday > self.as_of - timedelta(days=400):
                    place, item = min(due[monday])
                    rows.append(
                        {
                            **self._listed(customer, person, monday),
                            "reason": ORDER[place],
                            "item": item or None,
                            "contact_masked": self._contact(customer, kinds),
                        }
                    )
        return rows

    def _reasons(self, person: Person) -> Iterator[tuple[str, date, date | None, str]]:
        rules = self.shop.follow_ups
        days = person.days
        later = [*days[1:], None]
        yield "second_purchase", days[0] + timedelta(days=rules.second_purchase_days), later[0], ""
        gaps: list[int] = []
        for before, day, following in zip(days, days[1:], later[1:], strict=False):
            gaps.append((day - before).days)
            if gaps[-1] >= rules.won_back_days:
                yield "won_back", day, None, ""
            if len(gaps) >= 2:
                yield "due", day + timedelta(days=ceil(float(rules.due_factor) * median(gaps))), following, ""
        kinds = {name: channel.kind for name, channel in self.shop.channels.items()}
        in_store = [day for day, channel in person.channel_days if kinds[channel] == "store"]
        at_ours = [day for day, channel in person.channel_days if self.is_own(channel)]
        if in_store and min(in_store) == min(at_ours):
            on_platforms = {day for day, channel in person.channel_days if kinds[channel] in PLATFORM_KINDS}
            if sum(day < min(in_store) for day in on_platforms) >= rules.regular_from_days:
                yield "platform_regular", min(in_store), None, ""

    def _liked(self) -> dict[str, list[tuple[str, date, date | None, str]]]:
        """New items named like something a customer had bought before them, but for the last word."""
        purchases = {order["order_key"]: order for order in self.purchases}
        sold: dict[tuple[str, str], list[tuple[date, str | None]]] = defaultdict(list)
        for row in self.items:
            name = (row["item"] or "").strip(" ")
            if row["order_key"] in purchases and re.search(r"[ \u3000]", name):
                order = purchases[row["order_key"]]
                kind = re.sub(r"[ \u3000]+[^ \u3000]+$", "", name)
                sold[kind, row["item"]].append((order["order_day"], order["customer_id"]))
        found: dict[str, list[tuple[str, date, date | None, str]]] = defaultdict(list)
        if not sold:
            return found
        start = min(day for lines in sold.values() for day, _ in lines)
        margin = timedelta(days=self.shop.thresholds.left_margin_days)
        for (kind, item), lines in sold.items():
            first = min(day for day, _ in lines)
            if first < start + margin:
                continue
            fans = {who for (k, _), each in sold.items() if k == kind for day, who in each if day < first and who}
            for who in fans:
                bought = min((day for day, buyer in lines if buyer == who), default=None)
                found[who].append(("new_item", first, bought, item))
        return found

    def _contact(self, customer: str, kinds: set[str]) -> str | None:
        """A phone before an e-mail address, of those that may be used."""
        keys = {key: kind != "phone" for who, kind, key in self.contacts if who == customer and kind in kinds}
        mine = [(keys[i["identity_key"]], i["masked"]) for i in self.identities if i["identity_key"] in keys]
        return min(mine)[1] if mine else None

    def _listed(self, customer: str, person: Person, monday: date) -> Row:
        rules = self.shop.follow_ups
        last = monday + timedelta(days=rules.result_days - 1)
        before = [order for order in person.orders if order["order_day"] < monday]
        since = [day for day in person.days if monday <= day <= last]
        digest = hashlib.md5(f"follow_ups:{monday}:{customer}".encode(), usedforsecurity=False).hexdigest()
        is_kept = int(digest[:8], 16) < float(rules.kept_back_share) * 2**32
        return {
            "list_day": monday,
            "customer_id": customer,
            "list_group": "kept_back" if is_kept else "called",
            "last_order_day": before[-1]["order_day"],
            "purchase_days": len({order["order_day"] for order in before}),
            "latest_channel": before[-1]["channel"],
            "free_again_day": monday + timedelta(days=rules.not_again_days),
            "result_day": last,
            "came_back": bool(since) if last <= self.as_of else None,
            "came_back_day": since[0] if since else None,
            "is_called": rules.called_since is not None and monday >= rules.called_since,
            "is_complete": last <= self.as_of,
        }
