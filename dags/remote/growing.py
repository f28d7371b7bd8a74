"""Files that are still being written: they are left until two looks, some seconds apart, find them the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

LOOKS_APART_SECONDS = 3.0
LOOKS_APART_HERE_SECONDS = 0.5
"""A copy on this machine grows all the time; every source with a recent file waits for so long."""
RECENT_SECONDS = 60.0
RECENT_ELSEWHERE_SECONDS = 600.0
"""Longer, because another machine's clock may be minutes off."""

Key = TypeVar("Key")
Looks = Mapping[Key, tuple[float | None, str]]
"""File -> when it was last changed, and size and time as one word."""


def growing(
    first: Looks[Key], look_again: Callable[[], Looks[Key]], recent: float, apart: float | None = None
) -> set[Key]:
    """Files that change between two looks; the second is taken only when one changed a short while ago."""
    now = time.time()
    doubtful = {key for key, (changed, _) in first.items() if changed is not None and now - changed < recent}
    if not doubtful:
        return set()
    time.sleep(LOOKS_APART_SECONDS if apart is None else apart)
    second = look_again()
    return {key for key in doubtful if second.get(key) != first[key]}


def growing_files(paths: Sequence[Path]) -> set[Path]:
    """Those of the files of a folder that are still being written."""

    def look() -> dict[Path, tuple[float | None, str]]:
        found: dict[Path, tuple[float | None, str]] = {}
        for path in paths:
            try:
                about = path.stat()
            except FileNotFoundError:  # moved away meanwhile
                continue
            found[path] = (about.st_mtime, f"{about.st_size}:{about.st_mtime_ns}")
        return found

    return growing(look(), look, RECENT_SECONDS, LOOKS_APART_HERE_SECONDS)
