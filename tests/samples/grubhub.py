"""Grubhub: small words with underscores, fees negative and in several columns, adjustments weeks later."""

from tests.samples.build import Cell, csv_bytes, row

TRANSACTIONS = (
    "order_channel", "order_number", "transaction_date", "transaction_time_local", "order_time_zone",
    "grubhub_store_id", "store_number", "store_name", "street_address", "city", "state", "postal_code",
    "transaction_type", "fulfillment_type", "gh_plus_customer", "subtotal", "subtotal_sales_tax",
    "subtotal_sales_tax_exemption", "self_delivery_charge", "self_delivery_charge_tax",
    "self_delivery_charge_tax_exemption", "merchant_service_fee", "merchant_service_fee_tax",
    "merchant_service_fee_tax_exemption", "merchant_flexible_fee_bag_fee", "merchant_flexible_fee_bag_fee_tax",
    "merchant_flexible_fee_bag_fee_tax_exemption", "merchant_flexible_fee_pif_fee",
    "merchant_flexible_fee_pif_fee_tax", "merchant_flexible_fee_pif_fee_tax_exemption", "tip", "merchant_total",
    "commission", "delivery_commission", "gh_plus_commission", "processing_fee", "withheld_tax",
    "withheld_tax_exemption", "merchant_funded_promotion", "merchant_funded_loyalty", "merchant_net_total",
    "transaction_note", "transaction_id",
)  # fmt: skip
ERRORS = (
    "Order ID", "Fault Attribution", "Error Category", "Error SubCategory", "Reason", "Order Date", "Customer Refunds",
    "Unfulfilled Refunds", "Unfulfilled Sales", "Payout Value", "Order Value", "Payout Date", "Location", "Brand",
    "Marketplace", "Customer Name", "Channel", "Fulfillment", "Store ID",
)  # fmt: skip

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.grubhub]
kind = "delivery"
[channels.web]
kind = "own_online"
[sources.grubhub]
channel = "grubhub"
channel_values = { "Direct" = "web" }
"""


def _booking(number: str, kind: str, order: str, day: str, **cells: Cell) -> dict[str, Cell]:
    return {
        "order_channel": "Marketplace", "order_number": order, "transaction_date": day,
        "transaction_time_local": "19:05:00", "order_time_zone": "America/New_York", "store_name": "Corner",
        "transaction_type": kind, "fulfillment_type": "Grubhub Delivery", "gh_plus_customer": "FALSE",
        "transaction_id": f"tx-{number}", **cells,
    }  # fmt: skip


ROWS = [
    # Grubhub hands the tax on
    _booking("1", "Prepaid Order", "100-1", "02/03/2026", subtotal="40.00", subtotal_sales_tax="3.20",
             merchant_flexible_fee_bag_fee="0.25", merchant_flexible_fee_bag_fee_tax="0.02", tip="0.00",
             merchant_total="43.47", commission="-6.00", delivery_commission="-4.00", gh_plus_commission="-0.80",
             processing_fee="-1.56", withheld_tax="-3.22", merchant_funded_promotion="-5.00",
             merchant_funded_loyalty="-1.00", merchant_net_total="21.89"),
    _booking("2", "Order Adjustment", "100-1", "02/17/2026", subtotal="-10.00", subtotal_sales_tax="-0.80",
             merchant_total="-10.80", commission="1.50", delivery_commission="1.00", withheld_tax="0.80",
             merchant_net_total="-7.50", transaction_note="Missing item"),
    # the shop delivers and keeps the tax
    _booking("3", "Prepaid Order", "100-2", "02/04/2026", fulfillment_type="Self Delivery", subtotal="20.00",
             subtotal_sales_tax="1.60", self_delivery_charge="3.00", self_delivery_charge_tax="0.24", tip="4.00",
             merchant_total="28.84", commission="-3.00", processing_fee="-1.10", merchant_net_total="24.74"),
    _booking("4", "Prepaid Order", "100-3", "02/05/2026", subtotal="15.00", merchant_total="15.00", commission="-2.25",
             merchant_net_total="12.75"),
    _booking("5", "Cancellation", "100-3", "02/05/2026", subtotal="-15.00", merchant_total="-15.00", commission="2.25",
             merchant_net_total="-12.75"),
    _booking("6", "Prepaid Order", "100-4", "02/05/2026", order_channel="Direct", subtotal="12.00",
             merchant_total="12.00", commission="0.00", processing_fee="-0.66", merchant_net_total="11.34"),
    _booking("7", "Miscellaneous", "", "02/06/2026", merchant_total="-30.00", merchant_net_total="-30.00",
             transaction_note="Sponsored listing ads"),
    _booking("8", "GH Credit", "", "02/06/2026", merchant_total="5.00", merchant_net_total="5.00"),
    _booking("9", "Martian", "", "02/06/2026", merchant_total="-1.11", merchant_net_total="-1.11"),
]  # fmt: skip
ERROR_ROWS: list[dict[str, Cell]] = [
    {
        "Order ID": "100-1", "Fault Attribution": "Merchant", "Error Category": "Missing", "Error SubCategory": "Item",
        "Order Date": "02/03/2026", "Customer Refunds": "10.00", "Payout Value": "21.89", "Order Value": "40.00",
        "Payout Date": "02/13/2026", "Location": "Corner", "Marketplace": "Grubhub", "Customer Name": "Sam",
        "Channel": "Delivery",
    },
    {
        "Order ID": "BB000002", "Fault Attribution": "Merchant", "Error Category": "Missing",
        "Error SubCategory": "Item",
        "Order Date": "02/14/2026", "Customer Refunds": "10.00", "Payout Value": "29.74", "Order Value": "39.65",
        "Payout Date": "02/19/2026", "Location": "Corner", "Marketplace": "DoorDash", "Channel": "Delivery",
    },
]  # fmt: skip


def transactions_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`transactions.csv`."""
    return csv_bytes([TRANSACTIONS, *(row(TRANSACTIONS, each) for each in (ROWS if rows is None else rows))])


def errors_file() -> bytes:
    """The third party's list."""
    return csv_bytes([ERRORS, *(row(ERRORS, each) for each in ERROR_ROWS)])


FILES = {
    "grubhub_transactions": ("grubhub", "transactions.csv", transactions_file),
    "delivery_order_errors": ("grubhub", "errors.csv", errors_file),
}
