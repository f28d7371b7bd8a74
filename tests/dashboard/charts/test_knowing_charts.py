"""What the chart of coverage and the one of the link model say."""

import pytest

from dashboard import data, numbers
from dashboard.charts.intervals import wilson
from dashboard.charts.registry import CHARTS
from dashboard.charts.scene import Scene
from dashboard.charts.view import Filters
from dashboard.languages import texts
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader


def test_coverage_in_money_shares_out_net_sales_and_says_so(reader):
    view = CHARTS["identity_coverage"](reader, Filters(counted="net_sales"), "en")
    orders = CHARTS["identity_coverage"](reader, Filters(), "en")
    assert "net sales" in view.title
    assert "orders" in orders.title
    parts = ("certain", "likely", "unidentified")
    for row in view.rows:
        assert sum(row[part] for part in parts) == row["net_sales"]
        assert sum(row[f"{part}_share"] for part in parts) == pytest.approx(1)
    assert [column.kind for column in view.columns][1:3] == ["money", "money"]
    assert {row["key"]: row["certain"] for row in view.rows} != {row["key"]: row["certain"] for row in orders.rows}


def test_coverage_follows_the_branch_filter_and_its_branches_add_up(reader):
    whole = CHARTS["identity_coverage"](reader, Filters(), "en")
    names = data.branches(reader)
    each = [CHARTS["identity_coverage"](reader, Filters(branch=name), "en") for name in names]
    assert len(names) > 1
    for row in whole.rows:
        mine = [other["certain"] for view in each for other in view.rows if other["key"] == row["key"]]
        nameless = sum(r["certain"] for r in data.coverage(reader) if r["channel"] == row["key"] and not r["branch"])
        assert sum(mine) <= row["certain"] <= sum(mine) + nameless
    assert each[0].coverage != whole.coverage
    assert not any("all branches" in note for view in each for note in view.notes)


def tried(tmp_path, rows, *bands, state="trained", **model):
    """The calibration of a snapshot whose held-out links are (mean probability, links, right ones) by band."""
    measured = [
        {
            "band_low": round(mean - 0.05, 2),
            "band_high": round(mean + 0.05, 2),
            "links": links,
            "right_links": right,
            "mean_probability": mean,
            "share_right": right / links,
            "share_right_low": wilson(right, links)[0],
            "share_right_high": wilson(right, links)[1],
        }
        for mean, links, right in bands
    ]
    said_of = {**rows["link_model"][0], "state": state, **model}
    changed = {**rows, "link_calibration": measured, "link_model": [said_of]}
    return CHARTS["link_calibration"](SnapshotReader(make_home(tmp_path / "home", changed).current), Filters(), "en")


def test_links_that_come_true_are_said_to_be_right_as_often_as_they_say(tmp_path, rows):
    view = tried(tmp_path, rows, (0.5, 40, 20), (0.9, 100, 91))
    assert "90%" in view.title
    assert "91%" in view.title
    assert view.title == texts("en")("title.link_calibration.right", given="90%", right="91%")


def test_a_model_that_is_too_sure_or_too_careful_is_named_by_its_worst_band(tmp_path, rows):
    sure = tried(tmp_path / "sure", rows, (0.5, 40, 20), (0.9, 100, 60))
    assert sure.title == texts("en")("title.link_calibration.sure", given="90%", right="60%")
    careful = tried(tmp_path / "careful", rows, (0.5, 100, 80), (0.9, 100, 90))
    assert careful.title == texts("en")("title.link_calibration.careful", given="50%", right="80%")


def test_a_band_of_few_links_decides_no_title(tmp_path, rows):
    view = tried(tmp_path, rows, (0.5, 10, 0), (0.9, 100, 90))
    assert view.title == texts("en")("title.link_calibration.right", given="90%", right="90%")


def test_points_of_the_calibration_are_as_large_as_they_have_links_and_carry_their_interval(tmp_path, rows):
    view = tried(tmp_path, rows, (0.5, 25, 10), (0.9, 100, 90))
    (points,) = view.figure.data
    assert list(points.marker.size) == [19, 30]
    low, high = wilson(10, 25)
    assert points.error_y.array[0] == pytest.approx(high - 0.4)
    assert points.error_y.arrayminus[0] == pytest.approx(0.4 - low)
    (diagonal,) = view.figure.layout.shapes
    assert (diagonal.x0, diagonal.y0, diagonal.x1, diagonal.y1) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("state", "model", "why"),
    [
        ("none", {}, "links"),
        ("trained", {}, "links_unmeasured"),
        ("too_little", {"true_pairs": 12, "lacking": "true_pairs"}, "links_pairs"),
        ("too_little", {"held_out_people": 3, "lacking": "held_out"}, "links_people"),
        ("too_little", {"lacking": "evidence"}, "links_evidence"),
    ],
)
def test_without_a_measured_model_the_chart_says_what_is_missing(tmp_path, rows, state, model, why):
    view = tried(tmp_path, rows, state=state, **model)
    assert view.rows == ()
    assert view.title == texts("en")(f"empty.{why}.title")
    numbers_said = [str(number) for name, number in model.items() if name != "lacking"]
    assert all(number in " ".join([view.subtitle, *view.notes]) for number in numbers_said)


def test_coverage_names_the_probable_share_where_there_is_one(tmp_path, rows, reader):
    months = ["2026-10"]
    drawn = [row for row in data.coverage(reader) if row["month"] in months]
    likely = sum(row["likely"] for row in drawn) / sum(row["orders"] for row in drawn)
    assert f"{numbers.share(likely, 'en')} more probably" in Scene(reader, Filters(), "en").coverage_sentence(months)
    certain_only = [
        {**row, "likely": 0, "unidentified": row["likely"] + row["unidentified"]} for row in rows["identity_coverage"]
    ]
    home = make_home(tmp_path / "home", {**rows, "identity_coverage": certain_only})
    assert "probably" not in Scene(SnapshotReader(home.current), Filters(), "en").coverage_sentence(months)
