"""What is known of a location from one night to the next, in a small file. Losing it costs a download, nothing else."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from transforms.settings import Home

WHY_LEFT = {
    "growing": "is still being written; the next night looks again",
    "too_large": "is larger than is fetched (512 MB); download it yourself and put it into exports/{source}/",
    "night_full": "waits for the next night, since this one has fetched enough (4 GB)",
    "not_allowed": "may not be read by this login; ask whoever runs the server",
    "forgotten": "held somebody who asked to be forgotten and could not be put right, so it was deleted; "
    "export it again in another format",
    "gone": "was gone before it could be fetched",
}
"""Why a file was left where it is, after its name."""


@dataclass
class Report:
    """How the last pull of a source went."""

    source: str
    kind: str
    """Kind of location, or `folder`."""
    pulled_at: str
    """UTC, ISO 8601."""
    state: str = "fetched"
    code: str | None = None
    """Why it failed, as a key for translation; null: it did not."""
    sentence: str | None = None
    """The same for the owner, in English, with the next step."""
    fetched: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    """Files that were not taken: name and why."""
    reached_at: str | None = None
    """When the location was last reached to the end."""

    def sentences(self) -> list[str]:
        """What the owner should know of it; nothing when all went well."""
        said = [f"{self.source}: {self.sentence}"] if self.sentence else []
        return said + [f"{self.source}: {name} {WHY_LEFT[why].format(source=self.source)}." for name, why in self.left]


@dataclass
class Memory:
    """The last report of a source, and what was ever fetched from its location: key -> version."""

    location: str = ""
    files: dict[str, str] = field(default_factory=dict)
    report: Report | None = None


def read_memory(home: Home, source: str, location: str) -> Memory:
    """What is known of a source; nothing of another location than this one."""
    try:
        raw: Any = json.loads(_path(home, source).read_text(encoding="utf-8"))
        report = Report(**raw["report"]) if raw["report"] else None
        memory = Memory(str(raw["location"]), {str(key): str(value) for key, value in raw["files"].items()}, report)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory(location)
    if report:
        report.left = [(str(name), str(why)) for name, why in report.left if why in WHY_LEFT]
    return memory if memory.location == location else Memory(location)


def keep_memory(home: Home, source: str, memory: Memory) -> None:
    """Write it down, readable by the owner alone."""
    path = _path(home, source)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(asdict(memory), stream, ensure_ascii=False)
    fresh.replace(path)


def last_reports(home: Home) -> list[Report]:
    """The last pull of every source of shop.toml that has a location, or had something left in its folder."""
    found = (read_memory(home, name, source.location or "").report for name, source in home.shop().sources.items())
    return [report for report in found if report and (report.kind != "folder" or report.left)]


def _path(home: Home, source: str) -> Path:
    return home.warehouse / "pulls" / f"{source}.json"
