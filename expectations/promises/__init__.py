"""Promises between tables, by hand: each a statement that finds the rows that break it, by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.check import Check
from expectations.promises import (
    coverage,
    customer_groups,
    fee_audit,
    fee_dates,
    flows,
    follow_ups,
    homecoming,
    lifecycle,
    money,
    morning,
    night,
    people,
    reconciliation,
    returns,
    rfm,
    staged,
    strength,
    time_to_next,
    value_ahead,
    whatif,
)
from transforms.tables import Layer


def promises(layer: Layer, run_id: str | None = None, sources: Sequence[str] = ()) -> list[Check]:
    """The promises of a layer. With a run and its sources, also those about them."""
    if layer == "staged":
        return staged.promises()
    if layer == "core":
        return money.orders("core")
    return [
        *money.orders("published"),
        *money.published(),
        *reconciliation.promises(),
        *fee_audit.promises(),
        *fee_dates.promises(),
        *customer_groups.promises(),
        *whatif.promises(),
        *people.promises(),
        *time_to_next.promises(),
        *lifecycle.promises(),
        *rfm.promises(),
        *value_ahead.promises(),
        *coverage.promises(),
        *flows.promises(),
        *homecoming.promises(),
        *strength.promises(),
        *returns.promises(),
        *follow_ups.promises(),
        *morning.promises(),
        *night.promises(run_id, sources),
    ]
