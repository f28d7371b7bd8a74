"""Uber Eats in a country whose prices hold VAT: other words, the day before the month."""

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "Store Name", "Store ID", "Order ID", "Workflow ID", "Dining Mode", "Payment Mode", "Order Channel", "Order Status",
    "Order Date", "Order Accept Time", "Customer Uber-Membership Status", "Sales (excl. VAT)", "VAT1 on Sales",
    "VAT2 on Sales", "VAT3 on Sales", "Sales (incl. VAT)", "Order Error Adjustments (excl. VAT)",
    "Order Error Adjustments (incl. VAT)", "Offers on items (excl. VAT)", "Offers on items (incl. VAT)",
    "Offer Redemption Fee", "Marketing Adjustment (incl. VAT)", "Meal Voucher", "Price Adjustments (excl. VAT)",
    "Price Adjustments (incl. VAT)", "Delivery Fee (excl VAT)", "Delivery Fee (incl VAT)", "Pick and Pack Fee",
    "Bag Fee",
    "Delivery Offer Redemptions (excl. VAT)", "Delivery Offer Redemptions (incl. VAT)", "Total Order (incl VAT)",
    "Cost of Delivery (excl VAT)", "Cost of Delivery (incl VAT)", "Marketplace Fee before discount (excl VAT)",
    "Marketplace Fee discount (excl VAT)", "Marketplace Fee after discount (excl VAT)",
    "Marketplace Fee after discount (incl VAT)", "Tips", "Other payments description", "Other payments (incl VAT)",
    "Total payout ", "Payout Date", "Payout reference ID",
)  # fmt: skip
SETTINGS = """
[business]
name = "Tea Room"
time_zone = "Europe/London"
currency = "GBP"
phone_region = "GB"
[channels.uber_eats]
kind = "delivery"
[sources.uber]
channel = "uber_eats"
"""
_PAID: dict[str, Cell] = {"Payout Date": "16/02/2026", "Payout reference ID": "UK1"}
_FIRST: dict[str, Cell] = {
    "Store Name": "Tea Room", "Store ID": "store-9", "Order ID": "#B0001", "Workflow ID": "wf-1",
    "Order Status": "Completed",
    "Order Channel": "UberEats iOS", "Dining Mode": "Pickup", "Order Date": "26/01/2026",
    "Order Accept Time": "10:05 AM",
    **_PAID,
}  # fmt: skip
ROWS: list[dict[str, Cell]] = [
    {
        **_FIRST, "Sales (excl. VAT)": "20.00", "VAT1 on Sales": "4.00", "Sales (incl. VAT)": "24.00",
        "Offers on items (excl. VAT)": "-3.33", "Offers on items (incl. VAT)": "-4.00",
        "Marketing Adjustment (incl. VAT)": "1.00", "Marketplace Fee after discount (excl VAT)": "-5.00",
        "Marketplace Fee after discount (incl VAT)": "-6.00", "Total payout ": "15.00",
    },
    {**_FIRST, "Order Status": "Refund", "Order Error Adjustments (incl. VAT)": "-3.60", "Total payout ": "-3.60"},
    {
        "Store Name": "Tea Room", "Order Channel": "UberEats Unknown", "Order Date": "27/01/2026",
        "Other payments description": "Ad Spend", "Other payments (incl VAT)": "-12.00", "Total payout ": "-12.00",
        **_PAID,
    },
]  # fmt: skip


def orders_file() -> bytes:
    """`….csv` of payment details."""
    about = tuple(f"What {word.strip()} is made of" for word in ORDERS)
    return csv_bytes([about, ORDERS, *(row(ORDERS, each) for each in ROWS)], "utf-8-sig")


FILES = {"uber_eats_orders_vat": ("uber", "payment-details-uk.csv", orders_file)}
