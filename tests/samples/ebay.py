"""eBay: eleven lines above the transactions, `--` for nothing, fees negative; an order's own row before its items."""

from tests.samples.build import Cell, csv_bytes, row

TRANSACTIONS = (
    "Transaction creation date", "Type", "Order number", "Legacy order ID", "Buyer username", "Buyer name",
    "Ship to city", "Ship to province/region/state", "Ship to zip", "Ship to country", "Net amount",
    "Payout currency", "Payout date", "Payout ID", "Payout method", "Payout status", "Reason for hold", "Item ID",
    "Transaction ID", "Item title", "Custom label", "Quantity", "Item subtotal", "Shipping and handling",
    "Seller collected tax", "eBay collected tax", "Final Value Fee - fixed", "Final Value Fee - variable",
    "Regulatory operating fee", 'Very high "item not as described" fee', "Below standard performance fee",
    "International fee", "Charity donation", "Deposit processing fee", "Gross transaction amount",
    "Transaction currency", "Exchange rate", "Reference ID", "Description",
)  # fmt: skip
ORDERS = (
    "Sales Record Number", "Order Number", "Buyer Username", "Buyer Name", "Buyer Email", "Buyer Note",
    "Buyer Address 1", "Buyer Address 2", "Buyer City", "Buyer State", "Buyer Zip", "Buyer Country",
    "Buyer Tax Identifier Name", "Buyer Tax Identifier Value", "Ship To Name", "Ship To Phone", "Ship To Address 1",
    "Ship To Address 2", "Ship To City", "Ship To State", "Ship To Zip", "Ship To Country", "Item Number",
    "Item Title", "Custom Label", "Sold Via Promoted Listings", "Quantity", "Sold For", "Shipping And Handling",
    "Item Location", "Item Zip Code", "Item Country", "eBay Collect And Remit Tax Rate",
    "eBay Collect And Remit Tax Type", "eBay Reference Name", "eBay Reference Value", "Tax Status",
    "Seller Collected Tax", "eBay Collected Tax", "Electronic Waste Recycling Fee", "Mattress Recycling Fee",
    "Battery Recycling Fee", "White Goods Disposal Tax", "Tire Recycling Fee", "Additional Fee", "Lumber Fee",
    "Prepaid Wireless Fee", "Road Improvement And Food Delivery Fee", "eBay Collected Charges", "Total Price",
    "eBay Collected Tax and Fees Included in Total", "Payment Method", "Sale Date", "Paid On Date", "Ship By Date",
    "Minimum Estimated Delivery Date", "Maximum Estimated Delivery Date", "Shipped On Date", "Feedback Left",
    "Feedback Received", "My Item Note", "PayPal Transaction ID", "Shipping Service", "Tracking Number",
    "Transaction ID", "Variation Details", "Global Shipping Program", "Global Shipping Reference ID",
    "Click And Collect", "Click And Collect Reference Number", "eBay Plus", "Authenticity Verification Program",
    "Authenticity Verification Status", "Authenticity Verification Outcome Reason", "PSA Vault Program",
    "Vault Fulfillment Type", "eBay Fulfillment Program", "Tax City", "Tax State", "Tax Zip", "Tax Country",
    "eBay International Shipping",
)  # fmt: skip

SETTINGS = """
[business]
name = "Old Lamps"
time_zone = "America/Chicago"
currency = "USD"
phone_region = "US"
[channels.ebay]
kind = "marketplace"
[sources.ebay]
channel = "ebay"
"""
RAW_CONTACTS = ("lampfan_77", "shadeluvr", "0ab1c2@members.ebay.com")

B1, B2, B3, B4 = (f"10-00000-0000{n}" for n in range(1, 5))


def booked(day: str, kind: str, order: str, net: str, payout: str = "70001", **more: Cell) -> dict[str, Cell]:
    """One row of the transaction report."""
    named = {word.replace("__", " - ").replace("_", " "): cell for word, cell in more.items()}
    return {
        "Transaction creation date": f"{day}, 2026", "Type": kind, "Order number": order, "Net amount": net,
        "Payout currency": "USD", "Payout date": "Feb 6, 2026", "Payout ID": payout, "Transaction currency": "USD",
        **named,
    }  # fmt: skip


BOOKED = [
    booked("Feb 2", "Order", B1, "84.85", Buyer_username="lampfan_77", Item_ID="1540001", Transaction_ID="9001",
           Item_title='Lamp, 12" shade', Custom_label="L-12", Quantity="2", Item_subtotal="90.00",
           Shipping_and_handling="8.00", eBay_collected_tax="7.43", Final_Value_Fee__fixed="-0.40",
           Final_Value_Fee__variable="-12.25", Regulatory_operating_fee="-0.50", Gross_transaction_amount="98.00"),
    booked("Feb 3", "Order", B2, "1,039.30", Buyer_username="shadeluvr", Gross_transaction_amount="1,060.00",
           Seller_collected_tax="60.00", Final_Value_Fee__fixed="-0.40", Final_Value_Fee__variable="-10.30",
           International_fee="-5.00", Charity_donation="-5.00"),
    booked("Feb 3", "Order", B2, "--", Buyer_username="shadeluvr", Item_ID="1540002", Transaction_ID="9002",
           Item_title="Shade", Quantity="1", Item_subtotal="600.00"),
    booked("Feb 3", "Order", B2, "--", Buyer_username="shadeluvr", Item_ID="1540003", Transaction_ID="9003",
           Item_title="Stand", Quantity="1", Item_subtotal="400.00"),
    booked("Feb 4", "Refund", B1, "-42.75", Buyer_username="lampfan_77", Item_ID="1540001", Item_subtotal="-45.00",
           Shipping_and_handling="-4.00", Final_Value_Fee__variable="6.25", Gross_transaction_amount="-49.00"),
    booked("Feb 4", "Other fee", B1, "-3.10", Description="Promoted Listings - General fee"),
    booked("Feb 5", "Shipping label", B1, "-9.25", Description="USPS"),
    booked("Feb 5", "Other fee", "--", "-21.95", Description="Store subscription fee"),
    booked("Feb 5", "Hold", B2, "-100.00"),
    booked("Feb 5", "Adjustment", "--", "2.00", Description="Courtesy credit"),
    booked("Feb 5", "Other fee", "--", "-0.99", Description="Martian toll"),
    booked("Feb 6", "Payout", "--", "-948.11"),
    booked("Feb 7", "Order", B4, "15.02", "--", Item_ID="1540004", Transaction_ID="9004", Item_title="Bulb",
    Quantity="1",
           Item_subtotal="17.50", Final_Value_Fee__fixed="-0.40", Final_Value_Fee__variable="-2.08",
           Gross_transaction_amount="17.50", Buyer_username="lampfan_77"),
]  # fmt: skip
"""Payout 70001 is 84.85 + 1,039.30 - 42.75 - 3.10 - 9.25 - 21.95 - 100.00 + 2.00 - 0.99."""

SOLD: list[dict[str, Cell]] = [
    {
        "Sales Record Number": "501", "Order Number": B1, "Buyer Username": "lampfan_77",
        "Buyer Email": "0ab1c2@members.ebay.com", "Item Number": "1540001", "Item Title": 'Lamp, 12" shade',
        "Custom Label": "L-12", "Quantity": "2", "Sold For": "$45.00", "Shipping And Handling": "$8.00",
        "Seller Collected Tax": "$0.00", "eBay Collected Tax": "$7.43", "Total Price": "$105.43",
        "eBay Collected Tax and Fees Included in Total": "$7.43", "Sale Date": "Feb-01-26", "Paid On Date": "Feb-02-26",
        "Shipped On Date": "Feb-03-26", "Shipping Service": "USPS Ground",
    },
    {
        "Sales Record Number": "502", "Order Number": B2, "Buyer Username": "shadeluvr", "Quantity": "2",
        "Shipping And Handling": "$0.00", "Seller Collected Tax": "$60.00", "eBay Collected Tax": "$0.00",
        "Total Price": "$1,060.00", "eBay Collected Tax and Fees Included in Total": "$0.00", "Sale Date": "Feb-03-26",
        "Paid On Date": "Feb-03-26",
    },
    {
        "Sales Record Number": "502", "Order Number": B2, "Item Number": "1540002", "Item Title": "Shade",
        "Quantity": "1",
        "Sold For": "$600.00",
    },
    {
        "Sales Record Number": "502", "Order Number": B2, "Item Number": "1540003", "Item Title": "Stand",
        "Quantity": "1",
        "Sold For": "$400.00", "Variation Details": "[Colour:Black]",
    },
    {
        "Sales Record Number": "503", "Order Number": B3, "Buyer Username": "shadeluvr", "Item Number": "1540003",
        "Item Title": "Stand", "Quantity": "1", "Sold For": "$400.00", "Shipping And Handling": "$10.00",
        "Total Price": "$410.00", "Sale Date": "Feb-04-26",
    },
]  # fmt: skip


def transactions_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`Transaction-report-Mar-01-2026.csv`."""
    above: list[list[Cell]] = [
        ["Transaction report"], [], ["Report created:", "March 1, 2026"], ["Period:", "Feb 1, 2026 - Feb 28, 2026"],
        ["Time zone:", "PST"], ["Currency:", "USD"], [], ["--: not applicable"], [], ["Seller", "old_lamps"], [],
    ]  # fmt: skip
    given = BOOKED if rows is None else rows
    return csv_bytes([*above, TRANSACTIONS, *(row(TRANSACTIONS, each, "--") for each in given)], "utf-8-sig")


def orders_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`eBay-OrdersReport-Mar-01-2026.csv`."""
    given = SOLD if rows is None else rows
    return csv_bytes(
        [ORDERS, *(row(ORDERS, each) for each in given), ["2 record(s) downloaded"], ["Seller ID : old_lamps"]],
        "utf-8-sig",
    )


FILES = {
    "ebay_transactions": ("ebay", "Transaction-report-Mar-01-2026.csv", transactions_file),
    "ebay_orders": ("ebay", "eBay-OrdersReport-Mar-01-2026.csv", orders_file),
}
