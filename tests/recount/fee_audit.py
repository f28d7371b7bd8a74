"""The fee audit once more: every order's commission beside its contract, a loop per order."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.recount.basis import ZERO, Basis, Row
from tests.recount.calendar import month_after, month_of

CENT = Decimal("0.01")


class FeeAudit(Basis):
    """What the platforms billed against what was agreed."""

    def fee_audit(self) -> list[Row]:
        """One row per finding. No file of the demo bills an order twice, and its bills are the files of its orders."""
        last_day = self.as_of - timedelta(days=self.shop.fee_audit.bill_within_days)
        commissions = self._commissions()
        rows = [self._finding(each) for each in self._compared() if each["fee_billed"] - each["fee_agreed"] > CENT]
        for order in self.orders:
            lines = commissions[order["order_key"]]
            kept = sum((line["amount"] for line in lines), ZERO)
            if order["status"] in ("refunded", "cancelled") and kept > CENT and order["order_day"] <= last_day:
                found = {"order": order, "rate": None, "base": None, "fee_agreed": ZERO, "fee_billed": kept}
                rows.append(self._finding(found | {"finding": "kept_on_refund"}))
        for order in self._never_paid_out():
            if order["order_day"] <= last_day:
                nothing = dict.fromkeys(("rate", "base", "fee_agreed", "fee_billed"))
                rows.append(self._finding({**nothing, "order": order, "finding": "never_paid_out"}))
        return rows

    def fee_audit_months(self) -> list[Row]:
        """Commissions compared, by month, channel and branch."""
        cells: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for each in self._compared():
            order = each["order"]
            cells[month_of(order["order_day"]), order["channel"], order["branch"]].append(each)
        rows = []
        for (month, channel, branch), compared in cells.items():
            over = [
                each["fee_billed"] - each["fee_agreed"]
                for each in compared
                if each["fee_billed"] - each["fee_agreed"] > CENT
            ]
            under = [
                each["fee_agreed"] - each["fee_billed"]
                for each in compared
                if each["fee_agreed"] - each["fee_billed"] > CENT
            ]
            last = max(each["order"]["order_day"] for each in compared)
            rows.append(
                {
                    "month": month,
                    "channel": channel,
                    "branch": branch,
                    "currency": self.currency,
                    "orders": len(compared),
                    "fee_agreed": sum((each["fee_agreed"] for each in compared), ZERO),
                    "fee_billed": sum((each["fee_billed"] for each in compared), ZERO),
                    "orders_over": len(over),
                    "billed_over": sum(over, ZERO),
                    "orders_under": len(under),
                    "billed_under": sum(under, ZERO),
                    "is_complete": month_after(last.replace(day=1), 0)[1] <= self.as_of,
                }
            )
        return rows

    def _commissions(self) -> dict[str, list[Row]]:
        """Order -> the fee lines that are its commission, by the contract of its channel."""
        channels = {order["order_key"]: order["channel"] for order in self.orders}
        lines: dict[str, list[Row]] = defaultdict(list)
        for line in self.fees:
            terms = self.shop.contract.get(channels.get(line["order_key"], ""))
            if line["order_key"] in channels and line["fee_type"] in (terms.billed_as if terms else ("commission",)):
                lines[line["order_key"]].append(line)
        return lines

    def _compared(self) -> list[Row]:
        commissions = self._commissions()
        found = []
        for order in self.purchases:
            terms = self.shop.contract.get(order["channel"])
            lines = commissions[order["order_key"]]
            charged = sum((line["amount"] for line in lines if line["amount"] > 0), ZERO)
            if terms is None or order["currency"] != self.currency or not charged or not order["net_sales"]:
                continue
            on_net = terms.base == "net_sales"
            base = order["net_sales"] if on_net else order["gross"] - order["merchant_discount"]
            by_rate = base * terms.commission_rate
            least = terms.minimum_per_order or ZERO
            found.append(
                {
                    "order": order,
                    "finding": "minimum" if by_rate < least else "rate",
                    "rate": terms.commission_rate,
                    "base": base,
                    "fee_agreed": max(by_rate, least).quantize(CENT, ROUND_HALF_UP),
                    "fee_billed": charged
                    if order["refunded"] and not on_net
                    else sum((line["amount"] for line in lines), ZERO),
                }
            )
        return found

    def _never_paid_out(self) -> list[Row]:
        """Orders of the delivery platforms that no bill has a fee of, where most orders around them have one."""
        billed = {line["order_key"] for line in self.fees}
        found = []
        for order in self.purchases:
            if order["channel_kind"] != "delivery" or not order["net_sales"] or order["order_key"] in billed:
                continue
            near = [
                other["order_key"] in billed
                for other in self.purchases
                if (other["channel"], other["branch"]) == (order["channel"], order["branch"])
                and other["net_sales"]
                and abs((other["order_day"] - order["order_day"]).days) <= 3
            ]
            if 2 * sum(near) >= len(near):
                found.append(order)
        return found

    def _finding(self, found: Row) -> Row:
        order = found["order"]
        lines = [line for line in self._commissions()[order["order_key"]] if line["amount"] > 0]
        line = max(lines, key=lambda each: each["fee_day"]) if lines else {}
        is_compared = found["base"] is not None
        return {
            "finding": found["finding"],
            **{name: order[name] for name in ("channel", "branch", "order_key", "order_id", "currency", "order_day")},
            "fee_day": line.get("fee_day"),
            "statement": line.get("statement"),
            "source": line.get("source", order["source"]),
            "file_name": order["source_file"],
            "base_amount": found["base"],
            "contract_rate": found["rate"],
            "billed_rate": float(found["fee_billed"]) / float(found["base"]) if is_compared else None,
            "fee_agreed": found["fee_agreed"],
            "fee_billed": found["fee_billed"],
            "owed_back": found["fee_billed"] - found["fee_agreed"]
            if found["fee_billed"] is not None
            else order["net_sales"],
        }
