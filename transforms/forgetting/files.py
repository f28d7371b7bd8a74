"""Every export file of a home, wherever a copy of it lies, put anew without somebody."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from transforms.exports.home_layouts import all_layouts, layouts_of
from transforms.exports.landing import (
    LandedFile,
    RemovedFile,
    digest,
    drop_landed,
    landed_files,
    landed_sources,
    put_in_place_of,
    put_in_place_of_removed,
    taken_back,
)
from transforms.forgetting.person_cells import Value
from transforms.forgetting.rewrite import CannotRewrite, Rewriter
from transforms.forgetting.search import Searcher, Wanted
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Signs
from transforms.settings import Home, Shop

Progress = Callable[[str, float], None]
Made = TypeVar("Made")
UNOPENED = "deleted, since it cannot be looked into"
AT_ONCE = 2
"""Files in work at a time: each takes the memory and disk that its decoded copy needs."""


@dataclass
class Content:
    """The same bytes of one source, in every place of the home where they lie."""

    source: str
    sha256: str
    landed: list[LandedFile] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    """In the source's folder."""
    removed: list[RemovedFile] = field(default_factory=list)

    def bytes_of(self, home: Home) -> Path:
        """One of the copies."""
        if self.landed:
            return self.landed[0].path(home)
        if self.waiting:
            return self.waiting[0]
        return self.removed[0].path(home)

    @property
    def files(self) -> list[LandedFile]:
        """What is known of those that were landed, and of those taken back."""
        return [*self.landed, *(each.file for each in self.removed)]

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.files[0].file_name if self.files else self.waiting[0].name


@dataclass(frozen=True)
class Change:
    """What is to be done about one content."""

    content: Content
    rows: int
    how: str
    path: Path | None
    """The new bytes; None: it cannot be put right and goes."""
    name: str
    """What the file is called from then on."""


def contents(home: Home) -> list[Content]:
    """Every distinct export file of the home."""
    found: dict[tuple[str, str], Content] = {}

    def of(source: str, sha256: str) -> Content:
        return found.setdefault((source, sha256), Content(source, sha256))

    for source in landed_sources(home):
        for file in landed_files(home, source):
            if not file.path(home).exists():  # deleted by hand
                continue
            of(source, file.sha256).landed.append(file)
        for removed in taken_back(home, source):
            of(source, removed.file.sha256).removed.append(removed)
    for path in sorted(home.exports.rglob("*")):
        if path.is_file() and not path.is_symlink():
            of(path.relative_to(home.exports).parts[0], digest(path)).waiting.append(path)
    return [found[key] for key in sorted(found)]


def of_each(home: Home, make: Callable[[Content], Made], progress: Callable[[float], None]) -> list[Made]:
    """What is made of every distinct export file, in their order; while a child unpacks one, another is read."""
    found, made = contents(home), []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one in pool.map(make, found):
            made.append(one)
            progress(len(made) / len(found))
    return made


@dataclass(frozen=True)
class Desk:
    """Where the files of a home are put anew: for whom, and the folder for what holds contacts meanwhile."""

    home: Home
    shop: Shop
    sought: Sought
    work: Path

    def values(self, progress: Progress) -> set[Value]:
        """The raw values of somebody sought in all files."""
        return set().union(
            *of_each(self.home, self.values_of, lambda share: progress("Looking through the files", share))
        )

    def values_of(self, content: Content) -> set[Value]:
        """The raw values of somebody sought in one content."""
        with self._rewriter(content.source) as one:
            return one.values(content.bytes_of(self.home))

    def contacts_of(self, content: Content) -> set[Value]:
        """Every contact and trait in one content, whoever's."""
        with self._rewriter(content.source) as one:
            return one.contacts(content.bytes_of(self.home))

    def plan(self, signs: Signs, progress: Progress) -> list[Change]:
        """What has to change so that no file names somebody sought; the new bytes lie in `work`."""
        found = of_each(
            self.home,
            lambda content: self.change_of(content, signs),
            lambda share: progress("Reading every file", share),
        )
        return [change for change in found if change is not None]

    def change_of(self, content: Content, signs: Signs) -> Change | None:
        """What has to change about one content; None: nothing."""
        waiting = (path.relative_to(self.home.exports).as_posix() for path in content.waiting)
        copies = (name for removed in content.removed for name in removed.copies)
        names = [*(file.file_name for file in content.files), *waiting, *copies]
        name, old = signs.blanked_text(content.name), content.bytes_of(self.home)
        kept = self.work / f"new-{content.source}-{content.sha256}"
        with self._rewriter(content.source) as one:
            try:
                made = one.rewritten(old, signs)
            except CannotRewrite as reason:
                return Change(content, 0, f"deleted, since {reason}", None, name)
            if made is None and not any(signs.in_text.search(each) for each in names):
                return None
            shutil.copyfile(made.path if made else old, kept)
        return Change(content, made.rows if made else 0, made.how if made else "renamed", kept, name)

    def unopened(self, changes: list[Change], wanted: Wanted) -> list[Change]:
        """That export files go which cannot be looked into, but for those that change already."""
        changed = {(change.content.source, change.content.sha256) for change in changes}
        passwords = (None, *(source.password for source in self.shop.sources.values()))
        found = []
        for content in contents(self.home):
            with tempfile.TemporaryDirectory(dir=self.work) as folder:
                searcher = Searcher(wanted, Path(folder), tuple(dict.fromkeys(passwords)))
                searcher.stands_in_file(content.bytes_of(self.home))
            if searcher.closed and (content.source, content.sha256) not in changed:
                name = wanted.signs.blanked_text(content.name)
                found.append(Change(content, 0, UNOPENED, None, name))
        return found

    @contextmanager
    def _rewriter(self, source: str) -> Iterator[Rewriter]:
        """What files of a source are put anew with; its decoded copies are gone afterwards."""
        known = source in self.shop.sources
        layouts = layouts_of(self.home, self.shop, source) if known else []
        password = self.shop.sources[source].password if known else None
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            yield Rewriter(layouts, Path(folder), password, self.sought, others=all_layouts(self.home))


def carry_out(home: Home, change: Change, signs: Signs) -> None:
    """Put the new bytes into every place of a content; the old ones are gone afterwards."""
    content, path = change.content, change.path
    for waiting in content.waiting:
        put_waiting(home, waiting, path, signs)
    for removed in content.removed:
        put_in_place_of_removed(home, removed, path, signs.blanked_text)
    for file in content.landed:
        if path is None:
            drop_landed(home, file)
        else:
            put_in_place_of(home, file, path, change.rows, signs.blanked_text(file.file_name))


def put_waiting(home: Home, waiting: Path, path: Path | None, signs: Signs) -> Path | None:
    """Put new bytes in the place of a file in its source's folder, as old as it was; None: delete it."""
    if path is None:
        waiting.unlink()
        return None
    stat = waiting.stat()
    place = home.exports / signs.blanked_text(waiting.relative_to(home.exports).as_posix())
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.{os.getpid()}.part")
    shutil.copyfile(path, half)
    os.utime(half, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    half.chmod(stat.st_mode & 0o777)
    half.replace(place)
    if place != waiting:
        waiting.unlink()
    return place
