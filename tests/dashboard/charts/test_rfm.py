"""Segments: who brings most, by rules that stand on the picture, and the refusal where data are too thin."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader


def shown(tmp_path, rows, segments, state="enough"):
    basis = {"rfm_state": state, "buyers": 600, "history_days": 170, "from_day": date(2025, 11, 15)}
    cuts = {"r": (9, 25, 60, 140), "f": (1, 2, 4, None), "m": (Decimal("18.5"), 40, 95, 210)}
    points = [
        {
            "measure": measure,
            **basis,
            "cut_method": "bands" if measure == "f" else "quantiles",
            **{f"cut_{n}": cut if state == "enough" else None for n, cut in enumerate(each, start=1)},
        }
        for measure, each in cuts.items()
    ]
    changed = {**rows, "rfm_segments": segments, "rfm_cut_points": points}
    return CHARTS["rfm"](SnapshotReader(make_home(tmp_path / "home", changed).current), Filters(), "en")


def test_the_title_names_the_segment_that_brings_most_and_the_picture_its_rule(tmp_path, rows):
    names = (("champions", 1, 60, 3000), ("occasional", 5, 180, 1500), ("once_long_ago", 8, 360, 1500))
    columns = ("segment", "position", "customers", "net_sales")
    view = shown(tmp_path, rows, [dict(zip(columns, each, strict=True)) for each in names])
    assert view.title == "Champions: 10% of the buyers bring 50% of net sales"
    assert [row["rule"] for row in view.rows] == ["R 4–5 · F 4 · M 4–5", "R 3–5", "everybody else"]
    assert "F, purchase days: 1 up to 1, 2 up to 2, 3 up to 4, 4 beyond." in view.notes
    assert any("fixed numbers" in note for note in view.notes)


@pytest.mark.parametrize(
    ("state", "said"), [("few_buyers", "600 known customers bought"), ("short_history", "There are 170 days of orders")]
)
def test_thin_data_are_refused_in_words(tmp_path, rows, state, said):
    view = shown(tmp_path, rows, [], state)
    assert not view.rows
    assert view.subtitle.startswith(said)
