"""One whole night of the demo business, small and always the same: the hashing key is fixed, so ids are too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dags import steps
from transforms import build
from transforms.demo import Truth, write_exports
from transforms.demo.shop import SHOP_TOML
from transforms.engines.duckdb import Engine, open_engine
from transforms.exports.contacts import ContactHasher
from transforms.exports.landing import landed_files
from transforms.exports.staging.stage_file import reading_digest
from transforms.settings import Home
from transforms.tables import CORE, PUBLISHED

SCALE = 0.05
KEY = "00112233445566778899aabbccddeeff" * 2

Rows = list[dict[str, Any]]


class DemoNight(NamedTuple):
    """The home after the night, what is true about its files, every row of core and published, and likely links."""

    home: Home
    truth: Truth
    core: dict[str, Rows]
    published: dict[str, Rows]
    likely: dict[str, Rows]


def run_demo_night(folder: Path) -> DemoNight:
    """Write the demo's exports and run the night over them, two files at a time."""
    home = Home(folder)
    home.make_folders()
    home.shop_toml.write_text(SHOP_TOML, encoding="utf-8")
    home.key_file.parent.mkdir()
    home.key_file.write_text(KEY, encoding="ascii")
    truth = write_exports(home.exports, scale=SCALE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "PARALLEL_FROM_BYTES", 0)
        outcome = steps.run_night(home, name="golden")
    assert outcome.state == "published", outcome.reason
    with open_engine(home.build / "golden.duckdb", read_only=True) as engine:
        core = {table.name: engine.rows(f"from core.{table.name} order by all") for table in CORE}
        likely = likely_of(engine)
    with open_engine(home.current.resolve(), read_only=True) as engine:
        published = {table.name: engine.rows(f"from {table.name} order by all") for table in PUBLISHED}
    return DemoNight(home, truth, core, published, likely)


def likely_of(engine: Engine) -> dict[str, Rows]:
    """What a recount needs beside core: likely links, nameless profiles' orders, what was said when of contact."""
    names = ("likely_links", "profile_orders", "consent_statements", "contacts")
    return {name: engine.rows(f"from work.{name} order by all") for name in names}


@contextmanager
def read_again(home: Home, day: date) -> Iterator[Engine]:
    """A build in memory with the files the night has read, up to a day, and nothing made of them yet."""
    shop = home.shop()
    hasher = ContactHasher(home.contact_key(), shop.business.phone_region)
    readings = {source: reading_digest(home, shop, source, hasher) for source in shop.sources}
    file_ids = [file.file_id for source in shop.sources for file in landed_files(home, source)]
    summaries = build.summaries_of(home, shop, file_ids, readings.__getitem__)
    with open_engine() as engine:
        build.load(engine, home, shop, summaries, day)
        yield engine


def as_of(home: Home, day: date) -> tuple[dict[str, Rows], dict[str, Rows], dict[str, Rows]]:
    """Core and published rows and likely links as of a past day, from the files the night has read."""
    shop = home.shop()
    with read_again(home, day) as engine:
        engine.run(f"create table work.data_checks as select * from ({_NO_CHECKS}) limit 0")
        build.build_core(engine, home, shop)
        build.link_people(engine, shop)
        build.build_published(engine, shop, datetime(2026, 11, 1, tzinfo=UTC))
        core = {table.name: engine.rows(f"from core.{table.name} order by all") for table in CORE}
        published = {table.name: engine.rows(f"from published.{table.name} order by all") for table in PUBLISHED}
        likely = likely_of(engine)
    return core, published, likely


_NO_CHECKS = "select '' as run_id, '' as table_name, '' as check_name, '' as severity, true as success, '' as observed"


def differing(expected: Rows, found: Rows, grain: tuple[str, ...]) -> list[str]:
    """One line per row that is missing, too many, or has another value; at most twenty lines."""
    wanted, got = _by_grain(expected, grain), _by_grain(found, grain)
    lines = []
    for key in sorted({*wanted, *got}, key=repr):
        one, other = wanted.get(key), got.get(key)
        if one is None or other is None:
            lines.append(f"{key}: {'not expected' if one is None else 'missing'}: {other or one}")
        elif one != other:
            cells = {
                name: (one.get(name), other.get(name)) for name in {**one, **other} if one.get(name) != other.get(name)
            }
            lines.append(f"{key}: expected and found: {cells}")
    return lines if len(lines) <= 20 else [*lines[:20], f"and {len(lines) - 20} more"]


def _by_grain(rows: Rows, grain: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, Any]]:
    keyed = {tuple(row[name] for name in grain): row for row in rows}
    assert len(keyed) == len(rows), f"two rows with the same {grain}"
    return keyed
