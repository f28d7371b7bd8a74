"""Where the child puts what it finds in a container, and the count of how much that is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from transforms.exports.bounded.limits import Limits, Refused


class Shelf:
    """A folder for the parts of one container: tables as CSV, texts as their bytes; counts over all levels."""

    def __init__(self, folder: Path, limits: Limits, packed_bytes: int) -> None:
        self.folder = folder
        self.limits = limits
        self.parts: list[dict[str, Any]] = []
        self._packed = packed_bytes
        self._files = 0
        self._members = 0
        self._inflated = 0
        self._written = 0

    def new_file(self) -> Path:
        """A path in the folder that nothing has yet. No name in a container ever becomes a path."""
        self._files += 1
        return self.folder / f"part-{self._files}"

    def put(self, format_name: str, where: tuple[str, ...], sheet: str | None, path: Path, **facts: Any) -> None:
        """Keep a file as one part: a table in the format it came in, or a text."""
        self._written += path.stat().st_size
        if self._written > self.limits.max_inflated_bytes:
            raise Refused("size")
        self._keep({"format": format_name, "where": where, "sheet": sheet, "file": path.name, **facts})

    def put_stranger(self, kind: str, where: tuple[str, ...]) -> None:
        """Note a part that is no table: a picture beside the bills, say."""
        self._keep({"format": kind, "where": where, "sheet": None})

    def _keep(self, part: dict[str, Any]) -> None:
        if len(self.parts) >= self.limits.max_members:
            raise Refused("members", count=len(self.parts) + 1)
        self.parts.append(part)

    def expect_members(self, count: int) -> None:
        """Count the members of a zip file, at whatever level it is.

        Raises:
            Refused: they are more than are opened.
        """
        self._members += count
        if self._members > self.limits.max_members:
            raise Refused("members", count=self._members)

    def expect_bytes(self, sizes: Iterable[int]) -> None:
        """Count what the members of a zip file or the parts of a workbook say they inflate to.

        Raises:
            Refused: that is more than is unpacked, or out of all proportion to the file.
        """
        sizes = tuple(sizes)
        self._inflated += sum(sizes)
        limits = self.limits
        if self._inflated > limits.max_inflated_bytes or max(sizes, default=0) > limits.max_member_bytes:
            raise Refused("inflated", megabytes=self._inflated >> 20)
        if self._inflated > limits.ratio_floor_bytes and self._inflated > limits.max_ratio * self._packed:
            raise Refused("ratio", times=self._inflated // max(self._packed, 1))
