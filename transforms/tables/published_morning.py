"""What the owner is told first in the morning."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import Column, Table


def _level(name: str, doc: str) -> Column:
    return Column(name, "DOUBLE", doc, nullable=True)


MORNING_FINDINGS = Table(
    "morning_findings",
    "published",
    "One row per thing that changed beyond the usual, or that a platform got wrong, the largest amount first.",
    ("finding", "channel"),
    (
        Column(
            "finding",
            "VARCHAR",
            "net_sales, take_rate, refunded_share, own_share, homecoming, lapsed: the last complete month is further "
            "from the one before than months usually are; payout_short, payout_over: statements paid less or more than "
            "their lines add up to; fee_audit: fees that are not as agreed; never_paid_out: orders on no bill.",
            privacy="open",
            allowed=words.MORNING_FINDINGS,
        ),
        Column("channel", "VARCHAR", "Channel it is about, or all.", privacy="open"),
        Column(
            "month", "VARCHAR", "The month, or the one since whose first day a platform got it wrong.", privacy="open"
        ),
        Column("place", "INTEGER", "1 for the largest amount; equal ones by finding and channel.", at_least=1),
        _level("level", "Net sales, share or people of the month; of a payout what was stated."),
        _level("level_before", "The same of the month before; of a payout what the lines add up to."),
        _level("usual_low", "95 % of usual steps from level_before lead to no less; null where nothing is usual."),
        _level("usual_high", "95 % of usual steps from level_before lead to no more."),
        c.count("cases", "Statements or orders it is about; 1 for a month.", "cases"),
        c.money(
            "amount",
            "What it comes to, negative when it costs: the step times its base; a person counts with the net sales "
            "of a known customer over 12 months.",
        ),
    ),
)

MORNING = (MORNING_FINDINGS,)
