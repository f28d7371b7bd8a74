import pytest

from dashboard.charts.intervals import difference, direction, wilson


def test_wilson_agrees_with_the_worked_example():
    low, high = wilson(10, 100)
    assert low == pytest.approx(0.0552, abs=1e-4)
    assert high == pytest.approx(0.1744, abs=1e-4)


def test_nobody_means_anything_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)
    assert difference(0, 0, 1, 2) == (-1.0, 1.0)


def test_newcombes_interval_agrees_with_his_paper():
    low, high = difference(56, 70, 48, 80)  # Newcombe 1998, table II, row a, method 10
    assert low == pytest.approx(0.0524, abs=1e-4)
    assert high == pytest.approx(0.3339, abs=1e-4)


def test_a_small_difference_between_few_people_is_no_difference():
    assert direction(11, 30, 9, 30) == 0
    assert direction(600, 1000, 400, 1000) == 1
    assert direction(400, 1000, 600, 1000) == -1
