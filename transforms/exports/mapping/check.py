"""The live check of a mapping: the file read with it as the night would read it, and what speaks against saving."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from transforms.exports.home_layouts import LayoutMistake, parse_layout
from transforms.exports.layout import Layout
from transforms.settings import Home, Shop
from transforms.settings.shop import Source
from transforms.trial import Trial, try_out

TRIAL_SOURCE = "trial"
MOST_QUARANTINED = 0.2
"""Above this share of unreadable rows a mapping is probably about the wrong columns."""


@dataclass(frozen=True)
class Doubt:
    """One thing that the figures say against a mapping."""

    code: str
    is_stop: bool
    """A mapping with it is not saved."""
    about: str = ""


DOUBT_CODES = (
    "not_a_layout", "unreadable", "no_rows", "torn_orders", "below_zero", "unknown_word", "most_quarantined",
    "totals_differ", "nothing_came",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """What came of trying a mapping on its file."""

    trial: Trial
    doubts: tuple[Doubt, ...]

    @property
    def can_be_saved(self) -> bool:
        """Nothing that the figures say stops it."""
        return not any(doubt.is_stop for doubt in self.doubts)


def check(home: Home, shop: Shop, path: Path, *, name: str, text: str, password: str | None = None) -> Check:
    """Try a layout file on the export it was made for."""
    parsed = parse_layout(name, text)
    if isinstance(parsed, LayoutMistake):
        return Check(Trial(problem=parsed.sentence), (Doubt("not_a_layout", True, parsed.sentence),))
    alone = _shop_for(shop, parsed, password)
    trial = try_out(home, alone, path, TRIAL_SOURCE, {name: text})
    return Check(trial, tuple(_doubts(trial)))


def _shop_for(shop: Shop, layout: Layout, password: str | None) -> Shop:
    """The shop with one source, for the trial alone; its channel need not exist yet."""
    channel = next(iter(shop.channels))
    secret = SecretStr(password) if password else None
    source = Source(channel=channel, workbook_password=secret).model_copy(update={"layouts": (layout.name,)})
    return shop.model_copy(update={"sources": {TRIAL_SOURCE: source}})


def _doubts(trial: Trial) -> list[Doubt]:
    if trial.problem:
        return [Doubt("unreadable", True, trial.problem)]
    if not trial.rows_read:
        return [Doubt("no_rows", True)]
    found = []
    if trial.torn_orders:
        found.append(Doubt("torn_orders", True, str(trial.torn_orders)))
    if trial.below_zero:
        found.append(Doubt("below_zero", True, str(trial.below_zero)))
    found += [Doubt("unknown_word", False, what) for kind, what, _ in trial.findings if kind == "unknown_value"]
    if trial.rows_quarantined > MOST_QUARANTINED * trial.rows_read:
        found.append(Doubt("most_quarantined", True, str(trial.rows_quarantined)))
    if trial.control_totals == "differs":
        found.append(Doubt("totals_differ", True, "; ".join(trial.differing)))
    came = trial.months or trial.fees or trial.items or trial.statuses
    if not came:
        found.append(Doubt("nothing_came", True))
    return found


def taken_names(home: Home, layouts: MappingOf[str, object] | frozenset[str]) -> frozenset[str]:
    """Names that a new layout cannot have."""
    on_disk = {path.stem for path in home.layouts.glob("*.toml")} if home.layouts.is_dir() else set()
    return frozenset(layouts) | on_disk


def save(home: Home, name: str, text: str) -> Path:
    """Write a layout file into the home, complete or not at all; an older one of the name is replaced."""
    home.layouts.mkdir(parents=True, exist_ok=True)
    path = home.layouts / f"{name}.toml"
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    return path
