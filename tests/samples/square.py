"""Square: dollars as text, refunds as rows of their own, the zone in words, month first."""

from tests.samples.build import Cell, csv_bytes, row

TRANSACTIONS = (
    "Date", "Time", "Time Zone", "Gross Sales", "Discounts", "Service Charges", "Net Sales", "Gift Card Sales", "Tax",
    "Tip", "Partial Refunds", "Total Collected", "Source", "Card", "Card Entry Methods", "Cash", "Square Gift Card",
    "Other Tender", "Other Tender Type", "Tender Note", "Fees", "Net Total", "Transaction ID", "Payment ID",
    "Card Brand", "PAN Suffix", "Device Name", "Staff Name", "Staff ID", "Details", "Description", "Event Type",
    "Location", "Dining Option", "Customer ID", "Customer Name", "Customer Reference ID", "Device Nickname",
    "Third Party Fees", "Deposit ID", "Deposit Date", "Deposit Details", "Fee Percentage Rate", "Fee Fixed Rate",
    "Refund Reason", "Discount Name", "Transaction Status", "Cash App", "Order Reference ID", "Fulfillment Note",
    "Free Processing Applied", "Channel", "Unattributed Tips", "Table Info", "International Fee",
)  # fmt: skip
"""55 columns of 2025-26."""

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.store]
kind = "store"
[sources.square]
channel = "store"
"""
RAW_CONTACTS = ("CUST0000000001",)

PAYMENTS: list[dict[str, Cell]] = [
    {
        "Date": "01/31/26", "Time": "09:30:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "$1,036.00",
        "Discounts": "-$6.00", "Net Sales": "$1,030.00", "Tax": "$2.40", "Tip": "$5.00", "Partial Refunds": "$0.00",
        "Total Collected": "$1,037.40", "Fees": "-$1.08", "Net Total": "$1,036.32", "Transaction ID": "T1",
        "Payment ID": "P1", "Event Type": "Payment", "Location": "Corner", "Customer ID": "CUST0000000001",
        "Deposit ID": "D1", "Discount Name": "Loyalty",
    },
    {
        "Date": "02/03/26", "Time": "18:00:00", "Time Zone": "Pacific Time (US & Canada)", "Gross Sales": "$20.00",
        "Discounts": "$0.00", "Net Sales": "$20.00", "Tax": "$0.00", "Tip": "$0.00", "Total Collected": "$20.00",
        "Fees": "-$0.82", "Net Total": "$19.18", "Transaction ID": "T2", "Payment ID": "P2", "Event Type": "Payment",
        "Location": "Corner", "Deposit ID": "D1",
    },
    {
        "Date": "02/04/26", "Time": "10:00:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "-$20.00",
        "Discounts": "$0.00", "Net Sales": "-$20.00", "Total Collected": "-$20.00", "Fees": "$0.00",
        "Net Total": "-$20.00", "Transaction ID": "T2", "Payment ID": "R2", "Event Type": "Refund",
        "Location": "Corner", "Deposit ID": "D2", "Refund Reason": "Returned goods",
    },
]  # fmt: skip


def transactions_file(payments: list[dict[str, Cell]] | None = None) -> bytes:
    """`transactions-2026-01-01-2026-03-01.csv`."""
    given = PAYMENTS if payments is None else payments
    return csv_bytes([TRANSACTIONS, *(row(TRANSACTIONS, each) for each in given)])


FILES = {"square_transactions": ("square", "transactions.csv", transactions_file)}
