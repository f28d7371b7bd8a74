"""BG/NBD and Gamma-Gamma: the most likely parameters, and what they say of one person."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recount import value_ahead as slow
from transforms.value import bg_nbd, gamma_gamma
from transforms.value.bg_nbd import BgNbd, Histories

CDNOW = BgNbd(0.243, 4.414, 0.793, 2.426, 0.0)
"""As published, in weeks."""


def person(x: float, t_x: float, T: float) -> Histories:
    return Histories(*(np.array([value]) for value in (x, t_x, T, 1.0)))


def bought(people: int = 400, seed: int = 3) -> np.ndarray:
    """x, t_x and T of people who buy and leave as the model says."""
    chance = np.random.default_rng(seed)
    rows = []
    for _ in range(people):
        rate, leaves, T = chance.gamma(1.2, 1 / 20), chance.beta(1.5, 4), chance.uniform(50, 300)
        x = t_x = day = 0.0
        while (day := day + chance.exponential(1 / rate)) <= T:
            x, t_x = x + 1, day
            if chance.random() < leaves:
                break
        rows.append((x, t_x, T))
    return np.array(rows)


@pytest.fixture(scope="module")
def rows():
    return bought()


@pytest.fixture(scope="module")
def fitted(rows):
    return bg_nbd.fit(Histories(*rows.T, np.ones(len(rows))))


def test_the_likelihood_is_that_of_the_paper_and_no_parameters_nearby_are_likelier(rows, fitted):
    best = slow.Buying(*fitted[:4])
    assert fitted.log_likelihood == pytest.approx(slow.buying_likelihood(best, rows), abs=1e-6)
    for name in best._fields:
        for factor in (0.99, 1.01):
            near = best._replace(**{name: getattr(best, name) * factor})
            assert slow.buying_likelihood(near, rows) < fitted.log_likelihood


def test_people_with_the_same_history_may_stand_in_one_row_and_time_may_be_in_any_unit(rows, fitted):
    twice = bg_nbd.fit(Histories(*rows.T, np.full(len(rows), 2.0)))
    weeks = bg_nbd.fit(Histories(rows[:, 0], rows[:, 1] / 7, rows[:, 2] / 7, np.ones(len(rows))))
    assert twice[:4] == pytest.approx(fitted[:4], rel=1e-4)
    assert (weeks.alpha * 7, weeks.a, weeks.b) == pytest.approx((fitted.alpha, fitted.a, fitted.b), rel=1e-4)


def test_where_all_buy_alike_and_nobody_leaves_what_came_is_what_comes():
    """Ten purchases in 100 days each, the last one just now: five more in 50 days."""
    alike = Histories(*(np.full(200, value) for value in (10.0, 99.0, 100.0, 1.0)))
    model = bg_nbd.fit(alike)
    assert bg_nbd.expected(model, alike, 50)[0] == pytest.approx(5, rel=0.02)
    assert bg_nbd.alive(model, alike)[0] == pytest.approx(1, abs=0.01)


def test_the_published_example_of_one_person():
    """Fader, Hardie and Lee, in their notes on the CDNOW data: x 2, t_x 30.43, T 38.86, the next 39 weeks: 1.226."""
    assert bg_nbd.expected(CDNOW, person(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=0.001)
    assert bg_nbd.alive(CDNOW, person(2, 30.43, 38.86))[0] == pytest.approx(0.727, abs=0.001)


@pytest.mark.parametrize("history", [(0, 0, 38.86), (0, 0, 0), (1, 1.71, 38.86), (8, 20.0, 20.0), (26, 30.0, 31.0)])
@pytest.mark.parametrize("time", [13.0, 52.0])
def test_chances_and_expectations_are_those_of_the_formulas_term_by_term(history, time):
    model = slow.Buying(*CDNOW[:4])
    assert bg_nbd.alive(CDNOW, person(*history))[0] == pytest.approx(slow.alive(model, *history), rel=1e-9)
    found = bg_nbd.expected(CDNOW, person(*history), time)[0]
    assert found == pytest.approx(slow.expected(model, *history, time), rel=1e-7)


@pytest.mark.parametrize("model", [(2.0, 5.0, 400.0, 2980.0), (0.24, 1.0, 3e-4, 2980.0), (2.0, 30.0, 50.0, 403.0)])
@pytest.mark.parametrize("history", [(0, 0, 0), (0, 0, 10), (1, 15, 20), (10, 29, 30)])
def test_where_people_hardly_differ_in_leaving_the_expectation_is_still_that_of_the_formula(model, history):
    found = bg_nbd.expected(BgNbd(*model, 0.0), person(*history), 365)[0]
    assert found == pytest.approx(slow.expected(slow.Buying(*model), *history, 365), rel=1e-3)


def test_the_longer_somebody_stays_away_the_less_is_expected_and_a_newcomer_is_sure_to_be_there():
    away = Histories(np.full(4, 5.0), np.full(4, 10.0), np.array([10.0, 20, 40, 80]), np.ones(4))
    chances, purchases = bg_nbd.alive(CDNOW, away), bg_nbd.expected(CDNOW, away, 26)
    assert list(chances) == sorted(chances, reverse=True)
    assert list(purchases) == sorted(purchases, reverse=True)
    assert bg_nbd.alive(CDNOW, person(0, 0, 100))[0] == 1


def test_what_a_purchase_brings_is_fitted_as_the_paper_says():
    chance = np.random.default_rng(5)
    x = chance.integers(1, 8, 300).astype(float)
    scale = chance.gamma(4, 1 / 30, 300)
    mean = np.array([chance.gamma(3 * n, 1 / s) / n for n, s in zip(x, scale, strict=True)])
    found = gamma_gamma.fit(x, mean)
    assert found is not None
    people = list(zip(x, mean, strict=True))
    best = {"p": found.p, "q": found.q, "v": found.v}
    assert found.log_likelihood == pytest.approx(slow.bringing_likelihood(**best, people=people), abs=1e-6)
    for name, value in best.items():
        for factor in (0.99, 1.01):
            near = {**best, name: value * factor}
            assert slow.bringing_likelihood(**near, people=people) < found.log_likelihood


def test_where_everybody_spends_the_same_that_is_what_is_expected():
    found = gamma_gamma.fit(np.full(200, 2.0), np.full(200, 30.0))
    assert found is not None
    assert found.p * found.v / (found.q - 1) == pytest.approx(30, rel=0.01)


def test_where_a_few_spend_without_measure_there_is_no_mean_to_expect():
    means = np.array([1.0] * 60 + [10.0] * 25 + [1e3] * 10 + [1e6] * 5)
    assert gamma_gamma.fit(np.full(100, 3.0), means) is None
