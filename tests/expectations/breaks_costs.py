"""For every promise about what the platforms cost, the smallest change that breaks it and nothing else."""

from __future__ import annotations

from tests.expectations.breakage import AUDIT, AUDITED, DATES, GROUPS, MORNING, WHATIF, Break


def _finding(check: str, change: str, order: str) -> Break:
    return Break(AUDIT, check, (f"update {AUDIT} set {change} where order_key = '{order}'",))


def _month(check: str, change: str, month: str) -> Break:
    return Break(AUDITED, check, (f"update {AUDITED} set {change} where month = '{month}'",))


_OVER = "what is over in a month is what its orders are found to be"
_AUDIT = [
    _finding("owed_back is fee_billed less fee_agreed", "fee_billed = 7", "o5"),
    _finding("owed_back is fee_billed less fee_agreed", "fee_agreed = null", "o5"),
    Break(
        AUDIT,
        "a finding asks something back",
        (
            f"update {AUDIT} set owed_back = 0, fee_billed = 3 where order_key = 'o5'",
            f"update {AUDITED} set billed_over = 0 where month = '2026-03'",
            f"update {MORNING} set amount = 0 where finding = 'fee_audit'",
            f"update {MORNING} set place = 5 - place where place > 1",
        ),
    ),
    _finding("a finding is about an order of its channel and day", "channel = 'store'", "o2"),
    _finding("a finding is about an order of its channel and day", "order_day = '2026-02-11'", "o2"),
    _finding("an order never paid out is asked back whole", "owed_back = 44", "o2"),
    _month(_OVER, "billed_over = 2", "2026-03"),
    _month(_OVER, "orders_over = 1", "2026-02"),
    Break(AUDITED, _OVER, (f"delete from {AUDITED} where month = '2026-03'",)),
    _month("no more orders are compared than were sold", "orders = 3", "2026-02"),
]


def _group(check: str, change: str, where: str, observed: str = "1 row") -> Break:
    return Break(GROUPS, check, (f"update {GROUPS} set {change} where channel = 'all' and {where}",), observed)


_BY_GROUP = [
    _group(
        "what is certain or likely is no more than the most it could be",
        "customers_most = 0",
        "month = '2026-02' and customer_group = 'both'",
    ),
    _group(
        "nobody counts those whom nothing names",
        "customers = 1",
        "month = '2026-03' and customer_group = 'unidentified'",
    ),
    _group(
        "nobody counts those whom nothing names",
        "customers = null, customers_likely = null",
        "month = '2026-02' and customer_group = 'both'",
    ),
    _group(
        "who buys on one side only is not on the other",
        "customer_group = 'own_only'",
        "month = '2026-03' and side = 'platform'",
    ),
    _group(
        "who buys on one side only is not on the other",
        "customer_group = 'platform_only'",
        "month = '2026-01' and side = 'own'",
    ),
    Break(
        GROUPS,
        "the groups together are all purchases of a month and channel",
        (f"update {GROUPS} set orders = 2 where side = 'own' and customers > 0",),
    ),
    _group(
        "the channels of a side are its total, month by month and over all time",
        "fees = 10",
        "month = '2026-02' and customer_group = 'both'",
        "2 rows",
    ),
    _group(
        "everybody who ever bought is in one group",
        "customers = 2, customers_likely = 2",
        "month = 'all' and customer_group = 'platform_only'",
    ),
]


def _stake(check: str, change: str) -> Break:
    return Break(WHATIF, check, (f"update {WHATIF} set {change}",), "2 rows")


_AT_STAKE = [
    _stake("known and reachable orders are among those addressed", "orders_likely = 1"),
    _stake("known and reachable orders are among those addressed", "orders_reachable = 3, orders_certain = 2"),
    _stake("known and reachable orders are among those addressed", "own_orders_with_fees = 5"),
    _stake("what an order leaves is told exactly where fees are known", "contribution_mean = null"),
    _stake("what an order leaves is told exactly where fees are known", "own_orders_with_fees = 0"),
    _stake("a low guess is no higher than a high one", "lost_low = 0.25"),
    _stake("a moved order leaves its basket less the fees and costs of our own", "moved_contribution_mean = 32"),
    _stake("a moved order leaves its basket less the fees and costs of our own", "moved_contribution_mean = null"),
    Break(
        WHATIF,
        "the platforms together are all that could move",
        (f"update {WHATIF} set orders_certain = 1 where channel = 'all'",),
    ),
    Break(
        WHATIF,
        "orders that could move are the purchases of the months named",
        (f"update {WHATIF} set orders = 3, orders_per_month = 1.5",),
    ),
    *(
        Break(
            WHATIF,
            "orders a month are those of whole months, of all platforms their sum",
            (f"update {WHATIF} set orders_per_month = 3 where channel in ({channels})",),
        )
        for channels in ("'all'", "'all', 'meituan'")
    ),
]

_DATES = [
    Break(
        DATES,
        "fees by the day of the order are those of the channels' costs",
        (
            f"update {DATES} set fees_by_order_day = 13, fees_by_fee_day = 13 "
            "where month = '2026-03' and fee_type = 'subscription'",
        ),
    ),
    Break(
        DATES,
        "both dates tell of the same fees",
        (f"update {DATES} set fees_by_fee_day = 4 where month = '2026-03' and fee_type = 'delivery_service'",),
    ),
]

FEES = [*_AUDIT, *_BY_GROUP, *_AT_STAKE, *_DATES]
