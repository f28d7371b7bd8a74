"""What a break of a promise is, and the tables most of them touch."""

from __future__ import annotations

from typing import NamedTuple

FLOWS = "published.migration_flows"
COHORTS = "published.cohorts"
COSTS = "published.channel_costs"
PAYOUTS = "published.payout_reconciliation"
GROUPS = "published.fees_by_customer_group"
WHATIF = "published.whatif_inputs"
DATES = "published.fee_dates"
AUDIT = "published.fee_audit"
AUDITED = "published.fee_audit_months"
COVERAGE = "published.identity_coverage"
GAPS = "published.coverage_gaps"
CUSTOMERS = "published.customers"
CONSENTS = "published.consents"
RATES = "published.repeat_rates"
STEPS = "published.migration_steps"
CROSSINGS = "published.homecoming"
RETURN_RATES = "published.return_rates"
RETURNS = "published.return_patterns"
WAITING = "published.time_to_next"
THRESHOLDS = "published.lifecycle_thresholds"
STANDINGS = "published.lifecycle_flows"
RFM = "published.rfm"
CUTS = "published.rfm_cut_points"
SEGMENTS = "published.rfm_segments"
NEXT_RUNG = "published.next_rung"
LADDER = "published.strength_ladder"
VALUE_MODEL = "published.value_model"
VALUE = "published.value_ahead"
VALUE_BANDS = "published.value_bands"
FOLLOW_UPS = "published.follow_ups"
MORNING = "published.morning_findings"
FILES = "published.ingested_files"
FINDINGS = "published.file_findings"
PULLS = "published.pulls"


class Break(NamedTuple):
    """One way to break one check; `sql` are the statements that do it, `observed` what the check must say."""

    table: str
    check: str
    sql: tuple[str, ...]
    observed: str = "1 row"
