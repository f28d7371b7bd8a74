"""For every promise, the smallest change of the tiny business that breaks it and nothing else."""

from __future__ import annotations

from tests.expectations.breakage import (
    COSTS,
    COVERAGE,
    FILES,
    FINDINGS,
    FLOWS,
    GROUPS,
    MORNING,
    PAYOUTS,
    PULLS,
    RETURNS,
    Break,
)
from tests.expectations.breaks_costs import FEES
from tests.expectations.breaks_follow_ups import CALLS
from tests.expectations.breaks_morning import NO_PAYOUT, TOLD
from tests.expectations.breaks_people import BOUNDS, CROSSED, PEOPLE, RUNGS, WAITS
from tests.expectations.breaks_returns import RETURNED, RETURNS_FOLLOW
from tests.expectations.breaks_rhythm import RHYTHM
from tests.expectations.breaks_value import VALUES


def _orders(layer: str) -> list[Break]:
    table, fee_lines = f"{layer}.orders", f"{layer}.fee_lines"

    def purchase(check: str, net_sales: int, amounts: str, rate: str = "0") -> Break:
        # o4 is all there is of its month and channel, so the totals can follow
        sql = [
            f"update {table} set {amounts}, net_sales = {net_sales}, contribution = {net_sales} where order_key = 'o4'"
        ]
        if layer == "published":
            cell = "where month = '2026-03' and channel = 'store'"
            sql += [
                f"update {COSTS} set {amounts}, net_sales = {net_sales}, contribution = {net_sales}, "
                f"take_rate_net = {rate} {cell}",
                f"update {COVERAGE} set net_sales = {net_sales}, net_sales_unidentified = {net_sales} {cell}",
                RETURNS_FOLLOW,
                f"update {GROUPS} set net_sales = {net_sales}, contribution = {net_sales} "
                "where customer_group = 'unidentified'",
            ]
        return Break(table, check, tuple(sql))

    def order(check: str, change: str) -> Break:
        return Break(table, check, (f"update {table} set {change} where order_key = 'o6'",))

    def unknown_fees(check: str) -> Break:
        sql = [f"update {table} set fees_known = false where order_key = 'o1'"]
        if layer == "published":
            sql.append(f"update {COSTS} set orders_with_unknown_fees = 1 where month = '2026-01'")
            sql.append(f"update {GROUPS} set orders_with_unknown_fees = 1 where side = 'own' and customers > 0")
        return Break(table, check, tuple(sql))

    def fee(check: str, change: str) -> Break:
        return Break(fee_lines, check, (f"update {fee_lines} set {change} where fee_key = 'f6'",))

    return [
        order(
            "net_sales is gross less merchant_discount less refunded",
            "net_sales = net_sales + 1, contribution = contribution + 1",
        ),
        order("contribution is net_sales less fees less own_costs", "contribution = contribution + 1"),
        purchase("a purchase has no negative amount", 21, "refunded = -1"),
        purchase(
            "a purchase is worth more than zero after the merchant's discount", 0, "merchant_discount = 20", "null"
        ),
        purchase("a purchase gives back no more than it was worth", -5, "refunded = 25"),
        unknown_fees("fees are known where there are any"),
        order("fees are the sum of the order's fee lines", "fees = 1, contribution = contribution - 1"),
        fee("the order of a fee exists, in the same currency", "order_key = 'nowhere', fee_state = 'matched'"),
        fee("a fee is matched exactly when its order is known", "fee_state = 'matched'"),
    ]


_MONEY = [
    Break(
        "published.orders",
        "no order is later than the as-of day",
        ("update published.about set as_of_day = '2026-03-09'", "update published.rfm set r_days = r_days - 6"),
    ),
    Break(
        "published.orders",
        "the channel of an order is in channels, of the same kind",
        ("update published.orders set channel = 'tmall' where order_key = 'o6'",),
    ),
    Break(
        "published.orders",
        "the channel of an order is in channels, of the same kind",
        ("update published.orders set channel_kind = 'marketplace' where order_key = 'o6'",),
    ),
    Break(
        "published.orders",
        "fees are unknown for at most 20% of the purchases on platforms",
        (
            "update published.orders set fees = 0, contribution = 28, fees_known = false where order_key = 'o5'",
            "update published.fee_lines set order_key = null, fee_state = 'period' where order_key = 'o5'",
            f"update {COSTS} set orders_with_unknown_fees = 1 where month = '2026-03' and channel = 'meituan'",
            f"update {RETURNS} set contribution = 48 where customer_id = 'B'",
            f"update {GROUPS} set fees = fees - 6, contribution = contribution + 6, orders_with_unknown_fees = 1 "
            "where customer_group = 'platform_only' and month in ('2026-03', 'all')",
        ),
        "33.3%",
    ),
    Break(
        "published.fee_lines",
        "at most 5% of the fees wait for their order",
        ("update published.fee_lines set fee_state = 'waiting' where fee_key = 'f6'",),
        "34.2%",
    ),
    Break(
        COSTS, "fees are the sum of their nine types", (f"update {COSTS} set insurance = 1 where month = '2026-01'",)
    ),
    Break(
        COSTS,
        "contribution is net_sales less fees less own_costs",
        (f"update {COSTS} set contribution = 0 where month = '2026-01'",),
    ),
    *(
        Break(COSTS, f"take_rate_{rate} is fees by {base}", (f"update {COSTS} set take_rate_{rate} = {change}",))
        for rate, base in (("gross", "gross"), ("net", "net_sales"))
        for change in (
            "0.5 where month = '2026-01'",
            "null where month = '2026-01'",
            "0 where channel = 'mini_program'",
        )
    ),
    Break(
        COSTS,
        "orders and sales are those of the purchases",
        (f"update {COSTS} set orders = 2 where month = '2026-01'",),
    ),
    Break(
        COSTS,
        "orders and sales are those of the purchases",
        (f"delete from {COSTS} where month = '2026-03' and channel = 'store'",),
    ),
    Break(
        COSTS,
        "orders_with_unknown_fees are the purchases without a fee",
        (f"update {COSTS} set orders_with_unknown_fees = 1 where month = '2026-01'",),
    ),
    Break(
        COSTS,
        "fees are those of all fee lines, per currency",
        ("update published.fee_lines set amount = 13 where fee_key = 'f6'",),
    ),
]


def _payout(check: str, change: str, statement: str, *following: str) -> Break:
    return Break(PAYOUTS, check, (f"update {PAYOUTS} set {change} where statement = '{statement}'", *following))


_PAYOUTS = [
    *(
        _payout("lines are what is left of before_fees after fees and adjustments", change, "p1")
        for change in ("before_fees = 97", "fees_charged = 17", "adjustments = null")
    ),
    _payout("a statement without lines adds up to nothing known", "lines = 0", "p3"),
    _payout("a statement without lines adds up to nothing known", "lines = 1", "p4"),
    _payout(
        "difference is stated less expected",
        "difference = 4",
        "p2",
        f"update {MORNING} set amount = 4, finding = 'payout_over' where place = 1",
    ),
    _payout("difference is stated less expected", "difference = 0", "p3"),
    _payout("the state follows from the two amounts", "payout_state = 'agrees'", "p2", *NO_PAYOUT),
    _payout("the state follows from the two amounts", "payout_state = 'pending'", "p4"),
    *(
        _payout("no statement charges a fee that is not among the fee lines, per currency", change, "p3")
        for change in ("fees_charged = 50, before_fees = 59", "fees_returned = 50, before_fees = -41")
    ),
]

_CONSERVED = "people in a state at the end of a flow are those who leave it in the next"
_MIGRATION = [
    Break(
        FLOWS,
        "a period is labelled as its grain says",
        (f"update {FLOWS} set period = '2026 ' where grain = 'year'",),
        "2 rows",
    ),
    Break(
        FLOWS,
        "a state is a channel or a named one",
        (f"update {FLOWS} set to_state = 'tmall' where grain = 'year' and to_state = 'mixed'",),
    ),
    *(
        Break(
            FLOWS,
            check,
            (
                f"insert into {FLOWS} select * replace ({replaced}, 0 as customers, 0 as customers_likely) "
                f"from {FLOWS} where grain = 'month' and period = '2026-02' and from_state = '{state}'",
            ),
        )
        for check, replaced, state in (
            ("nobody becomes new", "'new' as to_state", "store"),
            ("nobody new stays away", "'none' as to_state", "new"),
        )
    ),
    Break(
        FLOWS,
        "the periods of a grain have no gap",
        (f"update {FLOWS} set period = '2026-04' where period = '2026-03'",),
    ),
    Break(FLOWS, _CONSERVED, (f"update {FLOWS} set from_state = 'store' where to_state = 'none'",), "2 rows"),
    Break(
        FLOWS,
        _CONSERVED,
        (
            f"update {FLOWS} set customers_likely = 0.5 where to_state = 'none'",
            f"update {FLOWS} set customers_likely = 1.5 where grain = 'month' and from_state = 'meituan' "
            "and to_state = 'meituan'",
            f"update {FLOWS} set customers_likely = 0.5 where grain = 'month' and from_state = 'store'",
            f"update {FLOWS} set customers_likely = 1.5 where grain = 'month' and period = '2026-02' "
            "and from_state = 'new'",
        ),
    ),
    Break(
        FLOWS,
        "a flow holds everybody first seen by the end of its period",
        (f"update {FLOWS} set customers_likely = 1.5 where grain = 'year' and to_state = 'mixed'",),
    ),
    Break(
        FLOWS,
        "a flow holds everybody first seen by the end of its period",
        (f"update {FLOWS} set customers = 2 where grain = 'year' and to_state = 'mixed'",),
    ),
    Break(
        FLOWS,
        "a flow holds everybody first seen by the end of its period",
        (f"delete from {FLOWS} where grain = 'quarter' and to_state = 'mixed'",),
    ),
]

_NIGHT = [
    Break(
        "published.about",
        "the snapshot is described by one row, of this run",
        ("update published.about set run_id = 'another'",),
    ),
    Break(
        FILES,
        "rows read are loaded, superseded or quarantined",
        (f"update {FILES} set rows_read = 5 where source = 'till'",),
    ),
    Break(FILES, "every quarantined row of a file that was read is listed", ("delete from published.quarantine",)),
    Break(
        FILES,
        "the totals a file states are those of its rows",
        (f"update {FILES} set control_total_state = 'differs' where source = 'till'",),
    ),
    Break(
        FILES,
        "every file could be read",
        (f"update {FILES} set file_state = 'quarantined' where source = 'meituan_bill'",),
    ),
    Break(PULLS, "every location could be read", (f"update {PULLS} set pull_state = 'failed', pull_reason = 'error'",)),
    Break(PULLS, "no file was left where it is", (f"update {PULLS} set files_left = 1",)),
    Break(FILES, "every source has a file", (f"delete from {FILES} where source = 'meituan_bill'",)),
    *(
        Break(FINDINGS, check, (f"insert into {FINDINGS} values ('till', 'a.csv', 's1', 'pos', '{finding}', 'x', 1)",))
        for check, finding in (
            ("files hold no unknown columns, values or wordings", "unknown_value"),
            ("files raise no other findings", "encoding_doubtful"),
        )
    ),
    Break(
        "published.corrections",
        "every correction still meets the fault it is for",
        ("insert into published.corrections values ('tenths', 'till', 'pos', 'fees in tenths of a cent', 0, 3)",),
    ),
]

_STAGED = [
    *(
        Break(
            f"staged.{name}",
            "every row comes from a good row of a file",
            (f"update staged.{name} set row_number = 9",),
        )
        for name in ("staged_orders", "staged_order_items", "staged_entries", "staged_identities")
    ),
    Break(
        "staged.staged_quarantine",
        "no quarantined row is also a good one",
        ("update staged.staged_quarantine set row_number = 0",),
    ),
]

_PEOPLE = [*PEOPLE, *BOUNDS, *WAITS, *RHYTHM, *VALUES, *CROSSED, *RUNGS, *CALLS, *RETURNED, *TOLD]
_COSTS = [*_MONEY, *_PAYOUTS, *FEES]
PROMISES = [*_STAGED, *_orders("core"), *_orders("published"), *_COSTS, *_PEOPLE, *_MIGRATION, *_NIGHT]
