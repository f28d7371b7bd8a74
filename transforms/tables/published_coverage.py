"""Published tables about how much we know of who bought, how sure it is, and what would tell more."""

from transforms.tables import columns as c
from transforms.tables import core, words
from transforms.tables.declare import Column, Table

IDENTITY_COVERAGE = Table(
    "identity_coverage",
    "published",
    "One row per month, channel and branch: how many purchases can be tied to a person.",
    ("month", "channel", "branch"),
    (
        c.MONTH,
        c.CHANNEL,
        c.BRANCH,
        c.ORDERS,
        c.count("certain", "Purchases tied to a person with certainty.", "orders"),
        c.count("likely", "Purchases tied to a person with a probability of likely_from or more.", "orders"),
        c.count("unidentified", "Purchases whose buyer no evidence names.", "orders"),
        c.NET_SALES,
        c.money("net_sales_certain", "Net sales of the certain ones."),
        c.money("net_sales_likely", "Net sales of the likely ones."),
        c.money("net_sales_unidentified", "Net sales of the unidentified ones."),
        c.IS_COMPLETE,
    ),
)

COVERAGE_GAPS = Table(
    "coverage_gaps",
    "published",
    "One row per channel, branch and reason why the buyers of its purchases in the last 90 days cannot be named.",
    ("channel", "branch", "reason"),
    (
        c.CHANNEL,
        c.BRANCH,
        Column(
            "reason",
            "VARCHAR",
            "Why nothing names the buyers: the first that fits.",
            privacy="open",
            allowed=words.GAP_REASONS,
        ),
        c.count("orders", "Unidentified purchases of the last 90 days for this reason.", "orders"),
        c.NET_SALES,
        c.count("purchases", "All purchases of the channel and branch in these days.", "orders"),
        c.count("channel_purchases", "All purchases of the channel in these days, whatever the branch.", "orders"),
        c.share("share_of_orders", "orders / purchases."),
    ),
)

LINK_MODEL = Table(
    "link_model",
    "published",
    "One row: whether probable links could be learnt, and from how much.",
    ("state",),
    (
        Column(
            "state",
            "VARCHAR",
            "trained; too_little certain pairs to learn from; none: nothing to link.",
            privacy="open",
            allowed=words.LINK_MODEL_STATES,
        ),
        Column(
            "lacking",
            "VARCHAR",
            "What there was too little of; empty: nothing, or nothing was to be linked.",
            privacy="open",
            allowed=words.LINK_MODEL_LACKS,
        ),
        c.count("true_pairs", "Pairs of records that certain evidence shows to be one person's.", "pairs"),
        c.count("true_pairs_needed", "So many are needed to learn from.", "pairs"),
        c.count(
            "held_out_people",
            "People seen in two systems, each held out in turn to measure by.",
            "people",
        ),
        c.count("held_out_needed", "So many are needed to measure by.", "people"),
        c.count("nameless_records", "Records without a name that were to be linked.", "records"),
        c.count("named_people", "People they were compared with.", "people"),
        c.count("pairs_compared", "Pairs that were compared.", "pairs"),
        c.count("probable_links", "Links found.", "links"),
    ),
)

LINK_BLOCKING = Table(
    "link_blocking",
    "published",
    "One row per rule that decides which records are compared at all.",
    ("rule",),
    (
        Column("rule", "VARCHAR", "What two records must share to be compared.", privacy="open"),
        c.count("pairs_wanted", "Pairs the rule alone would bring.", "pairs"),
        c.count("pairs_kept", "Pairs it brings within its budget.", "pairs"),
        c.count("values_left_out", "Values shared by so many that they tell too little.", "values"),
    ),
)

LINK_CALIBRATION = Table(
    "link_calibration",
    "published",
    "One row per band of probability: how many links of held-out people were given it, and how many are right.",
    ("band_low",),
    (
        Column("band_low", "DOUBLE", "Lower end of the band.", privacy="open", at_least=0, at_most=1),
        Column("band_high", "DOUBLE", "Upper end of the band.", privacy="open", at_least=0, at_most=1),
        c.count("links", "Links of held-out people in the band.", "links"),
        c.count("right_links", "Of these, links that certain evidence shows to be right.", "links"),
        Column("mean_probability", "DOUBLE", "Mean of the probabilities given.", at_least=0, at_most=1),
        c.share("share_right", "right_links / links."),
        c.share("share_right_low", "Lower end of its 95 % interval (Wilson)."),
        c.share("share_right_high", "Upper end of its 95 % interval (Wilson)."),
    ),
)

CONSENTS = Table(
    "consents",
    "published",
    "One row per customer and purpose on which a file says what the customer agreed to.",
    core.CONSENTS.grain,
    core.CONSENTS.columns,
)

COVERAGE = (IDENTITY_COVERAGE, COVERAGE_GAPS, CONSENTS, LINK_MODEL, LINK_BLOCKING, LINK_CALIBRATION)
