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

FEE_AUDIT = Table(
    "fee_audit",
    "published",
    "One row per order and finding: a fee that is not as agreed, with what the platform needs to be asked.",
    ("finding", "order_key", "currency"),
    (
        Column(
            "finding",
            "VARCHAR",
            "rate, minimum: more commission than the contract's; billed_twice: a second row of the bill; "
            "kept_on_refund: commission of a refunded or cancelled order; never_paid_out: on no bill.",
            privacy="open",
            allowed=words.FEE_FINDINGS,
        ),
        c.CHANNEL,
        c.BRANCH,
        c.ORDER_KEY,
        c.ORDER_ID,
        c.CURRENCY,
        c.ORDER_DAY,
        c.FEE_DAY.or_null(),
        c.STATEMENT,
        c.SOURCE,
        Column("file_name", "VARCHAR", "Name of the file that bills it; if none does, of the one that has the order."),
        c.money("base_amount", "What the rate is a share of, as the contract says.").or_null(),
        Column("contract_rate", "DECIMAL(9,8)", "Rate agreed.", unit="share", nullable=True, at_least=0, at_most=1),
        c.share("billed_rate", "fee_billed / base_amount."),
        c.money("fee_agreed", "The commission as agreed; nothing for a second bill or a refund.").or_null(),
        c.money("fee_billed", "What was billed, or kept.").or_null(),
        c.money("owed_back", "fee_billed − fee_agreed; of an order never paid out its net sales, before fees."),
    ),
)

FEE_AUDIT_MONTHS = Table(
    "fee_audit_months",
    "published",
    "One row per month of the order, channel, branch and currency: commissions compared with the contract.",
    ("month", "channel", "branch", "currency"),
    (
        c.MONTH,
        c.CHANNEL,
        c.BRANCH,
        c.CURRENCY,
        c.count("orders", "Purchases whose commission a file shows and a contract names.", "orders"),
        c.money("fee_agreed", "Their commission as agreed."),
        c.money("fee_billed", "Their commission as billed."),
        c.count("orders_over", "Those billed more than agreed, by more than rounding.", "orders"),
        c.money("billed_over", "By how much in all."),
        c.count("orders_under", "Those billed less than agreed, by more than rounding.", "orders"),
        c.money("billed_under", "By how much in all, positive."),
        c.IS_COMPLETE,
    ),
)

FEES_BY_CUSTOMER_GROUP = Table(
    "fees_by_customer_group",
    "published",
    "One row per month, side, channel and group of customers: what they bought there and what it cost in fees.",
    ("month", "side", "channel", "customer_group"),
    (
        Column("month", "VARCHAR", "Calendar month of the shop's day, YYYY-MM, or all.", privacy="open"),
        Column(
            "side",
            "VARCHAR",
            "Whether the purchases were on platforms or in own channels.",
            privacy="open",
            allowed=words.SIDES,
        ),
        Column("channel", "VARCHAR", "A channel of the side, or all of them.", privacy="open"),
        Column(
            "customer_group",
            "VARCHAR",
            "Where the person has bought by the end of the month; unidentified: no certain evidence names the buyer.",
            privacy="open",
            allowed=words.CUSTOMER_GROUPS,
        ),
        *(each.or_null() for each in c.CUSTOMERS),
        c.ORDERS,
        c.NET_SALES,
        c.FEES,
        c.CONTRIBUTION,
        c.count("orders_with_unknown_fees", "Purchases for which no file shows a fee: unknown, not free.", "orders"),
        c.IS_COMPLETE,
    ),
)


def _mean(name: str, doc: str) -> Column:
    return Column(name, "DOUBLE", doc, unit="currency", nullable=True)


WHATIF_INPUTS = Table(
    "whatif_inputs",
    "published",
    "One row per platform, and for all of them: what is at stake if its orders moved to own online channels.",
    ("channel",),
    (
        Column("channel", "VARCHAR", "A platform, or all of them.", privacy="open"),
        Column(
            "first_month",
            "VARCHAR",
            "First of the latest complete months counted here, whole ones of the platform, YYYY-MM.",
            privacy="open",
        ),
        Column("last_month", "VARCHAR", "Last of them.", privacy="open"),
        c.count("months", "How many there are, at most three.", "months"),
        c.count("orders", "Purchases on the platform in these months.", "orders"),
        Column(
            "orders_per_month",
            "DOUBLE",
            "orders / months; of all platforms the sum of theirs.",
            unit="orders",
            at_least=0,
        ),
        c.count("orders_certain", "Those of people certain evidence names.", "orders"),
        c.count("orders_likely", "Those likely somebody's.", "orders"),
        c.count("orders_reachable", "Those of certain people who may be contacted.", "orders"),
        c.count("orders_with_fees", "Those whose fees a file shows: the means and medians are of these.", "orders"),
        _mean("net_sales_mean", "Net sales of one, as a mean."),
        _mean("net_sales_median", "Net sales of one, as a median."),
        _mean("contribution_mean", "Contribution of one, as a mean."),
        _mean("contribution_median", "Contribution of one, as a median: half leave less."),
        _mean("delivery_fee_mean", "What the platform charges for delivering one, where it charges it."),
        c.count(
            "own_orders", "Purchases in own online channels in the latest complete months, at most three.", "orders"
        ),
        c.count("own_orders_with_fees", "Those whose fees a file shows.", "orders"),
        _mean("own_net_sales_mean", "Net sales of one of these, as a mean."),
        c.share("own_fee_share", "Their fees by their net sales."),
        _mean("own_contribution_mean", "Contribution of one, as a mean."),
        _mean("own_contribution_median", "Contribution of one, as a median."),
        _mean("own_costs_mean", "Own costs (courier, packing, coupon) of one, from shop.toml."),
        _mean(
            "moved_contribution_mean", "net_sales_mean × (1 − own_fee_share) − own_costs_mean: the same basket with us."
        ),
        _mean("moved_contribution_median", "The same of the median basket."),
        c.money("cost_per_addressed", "What addressing one order costs, from shop.toml."),
        c.money("fixed_per_month", "What a month costs besides, from shop.toml."),
        *(
            Column(f"lost_{name}", "DOUBLE", f"Share of the moved orders lost: a {name} guess.", "share", at_least=0)
            for name in ("low", "middle", "high")
        ),
    ),
)

FEE_DATES = Table(
    "fee_dates",
    "published",
    "One row per month, channel, branch, kind of fee and currency: fees by order date and by cash date.",
    ("month", "channel", "branch", "fee_type", "currency"),
    (
        c.MONTH,
        c.CHANNEL,
        c.BRANCH,
        c.FEE_TYPE,
        c.CURRENCY,
        c.money("fees_by_order_day", "Fees of the orders placed in the month, whenever they were booked."),
        c.money("fees_by_fee_day", "Fees that files book in the month, whichever order they are of."),
        c.money("fees_of_earlier_orders", "Those of them that belong to orders of earlier months."),
        c.IS_COMPLETE,
    ),
)

MONEY_TABLES = (
    ORDERS,
    ORDER_ITEMS,
    FEE_LINES,
    CHANNEL_COSTS,
    CHANNELS,
    PAYOUT_RECONCILIATION,
    FEE_AUDIT,
    FEE_AUDIT_MONTHS,
    FEES_BY_CUSTOMER_GROUP,
    FEE_DATES,
    WHATIF_INPUTS,
)
