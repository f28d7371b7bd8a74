"""Exports that no layout of the product describes, as small tills and shops write them."""

from tests.samples.build import csv_bytes, xlsx_bytes

TAIWAN = [
    ["訂單編號", "成立時間", "訂單狀態", "商品小計", "折扣", "運費", "實付金額", "手續費", "顧客電話", "門市"],
    ["A1001", "2026-02-20 10:00:00", "已完成", "100.00", "-10.00", "60.00", "150.00", "3.00", "0912345678", "信義"],
    ["A1002", "2026-02-21 10:00:00", "已完成", "200.00", "0", "0", "200.00", "4.00", "0912345679", "信義"],
    ["A1003", "2026-03-21 10:00:00", "已取消", "80.00", "0", "0", "80.00", "", "0912345678", "信義"],
]
TAIWAN_TOTAL = ["合計", "", "", "380.00", "-10.00", "60.00", "430.00", "7.00", "", ""]

ENGLISH = [
    ["My little till", "", "", "", "", "", "", ""],
    ["Receipt no", "Date", "Item", "Qty", "Line total", "Discount", "Guest", "E-mail"],
    ["R1", "2026-02-20 10:00", "Tea", "2", "10.00", "1.00", "Ann", "ann@example.com"],
    ["R1", "2026-02-20 10:00", "Bread", "1", "5.00", "0.00", "Ann", "ann@example.com"],
    ["R2", "2026-02-21 11:00", "Tea", "1", "5.00", "0.00", "Bob", "bob@example.com"],
]

MAINLAND = [
    ["流水号", "交易时间", "金额", "备注"],
    ["T00001", "2026-02-20 10:00:00", "30.00", ""],
    ["T00002", "2026-02-20 11:00:00", "45.00", "13800138000 来电"],
    ["T00002", "2026-02-22 11:00:00", "-45.00", "退"],
]


def taiwan_file() -> bytes:
    """One row per order in Big5, with a row of totals at the end."""
    return csv_bytes([*TAIWAN, TAIWAN_TOTAL], "big5")


def english_file() -> bytes:
    """One row per item in a workbook, with a title above the header and a second sheet."""
    return xlsx_bytes({"Notes": [["nothing here"]], "Sales": ENGLISH})


def mainland_file() -> bytes:
    """One row per order or refund in GB18030, refunds below zero, no state."""
    return csv_bytes(MAINLAND, "gb18030")
