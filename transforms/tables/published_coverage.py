"""Published tables about how much we know of who bought, how sure it is, and what would tell more."""

from transforms.tables import columns as c
from transforms.tables import words
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

COVERAGE = (IDENTITY_COVERAGE, COVERAGE_GAPS)
