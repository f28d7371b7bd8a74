"""The tiny businesses whose numbers can be worked out on paper."""

from __future__ import annotations

from expectations.measures.declare import Billed, Bought, Crowd, Graded, Story

SHOP = Story(
    "Shop",
    "Four people buy in three months; who bought the eighth order no file names.",
    as_of="2026-03-31",
    orders=(
        Bought("a1", "Anna", "meituan", "2026-01-05", 20),
        Bought("b1", "Ben", "store", "2026-01-10", 10),
        Bought("c1", "Cleo", "meituan", "2026-01-20", 40, refunded=40, item="Tea"),
        Bought("c2", "Cleo", "mini_program", "2026-01-25", 35, item="Tea"),
        Bought("a2", "Anna", "store", "2026-02-07", 15),
        Bought("d1", "Dora", "eleme", "2026-02-14", 12),
        Bought("b2", "Ben", "meituan", "2026-02-27", 30, discount=2),
        Bought("n1", "nobody", "meituan", "2026-03-02", 25),
        Bought("a3", "Anna", "store", "2026-03-07", 16),
        Bought("c3", "Cleo", "mini_program", "2026-03-10", 20, collected=True),
        Bought("c4", "Cleo", "store", "2026-03-10", 5),
    ),
    bills=(
        Billed("a1", "meituan", "2026-01-07", "1.20", "18.80"),
        Billed("c1", "meituan", "2026-01-22", "2.40", "-2.40"),
        Billed("b2", "meituan", "2026-03-02", "2.00", "26.00"),
    ),
    paid_out="42.30",
    agreed=("Anna", "Dora"),
    settings="""[contract.meituan]
commission_rate = "0.05"

[tags.weekend]
weekdays = ["sat", "sun"]
share_from = 0.6
""",
)
CROWD_OF = Crowd(people=500, back=100, first="2025-09-03", gross=10)
CROWD = Story(
    "Crowd",
    f"{CROWD_OF.people} people buy in the store for {CROWD_OF.gross} on {CROWD_OF.first}. {CROWD_OF.back} of them come "
    "again for as much: one on each of the days 1 to 100 after it. Nobody else does, up to day 300.",
    as_of="2026-06-30",
    crowd=CROWD_OF,
)
MONTHS = Story(
    "Months",
    "One sale a month in the store.",
    as_of="2026-09-30",
    orders=tuple(
        Bought(f"m{month}", "nobody", "store", f"2026-{month:02}-10", gross)
        for month, gross in enumerate((100, 104, 98, 103, 99, 102, 100, 101, 60), start=1)
    ),
)
GRADED = Graded(0.8, 0.9, links=50, right=45, mean=0.87)
LINKS = Story(
    "Links",
    f"{GRADED.links} links of people held out were given a probability of {GRADED.low} to {GRADED.high}, "
    f"{GRADED.mean} in the mean. {GRADED.right} are right.",
    as_of="2026-03-01",
    orders=(Bought("l1", "Anna", "store", "2026-03-01", 10),),
    graded=GRADED,
)
STORIES = (SHOP, CROWD, MONTHS, LINKS)
