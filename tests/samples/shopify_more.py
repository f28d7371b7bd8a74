"""More of Shopify: a connector's tables in both shapes, customers, payouts, and the orders export of 2022."""

import csv

from tests.samples import shopify
from tests.samples.build import Cell, csv_bytes, row
from tests.samples.headers import SHOPIFY_ORDERS, SHOPIFY_PAYMENTS

_NOT_YET_IN_2022 = ("Outstanding Balance", "Employee", "Location", "Device ID", "Payment ID", "Payment References")
ORDERS_2022 = tuple(word for word in SHOPIFY_ORDERS if word not in _NOT_YET_IN_2022)
"""73 columns."""
PAYMENTS_2025 = tuple(word for word in SHOPIFY_PAYMENTS if word not in ("Payout ID", "VAT"))
"""16 columns."""
CUSTOMERS = (
    "First Name", "Last Name", "Email", "Accepts Email Marketing", "Company", "Address1", "Address2", "City",
    "Province", "Province Code", "Country", "Country Code", "Zip", "Phone", "Accepts SMS Marketing", "Total Spent",
    "Total Orders", "Tags", "Note", "Tax Exempt",
)  # fmt: skip
PAYOUTS = (
    "Payout Date", "Status", "Charges", "Refunds", "Adjustments", "Reserved Funds", "Fees", "Retried Amount", "Total",
    "Currency",
)  # fmt: skip
PAYOUTS_2026 = (
    *PAYOUTS[:5], "Marketplace Sales Tax", "Advances", *PAYOUTS[5:], "Bank Reference", "Business Entity Name",
    "Business Entity ID",
)  # fmt: skip
API_ORDERS = (
    "id", "note", "email", "taxes_included", "currency", "subtotal_price", "total_tax", "total_price", "created_at",
    "updated_at", "name", "billing_address_phone", "customer_id", "number", "order_number", "financial_status",
    "fulfillment_status", "processed_at", "cancel_reason", "cancelled_at", "total_discounts", "total_line_items_price",
    "source_name", "buyer_accepts_marketing", "test", "_fivetran_synced",
)  # fmt: skip
API_ORDERS_NEWER = (
    "_fivetran_synced", "billing_address_phone", "cancelled_at", "created_at", "currency_code",
    "customer_accepts_marketing", "display_financial_status", "email", "id", "name", "processed_at", "source_name",
    "taxes_included", "test", "total_discounts_set_shop_amount", "total_price_set_shop_amount",
    "total_shipping_price_set_shop_amount", "total_tax_set_shop_amount", "total_tip_received_set_shop_amount",
)  # fmt: skip
"""The names of Shopify's newer interface."""
API_LINES = (
    "order_id", "id", "product_id", "variant_id", "name", "title", "vendor", "price", "quantity", "sku",
    "requires_shipping", "taxable", "index", "total_discount", "_fivetran_synced",
)  # fmt: skip
API_TRANSACTIONS = (
    "id", "order_id", "refund_id", "amount", "created_at", "processed_at", "gateway", "currency", "parent_id", "kind",
    "status", "test", "_fivetran_synced", "payment_credit_card_company",
)  # fmt: skip

SETTINGS = """
[business]
name = "Tea Web"
time_zone = "Europe/London"
currency = "GBP"
phone_region = "GB"
[channels.web]
kind = "own_online"
[sources.web]
channel = "web"
"""
MAIL, PHONE = "ida@example.com", "07400123456"
RAW_CONTACTS = (MAIL, PHONE, "7400123456", "Ida@Example.com", "Lindqvist", "lindqvist")


def _order(number: str, total: str, tax: str, status: str, **cells: Cell) -> dict[str, Cell]:
    return {
        "id": number, "total_price": total, "total_tax": tax, "financial_status": status, "taxes_included": "TRUE",
        "currency": "GBP", "created_at": "2026-01-31 23:30:00.000", "processed_at": "2026-01-31 23:30:00.000",
        "source_name": "web", "test": "FALSE", "buyer_accepts_marketing": "TRUE", **cells,
    }  # fmt: skip


API_ORDER_ROWS = [
    _order("900000001", "24.00", "4.00", "paid", total_discounts="3.00", email="Ida@Example.com"),
    _order("900000002", "13.20", "2.20", "paid", taxes_included="FALSE", billing_address_phone="07400 123456"),
    _order("900000003", "5.00", "0.00", "paid", test="TRUE"),
    _order("900000004", "6.00", "1.00", "voided"),
    _order("900000005", "7.00", "0.00", "levitating"),
]
_NEWER = {
    "total_price": "total_price_set_shop_amount", "total_tax": "total_tax_set_shop_amount", "currency": "currency_code",
    "total_discounts": "total_discounts_set_shop_amount", "financial_status": "display_financial_status",
    "buyer_accepts_marketing": "customer_accepts_marketing",
}  # fmt: skip
API_LINE_ROWS: list[dict[str, Cell]] = [
    {"order_id": "900000001", "id": "1", "name": "Oolong", "sku": "T-1", "price": "9.00", "quantity": "3",
    "total_discount": "3.00"},
    {"order_id": "900000002", "id": "2", "name": "Cup", "price": "11.00", "quantity": "1", "total_discount": "0"},
]  # fmt: skip


def _transaction(number: str, order: str, kind: str, amount: str, **cells: Cell) -> dict[str, Cell]:
    return {
        "id": number, "order_id": order, "kind": kind, "amount": amount, "currency": "GBP", "status": "success",
        "processed_at": "2026-02-03 10:00:00.000", "gateway": "shopify_payments", "test": "FALSE", **cells,
    }  # fmt: skip


API_TRANSACTION_ROWS = [
    _transaction("1", "900000001", "sale", "24.00"),
    _transaction("2", "900000001", "refund", "8.00"),
    _transaction("3", "900000001", "refund", "1.00", status="failure"),
    _transaction("4", "900000002", "authorization", "13.20"),
    _transaction("5", "900000002", "capture", "13.20"),
    _transaction("6", "900000002", "refund", "6.60"),
    _transaction("7", "900000003", "refund", "5.00", test="TRUE"),
]
CUSTOMER_ROWS: list[dict[str, Cell]] = [
    {
        "First Name": "Ida", "Last Name": "Lindqvist", "Email": MAIL, "Accepts Email Marketing": "yes",
        "Phone": f"'{PHONE}",
        "Total Spent": "24.00",
        "Accepts SMS Marketing": "no", "Total Orders": "1",
    },
    {"First Name": "Jo", "Zip": "'0150", "Total Spent": "0.00", "Total Orders": "0"},
]  # fmt: skip
PAYOUT_ROWS: list[dict[str, Cell]] = [
    {
        "Payout Date": "2026-02-13", "Status": "paid", "Charges": "98.00", "Refunds": "0.00", "Adjustments": "0.00",
        "Reserved Funds": "0.00", "Fees": "-3.14", "Retried Amount": "0.00", "Total": "94.86", "Currency": "CNY",
    },
    {
        "Payout Date": "2026-02-14", "Status": "paid", "Charges": "0.00", "Refunds": "-35.00", "Adjustments": "-15.00",
        "Reserved Funds": "0.00", "Fees": "0.15", "Retried Amount": "0.00", "Total": "-49.85", "Currency": "CNY",
    },
    {
        "Payout Date": "2026-02-20", "Status": "scheduled", "Charges": "10.00", "Refunds": "0.00",
        "Adjustments": "0.00",
        "Reserved Funds": "0.00", "Fees": "-0.30", "Retried Amount": "0.00", "Total": "9.70", "Currency": "CNY",
    },
]  # fmt: skip
"""Payouts of the movements in `tests.samples.shopify`."""


def orders_2022_file() -> bytes:
    """`orders_export_1.csv` of early 2022."""
    lines = [{word: cell for word, cell in line.items() if word in ORDERS_2022} for line in shopify.LINES]
    return csv_bytes([ORDERS_2022, *(row(ORDERS_2022, line) for line in lines)])


def payments_2025_file() -> bytes:
    """`payment_transactions_export_1.csv` that names no payout."""
    rows = [{word: cell for word, cell in each.items() if word in PAYMENTS_2025} for each in shopify.MOVEMENTS]
    return csv_bytes([PAYMENTS_2025, *(row(PAYMENTS_2025, each) for each in rows)])


def customers_file() -> bytes:
    """`customers_export.csv`."""
    return csv_bytes([CUSTOMERS, *(row(CUSTOMERS, each) for each in CUSTOMER_ROWS)])


def payouts_file(header: tuple[str, ...] = PAYOUTS) -> bytes:
    """`payouts_export_1.csv`."""
    return csv_bytes([header, *(row(header, each) for each in PAYOUT_ROWS)])


def api_orders_file() -> bytes:
    """A connector's table of orders."""
    return csv_bytes([API_ORDERS, *(row(API_ORDERS, each) for each in API_ORDER_ROWS)], "utf-8-sig")


def api_orders_newer_file() -> bytes:
    """The same orders under the newer names, blanks written as a space."""
    rows = [{_NEWER.get(word, word): cell for word, cell in each.items()} for each in API_ORDER_ROWS]
    loud = [{**each, "display_financial_status": str(each["display_financial_status"]).upper()} for each in rows]
    cells = [row(API_ORDERS_NEWER, {"cancelled_at": " ", **each}) for each in loud]
    return csv_bytes([API_ORDERS_NEWER, *cells], quote=csv.QUOTE_MINIMAL)


def api_lines_file() -> bytes:
    """A connector's table of order lines."""
    return csv_bytes([API_LINES, *(row(API_LINES, each) for each in API_LINE_ROWS)], "utf-8-sig")


def api_transactions_file() -> bytes:
    """A connector's table of transactions."""
    return csv_bytes([API_TRANSACTIONS, *(row(API_TRANSACTIONS, each) for each in API_TRANSACTION_ROWS)])


FILES = {
    "shopify_customers": ("web", "customers_export.csv", customers_file),
    "shopify_payouts": ("web", "payouts_export_1.csv", payouts_file),
    "shopify_api_orders": ("web", "order.csv", api_orders_file),
    "shopify_api_lines": ("web", "order_line.csv", api_lines_file),
    "shopify_api_transactions": ("web", "transaction.csv", api_transactions_file),
}
