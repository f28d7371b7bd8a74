"""Containers made byte by byte: what no library here writes, and what no honest program would."""

from __future__ import annotations

import io
import struct
import zipfile

SECTOR = 512
NO_SECTOR, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """One zip file of these members, whatever they are called."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def compound(name: str, stream: bytes) -> bytes:
    """One compound file (the format of Office before 2007) that holds one stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [FAT_SECTOR, END_OF_CHAIN, *range(3, sectors + 2), END_OF_CHAIN]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    assert len(fat) == SECTOR, "one sector of the table is enough for a test"

    def entry(label: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = label.encode("utf-16-le")
        links = struct.pack("<BBIII", kind, 1, NO_SECTOR, NO_SECTOR, child)
        place = struct.pack("<IQ", start, size)
        return words.ljust(64, b"\0") + struct.pack("<H", len(words) + 2) + links + bytes(36) + place

    entries = entry("Root Entry", 5, 1, END_OF_CHAIN, 0) + entry(name, 2, NO_SECTOR, 2, len(stream))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0),
    )
    header += struct.pack("<109I", *[NO_SECTOR] * 109)[: SECTOR - len(header)]
    return header + fat + entries.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a workbook before 2007."""
    return struct.pack("<HH", kind, len(data)) + data


def old_workbook(rows: list[list[str | float]], before_the_sheets: bytes = b"") -> bytes:
    """One .xls workbook with one sheet called 订单."""
    name = "订单"
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before_the_sheets
    about = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    offset = len(start) + 4 + 4 + len(about) + 4
    globals_part = start + record(0x85, struct.pack("<I", offset) + about) + record(0x0A)
    cells = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    width = max(map(len, rows))
    cells += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                cells += record(0x204, place + text)
            else:
                cells += record(0x203, place + struct.pack("<d", cell))
    return compound("Workbook", globals_part + cells + record(0x0A))
