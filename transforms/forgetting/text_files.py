"""A text export with some cells put anew; every byte of every other cell stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.forgetting.person_cells import Cells


def with_cells(raw: bytes, encoding: str, delimiter: str, rows: Mapping[int, Cells], *, quotes_pair: bool) -> bytes:
    """The file with new cells in the rows that begin on these lines (from 1).

    A text whose signs part cells by single bytes is cut as bytes, so that what its encoding cannot read stays too.
    """
    wide = encoding.startswith("utf-16")
    if wide:
        codec = "utf-16-be" if encoding == "utf-16-be" or raw.startswith(b"\xfe\xff") else "utf-16-le"
        text = raw.decode(codec, "surrogatepass")
    else:
        codec, text = encoding.removesuffix("-sig"), raw.decode("latin-1")
    new_line = "\n" if "\n" in text else "\r"
    starts = [0]
    while (end := text.find(new_line, starts[-1])) >= 0:
        starts.append(end + 1)
    kept, done = [], 0
    for line in sorted(rows):
        start = starts[line - 1]
        until = starts[line] if line < len(starts) else len(text)
        spans = _cells(text, start, delimiter, new_line, len(text) if quotes_pair else until)
        for position, cell in sorted(rows[line].items()):
            if position >= len(spans):
                continue
            first, last = spans[position]
            kept += [text[done:first], _written(text[first:last], cell, delimiter, codec, wide=wide)]
            done = last
    kept.append(text[done:])
    joined = "".join(kept)
    return joined.encode(codec, "surrogatepass") if wide else joined.encode("latin-1")


def _cells(text: str, start: int, delimiter: str, new_line: str, end: int) -> list[tuple[int, int]]:
    """Where each cell of the row that begins here begins and ends, quotation marks included."""
    spans, position = [], start
    while True:
        first = position
        if text[position : position + 1] == '"':
            position += 1
            while position < end:
                position = text.find('"', position, end)
                if position < 0:
                    position = end
                    break
                if text[position + 1 : position + 2] != '"':
                    position += 1
                    break
                position += 2
        while position < end and text[position] not in (delimiter, new_line):
            position += 1
        last = position
        is_last = position >= end or text[position] == new_line
        if is_last and new_line == "\n" and last > first and text[last - 1] == "\r":
            last -= 1
        spans.append((first, last))
        if is_last:
            return spans
        position += 1


def _written(old: str, new: str, delimiter: str, codec: str, *, wide: bool) -> str:
    """The new cell, in quotation marks where the old one was or where it needs them."""
    if old[:1] == '"' or any(sign in new for sign in (delimiter, '"', "\n", "\r")):
        new = '"' + new.replace('"', '""') + '"'
    return new if wide else new.encode(codec, "replace").decode("latin-1")
