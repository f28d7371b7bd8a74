"""The metric tables once more, the slow and obvious way: METRICS.md in loops over core rows. No SQL, no data frames.

Written from the definitions, not from the transforms, so that a mistake would have to be made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from tests.recount.basis import ZERO, Person, Row
from tests.recount.costs import Costs
from tests.recount.customer_groups import NO_MONEY, CustomerGroups
from tests.recount.customers import Customers
from tests.recount.fee_audit import FeeAudit
from tests.recount.fee_dates import FeeDates
from tests.recount.follow_ups import FollowUps
from tests.recount.homecoming import NOTHING_SINCE, Homecoming
from tests.recount.lifecycle import lifecycle_thresholds
from tests.recount.migration import Migration
from tests.recount.morning import Morning
from tests.recount.reconciliation import Payouts
from tests.recount.repeat import Repeat, with_rates
from tests.recount.returns import Returns
from tests.recount.tags import Tags
from tests.recount.time_to_next import curves
from tests.recount.whatif import WhatIf

COHORT_COUNTS = ("size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month")


class Money(Costs, Payouts, FeeAudit, CustomerGroups, WhatIf, FeeDates):
    """What it brought and what it cost, from the rows of core."""


class Recount(Customers, Migration, Homecoming, Repeat, FollowUps, Tags, Returns, Morning, Money):
    """All metric tables from the rows of core."""

    def tables(self) -> dict[str, list[Row]]:
        """Name of the published table -> its rows."""
        tables = self._counted()
        return {**tables, "morning_findings": self.morning_findings(tables)}

    def _counted(self) -> dict[str, list[Row]]:
        waiting = curves(
            self._bounded(
                lambda people: people.last_watched(),
                ("order_rank", "channel", "day"),
                ("leaving", "events"),
                {"leaving": 0, "events": 0},
                least=True,
            )
        )
        thresholds = lifecycle_thresholds(waiting)
        self.judge_by(thresholds)
        self.prepare_ladder()
        return {
            "orders": self.orders_with_money(),
            "customers": self.customers(),
            "identity_coverage": self.identity_coverage(),
            "migration_flows": self._bounded(
                lambda people: people.migration_flows(),
                ("grain", "period", "from_state", "to_state"),
                ("customers",),
                {"customers": 0, "customers_in_left_margin": 0, "net_sales": ZERO},
            ),
            "migration_steps": self._bounded(
                lambda people: people.migration_steps(),
                ("month", "from_channel", "to_channel"),
                ("steps", "customers"),
                {"steps": 0, "customers": 0},
            ),
            "homecoming": self.homecoming(
                self._bounded(
                    lambda people: people.crossings(),
                    ("kind", "month", "from_channel", "to_channel"),
                    ("customers",),
                    {"customers": 0, **NOTHING_SINCE},
                ),
                self._bounded(
                    lambda people: people.first_there(),
                    ("kind", "month", "from_channel"),
                    ("first_there",),
                    {"first_there": 0},
                    least=True,
                ),
            ),
            "repeat_rates": [
                with_rates(row)
                for row in self._bounded(
                    lambda people: people.repeat_rates(),
                    ("measure", "window_days", "scope", "channel", "period"),
                    ("customers", "repeaters"),
                    {"customers": 0, "repeaters": 0, "rate": None},
                    least=True,
                )
            ],
            "cohorts": self._bounded(
                lambda people: people.cohorts(),
                ("cohort_month", "first_channel", "k"),
                COHORT_COUNTS,
                {**dict.fromkeys(COHORT_COUNTS, 0), "net_sales": ZERO},
            ),
            "time_to_next": waiting,
            "lifecycle_thresholds": thresholds,
            "lifecycle_flows": self._bounded(
                lambda people: people.lifecycle_flows(),
                ("month", "from_state", "to_state"),
                ("customers",),
                {"customers": 0},
            ),
            "rfm_cut_points": self.rfm()[1],
            "strength_ladder": self._bounded(
                lambda people: people.strength_ladder(),
                ("month", "from_strength", "to_strength"),
                ("customers",),
                {"customers": 0, "net_sales": ZERO},
            ),
            "next_rung": self._bounded(
                lambda people: people.next_rung(), ("strength", "lift"), ("customers",), {"customers": 0}
            ),
            "tags": self.tags(),
            "follow_ups": self.follow_ups(),
            "channel_costs": self.channel_costs(),
            "payout_reconciliation": self.payout_reconciliation(),
            "fees_by_customer_group": self.fees_by_customer_group(
                self._bounded(
                    lambda people: people.customer_groups(),
                    ("month", "side", "channel", "customer_group"),
                    ("customers",),
                    {"customers": 0, **NO_MONEY},
                )
            ),
            "whatif_inputs": self.whatif_inputs(),
            "fee_dates": self.fee_dates(),
            "fee_audit": self.fee_audit(),
            "fee_audit_months": self.fee_audit_months(),
            "return_rates": self.return_rates(),
            "return_patterns": self.return_patterns(),
            "ignored_identities": self.ignored_identities(),
        }

    def _bounded(
        self,
        count: Callable[[Recount], list[Row]],
        keys: tuple[str, ...],
        counted: tuple[str, ...],
        nothing: Row,
        *,
        least: bool = False,
    ) -> list[Row]:
        """Rows of a table with their bounds: counted again in every world, by people who are one there."""

        def counting(people: Mapping[Any, list[Row]]) -> list[Row]:
            others = copy(self)
            others.people = {name: Person(each) for name, each in people.items()}
            return count(others)

        rows = self.bounds.table(counting, keys, counted, nothing)
        if least:
            return rows
        return [{name: value for name, value in row.items() if not name.endswith("_least")} for row in rows]
