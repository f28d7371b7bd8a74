"""The breaks of what is promised of who is late for their next purchase."""

from __future__ import annotations

from tests.expectations.breakage import CUSTOMERS, STANDINGS, THRESHOLDS, Break

_AT_MOST = "what is certain or likely is no more than the most it could be"

RHYTHM = [
    *(
        Break(
            THRESHOLDS,
            "somebody is due, then at risk, then lapsed, where the curve is enough to say",
            (f"update {THRESHOLDS} set {change} where purchase = 'later'",),
        )
        for change in (
            "due_days = 35",
            "at_risk_days = 37",
            "lapsed_days = 37",
            "due_days = null",
            "curve_state = 'few_people'",
        )
    ),
    *(
        Break(THRESHOLDS, "the curve is the one of time_to_next", (f"update {THRESHOLDS} set {change}",), "2 rows")
        for change in ("share_back = 0.9", "followed_days = 40")
    ),
    Break(STANDINGS, _AT_MOST, (f"update {STANDINGS} set customers_most = 0 where month = '2026-01'",)),
    *(
        Break(
            STANDINGS,
            "who is in a state at the end of a month is there when the next one starts",
            (f"update {STANDINGS} set {change} where month = '2026-02' and from_state = 'none'",),
            observed,
        )
        for change, observed in (("to_state = 'lapsed'", "2 rows"), ("customers_likely = 1.5", "1 row"))
    ),
    Break(
        STANDINGS,
        "newcomers are those whose first purchase day is in the month",
        (
            f"update {STANDINGS} set month = '2026-01', to_state = 'due' "
            "where month = '2026-02' and from_state = 'none'",
            f"insert into {STANDINGS} values ('2026-02', 'due', 'new', 1, 1, 1, true)",
        ),
        "2 rows",
    ),
    Break(
        STANDINGS,
        "the last month ends with the customers as they stand",
        (f"update {CUSTOMERS} set lifecycle = 'lapsed' where customer_id = 'A'",),
        "2 rows",
    ),
    Break(
        CUSTOMERS,
        "everybody has a lifecycle where the curve is enough, else nobody",
        (
            f"update {THRESHOLDS} set curve_state = 'few_people', due_days = null, at_risk_days = null, "
            "lapsed_days = null",
        ),
        "2 rows",
    ),
]
