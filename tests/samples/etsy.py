"""Etsy: month first, the card fee in the order file, all else in the statement, whose money names its currency."""

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "Sale Date", "Order ID", "Buyer User ID", "Full Name", "First Name", "Last Name", "Number of Items",
    "Payment Method", "Date Shipped", "Street 1", "Street 2", "Ship City", "Ship State", "Ship Zipcode",
    "Ship Country", "Currency", "Order Value", "Coupon Code", "Coupon Details", "Discount Amount",
    "Shipping Discount", "Shipping", "Sales Tax", "Order Total", "Status", "Card Processing Fees", "Order Net",
    "Adjusted Order Total", "Adjusted Card Processing Fees", "Adjusted Net Order Amount", "Buyer", "Order Type",
    "Payment Type", "InPerson Discount", "InPerson Location", "SKU",
)  # fmt: skip
"""36 columns of today."""

ORDERS_2019 = (
    "Sale Date", "Order ID", "Number of Items", "Payment Method", "Date Shipped", "Ship City", "Ship State",
    "Ship Zipcode", "Ship Country", "Currency", "Order Value", "Coupon Code", "Coupon Details", "Discount Amount",
    "Shipping Discount", "Shipping", "Sales Tax", "Order Total", "Status", "Card Processing Fees", "Order Net",
    "Adjusted Order Total", "Adjusted Card Processing Fees", "Adjusted Net Order Amount", "Order Type",
    "Payment Type", "InPerson Discount", "InPerson Location",
)  # fmt: skip
"""28 columns of 2019, as published without the buyer."""

BRITISH = {
    "Date Shipped": "Date Posted", "Ship City": "Delivery City", "Ship State": "Delivery State",
    "Ship Zipcode": "Delivery Zipcode", "Ship Country": "Delivery Country", "Shipping Discount": "Delivery Discount",
    "Shipping": "Delivery", "Sales Tax": "Sales tax",
}  # fmt: skip
"""What a shop in the United Kingdom reads instead."""

ITEMS = (
    "Sale Date", "Item Name", "Buyer", "Quantity", "Price", "Coupon Code", "Coupon Details", "Discount Amount",
    "Shipping Discount", "Order Shipping", "Order Sales Tax", "Item Total", "Currency", "Transaction ID",
    "Listing ID", "Date Paid", "Date Shipped", "Ship Name", "Ship Address1", "Ship Address2", "Ship City",
    "Ship State", "Ship Zipcode", "Ship Country", "Order ID", "Variations", "Order Type", "Listings Type",
    "Payment Type", "InPerson Discount", "InPerson Location", "VAT Paid by Buyer", "SKU",
)  # fmt: skip
STATEMENT = ("Date", "Type", "Title", "Info", "Currency", "Amount", "Fees & Taxes", "Net", "Tax Details")
SPANISH = ("Fecha", "Tipo", "Título", "Info", "Moneda", "Importe", "Tarifas e impuestos", "Neto")

SETTINGS = """
[business]
name = "Ring and Mug"
time_zone = "America/New_York"
currency = "USD"
phone_region = "US"
[channels.etsy]
kind = "marketplace"
[sources.etsy]
channel = "etsy"
"""
JANE, KIM = "janebuys0000", "kimbuys0000"
RAW_CONTACTS = (JANE, KIM, "Jane Doe", "Doe")

E1, E2, E3, E4, E5, E6 = (f"330100010{n}" for n in range(1, 7))
SOLD: list[dict[str, Cell]] = [
    {
        "Sale Date": "02/03/26", "Order ID": E1, "Buyer User ID": JANE, "Full Name": "Jane Doe", "Number of Items": "1",
        "Currency": "USD", "Order Value": "58.00", "Discount Amount": "0.00", "Shipping Discount": "0.00",
        "Shipping": "6.00", "Sales Tax": "0.00", "Order Total": "69.12", "Status": "Completed",
        "Card Processing Fees": "2.32", "Order Net": "61.68", "Adjusted Order Total": "0.00",
        "Adjusted Card Processing Fees": "0.00", "Adjusted Net Order Amount": "0.00", "Buyer": f"Jane ({JANE})",
    },
    {
        "Sale Date": "02/05/26", "Order ID": E2, "Buyer User ID": KIM, "Currency": "USD", "Order Value": "120.00",
        "Coupon Code": "SPRING10", "Coupon Details": "10% off", "Discount Amount": "12.00",
        "Shipping Discount": "5.00", "Shipping": "5.00", "Sales Tax": "0.00", "Order Total": "108.00",
        "Card Processing Fees": "3.49", "Order Net": "104.51", "Buyer": f"Kim ({KIM})",
    },
    {
        "Sale Date": "02/13/26", "Order ID": E3, "Buyer User ID": "", "Currency": "USD", "Order Value": "1,040.00",
        "Discount Amount": "0.00", "Shipping": "0.00", "Sales Tax": "0.00", "Order Total": "1,040.00",
        "Card Processing Fees": "31.45", "Order Net": "1,008.55", "Adjusted Order Total": "1,030.00",
        "Adjusted Card Processing Fees": "31.15", "Adjusted Net Order Amount": "998.85", "Buyer": "Guest",
    },
    {
        "Sale Date": "02/06/26", "Order ID": E4, "Buyer User ID": JANE, "Currency": "USD", "Order Value": "25.00",
        "Discount Amount": "0.00", "Shipping": "0.00", "Sales Tax": "0.00", "Order Total": "27.00",
        "Card Processing Fees": "1.00", "Order Net": "24.00", "Adjusted Order Total": "0.00",
        "Adjusted Card Processing Fees": "0.00", "Adjusted Net Order Amount": "0.00",
    },
    {
        "Sale Date": "02/07/26", "Order ID": E5, "Currency": "USD", "Order Value": "9.00", "Shipping": "0.00",
        "Order Total": "9.00", "Status": "Martian", "Card Processing Fees": "0.52", "Order Net": "8.48",
    },
    {
        "Sale Date": "02/08/26", "Order ID": E6, "Currency": "USD", "Order Value": "20.00", "Shipping": "0.00",
        "Sales Tax": "2.00", "Order Total": "22.00", "Card Processing Fees": "0.91", "Order Net": "21.09",
    },
]  # fmt: skip
LINES: list[dict[str, Cell]] = [
    {
        "Sale Date": "02/03/26", "Item Name": "Silver ring", "Buyer": f"Jane ({JANE})", "Quantity": "2",
        "Price": "29.00", "Order Shipping": "6", "Item Total": "58.00", "Currency": "USD",
        "Transaction ID": "5030000001",
        "Listing ID": "1462100001", "Date Paid": "02/03/2026", "Order ID": E1, "Variations": "Size:8", "SKU": "R-8",
    },
    {
        "Sale Date": "02/05/26", "Item Name": "Hoops, gold", "Buyer": f"Kim ({KIM})", "Quantity": "1", "Price": "80.00",
        "Discount Amount": "12.00", "Order Shipping": "5", "Item Total": "80.00", "Currency": "USD",
        "Transaction ID": "5030000002", "Listing ID": "1462100002", "Order ID": E2, "SKU": "H-1",
    },
    {
        "Sale Date": "02/05/26", "Item Name": "Mug", "Buyer": f"Kim ({KIM})", "Quantity": "1", "Price": "40.00",
        "Discount Amount": "0.00", "Order Shipping": "0", "Item Total": "40.00", "Currency": "USD",
        "Transaction ID": "5030000003", "Listing ID": "1462100003", "Order ID": E2,
    },
]  # fmt: skip


def booked(*cells: Cell) -> dict[str, Cell]:
    """One row of a statement: date, type, title, info, amount, fees and taxes, net."""
    return dict(zip(STATEMENT, (*cells[:4], "USD", *cells[4:], "--"), strict=True))


def _order(number: str) -> str:
    return f"Order #{number}"


FEBRUARY = [
    booked("February 3, 2026", "Sale", f"Payment for {_order(E1)}", "", "$69.12", "--", "$69.12"),
    booked("February 3, 2026", "Tax", "Sales tax paid by buyer", _order(E1), "--", "-$5.12", "-$5.12"),
    booked("February 3, 2026", "Fee", "Transaction fee: Silver ring", _order(E1), "--", "-$3.77", "-$3.77"),
    booked("February 3, 2026", "Fee", "Transaction fee: Shipping", _order(E1), "--", "-$0.39", "-$0.39"),
    booked("February 3, 2026", "Fee", "Processing fee", _order(E1), "--", "-$2.32", "-$2.32"),
    booked("February 3, 2026", "VAT", "VAT: Processing Fee", _order(E1), "--", "-$0.46", "-$0.46"),
    booked("February 3, 2026", "Fee", "Listing fee", "Listing #1462100001", "--", "-$0.20", "-$0.20"),
    booked("February 3, 2026", "Fee", "Listing fee", "Listing #1462100001", "--", "-$0.20", "-$0.20"),
    booked("February 4, 2026", "Shipping", "USPS shipping label", _order(E1), "--", "-$5.25", "-$5.25"),
    booked("February 5, 2026", "Sale", f"Payment for {_order(E2)}", "", "$108.28", "-$3.49", "$104.79"),
    booked("February 5, 2026", "Buyer Fee", "Colorado Retail Delivery Fee (paid by buyer)", _order(E2), "--", "-$0.28",
           "-$0.28"),
    booked("February 5, 2026", "Fee", "Transaction fee: Hoops, gold", _order(E2), "--", "-$7.02", "-$7.02"),
    booked("February 5, 2026", "Marketing", "Offsite Ads fee", _order(E2), "--", "-$16.20", "-$16.20"),
    booked("February 6, 2026", "Sale", f"Payment for {_order(E4)}", "", "$27.00", "--", "$27.00"),
    booked("February 6, 2026", "Tax", "Sales tax paid by buyer", _order(E4), "--", "-$2.00", "-$2.00"),
    booked("February 6, 2026", "Fee", "Transaction fee: Mug", _order(E4), "--", "-$1.63", "-$1.63"),
    booked("February 6, 2026", "Fee", "Processing fee", _order(E4), "--", "-$1.00", "-$1.00"),
    booked("February 9, 2026", "Refund", f"Refund to buyer for {_order(E4)}", "", "-$27.00", "--", "-$27.00"),
    booked("February 9, 2026", "Tax", "Refund to buyer for sales tax", _order(E4), "--", "$2.00", "$2.00"),
    booked("February 9, 2026", "Fee", "Credit for transaction fee on Mug", _order(E4), "--", "$1.63", "$1.63"),
    booked("February 9, 2026", "Marketing", "Etsy Ads", "Bill for click-throughs to your shop on Feb 8, 2026", "--",
           "-$12.40", "-$12.40"),
    booked("February 10, 2026", "Deposit", "$1,110.65 sent to your bank account", "", "--", "--", "--"),
    booked("February 20, 2026", "Fee", "Regulatory Operating fee", _order(E2), "--", "-$0.13", "-$0.13"),
    booked("February 20, 2026", "Subscription", "Etsy Plus subscription", "", "--", "-$10.00", "-$10.00"),
    booked("February 20, 2026", "Martian", "Canal toll", "", "--", "-$1.00", "-$1.00"),
]  # fmt: skip


def orders_file(orders: list[dict[str, Cell]] | None = None) -> bytes:
    """`EtsySoldOrders2026-2.csv`."""
    given = SOLD if orders is None else orders
    return csv_bytes([ORDERS, *(row(ORDERS, each) for each in given)], "utf-8-sig")


def orders_2019_file() -> bytes:
    """The columns of 2019."""
    return csv_bytes([ORDERS_2019, *([each.get(word, "") for word in ORDERS_2019] for each in SOLD)])


def british_orders_file() -> bytes:
    """The words of a British shop."""
    return csv_bytes([[BRITISH.get(word, word) for word in ORDERS], *(row(ORDERS, each) for each in SOLD)])


def items_file() -> bytes:
    """`EtsySoldOrderItems2026-2.csv`."""
    return csv_bytes([ITEMS, *(row(ITEMS, each) for each in LINES)], "utf-8-sig")


def statement_file(rows: list[dict[str, Cell]] | None = None) -> bytes:
    """`etsy_statement_2026_2.csv`."""
    given = FEBRUARY if rows is None else rows
    return csv_bytes([STATEMENT, *(row(STATEMENT, each) for each in given)], "utf-8-sig")


def spanish_statement_file() -> bytes:
    """Semicolons between cells, commas in amounts."""
    rows = (
        SPANISH,
        ("2026-02-03", "Venta", f"Pago del Pedido #{E1}", "", "EUR", "1.048,00", "--", "1.048,00"),
        ("2026-02-03", "Transacción", "Tarifa de transacción", f"Pedido #{E1}", "EUR", "--", "-68,12", "-68,12"),
        ("2026-02-04", "Pago", "Tarifa de procesamiento", f"Pedido #{E1}", "EUR", "--", "-1,09", "-1,09"),
        ("2026-02-05", "Reembolso", "Pendientes de arcilla", f"Pedido #{E4}", "EUR", "-10,00", "--", "-10,00"),
    )
    return "".join(";".join(cells) + "\r\n" for cells in rows).encode("utf-8-sig")


FILES = {
    "etsy_orders": ("etsy", "EtsySoldOrders2026-2.csv", orders_file),
    "etsy_items": ("etsy", "EtsySoldOrderItems2026-2.csv", items_file),
    "etsy_statement": ("etsy", "etsy_statement_2026_2.csv", statement_file),
}
