"""What is ahead: the finding, the check on the past in words, and what stands there where it is refused."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader

PARAMETERS = dict.fromkeys(("r", "alpha", "a", "b", "log_likelihood", "p", "q", "v"))
MODEL = {"people": 300, "repeaters": 120, "history_days": 420, **PARAMETERS}
CHECK = {
    "calibrated_until": date(2026, 6, 27),
    "held_out_days": 140,
    "held_out_people": 250,
    "predicted_purchases": 480.4,
    "actual_purchases": 500.0,
    "predicted_contribution": Decimal(9000),
    "actual_contribution": Decimal(9500),
}
BANDS = [(0.0, 1.0, 200, 1000), (1.0, 4.0, 70, 3000), (4.0, None, 30, 6000)]


def shown(tmp_path, rows, state, bands=()):
    customer = {"customer_id": "c1", "contribution": Decimal(1250), "p_alive": None}
    ahead = {**customer, **dict.fromkeys(("purchases_90_days", "purchases_365_days", "contribution_365_days"))}
    names = ("purchases_from", "purchases_below", "customers", "contribution_365_days")
    changed = {
        "value_model": [{**MODEL, **CHECK, "model_state": state}],
        "value_bands": [{**dict(zip(names, band, strict=True)), "purchases_365_days": 10.0} for band in bands],
        "value_ahead": [ahead],
    }
    reader = SnapshotReader(make_home(tmp_path / "home", {**rows, **changed}).current)
    return CHARTS["value_ahead"](reader, Filters(), "en")


def test_the_title_says_how_much_and_how_few_bring_most_of_it(tmp_path, rows):
    view = shown(tmp_path, rows, "enough", BANDS)
    assert view.title == (
        "The customers of today may bring ¥10K in the next 12 months, "
        "60% of it from 30 people expected four times or more"
    )
    assert [row["purchases_band"] for row in view.rows] == ["under 1 times", "1 to 4 times", "4 times or more"]
    assert view.notes[0] == (
        "Tried on the past: from the data up to 27 Jun 2026, 480 purchase days of 250 customers were expected in the "
        "140 days after. 500 came."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("short_history", "So far the known customers (1) have brought ¥1,250 in 420 days."),
        ("few_repeaters", "So far the known customers (1) have brought ¥1,250. 120 of them came again;"),
        ("not_fitted", "So far the known customers (1) have brought ¥1,250. No model fits"),
        ("off", "the forecast was too far off: 480 purchase days expected, 500 came."),
    ],
)
def test_where_it_is_refused_the_reason_stands_there_and_what_was_brought(tmp_path, rows, state, said):
    view = shown(tmp_path, rows, state)
    assert not view.rows
    assert said in view.subtitle
