"""Published tables about people: who they are, where they go, who comes back."""

from transforms.tables import columns as c
from transforms.tables import segments, words
from transforms.tables.declare import Column, Table

_FROM_CHANNEL = Column("from_channel", "VARCHAR", "Channel of the earlier purchase day.", privacy="open")
_TO_CHANNEL = Column("to_channel", "VARCHAR", "Channel of the later purchase day.", privacy="open")

CUSTOMERS = Table(
    "customers",
    "published",
    "One row per person with at least one purchase, by certain evidence.",
    ("customer_id",),
    (
        c.CUSTOMER_ID,
        Column("first_order_day", "DATE", "Day of the first purchase seen; not necessarily the first ever."),
        Column("last_order_day", "DATE", "Day of the latest purchase."),
        *c.bounds("purchase_days", "Distinct days with a purchase, anywhere.", "days", at_least=1),
        *c.bounds("orders", "Purchases.", "orders", at_least=1),
        c.NET_SALES,
        c.FEES,
        c.CONTRIBUTION,
        Column("first_channel", "VARCHAR", "Channel of the first purchase seen.", privacy="open"),
        Column("latest_channel", "VARCHAR", "Channel of the latest purchase.", privacy="open"),
        Column("main_channel", "VARCHAR", "Channel with most purchase days, or mixed when under 60 %.", privacy="open"),
        Column("strength", "VARCHAR", "Tie to us, METRICS.md §5.", allowed=words.STRENGTHS),
        Column(
            "lift",
            "VARCHAR",
            "What would lift the person one rung: a second purchase; of who came back, a repeat purchase through an "
            "own channel, a consent that a contact serves, or both; of who is strong, purchase days as many as the top "
            "share has, or a new buyer. Null: on the highest rung.",
            nullable=True,
            allowed=words.LIFTS,
        ),
        Column(
            "lifecycle",
            "VARCHAR",
            "Where the person stands in the shop's own rhythm at the as-of day; null: its curve is not enough to say, "
            "see lifecycle_thresholds.",
            nullable=True,
            allowed=words.LIFECYCLES,
        ),
        Column(
            "segment",
            "VARCHAR",
            "Segment by recency, frequency and money; null: no purchase in the window, or too few data, see "
            "rfm_cut_points.",
            nullable=True,
            allowed=segments.NAMES,
        ),
        Column("reachable", "BOOLEAN", "A contact exists, and a consent in force that it can serve; see consents."),
        Column("link_evidence", "VARCHAR", "Kinds of evidence that make the person, joined by +."),
        Column(
            "link_probability", "DOUBLE", "Weakest link of the person; 1 for certain evidence.", at_least=0, at_most=1
        ),
        Column("is_in_left_margin", "BOOLEAN", "First seen in the first days of the channel's history: may be older."),
    ),
)

MIGRATION_FLOWS = Table(
    "migration_flows",
    "published",
    "One row per grain, period and pair of states: people in one state the period before and in another in the period.",
    ("grain", "period", "from_state", "to_state"),
    (
        Column("grain", "VARCHAR", "Length of the period.", privacy="open", allowed=words.GRAINS),
        Column("period", "VARCHAR", "The later of the two periods: 2026-03, 2026-Q1 or 2026.", privacy="open"),
        Column("from_state", "VARCHAR", "State in the period before.", privacy="open"),
        Column("to_state", "VARCHAR", "State in the period.", privacy="open"),
        *c.CUSTOMERS,
        c.count("customers_in_left_margin", "Of these, new people who may be older than the data.", "people"),
        c.NET_SALES,
        c.IS_COMPLETE,
    ),
)

MIGRATION_STEPS = Table(
    "migration_steps",
    "published",
    "One row per month and pair of channels: consecutive purchase days of one person, dated by the later one.",
    ("month", "from_channel", "to_channel"),
    (
        c.MONTH,
        _FROM_CHANNEL,
        _TO_CHANNEL,
        *c.bounds("steps", "Pairs of consecutive purchase days.", "steps"),
        *c.CUSTOMERS,
        c.IS_COMPLETE,
    ),
)

HOMECOMING = Table(
    "homecoming",
    "published",
    "One row per kind, month and pair of channels: people who bought on the other side for the first time.",
    ("kind", "month", "from_channel", "to_channel"),
    (
        Column(
            "kind",
            "VARCHAR",
            "homecoming: first own-channel purchase of somebody whose earlier ones are all on platforms; leak: the "
            "other way round.",
            privacy="open",
            allowed=words.CROSSINGS,
        ),
        Column("month", "VARCHAR", "Month of that purchase, YYYY-MM, or all.", privacy="open"),
        Column("from_channel", "VARCHAR", "Channel of the person's first purchase seen, or all.", privacy="open"),
        Column("to_channel", "VARCHAR", "Channel of the purchase on the other side, or all.", privacy="open"),
        *c.CUSTOMERS,
        *c.bounds(
            "first_there",
            "People whose first purchase seen was in from_channel, or with all on that side (platforms for homecoming, "
            "own channels for leak), up to the end of the month or the as-of day; crossed or not.",
            "people",
        ),
        c.share("share", "customers / first_there; null without any."),
        c.share("share_likely", "customers_likely / first_there_likely; null without any."),
        c.share("share_most", "No world is above it: customers_most / the fewest first_there could be, at most 1."),
        Column(
            "median_days",
            "INTEGER",
            "Days from the first purchase until half have crossed: Kaplan-Meier over everybody certain whose first "
            "purchase was on that side, those who have not crossed counted up to the as-of day. Only where month and "
            "channels are all; there null: not reached.",
            unit="days",
            nullable=True,
            at_least=0,
        ),
        c.count("orders_since", "Purchases of these people from that one on, in the shop's currency.", "orders"),
        c.money("net_sales_since", "Net sales of orders_since."),
        c.money("fees_since", "Known fees of orders_since: at least so much where some are unknown."),
        c.count("unknown_fees_since", "Of orders_since, those without a fee in any file: unknown, not free.", "orders"),
        c.IS_COMPLETE,
    ),
)

REPEAT_RATES = Table(
    "repeat_rates",
    "published",
    "One row per measure, window, scope, channel and period.",
    ("measure", "window_days", "scope", "channel", "period"),
    (
        Column("measure", "VARCHAR", "Which of the three rates.", privacy="open", allowed=words.RATE_MEASURES),
        Column("window_days", "INTEGER", "Length of the window.", unit="days", privacy="open", at_least=1),
        Column("scope", "VARCHAR", "Where the repeat may happen.", privacy="open", allowed=words.RATE_SCOPES),
        Column("channel", "VARCHAR", "Channel the customers bought in, or all.", privacy="open"),
        Column("period", "VARCHAR", "all, or the month of the first purchase.", privacy="open"),
        *c.CUSTOMERS,
        *c.bounds("repeaters", "Of these, people who repeated.", "people"),
        c.share("rate", "repeaters / customers; null without customers."),
        c.share("rate_likely", "repeaters_likely / customers_likely; null without customers."),
        c.share("rate_most", "No world is above it: repeaters_most / the fewest customers there could be, at most 1."),
        c.IS_COMPLETE,
    ),
)

COHORTS = Table(
    "cohorts",
    "published",
    "One row per month of first purchase, channel of first purchase and months since.",
    ("cohort_month", "first_channel", "k"),
    (
        Column("cohort_month", "VARCHAR", "Month of the first purchase seen, YYYY-MM.", privacy="open"),
        Column("first_channel", "VARCHAR", "Channel of the first purchase seen, or all.", privacy="open"),
        Column("k", "INTEGER", "Months since the first.", unit="months", privacy="open", at_least=0),
        *c.bounds("size", "People in the cohort.", "people"),
        *c.bounds("bought_in", "People who bought in month k.", "people"),
        *c.bounds("on_or_after", "People who bought in month k or later, up to the as-of day.", "people"),
        *c.bounds("returned_by", "People who bought at least once in months 1 to k.", "people"),
        *c.bounds("repeated_in_first_month", "People with a second purchase day inside month 0.", "people"),
        c.NET_SALES,
        c.IS_COMPLETE,
    ),
)

NO_WORLD_ABOVE = "No world is above it, and perhaps none reaches it."

TIME_TO_NEXT = Table(
    "time_to_next",
    "published",
    "One row per step of a curve: how many days after a purchase day people have not bought again (Kaplan-Meier).",
    ("order_rank", "channel", "day"),
    (
        Column(
            "order_rank",
            "INTEGER",
            "Which purchase day the days count from: 1 is the first.",
            privacy="open",
            at_least=1,
            at_most=words.ORDER_RANKS,
        ),
        Column("channel", "VARCHAR", "Channel of the first purchase seen, or all.", privacy="open"),
        Column("day", "INTEGER", "Days after that purchase day.", unit="days", privacy="open", at_least=0),
        *c.bounds("at_risk", "People watched so long who had not bought again before.", "people", most=NO_WORLD_ABOVE),
        *c.bounds("events", "Of these, people who bought again on that day.", "people"),
        c.share("survival", "Share that has not bought again up to and including the day."),
        c.share("survival_likely", "The same with likely links by their probability."),
        c.share("survival_least", "No world is below it: each day the most back of the fewest watched."),
        c.share("low", "Lower end of the 95 % interval of survival (Greenwood, log-log)."),
        c.share("high", "Upper end of it; null: nobody is left, so it is not known."),
    ),
)

NEXT_RUNG = Table(
    "next_rung",
    "published",
    "One row per rung and thing that is missing for the next one: people on the as-of day.",
    ("strength", "lift"),
    (
        Column("strength", "VARCHAR", "Rung they stand on.", privacy="open", allowed=words.STRENGTHS[:-1]),
        Column("lift", "VARCHAR", "What would lift them one rung; see customers.", privacy="open", allowed=words.LIFTS),
        *c.CUSTOMERS,
    ),
)

STRENGTH_LADDER = Table(
    "strength_ladder",
    "published",
    "One row per month and pair of rungs: people by their tie to us at the end of the month before and of the month.",
    ("month", "from_strength", "to_strength"),
    (
        c.MONTH,
        Column(
            "from_strength",
            "VARCHAR",
            "Rung at the end of the month before; none: not seen before.",
            privacy="open",
            allowed=(words.NO_STRENGTH, *words.STRENGTHS),
        ),
        Column(
            "to_strength",
            "VARCHAR",
            "Rung at the end of the month, or on the as-of day.",
            privacy="open",
            allowed=words.STRENGTHS,
        ),
        *c.CUSTOMERS,
        c.NET_SALES,
        Column(
            "super_from_days",
            "BIGINT",
            "Fewest purchase days in the 12 months up to then that are in the top share; null: nobody known bought.",
            unit="days",
            nullable=True,
            at_least=1,
        ),
        c.IS_COMPLETE,
    ),
)

PEOPLE = (
    CUSTOMERS,
    MIGRATION_FLOWS,
    MIGRATION_STEPS,
    HOMECOMING,
    REPEAT_RATES,
    COHORTS,
    TIME_TO_NEXT,
    STRENGTH_LADDER,
    NEXT_RUNG,
)
