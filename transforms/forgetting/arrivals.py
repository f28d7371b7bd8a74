"""Files that come in: whoever asked to be forgotten is taken out before a file is kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from transforms.exports.landing import digest
from transforms.forgetting.files import Content, Desk, put_waiting
from transforms.forgetting.person_cells import signs_of
from transforms.forgetting.spellings import Signs
from transforms.forgetting.suppression import Suppressed
from transforms.settings import Home


@dataclass(frozen=True)
class Arrived:
    """A file as it may be kept."""

    path: Path | None
    """None: it held somebody, could not be put right, and was deleted."""
    blanked_rows: int


def admit(home: Home, source: str, path: Path, suppressed: Suppressed, known: Collection[str]) -> Arrived:
    """Blank the rows of people on the list in a file that waits in its source's folder.

    Args:
        known: SHA-256 of files that were admitted before.
    """
    sha256 = digest(path)
    if sha256 in known:
        return Arrived(path, 0)
    home.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as folder:
        shop = home.shop()
        desk = Desk(home, shop, suppressed, Path(folder))
        content = Content(source, sha256, waiting=[path])
        signs = Signs(signs_of(desk.values_of(content), shop.business.phone_region))
        change = desk.change_of(content, signs)
        if change is None:
            return Arrived(path, 0)
        return Arrived(put_waiting(home, path, change.path, signs), change.rows)
