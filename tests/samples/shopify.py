"""Shopify: order fields on the first line of an order only, an apostrophe before zips, an offset behind times."""

from tests.samples.build import Cell, csv_bytes, row
from tests.samples.headers import SHOPIFY_ORDERS, SHOPIFY_PAYMENTS
from tests.samples.people import ANNA, CAROL_EMAIL, CAROL_NAME, CAROL_PHONE, DAN_EMAIL, GIFT

LINES: list[dict[str, Cell]] = [
    {
        "Name": "#1001", "Email": CAROL_EMAIL, "Financial Status": "paid", "Accepts Marketing": "yes",
        "Currency": "CNY", "Subtotal": "90.00", "Shipping": "8.00", "Taxes": "0.00", "Total": "98.00",
        "Discount Code": "TEA10", "Discount Amount": "10.00", "Shipping Method": "Standard",
        "Created at": "2026-02-10 23:30:00 +0800", "Lineitem quantity": "2", "Lineitem name": "Oolong, tin",
        "Lineitem price": "40.00", "Lineitem sku": "T-01", "Lineitem discount": "8.00", "Billing Zip": "'215021",
        "Billing Name": CAROL_NAME,
        "Billing Phone": f"'{CAROL_PHONE}", "Shipping Phone": f"'{GIFT}", "Source": "web", "Id": "5000000000001",
        "Refunded Amount": "0.00",
    },
    {"Name": "#1001", "Email": CAROL_EMAIL, "Lineitem quantity": "1", "Lineitem name": "Bread",
     "Lineitem price": "20.00", "Lineitem sku": "B-01", "Lineitem discount": "2.00"},
    {
        "Name": "#1002", "Email": CAROL_EMAIL.lower(), "Financial Status": "partially_refunded", "Currency": "CNY",
        "Subtotal": "100.00", "Shipping": "0.00", "Taxes": "8.25", "Total": "108.25", "Discount Amount": "0.00",
        "Created at": "2026-02-11 16:30:00 +0000", "Lineitem quantity": "1", "Lineitem name": "Pot",
        "Lineitem price": "100.00", "Refunded Amount": "54.13", "Source": "web",
    },
    {
        "Name": "#1003", "Email": DAN_EMAIL, "Financial Status": "refunded", "Currency": "CNY", "Subtotal": "30.00",
        "Shipping": "5.00", "Taxes": "2.87", "Total": "35.00", "Discount Amount": "0.00",
        "Created at": "2026-02-12 10:00:00 +0800", "Lineitem quantity": "1", "Lineitem name": "Bread",
        "Lineitem price": "30.00", "Refunded Amount": "35.00", "Source": "shopify_draft_order",
    },
    {
        "Name": "#1004", "Financial Status": "voided", "Currency": "CNY", "Subtotal": "11.00", "Shipping": "0.00",
        "Taxes": "0.00", "Total": "11.00", "Discount Amount": "0.00", "Created at": "2026-02-12 11:00:00 +0800",
        "Lineitem quantity": "1", "Lineitem name": "Bread", "Lineitem price": "11.00", "Phone": f"'{ANNA}",
    },
    {
        "Name": "#1005", "Email": DAN_EMAIL, "Financial Status": "pending", "Currency": "CNY", "Subtotal": "12.00",
        "Shipping": "0.00", "Taxes": "0.00", "Total": "12.00", "Discount Amount": "0.00",
        "Created at": "2026-02-12 12:00:00 +0800", "Lineitem quantity": "1", "Lineitem name": "Bread",
        "Lineitem price": "12.00",
    },
]  # fmt: skip
MOVEMENTS: list[dict[str, Cell]] = [
    {"Transaction Date": "2026-02-10 23:30:05 +0800", "Type": "charge", "Order": "#1001", "Payout Status": "paid",
     "Payout Date": "2026-02-13", "Payout ID": "77001", "Amount": "98.00", "Fee": "3.14", "Net": "94.86",
     "Presentment Amount": "98.00", "Presentment Currency": "CNY", "Currency": "CNY"},
    {"Transaction Date": "2026-02-13 10:00:00 +0800", "Type": "refund", "Order": "#1003", "Payout Status": "paid",
     "Payout Date": "2026-02-14", "Payout ID": "77002", "Amount": "-35.00", "Fee": "-0.15", "Net": "-34.85",
     "Presentment Amount": "35.00", "Presentment Currency": "CNY", "Currency": "CNY"},
    {"Transaction Date": "2026-02-14 10:00:00 +0800", "Type": "adjustment", "Payout Status": "paid",
     "Payout Date": "2026-02-14", "Payout ID": "77002", "Amount": "-15.00", "Fee": "0.00", "Net": "-15.00",
     "Currency": "CNY"},
    {"Transaction Date": "2026-02-14 12:00:00 +0800", "Type": "payout", "Payout Date": "2026-02-14",
     "Amount": "-44.86", "Fee": "0.00", "Net": "-44.86", "Currency": "CNY"},
    {"Transaction Date": "2026-02-14 13:00:00 +0800", "Type": "martian", "Amount": "-1.00", "Fee": "0.00",
     "Net": "-1.00", "Currency": "CNY"},
]  # fmt: skip


def orders_file(lines: list[dict[str, Cell]] | None = None) -> bytes:
    """`orders_export`."""
    given = LINES if lines is None else lines
    return csv_bytes([SHOPIFY_ORDERS, *(row(SHOPIFY_ORDERS, line) for line in given)])


def payments_file() -> bytes:
    """`payment_transactions_export`."""
    return csv_bytes([SHOPIFY_PAYMENTS, *(row(SHOPIFY_PAYMENTS, each) for each in MOVEMENTS)])
