"""Header words as the platforms write them: those of the demo, and Shopify's."""

from transforms.demo.headers import (
    ALIPAY_ADDED,
    ALIPAY_CLASSIC,
    ELEME_ORDERS,
    MEITUAN_ORDERS,
    MEITUAN_STATEMENTS,
    TAOBAO_ITEMS,
    TAOBAO_ORDERS,
    TILL_ORDERS,
    WECHAT_TOTALS,
    WECHAT_TRADES,
    YOUZAN_CUSTOMERS,
    YOUZAN_ITEMS,
    YOUZAN_ORDERS,
)

ALIPAY = ALIPAY_CLASSIC + ALIPAY_ADDED

# fmt: off
SHOPIFY_ORDERS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method",
    "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku",
    "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status", "Billing Name", "Billing Street",
    "Billing Address1", "Billing Address2", "Billing Company", "Billing City", "Billing Zip", "Billing Province",
    "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street", "Shipping Address1", "Shipping Address2",
    "Shipping Company", "Shipping City", "Shipping Zip", "Shipping Province", "Shipping Country", "Shipping Phone",
    "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level", "Source",
    "Lineitem discount", "Tax 1 Name", "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value",
    "Tax 4 Name", "Tax 4 Value", "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties",
    "Billing Province Name", "Shipping Province Name", "Payment ID", "Payment Terms Name", "Next Payment Due At",
    "Payment References",
)
"""One word per column of a Shopify order export of 2025-26."""

SHOPIFY_PAYMENTS = (
    "Transaction Date", "Type", "Order", "Card Brand", "Card Source", "Payout Status", "Payout Date", "Payout ID",
    "Available On", "Amount", "Fee", "Net", "Checkout", "Payment Method Name", "Presentment Amount",
    "Presentment Currency", "Currency", "VAT",
)
"""One word per column of a Shopify Payments export."""

__all__ = [
    "ALIPAY", "ALIPAY_CLASSIC", "ELEME_ORDERS", "MEITUAN_ORDERS", "MEITUAN_STATEMENTS", "SHOPIFY_ORDERS",
    "SHOPIFY_PAYMENTS", "TAOBAO_ITEMS", "TAOBAO_ORDERS", "TILL_ORDERS", "WECHAT_TOTALS", "WECHAT_TRADES",
    "YOUZAN_CUSTOMERS", "YOUZAN_ITEMS", "YOUZAN_ORDERS",
]
