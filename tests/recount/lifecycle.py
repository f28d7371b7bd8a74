"""Who is late for their next purchase: every person looked at on the last day of every month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from tests.recount.basis import Person, Row
from tests.recount.calendar import month_after, month_of
from tests.recount.time_to_next import Waiting

Days = tuple[int, int, int]
"""Days after a purchase day from which somebody is due, at risk, lapsed."""
KINDS = ("first", "later")


def lifecycle_thresholds(curves: Sequence[Row]) -> list[Row]:
    """What the curves of the first two purchase days say, where at least 50 came back and the slow are seen."""
    said = {}
    for rank in (1, 2):
        steps = [row for row in curves if (row["order_rank"], row["channel"]) == (rank, "all")]
        steps = sorted((row for row in steps if row["day"] == 0 or row["at_risk"] >= 30), key=lambda row: row["day"])
        if not steps:
            continue
        last, back = steps[-1]["day"], 1 - steps[-1]["survival"]
        due, at_risk, lapsed = (
            next(row["day"] for row in steps if 1 - row["survival"] >= share * back - 1e-9)
            for share in (0.5, 0.8, 0.95)
        )
        came_back = sum(row["events"] for row in steps)
        state = "few_people" if came_back < 50 else "still_rising" if lapsed > 0.75 * last and back < 0.95 else "enough"
        known = state == "enough"
        said[rank] = {
            "order_rank": rank,
            "curve_state": state,
            "watched": steps[0]["at_risk"],
            "came_back": came_back,
            "followed_days": last,
            "share_back": back,
            "due_days": due if known else None,
            "at_risk_days": at_risk if known else None,
            "lapsed_days": lapsed if known else None,
        }
    enough = [rank for rank, row in said.items() if row["curve_state"] == "enough"]
    of_kind = {"first": said[1], "later": said[2] if enough == [1, 2] else said[1]}
    return [{"purchase": kind, **row} for kind, row in of_kind.items()]


class Rhythm(Waiting):
    """Who is late for their next purchase."""

    thresholds: dict[str, Days]
    """By kind of the latest purchase day; empty where nobody can be judged."""

    def judge_by(self, rows: Sequence[Row]) -> None:
        known = [row for row in rows if row["curve_state"] == "enough"]
        self.thresholds = {row["purchase"]: (row["due_days"], row["at_risk_days"], row["lapsed_days"]) for row in known}

    def lifecycle(self, person: Person, on: date) -> str | None:
        """Where somebody stands at the end of a day; none before the first purchase, None where nobody is judged."""
        if not self.thresholds:
            return None
        days = [day for day in person.days if day <= on]
        if not days:
            return "none"
        due, at_risk, lapsed = self.thresholds[KINDS[len(days) > 1]]
        wait = (on - days[-1]).days
        if wait >= due:
            return "lapsed" if wait >= lapsed else "at_risk" if wait >= at_risk else "due"
        if len(days) == 1:
            return "new"
        lapse = self.thresholds[KINDS[len(days) > 2]][2]
        return "won_back" if (days[-1] - days[-2]).days >= lapse else "active"

    def lifecycle_flows(self) -> list[Row]:
        if not self.thresholds:
            return []
        cells: Counter[tuple[str, str, str]] = Counter()
        for person in self.people.values():
            start = person.first_day
            while (month := month_after(start, 0))[0] <= self.as_of:
                before = self.lifecycle(person, month[0] - timedelta(days=1))
                after = self.lifecycle(person, min(month[1], self.as_of))
                cells[month_of(start), str(before), str(after)] += 1
                start = month[1] + timedelta(days=1)
        return [
            {
                "month": month,
                "from_state": before,
                "to_state": after,
                "customers": number,
                "is_complete": month_after(date.fromisoformat(f"{month}-01"), 0)[1] <= self.as_of,
            }
            for (month, before, after), number in cells.items()
        ]
