"""Published tables about orders and money."""

from transforms.tables import columns as c
from transforms.tables import core, words
from transforms.tables.declare import Column, Table

ORDERS = Table("orders", "published", core.ORDERS.doc, core.ORDERS.grain, core.ORDERS.columns)
ORDER_ITEMS = Table("order_items", "published", core.ORDER_ITEMS.doc, core.ORDER_ITEMS.grain, core.ORDER_ITEMS.columns)
FEE_LINES = Table("fee_lines", "published", core.FEE_LINES.doc, core.FEE_LINES.grain, core.FEE_LINES.columns)

CHANNEL_COSTS = Table(
    "channel_costs",
    "published",
    "One row per month, channel, branch and currency: what was sold and what it cost, booked on the day of the order.",
    ("month", "channel", "branch", "currency"),
    (
        c.MONTH,
        c.CHANNEL,
        c.BRANCH,
        c.CURRENCY,
        c.ORDERS,
        c.GROSS,
        c.MERCHANT_DISCOUNT,
        c.PLATFORM_DISCOUNT,
        c.REFUNDED,
        c.NET_SALES,
        c.FEES,
        *(c.money(fee_type, f"Fees of type {fee_type}.") for fee_type in words.FEE_TYPES),
        c.OWN_COSTS,
        c.CONTRIBUTION,
        c.share("take_rate_gross", "fees / gross."),
        c.share("take_rate_net", "fees / net_sales."),
        c.count("orders_with_unknown_fees", "Purchases for which no file shows a fee: unknown, not free.", "orders"),
        c.IS_COMPLETE,
    ),
)

CHANNELS = Table(
    "channels",
    "published",
    "One row per channel of shop.toml.",
    ("channel",),
    (
        c.CHANNEL,
        Column("kind", "VARCHAR", "Kind of the channel.", privacy="open", allowed=words.CHANNEL_KINDS),
        Column("is_own", "BOOLEAN", "Store or own online; the others are platforms.", privacy="open"),
        Column("position", "INTEGER", "Place in shop.toml; own channels first.", privacy="open", at_least=0),
        Column("labels", "VARCHAR", "JSON object: language to name.", privacy="open"),
    ),
)

_PAYOUTS = {column.name: column for column in core.PAYOUTS.columns}
PAYOUT_RECONCILIATION = Table(
    "payout_reconciliation",
    "published",
    "One row per statement: what its lines add up to, what the platform says it paid, and whether the two agree.",
    core.PAYOUTS.grain,
    (
        *(_PAYOUTS[name] for name in ("channel", "source", "statement", "currency", "payout_day", "lines")),
        c.money(
            "before_fees",
            "Its lines before fees: sales less discounts and refunds, and what the file does not explain.",
        ).or_null(),
        *(_PAYOUTS[name] for name in ("fees_charged", "fees_returned", "adjustments", "expected", "stated")),
        c.money(
            "difference", "stated − expected; negative: too little was paid. Null: one of them is unknown."
        ).or_null(),
        Column(
            "payout_state",
            "VARCHAR",
            "Whether lines and payout agree; pending: no payout seen; no_lines: a payout whose lines no file has.",
            privacy="open",
            allowed=words.PAYOUT_STATES,
        ),
    ),
)

MONEY_TABLES = (ORDERS, ORDER_ITEMS, FEE_LINES, CHANNEL_COSTS, CHANNELS, PAYOUT_RECONCILIATION)
