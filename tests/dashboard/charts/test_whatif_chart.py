"""What the chart of moving home says: from where on it pays, that it never does, and what it does not know."""

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader


def chart(tmp_path, rows, filters=None, **changed):
    """The chart with some of the inputs changed."""
    inputs = [{**row, **changed} for row in rows["whatif_inputs"]]
    home = make_home(tmp_path / "home", {**rows, "whatif_inputs": inputs})
    return CHARTS["whatif"](SnapshotReader(home.current), filters or Filters(), "en")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        # 300 orders a month: (300 × 0.30 + 100) / (300 × (0.8 × 14.32 − 8.84)) = 190 / 784.8
        ({}, "Moving platform orders home pays from 24% of them on, if 20% of the moved are lost"),
        ({"lost_middle": 0.39}, "Moving platform orders home pays only while fewer than 38% of the moved are lost"),
        ({"fixed_per_month": 900}, "No share of platform orders pays for moving them, if 20% of the moved are lost"),
        (
            {"fixed_per_month": 0, "cost_per_addressed": 0},
            "Each platform order that moves home brings ¥2.62, if 20% of the moved are lost",
        ),
        (
            {"moved_contribution_mean": 8.0},
            "Moving platform orders home does not pay: one leaves ¥8.84 there and ¥8.00 with us",
        ),
    ],
)
def test_the_title_says_from_where_on_moving_pays_or_that_it_does_not(tmp_path, rows, changed, said):
    assert chart(tmp_path, rows, **changed).title == said


def test_break_even_is_marked_where_it_exists_and_said_not_to_where_it_does_not(reader):
    view = CHARTS["whatif"](reader, Filters(), "en")
    marked = [trace for trace in view.figure.data if trace.mode == "markers"]
    assert [trace.legendgroup for trace in marked] == ["low", "middle"]
    assert [list(trace.y) for trace in marked] == [[0.0], [0.0]]
    assert any("40% are lost, no share" in note for note in view.notes)
    assert any("38% are lost" in note for note in view.notes)


def test_one_platform_can_be_chosen_and_of_several_all_are_shown(tmp_path, rows):
    assert "Meituan" in chart(tmp_path / "one", rows, Filters(channels=("meituan",))).title
    several = chart(tmp_path / "two", rows, Filters(channels=("meituan", "tmall")))
    assert "platform orders" in several.title
    assert any("one platform or all" in note for note in several.notes)


def test_without_own_online_orders_the_chart_says_what_is_missing(tmp_path, rows):
    view = chart(tmp_path, rows, moved_contribution_mean=None)
    assert view.rows == ()
    assert "payment bill" in view.notes[0]
    assert chart(tmp_path / "fees", rows, contribution_mean=None).rows == ()


def test_platforms_without_a_whole_month_are_told_from_a_shop_without_platforms(tmp_path, rows):
    young = chart(tmp_path / "young", {**rows, "whatif_inputs": []})
    assert (young.title, young.rows) == ("No platform has a whole month yet", ())
    others = [row for row in rows["whatif_inputs"] if row["channel"] != "meituan"]
    one = chart(tmp_path / "one", {**rows, "whatif_inputs": others}, Filters(channels=("meituan",)))
    assert one.title == young.title
    none = {**rows, "whatif_inputs": [], "channel_costs": []}
    assert chart(tmp_path / "none", none).title == "No orders to show here yet"
