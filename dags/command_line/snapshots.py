"""Published snapshots: which there are, and switching between them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.settings import Home


def snapshots(home: Home) -> list[Path]:
    """Every published snapshot, oldest first."""
    found = [path for path in home.published.glob("*.duckdb") if path.is_file() and not path.is_symlink()]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def current(home: Home) -> Path | None:
    """The snapshot that is published now."""
    return home.current.resolve() if home.current.exists() else None


def switch(home: Home, snapshot: Path) -> None:
    """Publish a snapshot: the pointer moves in one step, readers see the old one or the new one."""
    fresh = home.published / f".current.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(snapshot.name)
    fresh.replace(home.current)
