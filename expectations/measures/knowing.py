"""Measures of what is known, of returns, and of what changed."""

from __future__ import annotations

from expectations.measures.declare import Example, Measure
from expectations.measures.stories import LINKS, MONTHS, SHOP

KNOWING = (
    Measure(
        "identity_coverage",
        "orders = certain + likely + unidentified, net_sales likewise",
        ("core.orders", "core.identities"),
        "Who is who",
        Example(
            SHOP,
            """
month   | channel      | orders | certain | likely | unidentified | net_sales | net_sales_unidentified
2026-03 | meituan      | 1      | 0       | 0      | 1            | 25        | 25
2026-03 | mini_program | 1      | 1       | 0      | 0            | 20        | 0
2026-03 | store        | 2      | 2       | 0      | 0            | 21        | 0
""",
            "No file names who placed n1.",
            where="month = '2026-03'",
        ),
    ),
    Measure(
        "coverage_gaps",
        "share_of_orders = purchases of the last 90 days without a buyer, by the first reason"
        " that fits / all purchases of the channel and branch",
        ("core.orders", "core.identities"),
        "Who is who",
        Example(
            SHOP,
            """
channel | reason | orders | net_sales | purchases | share_of_orders
meituan | other  | 1      | 25        | 4         | 0.25
""",
            "One of the four Meituan orders.",
        ),
    ),
    Measure(
        "consents",
        "the latest statement of any file per person and purpose; a refusal where one row says both",
        ("core.consents", "core.orders"),
        "Who is who",
        Example(
            SHOP,
            """
customer_id | purpose   | consent | since_day  | source | contact_kinds
Anna        | marketing | true    | 2026-03-07 | store  | phone
Dora        | marketing | true    | 2026-02-14 | eleme  | phone
""",
            "Both agreed with each order: the latest counts.",
        ),
    ),
    Measure(
        "link_model",
        "learnt where true_pairs and held_out_people reach what is needed",
        ("core.identities", "core.orders"),
        "Who is who",
        Example(
            SHOP,
            """
state | true_pairs | true_pairs_needed | held_out_people | held_out_needed | probable_links
none  | 1          | 200               | 1               | 100             | 0
""",
            "n1 carries no trace of anybody, so there was nothing to link.",
        ),
    ),
    Measure(
        "link_blocking",
        "pairs of records a rule would compare, those it does, and the values too common to compare by",
        ("core.identities", "core.orders"),
        "Who is who",
        Example(
            SHOP,
            """
rule | pairs_wanted | pairs_kept | values_left_out
""",
            "No row: there was nothing to link, as link_model says.",
        ),
    ),
    Measure(
        "link_calibration",
        "share_right = right_links / links of held-out people by band of probability",
        ("core.identities", "core.orders"),
        "Who is who",
        Example(
            LINKS,
            """
band_low | band_high | links | right_links | mean_probability | share_right | share_right_low | share_right_high
0.8      | 0.9       | 50    | 45          | 0.87             | 0.9         | 0.7864          | 0.9565
""",
            "45 of 50, with the interval of Wilson: (0.9 + 1.921 / 50 ± 1.96 × √(0.9 × 0.1 / 50 + 0.960 / 2500)) / "
            "(1 + 3.841 / 50).",
        ),
    ),
    Measure(
        "return_rates",
        "return_share = returned_orders / orders; refunded_share = refunded / sold",
        ("core.orders",),
        "Returns",
        Example(
            SHOP,
            """
month | channel      | orders | returned_orders | return_share | sold | refunded | refunded_share | people_share
all   | all          | 11     | 1               | 0.0909       | 226  | 40       | 0.177          | 0.1
all   | eleme        | 1      | 0               | 0            | 12   | 0        | 0              | null
all   | meituan      | 4      | 1               | 0.25         | 113  | 40       | 0.354          | null
all   | mini_program | 2      | 0               | 0            | 55   | 0        | 0              | null
all   | store        | 4      | 0               | 0            | 46   | 0        | 0              | null
""",
            "40 of 228 gross less the discount of 2. One in ten orders of known people.",
            where="month = 'all'",
        ),
    ),
    Measure(
        "return_patterns",
        "return_share_shrunk = (returned_orders + w × share of all) / (orders + w)",
        ("core.orders", "core.order_items"),
        "Returns",
        Example(
            SHOP,
            """
customer_id | orders | returned_orders | return_share_shrunk | contribution | rebuy_saved | pickup_addon_net_sales
Cleo        | 4      | 1               | 0.1006              | 57.6         | 5           | 5
""",
            "Of ten orders of known people one was paid back, w = 1000: (1 + 100) / 1004. "
            "The tea for 40 was bought again for 35; 5 were spent in the store on the day of a "
            "collection.",
        ),
    ),
    Measure(
        "morning_findings",
        "told when the step of the last month is outside mean ± t × s × √(1 + 1/n) of the earlier steps",
        (
            "core.orders",
            "published.channel_costs",
            "published.return_rates",
            "published.homecoming",
            "published.lifecycle_flows",
            "published.payout_reconciliation",
            "published.fee_audit",
        ),
        "What changed",
        Example(
            MONTHS,
            """
finding   | channel | month   | level | level_before | usual_low | usual_high | amount
net_sales | store   | 2026-09 | 60    | 101          | 90.1036   | 112.182    | -41
""",
            "Steps 4, −6, 5, −4, 3, −2, 1: mean 1/7, s 4.220, t 2.447; 101 + 0.143 ± 11.040 is usual.",
        ),
    ),
)
