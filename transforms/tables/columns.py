"""Columns that several tables share: the same name is the same thing everywhere."""

from transforms.tables import words
from transforms.tables.declare import MONEY, SHARE, Column

FILE_ID = Column("file_id", "VARCHAR", "Source and start of the SHA-256 of the file, joined by a colon.")
ROW_NUMBER = Column("row_number", "BIGINT", "Position of the data row in its file, from 0.", at_least=0)
SOURCE = Column("source", "VARCHAR", "Key of the source in shop.toml.")
LAYOUT = Column("layout", "VARCHAR", "Name of the export layout.", privacy="open")
FILE_NAME = Column("file_name", "VARCHAR", "Name the file arrived under.")
FILE_SHA256 = Column("file_sha256", "VARCHAR", "SHA-256 of the file's bytes.")

CHANNEL = Column("channel", "VARCHAR", "Where the order was placed: key of the channel in shop.toml.", privacy="open")
CHANNEL_KIND = Column("channel_kind", "VARCHAR", "Kind of the channel.", privacy="open", allowed=words.CHANNEL_KINDS)
BRANCH = Column("branch", "VARCHAR", "Branch as the file names it; empty where the file names none.")
MONTH = Column("month", "VARCHAR", "Calendar month of the shop's day, YYYY-MM.", privacy="open")
CURRENCY = Column("currency", "VARCHAR", "ISO 4217 code of every amount in the row.", privacy="open")

ORDER_KEY = Column("order_key", "VARCHAR", "Name of the order in the whole business: channel and order id.")
ORDER_ID = Column("order_id", "VARCHAR", "Order number as the channel gives it.")
ORDERED_AT = Column("ordered_at", "TIMESTAMP", "When the order was placed.", unit="UTC")
ORDER_DAY = Column("order_day", "DATE", "The shop's own day of the order: its time zone and day end.")
STATUS = Column("status", "VARCHAR", "State of the order in our words.", allowed=words.ORDER_STATUSES)
IS_PURCHASE = Column(
    "is_purchase", "BOOLEAN", "Paid, not cancelled, and worth more than zero after the merchant's own discount."
)

GROSS = Column("gross", MONEY, "Item list prices, packing and delivery charged by the merchant.", unit="currency")
MERCHANT_DISCOUNT = Column("merchant_discount", MONEY, "Discount paid by the merchant.", unit="currency")
PLATFORM_DISCOUNT = Column("platform_discount", MONEY, "Discount paid by the platform.", unit="currency")
DELIVERY_CHARGED = Column(
    "delivery_charged", MONEY, "Delivery the buyer paid to the merchant; part of gross.", unit="currency"
)
TIP = Column("tip", MONEY, "Tip to the merchant; not part of gross.", unit="currency")
TAX = Column("tax", MONEY, "Tax on top of the prices; not part of gross.", unit="currency")
REFUNDED = Column(
    "refunded", MONEY, "What the merchant gives up by refunds; a full refund leaves net sales of zero.", unit="currency"
)
NET_SALES = Column("net_sales", MONEY, "gross − merchant_discount − refunded.", unit="currency")
FEES = Column(
    "fees", MONEY, "What the channel or its payment service kept or billed; reversals negative.", unit="currency"
)
OWN_COSTS = Column("own_costs", MONEY, "Costs no file bills, from shop.toml.", unit="currency")
CONTRIBUTION = Column("contribution", MONEY, "net_sales − fees − own_costs.", unit="currency")

FEE_TYPE = Column("fee_type", "VARCHAR", "Kind of fee.", privacy="open", allowed=words.FEE_TYPES)
AMOUNT = Column("amount", MONEY, "Amount; fees positive, reversals negative.", unit="currency")
FEE_DAY = Column("fee_day", "DATE", "The shop's day on which the file books the fee.")
STATEMENT = Column(
    "statement", "VARCHAR", "Statement or payout the line belongs to, where the file says.", nullable=True
)

IDENTITY_KEY = Column(
    "identity_key", "VARCHAR", "Keyed hash of one contact, member number or account.", privacy="pseudonym"
)
IDENTITY_KIND = Column("identity_kind", "VARCHAR", "What the identity key was made from.", allowed=words.IDENTITY_KINDS)
CUSTOMER_ID = Column("customer_id", "VARCHAR", "The resolved person.", privacy="pseudonym")

ORDERS = Column("orders", "BIGINT", "Purchases.", unit="orders", at_least=0)
IS_COMPLETE = Column("is_complete", "BOOLEAN", "The period is over at the as-of day.", privacy="open")
RUN_ID = Column("run_id", "VARCHAR", "As-of day and digest of everything the run read.", privacy="open")


def share(name: str, doc: str) -> Column:
    """A ratio that is null where its base is zero."""
    return Column(name, SHARE, doc, unit="share", nullable=True)


def money(name: str, doc: str) -> Column:
    """An exact amount in the row's currency."""
    return Column(name, MONEY, doc, unit="currency")


def count(name: str, doc: str, unit: str) -> Column:
    """A whole number of things, never negative."""
    return Column(name, "BIGINT", doc, unit=unit, at_least=0)


def bounds(
    name: str, doc: str, unit: str, at_least: int = 0, *, most: str = "The most it could be."
) -> tuple[Column, Column, Column]:
    """A whole number that depends on who is who: as it is certain, as it is likely, and the most it could be."""
    return (
        Column(name, "BIGINT", doc, unit=unit, at_least=at_least),
        Column(f"{name}_likely", "DOUBLE", f"{doc} Likely links count by their probability.", unit, at_least=at_least),
        Column(f"{name}_most", "BIGINT", f"{doc} {most}", unit, at_least=at_least),
    )


CUSTOMERS = bounds("customers", "People.", "people")
