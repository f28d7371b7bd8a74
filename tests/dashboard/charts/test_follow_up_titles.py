"""What calling does, told by hand-counted people: only beyond chance, and never of too few."""

import pytest

from dashboard.charts.follow_up_result import make, told
from dashboard.charts.scene import Scene
from dashboard.charts.view import Filters


def groups(called, kept, reason="due"):
    return [
        {"reason": reason, "list_group": group, "came_back": back, "people": people}
        for group, (back, people) in (("called", called), ("kept_back", kept))
    ]


@pytest.mark.parametrize(
    ("called", "kept", "title"),
    [
        ((100, 200), (10, 40), "Calling brings people back: 50% of those called bought again, 25% of those left alone"),
        ((50, 200), (20, 40), "Those called came back less: 25%, against 50% of those left alone"),
        ((60, 200), (12, 40), "No difference beyond chance: 30% of those called bought again, 30% of those left alone"),
        ((100, 200), (0, 29), "Too few to tell whether calling helps: 200 called, 29 left alone"),
        ((5, 20), (0, 0), "Too few to tell whether calling helps: 20 called, 0 left alone"),
    ],
)
def test_the_title_tells_a_difference_only_beyond_chance(reader, called, kept, title):
    assert told(Scene(reader, Filters(), "en"), groups(called, kept)) == title


def test_a_single_reason_is_told_without_a_finding(reader):
    view = make(reader, Filters(), "en")
    assert view.title.startswith("Calling brings people back")
    assert not any("brings" in note for note in view.notes)
    assert len(view.notes) == 6
