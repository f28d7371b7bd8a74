"""DoorDash: one transaction in several files, NULL as a word, orders booked twice, a shop's own web shop among them."""

from tests.samples.build import Cell, csv_bytes, row

_OLD_MARKETING = (
    "Marketing fees (for historical reference only) | (all discounts and fees)",
    "Marketing fee tax (for historical reference only) | (taxes on any applicable marketing fees)",
    "Ad fee (for historical reference only)",
    "Ad fee tax (for historical reference only)",
)
_OLD_DISCOUNTS = (
    "DoorDash funded subtotal discount amount | (for historical reference only)",
    "Merchant funded subtotal discount amount | (for historical reference only)",
)
_MARKETING = (
    "Marketing fees | (including any applicable taxes)",
    "Customer discounts from marketing | (funded by you)",
    "Customer discounts from marketing | (funded by DoorDash)",
    "Customer discounts from marketing | (funded by a third-party)",
    "DoorDash marketing credit",
    "Third-party contribution",
)
DETAILED = (
    "Timestamp UTC time", "Timestamp UTC date", "Timestamp local time", "Timestamp local date",
    "Order received local time",
    "Order pickup local time", "Payout time", "Payout date", "Business ID", "Business name", "Store ID", "Store name",
    "Merchant store ID", "Transaction type", "Delivery UUID", "DoorDash transaction ID", "DoorDash order ID",
    "Merchant delivery ID", "POS order ID", "Channel", "Description", "Final order status", "Currency", "Subtotal",
    "Subtotal tax passed to merchant", "Staff tip", "Commission", "Payment processing fee", *_MARKETING,
    *_OLD_MARKETING,
    "Error charges", "Adjustments", "Net total", "Pre-adjusted subtotal", "Pre-adjusted tax subtotal",
    "Subtotal for tax",
    "Subtotal tax remitted by DoorDash to tax authorities", *_OLD_DISCOUNTS, "Payout ID",
)  # fmt: skip
SIMPLIFIED = (
    "Business ID", "Business name", "Store ID", "Store name", "Timestamp local time", "DoorDash transaction ID",
    "DoorDash order ID", "POS order ID", "Transaction type", "Channel", "Description", "Subtotal", "Tax (subtotal)",
    "Customer fees", "Tax (customer fees)", "Commission", "Merchant fees", "Tax (merchant fees)", "Marketing fees",
    "Customer discounts", "DoorDash marketing credit", "Third-party contribution", "Error charges", "Adjustments",
    "Net total", "Payout date", "Payout ID",
)  # fmt: skip
"""27 columns of 2026."""
SIMPLIFIED_OLD = (
    "Timestamp local time", "DoorDash transaction ID", "DoorDash order ID", "Transaction type", "Channel",
    "Description", "Subtotal", "Tax (subtotal)", "Commission", "Merchant fees", "Customer fees", "Tax (customer fees)",
    "Marketing fees", "Customer discounts", "DoorDash marketing credit", "Third-party contribution", "Error charges",
    "Adjustments", "Net total", "Payout date", "Payout ID",
)  # fmt: skip
"""21 columns, as the first importers saw it."""
ERRORS = (
    "Timestamp local time", "Payout date", "Business ID", "Business name", "Store ID", "Store name",
    "Merchant store ID", "Transaction type", "Delivery UUID", "DoorDash transaction ID", "DoorDash order ID",
    "Merchant delivery ID", "POS order ID", "Channel", "Description", "Error charges", "Adjustments",
)  # fmt: skip
PAYOUTS = (
    "Business ID", "Business name", "Store ID", "Store name", "Merchant store ID", "Payout date", "Currency", "Channel",
    "Subtotal", "Subtotal tax passed to merchant", "Staff tip", "Commission", "Payment processing fee", *_MARKETING,
    *_OLD_MARKETING, "Error charges", "Adjustments", "Net total", "Subtotal for tax",
    "Subtotal tax remitted by DoorDash to tax authorities", *_OLD_DISCOUNTS, "Payout ID", "Payout status",
)  # fmt: skip
WEEKLY = (
    "Store ID", "Store Name", "Business ID", "Merchant Store ID", "Transactions Start Local Date",
    "Transactions End Local Date", "Currency", "Subtotal", "Subtotal Tax Passed by DoorDash to Merchant", "Commission",
    "Commission Tax", "Drive Charge", "Marketing Fees (for historical reference only) | (All discounts and fees)",
    "Marketing Fee Tax (for historical reference only) | (Taxes on any applicable marketing fees)", "Total Tips",
    "Error Charges", "Adjustments | (for historical reference only)", "Total Before Adjustments", "Credit", "Debit",
    "Estimated Payout", "Tax Remitted by DoorDash to State", "Subtotal for tax",
    "DoorDash Funded Subtotal Discount Amount | (for historical reference only)",
    "Merchant Funded Subtotal Discount Amount | (for historical reference only)",
    "Merchant funded loyalty discount amount",
    "External Gift Card Credit Amount", "Consumer Delivery Fee", "Consumer Service Fee", "Consumer Small Order Fee",
    "Consumer Legislative Fee", "Consumer Tip", "Snap Ebt Discount",
    "Tax Remitted by DoorDash on Fees DoorDash Charges to Merchant", "Other Merchant Fee", "Bottle Deposit Fee",
    "Bottle Deposit Fee Tax", "Discounts", "Printer Fee", "Tablet Fee", "Payment Processing Fee", "Delivery Order Fee",
    "Pickup Order Fee", "Staff Tip", "Customer Discounts from Marketing | (Funded by You)",
    "Customer Discounts from Marketing | (Funded by DoorDash)",
    "Customer Discounts from Marketing | (Funded by a Third-party)",
    "Marketing Fees | (Including any applicable taxes)", "DoorDash Marketing Credit", "Third-party Contribution",
    "Adjustments",
)  # fmt: skip

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.doordash]
kind = "delivery"
[channels.storefront]
kind = "own_online"
[sources.doordash]
channel = "doordash"
channel_values = { "Storefront" = "storefront" }
"""
_SHOP: dict[str, Cell] = {"Business ID": "9000001", "Business name": "Corner Cafe", "Store ID": "8000001"}


def _detail(
    transaction: str, order: str, booked: tuple[str, str], payout: str, net: str, **cells: Cell
) -> dict[str, Cell]:
    """One row of the detailed file, booked at a time in UTC and in New York.

    What is not given is 0.00 or the word NULL, as DoorDash writes it.
    """
    utc, local = booked
    given: dict[str, Cell] = {
        "Timestamp UTC time": utc, "Timestamp UTC date": utc[:10], "Timestamp local time": local,
        "Timestamp local date": local[:10], "Store name": "Corner", "Transaction type": "Order",
        "Channel": "Marketplace",
        "DoorDash transaction ID": transaction, "DoorDash order ID": order, "Final order status": "Delivered",
        "Currency": "USD", "Net total": net, "Payout ID": payout,
        "Payout date": "2026-02-05" if payout == "900001" else "2026-02-12",
    }  # fmt: skip
    zeros: dict[str, Cell] = dict.fromkeys(DETAILED[DETAILED.index("Subtotal") : -1], "0.00")
    words: dict[str, Cell] = dict.fromkeys(DETAILED, "NULL")
    return words | zeros | _SHOP | given | cells


MARKETING_FEES, BY_YOU, BY_DOORDASH, BY_OTHERS, CREDIT, CONTRIBUTION = _MARKETING
TRANSACTIONS = [
    # received before midnight in New York, booked after it
    _detail("70001", "AA000001", ("2026-02-01 05:20:00", "2026-02-01 00:20:00"), "900001", "25.91", **{
        "Order received local time": "2026-01-31 23:50:00", "Subtotal": "40.00",
        "Subtotal tax passed to merchant": "3.20",
        "Commission": "-10.00", "Payment processing fee": "-1.30", MARKETING_FEES: "-0.99", BY_YOU: "-5.00",
        BY_DOORDASH: "-3.00", BY_OTHERS: "-1.00", CREDIT: "3.00", CONTRIBUTION: "1.00",
    }),
    # booked, reversed, booked again
    _detail("70002", "BB000002", ("2026-02-01 17:00:00", "2026-02-01 12:00:00"), "900001", "29.74",
            **{"Subtotal": "39.65", "Commission": "-9.91", "Final order status": "Picked Up"}),
    _detail("70003", "BB000002", ("2026-02-01 17:11:00", "2026-02-01 12:11:00"), "900001", "-29.74",
            **{"Subtotal": "-39.65", "Commission": "9.91", "Final order status": "Picked Up"}),
    _detail("70004", "BB000002", ("2026-02-01 17:19:00", "2026-02-01 12:19:00"), "900001", "29.74",
            **{"Subtotal": "39.65", "Commission": "-9.91", "Final order status": "Picked Up"}),
    _detail("70005", "BB000002", ("2026-02-02 17:00:00", "2026-02-02 12:00:00"), "900002", "-10.00",
            **{"Transaction type": "Error Charge", "Description": "1 item missing", "Error charges": "-10.00"}),
    _detail("70006", "BB000002", ("2026-02-05 17:00:00", "2026-02-05 12:00:00"), "900002", "4.00",
            **{"Transaction type": "Adjustment", "Adjustments": "4.00"}),
    _detail("70007", "CC000003", ("2026-02-01 18:00:00", "2026-02-01 13:00:00"), "900001", "21.06",
            **{"Channel": "Storefront", "Subtotal": "22.00", "Payment processing fee": "-0.94"}),
    # a credit that covers the marketing fee and no discount; refunded in part later
    _detail("70008", "DD000004", ("2026-02-01 19:00:00", "2026-02-01 14:00:00"), "900001", "27.50", **{
        "Subtotal": "30.00", "Staff tip": "2.00", "Commission": "-4.50", MARKETING_FEES: "-2.00", CREDIT: "2.00",
    }),
    _detail("70009", "DD000004", ("2026-02-06 19:00:00", "2026-02-06 14:00:00"), "900002", "-10.20",
            **{"Subtotal": "-12.00", "Commission": "1.80"}),
    _detail("70010", "EE000005", ("2026-02-02 20:00:00", "2026-02-02 15:00:00"), "900002", "12.75",
            **{"Subtotal": "15.00", "Commission": "-2.25"}),
    _detail("70011", "EE000005", ("2026-02-02 20:30:00", "2026-02-02 15:30:00"), "900002", "-12.75",
            **{"Subtotal": "-15.00", "Commission": "2.25"}),
    _detail("70012", "FF000006", ("2026-02-01 21:00:00", "2026-02-01 16:00:00"), "900001", "0.00",
            **{"Final order status": "Cancelled"}),
    _detail("70013", "NULL", ("2026-02-03 05:00:00", "2026-02-03 00:00:00"), "900002", "-7.77", **{
        "Transaction type": "Martian", "Final order status": "NULL", MARKETING_FEES: "-7.77",
    }),
]  # fmt: skip
SIMPLIFIED_ROWS: list[dict[str, Cell]] = [
    {
        **_SHOP, "Store name": "Corner", "Timestamp local time": "2026-02-01 00:20:00",
        "DoorDash transaction ID": "70001",
        "DoorDash order ID": "AA000001", "Transaction type": "Order", "Channel": "Marketplace", "Subtotal": "40.00",
        "Tax (subtotal)": "3.20", "Customer fees": "0.00", "Tax (customer fees)": "0.00", "Commission": "-10.00",
        "Merchant fees": "-1.30", "Tax (merchant fees)": "0.00", "Marketing fees": "-0.99",
        "Customer discounts": "-9.00",
        "DoorDash marketing credit": "3.00", "Third-party contribution": "1.00", "Net total": "25.91",
        "Payout date": "2026-02-05", "Payout ID": "900001",
    },
    {
        **_SHOP, "Store name": "Corner", "Timestamp local time": "2026-02-13 18:00:00",
        "DoorDash transaction ID": "70020",
        "DoorDash order ID": "GG000007", "Transaction type": "Order", "Channel": "Marketplace", "Subtotal": "12.00",
        "Tax (subtotal)": "1.00", "Customer fees": "3.00", "Tax (customer fees)": "0.25", "Commission": "-3.00",
        "Merchant fees": "-0.60", "Tax (merchant fees)": "-0.05", "Marketing fees": "-1.00",
        "Customer discounts": "-4.00",
        "DoorDash marketing credit": "1.50", "Third-party contribution": "0.50", "Net total": "9.60",
        "Payout date": "2026-02-19", "Payout ID": "900003",
    },
]  # fmt: skip
"""The first is in the detailed file too."""
ERROR_ROWS: list[dict[str, Cell]] = [
    {
        **_SHOP, "Store name": "Corner", "Timestamp local time": "2026-02-02 12:00:00", "Payout date": "2026-02-12",
        "Transaction type": "Error Charge", "DoorDash transaction ID": "70005", "DoorDash order ID": "BB000002",
        "Channel": "Marketplace", "Description": "1 item missing", "Error charges": "-10.00", "Adjustments": "0.00",
    },
    {
        **_SHOP, "Store name": "Corner", "Timestamp local time": "2026-02-07 12:00:00", "Payout date": "2026-02-12",
        "Transaction type": "Error Charge", "DoorDash transaction ID": "70030", "DoorDash order ID": "DD000004",
        "Channel": "Marketplace", "Description": "Entirely wrong order", "Error charges": "-3.00",
        "Adjustments": "0.00",
    },
]  # fmt: skip
"""The first is in the detailed file too."""
PAYOUT_ROWS: list[dict[str, Cell]] = [
    {
        **_SHOP, "Store name": "Corner", "Payout date": "2026-02-05", "Currency": "USD", "Channel": "Marketplace",
        "Subtotal": "109.65", "Subtotal tax passed to merchant": "3.20", "Staff tip": "2.00", "Commission": "-24.41",
        "Payment processing fee": "-1.30", MARKETING_FEES: "-2.99", BY_YOU: "-5.00", BY_DOORDASH: "-3.00",
        BY_OTHERS: "-1.00", CREDIT: "5.00", CONTRIBUTION: "1.00", "Net total": "83.15", "Payout ID": "900001",
        "Payout status": "PAID",
    },
    {
        **_SHOP, "Store name": "Corner", "Payout date": "2026-02-05", "Currency": "USD", "Channel": "Storefront",
        "Subtotal": "22.00", "Payment processing fee": "-0.94", "Net total": "21.06", "Payout ID": "900001",
        "Payout status": "PAID",
    },
    {
        **_SHOP, "Store name": "Corner", "Payout date": "2026-02-12", "Currency": "USD", "Channel": "Marketplace",
        "Subtotal": "-12.00", "Commission": "1.80", MARKETING_FEES: "-7.77", "Error charges": "-13.00",
        "Adjustments": "4.00", "Net total": "-26.97", "Payout ID": "900002", "Payout status": "PAID",
    },
]  # fmt: skip
WEEKLY_ROWS: list[dict[str, Cell]] = [
    {
        "Store ID": "8000001", "Store Name": "Corner", "Business ID": "9000001",
        "Transactions Start Local Date": "2026-01-26", "Transactions End Local Date": "2026-02-01", "Currency": "USD",
        "Subtotal": "131.65", "Commission": "-24.41", "Tablet Fee": "0.00", "Estimated Payout": "104.21",
    },
]  # fmt: skip


def detailed_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`financials_detailed_transactions_us_….csv`."""
    return csv_bytes([DETAILED, *(row(DETAILED, each) for each in (TRANSACTIONS if rows is None else rows))])


def simplified_file(header: tuple[str, ...] = SIMPLIFIED) -> bytes:
    """`financials_simplified_transactions_us_….csv`; an older header leaves out what it lacks."""
    rows = [{word: cell for word, cell in each.items() if word in header} for each in SIMPLIFIED_ROWS]
    return csv_bytes([header, *(row(header, each, "NULL") for each in rows)])


def errors_file() -> bytes:
    """`error_charges_adjustments_….csv`."""
    return csv_bytes([ERRORS, *(row(ERRORS, each, "NULL") for each in ERROR_ROWS)])


def payouts_file() -> bytes:
    """`financials_payout_summary_us_….csv`."""
    return csv_bytes([PAYOUTS, *(row(PAYOUTS, each, "NULL") for each in PAYOUT_ROWS)])


def weekly_file() -> bytes:
    """The summary by store and week."""
    return csv_bytes([WEEKLY, *(row(WEEKLY, each) for each in WEEKLY_ROWS)])


FILES = {
    "doordash_transactions": ("doordash", "FINANCIAL_DETAILED_TRANSACTIONS.csv", detailed_file),
    "doordash_simplified": ("doordash", "FINANCIAL_SIMPLIFIED_TRANSACTIONS.csv", simplified_file),
    "doordash_errors": ("doordash", "ERROR_CHARGES_ADJUSTMENTS.csv", errors_file),
    "doordash_payouts": ("doordash", "FINANCIAL_PAYOUT_SUMMARY.csv", payouts_file),
    "doordash_weekly": ("doordash", "weekly.csv", weekly_file),
}
