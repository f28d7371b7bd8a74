"""Published: whether the platforms paid out what their own bills add up to. METRICS.md §1."""

from __future__ import annotations

PAYOUT_RECONCILIATION = """
select channel, source, statement, currency, payout_day, lines,
    expected + fees_charged - fees_returned + adjustments as before_fees,
    fees_charged, fees_returned, adjustments, expected, stated,
    stated - expected as difference,
    case
        when expected is null then 'no_lines'
        when stated is null then 'pending'
        when stated = expected then 'agrees'
        else 'differs'
    end as payout_state
from core.payouts"""
"""Query for `payout_reconciliation`. To the cent: both amounts are the platform's own, so nothing is rounded off."""
