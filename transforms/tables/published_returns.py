"""Published tables about what is given back, and what else people do across channels around it. METRICS.md §6."""

from transforms.tables import columns as c
from transforms.tables.declare import Column, Table

RETURN_RATES = Table(
    "return_rates",
    "published",
    "One row per month and channel: purchases, those with a refund, and what was paid back, in the shop's currency.",
    ("month", "channel"),
    (
        Column("month", "VARCHAR", "Month of the order, YYYY-MM, or all.", privacy="open"),
        Column("channel", "VARCHAR", "Channel of the order, or all.", privacy="open"),
        c.ORDERS,
        c.count("returned_orders", "Of these, with a refund of any amount.", "orders"),
        c.share("return_share", "returned_orders / orders."),
        c.money("sold", "gross − merchant_discount of the purchases, before refunds."),
        c.REFUNDED,
        c.share("refunded_share", "refunded / sold."),
        c.share(
            "people_share", "Share of known people's purchases with a refund; only where month and channel are all."
        ),
        Column(
            "people_weight",
            "DOUBLE",
            "How many orders that share weighs beside a person's own; only where month and channel are all.",
            unit="orders",
            nullable=True,
            at_least=0,
        ),
        Column(
            "is_complete",
            "BOOLEAN",
            "The month is over for rebuy_within_days at the as-of day: refunds come late. Never for all months.",
            privacy="open",
        ),
    ),
)

RETURN_PATTERNS = Table(
    "return_patterns",
    "published",
    "One row per person who gave something back, or came to collect an order and bought more.",
    ("customer_id",),
    (
        c.CUSTOMER_ID,
        c.ORDERS,
        c.count("returned_orders", "Of these, with a refund of any amount.", "orders"),
        c.share("return_share", "returned_orders / orders."),
        c.share(
            "return_share_shrunk",
            "(returned_orders + people_weight × people_share) / (orders + people_weight): 1 of 1 is not 100 %.",
        ),
        c.money("refunded", "Refunds of the purchases, in the shop's currency."),
        c.money("contribution", "Contribution of the purchases after returns, in the shop's currency."),
        Column(
            "contribution_rank",
            "BIGINT",
            "Place by contribution after returns, 1 for the least; equal ones by customer_id.",
            at_least=1,
        ),
        c.count(
            "buy_return_rebuy",
            "Line items bought, given back, and bought cheaper in another channel within rebuy_within_days.",
            "lines",
        ),
        c.money("rebuy_saved", "Difference in price of the pieces of buy_return_rebuy, in the shop's currency."),
        c.count(
            "pickup_addon", "Purchases in the store on a day the person came to collect an order, after it.", "orders"
        ),
        c.money("pickup_addon_net_sales", "Net sales of pickup_addon, in the shop's currency."),
    ),
)

RETURNS = (RETURN_RATES, RETURN_PATTERNS)
