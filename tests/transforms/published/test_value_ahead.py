"""`value_model`, `value_ahead`, `value_bands`: what may come, for as long as the past bears it out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.recount.value_ahead import Buying, alive, bringing_likelihood, buying_likelihood, expected
from tests.worlds import likely, night, order

FIRST, LAST = date(2025, 9, 4), date(2026, 6, 30)
"""300 days: two thirds of the 299 after the first are 199."""
CALIBRATED = FIRST + timedelta(days=199)


def buyers(number: int, seed: int = 11):
    """Orders of people who buy at rates of their own, spend around a mean of their own, and leave by and by."""
    chance = random.Random(seed)
    for each in range(number):
        day = float(chance.randrange(200)) if each else 0.0
        rate, mean, count = chance.gammavariate(1.5, 1 / 20), chance.gammavariate(8, 5), 0
        while day < 300:
            money = round(chance.gammavariate(4, mean / 4), 2) + 1
            yield order(
                f"p{each:03}", "store", f"{FIRST + timedelta(days=int(day))} 12:00", money, id=f"{each}-{count}"
            )
            count += 1
            if chance.random() < 0.12:
                break
            day += 1 + chance.expovariate(rate)


@pytest.fixture(scope="module")
def world():
    """300 people, and one more purchase on the last day that is probably the first one's."""
    maybe = order(None, "meituan", f"{LAST} 18:00", 10, id="n1")
    return night(*buyers(300), maybe, likely("p000", "n1", 0.4), as_of=str(LAST))


@pytest.fixture(scope="module")
def model(world):
    (row,) = world.engine.rows("select * from published.value_model")
    return row


@pytest.fixture(scope="module")
def bought(world):
    """Day and contribution of each purchase, by customer."""
    rows = world.rows("core.orders", "customer_id, order_day, contribution", "customer_id is not null")
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for customer, day, money in rows:
        found.setdefault(customer, []).append((date.fromisoformat(day), Decimal(str(money))))
    return found


def history(orders, until: date):
    """x, t_x, T and what the repeat purchase days brought, as of a day."""
    days = sorted({day for day, _ in orders if day <= until})
    brought = float(sum(money for day, money in orders if days[0] < day <= until))
    return len(days) - 1, (days[-1] - days[0]).days, (until - days[0]).days, brought


def test_the_model_is_the_likeliest_of_all_customers_as_they_are(model, bought):
    assert (model["model_state"], model["people"], model["history_days"]) == ("enough", 300, 300)
    people = [history(orders, LAST) for orders in bought.values()]
    buying = Buying(model["r"], model["alpha"], model["a"], model["b"])
    assert model["log_likelihood"] == pytest.approx(buying_likelihood(buying, [each[:3] for each in people]), abs=1e-6)
    means = [(x, brought / x) for x, _, _, brought in people if x and brought > 0]
    assert model["repeaters"] == len(means)
    best = bringing_likelihood(model["p"], model["q"], model["v"], means)
    for factor in (0.99, 1.01):
        assert (
            buying_likelihood(buying._replace(alpha=buying.alpha * factor), [each[:3] for each in people])
            < model["log_likelihood"]
        )
        assert bringing_likelihood(model["p"] * factor, model["q"], model["v"], means) < best


def test_every_customer_has_what_the_formulas_say_of_them(world, model, bought):
    buying = Buying(model["r"], model["alpha"], model["a"], model["b"])
    p, q, v = model["p"], model["q"], model["v"]
    rows = {row["customer_id"]: row for row in world.engine.rows("select * from published.value_ahead")}
    assert rows.keys() == bought.keys()
    for customer, orders in sorted(bought.items())[:60]:
        x, t_x, T, brought = history(orders, LAST)
        row = rows[customer]
        assert row["contribution"] == sum(money for _, money in orders)
        assert row["p_alive"] == pytest.approx(alive(buying, x, t_x, T), rel=1e-6)
        assert row["purchases_90_days"] == pytest.approx(expected(buying, x, t_x, T, 90), rel=1e-5)
        year = expected(buying, x, t_x, T, 365)
        assert row["purchases_365_days"] == pytest.approx(year, rel=1e-5)
        mean = p * (v + brought) / (p * x + q - 1)
        assert float(row["contribution_365_days"]) == pytest.approx(year * mean, abs=0.01)


def test_the_check_counts_what_the_customers_of_the_first_two_thirds_did_in_the_last(model, bought):
    known = [orders for orders in bought.values() if min(orders)[0] <= CALIBRATED]
    assert (model["calibrated_until"], model["held_out_days"]) == (CALIBRATED, 100)
    assert model["held_out_people"] == len(known)
    assert model["actual_purchases"] == sum(len({day for day, _ in orders if day > CALIBRATED}) for orders in known)
    after = sum(money for orders in known for day, money in orders if day > CALIBRATED)
    assert model["actual_contribution"] == after
    assert abs(model["predicted_purchases"] / model["actual_purchases"] - 1) < 0.25
    assert abs(model["predicted_contribution"] / after - 1) < Decimal("0.3")


def test_bands_hold_everybody_by_what_is_expected_of_them(world):
    bands = world.rows("value_bands", "purchases_from, purchases_below, customers, contribution_365_days")
    assert [band[:2] for band in bands] == [(0, 0.1), (0.1, 0.5), (0.5, 1), (1, 4), (4, 12), (12, None)]
    assert sum(band[2] for band in bands) == 300
    total = world.row("value_ahead", "sum(contribution_365_days)")[0]
    assert sum(band[3] for band in bands) == pytest.approx(total)


def test_somebody_who_perhaps_bought_on_the_last_day_is_perhaps_expected_more_often(world):
    rows = world.rows("value_bands", "customers, customers_likely, customers_most")
    assert sum(row[1] for row in rows) == pytest.approx(300)
    moved = [row for row in rows if row[0] != row[1]]
    assert sorted(round(row[1] - row[0], 6) for row in moved) == [-0.4, 0.4]


def short(days: int):
    return [
        order(f"p{n}", "store", f"{LAST - timedelta(days=ago)} 12:00", 10) for n in range(3) for ago in (0, days - 1)
    ]


@pytest.mark.parametrize(("days", "state"), [(179, "short_history"), (180, "few_repeaters")])
def test_thin_data_leave_what_was_brought_and_nothing_of_what_is_ahead(days, state):
    world = night(*short(days))
    assert world.row("value_model", "model_state, people, repeaters, history_days, r") == (state, 3, 3, days, None)
    expected_of_all = world.rows("value_ahead", "contribution, p_alive, purchases_365_days, contribution_365_days")
    assert expected_of_all == [(20, None, None, None)] * 3
    assert world.rows("value_bands", "purchases_from") == []


def test_a_forecast_that_the_last_third_does_not_bear_out_is_refused():
    """The same people, of whom nobody is seen again after two thirds but one who keeps the data going."""
    rows = [row for row in buyers(180) if row.records["orders"][0]["ordered_at"].date() <= CALIBRATED]
    world = night(*rows, order("late", "store", f"{LAST} 12:00", 10))
    state, predicted, actual, r = world.row("value_model", "model_state, predicted_purchases, actual_purchases, r")
    assert (state, actual, r) == ("off", 0, None)
    assert predicted > 100
