"""Amazon: one row per amount, the summary first; the same settlement narrow and wide; a report with prose above."""

from tests.samples.build import Cell, csv_bytes, row

NARROW = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
)  # fmt: skip
"""24 columns of the V2 flat file."""

WIDE = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "shipment-fee-type", "shipment-fee-amount", "order-fee-type", "order-fee-amount", "fulfillment-id", "posted-date",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "price-type", "price-amount", "item-related-fee-type", "item-related-fee-amount", "misc-fee-amount",
    "other-fee-amount", "other-fee-reason-description", "promotion-id", "promotion-type", "promotion-amount",
    "direct-payment-type", "direct-payment-amount", "other-amount",
)  # fmt: skip
"""36 columns of the first flat file."""

TRANSACTIONS = (
    "date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "marketplace", "account type",
    "fulfillment", "order city", "order state", "order postal", "tax collection model", "product sales",
    "product sales tax", "shipping credits", "shipping credits tax", "gift wrap credits", "giftwrap credits tax",
    "Regulatory Fee", "Tax On Regulatory Fee", "promotional rebates", "promotional rebates tax",
    "marketplace withheld tax", "selling fees", "fba fees", "other transaction fees", "other", "total",
    "Transaction Status", "Transaction Release Date",
)  # fmt: skip

SETTINGS = """
[business]
name = "Cup and Kettle"
time_zone = "America/Los_Angeles"
currency = "USD"
phone_region = "US"
[channels.amazon]
kind = "marketplace"
[sources.amazon]
channel = "amazon"
"""
RAW_CONTACTS = ("Greendale", "greendale", "97035")

A1, A2 = "111-1000001-0000001", "111-1000001-0000002"
B1, B2 = "111-2000001-0000001", "111-2000001-0000002"
C1 = "111-3000001-0000001"


def _settlement(amounts: list[dict[str, Cell]], total: str, number: str, deposited: str) -> list[dict[str, Cell]]:
    summary: dict[str, Cell] = {
        "settlement-start-date": "2026-01-19 00:00:00 UTC", "settlement-end-date": "2026-02-02 00:00:00 UTC",
        "deposit-date": deposited, "total-amount": total, "currency": "USD",
    }  # fmt: skip
    return [{"settlement-id": number, **each} for each in (summary, *amounts)]


def _wide(order: str, at: str, kind: str = "Order", **amounts: Cell) -> dict[str, Cell]:
    named = {word.replace("_", "-"): cell for word, cell in amounts.items()}
    return {"transaction-type": kind, "order-id": order, "posted-date": f"2026-01-{at}+00:00", **named}


OLD_AMOUNTS = [
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", price_type="Principal", price_amount="140.00"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", price_type="Shipping", price_amount="5.99"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", price_type="Tax", price_amount="3.30"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", promotion_type="Shipping", promotion_amount="-5.99"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", item_related_fee_type="Commission",
          item_related_fee_amount="-6.00"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", item_related_fee_type="FBAPerUnitFulfillmentFee",
          item_related_fee_amount="-4.75"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11",
          item_related_fee_type="MarketplaceFacilitatorTax-Principal", item_related_fee_amount="-3.30"),
    _wide(A1, "10T18:00:00", sku="MUG-1", order_item_code="11", quantity_purchased="2"),
    _wide(A2, "12T07:30:00", sku="TEA-1", order_item_code="12", price_type="Principal", price_amount="15.50"),
    _wide(A2, "12T07:30:00", sku="TEA-1", order_item_code="12", item_related_fee_type="Commission",
          item_related_fee_amount="-2.33"),
    _wide(A2, "12T07:30:00", sku="TEA-1", order_item_code="12", quantity_purchased="1"),
    _wide(A2, "18T09:00:00", "Refund", sku="TEA-1", price_type="Principal", price_amount="-15.50"),
    _wide(A2, "18T09:00:00", "Refund", sku="TEA-1", item_related_fee_type="Commission", item_related_fee_amount="2.33"),
    _wide(A2, "18T09:00:00", "Refund", sku="TEA-1", item_related_fee_type="RefundCommission",
          item_related_fee_amount="-0.47"),
    _wide("", "19T10:00:00", "Subscription Fee", other_amount="-39.99"),
    _wide("", "19T10:00:00", "Storage Fee", other_amount="-1.25"),
    _wide("", "19T10:00:00", "WAREHOUSE_DAMAGE", sku="MUG-1", quantity_purchased="1", other_amount="7.80"),
    _wide("", "19T10:00:00", "Current Reserve Amount", other_amount="-10.00"),
]  # fmt: skip
OLD = _settlement(OLD_AMOUNTS, "85.34", "23900000001", "2026-01-21T00:00:00+00:00")
"""129.25 of A1, 13.17 of A2, less 13.64 refunded, less 43.44 of all else."""


def narrow(order: str, at: str, what: str, amount: str, kind: str = "Order", **more: Cell) -> dict[str, Cell]:
    """One amount: `what` names its type and description."""
    amount_type, description = what.split("|")
    return {
        "currency": "USD", "transaction-type": kind, "order-id": order, "marketplace-name": "Amazon.com",
        "amount-type": amount_type, "amount-description": description, "amount": amount,
        "posted-date": f"2026-01-{at[:2]}", "posted-date-time": f"2026-01-{at} UTC",
        **{word.replace("_", "-"): cell for word, cell in more.items()},
    }  # fmt: skip


CUP, CUPS = {"sku": "CUP-1", "quantity_purchased": "1"}, {"sku": "CUP-2", "quantity_purchased": "2"}
OF_ACCOUNT = "other-transaction"
NEW_AMOUNTS = [
    narrow(B1, "22 15:00:00", "ItemPrice|Principal", "30.00", **CUP),
    narrow(B1, "22 15:00:00", "ItemPrice|Shipping", "4.00", **CUP),
    narrow(B1, "22 15:00:00", "ItemPrice|Tax", "2.55", **CUP),
    narrow(B1, "22 15:00:00", "ItemWithheldTax|MarketplaceFacilitatorTax-Principal", "-2.55", **CUP),
    narrow(B1, "22 15:00:00", "ItemFees|Commission", "-4.50", **CUP),
    narrow(B1, "22 15:00:00", "ItemFees|ShippingChargeback", "-4.00", **CUP),
    narrow(B1, "22 15:00:00", "ItemPrice|Principal", "25.00", **CUPS),
    narrow(B1, "22 15:00:00", "ItemFees|Commission", "-3.75", **CUPS),
    narrow(B1, "22 15:00:00", "Promotion|Principal", "-2.50", promotion_id="TEN", **CUPS),
    narrow(A1, "25 08:00:00", "ItemPrice|Principal", "-140.00", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "ItemPrice|Shipping", "-5.99", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "Promotion|Shipping", "5.99", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "ItemPrice|Tax", "-3.30", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "ItemWithheldTax|MarketplaceFacilitatorTax-Principal", "3.30", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "ItemFees|Commission", "6.00", "Refund", sku="MUG-1"),
    narrow(A1, "25 08:00:00", "ItemFees|RefundCommission", "-1.20", "Refund", sku="MUG-1"),
    narrow(B2, "28 20:00:00", "ItemPrice|Principal", "19.99", sku="TEA-1", quantity_purchased="1"),
    narrow(B2, "28 20:00:00", "ItemFees|Commission", "-3.00", sku="TEA-1", quantity_purchased="1"),
    narrow(B2, "28 20:00:00", "ItemFees|DigitalServicesFee", "-0.10", sku="TEA-1", quantity_purchased="1"),
    narrow("S01-3000001-0000001", "29 09:00:00", "ItemFees|FBAPerUnitFulfillmentFee", "-5.50",
           merchant_order_id="SHOP-10001", marketplace_name="Non-Amazon US", sku="CUP-1", quantity_purchased="1"),
    narrow(B2, "30 09:00:00", "ItemPrice|Tax", "0.50", "Order_Retrocharge"),
    narrow(B2, "30 09:00:00", "ItemWithheldTax|MarketplaceFacilitatorTax-Principal", "-0.50", "Order_Retrocharge"),
    narrow("", "31 10:00:00", "other-transaction|Subscription Fee", "-39.99", OF_ACCOUNT),
    narrow("", "31 10:00:00", "Cost of Advertising|TransactionTotalAmount", "-12.40", "ServiceFee"),
    narrow("", "31 10:00:00", "FBA Inventory Storage Fee|Base fee", "-2.10", "FBAFees"),
    narrow("", "31 10:00:00", "FBA Inventory Reimbursement|WAREHOUSE_LOST", "9.99", OF_ACCOUNT, sku="CUP-1"),
    narrow("", "31 10:00:00", "other-transaction|Martian Levy", "-1.11", OF_ACCOUNT),
    narrow("", "31 10:00:00", "other-transaction|Previous Reserve Amount Balance", "10.00", OF_ACCOUNT),
]  # fmt: skip
NEW = _settlement(NEW_AMOUNTS, "-115.17", "24000000001", "2026-02-04 00:00:00 UTC")
"""44.25 of B1, less 135.20 for A1, 16.89 of B2, less 5.50 and 35.61: Amazon takes the rest from the bank."""

PREAMBLE: list[list[Cell]] = [
    ["Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions"],
    ["All amounts in USD, unless specified"],
    ["Definitions:"],
    ["Sales tax collected: Includes sales tax collected from buyers for product sales, shipping, and gift wrap."],
    ["Selling fees: Includes variable closing fees and referral fees."],
    ["Other transaction fees: Includes shipping chargebacks, shipping holdbacks, per-item fees and sales tax fees."],
    ['Other: Includes non-order transaction amounts. For more details, see the "Type" and "Description" columns.'],
]
LINES: list[dict[str, Cell]] = [
    {
        "date/time": "Jan 22, 2026 7:00:00 AM PST", "settlement id": "24000000001", "type": "Order", "order id": B1,
        "order city": "Greendale",
        "order postal": "97035-1234",
        "sku": "CUP-1", "description": "Cup, blue", "quantity": "1", "marketplace": "amazon.com",
        "product sales": "30", "product sales tax": "2.55", "shipping credits": "4",
        "marketplace withheld tax": "-2.55", "selling fees": "-4.5", "other transaction fees": "-4", "total": "25.5",
    },
    {
        "date/time": "Jan 22, 2026 7:00:00 AM PST", "settlement id": "24000000001", "type": "Order", "order id": B1,
        "sku": "CUP-2", "description": "Cup, red", "quantity": "2", "product sales": "25",
        "promotional rebates": "-2.5", "selling fees": "-3.75", "total": "18.75",
    },
    {
        "date/time": "Feb 10, 2026 11:30:00 PM PST", "settlement id": "24100000001", "type": "Order", "order id": C1,
        "sku": "POT-1", "description": "Tea pot", "quantity": "1", "product sales": "1,060", "product sales tax": "4.2",
        "shipping credits": "5", "promotional rebates": "-5", "marketplace withheld tax": "-4.2", "selling fees": "-9",
        "fba fees": "-6.15", "total": "1,044.85", "Transaction Status": "Deferred",
    },
    {
        "date/time": "Feb 12, 2026 9:00:00 AM PST", "settlement id": "24100000001", "type": "Refund", "order id": B2,
        "sku": "TEA-1", "description": "Tea", "quantity": "1", "product sales": "-8", "selling fees": "1.2",
        "total": "-6.8",
    },
    {
        "date/time": "Feb 13, 2026 12:00:00 AM PST", "settlement id": "24100000001", "type": "Service Fee",
        "description": "Cost of Advertising", "other transaction fees": "-7.7", "total": "-7.7",
    },
    {
        "date/time": "Feb 13, 2026 12:00:00 AM PST", "settlement id": "24100000001", "type": "FBA Inventory Fee",
        "description": "FBA storage fee", "other": "-3.3", "total": "-3.3",
    },
    {
        "date/time": "Feb 14, 2026 1:00:00 PM PST", "settlement id": "24100000001", "type": "Transfer",
        "description": "To your account ending in: 123", "other": "-500", "total": "-500",
    },
    {
        "date/time": "Feb 14, 2026 2:00:00 PM PST", "settlement id": "24100000001", "type": "Martian",
        "other": "-0.99", "total": "-0.99",
    },
]  # fmt: skip


def _text(header: tuple[str, ...], rows: list[dict[str, Cell]]) -> bytes:
    return "".join(
        "\t".join(map(str, cells)) + "\n" for cells in [header, *(row(header, each) for each in rows)]
    ).encode()


def settlement_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`24000000001.txt`."""
    return _text(NARROW, NEW if rows is None else rows)


def wide_settlement_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`23900000001.txt`."""
    return _text(WIDE, OLD if rows is None else rows)


def transactions_file(lines: list[dict[str, Cell]] | None = None) -> bytes:
    """`2026Feb1-2026Feb28CustomTransaction.csv`."""
    given = LINES if lines is None else lines
    money = TRANSACTIONS[TRANSACTIONS.index("product sales") : TRANSACTIONS.index("total") + 1]
    rows = [row(TRANSACTIONS, {**dict.fromkeys(money, "0"), **each}) for each in given]
    return csv_bytes([*PREAMBLE, TRANSACTIONS, *rows], "utf-8-sig")


FILES = {
    "amazon_settlement": ("amazon", "24000000001.txt", settlement_file),
    "amazon_settlement_v1": ("amazon", "23900000001.txt", wide_settlement_file),
    "amazon_transactions": ("amazon", "2026Feb1-2026Feb28CustomTransaction.csv", transactions_file),
}
