"""Published: how the files of each source were fetched from elsewhere, as the night tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

import pyarrow as pa


@dataclass(frozen=True)
class Pull:
    """The last pull of one source."""

    source: str
    location_kind: str
    pulled_at: datetime
    """UTC, naive; `reached_at` too."""
    pull_state: str
    pull_reason: str | None
    files_fetched: int
    files_left: int
    reached_at: datetime | None


_KINDS = {
    "source": pa.string(),
    "location_kind": pa.string(),
    "pulled_at": pa.timestamp("us"),
    "pull_state": pa.string(),
    "pull_reason": pa.string(),
    "files_fetched": pa.int64(),
    "files_left": pa.int64(),
    "reached_at": pa.timestamp("us"),
}

PULLS = "select * from work.pulls"


def pulls_columns(pulls: Iterable[Pull]) -> dict[str, pa.Array]:
    """Table work.pulls: one row per source that files were fetched for, or in whose folder some were left."""
    rows = [asdict(pull) for pull in pulls]
    return {name: pa.array([row[name] for row in rows], kind) for name, kind in _KINDS.items()}
