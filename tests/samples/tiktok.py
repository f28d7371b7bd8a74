"""TikTok Shop: a row of explanations under the header, tabs behind ids and times, the order's amounts on every row."""

from tests.samples.build import Cell, csv_bytes, row, xlsx_bytes

EXPLAINED = {
    "Order ID": "Platform unique order ID.", "Order Status": "Current order status.",
    "Order Substatus": "Current order substatus.", "Cancelation/Return Type": "Cancelled, returned or refunded.",
    "Normal or Pre-order": "Normal order or pre-order.", "SKU ID": "Platform SKU ID.", "Seller SKU": "Your own SKU.",
    "Product Name": "Product name.", "Variation": "SKU variation.", "Quantity": "Sold quantity.",
    "Sku Quantity of return": "Returned quantity.", "SKU Unit Original Price": "Price of one.",
    "SKU Subtotal Before Discount": "Price of all.", "SKU Platform Discount": "Paid by the platform.",
    "SKU Seller Discount": "Paid by you.", "SKU Subtotal After Discount": "What is left.",
    "Shipping Fee After Discount": "", "Original Shipping Fee": "", "Shipping Fee Seller Discount": "",
    "Shipping Fee Platform Discount": "", "Payment platform discount": "", "Taxes": "",
    "Order Amount": "It is the total of the order.", "Order Refund Amount": "Refunded to the buyer.",
    "Created Time": "Order created time.", "Paid Time": "Order paid time.", "RTS Time": "", "Shipped Time": "",
    "Delivered Time": "", "Cancelled Time": "", "Cancel By": "", "Cancel Reason": "", "Fulfillment Type": "",
    "Warehouse Name": "", "Tracking ID": "", "Delivery Option": "", "Shipping Provider Name": "", "Buyer Message": "",
    "Buyer Username": "", "Recipient": "", "Phone #": "", "Country": "", "Province": "", "District": "", "Commune": "",
    "Detail Address": "", "Additional address information": "", "Payment Method": "", "Weight(kg)": "",
    "Product Category": "", "Package ID": "", "Seller Note": "", "Checked Status": "", "Checked Marked by": "",
    "Order Channel": "", "Creator Handle": "",
}  # fmt: skip
ORDERS = tuple(EXPLAINED)
INCOME = (
    "Order/adjustment ID  ", "Type ", "Order created time", "Order settled time", "Currency", "Total settlement amount",
    "Total Revenue", "Subtotal after seller discounts", "Subtotal before discounts", "Seller discounts",
    "Refund subtotal after seller discounts", "Refund subtotal before seller discounts", "Refund of seller discounts",
    "Total Fees", "Platform commission fee", "Pre-order service fee", "Mall service fee", "Payment Fee",
    "Shipping cost", "Affiliate Commission", "Affiliate partner commission", "Affiliate Shop Ads commission",
    "Dynamic commission", "Voucher Xtra service fee", "Order processing fee", "Article 22 Income Tax withheld",
    "Adjustment amount", "Related order ID", "Customer payment", "Customer refund", "Platform discounts",
)  # fmt: skip

SETTINGS = """
[business]
name = "Batik and Tea"
time_zone = "Asia/Kuala_Lumpur"
currency = "MYR"
phone_region = "MY"
[channels.tiktok]
kind = "marketplace"
[channels.tokopedia]
kind = "marketplace"
[sources.tiktok]
channel = "tiktok"
channel_values = { "Tokopedia" = "tokopedia" }
"""
RAW_CONTACTS = ("tikfan_one", "tikfan_two")

K1, K2, K3, K4, K5, K6 = (f"57700000000000000{n}" for n in range(1, 7))


def _line(number: str, at: str, **values: Cell) -> dict[str, Cell]:
    named = {word.replace("_", " "): cell for word, cell in values.items()}
    return {
        "Order ID": f"{number}\t", "Order Status": "Completed", "SKU ID": "172944\t", "Quantity": 1,
        "Sku Quantity of return": 0, "SKU Platform Discount": 0, "SKU Seller Discount": 0,
        "Payment platform discount": 0, "Order Refund Amount": 0, "Created Time": f"{at}\t",
        "Buyer Username": "tikfan_one", "Phone #": "(+60)12*****89", "Order Channel": "TikTok", **named,
    }  # fmt: skip


LINES = [
    _line(K1, "31/01/2026 23:30:00", Seller_SKU="T-1", Product_Name="Tea, tin", Variation="100 g", Quantity=2,
          SKU_Unit_Original_Price="RM30.00", SKU_Subtotal_Before_Discount="RM60.00", SKU_Platform_Discount="RM2.00",
          SKU_Seller_Discount="RM6.00", SKU_Subtotal_After_Discount="RM52.00", Payment_platform_discount="RM1.00",
          Order_Amount="RM76.00"),
    _line(K1, "31/01/2026 23:30:00", Seller_SKU="C-1", Product_Name="Cup", SKU_Unit_Original_Price="RM25.00",
          SKU_Subtotal_Before_Discount="RM25.00", SKU_Subtotal_After_Discount="RM25.00",
          Payment_platform_discount="RM1.00", Order_Amount="RM76.00"),
    _line(K2, "02/02/2026 10:00:00", Order_Status="Canceled", Product_Name="Cup",
    SKU_Subtotal_Before_Discount="RM25.00",
          SKU_Subtotal_After_Discount="RM25.00", Order_Amount="RM25.00", Cancelled_Time="02/02/2026 11:00:00"),
    _line(K3, "03/02/2026 10:00:00", Product_Name="Scarf", Quantity=2, Sku_Quantity_of_return=1,
          SKU_Unit_Original_Price="RM50.00", SKU_Subtotal_Before_Discount="RM100.00", SKU_Platform_Discount="RM4.00",
          SKU_Subtotal_After_Discount="RM96.00", Order_Amount="RM96.00", Order_Refund_Amount="RM48.00",
          Buyer_Username="tikfan_two"),
    _line(K4, "04/02/2026 10:00:00", Order_Status="Selesai", Product_Name="Scarf",
    SKU_Subtotal_Before_Discount="RM50.00",
          SKU_Subtotal_After_Discount="RM50.00", Order_Amount="RM50.00", Order_Refund_Amount="RM50.00",
          Cancelled_Time="07/02/2026 09:00:00", Order_Channel="Tokopedia"),
    _line(K5, "05/02/2026 10:00:00", Order_Status="Martian", Product_Name="Scarf",
    SKU_Subtotal_Before_Discount="RM50.00",
          SKU_Subtotal_After_Discount="RM50.00", Order_Amount="RM50.00"),
    _line(K6, "06/02/2026 10:00:00", Order_Status="Unpaid", Product_Name="Scarf",
    SKU_Subtotal_Before_Discount="RM50.00",
          SKU_Subtotal_After_Discount="RM50.00", Order_Amount="RM50.00"),
]  # fmt: skip


def settled(
    number: str, day: str, amount: str, revenue: str = "0", kind: str = "Order", **more: Cell
) -> dict[str, Cell]:
    """One row of the income file."""
    return {
        "Order/adjustment ID  ": number, "Type ": kind, "Order settled time": f"2026/02/{day}", "Currency": "MYR",
        "Total settlement amount": amount, "Total Revenue": revenue,
        **{word.replace("_", " "): cell for word, cell in more.items()},
    }  # fmt: skip


SETTLED = [
    settled(K1, "10", "65.07", "79.00", Total_Fees="-13.93", Platform_commission_fee="-4.74", Payment_Fee="-2.99",
            Shipping_cost="-1.00", Affiliate_Commission="-3.95", Voucher_Xtra_service_fee="-0.50",
            Mall_service_fee="-0.75"),
    settled(K3, "12", "45.50", "50.00", Refund_subtotal_after_seller_discounts="-50.00",
    Platform_commission_fee="-3.00",
            Payment_Fee="-1.00", Adjustment_amount="-0.50"),
    settled("8800001", "12", "-20.00", kind="GMV Payment for TikTok Ads"),
    settled("8800002", "13", "7.77", kind="Logistics reimbursement", Related_order_ID=K1),
    settled("8800003", "13", "-0.99", kind="Martian levy"),
]  # fmt: skip


def orders_file(lines: list[dict[str, Cell]] | None = None) -> bytes:
    """`All order-2026-02-20.csv`."""
    given = LINES if lines is None else lines
    return csv_bytes([ORDERS, tuple(EXPLAINED.values()), *(row(ORDERS, each) for each in given)], "utf-8-sig")


def orders_workbook() -> bytes:
    """The same list as a workbook."""
    return xlsx_bytes({"OrderSKUList": [ORDERS, tuple(EXPLAINED.values()), *(row(ORDERS, each) for each in LINES)]})


def income_file() -> bytes:
    """`income_20260220.xlsx`."""
    details = [INCOME, *(row(INCOME, each) for each in SETTLED)]
    return xlsx_bytes({"Order details": details, "Reports": [["Total settlement amount", "97.35"]]})


FILES = {
    "tiktok_orders": ("tiktok", "All order-2026-02-20.csv", orders_file),
    "tiktok_income": ("tiktok", "income_20260220.xlsx", income_file),
}
