"""What it brought and what it cost: orders with their money, channels with their fees."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from tests.recount.basis import ZERO, Basis, Row
from tests.recount.calendar import month_after, month_of

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


class Costs(Basis):
    """What it brought and what it cost: orders with their money, channels with their fees."""

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
