"""Coverage, its gaps and the link model of the invented shop, worked out from its orders."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from dashboard.charts.intervals import wilson
from tests.dashboard.invented_shop import AS_OF, Order


def coverage_of(orders: list[Order]) -> list[dict]:
    rows = []
    groups = defaultdict(list)
    for order in orders:
        groups[order.month, order.channel, order.branch].append(order)
    for (month, channel, branch), group in groups.items():
        named = [order for order in group if order.person is not None]
        others = [order for order in group if order.person is None]
        likely = others[: len(others) // 4] if channel in ("meituan", "eleme") else []
        rest = others[len(likely) :]
        rows.append(
            {
                "month": month,
                "channel": channel,
                "branch": branch,
                "orders": len(group),
                "certain": len(named),
                "likely": len(likely),
                "unidentified": len(rest),
                "net_sales": sum(order.net_sales for order in group),
                "net_sales_certain": sum((order.net_sales for order in named), Decimal(0)),
                "net_sales_likely": sum((order.net_sales for order in likely), Decimal(0)),
                "net_sales_unidentified": sum((order.net_sales for order in rest), Decimal(0)),
                "is_complete": month < f"{AS_OF:%Y-%m}",
            }
        )
    return rows


def gaps_of(coverage: list[dict]) -> list[dict]:
    """A reason for every unidentified order of the last three months: each channel has one of its own."""
    reasons = {
        "store": "till_without_member_question",
        "mini_program": "guest_checkout",
        "tmall": "recipient_only",
        "meituan": "not_at_the_till",
        "eleme": "masked_by_platform",
    }
    sums: dict[tuple[str, str], list] = defaultdict(lambda: [0, Decimal(0), 0])
    for row in (row for row in coverage if row["month"] >= "2026-09"):
        cell = sums[row["channel"], row["branch"]]
        for place, name in enumerate(("unidentified", "net_sales_unidentified", "orders")):
            cell[place] += row[name]
    of_channel: Counter = Counter()
    for (channel, _), cell in sums.items():
        of_channel[channel] += cell[2]
    return [
        {
            "channel": channel,
            "branch": branch,
            "reason": reasons[channel],
            "orders": orders,
            "net_sales": net_sales,
            "purchases": purchases,
            "channel_purchases": of_channel[channel],
            "share_of_orders": orders / purchases,
        }
        for (channel, branch), (orders, net_sales, purchases) in sums.items()
        if orders
    ]


def links() -> dict[str, list[dict]]:
    """A model that was learnt, and what became of the links of the people it was tried on."""
    bands = [(low / 10, (low + 1) / 10, links, right) for low, links, right in _TRIED]
    return {
        "link_model": [
            {
                "state": "trained",
                "lacking": "",
                "true_pairs": 640,
                "true_pairs_needed": 200,
                "held_out_people": 155,
                "held_out_needed": 100,
                "nameless_records": 820,
                "named_people": 900,
                "pairs_compared": 5200,
                "probable_links": 410,
            }
        ],
        "link_blocking": [
            {"rule": "name", "pairs_wanted": 9100, "pairs_kept": 4000, "values_left_out": 12},
            {"rule": "e-mail", "pairs_wanted": 1200, "pairs_kept": 1200, "values_left_out": 0},
        ],
        "link_calibration": [
            {
                "band_low": low,
                "band_high": high,
                "links": links,
                "right_links": right,
                "mean_probability": low + 0.055,
                "share_right": right / links,
                "share_right_low": wilson(right, links)[0],
                "share_right_high": wilson(right, links)[1],
            }
            for low, high, links, right in bands
        ],
    }


_TRIED = ((0, 40, 2), (2, 31, 8), (4, 28, 12), (6, 26, 17), (8, 44, 38), (9, 61, 59))
