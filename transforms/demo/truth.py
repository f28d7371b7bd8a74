"""What the generator knows without reading its own files, for tests to compare with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

OrderId = tuple[str, str]
"""Channel and the order's number there."""


def exact(fen: int) -> Decimal:
    """An amount of fen as yuan."""
    return Decimal(fen).scaleb(-2)


@dataclass
class MonthTruth:
    """The purchases of one channel placed in one month, by the definitions of METRICS.md §1."""

    purchases: int = 0
    gross: Decimal = Decimal(0)
    merchant_discount: Decimal = Decimal(0)
    platform_discount: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    net_sales: Decimal = Decimal(0)


class BadRow(NamedTuple):
    """One row that cannot be read: where it is and what is wrong with it. `line` counts from 1."""

    file: str
    line: int
    column: str
    cell: str


@dataclass
class Truth:
    """What was written. Files are named relative to the exports folder, `#sheet` added where two sheets hold data."""

    months: dict[tuple[str, str], MonthTruth] = field(default_factory=lambda: defaultdict(MonthTruth))
    """(channel, YYYY-MM of the order) -> its purchases."""
    fees: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """(channel, fee_type) -> all that the files show, reversals taken off; without `unknown_fee`.

    A donation that the platform withholds is an `adjustment`."""
    data_rows: dict[str, int] = field(default_factory=dict)
    """File -> data rows: no preamble, header, total or footer."""
    superseded_rows: dict[str, int] = field(default_factory=dict)
    """File -> rows that a later export says again; of the customers, rows that the same list says again."""
    person_of_order: dict[OrderId, str] = field(default_factory=dict)
    """Every order in any file, purchase or not -> who truly placed it."""
    identified_orders: set[OrderId] = field(default_factory=set)
    """Orders with certain evidence of the buyer in some file."""
    test_orders: set[OrderId] = field(default_factory=set)
    """Orders of the shop's own test account; worth nothing, so never purchases."""
    till_only_orders: set[OrderId] = field(default_factory=set)
    """Delivery orders whose bill has not come."""
    short_payouts: dict[str, Decimal] = field(default_factory=dict)
    """Number of a statement of Meituan -> what its payout is short of its lines."""
    overcharged: dict[str, Decimal] = field(default_factory=dict)
    """Number of an order at Meituan -> by how much its commission is above the contract, more than a cent."""
    bad_rows: list[BadRow] = field(default_factory=list)
    """Rows to be quarantined."""
    duplicate_files: dict[str, str] = field(default_factory=dict)
    """File -> the file that holds the same bytes."""
    unknown_columns: dict[str, str] = field(default_factory=dict)
    """File -> a header word of it that no layout knows."""
    orphan_fee_orders: set[OrderId] = field(default_factory=set)
    """Orders that a fee names and no file has."""
    unknown_fee: tuple[str, Decimal] = ("", Decimal(0))
    """Wording and amount of the one fee no layout knows."""
    courier_phone: str = ""
    """A number that many members seem to share."""

    def add_fee(self, channel: str, fee_type: str, fen: int) -> None:
        """Book one fee; a reversal is negative."""
        self.fees[channel, fee_type] += exact(fen)
