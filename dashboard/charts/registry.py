"""Every chart by its key, in the order of the pages."""

from __future__ import annotations

from dashboard.charts import (
    channel_mix,
    cohort_grid,
    cost_waterfall,
    fee_audit,
    fee_dates,
    fees_by_customer_group,
    follow_up_result,
    homecoming,
    hundred_yuan,
    identity_coverage,
    lifecycle,
    lifecycle_flows,
    lifts,
    link_calibration,
    migration_matrix,
    migration_sankey,
    net_flow,
    payout_reconciliation,
    platform_vs_own,
    repeat_rates,
    repurchase_by_month,
    return_groups,
    return_rates,
    rfm,
    strength_ladder,
    take_rate,
    time_to_next,
    value_ahead,
    whatif,
)
from dashboard.charts.view import ChartMaker

PAGE_CHARTS: dict[str, dict[str, ChartMaker]] = {
    "how_are_we_doing": {"hundred_yuan": hundred_yuan.make, "channel_mix": channel_mix.make},
    "where_do_customers_go": {
        "migration_sankey": migration_sankey.make,
        "migration_matrix": migration_matrix.make,
        "net_flow": net_flow.make,
        "homecoming": homecoming.make,
    },
    "who_comes_back": {
        "cohort_grid": cohort_grid.make,
        "repeat_rates": repeat_rates.make,
        "time_to_next": time_to_next.make,
        "lifecycle": lifecycle.make,
        "lifecycle_flows": lifecycle_flows.make,
        "rfm": rfm.make,
        "value_ahead": value_ahead.make,
        "repurchase_by_month": repurchase_by_month.make,
    },
    "what_do_platforms_cost": {
        "cost_waterfall": cost_waterfall.make,
        "take_rate": take_rate.make,
        "platform_vs_own": platform_vs_own.make,
        "fees_by_customer_group": fees_by_customer_group.make,
        "whatif": whatif.make,
        "fee_dates": fee_dates.make,
        "payout_reconciliation": payout_reconciliation.make,
        "fee_audit": fee_audit.make,
    },
    "how_close_are_we": {"strength_ladder": strength_ladder.make, "lifts": lifts.make},
    "whom_to_call": {"follow_up_result": follow_up_result.make},
    "returns_and_price_hunting": {"return_rates": return_rates.make, "return_groups": return_groups.make},
    "who_is_who": {"identity_coverage": identity_coverage.make, "link_calibration": link_calibration.make},
    "add_exports": {},
    "is_the_data_right": {},
}
"""Pages in the owner's order, and the charts on each."""

TO_THE_END = (
    "cohort_grid",
    "repeat_rates",
    "repurchase_by_month",
    "time_to_next",
    "rfm",
    "lifts",
    "return_groups",
    "value_ahead",
    "follow_up_result",
    "link_calibration",
)
"""Charts that always reach to the as-of day, whatever period is chosen."""

CHARTS: dict[str, ChartMaker] = {key: maker for charts in PAGE_CHARTS.values() for key, maker in charts.items()}
