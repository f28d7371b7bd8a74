"""The child's part: opens one container, however deep, and leaves on the shelf what tables and texts are in it."""

from __future__ import annotations

import errno
import zipfile
from pathlib import Path
from typing import Any

from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.containers import archive, protected, spreadsheet_xml, web_page, workbook
from transforms.exports.containers.far_cells import look_for_far_cells
from transforms.exports.containers.formats import START_BYTES, format_of
from transforms.exports.containers.shelf import Shelf


def open_container(
    *, path: str, folder: str, limits: dict[str, Any], password: str | None, words: list[str], only_look: bool
) -> list[dict[str, Any]]:
    """The parts of a container, in order: what `Shelf.put` was told of each.

    Args:
        words: Header words beyond ASCII, by which the encoding of a web page is told.
        only_look: Nothing is parsed; only the highest cell of each workbook is looked for.
    """
    file = Path(path)
    shelf = Shelf(Path(folder), Limits(**limits), file.stat().st_size)
    _Opener(shelf, password, frozenset(words), only_look).take(file, ())
    return shelf.parts


class _Opener:
    def __init__(self, shelf: Shelf, password: str | None, words: frozenset[str], only_look: bool) -> None:
        self.shelf = shelf
        self.password = password
        self.words = words
        self.only_look = only_look

    def take(self, path: Path, where: tuple[str, ...]) -> None:
        """Put on the shelf what is in a file that has this name inside its containers."""
        try:
            self._take(path, where)
        except Refused as refused:
            if where:
                refused.facts.setdefault("where", "/".join(where))
            raise
        except (MemoryError, OSError) as error:
            # how parsers call a damaged file: without a number, or by seeking where no file can have a place
            if isinstance(error, OSError) and error.errno in (None, errno.EINVAL):
                raise Refused("damaged", where="/".join(where)) from None
            raise
        except Exception:
            raise Refused("damaged", where="/".join(where)) from None

    def _take(self, path: Path, where: tuple[str, ...]) -> None:
        with path.open("rb") as file:
            kind = format_of(file.read(START_BYTES))
        if kind == "zip":
            self._take_zip(path, where)
        elif kind == "compound":
            self._take_compound(path, where)
        elif kind == "web_page" and not self.only_look:
            web_page.write_tables(path, where, self.words, self.shelf)
        elif kind == "spreadsheet_xml" and not self.only_look:
            spreadsheet_xml.write_sheets(path, where, self.shelf)
        elif kind == "text":
            self.shelf.put(kind, where, None, path)
            return
        elif not self.only_look:
            self.shelf.put_stranger(kind, where)
        if where:
            path.unlink()

    def _take_zip(self, path: Path, where: tuple[str, ...]) -> None:
        with zipfile.ZipFile(path) as opened:
            kind = archive.flavour(opened)
            archive.look_at(opened, self.shelf, are_members=kind == "zip")
            if kind == "document":
                self.shelf.put_stranger(kind, where)
            elif kind != "zip":
                self._take_workbook(path, kind, where)
            elif len(where) >= self.shelf.limits.max_nesting:
                raise Refused("nesting")
            else:
                for name, file in archive.unpacked(opened, self.shelf):
                    self.take(file, (*where, name))

    def _take_compound(self, path: Path, where: tuple[str, ...]) -> None:
        match protected.content_of(path):
            case "document":
                self.shelf.put_stranger("document", where)
            case "protected":
                plain = self.shelf.new_file()
                protected.write_plain(path, plain, self.password)
                if zipfile.is_zipfile(plain):
                    self._take_zip(plain, where)
                elif protected.content_of(plain) == "workbook":
                    self._take_workbook(plain, "xls", where)
                else:
                    raise Refused("workbook_damaged")
                plain.unlink()
            case "workbook":
                self._take_workbook(path, "xls", where)

    def _take_workbook(self, path: Path, kind: str, where: tuple[str, ...]) -> None:
        if self.only_look:
            if kind == "xlsx":
                look_for_far_cells(path, self.shelf.limits)
            return
        # The parser goes by the ending of the name.
        named = self.shelf.new_file().with_suffix(f".{kind}")
        named.symlink_to(path.absolute())
        try:
            workbook.write_sheets(named, kind, where, self.shelf)
        finally:
            named.unlink()
