"""Zip files, looked at before anything in them is inflated."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from transforms.exports.bounded.limits import Refused
from transforms.exports.containers.shelf import Shelf

PIECE_BYTES = 1024 * 1024
_NOISE = frozenset({"Thumbs.db", "desktop.ini"})


def flavour(archive: zipfile.ZipFile) -> str:
    """`xlsx`, `xlsb`, `ods`, `document` for other office files, or `zip` for a plain archive."""
    names = {name.replace("\\", "/") for name in archive.namelist()}
    if any(name.startswith("xl/workbook.") for name in names):
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    if "mimetype" in names and "content.xml" in names:
        return "ods"
    return "document" if "[Content_Types].xml" in names else "zip"


def look_at(archive: zipfile.ZipFile, shelf: Shelf, *, are_members: bool) -> None:
    """Refuses an archive, or a workbook (`are_members` is false), by what its directory says of it."""
    members = archive.infolist()
    if are_members:
        shelf.expect_members(len(members))
    elif len(members) > shelf.limits.max_members:
        raise Refused("members", count=len(members))
    if any(member.flag_bits & 1 for member in members):
        raise Refused("zip_password")
    shelf.expect_bytes(member.file_size for member in members)


def unpacked(archive: zipfile.ZipFile, shelf: Shelf) -> Iterator[tuple[str, Path]]:
    """Name and unpacked file of each member that may be a table, one at a time, in the order of the names."""
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        name = name_of(member)
        path = PurePosixPath(name.replace("\\", "/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if member.is_dir() or is_link or "__MACOSX" in path.parts or path.name.startswith(".") or path.name in _NOISE:
            continue
        target = shelf.new_file()
        with archive.open(member) as packed, target.open("wb") as out:
            while piece := packed.read(PIECE_BYTES):
                out.write(piece)
        yield name, target


def name_of(member: zipfile.ZipInfo) -> str:
    """What a member is called: names without a mark of their own are of Chinese systems."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
