"""Statements against payouts, the fees of a statement added up from the fee lines instead of the bill's rows."""

from __future__ import annotations

from collections import defaultdict

from tests.recount.basis import ZERO, Basis, Row


class Payouts(Basis):
    """Every statement with what its fee lines come to."""

    def payout_reconciliation(self) -> list[Row]:
        """One row per statement. Meituan's fee lines name the settlement, its statements the day too."""
        fees: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for line in self.fees:
            if line["statement"] is not None:
                fees[line["channel"], line["statement"]].append(line)
        rows = []
        for payout in self.payouts:
            lines = fees[payout["channel"], payout["statement"].split(" ")[0]]
            kept = [line["amount"] for line in lines if line["fee_type"] != "adjustment"]
            adjustments = sum((line["amount"] for line in lines if line["fee_type"] == "adjustment"), ZERO)
            charged, returned = sum((a for a in kept if a > 0), ZERO), -sum((a for a in kept if a < 0), ZERO)
            expected, stated = payout["expected"], payout["stated"]
            difference = None if None in (expected, stated) else stated - expected
            row = {name: payout[name] for name in ("channel", "source", "statement", "currency", "payout_day", "lines")}
            parts = {"fees_charged": charged, "fees_returned": returned, "adjustments": adjustments}
            if expected is None:
                parts = dict.fromkeys(parts)
            before = None if expected is None else expected + charged - returned + adjustments
            state = "no_lines" if expected is None else "pending" if stated is None else None
            rows.append(
                {
                    **row,
                    **parts,
                    "before_fees": before,
                    "expected": expected,
                    "stated": stated,
                    "difference": difference,
                    "payout_state": state or ("differs" if difference else "agrees"),
                }
            )
        return rows
