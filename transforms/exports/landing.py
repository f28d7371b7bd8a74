"""Landing: every file kept as it came, named by its SHA-256, with what is known of its arrival beside it.

A file the owner takes back goes to `removed/` beside the others, where no night looks, and can come from there again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transforms.settings import Home

_HIDDEN_OR_HALF = re.compile(r"^(\.|~\$)|\.(part|partial|crdownload|tmp|download)$", re.IGNORECASE)

_TIME_IN_NAME = re.compile(
    r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])"
    r"(?:[-_ T]?([01]\d|2[0-3])[-_:]?([0-5]\d)(?:[-_:]?([0-5]\d))?(?![-_:]?\d))?(?!\d)"
)


@dataclass(frozen=True)
class LandedFile:
    """One file of one source as it came."""

    source: str
    sha256: str
    file_name: str
    received_at: str
    """When the file was put into its folder, UTC, ISO 8601."""
    blanked_rows: int = 0
    """Rows of people who asked to be forgotten, blanked before the file was kept."""

    @property
    def file_id(self) -> str:
        """Name of the file in every staged table."""
        return f"{self.source}:{self.sha256[:16]}"

    def path(self, home: Home) -> Path:
        """Where its bytes are."""
        return home.landing / self.source / self.sha256


@dataclass(frozen=True)
class RemovedFile:
    """One file that was taken back."""

    file: LandedFile
    removed_at: str
    """UTC, ISO 8601."""
    copies: tuple[str, ...]
    """Where in its source's folder it was, to be put there again."""

    def path(self, home: Home) -> Path:
        """Where its bytes are now."""
        return _removed_folder(home, self.file.source) / self.file.sha256


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def waiting_files(home: Home, source: str) -> list[Path]:
    """Files in a source's folder, by name; hidden and half-written ones left out."""
    return files_in(home.exports / source)


def files_in(folder: Path) -> list[Path]:
    """Files in a folder and the folders in it, by name; hidden and half-written ones left out."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.rglob("*") if path.is_file() and not _HIDDEN_OR_HALF.search(path.name))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def land(home: Home, source: str, path: Path, *, blanked_rows: int = 0) -> LandedFile:
    """Keep one file: the same bytes twice are one file, under the name and time they first came with.

    When several copies wait at once, the one put in place first counts; equal times are decided by name.
    """
    sha256 = digest(path)
    stat = path.stat()
    received_at = datetime.fromtimestamp(stat.st_mtime, UTC).isoformat(timespec="microseconds")
    offered = LandedFile(source, sha256, path.name, received_at, blanked_rows)
    card = home.landing / source / f"{sha256}.json"
    if card.exists():
        known = _read_card(card)
        if (known.received_at, known.file_name) <= (offered.received_at, offered.file_name):
            return known
        offered = replace(offered, blanked_rows=max(known.blanked_rows, blanked_rows))
    card.parent.mkdir(parents=True, exist_ok=True)
    _keep(home, offered, path)
    for read_before in (home.staged / source).glob(f"{sha256}-*"):
        shutil.rmtree(read_before)  # its report gives the name and time that no longer hold
    _write_card(card, asdict(offered))
    return offered


def _keep(home: Home, file: LandedFile, path: Path) -> None:
    target = file.path(home)
    if not target.exists():
        fresh = target.with_suffix(f".{os.getpid()}.new")
        shutil.copyfile(path, fresh)
        fresh.chmod(0o400)
        fresh.replace(target)


def put_in_place_of(home: Home, file: LandedFile, path: Path, blanked_rows: int, name: str) -> LandedFile:
    """Keep other bytes instead of a landed file's, under the time it came with; the old bytes and what was read go.

    Cut off at any point and done again, it comes to the same.
    """
    new = replace(file, sha256=digest(path), file_name=name, blanked_rows=file.blanked_rows + blanked_rows)
    card = new.path(home).with_suffix(".json")
    known = _read_card(card) if card.exists() else None
    _keep(home, new, path)
    is_same = new.sha256 == file.sha256
    if known is None or is_same or (known.received_at, known.file_name) > (new.received_at, new.file_name):
        _write_card(card, asdict(new))
    if is_same:
        drop_readings(home, file)
    else:
        drop_landed(home, file)
    return new


def drop_landed(home: Home, file: LandedFile) -> None:
    """Delete a landed file for good, with everything read from it."""
    file.path(home).with_suffix(".json").unlink(missing_ok=True)
    file.path(home).unlink(missing_ok=True)
    drop_readings(home, file)


def drop_readings(home: Home, file: LandedFile) -> None:
    """Delete the staged records of a file, however it was read."""
    for read_before in (home.staged / file.source).glob(f"{file.sha256}-*"):
        shutil.rmtree(read_before)


def put_in_place_of_removed(home: Home, removed: RemovedFile, path: Path | None, rename: Callable[[str], str]) -> None:
    """Keep other bytes instead of those of a file that was taken back, and of its copies; None: delete them."""
    aside, old = _removed_folder(home, removed.file.source), removed.file
    if path is not None:
        new = replace(old, sha256=digest(path), file_name=rename(old.file_name))
        names = tuple(map(rename, removed.copies))
        for place in (aside / new.sha256, *(aside / f"{new.sha256}.copies" / name for name in names)):
            place.parent.mkdir(parents=True, exist_ok=True)
            half = place.with_name(f"{place.name}.half")
            shutil.copyfile(path, half)
            half.replace(place)
        _write_card(aside / f"{new.sha256}.json", asdict(replace(removed, file=new, copies=names)))
        if new.sha256 == old.sha256:
            return
    shutil.rmtree(aside / f"{old.sha256}.copies", ignore_errors=True)
    (aside / old.sha256).unlink(missing_ok=True)
    (aside / f"{old.sha256}.json").unlink(missing_ok=True)
    drop_readings(home, old)


def landed_files(home: Home, source: str) -> list[LandedFile]:
    """Every file of a source ever landed, in an order of its own (SHA-256)."""
    folder = home.landing / source
    cards = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return [_read_card(card) for card in cards]


def remove(home: Home, file: LandedFile, at: datetime, copies: Sequence[Path] = ()) -> RemovedFile:
    """Take a landed file back, and its copies in the source's folder with it, which would be landed again."""
    folder, aside = home.exports / file.source, _removed_folder(home, file.source)
    names = tuple(copy.relative_to(folder).as_posix() for copy in copies)
    removed = RemovedFile(file, at.astimezone(UTC).isoformat(timespec="seconds"), names)
    aside.mkdir(parents=True, exist_ok=True)
    _write_card(aside / f"{file.sha256}.json", asdict(removed))
    shutil.copyfile(file.path(home), aside / f"{file.sha256}.half")
    (aside / f"{file.sha256}.half").replace(aside / file.sha256)
    for copy, name in zip(copies, names, strict=True):
        kept = aside / f"{file.sha256}.copies" / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(copy, kept)
    # the card goes last: whatever breaks off before leaves a file that can be removed again
    file.path(home).with_suffix(".json").unlink()
    file.path(home).unlink()
    return removed


def put_back(home: Home, removed: RemovedFile) -> LandedFile:
    """Undo a removal: the file is landed again as it was, and its copies are where they were."""
    file, aside = removed.file, _removed_folder(home, removed.file.source)
    for name in removed.copies:
        kept, place = aside / f"{file.sha256}.copies" / name, home.exports / file.source / name
        if kept.exists() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(kept, place)
    card = file.path(home).with_suffix(".json")
    if not card.exists():  # else it came again in the meantime
        shutil.copyfile(aside / file.sha256, file.path(home).with_suffix(".half"))
        file.path(home).with_suffix(".half").chmod(0o400)
        file.path(home).with_suffix(".half").replace(file.path(home))
        _write_card(card, asdict(file))
    (aside / f"{file.sha256}.json").unlink()
    (aside / file.sha256).unlink()
    shutil.rmtree(aside / f"{file.sha256}.copies", ignore_errors=True)
    return file


def removed_files(home: Home, source: str) -> list[RemovedFile]:
    """Files of a source that were taken back, and have not come again."""
    return [each for each in taken_back(home, source) if not each.file.path(home).with_suffix(".json").exists()]


def taken_back(home: Home, source: str) -> list[RemovedFile]:
    """Files of a source that were taken back, whether or not they have come again."""
    removed = []
    for card in sorted(_removed_folder(home, source).glob("*.json")):
        raw = json.loads(card.read_text(encoding="utf-8"))
        removed.append(RemovedFile(LandedFile(**raw["file"]), raw["removed_at"], tuple(raw["copies"])))
    return removed


def landed_sources(home: Home) -> list[str]:
    """Sources that ever had a file, also ones that are no longer in shop.toml."""
    return sorted(folder.name for folder in home.landing.iterdir() if folder.is_dir()) if home.landing.is_dir() else []


def _removed_folder(home: Home, source: str) -> Path:
    return home.landing / source / "removed"


def landed_file(home: Home, file_id: str) -> LandedFile:
    """One landed file by its id.

    Raises:
        FileNotFoundError: nothing was landed under that id.
    """
    source, _, start = file_id.partition(":")
    for card in (home.landing / source).glob(f"{start}*.json"):
        return _read_card(card)
    raise FileNotFoundError(f"no file {file_id} was landed")


def is_landed(home: Home, file_id: str) -> bool:
    """False when a file was taken back."""
    source, _, start = file_id.partition(":")
    return any((home.landing / source).glob(f"{start}*.json"))


def time_in_name(file_name: str) -> datetime | None:
    """The last plausible date or time in a file's name, as the platforms put it there (shop time, naive)."""
    found = None
    for match in _TIME_IN_NAME.finditer(file_name):
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            found = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  names state no zone
        except ValueError:
            continue
    return found


def _write_card(card: Path, content: dict[str, Any]) -> None:
    fresh = card.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    fresh.replace(card)


def _read_card(card: Path) -> LandedFile:
    return LandedFile(**json.loads(card.read_text(encoding="utf-8")))
