"""`make bench`: a night on many orders, the reading of single files beside the bare libraries, and linking, in one run.

Ratios, not seconds, are what to compare between machines: both halves feel the same noise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import psutil

from dags.steps import run_night
from tests.bench.generate import SHOP_TOML, write_bench_exports
from tests.bench.linking import linking_report
from tests.bench.reading import reading_report
from transforms.settings import Home


class PeakMemory:
    """Highest resident memory of this process and its children while the block runs, in MB."""

    def __enter__(self) -> PeakMemory:
        self.megabytes = 0.0
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._done.wait(0.1):
            total = 0
            for process in [me, *me.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.megabytes = max(self.megabytes, total / 1e6)


def raw_load(exports: Path, database: Path) -> float:
    """Seconds DuckDB takes to scan and load the same files as text, nothing else."""
    start = time.perf_counter()
    connection = duckdb.connect(str(database))
    for number, path in enumerate(sorted(exports.rglob("*.csv"))):
        connection.execute(
            f"create table t{number} as select * from read_csv('{path}', all_varchar = true, header = true)"
        ).fetchall()
    connection.close()
    return time.perf_counter() - start


def main() -> None:
    """Generate, load raw, run the night, read single files, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, default=None, help="keep the home here instead of a temporary folder")
    wanted = parser.parse_args()
    folder = wanted.home or Path(tempfile.mkdtemp(prefix="regulars-bench-"))
    shutil.rmtree(folder, ignore_errors=True)
    home = Home(folder)
    home.make_folders()
    home.shop_toml.write_text(SHOP_TOML, encoding="utf-8")
    rows = write_bench_exports(home.exports, orders=wanted.orders)
    size = sum(path.stat().st_size for path in home.exports.rglob("*.csv")) / 1e6
    input_size = f"{sum(rows.values()):,} rows in {len(rows)} files, {size:,.0f} MB"
    say(f"{wanted.orders:,} orders, {input_size}, {os.cpu_count()} cores")
    raw = raw_load(home.exports, folder / "raw.duckdb")
    (folder / "raw.duckdb").unlink()
    say(f"raw DuckDB read_csv + create table   {raw:6.1f} s")
    marks: list[tuple[str, float]] = [("", time.perf_counter())]

    def mark(step: str, share: float) -> None:
        if share == 1.0 and marks[-1][0] != step:
            marks.append((step, time.perf_counter()))

    with PeakMemory() as memory:
        outcome = run_night(home, progress=mark)
    total = time.perf_counter() - marks[0][1]
    for (step, end), (_, begin) in zip(marks[1:], marks, strict=False):
        say(f"  {step:<34} {end - begin:6.1f} s")
    ratio = f"{total / raw:4.1f} x raw   peak {memory.megabytes:,.0f} MB"
    say(f"whole night ({outcome.state})              {total:6.1f} s   {ratio}")
    again = time.perf_counter()
    run_night(home)
    again = time.perf_counter() - again
    say(f"second night, nothing new            {again:6.1f} s   {again / raw:4.1f} x raw")
    for line in reading_report(home):
        say(line)
    for line in linking_report(folder):
        say(line)
    if wanted.home is None:
        shutil.rmtree(folder)


def say(line: str) -> None:
    """Print one line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
