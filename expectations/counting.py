"""Our own expectation. Imports Great Expectations (2 s, 250 MB): import this module where it is needed, not before."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations import UnexpectedRowsExpectation


class NoSuchRows(UnexpectedRowsExpectation):
    """One statement that returns nothing, or one row with `found` and `figure`.

    The original runs its statement twice, to show rows and to count them; this one runs it once and shows none.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,  # noqa: ARG002
        execution_engine: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        rows = metrics["unexpected_rows_query.table"]
        return {"success": not rows, "result": {"observed_value": dict(rows[0]) if rows else None}}
