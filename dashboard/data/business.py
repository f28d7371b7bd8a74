"""What the snapshot is about: the business, its channels, branches and currencies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from transforms.engines.snapshot import SnapshotReader

Row = dict[str, Any]


@dataclass(frozen=True)
class About:
    """What the snapshot is."""

    as_of_day: date
    run_id: str
    published_at: datetime
    currency: str
    time_zone: str
    business: str


@dataclass(frozen=True)
class Channel:
    """One channel of the shop, with its name in each language."""

    name: str
    kind: str
    is_own: bool
    position: int
    labels: tuple[tuple[str, str], ...]

    def label(self, language: str) -> str:
        """Name of the channel; its key where the owner gave none."""
        return dict(self.labels).get(language) or self.name


def about(reader: SnapshotReader) -> About:
    """What the snapshot is."""
    row = reader.rows("select as_of_day, run_id, published_at, currency, time_zone, business from about")[0]
    return About(**row)


def channels(reader: SnapshotReader) -> tuple[Channel, ...]:
    """Channels of the shop, own ones first."""
    rows = reader.rows("select channel, kind, is_own, position, labels from channels order by position, channel")
    found = [
        Channel(
            row["channel"],
            row["kind"],
            row["is_own"],
            row["position"],
            tuple(sorted(json.loads(row["labels"] or "{}").items())),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda channel: (not channel.is_own, channel.position)))


def branches(reader: SnapshotReader) -> list[str]:
    """Branches that sold anything; a file that names none counts for nothing here."""
    rows = reader.rows("select distinct branch from channel_costs where branch <> '' order by branch")
    return [row["branch"] for row in rows]


def other_currencies(reader: SnapshotReader) -> list[str]:
    """Currencies sold in that are not the currency of the business."""
    rows = reader.rows(
        "select distinct currency from channel_costs where currency <> (select currency from about) order by currency"
    )
    return [row["currency"] for row in rows]
