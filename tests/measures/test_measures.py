"""The page of measures: whole, with its examples as the build computes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from expectations.measures import MEASURES
from expectations.measures.page import anchor, checks_of, page
from expectations.measures.stories import SHOP
from tests.measures.telling import shown, told
from tests.measures.tracing import Made
from transforms.build import PUBLISHED_AS_THEY_ARE
from transforms.tables import CORE, PUBLISHED, STAGED
from transforms.tables.published_links import LINKS
from transforms.tables.published_night import NIGHT

ROOT = Path(__file__).parents[2]
NO_MEASURE = {*PUBLISHED_AS_THEY_ARE, "channels", *(table.name for table in (*NIGHT, *LINKS))}
"""Published, but not reckoned: orders as they are, what shop.toml says, what the night and its owner did."""

FITTED = ("value_model", "value_bands", "link_model", "link_blocking", "link_calibration")
"""Their statements read what Python has fitted, which no statement tells."""
TELLING_APART = {"core.identities", "core.order_items", "core.customer_links"}


def test_every_published_measure_is_on_the_page_once():
    assert sorted(measure.table for measure in MEASURES) == sorted({table.name for table in PUBLISHED} - NO_MEASURE)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.table)
def test_an_example_is_what_the_build_says_of_its_story(measure):
    assert shown(measure.table, measure.example) == measure.example.lines[1:]


@pytest.mark.parametrize(
    "measure", [each for each in MEASURES if each.table not in FITTED], ids=lambda each: each.table
)
def test_a_measure_is_made_from_the_tables_it_names(measure):
    """What tells people apart is read for every one of them, so those tables are named where they matter."""
    sources = Made(told(SHOP).engine.asked).sources(f"published.{measure.table}")
    assert set(measure.sources) - {"shop.toml"} <= sources
    assert {name for name in sources if not name.startswith("staged.")} - TELLING_APART <= set(measure.sources)


def test_a_measure_names_tables_and_a_chapter_that_exist():
    tables = {f"{table.layer}.{table.name}" for table in (*STAGED, *CORE, *PUBLISHED)} | {"shop.toml"}
    chapters = re.findall(r"^## (.+)$", (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8"), re.MULTILINE)
    for measure in MEASURES:
        assert set(measure.sources) <= tables, measure.table
        assert measure.section in chapters, measure.table
    assert anchor("Who is who") == "who-is-who"


def test_measures_of_one_chapter_stand_together():
    chapters = re.findall(r"^## (.+)$", page(), re.MULTILINE)
    assert len(chapters) == len(set(chapters))


def test_the_checks_of_a_measure_are_the_promises_about_its_table():
    assert "fees are the sum of their nine types" in checks_of("channel_costs")
    assert [measure.table for measure in MEASURES if not checks_of(measure.table)] == ["link_blocking"]
