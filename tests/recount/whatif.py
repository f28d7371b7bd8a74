"""What is at stake if platform orders moved home: sums over the orders of three months."""

from __future__ import annotations

from datetime import date
from statistics import median

from tests.recount.basis import ZERO, Basis, Row
from tests.recount.calendar import month_after, month_of

SERVED_BY = {
    "marketing": ("phone", "email"),
    "email": ("email",),
    "sms": ("phone",),
    "membership": ("phone", "email"),
}


class WhatIf(Basis):
    """Platforms, and all of them, beside own online channels."""

    def whatif_inputs(self) -> list[Row]:
        """One row per platform with a purchase in the latest three complete months that are whole months of it."""
        months = sorted({month_of(order["order_day"]) for order in self.purchases})
        over = [m for m in months if month_after(date.fromisoformat(f"{m}-01"), 0)[1] <= self.as_of][-3:]
        placed = [
            order
            for order in self.purchases
            if month_of(order["order_day"]) in over and order["currency"] == self.currency
        ]
        own = [order for order in placed if order["channel_kind"] == "own_online"]
        rows, everywhere, rate = [], [], 0.0
        longest: list[str] = []
        for channel in sorted({o["channel"] for o in placed if o["channel_kind"] in ("marketplace", "delivery")}):
            first_day = min(order["order_day"] for order in self.orders if order["channel"] == channel)
            whole = [month for month in over if date.fromisoformat(f"{month}-01") >= first_day]
            orders = [o for o in placed if o["channel"] == channel and month_of(o["order_day"]) in whole]
            if orders:
                rows.append(self._stake(channel, orders, own, whole, len(orders) / len(whole)))
                everywhere += orders
                rate += len(orders) / len(whole)
                longest = max(longest, whole, key=len)
        if everywhere:
            rows.append(self._stake("all", everywhere, own, longest, rate))
        return rows

    def _stake(self, channel: str, orders: list[Row], own: list[Row], months: list[str], per_month: float) -> Row:
        billed = [order for order in orders if order["fees_known"]]
        own_billed = [order for order in own if order["fees_known"]]
        keys = {order["order_key"] for order in orders}
        delivery: dict[str, float] = {}
        for line in self.fees:
            if line["order_key"] in keys and line["fee_type"] == "delivery_service":
                delivery[line["order_key"]] = delivery.get(line["order_key"], 0.0) + float(line["amount"])
        reached = self._reached()
        net = sum((order["net_sales"] for order in own_billed), ZERO)
        fee_share = float(sum((order["fees"] for order in own_billed), ZERO) / net) if net else None
        own_costs = _mean([float(order["own_costs"]) for order in own])
        net_sales = [float(order["net_sales"]) for order in billed]
        choices = self.shop.what_if
        row = {
            "channel": channel,
            "first_month": months[0],
            "last_month": months[-1],
            "months": len(months),
            "orders": len(orders),
            "orders_per_month": per_month,
            "orders_certain": sum(order["customer_id"] is not None for order in orders),
            "orders_likely": 0,  # no order of the demo is only likely somebody's
            "orders_reachable": sum(order["customer_id"] in reached for order in orders),
            "orders_with_fees": len(billed),
            "net_sales_mean": _mean(net_sales),
            "net_sales_median": median(net_sales) if net_sales else None,
            "contribution_mean": _mean([float(order["contribution"]) for order in billed]),
            "contribution_median": median(float(order["contribution"]) for order in billed) if billed else None,
            "delivery_fee_mean": _mean(list(delivery.values())),
            "own_orders": len(own),
            "own_orders_with_fees": len(own_billed),
            "own_net_sales_mean": _mean([float(order["net_sales"]) for order in own_billed]),
            "own_fee_share": fee_share,
            "own_contribution_mean": _mean([float(order["contribution"]) for order in own_billed]),
            "own_contribution_median": median(float(o["contribution"]) for o in own_billed) if own_billed else None,
            "own_costs_mean": own_costs,
            "cost_per_addressed": choices.cost_per_order_addressed,
            "fixed_per_month": choices.fixed_per_month,
        }
        for name in ("mean", "median"):
            basket = row[f"net_sales_{name}"]
            unknown = basket is None or fee_share is None or own_costs is None
            row[f"moved_contribution_{name}"] = None if unknown else basket * (1 - fee_share) - own_costs
        guesses = zip(("low", "middle", "high"), choices.lost_shares, strict=True)
        return {**row, **{f"lost_{name}": float(lost) for name, lost in guesses}}

    def _reached(self) -> set[str]:
        left = {(link["customer_id"], link["evidence"]) for link in self.links if link["probability"] == 1}
        return {
            row["customer_id"]
            for row in self.consents
            if row["consent"] and any((row["customer_id"], kind) in left for kind in SERVED_BY[row["purpose"]])
        }


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
