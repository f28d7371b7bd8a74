"""What the owner of the sound business is told first: a short statement, fees not as agreed, a good March."""

MORNING_ROWS = {
    "published.morning_findings": [
        {"finding": "payout_short", "channel": "meituan", "month": "2026-03", "place": 1, "cases": 1, "amount": -4},
        {"finding": "fee_audit", "channel": "meituan", "month": "2026-03", "place": 2, "cases": 1, "amount": -3},
        {
            "finding": "net_sales",
            "channel": "store",
            "month": "2026-03",
            "place": 3,
            "level": 50,
            "level_before": 49,
            "usual_low": 30,
            "usual_high": 45,
            "cases": 1,
            "amount": 1,
        },
    ]
}
