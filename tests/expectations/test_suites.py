"""Every kind of derived check passes on good data and fails, alone, on data that breaks it."""

from __future__ import annotations

from typing import get_args

import duckdb
import pytest

from expectations import check_layer, suite
from expectations.port import run_checks
from expectations.suites import COLUMNS, FILLED, KINDS, LIMITS, TYPES, UNIQUE, WORDS
from tests.expectations.world import RUN_ID, SOURCES
from transforms.tables import CORE, PUBLISHED, STAGED, Layer

ITEMS = "published.order_items"
BREAKS = [
    (ITEMS, COLUMNS, "alter table {} add column extra integer", "1 not declared"),
    (ITEMS, COLUMNS, "create or replace table {0} as select sku, * exclude (sku) from {0}", "in another order"),
    (ITEMS, TYPES, "alter table {} alter column sku type integer", "sku: INTEGER"),
    (ITEMS, TYPES, "alter table {} alter column quantity type decimal(18, 2)", "quantity: DECIMAL(18,2)"),
    (ITEMS, FILLED, "update {} set quantity = null, discount = null", "quantity: 1 row; discount: 1 row"),
    (ITEMS, UNIQUE, "insert into {0} select * from {0}", "1 row"),
    ("published.customers", WORDS, "update {} set strength = 'best'", "strength: 2 rows"),
    (ITEMS, LIMITS, "update {} set line_number = 0", "line_number: 1 row"),
    ("published.customers", LIMITS, "update {} set link_probability = 1.5", "link_probability: 2 rows"),
]


@pytest.mark.parametrize("layer", get_args(Layer))
def test_every_derived_check_passes_on_a_sound_build(night: duckdb.DuckDBPyConnection, layer: Layer) -> None:
    results = check_layer(night, layer, RUN_ID, SOURCES)

    assert [result for result in results if not result.success] == []
    tables = {"staged": STAGED, "core": CORE, "published": PUBLISHED}[layer]
    expected = {f"{layer}.{table.name}" for table in tables} - {"published.data_checks"}
    assert {result.table_name for result in results} == expected


@pytest.mark.parametrize(("table", "kind", "sql", "observed"), BREAKS)
def test_a_broken_rule_fails_alone_and_says_where(
    night: duckdb.DuckDBPyConnection, table: str, kind: str, sql: str, observed: str
) -> None:
    night.execute(sql.format(table))

    results = run_checks(night, suite("published"))

    failed = [result for result in results if not result.success]
    assert [(result.table_name, result.observed) for result in failed] == [(table, observed)]
    assert failed[0].check_name.endswith(kind)
    assert failed[0].severity == ("warn" if kind == LIMITS else "stop")


def test_no_kind_of_rule_is_left_untried() -> None:
    assert {kind for _, kind, _, _ in BREAKS} == set(KINDS)
    for layer in get_args(Layer):
        for check in suite(layer):
            assert check.name.endswith(KINDS), check.name


def test_two_nulls_are_the_same_in_a_grain(night: duckdb.DuckDBPyConnection) -> None:
    whole_file = (
        "insert into published.quarantine select * replace (null as line) from published.quarantine where line = 7"
    )
    grain = [check for check in suite("published") if check.table == "published.quarantine" and UNIQUE in check.name]

    night.execute(whole_file)
    assert run_checks(night, grain)[0].success
    night.execute(whole_file)
    assert not run_checks(night, grain)[0].success


def test_a_missing_column_is_named_and_does_not_pass(night: duckdb.DuckDBPyConnection) -> None:
    night.execute(f"alter table {ITEMS} drop column discount")

    results = run_checks(night, [check for check in suite("published") if check.table == ITEMS])

    observed = {result.check_name: result.observed for result in results if not result.success}
    assert observed[COLUMNS] == "missing: discount"
    assert observed[FILLED] is not None
    assert observed[FILLED].startswith("could not be evaluated")
