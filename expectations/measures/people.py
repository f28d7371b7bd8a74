"""Measures of people: where they buy, where they go, how near they are, whom to call."""

from __future__ import annotations

from expectations.measures.declare import Example, Measure
from expectations.measures.stories import SHOP

PEOPLE = (
    Measure(
        "customers",
        "counts and sums of the purchases of one person",
        ("core.orders", "core.identities", "core.consents"),
        "Orders and people",
        Example(
            SHOP,
            """
customer_id | purchase_days | orders | net_sales | fees | contribution | main_channel | strength | reachable
Anna        | 3             | 3      | 51        | 1.2  | 49.8         | store        | super    | true
Ben         | 2             | 2      | 38        | 2    | 36           | mixed        | weak     | false
Cleo        | 3             | 4      | 60        | 2.4  | 57.6         | mixed        | weak     | false
Dora        | 1             | 1      | 12        | 0    | 12           | eleme        | random   | true
""",
            "Cleo bought twice on 10 March, which is one purchase day.",
        ),
    ),
    Measure(
        "migration_flows",
        "people by the state of one period and of the next; a state is the channel with 60 % "
        "of the purchase days, else mixed",
        ("core.orders", "core.identities"),
        "Where do customers go",
        Example(
            SHOP,
            """
period  | from_state | to_state | customers | net_sales
2026-02 | meituan    | store    | 1         | 15
2026-02 | mixed      | none     | 1         | 0
2026-02 | new        | eleme    | 1         | 12
2026-02 | store      | meituan  | 1         | 28
2026-03 | eleme      | none     | 1         | 0
2026-03 | meituan    | none     | 1         | 0
2026-03 | none       | mixed    | 1         | 25
2026-03 | store      | store    | 1         | 16
""",
            "Ben goes from the store to Meituan, Anna the other way.",
            where="grain = 'month'",
        ),
    ),
    Measure(
        "migration_steps",
        "pairs of consecutive purchase days of one person, by the channels of both",
        ("core.orders", "core.identities"),
        "Where do customers go",
        Example(
            SHOP,
            """
month   | from_channel | to_channel   | steps | customers
2026-01 | meituan      | mini_program | 1     | 1
2026-02 | meituan      | store        | 1     | 1
2026-02 | store        | meituan      | 1     | 1
2026-03 | mini_program | mini_program | 1     | 1
2026-03 | mini_program | store        | 1     | 1
2026-03 | store        | store        | 1     | 1
""",
            "Two channels on one day are two of them: Cleo's 10 March.",
        ),
    ),
    Measure(
        "homecoming",
        "share = people whose first purchase on the other side is in the month / people whose"
        " first purchase was on this side by its end",
        ("core.orders", "core.identities"),
        "Where do customers go",
        Example(
            SHOP,
            """
kind       | month   | customers | first_there | share  | median_days | net_sales_since | fees_since
homecoming | 2026-01 | 1         | 2           | 0.5    | null        | 60              | 0
homecoming | 2026-02 | 1         | 3           | 0.3333 | null        | 31              | 0
homecoming | 2026-03 | 0         | 3           | 0      | null        | 0               | 0
homecoming | all     | 2         | 3           | 0.6667 | 33          | 91              | 0
leak       | 2026-01 | 0         | 1           | 0      | null        | 0               | 0
leak       | 2026-02 | 1         | 1           | 1      | null        | 28              | 2
leak       | 2026-03 | 0         | 1           | 0      | null        | 0               | 0
leak       | all     | 1         | 1           | 1      | 48          | 28              | 2
""",
            "Anna and Cleo came home after 33 and 5 days, Dora has not in 45: half have by day 33.",
            where="from_channel = 'all'",
        ),
    ),
    Measure(
        "strength_ladder",
        "people by rung at the end of the month before and of the month",
        ("core.orders", "core.identities", "staged.staged_identities"),
        "Strength",
        Example(
            SHOP,
            """
month   | from_strength | to_strength | customers | net_sales | super_from_days
2026-01 | none          | random      | 2         | 30        | 2
2026-01 | none          | weak        | 1         | 35        | 2
2026-02 | none          | random      | 1         | 12        | 2
2026-02 | random        | super       | 1         | 15        | 2
2026-02 | random        | weak        | 1         | 28        | 2
2026-02 | weak          | weak        | 1         | 0         | 2
2026-03 | random        | random      | 1         | 0         | 3
2026-03 | super         | super       | 1         | 16        | 3
2026-03 | weak          | weak        | 2         | 25        | 3
""",
            "Anna came to the store in February and can be reached; two purchase days are the top tenth then.",
        ),
    ),
    Measure(
        "next_rung",
        "people on the as-of day by rung and by the one thing missing for the next",
        ("core.orders", "core.identities", "core.consents"),
        "Strength",
        Example(
            SHOP,
            """
strength | lift                    | customers
random   | second_purchase         | 1
weak     | consent                 | 1
weak     | own_channel_and_consent | 1
""",
            "Dora bought once, Cleo has not consented, Ben came back on a platform only.",
        ),
    ),
    Measure(
        "tags",
        "people of whom every condition of a rule in shop.toml holds",
        ("core.orders", "core.order_items", "core.identities", "staged.staged_identities", "shop.toml"),
        "Strength",
        Example(
            SHOP,
            """
customer_id | tag
Anna        | weekend
Dora        | weekend
""",
            "Anna bought on a Monday and two Saturdays, 2 of 3; Dora on one Saturday.",
        ),
    ),
    Measure(
        "follow_ups",
        "on the first Monday after a reason arose: reachable people, the first reason that fits, a tenth kept back",
        ("core.orders", "core.order_items", "core.identities", "staged.staged_identities", "shop.toml"),
        "Whom to call",
        Example(
            SHOP,
            """
list_day   | customer_id | reason          | list_group | free_again_day | result_day | is_complete
2026-03-23 | Dora        | second_purchase | kept_back  | 2026-04-20     | 2026-04-19 | false
""",
            "Dora bought first on 14 February; 30 days later is Monday, 16 March, so the list of "
            "the next one. The draw keeps her back.",
        ),
    ),
)
