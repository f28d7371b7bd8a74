"""Is it right: checks derived from the tables' declarations, promises between tables, and how they are run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from expectations.check import Check, CheckResult, Severity, slug
from expectations.promises import promises
from expectations.suites import suite

if TYPE_CHECKING:
    import duckdb

    from transforms.tables import Layer

__all__ = ["Check", "CheckResult", "Severity", "check_layer", "promises", "slug", "suite"]


def check_layer(
    connection: duckdb.DuckDBPyConnection, layer: Layer, run_id: str, sources: Sequence[str] = ()
) -> list[CheckResult]:
    """One result per check of a layer of the night's build: `staged.*`, `core.*` or `published.*`.

    `sources` are the sources of shop.toml; one without a file is worth a warning.
    """
    from expectations.port import run_checks  # noqa: PLC0415 - a DAG file imports this package and checks nothing

    return run_checks(connection, [*suite(layer), *promises(layer, run_id, sources)])
