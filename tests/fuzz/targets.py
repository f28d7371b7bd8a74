"""What is fuzzed, and what must hold whatever the bytes are.

A target takes bytes and returns when all is well: the file was read with every row accounted for, or refused in one
sentence. Anything else is an assertion or an exception, which is a finding.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.samples.build import make_home
from tests.samples.every import samples
from transforms.engines.duckdb import open_engine
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.containers.child import open_container
from transforms.exports.containers.formats import START_BYTES, format_of
from transforms.exports.landing import land
from transforms.exports.layout import load_layouts
from transforms.exports.recognise.examine import UnreadableFile, examine
from transforms.exports.staging.stage_file import stage_file, staged_folder
from transforms.settings import Home
from transforms.sql import quote

LONGEST_SENTENCE = 900
ONE_SOURCE = """
[business]
name = "Fuzz"
[channels.store]
kind = "store"
[sources.any]
channel = "store"
"""


def said(reason: str) -> None:
    """A refusal is one line for the owner."""
    assert reason
    assert "\n" not in reason
    assert len(reason) < LONGEST_SENTENCE


def recognise(data: bytes) -> None:
    """Any bytes are recognised as tables whose rows are all there, or refused in a sentence."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        path = work / "export.dat"
        path.write_bytes(data)
        try:
            tables = examine(path, load_layouts(), work).tables
        except UnreadableFile as error:
            said(str(error))
            return
        assert tables
        for table in tables:
            lines = table.body.read_bytes()
            assert lines.decode("utf-8") is not None
            assert table.rows <= lines.count(b"\n")
            if b'"' not in lines:
                assert table.rows == sum(bool(line.strip()) for line in lines.split(b"\n"))
            ascending = list(table.lines_of(range(table.rows)).values())
            assert ascending == sorted(set(ascending))


_home: Home | None = None


def _fresh_home() -> Home:
    """One home for all calls, without what the call before left in it: making its key each time would be slow."""
    global _home  # noqa: PLW0603
    if _home is None:
        _home = make_home(Path(tempfile.mkdtemp(prefix="regulars-fuzz-")) / "home", ONE_SOURCE)
    for folder in (_home.landing, _home.staged, _home.work):
        shutil.rmtree(folder, ignore_errors=True)
    _home.make_folders()
    return _home


def stage(data: bytes) -> None:
    """Any bytes are staged with every row good or quarantined, or refused in a sentence."""
    home = _fresh_home()
    path = home.exports / "any" / "export.dat"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    file = land(home, "any", path)
    summary = stage_file(home, home.shop(), file.file_id)
    if summary.reason is not None:
        said(summary.reason)
        return
    folder = staged_folder(home, file, summary.reading)
    with open_engine() as engine:
        for number, table in enumerate(summary.tables):
            rows = folder / str(number) / "rows.parquet"
            good = engine.value(f"select count(*) from read_parquet({quote(str(rows))})") if rows.exists() else 0
            assert table.rows_read == good + table.rows_quarantined, table
            for kind, what, count in table.findings:
                assert kind.isidentifier(), kind
                assert count >= 0
                assert what is not None


def containers(data: bytes) -> None:
    """Any bytes are opened as a container whose parts are all on the shelf, or refused for a reason with a sentence.

    It runs in this process, so that the fuzzer sees which way the code takes; only the parser of workbooks, which may
    end the process it runs in, is given to a child as in a night.
    """
    kind = format_of(data[:START_BYTES])
    if kind == "compound" or b"xl/" in data or b"content.xml" in data:
        recognise(data)
        return
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "container"
        path.write_bytes(data)
        shelf = Path(name) / "shelf"
        shelf.mkdir()
        question = {
            "path": str(path),
            "folder": str(shelf),
            "limits": asdict(FUZZ_LIMITS),
            "password": None,
            "words": ["订单编号"],
            "only_look": False,
        }
        try:
            parts = open_container(**question)
        except Refused as refused:
            said(sentence(refused, FUZZ_LIMITS))
            return
        kept = {each.name for each in shelf.iterdir()}
        # a text that is in no container stays where it is
        assert {part["file"] for part in parts if "file" in part} <= {*kept, path.name}


FUZZ_LIMITS = Limits(max_inflated_bytes=64 << 20, child_memory_bytes=2 << 30, child_seconds=30)

TARGETS: dict[str, Callable[[bytes], None]] = {"recognise": recognise, "stage": stage, "containers": containers}


def seeds() -> dict[str, bytes]:
    """Name -> bytes of a true file; the fuzzer starts from these, packed and as pages too."""
    found = {name: sample.data() for name, sample in samples().items()}
    plain = found["square_transactions"]
    found["packed"] = zipped({"a.csv": plain, "b.zip": zipped({"c.csv": plain})})
    cells = "".join(f"<td rowspan=1>{cell}</td>" for cell in plain.decode().splitlines()[0].split(","))
    found["page"] = f"<html><meta charset=utf-8><table><tr>{cells}</tr></table></html>".encode()
    return found


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
