"""Toast: with and without the location, voided and open orders, delivery platforms among the dining options."""

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "Order Id", "Order #", "Checks", "Opened", "# of Guests", "Tab Names", "Server", "Table", "Revenue Center",
    "Dining Area", "Service", "Dining Options", "Discount Amount", "Amount", "Tax", "Tip", "Gratuity", "Total",
    "Voided", "Paid", "Closed", "Duration (Opened to Paid)", "Order Source",
)  # fmt: skip
ITEMS = (
    "Order Id", "Order #", "Sent Date", "Order Date", "Check Id", "Server", "Table", "Dining Area", "Service",
    "Dining Option", "Item Selection Id", "Item Id", "Master Id", "SKU", "PLU", "Menu Item", "Menu Subgroup(s)",
    "Menu Group", "Menu", "Sales Category", "Gross Price", "Discount", "Net Price", "Qty", "Tax", "Void?", "Deferred",
    "Tax Exempt", "Tax Inclusion Option", "Dining Option Tax", "Tab Name",
)  # fmt: skip
PAYMENTS = (
    "Location", "Payment Id", "Order Id", "Order #", "Paid Date", "Order Date", "Check Id", "Check #", "Tab Name",
    "Server", "Table", "Dining Area", "Service", "Dining Option", "House Acct #", "Amount", "Tip", "Gratuity", "Total",
    "Refunded", "Refund Date", "Refund Amount", "Refund Tip Amount", "Void Date", "Status", "Type", "Card Type",
    "Email", "Phone", "V/MC/D Fees",
)  # fmt: skip

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.store]
kind = "store"
[channels.web]
kind = "own_online"
[channels.doordash]
kind = "delivery"
[sources.toast]
channel = "store"
channel_values = { "DoorDash - Delivery" = "doordash", "Online Ordering - Takeout" = "web" }
"""
GUEST, GUEST_PHONE = "guest@example.com", "(212) 555-0123"
RAW_CONTACTS = (GUEST, "212) 555", "2125550123")


def _order(number: int, dining: str, amounts: str, **cells: Cell) -> dict[str, Cell]:
    """One paid order; the amounts are discount, amount, tax, tip, gratuity and total."""
    words = ("Discount Amount", "Amount", "Tax", "Tip", "Gratuity", "Total")
    return {
        "Location": "Corner", "Order Id": f"40000001234567890{number}", "Order #": str(number),
        "Opened": f"02/03/2026 1{number}:05:00", "Paid": f"02/03/2026 1{number}:55:00", "Dining Options": dining,
        "Voided": "False", "Order Source": "In store", "Duration (Opened to Paid)": "0:50:00",
        **dict(zip(words, amounts.split(), strict=True)), **cells,
    }  # fmt: skip


ROWS = [
    _order(1, "Dine In", "5.00 30.00 2.4750 6.00 0.00 38.48", Closed="02/04/2026 03:00:00"),
    _order(2, "DoorDash - Delivery", "0.00 20.00 0.0000 0.00 0.00 20.00", **{"Order Source": "API"}),
    _order(3, "Dine In", "0.00 12.00 1.0700 0.00 0.00 13.07", Voided="True"),
    _order(4, "Online Ordering - Takeout", "0.00 15.00 1.2400 2.00 1.00 19.24", **{"Order Source": "Online"}),
    _order(5, "Dine In", "0.00 9.00 0.8000 0.00 0.00 9.80", Paid=""),
]
ITEM_ROWS: list[dict[str, Cell]] = [
    {
        "Order Id": "400000012345678901", "Dining Option": "Dine In", "Menu Item": "Bowl", "SKU": "B-1",
        "Gross Price": "30.00",
        "Discount": "5.00", "Net Price": "25.00", "Qty": "2", "Void?": "False",
    },
    {
        "Order Id": "400000012345678901", "Dining Option": "Dine In", "Menu Item": "Tea", "Gross Price": "5.00",
        "Discount": "0.00", "Net Price": "5.00", "Qty": "1", "Void?": "False",
    },
    {
        "Order Id": "400000012345678901", "Dining Option": "Dine In", "Menu Item": "Soup", "Gross Price": "8.00",
        "Discount": "0.00", "Net Price": "8.00", "Qty": "1", "Void?": "True",
    },
]  # fmt: skip
PAYMENT_ROWS: list[dict[str, Cell]] = [
    {
        "Location": "Corner", "Payment Id": "P1", "Order Id": "400000012345678901", "Paid Date": "02/03/2026 11:55:00",
        "Dining Option": "Dine In", "Amount": "32.48", "Tip": "6.00", "Total": "38.48", "Refunded": "Partial",
        "Refund Date": "02/05/2026 09:00:00", "Refund Amount": "10.00", "Status": "CAPTURED", "Phone": GUEST_PHONE,
        "V/MC/D Fees": "1.10",
    },
    {
        "Location": "Corner", "Payment Id": "P4", "Order Id": "400000012345678904", "Paid Date": "02/03/2026 14:55:00",
        "Dining Option": "Online Ordering - Takeout", "Amount": "16.24", "Total": "19.24", "Email": GUEST,
        "Phone": "212-555-0123", "V/MC/D Fees": "0.60",
    },
    {
        "Location": "Corner", "Payment Id": "P3", "Order Id": "400000012345678903", "Paid Date": "02/03/2026 13:55:00",
        "Dining Option": "Dine In", "Amount": "13.07", "Total": "13.07", "Void Date": "02/03/2026 14:00:00",
        "Status": "VOIDED", "V/MC/D Fees": "0.50",
    },
]  # fmt: skip


def orders_file(header: tuple[str, ...] = ("Location", *ORDERS)) -> bytes:
    """`OrderDetails.csv`, of one location also without the column that names it."""
    rows = [{word: cell for word, cell in each.items() if word in header} for each in ROWS]
    return csv_bytes([header, *(row(header, each) for each in rows)])


def items_file() -> bytes:
    """`ItemSelectionDetails.csv`."""
    return csv_bytes([ITEMS, *(row(ITEMS, each) for each in ITEM_ROWS)])


def payments_file() -> bytes:
    """`PaymentDetails.csv`."""
    return csv_bytes([PAYMENTS, *(row(PAYMENTS, each) for each in PAYMENT_ROWS)])


FILES = {
    "toast_orders": ("toast", "OrderDetails.csv", orders_file),
    "toast_items": ("toast", "ItemSelectionDetails.csv", items_file),
    "toast_payments": ("toast", "PaymentDetails.csv", payments_file),
}
