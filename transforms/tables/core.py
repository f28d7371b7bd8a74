"""Core tables: one row per real thing. All joining of files and all linking of people happens here."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import MONEY, Column, Table

ORDERS = Table(
    "orders",
    "core",
    "One row per order of the business, whatever became of it.",
    ("order_key",),
    (
        c.ORDER_KEY,
        c.SOURCE,
        c.CHANNEL,
        c.CHANNEL_KIND,
        c.BRANCH,
        c.ORDER_ID,
        c.ORDERED_AT,
        c.ORDER_DAY,
        c.STATUS,
        c.IS_PURCHASE,
        c.GROSS,
        c.MERCHANT_DISCOUNT,
        c.PLATFORM_DISCOUNT,
        c.DELIVERY_CHARGED,
        c.TIP,
        c.TAX,
        c.REFUNDED,
        c.NET_SALES,
        c.FEES,
        Column("fees_known", "BOOLEAN", "A file shows a fee of this order. False: unknown, not free."),
        c.OWN_COSTS,
        c.CONTRIBUTION,
        c.CURRENCY,
        Column("coupon", "VARCHAR", "Coupon code or name.", nullable=True),
        Column("fulfilment", "VARCHAR", "How the buyer got the goods, as the file says.", nullable=True),
        Column("placed_by", "VARCHAR", "Strongest identity key on the order.", nullable=True, privacy="pseudonym"),
        c.CUSTOMER_ID.or_null(),
        Column("source_file", "VARCHAR", "Name of the file whose word on the order's money counts."),
    ),
)

ORDER_ITEMS = Table(
    "order_items",
    "core",
    "One row per line item of an order.",
    ("order_key", "line_number"),
    (
        c.ORDER_KEY,
        Column("line_number", "INTEGER", "Position in the order, from 1.", at_least=1),
        Column("sku", "VARCHAR", "Merchant's article number.", nullable=True),
        Column("item", "VARCHAR", "Name of the article, with its variant.", nullable=True),
        Column("quantity", "DECIMAL(18,5)", "Pieces.", unit="pieces"),
        Column("unit_price", MONEY, "List price of one piece.", unit="currency", nullable=True),
        Column("discount", MONEY, "The merchant's discount on the line.", unit="currency"),
        Column("refunded_quantity", "DECIMAL(18,5)", "Pieces refunded.", unit="pieces"),
        c.REFUNDED,
    ),
)

REFUNDS = Table(
    "refunds",
    "core",
    "One row per refund event a file dates.",
    ("refund_key",),
    (
        Column("refund_key", "VARCHAR", "Layout, row key and position of the refund."),
        c.CHANNEL,
        c.ORDER_KEY.or_null(),
        Column("refund_day", "DATE", "The shop's day of the refund."),
        Column("amount", MONEY, "Paid back to the buyer, as the file states it.", unit="currency"),
        c.CURRENCY,
        c.SOURCE,
    ),
)

FEE_LINES = Table(
    "fee_lines",
    "core",
    "One row per fee a file shows.",
    ("fee_key",),
    (
        Column("fee_key", "VARCHAR", "Row key, part, position and layout of the fee: the same in every export of it."),
        c.CHANNEL,
        c.BRANCH,
        c.ORDER_KEY.or_null(),
        c.FEE_TYPE,
        c.AMOUNT,
        c.FEE_DAY,
        c.STATEMENT,
        c.SOURCE,
        c.CURRENCY,
        Column("fee_state", "VARCHAR", "Whether the fee's order is known.", allowed=words.FEE_STATES),
    ),
)

PAYOUTS = Table(
    "payouts",
    "core",
    "One row per statement: what its lines add up to, and what it says it pays out.",
    ("channel", "source", "statement", "currency"),
    (
        c.CHANNEL,
        c.SOURCE,
        Column("statement", "VARCHAR", "Number or day of the statement, as the files name it."),
        c.CURRENCY,
        Column("payout_day", "DATE", "The shop's day of the last line or payout booked under it."),
        Column("expected", MONEY, "Sum of its lines; null: no file has them.", unit="currency", nullable=True),
        c.money("fees_charged", "Fees that its lines book, without reversals and adjustments.").or_null(),
        c.money("fees_returned", "Reversals of fees that its lines book, positive.").or_null(),
        c.money("adjustments", "Adjustments that its lines book; positive: taken from the payout.").or_null(),
        Column("stated", MONEY, "What it says it pays out; null: no file says.", unit="currency", nullable=True),
        c.count("lines", "Lines that add up to the expected amount.", "lines"),
    ),
)

IDENTITIES = Table(
    "identities",
    "core",
    "One row per identity key: a contact, member number or account, and the person it belongs to.",
    ("identity_key",),
    (
        c.IDENTITY_KEY,
        c.IDENTITY_KIND,
        Column("scope", "VARCHAR", "Within what the value identifies a person; empty: everywhere."),
        Column("masked", "VARCHAR", "The value as it may be shown.", privacy="pseudonym"),
        Column(
            "first_seen_at", "TIMESTAMP", "First order that names it; null: no order does.", unit="UTC", nullable=True
        ),
        c.count("orders_seen", "Orders that name it.", "orders"),
        c.count("neighbours", "Otherwise different identities it stands beside.", "identities"),
        Column("is_ignored", "BOOLEAN", "Shared by implausibly many people: links nobody."),
        Column(
            "shared_reason",
            "VARCHAR",
            "Why it does not name one person; null: it does.",
            nullable=True,
            allowed=words.SHARED_REASONS,
        ),
        c.CUSTOMER_ID.or_null(),
    ),
)

CUSTOMER_LINKS = Table(
    "customer_links",
    "core",
    "One row per record of a customer: which evidence ties it to the person, how surely, since when.",
    ("customer_id", "identity_key"),
    (
        c.CUSTOMER_ID,
        Column(
            "identity_key",
            "VARCHAR",
            "The record: an identity key; of likely links another customer, or orders that name nobody.",
            privacy="pseudonym",
        ),
        Column("evidence", "VARCHAR", "What ties it to the person; kinds joined by +, owner for the owner's word."),
        Column("probability", "DOUBLE", "1 for certain evidence.", at_least=0, at_most=1),
        Column("since_day", "DATE", "The shop's day of the first order that names it.", nullable=True),
    ),
)

CONSENTS = Table(
    "consents",
    "core",
    "One row per person and purpose on which a file says what the person agreed to.",
    ("customer_id", "purpose"),
    (
        c.CUSTOMER_ID,
        Column("purpose", "VARCHAR", "What the consent is about.", allowed=words.CONSENT_PURPOSES),
        Column("consent", "BOOLEAN", "The latest statement: agreed, or refused."),
        Column("since_day", "DATE", "The shop's day of that statement; of a list made later, the as-of day."),
        c.SOURCE,
        Column("contact_kinds", "VARCHAR", "Contacts of the person that serve the purpose, joined by +; empty: none."),
    ),
)

CORE = (ORDERS, ORDER_ITEMS, REFUNDS, FEE_LINES, PAYOUTS, IDENTITIES, CUSTOMER_LINKS, CONSENTS)
