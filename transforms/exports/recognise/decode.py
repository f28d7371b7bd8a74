"""Bytes of a text export into a clean UTF-8 body: which encoding, where rows begin, what is no row.

Everything streams in pieces of whole lines, so memory stays bounded however long the file is. Work on
single lines happens only where a quirk is seen; a plain file costs decoding and one look for line ends.
"""

from __future__ import annotations

import codecs
import csv
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from transforms.exports.recognise import encodings

HEAD_BYTES = 256 * 1024
"""How much of a file is decoded to find its header."""
EDGE_BYTES = 64 * 1024
"""How much after the header and before the end of a file is searched for footer rows."""
CHUNK_BYTES = 4 * 1024 * 1024
LONGEST_LINE_BYTES = 16 * 1024 * 1024

IsFooter = Callable[[Sequence[str], str], bool]
"""Cells of a row and the row as written -> True when it is no data row."""


class UnreadableFile(Exception):
    """A file that cannot be taken in; its text is one sentence for the owner, free of cell contents."""

    def __str__(self) -> str:
        return one_line(super().__str__())


def one_line(sentence: str) -> str:
    """A sentence without the line breaks that a header word in it may have."""
    return " ".join(sentence.split())


@dataclass(frozen=True)
class Head:
    """The first lines of a text file under one encoding that it may have."""

    encoding: str
    lines: tuple[str, ...]
    newline: bytes
    lost_share: float
    """Of the characters beyond ASCII that were looked at, how many this encoding cannot mean."""


@dataclass(frozen=True)
class Written:
    """What became of the lines or rows after a header: a body of `rows` rows, and where those stood."""

    rows: int
    skipped: Sequence[int]
    """Lines (or sheet rows) after the header, counted from 0, that start no row of the body; ascending."""
    dropped: Sequence[int] = ()
    """Those of `skipped` that are not in the body; the others go on with a cell of an earlier line."""
    ends_open: bool = False
    """A quotation mark opens a cell that nothing closes."""
    replaced: int = 0
    """Characters that the encoding could not read and that are U+FFFD in the body."""


def line_of_row(skipped: Sequence[int], row: int) -> int:
    """The line, counted from 0, on which the row of that number starts when `skipped` lines start none."""
    return row + bisect_right(range(len(skipped)), row, key=lambda i: skipped[i] - i)


def heads(path: Path) -> Iterator[Head]:
    """One reading of the file's first lines per encoding it may have, the likeliest first.

    Raises:
        UnreadableFile: the file cannot be opened or holds nothing.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            foreign = head if not head.isascii() else _first_foreign_lines(file)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror}.") from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UnreadableFile("The file is empty.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        possible: tuple[str, ...] = ("utf-16",)
    elif head.startswith(codecs.BOM_UTF8):
        possible = ("utf-8-sig",)
    else:
        possible = (*encodings.utf_16_by_zeros(head), *(encodings.CANDIDATES if foreign else ("utf-8",)))
    for encoding in possible:
        text = encodings.decoded(head, encoding).lstrip("\ufeff")
        if "\n" in text:
            newline, text = b"\n", text.replace("\r\n", "\n")
        else:
            newline, text = b"\r", text.replace("\r", "\n")
        lines = tuple(line + "\n" for line in text.split("\n"))
        yield Head(encoding, lines, newline, encodings.lost_share(encodings.decoded(foreign, encoding), encoding))


def _first_foreign_lines(file: Any) -> bytes:
    """A sample from where bytes beyond ASCII begin; without it an English header would tell no encoding."""
    while chunk := file.read(HEAD_BYTES):
        if not chunk.isascii():
            first = next(i for i, byte in enumerate(chunk) if byte > 127)
            return bytes(chunk[first:]) + bytes(file.read(1024))
    return b""


class _Utf8Lines:
    """The file as pieces of whole UTF-8 lines ending in LF; counts the characters it had to replace."""

    def __init__(self, path: Path, head: Head) -> None:
        self.path = path
        self.head = head
        self.replaced = 0

    def __iter__(self) -> Iterator[bytes]:
        cut_at = self.head.newline
        rest = b""
        for piece in self._pieces():
            end = piece.rfind(cut_at) + 1
            if end:
                yield self._with_line_feeds(rest + piece[:end])
                rest = piece[end:]
            else:
                rest += piece
            if len(rest) > LONGEST_LINE_BYTES:
                raise UnreadableFile(f"A line is longer than {LONGEST_LINE_BYTES >> 20} MB, as in no export.")

    def _pieces(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.head.encoding)("replace")
        with self.path.open("rb") as file:
            raw = file.read(CHUNK_BYTES)
            while raw:
                following = file.read(CHUNK_BYTES)
                piece = self._encoded(decoder.decode(raw, not following))
                # The last line may lack its end; the line must not come later than the piece it belongs to.
                is_cut = not following and not piece.endswith(self.head.newline)
                yield piece + self.head.newline if is_cut else piece
                raw = following

    def _encoded(self, text: str) -> bytes:
        if not text.isascii():
            self.replaced += text.count(encodings.LOST)
        return text.encode()

    def _with_line_feeds(self, lines: bytes) -> bytes:
        return lines.replace(b"\r\n", b"\n") if self.head.newline == b"\n" else lines.replace(b"\r", b"\n")


def _after(chunks: Iterator[bytes], lines: int) -> Iterator[bytes]:
    """The chunks without their first lines."""
    for chunk in chunks:
        start = 0
        while lines and start < len(chunk):
            start = chunk.index(b"\n", start) + 1
            lines -= 1
        if start < len(chunk):
            yield chunk[start:] if start else chunk


class _Lines:
    """Remembers which lines after the header start no row, while the lines stream by."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.seen = 0
        self.is_open = False
        """The last line seen ended inside a quoted cell."""
        self.continued = array("q")
        """Lines that go on with a quoted cell of an earlier line."""
        self.dropped = array("q")
        """Lines that are not in the body at all."""

    def without_blank_lines(self, chunk: bytes) -> bytes:
        buffer = np.frombuffer(chunk, dtype=np.uint8)
        ends = np.flatnonzero(buffer == ord("\n")) + 1
        starts = np.concatenate(([0], ends[:-1]))
        inside = self._inside(chunk, buffer, starts, ends)
        blank_bytes = f"{self.delimiter}\t \n".encode()
        candidates = np.flatnonzero(np.isin(buffer[starts], np.frombuffer(blank_bytes, dtype=np.uint8)))
        blank = [
            line
            for line in np.setdiff1d(candidates, inside, assume_unique=True).tolist()
            if not chunk[starts[line] : ends[line]].strip(blank_bytes)
        ]
        self.continued.extend(self.seen + line for line in inside)
        self.dropped.extend(self.seen + line for line in blank)
        self.seen += len(ends)
        if not blank:
            return chunk
        kept, position = [], 0
        for line in blank:
            kept.append(chunk[position : starts[line]])
            position = int(ends[line])
        return b"".join((*kept, chunk[position:]))

    def _inside(self, chunk: bytes, buffer: Any, starts: Any, ends: Any) -> list[int]:
        """Lines of the chunk that begin inside a quoted cell."""
        if not self.is_open and b'"' not in chunk:
            return []
        # Only a line with an odd number of quotes can open or close a cell over its end.
        quotes = np.searchsorted(np.flatnonzero(buffer == ord('"')), ends)
        odd = np.flatnonzero(np.diff(quotes, prepend=0) & 1).tolist()
        inside: list[int] = []
        opened_at = 0 if self.is_open else None
        for line in odd:
            if opened_at is not None:
                inside.extend(range(opened_at, line + 1))
                opened_at = None
            elif _leaves_a_cell_open(chunk[starts[line] : ends[line]], self.delimiter):
                opened_at = line + 1
        if opened_at is not None:
            inside.extend(range(opened_at, len(ends)))
        self.is_open = opened_at is not None
        return inside

    def drop(self, lines: list[int]) -> None:
        self.dropped = array("q", sorted((*self.dropped, *lines)))


def _leaves_a_cell_open(line: bytes, delimiter: str) -> bool:
    """A quote opens a cell only at its start; one in the middle of a cell (a 12" frame) is just a sign."""
    reader = csv.reader((line.decode(), "\n"), delimiter=delimiter)
    try:
        next(reader)
    except csv.Error:
        return False
    return reader.line_num > 1


def write_text_body(
    path: Path, body: Path, *, head: Head, header_lines: int, delimiter: str, is_footer: IsFooter | None
) -> Written:
    """Writes the data rows of a text export: one CSV row per record, UTF-8, LF, no blank or footer lines.

    Args:
        header_lines: How many lines at the top, header included, are no data.
        is_footer: Asked for each row near the header and near the end; None when there are no footers.

    Raises:
        UnreadableFile: a line is so long that the file cannot be a table.
    """
    source = _Utf8Lines(path, head)
    lines = _Lines(delimiter)
    unwrap = _unwrapper(delimiter)
    judged = 0  # bytes of the body that were searched for footers near the header
    with body.open("w+b") as out:
        for chunk in _after(iter(source), header_lines):
            was_open, is_first = lines.is_open, not lines.seen
            kept = unwrap(lines.without_blank_lines(chunk), was_open)
            if is_first and is_footer:
                edge = len(kept) if len(kept) < 2 * EDGE_BYTES else kept.index(b"\n", EDGE_BYTES) + 1
                judged = out.write(_without_footers(kept[:edge], 0, lines, is_footer))
                kept = kept[edge:]
            out.write(kept)
        if is_footer and out.tell() > judged:
            _cut_footers_at_end(out, judged, lines, is_footer)
    skipped = array("q", sorted({*lines.dropped, *lines.continued}))
    return Written(lines.seen - len(skipped), skipped, lines.dropped, lines.is_open, source.replaced)


def _cut_footers_at_end(out: BinaryIO, judged: int, lines: _Lines, is_footer: IsFooter) -> None:
    start = max(judged, out.tell() - EDGE_BYTES)
    out.seek(start)
    if start > judged:
        start += len(out.readline())
    tail = out.read()
    first = lines.seen - len(lines.dropped) - tail.count(b"\n")
    out.seek(start)
    out.write(_without_footers(tail, first, lines, is_footer))
    out.truncate()


def _without_footers(block: bytes, first: int, lines: _Lines, is_footer: IsFooter) -> bytes:
    """The block, which begins with the body's line of number `first`, without footer rows."""
    texts = block.decode().split("\n")[:-1]
    numbers = [line_of_row(lines.dropped, first + i) for i in range(len(texts))]
    since = bisect_left(lines.continued, numbers[0]) if numbers else 0
    inside = set(lines.continued[since:])
    kept: list[str] = []
    gone: list[int] = []
    begin = 0
    while begin < len(texts):
        end = begin + 1
        while end < len(texts) and numbers[end] in inside:
            end += 1
        record = texts[begin:end]
        # A record that began before the block cannot be judged; footers are never that long.
        if numbers[begin] not in inside and is_footer(_cells(record, lines.delimiter), "\n".join(record)):
            gone.extend(numbers[begin:end])
        else:
            kept.extend(record)
        begin = end
    if not gone:
        return block
    lines.drop(gone)
    return "".join(f"{line}\n" for line in kept).encode()


def _cells(record: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader((f"{line}\n" for line in record), delimiter=delimiter))
    except csv.Error:
        return record[0].split(delimiter)


def _unwrapper(delimiter: str) -> Callable[[bytes, bool], bytes]:
    """A function that takes the equals sign that keeps Excel away from an id out of a chunk of lines."""
    mark = re.escape(delimiter).encode()
    # The sign itself comes first and what stands before it second: so the search runs on a fixed prefix.
    bare = re.compile(rb"=(?<![^%b\n]=)(?=\"[^\"\n%b]+\"[%b\n])" % (mark, mark, mark))
    quoted = re.compile(rb'"=""(?<![^%b\n]"="")([^"\n]*)"""(?=[%b\n])' % (mark, mark))
    empty = re.compile(rb'=""(?<![^%b\n]="")(?=[%b\n])' % (mark, mark))

    def unwrap(chunk: bytes, is_open: bool) -> bytes:
        if b'="' not in chunk:
            return chunk
        # Inside a quoted cell quotes stand in pairs, so these two cannot match there.
        chunk = bare.sub(b"", chunk)
        if b'=""' not in chunk:
            return chunk
        chunk = quoted.sub(rb'"\1"', chunk)
        # But ="" can be a cell's own text and its closing quote: count quotes to tell inside from outside.
        quotes, position = int(is_open), 0

        def shorten(match: re.Match[bytes]) -> bytes:
            nonlocal quotes, position
            quotes += chunk.count(b'"', position, match.start())
            position = match.start()
            return match[0] if quotes % 2 else b'""'

        return empty.sub(shorten, chunk)

    return unwrap
