"""Published snapshots: which there are, and which is in force."""

from __future__ import annotations

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
