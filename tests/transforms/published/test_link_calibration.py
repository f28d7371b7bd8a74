"""Whether the probabilities of links come true: bands of held-out people, and what could be learnt at all."""

from datetime import UTC, datetime

import duckdb
import pytest

from dashboard.charts.intervals import wilson
from tests.worlds import a_shop, core_of, night, order
from transforms import build
from transforms.customers.model import blocking_columns, model_columns
from transforms.customers.probable import Probable
from transforms.customers.probable.blocking import BlockingRow
from transforms.engines.duckdb import open_engine
from transforms.published.calibration import wilson_sql


def published(*statements):
    """All published tables of a small night in which the probable step has left these rows."""
    world = core_of(order("anna", "store", "2026-03-01"))
    for statement in statements:
        world.engine.run(statement)
    build.build_published(world.engine, a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


@pytest.mark.parametrize(("right", "links"), [(0, 5), (9, 10), (45, 50), (40, 40), (1, 2)])
def test_the_share_of_right_links_has_the_interval_that_charts_draw(right, links):
    world = published(f"insert into work.link_calibration values (0.8, 0.9, {links}, {right}, 0.87)")
    share, low, high = world.row("link_calibration", "share_right, share_right_low, share_right_high")
    assert share == right / links
    assert (low, high) == pytest.approx(wilson(right, links), abs=1e-9)


def test_a_band_without_links_says_nothing():
    world = published(
        "insert into work.link_calibration values (0.0, 0.1, 0, 0, 0.0)",
        "insert into work.link_calibration values (0.9, 1.0, 4, 4, 0.95)",
    )
    assert world.rows("link_calibration", "band_low, links") == [(0.9, 4)]


def test_before_anything_is_linked_by_probability_the_model_says_none():
    world = night(order("anna", "store", "2026-03-01"))
    assert world.rows("link_model", "state, true_pairs, probable_links") == [("none", 0, 0)]
    assert world.rows("link_calibration", "links") == world.rows("link_blocking", "rule") == []


FOUND = Probable("too_little", "true_pairs", 12, 3, 40, 60, blocking=(BlockingRow("e-mail", 9, 7, 1),))


@pytest.mark.parametrize(("nameless", "state"), [(40, "too_little"), (0, "none")])
def test_what_one_run_of_the_model_found_is_a_row(nameless, state):
    lacking = "true_pairs" if nameless else ""
    found = Probable("too_little", "true_pairs", 12, 3, nameless, 60)
    with open_engine() as engine:
        engine.run("create schema work")
        engine.put("work.link_model", model_columns(found))
        assert engine.rows("from work.link_model") == [
            {
                "state": state,
                "lacking": lacking,
                "true_pairs": 12,
                "true_pairs_needed": 200,
                "held_out_people": 3,
                "held_out_needed": 100,
                "nameless_records": nameless,
                "named_people": 60,
                "pairs_compared": 0,
                "probable_links": 0,
            }
        ]


def test_every_rule_that_brings_pairs_together_is_a_row():
    with open_engine() as engine:
        engine.run("create schema work")
        engine.put("work.link_blocking", blocking_columns(FOUND))
        assert engine.rows("from work.link_blocking") == [
            {"rule": "e-mail", "pairs_wanted": 9, "pairs_kept": 7, "values_left_out": 1}
        ]


def test_a_share_lies_within_its_interval_also_where_all_or_none_are_right():
    low, high = wilson_sql("part", "whole")
    shares = "select n as whole, n * unnest([0, 1]) as part from range(1, 400) as t(n)"
    outside = f"select count(*) from ({shares}) where not (cast(part as double) / whole between {low} and {high})"
    assert duckdb.sql(outside).fetchall() == [(0,)]
