"""What one visitor has uploaded, kept in a private folder until it is added or taken away."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import streamlit as st

from transforms.exports.adding import Choice, Placed, Recognised, choose_source, opened, recognise, safe_name
from transforms.exports.home_layouts import all_layouts
from transforms.exports.landing import digest
from transforms.exports.mapping.check import Check, check, taken_names
from transforms.exports.mapping.layout_text import layout_toml
from transforms.exports.mapping.mapping import Mapping as Described
from transforms.exports.mapping.mapping import first_mapping, free_name
from transforms.exports.mapping.sample import Sample, read_sample
from transforms.exports.mapping.suggest import Suggested, refuse_people, suggest
from transforms.exports.recognise.apart import look_apart
from transforms.exports.recognise.decode import UnreadableFile
from transforms.settings import Home, Shop
from transforms.trial import Trial, try_out

CHEAP_BYTES = 32 * 1024 * 1024
"""Up to this size a file is read through to say its days and sums before it is added."""
KEPT_SECONDS = 6 * 3600
"""How long an upload that nobody added waits; it holds contacts."""


class Uploaded(Protocol):
    """One file as the browser sent it."""

    @property
    def file_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    def getbuffer(self) -> memoryview: ...


@dataclass
class Unknown:
    """A table that no layout fits, and what has been said of it so far."""

    sample: Sample
    suggested: Suggested
    mapping: Described
    taken: frozenset[str]
    checks: dict[str, Check] = field(default_factory=dict)

    def text(self) -> str:
        """The layout file as it would be saved."""
        return layout_toml(self.sample, self.mapping)

    def check(self, home: Home, shop: Shop, path: Path) -> Check:
        """The file read with what has been said, once per answer."""
        text = self.text()
        if text not in self.checks:
            self.checks = {
                text: check(home, shop, path, name=self.mapping.name, text=text, password=self.sample.password)
            }
        return self.checks[text]


@dataclass
class Upload:
    """One uploaded file: what it is or why not, and where its copy went."""

    key: str
    name: str
    path: Path
    sha256: str
    known: Recognised | None = None
    choice: Choice | None = None
    refusal: UnreadableFile | None = None
    unknown: Unknown | None = None
    placed: Placed | None = None
    taken_back: bool = False
    trials: dict[tuple[str, str], Trial] = field(default_factory=dict)

    def trial(self, home: Home, shop: Shop, source: str) -> Trial | None:
        """What the file would bring as a source's; None where that would take long."""
        if self.path.stat().st_size > CHEAP_BYTES:
            return None
        key = (source, shop.sources[source].model_dump_json())
        if key not in self.trials:
            self.trials = {key: try_out(home, shop, self.path, source)}
        return self.trials[key]


def uploads(home: Home, shop: Shop, given: Iterable[Uploaded]) -> list[Upload]:
    """The visitor's uploads: new ones looked at, those taken out of the list forgotten."""
    kept: dict[str, Upload] = st.session_state.setdefault("uploads", {})
    given = list(given)
    for gone in kept.keys() - {each.file_id for each in given}:
        shutil.rmtree(kept.pop(gone).path.parent, ignore_errors=True)
    for each in given:
        if each.file_id not in kept:
            kept[each.file_id] = _kept(home, each)
            look(home, shop, kept[each.file_id])
    return [kept[each.file_id] for each in given]


def _kept(home: Home, uploaded: Uploaded) -> Upload:
    home.work.mkdir(parents=True, exist_ok=True)
    _clear_old(home.work)
    # named by the process, as all short-lived copies are: when it has ended, the next night clears them away
    folder = Path(tempfile.mkdtemp(dir=home.work, prefix=f"{os.getpid()}-upload-"))
    path = folder / safe_name(uploaded.name)
    path.write_bytes(uploaded.getbuffer())
    return Upload(uploaded.file_id, uploaded.name, path, digest(path))


def _clear_old(work: Path) -> None:
    for folder in work.glob("*-upload-*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def look(home: Home, shop: Shop, upload: Upload) -> None:
    """Say what a file is: a known export with its source, an unknown table, or nothing that can be read."""
    upload.known = upload.choice = upload.refusal = upload.unknown = None
    try:
        upload.known = recognise(home, shop, upload.path, look=look_apart)
    except UnreadableFile as error:
        upload.refusal = error
    else:
        upload.choice = choose_source(home, shop, upload.known.layouts, look=look_apart)


def describe(home: Home, shop: Shop, upload: Upload) -> Unknown | None:
    """The unknown table of a file, ready to be described; None where it holds none."""
    if upload.unknown is None:
        try:
            with tempfile.TemporaryDirectory(dir=upload.path.parent) as work:
                folder = Path(work)
                sample = opened(shop, None, lambda password: read_sample(upload.path, folder, password))
                suggested = suggest(sample, shop.business.phone_region)
                refuse_people(sample, suggested)
        except UnreadableFile as error:
            upload.refusal = error
            return None
        taken = taken_names(home, frozenset(layout.name for layout in all_layouts(home)))
        mapping = first_mapping(suggested, free_name(upload.path.stem, taken))
        upload.unknown = Unknown(sample, suggested, mapping, taken)
    return upload.unknown


def settings_text(home: Home) -> str:
    """`shop.toml` as it stands."""
    return home.shop_toml.read_text(encoding="utf-8-sig")
