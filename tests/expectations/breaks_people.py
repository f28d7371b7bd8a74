"""The breaks of what is promised of people: who they are, how often they come back, and the bounds of both."""

from __future__ import annotations

from tests.expectations.breakage import (
    COHORTS,
    CONSENTS,
    COVERAGE,
    CROSSINGS,
    CUSTOMERS,
    FLOWS,
    FOLLOW_UPS,
    GAPS,
    LADDER,
    NEXT_RUNG,
    RATES,
    RFM,
    STEPS,
    VALUE,
    WAITING,
    Break,
)

_AT_MOST = "what is certain or likely is no more than the most it could be"

PEOPLE = [
    Break(
        CUSTOMERS,
        "customers are the people of the purchases",
        tuple(
            f"update {name} set customer_id = 'C' where customer_id = 'B'"
            for name in (CUSTOMERS, CONSENTS, RFM, VALUE, FOLLOW_UPS)
        ),
        "2 rows",
    ),
    *(
        Break(CUSTOMERS, check, (f"update {CUSTOMERS} set {change} where customer_id = 'A'",))
        for check, change in (
            ("orders and net_sales are those of the person's purchases", "orders = 3, orders_likely = 3"),
            ("orders and net_sales are those of the person's purchases", "net_sales = 134"),
            ("purchase_days are no more than orders", "purchase_days = 3, purchase_days_likely = 3"),
            ("first_order_day is no later than last_order_day", "last_order_day = '2026-01-04'"),
        )
    ),
    Break(
        GAPS,
        "the reasons explain no more purchases than those without a buyer",
        (f"update {GAPS} set orders = 2, share_of_orders = 1",),
    ),
    Break(GAPS, "share_of_orders is orders by purchases", (f"update {GAPS} set share_of_orders = 0.4",)),
    Break(
        "published.link_model",
        "one row says how probable links were learnt",
        (
            "delete from published.link_model",
            "insert into published.link_model select 'none', '', 0, 0, 0, 0, 0, 0, 0, 0 from range(2)",
        ),
        "1 row",
    ),
    Break(
        "published.link_calibration",
        "no more links of a band are right than there are, and its mean lies in it",
        ("update published.link_calibration set mean_probability = 0.79",),
    ),
    Break(
        CONSENTS,
        "every consent is a customer's",
        (f"update {CONSENTS} set customer_id = 'Z' where customer_id = 'B' and purpose = 'sms'",),
    ),
    Break(
        CONSENTS,
        "no consent is from after the as-of day",
        (f"update {CONSENTS} set since_day = date '2026-03-16' where customer_id = 'B' and purpose = 'sms'",),
    ),
    Break(
        CUSTOMERS,
        "reachable is who has agreed to what one of their contacts serves",
        (f"update {CONSENTS} set consent = false where customer_id = 'B' and purpose = 'email'",),
    ),
    *(
        Break(COVERAGE, check, (f"update {COVERAGE} set {change}",), observed)
        for check, change, observed in (
            ("orders are certain, likely or unidentified", "likely = 1 where month = '2026-01'", "1 row"),
            ("net_sales are certain, likely or unidentified", "net_sales_likely = 1 where month = '2026-01'", "1 row"),
            (
                "orders, net_sales and the certain ones are those of the purchases",
                "certain = 1, unidentified = 0 where month = '2026-03' and channel = 'store'",
                "1 row",
            ),
            (
                "coverage of the last complete month is at most 15 points below the median before",
                "is_complete = true",
                "50.0%",
            ),
        )
    ),
    *(
        Break(RATES, check, tuple(f"update {RATES} set {change}" for change in changes))
        for check, *changes in (
            ("repeaters are no more than customers", "repeaters = 1 where measure = 'repeat_rate'"),
            ("rate is repeaters by customers", "rate = 0.5 where scope = 'anywhere' and window_days = 60"),
            ("rate is repeaters by customers", "rate = 0 where measure = 'repeat_rate'"),
            ("rate is repeaters by customers", "rate_likely = 0.5 where scope = 'anywhere' and window_days = 60"),
            (
                "repeaters are no more than customers",
                "repeaters_likely = 2, rate_likely = 2, rate_most = 2 where repeaters = 1",
            ),
            (_AT_MOST, "rate_most = 0.5 where repeaters = 1"),
            (_AT_MOST, "rate_most = null where repeaters = 1"),
            ("repeats in the channel are no more than anywhere", "repeaters = 1, rate = 1 where scope = 'in_channel'"),
            (
                "repurchase of a month does not fall as the window grows",
                "repeaters = 1, rate = 1 where measure = 'repurchase' and scope = 'anywhere' and window_days = 30",
                "repeaters = 0, rate = 0 where scope = 'anywhere' and window_days = 60",
            ),
        )
    ),
    Break(
        COHORTS,
        "the cohorts of all hold every customer once",
        (
            f"insert into {COHORTS} select * replace ('2026-03' as cohort_month, 0 as net_sales, "
            "0 as size_likely, 0 as bought_in_likely, 0 as on_or_after_likely) "
            f"from {COHORTS} where cohort_month = '2026-02' and k = 0",
        ),
    ),
    *(
        Break(COHORTS, check, tuple(f"update {COHORTS} set {change}" for change in changes), observed)
        for check, observed, *changes in (
            (
                "the first channels add up to all",
                "1 row",
                "repeated_in_first_month = 1 where first_channel = 'meituan' and k = 1",
            ),
            (
                "in month 0 everybody bought and nobody has returned",
                "2 rows",
                "returned_by = 1 where cohort_month = '2026-02' and k = 0",
            ),
            ("no count of a cohort is more than those it is part of", "2 rows", "bought_in = 1 where k = 2"),
            ("no count of a cohort is more than those it is part of", "2 rows", "bought_in_likely = 0.5 where k = 2"),
            (
                "the first channels add up to all",
                "1 row",
                "on_or_after_likely = 0.5, bought_in_likely = 0 where first_channel = 'meituan' and k = 1",
            ),
            (
                "size stays, on_or_after never grows, returned_by never falls",
                "2 rows",
                "bought_in = 0, on_or_after = 0 where cohort_month = '2026-01' and k = 1",
                "bought_in = 1, on_or_after = 1 where k = 2",
            ),
            (
                "net_sales of all cohorts are those of the customers' purchases",
                "1 row",
                "net_sales = net_sales + 1 where k = 2",
            ),
        )
    ),
]

BOUNDS = [
    *(
        Break(table, _AT_MOST, (f"update {table} set {change} where {where}",))
        for table, where, *changes in (
            (CUSTOMERS, "customer_id = 'A'", "orders_most = 1", "purchase_days_likely = 1", "orders_likely = 12"),
            (FLOWS, "grain = 'year' and to_state = 'mixed'", "customers_most = 0"),
            (STEPS, "true", "steps_likely = 9.5", "customers = 10"),
            (RATES, "measure = 'repeat_rate'", "customers_most = -1"),
            (COHORTS, "cohort_month = '2026-01' and first_channel = 'all' and k = 2", "returned_by_most = 0"),
        )
        for change in changes
    )
]

WAITS = [
    *(
        Break(WAITING, _AT_MOST, (f"update {WAITING} set {change} where day = 33",))
        for change in ("at_risk_most = 0", "events_likely = 0.5, events_most = 0", "survival_least = 1.1")
    ),
    *(
        Break(WAITING, "nobody comes back who was not watched", (f"update {WAITING} set {change} where {where}",))
        for change, where in (
            ("at_risk = 0", "day = 17 and channel = 'meituan'"),
            ("events_likely = 2", "day = 36 and channel = 'store'"),
        )
    ),
    *(
        Break(WAITING, "a curve starts at all and never rises", (f"update {WAITING} set {change} where {where}",))
        for change, where in (
            ("survival = 1.1, low = 0, high = 2", "day = 33"),
            ("survival = 0.9, low = 0.9, high = 0.9", "day = 0 and channel = 'store'"),
        )
    ),
    *(
        Break(WAITING, "survival lies within its interval", (f"update {WAITING} set {change} where day = 33",))
        for change in ("low = 1.1", "high = 0.9")
    ),
    *(
        Break(WAITING, "everybody who ever bought is watched from the first purchase day", sql)
        for sql in (
            (f"update {WAITING} set at_risk = 3, at_risk_most = 3 where channel = 'store' and day = 0",),
            (f"delete from {WAITING} where channel = 'store'",),
        )
    ),
    Break(
        WAITING,
        "who has come back is watched from the next purchase day",
        (f"update {WAITING} set at_risk = 3, at_risk_likely = 3, at_risk_most = 3 where order_rank = 2 and day = 0",),
    ),
]

_PAIR = "where kind = 'leak' and from_channel = 'store' and month"
_ALL = "where from_channel = 'all' and kind"

CROSSED = [
    *(
        Break(CROSSINGS, _AT_MOST, (f"update {CROSSINGS} set {change} {_PAIR} = 'all'",))
        for change in ("customers_most = 0", "first_there_most = 0", "share_most = 0.9")
    ),
    *(
        Break(
            CROSSINGS,
            "a homecoming leads from a platform to an own channel and a leak the other way",
            (f"update {CROSSINGS} set {change} {_PAIR} = 'all'",),
        )
        for change in ("to_channel = 'mini_program'", "to_channel = 'all'", "from_channel = 'meituan'")
    ),
    *(
        Break(
            CROSSINGS,
            "nobody crosses who was not there before, and the share says how many did",
            (f"update {CROSSINGS} set {change} {_PAIR} = 'all'",),
        )
        for change in ("first_there = 0, share = null", "first_there_likely = 0.5", "share = 0.5")
    ),
    *(
        Break(CROSSINGS, "the pairs of channels together are all who crossed in a month", (sql,))
        for sql in (
            f"update {CROSSINGS} set orders_since = 2 {_PAIR} = '2026-02'",
            f"update {CROSSINGS} set fees_since = 8 {_PAIR} = 'all'",
            f"delete from {CROSSINGS} {_PAIR} = 'all'",
        )
    ),
    Break(
        CROSSINGS,
        "the months together are all who ever crossed",
        (f"delete from {CROSSINGS} where kind = 'leak' and month = '2026-02'",),
    ),
    Break(
        CROSSINGS,
        "everybody who ever bought did so first on one of the two sides",
        (f"update {CROSSINGS} set first_there = 2 {_ALL} = 'homecoming' and month = 'all'",),
    ),
    Break(
        CROSSINGS,
        "the days until half have crossed are told of everybody at once",
        (f"update {CROSSINGS} set median_days = 36 {_ALL} = 'leak' and month = '2026-02'",),
    ),
    Break(
        CROSSINGS,
        "fees are unknown of no more orders than there were since",
        (f"update {CROSSINGS} set unknown_fees_since = 2 where orders_since = 1",),
        "4 rows",
    ),
]

_LAST = "where month = '2026-03' and from_strength = 'weak'"

RUNGS = [
    Break(NEXT_RUNG, _AT_MOST, (f"update {NEXT_RUNG} set customers_most = 1",)),
    Break(NEXT_RUNG, "what lifts people is counted of the customers", (f"update {NEXT_RUNG} set customers = 3",)),
    Break(LADDER, _AT_MOST, (f"update {LADDER} set customers_most = 0 {_LAST}",)),
    *(
        Break(LADDER, "who stands on a rung at the end of a month starts the next one from it", (sql,), observed)
        for sql, observed in (
            (f"update {LADDER} set from_strength = 'strong' {_LAST}", "2 rows"),
            (f"update {LADDER} set customers_likely = 1.5 {_LAST}", "1 row"),
            (f"update {LADDER} set customers = 2 where month = '2026-01'", "1 row"),
        )
    ),
    *(
        Break(LADDER, "the rungs of the last month are those of the customers", (sql,), observed)
        for sql, observed in ((f"update {LADDER} set to_strength = 'strong' {_LAST}", "2 rows"),)
    ),
    Break(
        LADDER,
        "nobody who has come back is random again",
        (
            f"update {LADDER} set to_strength = 'random' {_LAST}",
            f"update {CUSTOMERS} set strength = 'random', lift = 'second_purchase', purchase_days = 1, "
            "purchase_days_likely = 1 where customer_id = 'A'",
            f"update {NEXT_RUNG} set customers = 1",
            f"insert into {NEXT_RUNG} values ('random', 'second_purchase', 1, 1, 1)",
        ),
    ),
    Break(
        LADDER,
        "net_sales of a month are those of the customers' purchases",
        (f"update {LADDER} set net_sales = 1 {_LAST}",),
    ),
    *(
        Break(
            CUSTOMERS,
            "who is strong can be reached, and lift is what the rung leaves open",
            (f"update {CUSTOMERS} set {change} where customer_id = 'A'", *more),
        )
        for change, *more in (
            ("purchase_days = 1, purchase_days_likely = 1",),
            (
                "lift = 'consent'",
                f"update {NEXT_RUNG} set customers = 1",
                f"insert into {NEXT_RUNG} values ('weak', 'consent', 1, 1, 1)",
            ),
            ("lift = null", f"update {NEXT_RUNG} set customers = 1"),
        )
    ),
    Break(
        CUSTOMERS,
        "who is strong can be reached, and lift is what the rung leaves open",
        (
            f"update {LADDER} set to_strength = 'strong' {_LAST}",
            f"update {CUSTOMERS} set strength = 'strong' where customer_id = 'A'",
            f"update {NEXT_RUNG} set customers = 1",
            f"insert into {NEXT_RUNG} values ('strong', 'own_channel', 1, 1, 1)",
        ),
    ),
]
