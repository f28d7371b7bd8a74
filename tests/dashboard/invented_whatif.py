"""What is at stake in the invented shop if platform orders moved home."""

from __future__ import annotations

from decimal import Decimal

ORDERS = {"all": 900, "tmall": 150, "meituan": 450, "eleme": 300}


def whatif_rows() -> list[dict]:
    """An order leaves 8.84 on a platform and would leave 14.32 with us, as in METRICS.md §7."""
    return [
        {
            "channel": channel,
            "first_month": "2026-08",
            "last_month": "2026-10",
            "months": 3,
            "orders": orders,
            "orders_per_month": orders / 3,
            "orders_certain": orders // 2,
            "orders_likely": 0,
            "orders_reachable": orders // 3,
            "orders_with_fees": orders - 10,
            "net_sales_mean": 20.0,
            "net_sales_median": 18.0,
            "contribution_mean": 8.84,
            "contribution_median": 7.5,
            "delivery_fee_mean": None if channel == "tmall" else 5.5,
            "own_orders": 600,
            "own_orders_with_fees": 600,
            "own_net_sales_mean": 30.0,
            "own_fee_share": 0.034,
            "own_contribution_mean": 23.98,
            "own_contribution_median": 21.0,
            "own_costs_mean": 5.0,
            "moved_contribution_mean": 14.32,
            "moved_contribution_median": 12.388,
            "cost_per_addressed": Decimal("0.30"),
            "fixed_per_month": Decimal(100),
            "lost_low": 0.1,
            "lost_middle": 0.2,
            "lost_high": 0.4,
        }
        for channel, orders in ORDERS.items()
    ]
