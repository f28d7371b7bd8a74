"""What one invented night read, left out and found."""

from __future__ import annotations

from datetime import UTC, datetime


def night_rows(run_id: str) -> dict[str, list[dict]]:
    """Files read, rows left out, findings and checks of one invented night."""
    files = [
        ("till", "till_2026-11.csv", "till_orders", 4210, 4100, 108, 2, "agrees", "loaded", None),
        ("meituan_bill", "美团账单_202611.xlsx", "meituan_bill", 1830, 1829, 0, 1, "differs", "loaded", None),
        ("tmall", "宝贝订单报表.csv", "tmall_orders", 0, 0, 0, 0, "none", "quarantined", "unreadable_file"),
    ]
    received = datetime(2026, 11, 15, 2, 10, tzinfo=UTC).replace(tzinfo=None)
    ingested = [
        {
            "file_sha256": f"{index:064x}",
            "source": f[0],
            "file_name": f[1],
            "layout": f[2],
            "received_at": received,
            "exported_at": None,
            "rows_read": f[3],
            "rows_loaded": f[4],
            "rows_superseded": f[5],
            "rows_quarantined": f[6],
            "control_total_state": f[7],
            "file_state": f[8],
            "file_reason": f[9],
        }
        for index, f in enumerate(files, start=1)
    ]
    left_out = [
        ("till", files[0][1], 17, "not_an_amount", "实收金额"),
        ("till", files[0][1], 90, "damaged_id", "单号"),
        ("meituan_bill", files[1][1], 3, "blank_required", "订单号"),
        ("tmall", files[2][1], None, "unreadable_file", None),
    ]
    return {
        "ingested_files": ingested,
        "quarantine": [
            {
                "source": s,
                "file_name": f,
                "file_sha256": "0" * 64,
                "layout": "",
                "line": n,
                "reason_code": code,
                "reason": code,
                "columns_concerned": columns,
            }
            for s, f, n, code, columns in left_out
        ],
        "file_findings": [
            {
                "source": "meituan_bill",
                "file_name": files[1][1],
                "file_sha256": "0" * 64,
                "layout": "meituan_bill",
                "finding": finding,
                "what": what,
                "rows": n,
            }
            for finding, what, n in (("unknown_fee", "打包服务费", 12), ("total_differs", "合计", 1))
        ],
        "ignored_identities": [
            {
                "identity_key": "ab12",
                "identity_kind": "phone",
                "masked": "138****8000",
                "neighbours": 41,
                "orders_seen": 96,
                "shared_reason": "crowd",
            }
        ],
        "data_checks": [
            {
                "run_id": run_id,
                "table_name": "core.orders",
                "check_name": "order_key is unique",
                "severity": "stop",
                "success": True,
                "observed": "0 duplicates",
            },
            {
                "run_id": run_id,
                "table_name": "published.identity_coverage",
                "check_name": "linked share is plausible",
                "severity": "warn",
                "success": False,
                "observed": "0.21",
            },
        ],
    }
