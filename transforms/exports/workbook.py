"""Zip containers: what is inside, whether it is safe to unpack, and a workbook's sheets as CSV files."""

from __future__ import annotations

import contextlib
import json
import lzma
import os
import re
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import transforms
from transforms.exports.decode import UnreadableFile

PIECE_BYTES = 1024 * 1024
LONGEST_REFERENCE = 64
"""Bytes kept from one piece of XML to the next, so that no reference is cut in two."""

# The letter comes first and the space before it second: so the search runs on a fixed prefix.
_COLUMN = re.compile(rb"r(?<=\sr)\s*=\s*[\"']([A-Za-z]+)")
_ROW = re.compile(rb"r(?<=\sr)\s*=\s*[\"'][A-Za-z]*([0-9]+)")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError)
_CORRUPT = "is damaged or incomplete; export it again"


@dataclass(frozen=True)
class Limits:
    """How large a zip file or a workbook may be before we refuse it, unopened."""

    max_members: int = 2_000
    max_inflated_bytes: int = 4 << 30
    max_ratio: float = 200.0
    """Inflated to packed size; honest sheets stay below 100."""
    ratio_floor_bytes: int = 64 << 20
    """Up to this inflated size the ratio does not matter."""
    max_cells: int = 200_000_000
    """Rows times columns of a sheet's farthest cell: the parser asks for memory for the whole rectangle."""
    max_rows: int = 1_048_576
    child_memory_bytes: int = 2 << 30
    child_seconds: int = 300


@dataclass(frozen=True)
class Sheet:
    """One worksheet as a CSV file: one record per row of the sheet, blank rows as blank lines."""

    name: str
    rows: Path


def is_zip(path: Path) -> bool:
    """True when the file's first bytes are those of a zip file."""
    return _magic(path).startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refuse_other_formats(path: Path) -> None:
    """Raises UnreadableFile with the next step for the formats that platforms disguise as tables."""
    start = _magic(path)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFile(
            "This is an old .xls workbook or has a password: open it, save it as .xlsx without a password or as CSV."
        )
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise UnreadableFile("This is a web page named like a table: open it in Excel and save it as .xlsx or CSV.")
    if text.startswith(b"%pdf"):
        raise UnreadableFile("This is a PDF: export the same list as .xlsx or CSV.")


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror}.") from error


@contextlib.contextmanager
def opened(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The zip file, open, after a look at its list of members.

    Raises:
        UnreadableFile: it is damaged, has a password, or would inflate beyond the limits.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGE, ValueError, OSError) as error:
        raise UnreadableFile(f"The file {_CORRUPT}.") from error
    with archive:
        _refuse_bombs(archive, path.stat().st_size, limits)
        try:
            yield archive
        except _DAMAGE as error:  # and no others: a full disk is not the fault of the file
            raise UnreadableFile(f"The file {_CORRUPT}.") from error


def _refuse_bombs(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    members = archive.infolist()
    inflated = sum(member.file_size for member in members)
    if len(members) > limits.max_members:
        raise UnreadableFile(f"The file holds {len(members)} parts; at most {limits.max_members} are opened.")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile("The file has a password: save it without one.")
    if inflated > limits.max_inflated_bytes:
        raise UnreadableFile(
            f"The file would unpack to {inflated >> 20} MB; the limit is {limits.max_inflated_bytes >> 20} MB."
        )
    if inflated > limits.ratio_floor_bytes and inflated > limits.max_ratio * packed:
        raise UnreadableFile(
            f"The file would unpack to {inflated // max(packed, 1)} times its size, as no export does."
        )


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """True when the zip file is an .xlsx workbook."""
    return "xl/workbook.xml" in archive.namelist()


def unpack(archive: zipfile.ZipFile, folder: Path) -> Iterator[tuple[str, Path]]:
    """Name and unpacked file of each member that may be a table, one at a time, in the order of the names."""
    for number, member in enumerate(sorted(archive.infolist(), key=lambda member: member.filename)):
        name = _member_name(member)
        parts = PurePosixPath(name).parts
        if member.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."):
            continue
        # The member's own name never becomes a path: it may point outside the folder.
        target = folder / f"member-{number}"
        with archive.open(member) as packed, target.open("wb") as out:
            while piece := packed.read(PIECE_BYTES):
                out.write(piece)
        yield name, target


def _member_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _refuse_far_cells(archive: zipfile.ZipFile, limits: Limits) -> None:
    for member in archive.infolist():
        # Any other part may be named as a sheet by the workbook, whatever it is called.
        if member.filename == "xl/sharedStrings.xml" or member.filename.startswith("xl/media/"):
            continue
        columns, rows, rest = {b"A"}, {1}, b""
        with archive.open(member) as sheet:
            while piece := sheet.read(PIECE_BYTES):
                piece = rest + piece
                columns.update(_COLUMN.findall(piece))
                # Digits beyond any row number need not become a number of that length.
                rows = {max(rows), *(int(row.lstrip(b"0")[:12] or b"0") for row in set(_ROW.findall(piece)))}
                rest = piece[-LONGEST_REFERENCE:]
        highest_row, highest_column = max(rows), max(_column_number(name) for name in columns)
        if highest_row > limits.max_rows or highest_row * highest_column > limits.max_cells:
            raise UnreadableFile(
                f"A sheet reaches to row {highest_row}, column {highest_column}: more than can be opened safely; "
                "delete the stray cells far from the table, or save the sheet as CSV."
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def sheets(path: Path, archive: zipfile.ZipFile, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    """The workbook's sheets, each as a CSV file in the folder, read by a child process under limits.

    Raises:
        UnreadableFile: the workbook is damaged or larger than the limits allow.
    """
    _refuse_far_cells(archive, limits)
    folder.mkdir(parents=True, exist_ok=True)
    answer = _ask_child(path, folder, limits)
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    match answer.get("error"):
        case None:
            return tuple(Sheet(sheet["name"], folder / sheet["file"]) for sheet in answer["sheets"])
        case "memory" | "aborted":
            megabytes = limits.child_memory_bytes >> 20
            raise UnreadableFile(f"The workbook needs more than {megabytes} MB of memory; save it as CSV or in parts.")
        case "size":
            raise UnreadableFile("The workbook's sheets are larger than can be opened; save it in parts.")
        case "seconds":
            raise UnreadableFile(
                f"The workbook could not be read within {limits.child_seconds} seconds; save it as CSV or in parts."
            )
        case "PasswordError":
            raise UnreadableFile("The workbook has a password: save it without one.")
    raise UnreadableFile(f"The workbook {_CORRUPT}.")


def _ask_child(path: Path, folder: Path, limits: Limits) -> dict:
    root = str(Path(next(iter(transforms.__path__))).parent)
    search_path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    limit_words = (limits.child_memory_bytes, limits.max_inflated_bytes, limits.child_seconds)
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "transforms.exports.workbook_child"),
            *(str(path.absolute()), str(folder.absolute())),
            *(str(word) for word in limit_words),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search_path},
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(timeout=limits.child_seconds)
    except subprocess.TimeoutExpired:
        return {"error": "seconds"}
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return {"error": "seconds" if child.returncode == -signal.SIGXCPU else "aborted"}
    if child.returncode == -signal.SIGABRT:
        return {"error": "aborted"}
    try:
        answer: dict = json.loads(said)
    except ValueError:
        return {"error": "corrupt"}
    return answer
