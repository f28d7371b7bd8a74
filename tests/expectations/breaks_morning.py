"""The breaks of what is promised of the morning's findings."""

from __future__ import annotations

from tests.expectations.breakage import MORNING, Break

NO_PAYOUT = (f"delete from {MORNING} where finding = 'payout_short'", f"update {MORNING} set place = place - 1")
"""The findings as they are when every statement agrees."""

TOLD = [
    Break(
        MORNING,
        "the largest amount comes first",
        (f"update {MORNING} set place = 4 - place",),
        "2 rows",
    ),
    *(
        Break(
            MORNING,
            "a month is told of only beyond what is usual",
            (f"update {MORNING} set {change}",),
        )
        for change in (
            "usual_high = 60 where finding = 'net_sales'",
            "usual_low = 1 where finding = 'payout_short'",
        )
    ),
    Break(
        MORNING,
        "what a platform paid or billed wrong is all that is wrong since then",
        (f"update {MORNING} set amount = -5 where finding = 'payout_short'",),
    ),
]
