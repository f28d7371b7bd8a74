"""The CDNOW sample, whose answers others have published: what we say of how often and for how much its people buy."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from tests.recount.rfm import Bought, rfm
from tests.worlds import a_shop, night, order
from transforms.value import bg_nbd, gamma_gamma
from transforms.value.bg_nbd import Histories

SAMPLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "cdnow_sample"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not SAMPLE.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]
LAST = date(1998, 6, 30)


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, date, Decimal]]:
    """Person, day and money of every row."""
    found = []
    for line in (SAMPLE / "CDNOW_sample.txt").read_text(encoding="ascii").splitlines():
        _, person, day, _, money = line.split()
        found.append((person, date(int(day[:4]), int(day[4:6]), int(day[6:])), Decimal(money)))
    return found


@pytest.fixture(scope="module")
def world(lines):
    """The sample as the orders of a web shop, looked at over all of its 18 months."""
    shop = a_shop(thresholds={"rfm_months": 18})
    rows = [
        order(person, "mini_program", f"{day} 12:00", str(money), id=f"n{number}")
        for number, (person, day, money) in enumerate(lines)
    ]
    return night(*rows, shop=shop, as_of=str(LAST))


def test_the_sample_is_read_as_published(lines, world):
    assert len(lines) == 6919
    assert sum(money for *_, money in lines) == Decimal("244091.94")
    assert float(world.row("rfm", "sum(m_net_sales)")[0]) == 244091.94
    days = Counter(person for person, _ in {(person, day) for person, day, _ in lines})
    assert (len(days), sum(count > 1 for count in days.values())) == (2357, 1139)


def test_scores_and_segments_are_those_of_a_plain_count(lines, world):
    """1,218 of 2,357 bought on one day only: two quarters would end with it, so frequency is cut by bands."""
    bought = defaultdict(list)
    for person, day, money in lines:
        if money:
            bought[f"c{person}"].append((day, money))
    people = {who: Bought([day for day, _ in each], sum(money for _, money in each)) for who, each in bought.items()}
    first = date(1997, 1, 1)
    rows, points = rfm(people, LAST - timedelta(days=545), LAST, first)
    assert {point["measure"]: point["cut_method"] for point in points} == {
        "r": "quantiles",
        "f": "bands",
        "m": "quantiles",
    }
    found = world.engine.rows("select * from published.rfm order by customer_id")
    assert found == sorted(rows, key=lambda row: row["customer_id"])
    cuts = "cut_1, cut_2, cut_3, cut_4"
    said = world.engine.rows(f"select measure, {cuts} from published.rfm_cut_points order by measure")
    assert said == [
        {"measure": each["measure"], **{name: each[name] for name in cuts.split(", ")}}
        for each in sorted(points, key=lambda each: each["measure"])
    ]
    for row in found:
        fits = (row["f_days"] > 1) + (row["f_days"] > 2) + (row["f_days"] > 4)
        assert row["f"] == 1 + fits
    shares = Counter(row["r"] for row in found)
    assert all(abs(count / len(found) - 0.2) < 0.02 for count in shares.values()), shares


def summary(name: str) -> dict[str, np.ndarray]:
    """The published frequency, recency and T of every person, in weeks of a calibration of 39."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 2357
    return {column: np.array([float(line[column]) for line in lines]) for column in lines[0]}


def test_buying_and_leaving_are_fitted_to_the_published_parameters():
    """Fader, Hardie and Lee 2005: r 0.243, alpha 4.414, a 0.793, b 2.426, log-likelihood -9,582.4."""
    people = summary("cdnow_customers_summary.csv")
    found = bg_nbd.fit(Histories(people["frequency"], people["recency"], people["T"], np.ones(2357)))
    assert [round(value, 3) for value in found[:4]] == [0.243, 4.414, 0.793, 2.426]
    assert round(found.log_likelihood, 2) == -9582.43


def test_what_a_purchase_brings_is_fitted_to_the_published_parameters():
    """Fader and Hardie 2013, over the 946 people who bought again: p 6.25, q 3.74, v 15.44, to their two decimals."""
    people = summary("cdnow_customers_summary_with_transactions.csv")
    again = people["x"] > 0
    assert again.sum() == 946
    found = gamma_gamma.fit(people["x"][again], people["zbar"][again])
    assert found is not None
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)


def test_people_are_counted_to_the_published_frequencies_recencies_and_ages(lines):
    """39 weeks from 1 January 1997 end with 30 September; days by 7 are the weeks published."""
    people = summary("cdnow_customers_summary.csv")
    until = date(1997, 9, 30)
    days = defaultdict(set)
    for person, day, _ in lines:
        if day <= until:
            days[person].add(day)
    for number, (x, t_x, age) in enumerate(
        zip(people["frequency"], people["recency"], people["T"], strict=True), start=1
    ):
        mine = days[f"{number:04}"]
        counted = (len(mine) - 1, (max(mine) - min(mine)).days / 7, (until - min(mine)).days / 7)
        assert counted == pytest.approx((x, t_x, age), abs=0.006), number


def test_the_product_forecasts_the_last_third_of_the_sample_to_within_a_quarter(world):
    """Eight of the 2,357 took only what costs nothing: that is no purchase."""
    state, people, predicted, actual = world.row(
        "value_model", "model_state, held_out_people, predicted_purchases, actual_purchases"
    )
    assert (state, people) == ("enough", 2349)
    assert abs(predicted / actual - 1) < 0.25
