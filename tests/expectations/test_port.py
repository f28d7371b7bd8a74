"""The port: what cannot be evaluated is told apart from bad data, and no cell ever comes through."""

from __future__ import annotations

import logging
import subprocess
import sys

import duckdb
import pytest

from expectations import check_layer, promises, suite
from expectations.check import Check, Rule, literal, no_rows
from expectations.port import run_checks
from tests.expectations.world import RUN_ID, SOURCES

PHONE = "13912345678"


def test_a_missing_table_is_reported_as_not_evaluated(night: duckdb.DuckDBPyConnection) -> None:
    night.execute("drop table published.customers")

    results = check_layer(night, "published", RUN_ID, SOURCES)

    about_it = [result for result in results if result.table_name == "published.customers"]
    assert about_it
    assert {(result.success, result.is_evaluated) for result in about_it} == {(False, False)}
    assert {result.observed for result in about_it} == {"could not be evaluated: CatalogException"}


def test_a_missing_second_table_spares_the_other_checks(night: duckdb.DuckDBPyConnection) -> None:
    night.execute("drop table published.channels")

    checks = [check for check in promises("published") if check.table == "published.orders"]
    failed = [result for result in run_checks(night, checks) if not result.success]

    assert [(result.is_evaluated, result.observed) for result in failed] == [
        (False, "could not be evaluated: CatalogException")
    ]


def test_a_statement_that_is_no_sql_is_not_a_pass(night: duckdb.DuckDBPyConnection) -> None:
    result = run_checks(night, [no_rows("core.orders", "nonsense", "stop", "select from where")])[0]

    assert not result.success
    assert result.observed == "could not be evaluated: ParserException"


def test_bad_data_is_not_reported_as_not_evaluated(night: duckdb.DuckDBPyConnection) -> None:
    night.execute("update core.orders set contribution = 0")

    failed = [result for result in run_checks(night, promises("core")) if not result.success]

    assert [(result.is_evaluated, result.observed) for result in failed] == [(True, "6 rows")]


@pytest.mark.parametrize(
    "sql",
    [
        f"update published.customers set strength = '{PHONE}', first_channel = null",
        f"update published.orders set order_key = '{PHONE}', contribution = 1, channel = '{PHONE}', net_sales = null",
        f"alter table published.orders alter column fees type varchar; update published.orders set fees = '{PHONE}x'",
        f"alter table published.customers alter column orders type varchar; "
        f"update published.customers set orders = '{PHONE}x'",
        f"create type kind as enum ('{PHONE}'); alter table published.customers add column \"{PHONE}\" integer; "
        "update published.customers set segment = null; "
        "alter table published.customers alter column segment type kind",
    ],
)
def test_no_cell_comes_through_results_or_logs(
    night: duckdb.DuckDBPyConnection,
    sql: str,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    recwarn: pytest.WarningsRecorder,
) -> None:
    night.execute(sql)

    with caplog.at_level(logging.DEBUG):
        results = check_layer(night, "published", RUN_ID, SOURCES)

    assert any(not result.success for result in results)
    printed = capfd.readouterr()
    assert "great_expectations" not in caplog.text
    told = [repr(results), printed.out, printed.err, caplog.text, *(str(warning.message) for warning in recwarn)]
    assert not [text for text in told if PHONE in text]
    assert (printed.out, printed.err) == ("", "")


def test_results_come_in_the_order_of_the_checks(night: duckdb.DuckDBPyConnection) -> None:
    checks = list(reversed([*suite("core"), *promises("core")]))

    results = run_checks(night, checks)

    assert [(result.table_name, result.check_name) for result in results] == [(c.table, c.name) for c in checks]


def test_a_check_holds_when_all_its_rules_hold(night: duckdb.DuckDBPyConnection) -> None:
    kept = Rule("ExpectColumnValuesToNotBeNull", {"column": "order_key"})
    broken = Rule("ExpectColumnValuesToNotBeNull", {"column": "customer_id"})
    checks = [Check("core.orders", "kept", "stop", (kept, kept)), Check("core.orders", "not", "warn", (kept, broken))]

    assert [(result.success, result.observed) for result in run_checks(night, checks)] == [
        (True, None),
        (False, "customer_id: 1 row"),
    ]


def test_braces_colons_and_quotes_in_a_statement_mean_themselves(night: duckdb.DuckDBPyConnection) -> None:
    odd = literal("a:b {c} 100% it's ?")
    never = f"select o.order_key from core.orders as o where o.order_key = {odd}"
    always = f"select 1 as one where {odd} = {odd} and length({odd}) = 19"

    results = run_checks(
        night, [no_rows("core.orders", "never", "stop", never), no_rows("core.orders", "always", "stop", always)]
    )

    assert [(result.success, result.observed) for result in results] == [(True, None), (False, "1 row")]


def test_checks_leave_the_night_s_connection_as_it_was(night: duckdb.DuckDBPyConnection) -> None:
    pending = night.execute("select i from range(5000) as numbers(i)")
    run_checks(night, suite("core"))

    assert len(pending.fetchall()) == 5000
    assert night.execute("select count(*) as tables from duckdb_tables() where temporary").fetchall() == [(0,)]
    assert logging.getLogger("great_expectations").propagate


def test_no_checks_need_no_great_expectations() -> None:
    assert run_checks(duckdb.connect(), []) == []


def test_importing_the_checks_is_cheap_enough_for_a_dag_file() -> None:
    heavy = "{'great_expectations', 'sqlalchemy', 'pandas', 'duckdb'}"
    subprocess.run(
        [sys.executable, "-c", f"import expectations, sys; assert not {heavy} & set(sys.modules)"], check=True
    )
