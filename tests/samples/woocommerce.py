"""A WooCommerce shop and what Stripe and PayPal book of its orders: blank lines, fees apart, linked currencies."""

import csv

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "Order Number", "Order Status", "Order Date", "Customer Note", "First Name (Billing)", "Last Name (Billing)",
    "Company (Billing)", "Address 1&2 (Billing)", "City (Billing)", "State Code (Billing)", "Postcode (Billing)",
    "Country Code (Billing)", "Email (Billing)", "Phone (Billing)", "First Name (Shipping)", "Last Name (Shipping)",
    "Address 1&2 (Shipping)", "City (Shipping)", "State Code (Shipping)", "Postcode (Shipping)",
    "Country Code (Shipping)", "Item #", "SKU", "Name", "Product Variation", "Quantity", "Quantity (- Refund)",
    "Item Cost", "Order Line (w/o tax)", "Order Line Tax", "Order Line Total", "Order Line Total Refunded",
    "Order Line Total (- Refund)", "Image URL", "Coupon Code", "Discount Amount", "Discount Amount Tax",
    "Payment Method Title", "Coupons Used", "Cart Discount Amount", "Order Subtotal Amount", "Order Tax Amount",
    "Order Shipping Amount", "Order Refund Amount", "Order Total Amount", "Order Total Tax Amount", "Total items",
    "Total products",
)  # fmt: skip
WIDE = (
    "Order Number", "Order Status", "Order Date", "Email (Billing)", "Phone (Billing)", "Coupons Used",
    "Cart Discount Amount", "Order Shipping Amount", "Order Refund Amount", "Order Total Amount",
    "Order Total Tax Amount", *(f"Item {n} {word}" for n in (1, 2, 3, 4) for word in ("Name", "SKU", "Quantity",
    "Total")),
)  # fmt: skip
STRIPE_BALANCE = (
    "id", "Type", "Source", "Amount", "Fee", "Net", "Currency", "Created (UTC)", "Available On (UTC)", "Description",
    "Transfer", "Transfer Date (UTC)", "Transfer Group",
)  # fmt: skip
STRIPE_PAYMENTS = (
    "id", "Description", "Seller Message", "Created (UTC)", "Amount", "Amount Refunded", "Currency", "Converted Amount",
    "Converted Amount Refunded", "Fee", "Tax", "Converted Currency", "Mode", "Status", "Statement Descriptor",
    "Customer ID", "Customer Description", "Customer Email", "Captured", "Card ID", "Card Last4", "Card Brand",
)  # fmt: skip
PAYPAL_ACTIVITY = (
    "Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "From Email Address",
    "To Email Address", "Transaction ID", "Address Status", "Sales Tax", "Reference Txn ID", "Invoice Number",
    "Receipt ID", "Balance", "Contact Phone Number", "Subject", "Note",
)  # fmt: skip
PAYPAL_CHOSEN = (
    *PAYPAL_ACTIVITY[:15],
    "Item Title",
    "Custom Number",
    *PAYPAL_ACTIVITY[15:],
    "Country",
    "Balance Impact",
)
"""Columns are the merchant's choice."""
PAYPAL_STATEMENT = (
    "Date", "Time", "Time Zone", "Description", "Currency", "Gross", "Fee", "Net", "Balance", "Transaction ID",
    "From Email Address", "Name", "Bank Name", "Bank Account", "Shipping and Handling Amount", "Sales Tax",
    "Invoice ID", "Reference Txn ID",
)  # fmt: skip
PAYPAL_STATEMENT_ES = (
    "Fecha", "Hora", "Zona horaria", "Descripción", "Divisa", "Bruto ", "Comisión ", "Neto", "Saldo",
    "Id. de transacción", "Correo electrónico del remitente", "Nombre", "Nombre del banco", "Cuenta bancaria",
    "Importe de envío y manipulación", "Impuesto de ventas", "Id. de factura", "Id. de referencia de trans.",
)  # fmt: skip

SETTINGS = """
[business]
name = "Té y Libros"
time_zone = "Europe/Madrid"
currency = "EUR"
phone_region = "ES"
[channels.web]
kind = "own_online"
[sources.shop]
channel = "web"
[sources.stripe]
channel = "web"
[sources.paypal]
channel = "web"
"""
ANA, ANA_PHONE = "ana@example.com", "612345678"
LUIS = "luis@example.org"
EVA = "eva@example.net"
RAW_CONTACTS = (ANA, ANA_PHONE, "612 345 678", LUIS, EVA, "Ana@Example.com")


def _order(number: str, status: str, day: str, total: str, tax: str, **cells: Cell) -> dict[str, Cell]:
    return {
        "Order Number": number, "Order Status": status, "Order Date": f"2026-01-{day} 10:15",
        "Order Total Amount": total,
        "Order Total Tax Amount": tax, **cells,
    }  # fmt: skip


def _item(name: str, quantity: str, price: str, **cells: Cell) -> dict[str, Cell]:
    kept = str(cells.pop("kept", quantity))
    return {"Name": name, "Quantity": quantity, "Quantity (- Refund)": kept, "Item Cost": price, **cells}


_FIRST = _order("1001", "Completed", "20", "47.19", "8.19", **{
    "Email (Billing)": ANA, "Phone (Billing)": "612 345 678", "Coupons Used": "TEA5", "Cart Discount Amount": "5.00",
    "Order Subtotal Amount": "40.00", "Order Shipping Amount": "4.00",
})  # fmt: skip
LINES: list[dict[str, Cell]] = [
    # every line repeats the order
    {**_FIRST, **_item("Pot", "1", "30.00", SKU="P-1", **{"Product Variation": "blue"})},
    {**_FIRST, **_item("Tea", "2", "5.00", SKU="T-1")},
    {**_order("1002", "Processing", "21", "12.10", "2.10", **{"Email (Billing)": LUIS}), **_item("Book", "1", "10.00")},
    # later lines leave the order blank, its number too
    {
        **_order("1003", "Completed", "22", "24.20", "4.20", **{"Email (Billing)": EVA,
        "Order Refund Amount": "12.10"}),
        **_item("Book", "1", "10.00"),
    },
    _item("Pen", "2", "5.00", kept="0", **{"Order Line Total Refunded": "10.00"}),
    {**_order("1004", "Refunded", "23", "6.05", "1.05", **{"Order Refund Amount": "6.05"}), **_item("Tea", "1",
    "5.00")},
    {**_order("1005", "Cancelled", "23", "6.05", "1.05"), **_item("Tea", "1", "5.00")},
    {**_order("1006", "Pending payment", "23", "6.05", "1.05"), **_item("Tea", "1", "5.00")},
    {**_order("1007", "Teleported", "23", "6.05", "1.05"), **_item("Tea", "1", "5.00")},
    {**_order("1008", "Completed", "24", "9.99", "0.00"), **_item("Gift", "1", "9.99")},
    {**_order("1010", "Completed", "25", "1234.56", "214.26"), **_item("Library", "1", "1020.30")},
]  # fmt: skip
WIDE_ORDERS: list[dict[str, Cell]] = [
    {
        **_order("2001", "completed", "26", "18.15", "3.15", **{"Email (Billing)": "Ana@Example.com"}),
        "Item 1 Name": "Tea",
        "Item 1 SKU": "T-1", "Item 1 Quantity": "1", "Item 1 Total": "5.00", "Item 2 Name": "Book",
        "Item 2 Quantity": "1", "Item 2 Total": "10.00",
    },
]  # fmt: skip
BALANCE: list[dict[str, Cell]] = [
    {
        "id": "txn_1", "Type": "charge", "Source": "ch_1", "Amount": "47.19", "Fee": "1.50", "Net": "45.69",
        "Currency": "eur", "Created (UTC)": "2026-01-20 09:16", "Description": "Té y Libros - Order 1001",
        "Transfer": "po_1",
    },
    {
        "id": "txn_2", "Type": "charge", "Source": "ch_4", "Amount": "6.05", "Fee": "0.34", "Net": "5.71",
        "Currency": "eur", "Created (UTC)": "2026-01-23 09:16", "Description": "Té y Libros - Order 1004",
        "Transfer": "po_1",
    },
    {
        "id": "txn_3", "Type": "refund", "Source": "re_4", "Amount": "-6.05", "Fee": "0.00", "Net": "-6.05",
        "Currency": "eur", "Created (UTC)": "2026-01-30 09:16", "Transfer": "po_1",
        "Description": "REFUND FOR CHARGE (Té y Libros - Order 1004)",
    },
    {
        "id": "txn_4", "Type": "stripe_fee", "Amount": "-2.00", "Fee": "0.00", "Net": "-2.00", "Currency": "eur",
        "Created (UTC)": "2026-01-31 00:00", "Description": "Radar", "Transfer": "po_1",
    },
    {
        "id": "txn_5", "Type": "payout", "Source": "po_1", "Amount": "-43.35", "Fee": "0.00", "Net": "-43.35",
        "Currency": "eur", "Created (UTC)": "2026-02-02 00:00", "Description": "STRIPE PAYOUT",
    },
    {
        "id": "txn_6", "Type": "adjustment", "Source": "du_1", "Amount": "-10.00", "Fee": "15.00", "Net": "-25.00",
        "Currency": "eur", "Created (UTC)": "2026-02-03 08:00", "Description": "Chargeback withdrawal for Order 1001",
    },
    {
        "id": "txn_7", "Type": "martian", "Amount": "-1.00", "Fee": "0.00", "Net": "-1.00", "Currency": "eur",
        "Created (UTC)": "2026-02-03 09:00",
    },
]  # fmt: skip
PAYMENTS: list[dict[str, Cell]] = [
    {
        "id": "ch_1", "Description": "Té y Libros - Order 1001", "Created (UTC)": "2026-01-20 09:16", "Amount": "47.19",
        "Amount Refunded": "0.00", "Currency": "eur", "Fee": "1.50", "Mode": "Live", "Status": "Paid",
        "Customer Email": ANA,
    },
    {
        "id": "ch_4", "Description": "Té y Libros - Order 1004", "Created (UTC)": "2026-01-23 09:16", "Amount": "6.05",
        "Amount Refunded": "6.05", "Currency": "eur", "Fee": "0.34", "Mode": "Live", "Status": "Refunded",
    },
    {
        "id": "ch_8", "Description": "Té y Libros - Order 1008", "Created (UTC)": "2026-01-24 09:16", "Amount": "9.99",
        "Amount Refunded": "2.00", "Currency": "eur", "Fee": "0.40", "Mode": "Live", "Status": "Paid",
        "Customer Email": EVA,
    },
    {
        "id": "ch_9", "Description": "Té y Libros - Order 1006", "Created (UTC)": "2026-01-23 09:20", "Amount": "6.05",
        "Amount Refunded": "0.00", "Currency": "eur", "Fee": "0.00", "Mode": "Live", "Status": "Failed",
        "Seller Message": "The bank declined.",
    },
]  # fmt: skip


def _movement(number: str, day: str, what: str, money: tuple[str, str, str], **cells: Cell) -> dict[str, Cell]:
    """One row of the activity: gross, fee and net."""
    return {
        "Date": day, "Time": "11:00:00", "TimeZone": "CET", "Type": what, "Status": "Completed", "Currency": "EUR",
        **dict(zip(("Gross", "Fee", "Net"), money, strict=True)), "Transaction ID": f"PPTXN{number:>012}", **cells,
    }  # fmt: skip


ACTIVITY = [
    _movement("1", "21/01/2026", "Express Checkout Payment", ("12.10", "-0.60", "11.50"),
              **{"From Email Address": LUIS, "Invoice Number": "WC-1002"}),
    _movement("2", "21/01/2026", "Website Payment", ("50.00", "-1.80", "48.20"), Status="Pending"),
    _movement("3", "22/01/2026", "Website Payment", ("24.20", "-1.17", "23.03"),
              **{"From Email Address": EVA, "Invoice Number": "WC-1003", "Contact Phone Number": ANA_PHONE}),
    _movement("4", "25/01/2026", "Payment Refund", ("-12.10", "0.30", "-11.80"),
              **{"Invoice Number": "WC-1003", "Reference Txn ID": f"PPTXN{3:>012}"}),
    # a sale in dollars and the two rows that turn it into euros
    _movement("5", "26/01/2026", "Express Checkout Payment", ("26.00", "-1.10", "24.90"),
              **{"Currency": "USD", "Invoice Number": "WC-1009"}),
    _movement("6", "26/01/2026", "General Currency Conversion", ("-24.90", "0.00", "-24.90"),
              **{"Currency": "USD", "Reference Txn ID": f"PPTXN{5:>012}"}),
    _movement("7", "26/01/2026", "General Currency Conversion", ("23.00", "0.00", "23.00"),
              **{"Reference Txn ID": f"PPTXN{5:>012}"}),
    _movement("8", "27/01/2026", "General Withdrawal", ("-30.00", "0.00", "-30.00")),
    _movement("9", "27/01/2026", "PreApproved Payment Bill User Payment", ("-9.99", "0.00", "-9.99")),
    _movement("10", "28/01/2026", "Chargeback Fee", ("-16.00", "0.00", "-16.00")),
    _movement("11", "28/01/2026", "Hold on Balance for Dispute Investigation", ("-5.00", "0.00", "-5.00")),
    _movement("12", "29/01/2026", "Martian Movement", ("-1.00", "0.00", "-1.00")),
    _movement("13", "29/01/2026", "Website Payment", ("3.00", "0.00", "3.00"), Status="Levitating"),
]  # fmt: skip
STATEMENT: list[dict[str, Cell]] = [
    {
        "Date": "1/21/2026", "Time": "11:00:00", "Time Zone": "Europe/Madrid",
        "Description": "Express Checkout Payment",
        "Currency": "EUR", "Gross": "12.10", "Fee": "-0.60", "Net": "11.50", "Balance": "1,011.50",
        "Transaction ID": f"PPTXN{1:>012}", "From Email Address": LUIS, "Invoice ID": "WC-1002",
    },
    {
        "Date": "2/1/2026", "Time": "21:15:11", "Time Zone": "America/Los_Angeles",
        "Description": "General Withdrawal - Bank Account", "Currency": "EUR", "Gross": "-1,001.00", "Fee": "0.00",
        "Net": "-1,001.00", "Balance": "11.50", "Transaction ID": f"PPTXN{20:>012}",
    },
]  # fmt: skip
"""The first is in the activity too."""
STATEMENT_ES: list[dict[str, Cell]] = [
    {
        "Fecha": "25/1/2026", "Hora": "10:20:00", "Zona horaria": "Europe/Madrid",
        "Descripción": "Pago con Pago exprés",
        "Divisa": "EUR", "Bruto ": "1.234,56", "Comisión ": "-42,33", "Neto": "1.192,23", "Saldo": "1.203,73",
        "Id. de transacción": f"PPTXN{30:>012}", "Correo electrónico del remitente": ANA, "Id. de factura": "WC-1010",
    },
    {
        "Fecha": "3/2/2026", "Hora": "09:00:00", "Zona horaria": "Europe/Madrid", "Descripción": "Reembolso de pago",
        "Divisa": "EUR", "Bruto ": "-34,56", "Comisión ": "0,00", "Neto": "-34,56", "Saldo": "1.169,17",
        "Id. de transacción": f"PPTXN{31:>012}", "Id. de factura": "WC-1010",
        "Id. de referencia de trans.": f"PPTXN{30:>012}",
    },
    {
        "Fecha": "4/2/2026", "Hora": "09:00:00", "Zona horaria": "Europe/Madrid",
        "Descripción": "Retirada iniciada por el usuario", "Divisa": "EUR", "Bruto ": "-1.000,00", "Comisión ": "0,00",
        "Neto": "-1.000,00", "Saldo": "169,17", "Id. de transacción": f"PPTXN{32:>012}",
    },
]  # fmt: skip


def orders_file() -> bytes:
    """`orders-….csv`."""
    return csv_bytes([ORDERS, *(row(ORDERS, each) for each in LINES)])


def wide_file() -> bytes:
    """The same shop's export with items side by side."""
    return csv_bytes([WIDE, *(row(WIDE, each) for each in WIDE_ORDERS)])


def balance_file() -> bytes:
    """`balance_history.csv`."""
    return csv_bytes([STRIPE_BALANCE, *(row(STRIPE_BALANCE, each) for each in BALANCE)])


def payments_file() -> bytes:
    """`unified_payments.csv`."""
    return csv_bytes([STRIPE_PAYMENTS, *(row(STRIPE_PAYMENTS, each) for each in PAYMENTS)])


def activity_file(header: tuple[str, ...] = PAYPAL_ACTIVITY) -> bytes:
    """`Download.CSV`: every cell in quotation marks."""
    return csv_bytes([header, *(row(header, each) for each in ACTIVITY)], "utf-8-sig", quote=csv.QUOTE_ALL)


def statement_file() -> bytes:
    """`STMT-….CSV`."""
    rows = [row(PAYPAL_STATEMENT, each) for each in STATEMENT]
    return csv_bytes([PAYPAL_STATEMENT, *rows], "utf-8-sig", quote=csv.QUOTE_ALL)


def statement_es_file() -> bytes:
    """The statement in Spanish, with six columns that have no name."""
    blank: list[Cell] = [""] * 6
    rows = [row(PAYPAL_STATEMENT_ES, each) + blank for each in STATEMENT_ES]
    return csv_bytes([[*PAYPAL_STATEMENT_ES, *blank], *rows], "utf-8-sig", quote=csv.QUOTE_ALL)


FILES = {
    "woocommerce_orders": ("shop", "orders.csv", orders_file),
    "woocommerce_orders_wide": ("shop", "orders-wide.csv", wide_file),
    "stripe_balance": ("stripe", "balance_history.csv", balance_file),
    "stripe_payments": ("stripe", "unified_payments.csv", payments_file),
    "paypal_activity": ("paypal", "Download.CSV", activity_file),
    "paypal_statement_es": ("paypal", "STMT-ES.CSV", statement_es_file),
}
