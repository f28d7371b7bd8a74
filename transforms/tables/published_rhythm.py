"""Published tables about the shop's rhythm: who is late for their next purchase."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import Column, Table


def _days(name: str, doc: str) -> Column:
    return Column(name, "INTEGER", doc, unit="days", nullable=True, at_least=1)


LIFECYCLE_THRESHOLDS = Table(
    "lifecycle_thresholds",
    "published",
    "One row per kind of purchase day: from how many days after it somebody is due, at risk, lapsed, by which curve.",
    ("purchase",),
    (
        Column(
            "purchase",
            "VARCHAR",
            "The person's latest purchase day is their first, or a later one.",
            privacy="open",
            allowed=words.PURCHASE_KINDS,
        ),
        Column(
            "order_rank",
            "INTEGER",
            "The curve of time_to_next, of channel all, that the days are read from; 1 also serves later purchase days "
            "where curve 2 is not enough.",
            privacy="open",
            at_least=1,
            at_most=2,
        ),
        Column(
            "curve_state",
            "VARCHAR",
            "Whether the curve is enough: at least 50 people are back, and the last twentieth of them begins in the "
            "first three quarters of the days followed, unless 95 % are back. If not, nobody is judged.",
            allowed=words.CURVE_STATES,
        ),
        c.count("watched", "People on the curve from its start.", "people"),
        c.count("came_back", "People who came back within followed_days.", "people"),
        Column(
            "followed_days",
            "INTEGER",
            "Days the curve is followed: its last step with 30 people still watched.",
            unit="days",
            at_least=0,
        ),
        c.share("share_back", "Share of people who are back by followed_days (Kaplan-Meier)."),
        _days("due_days", "Days by which half of share_back are back; null: the curve is not enough."),
        _days("at_risk_days", "Days by which 80 % of share_back are back."),
        _days("lapsed_days", "Days by which 95 % of share_back are back."),
    ),
)

LIFECYCLE_FLOWS = Table(
    "lifecycle_flows",
    "published",
    "One row per month and pair of states: people in one at the end of the month before and in the other at its end.",
    ("month", "from_state", "to_state"),
    (
        c.MONTH,
        Column(
            "from_state",
            "VARCHAR",
            "State at the end of the month before; none: not seen yet.",
            privacy="open",
            allowed=("none", *words.LIFECYCLES),
        ),
        Column(
            "to_state",
            "VARCHAR",
            "State at the end of the month, of the running one at the as-of day; by the thresholds of the as-of day.",
            privacy="open",
            allowed=words.LIFECYCLES,
        ),
        *c.CUSTOMERS,
        c.IS_COMPLETE,
    ),
)

RHYTHM = (LIFECYCLE_THRESHOLDS, LIFECYCLE_FLOWS)
