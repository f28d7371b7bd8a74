"""The breaks of what is promised of who is late for their next purchase, and of segments."""

from __future__ import annotations

from tests.expectations.breakage import CUSTOMERS, CUTS, RFM, SEGMENTS, STANDINGS, THRESHOLDS, Break

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
    *(
        Break(CUTS, "cut points rise, and are there where there are data enough", (f"update {CUTS} set {change}",))
        for change in (
            "cut_1 = 7 where measure = 'r'",
            "cut_4 = 5 where measure = 'f'",
            "cut_4 = null where measure = 'm'",
            "cut_3 = 137, cut_4 = 136 where measure = 'm'",
        )
    ),
    *(
        Break(RFM, "scores are those of the cut points", (f"update {RFM} set {change} where customer_id = 'B'",))
        for change in ("r = 4", "f = 1", "m = 2")
    ),
    *(
        Break(
            RFM,
            "r_days count from the latest purchase day, and f_days are no more than there are",
            (f"update {RFM} set {change} where customer_id = 'A'",),
        )
        for change in ("r_days = 32", "f_days = 3, f = 3")
    ),
    *(
        Break(CUSTOMERS, "a customer's segment is that of rfm", (f"update {CUSTOMERS} set {change}",))
        for change in ("segment = 'loyal' where customer_id = 'A'", "segment = null where customer_id = 'B'")
    ),
    Break(SEGMENTS, _AT_MOST, (f"update {SEGMENTS} set customers_most = 1 where position = 5",)),
    *(
        Break(
            SEGMENTS,
            "the segments hold everybody of rfm once, with their net sales",
            (f"update {SEGMENTS} set {change}",),
        )
        for change in ("customers = 1 where position = 1", "net_sales = 194 where position = 5")
    ),
]
