"""Zomato, Swiggy and GrabFood: a header cut in two by its comma, a row that holds a template, stacked sections."""

from tests.samples.build import Cell, csv_bytes, row, xlsx_bytes

HISTORY = (
    "Restaurant ID", "Restaurant name", "Subzone", "City", "Order ID", "Order Placed At", "Order Status", "Delivery",
    "Distance", "Items in order", "Instructions", "Discount construct", "Bill subtotal", "Packaging charges",
    "Restaurant discount (Promo)", "Restaurant discount (Flat offs, Freebies & others)", "Gold discount",
    "Brand pack discount", "Total", "Rating", "Review", "Cancellation / Rejection reason",
    "Restaurant compensation (Cancellation)", "Restaurant penalty (Rejection)", "KPT duration (minutes)",
    "Rider wait time (minutes)", "Order Ready Marked", "Customer complaint tag", "Customer ID", "Customer Phone",
)  # fmt: skip
SETTLEMENT = (
    "S.No.", "Order ID", "Order Date", "Week No.", "Res. name", "Res. ID", "Discount construct", "Mode of payment",
    "Order status (Delivered/ Cancelled/ Rejected)",
    "Cancellation policy \n(% Amount refunded back to restaurant partner)", "Cancellation/ Rejection reason",
    "Cancelled/ Rejected state \n(Order status at the time it was cancelled/ rejected)", "Order type",
    "Delivery state code", "Subtotal (items total)", "Packaging charge",
    "Delivery charge for restaurants on self logistics", "Restaurant discount (Promo)",
    "Restaurant discount (BOGO, Freebies, Gold, Brand pack & others)", "Brand pack subscription fee",
    "Delivery charge discount/ Relisting discount", "Total GST collected from customers",
    "Net order value\n[(1) + (2) + (3) - (4) - (5) + (6) - (7) + (8)]",
    "Commissionable value of Subtotal excluding restuarant discounts \n[(1) - (4) - (5)]",
    "Commissionable value of Packaging charge", "Commissionable value of Total GST collected from customers",
    "Total commissionable value\n[(9) + (10) + (11)]",
    "Commissionable value (excludes customer GST)\n[(A) + (7) - (8) - (6) - (3)]", "Base service fee %",
    "Base service fee\n[(12)% * (B)]", "Actual order distance (km)", "Long distance enablement fee",
    "Discount on long distance enablement fee",
    "Discount on service fee due to 30% capping\n\nService fees capped at 30% of commissionable value (B)",
    "Payment mechanism fee", "Service fee & payment mechanism fee\n[(13) + (15) - (16) - (17) + (18)]",
    "Taxes on service fee & payment mechanism fee\n[(C)*18%]", "Applicable amount for TCS",
    "Applicable amount for 9(5)", "Tax collected at source", "TCS IGST amount", "TDS 194O amount",
    "GST paid by Zomato on behalf of restaurant - under section 9(5)", "GST to be paid by Restaurant partner to Govt",
    "Government charges\n[(19) + (22) + (23) + (24) + (25)]", "Customer compensation/ recoupment",
    "Delivery charges recovery", "Amount received in cash (on self delivery orders)",
    "Credit note/ (Debit note) adjustment", "Promo recovery adjustment",
    "Extra inventory ads (order level deduction)", "Brand loyalty points redemption", "Express order fee",
    "Other order-level deductions\n[(27) + (28) + (29) + (30) + (31) + (32) + (33) + (34)]",
    "Net Deductions\n[(C) + (D) + (E)]",
    "Net Additions  \n(cancellation refund for cancelled orders/ tip for kitchen staff for delivered orders)",
    "Order level Payout\n(A) - (F) + (G)", "Settlement status", "Settlement date", "Bank UTR", "Unsettled Amount",
    "Customer ID",
)  # fmt: skip
DETAILS = (
    "", "Type", "NA", "Invoice No/Order id", "Order date", "Settlement status", "Total amount", "Adjusted amount",
    "Outstanding amount",
)  # fmt: skip
ANNEXURE = (
    "Order ID", "Parent Order ID", "Order Date", "Order Status", "Order Category", "Order Payment Type",
    "Cancelled By?", "Coupon type applied by customer", "Item Total", "Packaging Charges",
    "Restaurant Discounts (Promo, Freebies, Flat Off, etc.)", "Swiggy One \nExclusive Offer Discount",
    "Restaurant Discount Share [3a+3b]", "Net Bill Value (before taxes) [1+2-3]", "GST Collected",
    "Total Customer Paid [4+5]", "Commission charged on", "Service Fees %", "Commission", "Long Distance Charges",
    "Discount on Long Distance Fee", "Pocket Hero Fees", "No Fees Week - Cashback", "Swiggy One Fees",
    "Payment Collection Charges", "Restaurant Cancellation Charges", "Call Center Charges",
    "Delivery Fee sponsored by Restaurant (w/o tax)", "Bolt Fees", "GST on Service Fee @18%",
    "Total Swiggy Fees\n[6+7+8-9+10+11+12+13+14+15+16+17]", "Customer Cancellations", "Customer Complaints",
    "Complaint & Cancellation Charges\n[18+19]", "GST Deduction", "TCS", "TDS", "Total Taxes\n[20+21+22]",
    "Net Payout for Order (after taxes)\n[A-B-C-D]", "Long Distance Order",
)  # fmt: skip
OLDER_SWIGGY = (
    "Order No", "Order Date", "Item Total", "Packaging Charges", "GST Collected", "Restaurant Discount Share",
    "Total Swiggy Fees", "TCS", "TDS", "Net Payout for Order (after taxes)",
)  # fmt: skip
GRAB = (
    "Store Name",
    "Updated On",
    "Created On",
    "Category",
    "Status",
    "Long Order ID",
    "Short Order ID",
    "Amount",
    "Net Sales",
)

SETTINGS = """
[business]
name = "Roll House"
time_zone = "Asia/Kolkata"
currency = "INR"
phone_region = "IN"
[channels.zomato]
kind = "delivery"
[channels.swiggy]
kind = "delivery"
[channels.grabfood]
kind = "delivery"
[sources.zomato]
channel = "zomato"
[sources.swiggy]
channel = "swiggy"
[sources.grab]
channel = "grabfood"
"""
CUSTOMER, OTHER, PHONE = "ZCUST-0001", "ZCUST-0002", "9876501234"
RAW_CONTACTS = (CUSTOMER, CUSTOMER.lower(), OTHER, PHONE)

Z1, Z2, Z3, Z4 = (f"610000000{n}" for n in range(1, 5))
W1, W2 = "111111111111111", "222222222222222"


def _history(number: str, at: str, state: str, items: str, subtotal: Cell, **more: Cell) -> dict[str, Cell]:
    named = {word.replace("_", " "): cell for word, cell in more.items()}
    return {
        "Restaurant ID": "21910001", "Restaurant name": "Roll House", "Order ID": number, "Order Placed At": at,
        "Order Status": state, "Items in order": items, "Bill subtotal": subtotal, "Packaging charges": "0",
        "Rating": "5", "Customer ID": CUSTOMER, **named,
    }  # fmt: skip


ORDERS = [
    {
        **_history(Z1, "08:17 PM, January 31 2026", "Delivered", "1 x Roll, spicy, 2 x Tea", "1,314",
        Packaging_charges="9.5"),
        "Restaurant discount (Promo)": "50", "Restaurant discount (Flat offs, Freebies & others)": "10",
        "Gold discount": "5", "Total": "1258.5", "Customer Phone": PHONE,
    },
    _history(Z2, "01:35 PM, February 02 2026", "Delivered", "12 x Roll", "787", Customer_ID=OTHER),
    {
        **_history(Z3, "02:00 PM, February 03 2026", "Rejected", "1 x Tea", "40", Customer_ID=OTHER),
        "Restaurant penalty (Rejection)": "15",
    },
    _history(Z4, "03:00 PM, February 04 2026", "Martian", "1 x Tea", "40"),
]  # fmt: skip

FEE, TAX, TCS, TDS, REMITTED, PAYOUT = (
    next(word for word in SETTLEMENT if word.startswith(start))
    for start in ("Service fee &", "Taxes on", "Tax collected", "TDS", "GST paid by", "Order level")
)
PAID: dict[str, Cell] = {
    "Res. name": "Roll House", "Res. ID": "21910001", "Settlement status": "settled",
    "Settlement date": "2026-02-11 05:30:00", "Bank UTR": "CITIN26000000001",
}  # fmt: skip
STATE = "Order status (Delivered/ Cancelled/ Rejected)"
PAYOUTS: list[dict[str, Cell]] = [
    {
        **PAID, "S.No.": 1, "Order ID": Z1, "Order Date": "2026-01-31 20:17:00", STATE: "DELIVERED",
        "Subtotal (items total)": 1314, "Packaging charge": 9.5, "Restaurant discount (Promo)": 50,
        "Restaurant discount (BOGO, Freebies, Gold, Brand pack & others)": 15,
        "Total GST collected from customers": 62.93,
        FEE: 251.7, TAX: 45.31, TCS: 0, TDS: 1.26, REMITTED: 62.93, "Customer compensation/ recoupment": 20,
        PAYOUT: 940.23, "Customer ID": CUSTOMER,
    },
    {
        **PAID, "S.No.": 2, "Order ID": Z2, "Order Date": "2026-02-02 13:35:00", STATE: "DELIVERED",
        "Subtotal (items total)": 787, "Packaging charge": 0, "Total GST collected from customers": 39.35, FEE: 157.4,
        TAX: 28.33, TDS: 0.79, REMITTED: 0, PAYOUT: 639.83, "Customer ID": OTHER,
    },
    {
        **PAID, "S.No.": 3, "Order ID": Z3, "Order Date": "2026-02-03 14:00:00", STATE: "REJECTED",
        "Subtotal (items total)": 40, "Packaging charge": 0, FEE: 0, PAYOUT: -17.7, "Customer ID": OTHER,
    },
]  # fmt: skip
"""Z1: 1,258.50 less 251.70, 45.31, 1.26 and 20. Z2 keeps its tax of 39.35 to pay itself."""

_REPEATED = ("", "Type", "Res id for which deduction created", "Invoice No/Campaign id", "Deduction time period",
             "Settlement Status", "Total amount", "Adjusted amount", "Outstanding amount")  # fmt: skip
EXTRAS: list[list[Cell]] = [
    ["", "TDS 194H", "NA", "77001", "2026-02-05", "settled", "3.21", "3.21", "0.0"],
    ["", "Total Additions", "", "", "", "", "3.21", "3.21", "0.0"],
    [],
    ["", "Deduction Type"],
    ["", "A) Investments in growth services"],
    list(_REPEATED),
    ["", "Online ordering ads", "NA", "88001", "02 February 26 - 08 February 26", "settled", "590", "590", "0.0"],
    ["", "TDS 194O", "NA", "NA", "31 January 26 - 31 January 26", "settled", "4.5", "4.5", "0.0"],
    ["", "Total Ads & miscellaneous services", "", "", "", "", "594.5"],
    ["", "B) Investments in Hyperpure"],
    list(_REPEATED),
    ["", "Hyperpure", "21910001", "30540356", "05 February 26 - 05 February 26", "settled", "961.5", "961.5", "0.0"],
    ["", "Martian dues", "NA", "1", "06 February 26 - 06 February 26", "settled", "2", "2", "0.0"],
    ["", "Total Deductions (A)+(B)+(C)", "", "", "", "", "1558", "1558", "0.0"],
]


def annexure(number: str, at: str, state: str, amounts: dict[str, Cell]) -> dict[str, Cell]:
    """One order of a Swiggy payout."""
    return {"Order ID": number, "Order Date": at, "Order Status": state, "Order Payment Type": "prepaid", **amounts}


SWIGGY = [
    annexure(W1, "2026-02-08 23:40:00", "delivered", {
        "Item Total": 298, "Packaging Charges": 20, "Restaurant Discount Share [3a+3b]": 30,
        "Net Bill Value (before taxes) [1+2-3]": 288, "GST Collected": 14.4, "Total Customer Paid [4+5]": 302.4,
        "Commission": 60, "Long Distance Charges": 5, "Payment Collection Charges": 4, "GST on Service Fee @18%": 12.42,
        ANNEXURE[30]: 81.42, ANNEXURE[33]: 10, "GST Deduction": 14.4, "TCS": 1.44, "TDS": 0.29, ANNEXURE[37]: 16.13,
        ANNEXURE[38]: 194.85,
    }),
    annexure(W2, "2026-02-09 14:04:00", "cancelled", {
        "Item Total": 0, "GST Collected": 0, "Total Customer Paid [4+5]": 0, "Commission": 1.89,
        "GST on Service Fee @18%": 0.34, ANNEXURE[30]: 2.23, "TCS": 0, "TDS": 0, ANNEXURE[38]: -2.23,
    }),
]  # fmt: skip
GRABS: list[list[Cell]] = [
    [
        "Stall 1",
        "15 Feb 2026 09:00 AM",
        "14 Feb 2026 07:15 PM",
        "Payment",
        "Completed",
        "G-1",
        "GF-001",
        "21.50",
        "25.00",
    ],
    ["Stall 1", "15 Feb 2026 09:00 AM", "14 Feb 2026 08:15 PM", "Payment", "Cancelled", "G-2", "GF-002", "0", "12.00"],
    [
        "Stall 1",
        "16 Feb 2026 09:00 AM",
        "16 Feb 2026 08:15 AM",
        "Adjustment",
        "Completed",
        "G-1",
        "GF-001",
        "-3.00",
        "-3.00",
    ],
    ["Stall 1", "16 Feb 2026 09:00 AM", "16 Feb 2026 08:15 AM", "Martian", "Completed", "", "", "-1.00", "-1.00"],
]


def history_file() -> bytes:
    """`order_history_20260201_20260228.csv`."""
    return csv_bytes([HISTORY, *(row(HISTORY, each) for each in ORDERS)])


def split_history_file() -> bytes:
    """The same with the comma cutting one word and its cells in two."""
    at = HISTORY.index("Restaurant discount (Flat offs, Freebies & others)")
    header = [*HISTORY[:at], "Restaurant discount (Flat offs", " Freebies & others)", *HISTORY[at + 1 :]]
    rows = [row(HISTORY, each) for each in ORDERS]
    return csv_bytes(
        [
            header,
            *(
                [*cells[:at], "7", "3" if number == 0 else "", *cells[at + 1 :]]
                for number, cells in enumerate(rows[:1])
            ),
        ]
    )


def settlement_file() -> bytes:
    """The sheet of orders alone."""
    above: list[list[Cell]] = [
        ["Order level Breakup"],
        ["Detailed view"],
        ["Glossary"],
        [],
        ["RESTAURANT DETAILS >"],
        [],
    ]
    return xlsx_bytes(
        {"Order Level": [*above, SETTLEMENT, ["1", "#REF!"], *(row(SETTLEMENT, each) for each in PAYOUTS)]}
    )


def details_file() -> bytes:
    """The sheet of additions and deductions alone."""
    return xlsx_bytes(
        {
            "Addition Deductions Details": [
                ["", "Addition/ Deduction Details"],
                [],
                ["", "Addition Type"],
                DETAILS,
                *EXTRAS,
            ]
        }
    )


def workbook_file() -> bytes:
    """All sheets, as they come."""
    return xlsx_bytes({
        "Summary": [["Report Summary"], ["Report Period", "#REF!"]],
        "Order Level": [["Order level Breakup"], [], SETTLEMENT, ["1", "#REF!"], *(row(SETTLEMENT,
        each) for each in PAYOUTS)],
        "Addition Deductions Details": [["", "Addition/ Deduction Details"], ["", "Addition Type"], DETAILS, *EXTRAS],
    })  # fmt: skip


def annexure_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`annexure.xlsx`."""
    given = SWIGGY if rows is None else rows
    orders = [["Order Level Breakup\nDetailed view"], [], ANNEXURE, *(row(ANNEXURE, each) for each in given)]
    return xlsx_bytes(
        {"Summary": [["", "Rest. ID - 9999999"]], "Payout Breakup": [["", "Particulars"]], "Order Level": orders}
    )


def older_annexure_file() -> bytes:
    """Fewer columns, without the commission."""
    rows: list[list[Cell]] = [[W1, "08/02/2026 23:40", 298, 20, 14.4, 30, 81.42, 1.44, 0.29, 194.85]]
    return xlsx_bytes({"Order Level": [OLDER_SWIGGY, *rows]})


def grab_file(rows: list[list[Cell]] | None = None) -> bytes:
    """`grab_transactions_20260201.csv`."""
    return csv_bytes([GRAB, *(GRABS if rows is None else rows)])


FILES = {
    "zomato_order_history": ("zomato", "order_history.csv", history_file),
    "zomato_settlement": ("zomato", "settlement.xlsx", settlement_file),
    "zomato_adjustments": ("zomato", "details.xlsx", details_file),
    "swiggy_settlement": ("swiggy", "annexure.xlsx", annexure_file),
    "grabfood_transactions": ("grab", "grab_transactions.csv", grab_file),
}
