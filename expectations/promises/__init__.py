"""Promises between tables, by hand: each a statement that finds the rows that break it, by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.check import Check
from expectations.promises import (
    calls,
    coverage,
    crossings,
    customer_groups,
    fee_audit,
    fee_dates,
    flows,
    ladder,
    money,
    morning,
    night,
    payouts,
    people,
    returns,
    rhythm,
    segments,
    staged,
    value,
    waiting,
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
        *payouts.promises(),
        *fee_audit.promises(),
        *fee_dates.promises(),
        *customer_groups.promises(),
        *whatif.promises(),
        *people.promises(),
        *waiting.promises(),
        *rhythm.promises(),
        *segments.promises(),
        *value.promises(),
        *coverage.promises(),
        *flows.promises(),
        *crossings.promises(),
        *ladder.promises(),
        *returns.promises(),
        *calls.promises(),
        *morning.promises(),
        *night.promises(run_id, sources),
    ]
