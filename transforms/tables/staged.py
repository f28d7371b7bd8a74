"""Staged tables: what the rows of the files say, in our words and units, contacts already hashed. Nothing is joined."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import MONEY, Column, Table

_AUTHORITY = Column("authority", "INTEGER", "Whose word on the order's money counts: the lowest.")
_AT = (c.FILE_ID, c.ROW_NUMBER)
_BY = (c.SOURCE, c.LAYOUT)
_PART = Column("part", "INTEGER", "Which of the records of one kind that the row holds.")
_ROW_SCOPE = Column("row_scope", "VARCHAR", "Within what the row's key is unique: the source, or empty for everywhere.")
_ROW_KEY = Column("row_key", "UBIGINT", "Digest of the key of what the row is about.")

STAGED_ROWS = Table(
    "staged_rows",
    "staged",
    "One row per good data row of a file, with the key of what it is about.",
    ("file_id", "row_number"),
    (
        *_AT,
        *_BY,
        _ROW_SCOPE,
        _ROW_KEY,
        Column("row_namespace", "VARCHAR", "Layouts with the same one say the same things under the same keys."),
        Column("precision", "INTEGER", "Within a namespace the highest stays in force, whichever file is later."),
        Column("one_row_per_key", "BOOLEAN", "A second row with the key in one file supersedes the first."),
    ),
)

STAGED_ORDERS = Table(
    "staged_orders",
    "staged",
    "One row per statement of a file about one order: the order itself, or a refund of it.",
    ("file_id", "row_number", "row_role"),
    (
        *_AT,
        *_BY,
        _AUTHORITY,
        c.CHANNEL,
        c.ORDER_KEY,
        c.ORDER_ID,
        Column("row_role", "VARCHAR", "Whether the row states the order or a refund.", allowed=("order", "refund")),
        Column("adds_up", "BOOLEAN", "Another row of the layout about the order states another part of it."),
        c.ORDERED_AT.or_null(),
        Column("refunded_at", "TIMESTAMP", "When the refund happened, where the row says.", unit="UTC", nullable=True),
        c.STATUS,
        c.GROSS.or_null(),
        c.MERCHANT_DISCOUNT.or_null(),
        c.PLATFORM_DISCOUNT.or_null(),
        c.DELIVERY_CHARGED.or_null(),
        c.TIP.or_null(),
        c.TAX.or_null(),
        Column("paid", MONEY, "What the buyer paid, where the row says.", unit="currency", nullable=True),
        Column("refunded", MONEY, "Refunded to the buyer as the row states it.", unit="currency", nullable=True),
        c.CURRENCY,
        Column("coupon", "VARCHAR", "Coupon code or name.", nullable=True),
        Column("fulfilment", "VARCHAR", "How the buyer got the goods, as the file says.", nullable=True),
        c.BRANCH,
        Column("payment_ref", "VARCHAR", "Number under which the payment service knows the order.", nullable=True),
        Column("bridge_ref", "VARCHAR", "Number under which another channel's files know the order.", nullable=True),
    ),
)

STAGED_ORDER_ITEMS = Table(
    "staged_order_items",
    "staged",
    "One row per line item of an order in one file.",
    ("file_id", "row_number", "part"),
    (
        *_AT,
        _PART,
        *_BY,
        _AUTHORITY,
        c.CHANNEL,
        c.ORDER_KEY,
        Column("line_ref", "VARCHAR", "Number by which ledgers may speak of the line.", nullable=True),
        Column("sku", "VARCHAR", "Merchant's article number.", nullable=True),
        Column("item", "VARCHAR", "Name of the article, with its variant.", nullable=True),
        Column("quantity", "DECIMAL(18,5)", "Pieces.", unit="pieces"),
        Column("unit_price", MONEY, "List price of one piece.", unit="currency", nullable=True),
        Column("discount", MONEY, "The merchant's discount on the line.", unit="currency", nullable=True),
        Column("refunded_quantity", "DECIMAL(18,5)", "Pieces refunded.", unit="pieces", nullable=True),
        Column("refunded", MONEY, "Refunded on the line.", unit="currency", nullable=True),
    ),
)

STAGED_ENTRIES = Table(
    "staged_entries",
    "staged",
    "One row per amount a ledger or bill books: a fee, payment, refund, transfer or payout.",
    ("file_id", "row_number", "part"),
    (
        *_AT,
        _PART,
        *_BY,
        Column("family", "VARCHAR", "The system the file comes from.", privacy="open"),
        Column("fee_authority", "INTEGER", "Whose fees of an order count within the family: the lowest."),
        _ROW_SCOPE,
        _ROW_KEY,
        c.CHANNEL,
        Column("entry_kind", "VARCHAR", "What the amount is.", allowed=words.ENTRY_KINDS),
        c.FEE_TYPE.or_null(),
        c.AMOUNT,
        Column("with_platform_share", "BOOLEAN", "A refund of all the merchant gives up, not only of what was paid."),
        c.CURRENCY,
        Column("booked_at", "TIMESTAMP", "When the file books it.", unit="UTC"),
        Column("order_ref", "VARCHAR", "Order or payment number the entry names.", nullable=True),
        Column("order_ref_other", "VARCHAR", "A second number the entry names.", nullable=True),
        c.STATEMENT,
        c.BRANCH,
        Column("wording", "VARCHAR", "What the file calls it, digits removed.", nullable=True),
    ),
)

STAGED_IDENTITIES = Table(
    "staged_identities",
    "staged",
    "One row per contact, account or trait a row of a file names, and purpose it speaks of.",
    ("file_id", "row_number", "identity_key", "role", "purpose"),
    (
        *_AT,
        *_BY,
        c.CHANNEL,
        c.ORDER_KEY.or_null(),
        Column("payment_ref", "VARCHAR", "Payment number, where the row knows the order only by that.", nullable=True),
        Column("payment_ref_other", "VARCHAR", "A second payment number.", nullable=True),
        c.IDENTITY_KIND,
        Column("scope", "VARCHAR", "Within what the value identifies a person; empty: everywhere."),
        c.IDENTITY_KEY,
        Column("masked", "VARCHAR", "The value as it may be shown.", privacy="pseudonym"),
        Column(
            "role",
            "VARCHAR",
            "buyer: the buyer's own; contact: on the parcel, the buyer's only if the account never uses another.",
            allowed=("buyer", "contact"),
        ),
        Column(
            "is_certain", "BOOLEAN", "The full value was there and is one person's; masked or shared is weak evidence."
        ),
        Column(
            "grams",
            "UINTEGER[]",
            "Keyed hashes of overlapping pieces of the value, so that misspelt ones can be compared.",
            nullable=True,
            privacy="pseudonym",
        ),
        Column(
            "surname_key",
            "VARCHAR",
            "Of a name: the key that its surname alone has; equal to identity_key where no more is known.",
            nullable=True,
            privacy="pseudonym",
        ),
        Column("consent", "BOOLEAN", "The person agreed to be contacted; null: the row does not say.", nullable=True),
        Column(
            "purpose",
            "VARCHAR",
            "What the consent is about; empty: nothing, or the file does not tell.",
            allowed=("", *words.CONSENT_PURPOSES),
        ),
    ),
)

STAGED_QUARANTINE = Table(
    "staged_quarantine",
    "staged",
    "One row per data row that could not be read.",
    ("file_id", "row_number"),
    (
        *_AT,
        *_BY,
        Column("line", "BIGINT", "Line or sheet row in the file as it came."),
        Column("reason_code", "VARCHAR", "Why, as a key for translation."),
        Column("reason", "VARCHAR", "Why, in English."),
        Column("columns_concerned", "VARCHAR", "Header words of the cells at fault.", nullable=True),
    ),
)

STAGED = (STAGED_ROWS, STAGED_ORDERS, STAGED_ORDER_ITEMS, STAGED_ENTRIES, STAGED_IDENTITIES, STAGED_QUARANTINE)
