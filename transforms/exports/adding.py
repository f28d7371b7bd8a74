"""From a file somebody has to a copy in its source's folder: what it is, whose it is, put there, taken back.

The command line and the dashboard say it in their own words; what they say comes from here.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from filelock import FileLock, Timeout

from transforms.engines.snapshot import NothingPublished, SnapshotReader
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.contacts import tellable
from transforms.exports.home_layouts import all_layouts, layouts_of
from transforms.exports.landing import digest, landed_files, remove, waiting_files
from transforms.exports.layout import Layout, header_word
from transforms.exports.recognise.decode import UnreadableFile
from transforms.exports.recognise.examine import Examined, RecognisedTable, examine
from transforms.exports.staging.column_findings import Found, findings_of_columns
from transforms.settings import Home, Shop

Why = Literal["named", "limited", "before", "alike", "platform", "only", "several", "mixed", "none"]
"""How a source was chosen, or that it was not."""


@dataclass(frozen=True)
class StatedTotal:
    """One total that a file states of itself, and whether its layout says what it must equal."""

    name: str
    stated: str
    is_compared: bool


@dataclass(frozen=True)
class TableEvidence:
    """What one table of a file was recognised by. Holds header words and no cell of a data row."""

    layout: Layout
    sheet: str | None
    encoding: str
    header_line: int
    rows: int
    gave_away: tuple[str, ...]
    """The words of the layout's signature, as the file writes them."""
    lacking: tuple[str, ...]
    """Words of the signature that are not there; the others were enough."""
    columns: tuple[Found, ...]
    """Findings about columns: new, missing, renamed."""
    totals: tuple[StatedTotal, ...]


@dataclass(frozen=True)
class Recognised:
    """One file that we know: the evidence per table, and what else was noticed."""

    path: Path
    tables: tuple[TableEvidence, ...]
    findings: tuple[Found, ...]

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of its tables, each once."""
        return tuple({table.layout.name: table.layout for table in self.tables}.values())


@dataclass(frozen=True)
class Choice:
    """The source a file goes to, or those among which somebody has to say."""

    source: str | None
    why: Why
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Where the copy of a file is."""

    source: str
    name: str
    sha256: str
    is_new: bool
    """False: the same bytes were there before, and nothing was copied."""


class Busy(Exception):
    """A night is running, and what it reads must stay."""


Look = Callable[[Path, Sequence[Layout], Path, str | None], Recognised]
_PASSWORD = tuple(sentence(Refused(kind), Limits()) for kind in ("password_missing", "password_wrong"))
T = TypeVar("T")


def look(path: Path, layouts: Sequence[Layout], work: Path, password: str | None) -> Recognised:
    """The evidence about a file.

    Raises:
        UnreadableFile: it is none that we know, or cannot be opened; the text says why.
    """
    return evidence(path, examine(path, layouts, work, password=password))


def recognise(home: Home, shop: Shop, path: Path, source: str | None = None, *, look: Look = look) -> Recognised:
    """What a file is, with the evidence; limited to the layouts of a source where one is named.

    `look` is `look_apart` where a hostile file must not harm the process that asks.

    Raises:
        UnreadableFile: it is none that we know, or cannot be opened; the text says why.
    """
    layouts = layouts_of(home, shop, source) if source else _as_any_source_knows(home, shop)
    home.work.mkdir(parents=True, exist_ok=True)

    def with_password(password: str | None) -> Recognised:
        # decoded copies hold contacts: gone when we leave
        with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as work:
            return look(path, layouts, Path(work), password)

    return opened(shop, source, with_password)


def opened(shop: Shop, source: str | None, read: Callable[[str | None], T]) -> T:
    """What reading gives, with the passwords that the settings of the source, or of all sources, hold.

    Raises:
        UnreadableFile: as `read` does; of a workbook that no password opens, what it says without one.
    """
    sources = [shop.sources[source]] if source else list(shop.sources.values())
    passwords = [None, *dict.fromkeys(each.password for each in sources if each.password)]
    first: UnreadableFile | None = None
    for password in passwords:
        try:
            return read(password)
        except UnreadableFile as error:
            if not str(error).endswith(_PASSWORD):
                raise
            first = first or error
    assert first is not None
    raise first


def _as_any_source_knows(home: Home, shop: Shop) -> list[Layout]:
    """Every layout, with the renamed columns that some source has confirmed."""
    renamed = {new: old for source in shop.sources.values() for new, old in source.renamed.items()}
    return [layout.with_renamed(renamed) for layout in all_layouts(home)]


def evidence(path: Path, examined: Examined) -> Recognised:
    """What to show of a recognised file."""
    found = tuple((each.kind, tellable(each.what), 0) for each in examined.findings)
    return Recognised(path, tuple(map(_evidence, examined.tables)), found)


def _evidence(table: RecognisedTable) -> TableEvidence:
    layout = table.layout
    seen = {header_word(cell): cell for cell in reversed(table.header)}
    signature = [(word, seen.get(header_word(word))) for word in layout.signature]
    return TableEvidence(
        layout=layout,
        sheet=tellable(table.sheet) if table.sheet else None,
        encoding=table.encoding,
        header_line=table.header_lines,
        rows=table.rows,
        gave_away=tuple(" ".join(cell.split()) for _, cell in signature if cell),
        lacking=tuple(word for word, cell in signature if cell is None),
        columns=tuple(findings_of_columns(layout, table.missing_optional, table.unknown_words)),
        totals=tuple(
            StatedTotal(tellable(name), f"{amount:f}", name in layout.control_totals)
            for name, amount in table.totals.items()
        ),
    )


def choose_source(home: Home, shop: Shop, layouts: Sequence[Layout], *, look: Look = look) -> Choice:
    """The one source a file can belong to: limited to its layout, or had it published, or has its like in the folder.

    Where several can, the one called like the platform is taken, else the one whose channel is; else nobody guesses.
    """
    families = list(dict.fromkeys(layout.family for layout in layouts))
    if len(families) > 1:  # a zip file: all that is in it goes one way, or it must be unpacked
        parts = [[layout for layout in layouts if layout.family == family] for family in families]
        choices = [choose_source(home, shop, part, look=look) for part in parts]
        if len({choice.source for choice in choices}) == 1:
            return choices[0]
        sources = (choice.source for choice in choices if choice.source is not None)
        return Choice(None, "mixed", tuple(dict.fromkeys(sources)))
    names = {layout.name for layout in layouts}
    ways: tuple[tuple[Why, Callable[[], list[str]]], ...] = (
        ("limited", lambda: [name for name, source in shop.sources.items() if names & set(source.layouts)]),
        ("before", lambda: [name for name in sources_with(home, names) if name in shop.sources]),
        ("alike", lambda: _sources_with_the_like(home, shop, names, look)),
    )
    looked: list[tuple[Why, list[str]]] = []
    for why, fit in ways:  # the folders are looked into only where nothing else tells
        fitting = fit()
        if fitting:
            looked.append((why, fitting))
            break
    looked.append(("only", [name for name, source in shop.sources.items() if not source.layouts]))
    for why, fitting in looked:
        candidates = _named_like(home, shop, fitting, layouts)
        if len(candidates) == 1:
            return Choice(candidates[0], "platform" if why == "only" and len(fitting) > 1 else why)
        if candidates:
            return Choice(None, "several", tuple(candidates))
    return Choice(None, "none", tuple(shop.sources))


def _named_like(home: Home, shop: Shop, candidates: list[str], layouts: Sequence[Layout]) -> list[str]:
    """Of several sources the one called like the file's platform, else the one whose channel is; else all of them."""
    families = {layout.family for layout in all_layouts(home)}
    wanted = {layout.family for layout in layouts}
    kinds = {layout.usual_channel[1] for layout in layouts}

    def family_of(name: str) -> str:
        return max((family for family in families if name.startswith(family)), key=len, default="")

    for choices in (
        [name for name in candidates if name in wanted],
        [name for name in candidates if family_of(name) in wanted],
        [name for name in candidates if family_of(shop.sources[name].channel) in wanted],
        [name for name in candidates if shop.channels[shop.sources[name].channel].kind in kinds],
    ):
        if len(choices) == 1:
            return choices
    return candidates


def sources_with(home: Home, layouts: set[str]) -> list[str]:
    """Sources that published files of these layouts came from."""
    try:
        reader = SnapshotReader(home.current)
        try:
            rows = reader.rows("select distinct source, layout from ingested_files order by source")
        finally:
            reader.close()
    except NothingPublished:
        return []
    return list(dict.fromkeys(row["source"] for row in rows if row["layout"] in layouts))


def _sources_with_the_like(home: Home, shop: Shop, layouts: set[str], look: Look) -> list[str]:
    """Sources whose folder's latest file has one of these layouts."""
    found = []
    for name in shop.sources:
        files = waiting_files(home, name)
        if not files:
            continue
        try:
            known = recognise(home, shop, files[-1], name, look=look)
        except UnreadableFile:
            continue
        if layouts & {layout.name for layout in known.layouts}:
            found.append(name)
    return found


def put(home: Home, source: str, path: Path, name: str | None = None) -> Placed:
    """Copy a file into its source's folder, complete or not at all.

    The time of the original is kept: of two exports that state no time of their own, the later download counts.
    """
    folder = home.exports / source
    folder.mkdir(parents=True, exist_ok=True)
    content = digest(path)
    size = path.stat().st_size
    for known in waiting_files(home, source):
        if known.stat().st_size == size and digest(known) == content:
            return Placed(source, known.relative_to(folder).as_posix(), content, is_new=False)
    wanted = safe_name(name or path.name)
    given, number = wanted, 1
    while (folder / given).exists():
        number += 1
        given = f"{Path(wanted).stem} ({number}){Path(wanted).suffix}"
    half = folder / f".{given}.{os.getpid()}.part"  # hidden and half-written names are not read
    try:
        shutil.copy2(path, half)
        half.replace(folder / given)
    finally:
        half.unlink(missing_ok=True)
    return Placed(source, given, content, is_new=True)


def safe_name(name: str) -> str:
    """A file's own name without folders, signs that no file system likes, or what would hide it from the night."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "_", last).lstrip(". ~$").strip()
    stem, dot, suffix = plain.rpartition(".")
    if dot and suffix.lower() in ("part", "partial", "crdownload", "tmp", "download"):
        plain = stem
    while len(plain.encode()) > 200:
        middle = len(plain) // 2
        plain = plain[: middle - 1] + plain[middle + 1 :]
    return plain or "export"


def take_back(home: Home, placed: Placed, at: datetime) -> None:
    """Undo `put`: the copy goes; what a night has read since is set aside, from where it can be put back.

    Raises:
        Busy: a night is running.
    """
    copy = home.exports / placed.source / placed.name
    home.warehouse.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.warehouse / "night.lock", timeout=0):
            landed = [file for file in landed_files(home, placed.source) if file.sha256 == placed.sha256]
            for file in landed:
                remove(home, file, at, [copy] if copy.is_file() else [])
            if not landed and copy.is_file() and digest(copy) == placed.sha256:
                copy.unlink()
    except Timeout:
        raise Busy("A night is running; try again when it is through.") from None


def new_source_name(shop: Shop, layout: Layout) -> str:
    """A free name for a source of such files: the platform's, else with a number."""
    name, number = layout.family, 1
    while name in shop.sources:
        number += 1
        name = f"{layout.family}_{number}"
    return name
