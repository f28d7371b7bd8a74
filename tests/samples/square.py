"""Square: dollars as text, refunds as rows of their own, the zone in words, month first, items in another file."""

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
TRANSACTIONS_2018 = (
    "Date", "Time", "Time Zone", "Gross Sales", "Discounts", "Net Sales", "Gift Card Sales", "Tax", "Tip",
    "Partial Refunds", "Total Collected", "Source", "Card", "Card Entry Methods", "Cash", "Square Gift Card",
    "Installment", "Other Tender", "Other Tender Type", "Other Tender Note", "Fees", "Net Total", "Transaction ID",
    "Payment ID", "Card Brand", "PAN Suffix", "Device Name", "Staff Name", "Staff ID", "Details", "Description",
    "Event Type", "Location", "Dining Option", "Customer ID", "Customer Name", "Customer Reference ID",
    "Device Nickname", "Deposit ID", "Deposit Date", "Deposit Details", "Fee Percentage Rate", "Fee Fixed Rate",
    "Refund Reason",
)  # fmt: skip
"""44 columns."""
ITEMS_33 = (
    "Date", "Time", "Time Zone", "Category", "Item", "Qty", "Price Point Name", "SKU", "Modifiers Applied",
    "Gross Sales", "Discounts", "Net Sales", "Tax", "Transaction ID", "Payment ID", "Device Name", "Notes", "Details",
    "Event Type", "Location", "Dining Option", "Customer ID", "Customer Name", "Customer Reference ID", "Unit", "Count",
    "GTIN", "Itemization Type", "Fulfillment Note", "Channel", "Token", "Card Brand", "PAN Suffix",
)  # fmt: skip
_COMMISSION = ITEMS_33.index("Fulfillment Note")
ITEMS = (*ITEMS_33[:_COMMISSION], "Commission", "Employee", *ITEMS_33[_COMMISSION:])
"""35 columns since July 2026."""

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.store]
kind = "store"
[channels.doordash]
kind = "delivery"
[sources.square]
channel = "store"
channel_values = { "DoorDash" = "doordash" }
"""
RAW_CONTACTS = ("CUST0000000001", "Marchetti", "marchetti")

PAYMENTS: list[dict[str, Cell]] = [
    {
        "Date": "01/31/26", "Time": "09:30:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "$1,036.00",
        "Discounts": "-$6.00", "Net Sales": "$1,030.00", "Tax": "$2.40", "Tip": "$5.00", "Partial Refunds": "$0.00",
        "Total Collected": "$1,037.40", "Fees": "-$1.08", "Net Total": "$1,036.32", "Transaction ID": "T1",
        "Payment ID": "P1", "Event Type": "Payment", "Location": "Corner", "Customer ID": "CUST0000000001",
        "Customer Name": "Odile Marchetti", "Card Brand": "Visa", "PAN Suffix": "4242",
        "Deposit ID": "D1", "Discount Name": "Loyalty", "Transaction Status": "Complete",
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
    {
        "Date": "02/05/26", "Time": "12:00:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "$12.00",
        "Net Sales": "$12.00", "Total Collected": "$12.00", "Fees": "-$0.50", "Third Party Fees": "-$0.30",
        "Net Total": "$11.20", "Transaction ID": "T4", "Payment ID": "P4", "Event Type": "Payment",
        "Location": "Corner", "Source": "DoorDash - Storefront", "Channel": "DoorDash", "Deposit ID": "D2",
        "Transaction Status": "Complete",
    },
    {
        "Date": "02/05/26", "Time": "13:00:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "$7.00",
        "Net Sales": "$7.00", "Total Collected": "$7.00", "Fees": "$0.00", "Net Total": "$7.00",
        "Transaction ID": "T5", "Payment ID": "P5", "Event Type": "Payment", "Location": "Corner",
        "Transaction Status": "Voided",
    },
    {
        "Date": "02/05/26", "Time": "14:00:00", "Time Zone": "Eastern Time (US & Canada)", "Gross Sales": "$8.00",
        "Net Sales": "$8.00", "Total Collected": "$8.00", "Fees": "$0.00", "Net Total": "$8.00",
        "Transaction ID": "T6", "Payment ID": "P6", "Event Type": "Payment", "Location": "Corner",
        "Transaction Status": "Teleported",
    },
]  # fmt: skip


def _item(
    day: str, order: tuple[str, str], name: str, quantity: str, money: tuple[str, ...], **cells: Cell
) -> dict[str, Cell]:
    """One line: transaction and payment; gross, discount, net and tax."""
    event = "Refund" if quantity.startswith("-") else "Payment"
    return {
        "Date": day, "Time": "09:30:00", "Time Zone": "Eastern Time (US & Canada)", "Item": name, "Qty": quantity,
        "Price Point Name": "Regular", "Transaction ID": order[0], "Payment ID": order[1], "Event Type": event,
        "Location": "Corner", "Channel": "Corner", "Itemization Type": "Physical Good",
        **dict(zip(("Gross Sales", "Discounts", "Net Sales", "Tax"), money, strict=True)), **cells,
    }  # fmt: skip


_KNOWN: dict[str, Cell] = {"Customer ID": "CUST0000000001"}
LINES = [
    _item("01/31/26", ("T1", "P1"), "Cake", "1.0", ("$1,000.00", "-$6.00", "$994.00", "$2.00"), SKU="C-1", **_KNOWN),
    _item("01/31/26", ("T1", "P1"), "Tea", "3.0", ("$36.00", "$0.00", "$36.00", "$0.40"), **_KNOWN),
    _item("02/03/26", ("T2", "P2"), "Bread", "2.5", ("$20.00", "$0.00", "$20.00", "$0.00")),
    _item("02/04/26", ("T2", "R2"), "Bread", "-2.5", ("-$20.00", "$0.00", "-$20.00", "$0.00")),
    _item("02/06/26", ("T3", "P3"), "Tea", "2.0", ("$24.00", "-$4.00", "$20.00", "$1.80"), **_KNOWN),
    _item("02/06/26", ("T3", "P3"), "Bread", "1.0", ("$5.00", "$0.00", "$5.00", "$0.45"), **_KNOWN),
    _item("02/09/26", ("T3", "R3"), "Bread", "-1.0", ("-$5.00", "$0.00", "-$5.00", "-$0.45")),
    _item("02/05/26", ("T4", "P4"), "Soup", "1.0", ("$12.00", "$0.00", "$12.00", "$0.00"),
          **{"Channel": "DoorDash", "Price Point Name": "Large", "Modifiers Applied": "Hot"}),
]  # fmt: skip
"""T3 is in no file of transactions."""


def transactions_file(payments: list[dict[str, Cell]] | None = None) -> bytes:
    """`transactions-2026-01-01-2026-03-01.csv`."""
    given = PAYMENTS if payments is None else payments
    return csv_bytes([TRANSACTIONS, *(row(TRANSACTIONS, each) for each in given)])


def transactions_2018_file() -> bytes:
    """The first three payments under the header of 2018."""
    known = [{word: cell for word, cell in each.items() if word in TRANSACTIONS_2018} for each in PAYMENTS[:3]]
    rows = [row(TRANSACTIONS_2018, {"Source": "Register", **each}) for each in known]
    return csv_bytes([TRANSACTIONS_2018, *rows])


def items_file(header: tuple[str, ...] = ITEMS) -> bytes:
    """`items-2026-01-01-2026-03-01.csv`."""
    return csv_bytes([header, *(row(header, each) for each in LINES)])


FILES = {
    "square_transactions": ("square", "transactions.csv", transactions_file),
    "square_items": ("square", "items.csv", items_file),
}
