"""The metric tables once more, the slow and obvious way: METRICS.md in loops over core rows. No SQL, no data frames.

Written from the definitions, not from the transforms, so that a mistake would have to be made twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.recount_bounds import Bounds
from transforms.settings import Shop

Row = dict[str, Any]

ZERO = Decimal(0)
WINDOWS = (30, 60, 90, 180, 365)
FEE_TYPES = (
    "commission",
    "platform_service",
    "delivery_service",
    "payment_processing",
    "promotion",
    "insurance",
    "subscription",
    "adjustment",
    "tax",
)
COHORT_COUNTS = ("size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month")
SERVED_BY = {
    "marketing": ("phone", "email"),
    "email": ("email",),
    "sms": ("phone",),
    "membership": ("phone", "email"),
}
BILLS = {"meituan_bill", "eleme_bill"}
"""Sources of the demo whose files never name a buyer: if one is known, another file named them."""


def month_of(day: date) -> str:
    """2026-03."""
    return day.isoformat()[:7]


def period_of(day: date, grain: str) -> str:
    """2026-03, 2026-Q1 or 2026."""
    if grain == "month":
        return month_of(day)
    return f"{day.year}-Q{(day.month + 2) // 3}" if grain == "quarter" else str(day.year)


def periods_between(first: date, last: date, grain: str) -> list[tuple[str, date, date]]:
    """Every period that has a day in the range: name, first day, last day."""
    day = date(first.year, 1, 1)
    days: dict[str, list[date]] = defaultdict(list)
    while day.year <= last.year:
        days[period_of(day, grain)].append(day)
        day += timedelta(days=1)
    return [(name, each[0], each[-1]) for name, each in days.items() if each[-1] >= first and each[0] <= last]


def months_apart(earlier: date, later: date) -> int:
    """Calendar months from the month of one day to that of another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_after(day: date, months: int) -> tuple[date, date]:
    """First and last day of the month so many months after that of a day."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    following = number + 1
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def twelve_months_before(day: date) -> date:
    """The same day a year ago; of a leap day the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


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


class Recount:
    """All metric tables from the rows of core."""

    def __init__(
        self,
        core: dict[str, list[Row]],
        shop: Shop,
        as_of: date,
        *,
        likely_links: Sequence[Row] = (),
        profile_orders: Sequence[Row] = (),
    ) -> None:
        orders = core["orders"]
        self.orders, self.fees, self.identities, self.shop, self.as_of = (
            orders, core["fee_lines"], core["identities"], shop, as_of,
        )  # fmt: skip
        self.consents, self.links = core["consents"], core["customer_links"]
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

    def tables(self) -> dict[str, list[Row]]:
        """Name of the published table -> its rows."""
        return {
            "orders": self.orders_with_money(),
            "customers": self.customers(),
            "identity_coverage": self.identity_coverage(),
            "migration_flows": self._bounded(
                lambda people: people.migration_flows(),
                ("grain", "period", "from_state", "to_state"),
                ("customers",),
                {"customers": 0, "customers_in_left_margin": 0, "net_sales": ZERO},
            ),
            "migration_steps": self._bounded(
                lambda people: people.migration_steps(),
                ("month", "from_channel", "to_channel"),
                ("steps", "customers"),
                {"steps": 0, "customers": 0},
            ),
            "repeat_rates": [
                _with_rates(row)
                for row in self._bounded(
                    lambda people: people.repeat_rates(),
                    ("measure", "window_days", "scope", "channel", "period"),
                    ("customers", "repeaters"),
                    {"customers": 0, "repeaters": 0, "rate": None},
                    least=True,
                )
            ],
            "cohorts": self._bounded(
                lambda people: people.cohorts(),
                ("cohort_month", "first_channel", "k"),
                COHORT_COUNTS,
                {**dict.fromkeys(COHORT_COUNTS, 0), "net_sales": ZERO},
            ),
            "channel_costs": self.channel_costs(),
            "ignored_identities": self.ignored_identities(),
        }

    def _bounded(
        self,
        count: Callable[[Recount], list[Row]],
        keys: tuple[str, ...],
        counted: tuple[str, ...],
        nothing: Row,
        *,
        least: bool = False,
    ) -> list[Row]:
        """Rows of a table with their bounds: counted again in every world, by people who are one there."""

        def counting(people: Mapping[Any, list[Row]]) -> list[Row]:
            others = copy(self)
            others.people = {name: Person(each) for name, each in people.items()}
            return count(others)

        rows = self.bounds.table(counting, keys, counted, nothing)
        if least:
            return rows
        return [{name: value for name, value in row.items() if not name.endswith("_least")} for row in rows]

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

    def orders_with_money(self) -> list[Row]:
        """Every order, its money worked out from its parts and its fees added up from the fee lines."""
        fees: dict[tuple[str | None, str], list[Decimal]] = defaultdict(list)
        for fee in self.fees:
            fees[fee["order_key"], fee["currency"]].append(fee["amount"])
        rows = []
        for order in self.orders:
            shown = fees.get((order["order_key"], order["currency"]), [])
            net_sales = order["gross"] - order["merchant_discount"] - order["refunded"]
            costs = self.shop.own_costs.get(order["channel"])
            own_costs = costs.courier_per_order + costs.packing_per_order + costs.coupon_per_order if costs else ZERO
            if not order["is_purchase"] or order["currency"] != self.currency:
                own_costs = ZERO
            paid = order["status"] in ("paid", "completed", "partly_refunded", "refunded")
            rows.append(
                {
                    **order,
                    "channel_kind": self.shop.channels[order["channel"]].kind,
                    "is_purchase": paid and order["gross"] - order["merchant_discount"] > 0,
                    "net_sales": net_sales,
                    "fees": sum(shown, ZERO),
                    "fees_known": bool(shown),
                    "own_costs": own_costs,
                    "contribution": net_sales - sum(shown, ZERO) - own_costs,
                }
            )
        return rows

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
                strength = "random"
            elif not came_back or not reachable:
                strength = "weak"
            else:
                strength = "super" if in_top_tenth else "strong"
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
                    "lifecycle": None,
                    "segment": None,
                    "reachable": reachable,
                    "link_evidence": "+".join(evidence),
                    "link_probability": 1.0,
                    "is_in_left_margin": self.in_left_margin(person),
                }
            )
        return rows

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
                    "net_sales": self._net(orders),
                    "net_sales_certain": self._net(named),
                    "net_sales_likely": ZERO,
                    "net_sales_unidentified": self._net(nameless),
                    "is_complete": month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
                }
            )
        return rows

    def _net(self, orders: Iterable[Row]) -> Decimal:
        return sum((order["net_sales"] for order in orders if order["currency"] == self.currency), ZERO)

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
                net_sales += self._net(order for order in person.orders if start <= order["order_day"] <= end)
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
                    self._net(order for order in person.orders if start <= order["order_day"] <= end)
                    for person in people
                ),
                ZERO,
            ),
            "is_complete": end <= self.as_of,
        }

    def channel_costs(self) -> list[Row]:
        day_of = {order["order_key"]: order["order_day"] for order in self.orders}
        sales: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
        fees: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
        for order in self.purchases:
            sales[month_of(order["order_day"]), order["channel"], order["branch"], order["currency"]].append(order)
        for fee in self.fees:
            day = day_of.get(fee["order_key"], fee["fee_day"])
            fees[month_of(day), fee["channel"], fee["branch"], fee["currency"]].append(fee)
        return [self._costs(key, sales.get(key, []), fees.get(key, [])) for key in {*sales, *fees}]

    def _costs(self, key: tuple[str, str, str, str], orders: list[Row], fees: list[Row]) -> Row:
        month, channel, branch, currency = key

        def total(column: str) -> Decimal:
            return sum((order[column] for order in orders), ZERO)

        billed = sum((fee["amount"] for fee in fees), ZERO)
        by_type = {
            fee_type: sum((fee["amount"] for fee in fees if fee["fee_type"] == fee_type), ZERO)
            for fee_type in FEE_TYPES
        }
        unknown = [order for order in orders if not order["fees_known"]]
        return {
            "month": month,
            "channel": channel,
            "branch": branch,
            "currency": currency,
            "orders": len(orders),
            "gross": total("gross"),
            "merchant_discount": total("merchant_discount"),
            "platform_discount": total("platform_discount"),
            "refunded": total("refunded"),
            "net_sales": total("net_sales"),
            "fees": billed,
            **by_type,
            "own_costs": total("own_costs"),
            "contribution": total("net_sales") - billed - total("own_costs"),
            "take_rate_gross": float(billed / total("gross")) if total("gross") else None,
            "take_rate_net": float(billed / total("net_sales")) if total("net_sales") else None,
            "orders_with_unknown_fees": len(unknown),
            "is_complete": month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
        }

    def ignored_identities(self) -> list[Row]:
        columns = ("identity_key", "identity_kind", "masked", "neighbours", "orders_seen", "shared_reason")
        return [
            {column: identity[column] for column in columns}
            for identity in self.identities
            if identity["shared_reason"] is not None
        ]


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


def _with_rates(row: Row) -> Row:
    """The likely rate and the most it could be: the most repeaters by the fewest customers, and no more than all."""
    fewest = row.pop("customers_least")
    row.pop("repeaters_least")
    likely, most = row["repeaters_likely"], row["repeaters_most"]
    row["rate_likely"] = likely / row["customers_likely"] if row["customers_likely"] else None
    row["rate_most"] = None if not row["customers_most"] else min(1.0, most / fewest) if fewest else float(most > 0)
    return row
