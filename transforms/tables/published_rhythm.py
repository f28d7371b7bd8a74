"""Published tables about the rhythm of buying: who is late, and who buys how lately, how often and for how much."""

from transforms.tables import columns as c
from transforms.tables import segments, words
from transforms.tables.declare import MONEY, Column, Table


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


def _score(name: str, doc: str, highest: int) -> Column:
    return Column(name, "INTEGER", doc, at_least=1, at_most=highest)


_SEGMENT = Column(
    "segment",
    "VARCHAR",
    "The first segment whose scores fit; the rules are in the definitions of the measures.",
    allowed=segments.NAMES,
)

RFM = Table(
    "rfm",
    "published",
    "One row per customer who bought in the window: how lately, how often, for how much, and the segment that follows.",
    ("customer_id",),
    (
        c.CUSTOMER_ID,
        c.count("r_days", "Days from the latest purchase day to the as-of day.", "days"),
        Column("f_days", "BIGINT", "Purchase days in the window.", unit="days", at_least=1),
        c.money("m_net_sales", "Net sales of the window, in the shop's currency."),
        _score("r", "Score of r_days: 5 is latest.", segments.R_SCORES),
        _score("f", "Score of f_days: 4 is most often.", segments.F_SCORES),
        _score("m", "Score of m_net_sales: 5 is most.", segments.M_SCORES),
        _SEGMENT,
    ),
)

RFM_CUT_POINTS = Table(
    "rfm_cut_points",
    "published",
    "One row per measure of rfm: the values at which one score ends and the next begins, and whether there are any.",
    ("measure",),
    (
        Column("measure", "VARCHAR", "r, f or m.", privacy="open", allowed=words.RFM_MEASURES),
        Column(
            "rfm_state",
            "VARCHAR",
            "enough, or why nobody is scored: under 500 buyers in the window, or under 180 days of history.",
            allowed=words.RFM_STATES,
        ),
        c.count("buyers", "Customers who bought in the window.", "people"),
        c.count("history_days", "Days from the first purchase of all to the as-of day, both included.", "days"),
        Column("from_day", "DATE", "First day of the window; it ends on the as-of day."),
        Column(
            "cut_method",
            "VARCHAR",
            "quantiles of the values; for f the bands 1, 2, 3-4 and 5 or more where two of its quantiles are equal.",
            allowed=words.CUT_METHODS,
        ),
        *(
            Column(
                f"cut_{place}",
                MONEY,
                f"The {nth} score from the lowest values ends with this one, days or money; null: no such score.",
                nullable=True,
            )
            for place, nth in enumerate(("first", "second", "third", "fourth"), start=1)
        ),
    ),
)

RFM_SEGMENTS = Table(
    "rfm_segments",
    "published",
    "One row per segment: the people in it and what they bought for in the window.",
    ("segment",),
    (
        _SEGMENT,
        Column("position", "INTEGER", "Place among the rules: the first that fits counts.", privacy="open", at_least=1),
        *c.CUSTOMERS,
        c.money("net_sales", "Net sales of these customers in the window."),
    ),
    ordered_by=("position",),
)

RHYTHM = (LIFECYCLE_THRESHOLDS, LIFECYCLE_FLOWS, RFM, RFM_CUT_POINTS, RFM_SEGMENTS)
