"""Uber Eats: explanations above the header, refunds as rows of their own, advertising without an order, items below."""

from tests.samples.build import Cell, csv_bytes, row

_ORDER = ("Store Name", "Store ID", "Order ID", "Workflow ID")
_ITEM = (
    "Item Name", "Item Priced By", "Unit Sold By", "Estimated Average Weight", "Requested Weight", "Final Weight",
    "Requested Count", "Final Count", "Requested Quantity", "Final Quantity", "Unit price", "External ID ",
)  # fmt: skip
_MONEY = (
    "Dining Mode", "Payment Mode", "Order Channel", "Order Status", "Order Date", "Order Accept Time",
    "Customer Uber-Membership Status", "Sales (excl. tax)", "Tax on Sales", "Sales (incl. tax)",
    "Order Error Adjustments",
    "Tax on Order Error Adjustments", "Order Error Adjustments (incl. tax)", "Price adjustments (excl. tax)",
    "Tax on Price Adjustments", "Offers on items (incl. tax)", "Tax On Offers on items",
    "Delivery Offer Redemptions (incl. tax)", "Tax On Delivery Offer Redemptions", "Offer Redemption Fee", "Bag Fee",
    "Marketing Adjustment", "Total Sales after Adjustments (incl tax)", "Marketplace Fee", "Marketplace fee %",
    "Tax on Marketplace Fee", "Delivery Network Fee", "Tax on Delivery Network Fee", "Order Processing Fee",
    "Delivery Fee",
    "Tax On Delivery Fee", "Tips", "Capital payments", "Other payments description", "Other payments",
    "Marketplace Facilitator Tax Adjustment\n", "Marketplace Facilitator Tax", "Backup Withholding Tax",
    "Total payout ",
    "Payout Date", "Markup Amount", "Markup Tax", "Retailer Loyalty ID", "Payout reference ID",
)  # fmt: skip
ORDERS = (*_ORDER, *_MONEY)
ITEMS = (*_ORDER, *_ITEM, *_MONEY)
EXPLANATIONS = tuple(f"How {word.strip()} comes about, told at length" for word in ORDERS)
NEWER = (
    "Store Name", "External Store ID", "Store UUID", "Order ID", "Workflow ID", "Dining Mode", "Payment Mode",
    "Order Channel", "Order Status", "Order Date", "Order Accept Time", "Order Completion time",
    "Customer Uber-Membership Status", "Currency Code", "Sales (excl. tax)", "Tax on Sales", "Sales (incl. tax)",
    "Chargeback Amount", "Tax on Chargeback Amount", "Chargeback Amount (incl. tax)",
    *_MONEY[_MONEY.index("Price adjustments (excl. tax)") : _MONEY.index("Other payments description")],
    "Container Deposit Fee", "Other payments description", "Other payments", "Marketplace Facilitator Tax Adjustment",
    "Marketplace Facilitator Tax", "Backup Withholding Tax", "Garnishment", "Total payout", "Payout Date",
    "Markup Amount", "Markup Tax", "Retailer Loyalty ID", "Payout reference ID",
)  # fmt: skip
"""Order level as of autumn 2026, as its importers know it: refunds are called chargebacks."""
PAYOUTS = (
    "Store Name", "Shop ID", "Store ID", "Order Count", "Count of Misc payment", "Sales (excl. tax)", "Tax on Sales",
    "Sales (incl. tax)", "Order Error Adjustments", "Tax on Order Error Adjustments",
    "Order Error Adjustments (incl. tax)",
    "Price adjustments (excl. tax)", "Tax on Price Adjustments", "Price Adjustments (incl. tax)",
    "Offers on items (incl. tax)", "Tax On Offers on items", "Delivery Offer Redemptions (incl. tax)",
    "Tax On Delivery Offer Redemptions", "Offer Redemption Fee", "Marketing Adjustment", "Bag Fee", "Marketplace Fee",
    "Tax on Marketplace Fee", "Delivery Network Fee", "Tax on Delivery Network Fee", "Order Processing Fee",
    "Total Sales after Adjustments (incl tax)", "Capital payments", "Container Deposit Fee", "Other payments",
    "Marketplace Facilitator Tax Adjustment", "Marketplace Facilitator Tax", "Backup Withholding Tax", "Total payout",
    "Payout Date", "Payout reference ID",
)  # fmt: skip

SETTINGS = """
[business]
name = "Corner Cafe"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.uber_eats]
kind = "delivery"
[channels.web]
kind = "own_online"
[sources.uber]
channel = "uber_eats"
channel_values = { "UberEats Online Ordering Web" = "web" }
"""
FIRST: dict[str, Cell] = {"Payout Date": "2/2/26", "Payout reference ID": "P1"}
SECOND: dict[str, Cell] = {"Payout Date": "2/16/26", "Payout reference ID": "P2"}
THIRD: dict[str, Cell] = {"Payout Date": "2/17/26", "Payout reference ID": "P3"}


def _order(number: int, status: str, day: str, payout: dict[str, Cell], total: str, **cells: Cell) -> dict[str, Cell]:
    """One order or refund; the number is that of its workflow."""
    return {
        "Store Name": "Corner", "Store ID": "store-1", "Order ID": f"#A{number:04d}",
        "Workflow ID": f"00000000-0000-4000-8000-{number:012d}", "Dining Mode": "Delivery - Partner Using Uber App",
        "Payment Mode": "Digital", "Order Channel": "UberEats iOS", "Order Status": status, "Order Date": day,
        "Order Accept Time": "11:40 AM", "Total payout ": total, **payout, **cells,
    }  # fmt: skip


def _charge(day: str, what: str, amount: str) -> dict[str, Cell]:
    return {
        "Store Name": "Corner", "Order Channel": "UberEats Unknown", "Order Date": day, "Sales (excl. tax)": "0",
        "Other payments description": what, "Other payments": amount, "Total payout ": amount, **FIRST,
    }  # fmt: skip


FACILITATOR = "Marketplace Facilitator Tax"
ROWS = [
    _charge("1/26/26", "Ad Spend", "-50"),
    _charge("1/26/26", "Ad Spend", "-30"),
    _charge("1/27/26", "Ad Credits", "25"),
    _charge("1/28/26", "Printer swap", "-9.99"),
    {**_charge("1/28/26", "", ""), "Capital payments": "-20", "Total payout ": "-20"},
    _order(1, "Completed", "1/26/26", FIRST, "28.76", **{
        "Sales (excl. tax)": "40", "Tax on Sales": "3.2", "Sales (incl. tax)": "43.2",
        "Offers on items (incl. tax)": "-5.4",
        "Tax On Offers on items": "-0.4", "Offer Redemption Fee": "-0.49", "Bag Fee": "0.25",
        "Marketing Adjustment": "2",
        "Marketplace Fee": "-8", "Marketplace fee %": "20", FACILITATOR: "-2.8",
    }),
    _order(2, "Completed", "1/27/26", FIRST, "12.02", **{
        "Dining Mode": "Pickup", "Sales (excl. tax)": "20", "Tax on Sales": "1.6", "Sales (incl. tax)": "21.6",
        "Order Error Adjustments": "-3", "Tax on Order Error Adjustments": "-0.24",
        "Order Error Adjustments (incl. tax)": "-3.24", "Price adjustments (excl. tax)": "-2",
        "Tax on Price Adjustments": "-0.16", "Marketplace Fee": "-1.2", "Tax on Marketplace Fee": "-0.1",
        "Delivery Network Fee": "-1", "Tax on Delivery Network Fee": "-0.08", "Order Processing Fee": "-0.6",
        FACILITATOR: "-1.2",
    }),
    _order(3, "Unfulfilled", "1/27/26", FIRST, "0", **{"Sales (excl. tax)": "0"}),
    # the shop delivers itself and hands the tax on itself
    _order(4, "Completed", "1/28/26", THIRD, "35.22", **{
        "Dining Mode": "Delivery - Partner Using Own Couriers", "Sales (excl. tax)": "30", "Tax on Sales": "2.4",
        "Sales (incl. tax)": "32.4", "Delivery Fee": "4", "Tax On Delivery Fee": "0.32", "Tips": "3",
        "Marketplace Fee": "-4.5",
    }),
    _order(5, "Completed", "1/28/26", THIRD, "11.6", **{
        "Order Channel": "UberEats Online Ordering Web", "Sales (excl. tax)": "12", "Tax on Sales": "0.96",
        "Sales (incl. tax)": "12.96", "Marketplace Fee": "0", "Order Processing Fee": "-0.4", FACILITATOR: "-0.96",
    }),
    _order(6, "Completed", "1/29/26", FIRST, "12", **{
        "Sales (excl. tax)": "15", "Tax on Sales": "1.2", "Sales (incl. tax)": "16.2", "Marketplace Fee": "-3",
        FACILITATOR: "-1.2",
    }),
    # refunds come in a later payout and name the day of the order
    _order(1, "Refund", "1/26/26", SECOND, "-10", **{
        "Sales (excl. tax)": "0", "Order Error Adjustments": "-10", "Tax on Order Error Adjustments": "-0.8",
        "Order Error Adjustments (incl. tax)": "-10.8", "Marketplace Fee": "0", FACILITATOR: "0.8",
    }),
    _order(6, "Refund", "1/29/26", SECOND, "-15", **{
        "Sales (excl. tax)": "0", "Order Error Adjustments": "-15", "Tax on Order Error Adjustments": "-1.2",
        "Order Error Adjustments (incl. tax)": "-16.2", "Marketplace Fee": "0", FACILITATOR: "1.2",
    }),
    _order(7, "Vanished", "2/3/26", SECOND, "9", **{"Sales (excl. tax)": "9", "Sales (incl. tax)": "9"}),
]  # fmt: skip
_LATE = _order(8, "Completed", "2/10/26", THIRD, "8", **{
    "Sales (excl. tax)": "10", "Tax on Sales": "0.8", "Sales (incl. tax)": "10.8", "Marketplace Fee": "-2",
    FACILITATOR: "-0.8",
})  # fmt: skip


def _item(order: dict[str, Cell], name: str, count: tuple[str, str], price: str, **cells: Cell) -> dict[str, Cell]:
    """One item of an order: pieces asked for and pieces sold."""
    taken = {word: order[word] for word in ("Workflow ID", "Order Status", "Order Date", "Order Accept Time")}
    return {**taken, "Item Name": name, "Requested Quantity": count[0], "Final Quantity": count[1], "Unit price": price,
            "Sales (excl. tax)": f"{float(count[1]) * float(price):g}", "External ID ": f"sku-{name}",
            **cells}  # fmt: skip


ITEM_ROWS = [
    ROWS[2],
    ROWS[5], _item(ROWS[5], "Bowl", ("2", "2"), "15"), _item(ROWS[5], "Tea", ("1", "1"), "10"),
    ROWS[6], _item(ROWS[6], "Cake", ("2", "1"), "20", **{"Order Error Adjustments": "-3"}),
    _LATE, _item(_LATE, "Tea", ("1", "1"), "10"),
]  # fmt: skip
"""A credit and two orders of the other file, these with their items, and one order more."""
PAYOUT_ROWS: list[dict[str, Cell]] = [
    {
        "Store Name": "Corner", "Shop ID": "SHOP1", "Store ID": "store-1", "Order Count": "4",
        "Count of Misc payment": "5",
        "Sales (excl. tax)": "75", "Tax on Sales": "6", "Sales (incl. tax)": "81",
        "Order Error Adjustments (incl. tax)": "-3.24",
        "Price Adjustments (incl. tax)": "-2.16", "Offers on items (incl. tax)": "-5.4",
        "Offer Redemption Fee": "-0.49",
        "Marketing Adjustment": "2", "Bag Fee": "0.25", "Marketplace Fee": "-12.2", "Tax on Marketplace Fee": "-0.1",
        "Delivery Network Fee": "-1", "Tax on Delivery Network Fee": "-0.08", "Order Processing Fee": "-0.6",
        "Capital payments": "-20", "Other payments": "-64.99", FACILITATOR: "-5.2", "Total payout": "-32.21", **FIRST,
    },
    {
        "Store Name": "Corner", "Shop ID": "SHOP1", "Store ID": "store-1", "Sales (incl. tax)": "9",
        "Order Error Adjustments (incl. tax)": "-27", FACILITATOR: "2", "Total payout": "-16", **SECOND,
    },
]  # fmt: skip


def orders_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`….csv` of payment details by order, with a mark of byte order."""
    given = ROWS if rows is None else rows
    return csv_bytes([EXPLANATIONS, ORDERS, *(row(ORDERS, each) for each in given)], "utf-8-sig")


def newer_orders_file() -> bytes:
    """The same rows under the words of autumn 2026."""
    renamed = {
        "Store ID": "External Store ID", "Order Error Adjustments": "Chargeback Amount",
        "Total payout ": "Total payout",
        "Tax on Order Error Adjustments": "Tax on Chargeback Amount",
        "Order Error Adjustments (incl. tax)": "Chargeback Amount (incl. tax)",
    }  # fmt: skip
    rows = [{renamed.get(word, word): cell for word, cell in each.items()} for each in ROWS]
    return csv_bytes([NEWER, *(row(NEWER, each) for each in rows)])


def items_file() -> bytes:
    """`….csv` of payment details by item: one header line."""
    return csv_bytes([ITEMS, *(row(ITEMS, each) for each in ITEM_ROWS)], "utf-8-sig")


def payouts_file() -> bytes:
    """`….csv` of payouts."""
    return csv_bytes([PAYOUTS, *(row(PAYOUTS, each) for each in PAYOUT_ROWS)])


FILES = {
    "uber_eats_orders": ("uber", "payment-details.csv", orders_file),
    "uber_eats_items": ("uber", "payment-details-items.csv", items_file),
    "uber_eats_payouts": ("uber", "payment-summary.csv", payouts_file),
}
