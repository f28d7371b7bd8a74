"""Homes made for tests: small, and where needed with a published snapshot that no night has made."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from transforms.settings import Home
from transforms.tables import PUBLISHED

REGULARS = Path(sys.executable).with_name("regulars")
SHOP = """
[business]
name = "Tea & Bread"
languages = ["en"]
[channels.store]
kind = "store"
[channels.meituan]
kind = "delivery"
[sources.till]
channel = "store"
[sources.meituan_bill]
channel = "meituan"
layouts = ["meituan_bill"]
"""


def regulars(*words: object, home: Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, in a process of its own."""
    environment = {**os.environ, "PYTHONUTF8": "1", "TERM": "dumb"}
    environment.pop("REGULARS_HOME", None)
    if home is not None:
        environment["REGULARS_HOME"] = str(home)
    line = [str(REGULARS), *map(str, words)]
    return subprocess.run(line, check=False, capture_output=True, text=True, timeout=timeout, env=environment)


def make_home(path: Path, shop: str = SHOP) -> Home:
    """A home with settings and folders."""
    home = Home(path)
    path.mkdir(parents=True, exist_ok=True)
    home.shop_toml.write_text(shop, encoding="utf-8")
    home.make_folders()
    for source in home.shop().sources:
        (home.exports / source).mkdir(exist_ok=True)
    return home


def publish_stand_in(home: Home, run_id: str) -> Path:
    """A snapshot with every published table, nearly empty, and the pointer on it."""
    path = home.published / f"{run_id}.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as snapshot (storage_version 'v1.5.0')")
        connection.execute("use snapshot")
        for table in PUBLISHED:
            connection.execute(table.create_sql())
        connection.execute(
            f"insert into about (as_of_day, run_id, published_at, versions, currency, time_zone, business) values "
            f"('2026-03-31', '{run_id}', '2026-04-01 03:31:00', '{{}}', 'CNY', 'Asia/Shanghai', '=Tea')"
        )
        connection.execute(
            "insert into data_checks (run_id, table_name, check_name, severity, success, observed) values "
            f"('{run_id}', 'core.orders', 'unique', 'stop', true, null), "
            f"('{run_id}', 'core.orders', 'few unknown words', 'warn', false, '12 of 99')"
        )
    pointer = home.published / "next"
    pointer.symlink_to(path.name)
    pointer.replace(home.current)
    return path
