"""Measures of money: what was sold, what it cost, and whether the bills are right."""

from __future__ import annotations

from expectations.measures.declare import Example, Measure
from expectations.measures.stories import SHOP

MONEY = (
    Measure(
        "channel_costs",
        "net_sales = gross − merchant_discount − refunded; contribution = net_sales − fees − "
        "own_costs; take rates = fees / gross and fees / net_sales",
        ("core.orders", "core.fee_lines"),
        "Money",
        Example(
            SHOP,
            """
month   | gross | merchant_discount | refunded | net_sales | fees | contribution | take_rate_gross | take_rate_net
2026-01 | 60    | 0                 | 40       | 20        | 3.6  | 16.4         | 0.06            | 0.18
2026-02 | 30    | 2                 | 0        | 28        | 2    | 26           | 0.0667          | 0.0714
2026-03 | 25    | 0                 | 0        | 25        | 0    | 25           | 0               | 0
""",
            "Meituan in January: 20 and 40, which was paid back; 3.60 of 60 is 6 %, of the 20 "
            "that are left 18 %. No file shows a fee of the order in March.",
            where="channel = 'meituan'",
        ),
    ),
    Measure(
        "payout_reconciliation",
        "expected = before_fees − fees_charged + fees_returned − adjustments; difference = stated − expected",
        ("core.payouts",),
        "Money",
        Example(
            SHOP,
            """
statement | lines | before_fees | fees_charged | expected | stated | difference | payout_state
S1        | 3     | 48          | 5.6          | 42.4     | 42.3   | -0.1       | differs
""",
            "18.80 − 2.40 + 26.00 = 42.40 were due.",
        ),
    ),
    Measure(
        "fee_audit",
        "owed_back = fee_billed − fee_agreed; of an order never paid out its net_sales",
        ("core.orders", "core.refunds", "staged.staged_entries", "staged.staged_orders", "shop.toml"),
        "Money",
        Example(
            SHOP,
            """
finding        | order_id | base_amount | contract_rate | fee_agreed | fee_billed | owed_back
kept_on_refund | c1       | null        | null          | 0          | 2.4        | 2.4
never_paid_out | n1       | null        | null          | null       | null       | 25
rate           | a1       | 20          | 0.05          | 1          | 1.2        | 0.2
rate           | b2       | 28          | 0.05          | 1.4        | 2          | 0.6
""",
            "a1: 5 % of 20 is 1.00. b2: 5 % of 30 − 2 is 1.40. c1 was paid back and its "
            "commission was not. n1 is on no bill.",
        ),
    ),
    Measure(
        "fee_audit_months",
        "billed_over = sum of what is billed above the contract, billed_under = sum of what "
        "is below, over the orders compared",
        ("core.orders", "staged.staged_entries", "staged.staged_orders", "shop.toml"),
        "Money",
        Example(
            SHOP,
            """
month   | orders | fee_agreed | fee_billed | orders_over | billed_over | orders_under | billed_under
2026-01 | 1      | 1          | 1.2        | 1           | 0.2         | 0            | 0
2026-02 | 1      | 1.4        | 2          | 1           | 0.6         | 0            | 0
""",
            "The order paid back whole is not compared.",
        ),
    ),
    Measure(
        "fee_dates",
        "fees summed by the month of their order, and by the month a file books them",
        ("core.fee_lines", "core.orders"),
        "Money",
        Example(
            SHOP,
            """
month   | channel | fee_type   | fees_by_order_day | fees_by_fee_day | fees_of_earlier_orders
2026-01 | meituan | commission | 3.6               | 3.6             | 0
2026-02 | meituan | commission | 2                 | 0               | 0
2026-03 | meituan | commission | 0                 | 2               | 2
""",
            "b2 was ordered on 27 February and billed on 2 March.",
        ),
    ),
    Measure(
        "fees_by_customer_group",
        "purchases and their fees by where the buyer has bought by the end of the month, on platforms, from us or both",
        ("core.orders", "core.identities"),
        "Money",
        Example(
            SHOP,
            """
month   | side     | customer_group | customers | orders | net_sales | fees | contribution
2026-01 | own      | both           | 1         | 1      | 35        | 0    | 35
2026-01 | own      | own_only       | 1         | 1      | 10        | 0    | 10
2026-01 | platform | both           | 1         | 1      | 0         | 2.4  | -2.4
2026-01 | platform | platform_only  | 1         | 1      | 20        | 1.2  | 18.8
2026-02 | own      | both           | 1         | 1      | 15        | 0    | 15
2026-02 | platform | both           | 1         | 1      | 28        | 2    | 26
2026-02 | platform | platform_only  | 1         | 1      | 12        | 0    | 12
all     | own      | both           | 3         | 6      | 101       | 0    | 101
all     | platform | both           | 3         | 3      | 48        | 5.6  | 42.4
all     | platform | platform_only  | 1         | 1      | 12        | 0    | 12
all     | platform | unidentified   | null      | 1      | 25        | 0    | 25
""",
            "In January Anna has bought on a platform only; from February on she is one of both.",
            where="channel = 'all' and month in ('2026-01', '2026-02', 'all')",
        ),
    ),
    Measure(
        "whatif_inputs",
        "gain a month = q × s × ((1 − k) × c_o − c_p) − q × a − F, by the letters"
        " of metrics.md; the table holds q, c_p, c_o, a and F",
        ("core.orders", "core.fee_lines", "core.consents", "core.identities", "shop.toml"),
        "Money",
        Example(
            SHOP,
            """
channel | orders | orders_certain | orders_with_fees | net_sales_mean | contribution_mean | own_orders_with_fees
all     | 2      | 1              | 1                | 28             | 26                | 0
meituan | 2      | 1              | 1                | 28             | 26                | 0
""",
            "Meituan begins on 5 January, so two months count. Fees are known of one order: 28.00 − 2.00 is left. "
            "No fee of an own online order is known, so there is no gain to tell.",
            where="channel in ('all', 'meituan')",
        ),
    ),
)
