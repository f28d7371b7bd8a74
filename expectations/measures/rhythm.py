"""Measures of rhythm: who comes back, when, and what may still come."""

from __future__ import annotations

from expectations.measures.declare import Example, Measure
from expectations.measures.stories import CROWD, SHOP

RHYTHM = (
    Measure(
        "repeat_rates",
        "rate = repeaters / customers in a window; repurchase counts who came again within N "
        "days of the first purchase",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            SHOP,
            """
window_days | scope    | channel      | customers | repeaters | rate
60          | anywhere | all          | 4         | 1         | 0.25
60          | anywhere | eleme        | 1         | 0         | 0
60          | anywhere | meituan      | 1         | 0         | 0
60          | anywhere | mini_program | 1         | 0         | 0
60          | anywhere | store        | 2         | 1         | 0.5
""",
            "From 31 January on four people bought, Anna on two days.",
            where="measure = 'repeat_rate' and window_days = 60 and scope = 'anywhere' and period = 'all'",
        ),
    ),
    Measure(
        "cohorts",
        "people by month of first purchase who bought in month k, in k or later, at least once in months 1 to k",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            SHOP,
            """
cohort_month | k | size | bought_in | on_or_after | returned_by | repeated_in_first_month | net_sales
2026-01      | 0 | 3    | 3         | 3           | 0           | 1                       | 65
2026-01      | 1 | 3    | 2         | 3           | 2           | 1                       | 43
2026-01      | 2 | 3    | 2         | 2           | 3           | 1                       | 41
2026-02      | 0 | 1    | 1         | 1           | 0           | 0                       | 12
2026-02      | 1 | 1    | 0         | 0           | 0           | 0                       | 0
""",
            "Anna, Ben and Cleo began in January. Anna and Ben bought in February, Anna and Cleo in March.",
            where="first_channel = 'all'",
        ),
    ),
    Measure(
        "time_to_next",
        "survival(d) = product over days up to d of 1 − events / at_risk (Kaplan-Meier)",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            SHOP,
            """
order_rank | day | at_risk | events | survival
1          | 0   | 4       | 0      | 1
1          | 5   | 4       | 1      | 0.75
1          | 33  | 3       | 1      | 0.5
1          | 48  | 1       | 1      | 0
""",
            "Cleo is back after 5 days, Anna after 33, Ben after 48. Dora is watched for 45 days,"
            " so on day 48 only Ben was left.",
            where="channel = 'all' and order_rank = 1",
        ),
    ),
    Measure(
        "lifecycle_thresholds",
        "days by which 50, 80 and 95 % of those who come back at all are back, on the curve of time_to_next",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
purchase | curve_state | watched | came_back | followed_days | due_days | at_risk_days | lapsed_days
first    | enough      | 500     | 100       | 300           | 50       | 80           | 95
later    | enough      | 500     | 100       | 300           | 50       | 80           | 95
""",
            "Of the 100 who come back 50 are back by day 50, 80 by day 80, 95 by day 95.",
        ),
    ),
    Measure(
        "lifecycle_flows",
        "people by stage at the end of the month before and of the month",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
month   | from_state | to_state | customers
2025-10 | active     | active   | 19
2025-10 | active     | due      | 8
2025-10 | new        | active   | 31
2025-10 | new        | due      | 442
""",
            "30 September is day 27: 27 are back. 31 October is day 58: 31 more are. Of the first"
            " 27, eight bought 50 days or more before.",
            where="month = '2025-10'",
        ),
    ),
    Measure(
        "rfm",
        "score = 1 + the number of cut points the value is above; r = 5 less those",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
customer_id | r_days | f_days | m_net_sales | r | f | m | segment
person-100  | 200    | 2      | 20          | 5 | 2 | 5 | big_spenders
person-101  | 300    | 1      | 10          | 4 | 1 | 1 | newcomers
""",
            "Person 100 came again on day 100, 200 days before the last; person 101 never did.",
            where="customer_id in ('cperson-100', 'cperson-101')",
        ),
    ),
    Measure(
        "rfm_cut_points",
        "the least value that a fifth, two fifths … of the buyers (quarters for f) have or are below",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
measure | rfm_state | buyers | cut_method | cut_1 | cut_2 | cut_3 | cut_4
f       | enough    | 500    | bands      | 1     | 2     | 4     | null
m       | enough    | 500    | quantiles  | 10    | 10    | 10    | 10
r       | enough    | 500    | quantiles  | 299   | 300   | 300   | 300
""",
            "400 spent 10 and 100 spent 20: four fifths spent 10. A hundred bought at most 299 "
            "days ago. Two quarters of f fall together, so f is cut at 1, 2 and 4.",
        ),
    ),
    Measure(
        "rfm_segments",
        "people and net_sales of rfm by segment",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
segment      | position | customers | net_sales
big_spenders | 3        | 100       | 2000
newcomers    | 4        | 400       | 4000
""",
            "100 came again and spent 20 each, 400 spent 10.",
            where="customers > 0",
        ),
    ),
    Measure(
        "value_model",
        "BG/NBD and Gamma-Gamma fitted to the first two thirds of the history, their prediction against the last third",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
model_state | people | repeaters | history_days | calibrated_until | held_out_people | actual_purchases
off         | 500    | 100       | 301          | 2026-03-22       | 500             | 0
""",
            "Days 201 to 300 are held out. Nobody bought in them, the model expected some to: it "
            "is off, and nothing is said of what is ahead.",
        ),
    ),
    Measure(
        "value_ahead",
        "expected purchase days (BG/NBD) × expected contribution of one (Gamma-Gamma), where value_model is believed",
        ("core.orders", "published.customers"),
        "Who comes back",
        Example(
            CROWD,
            """
customer_id | contribution | purchases_365_days | contribution_365_days
person-100  | 20           | null               | null
person-101  | 10           | null               | null
""",
            "The model is off, so there is only what was. metrics.md has an example of what is expected.",
            where="customer_id in ('cperson-100', 'cperson-101')",
        ),
    ),
    Measure(
        "value_bands",
        "people of value_ahead by band of purchase days expected in 365 days",
        ("core.orders", "core.identities"),
        "Who comes back",
        Example(
            CROWD,
            """
purchases_from | purchases_below | customers | contribution_365_days
""",
            "No row: the model is off.",
        ),
    ),
)
