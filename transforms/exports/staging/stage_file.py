"""One landed file to staged records: recognise, type, hash contacts, account for every row, write Parquet.

The result is a folder named by file and way of reading, made beside its final place and renamed there when whole.
Reading the same file the same way twice is therefore free, and a reading cut off leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from transforms.engines.duckdb import DataError, Engine, open_engine
from transforms.exports.contacts import ContactHasher, ContactKind, tellable
from transforms.exports.home_layouts import all_layouts, layouts_of
from transforms.exports.landing import LandedFile, landed_file, time_in_name
from transforms.exports.layout import CONTACT_KINDS, Layout
from transforms.exports.recognise.examine import RecognisedTable, UnreadableFile, examine
from transforms.exports.staging import records, typed_rows
from transforms.exports.staging.column_findings import findings_of_columns, findings_of_refusal
from transforms.exports.staging.correcting import corrections_for, counts_sql, tally
from transforms.exports.staging.read_rows import Desk, read_body, rows_end_blank
from transforms.exports.staging.reasons import SENTENCES
from transforms.exports.staging.totals import control_totals, settle_sign
from transforms.forgetting.staged import leave_out
from transforms.forgetting.suppression import Suppressed, suppressed
from transforms.settings import Home, Shop
from transforms.sql import quote

READING_VERSION = "8"
"""Raised when this code would read the same file differently, so that every file is read anew."""

RECORD_KINDS = ("orders", "order_items", "entries", "identities")
SHIFTED_SHARE = 0.8
"""A table in which this share of rows does not fit its columns in several places has shifted columns."""


@dataclass
class TableSummary:
    """What came of one recognised table of a file."""

    file_id: str
    layout: str
    sheet: str | None
    encoding: str
    exported_at: str | None
    rows_read: int
    rows_quarantined: int
    control_total_state: str
    file_state: str = "loaded"
    file_reason: str | None = None
    findings: list[tuple[str, str, int]] = field(default_factory=list)
    """Kind, what, rows."""
    corrections: list[tuple[str, int, int]] = field(default_factory=list)
    """Name, rows corrected, rows of which the guard no longer holds."""


@dataclass
class FileSummary:
    """What came of one file; goes to the night's report. Holds no cell of it."""

    file_id: str
    source: str
    sha256: str
    file_name: str
    received_at: str
    reading: str
    tables: list[TableSummary]
    reason: str | None = None
    """Why the file as a whole could not be read."""
    findings: list[tuple[str, str, int]] = field(default_factory=list)
    """What was noticed about a file that could not be read; kind, what, rows."""


def reading_digest(home: Home, shop: Shop, source: str, hasher: ContactHasher) -> str:
    """Digest of everything besides the bytes that decides how a file of a source is read."""
    layouts = [layout.model_dump_json() for layout in all_layouts(home)]
    business = shop.business.model_dump(mode="json", include={"time_zone", "currency", "phone_region"})
    corrections = [each.model_dump_json() for each in home.corrections() if each.source == source]
    settings = shop.sources[source]
    said = [settings.model_dump_json(), json.dumps(business), *layouts, *corrections]
    if settings.password:  # a dump of the settings hides it
        said.append(hasher.secret_id(settings.password))
    parts = [READING_VERSION, hasher.key_id, *said]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def staged_folder(home: Home, file: LandedFile, reading: str) -> Path:
    """Where the staged records of a file, read in one way, are kept."""
    return home.staged / file.source / f"{file.sha256}-{reading}"


def read_summary(folder: Path) -> FileSummary:
    """The report of a file read before."""
    raw = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    tables = [
        TableSummary(
            **{**table, **{name: [tuple(each) for each in table[name]] for name in ("findings", "corrections")}}
        )
        for table in raw["tables"]
    ]
    return FileSummary(**{**raw, "tables": tables, "findings": [tuple(each) for each in raw["findings"]]})


def stage_file(home: Home, shop: Shop, file_id: str, *, threads: int | None = None) -> FileSummary:
    """Read one landed file into staged records, unless that was done before. A bad file is a result, not an error."""
    file = landed_file(home, file_id)
    hasher = ContactHasher(home.contact_key(), shop.business.phone_region)
    reading = reading_digest(home, shop, file.source, hasher)
    folder = staged_folder(home, file, reading)
    if (folder / "summary.json").exists():
        return read_summary(folder)
    summary = FileSummary(file.file_id, file.source, file.sha256, file.file_name, file.received_at, reading, [])
    home.work.mkdir(parents=True, exist_ok=True)
    clear_work(home)
    with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as work_name:
        work = Path(work_name)
        out = work / "staged"
        out.mkdir()
        try:
            password = shop.sources[file.source].password
            examined = examine(file.path(home), layouts_of(home, shop, file.source), work, password=password)
        except UnreadableFile as error:
            summary.reason = str(error)
            summary.findings = findings_of_refusal(error)
        else:
            for number, table in enumerate(examined.tables):
                part = file.file_id if number == 0 else f"{file.file_id}#{number}"
                with open_engine(spill=work, threads=threads) as engine:
                    read_as = _reading(home, shop, file, table, part)
                    desk = Desk(engine, read_as, table, out / str(number), shop.sources[file.source].date_order)
                    try:
                        summary.tables.append(_stage_table(desk, file, hasher, suppressed(home)))
                    except DataError:  # its text may quote a contact, so it ends here
                        shutil.rmtree(desk.out)
                        summary.tables.append(_unreadable(desk))
            if summary.tables:
                summary.tables[0].findings += [(each.kind, tellable(each.what), 0) for each in examined.findings]
                if file.blanked_rows:
                    summary.tables[0].findings.append(("forgotten", "", file.blanked_rows))
        (out / "summary.json").write_text(json.dumps(asdict(summary), ensure_ascii=False), encoding="utf-8")
        _move_into_place(out, folder)
    return summary


def _move_into_place(fresh: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():  # left by a reading cut off between two renames
        shutil.rmtree(folder)
    fresh.chmod(0o700)
    fresh.replace(folder)


def clear_work(home: Home) -> None:
    """Remove decoded copies left by a process that was killed; they hold contacts."""
    for folder in home.work.iterdir():
        owner = folder.name.partition("-")[0]
        if not owner.isdigit() or not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _reading(home: Home, shop: Shop, file: LandedFile, table: RecognisedTable, file_id: str) -> typed_rows.Reading:
    settings = shop.sources[file.source]
    return typed_rows.Reading(
        table.layout,
        file_id,
        file.source,
        settings.channel,
        settings.channel_values,
        shop.business.time_zone,
        table.layout.currency or shop.business.currency,
        table.positions,
        table.header,
        rows_end_blank(table),
        corrections=corrections_for(home.corrections(), file.source, table.layout),
    )


def _sheet(table: RecognisedTable) -> str | None:
    return tellable(table.sheet) if table.sheet else None


def _unreadable(desk: Desk) -> TableSummary:
    """The report of a table whose rows cannot be told apart or hold what no column can: all quarantined."""
    table, name = desk.table, desk.reading.file_id
    summary = TableSummary(name, table.layout.name, _sheet(table), table.encoding, None, table.rows, table.rows, "none")
    summary.file_state, summary.file_reason = "quarantined", SENTENCES["unreadable_rows"]
    return summary


def _stage_table(desk: Desk, file: LandedFile, hasher: ContactHasher, forgotten: Suppressed | None) -> TableSummary:
    desk.out.mkdir()
    desk = read_body(desk)
    engine, reading, table, out = desk.engine, desk.reading, desk.table, desk.out
    rows_read = engine.value("select count(*) from typed")
    exported_at = table.exported_at or time_in_name(file.file_name)
    summary = TableSummary(
        reading.file_id, table.layout.name, _sheet(table), table.encoding, _iso(exported_at), rows_read, 0, "none"
    )
    # dates that do not tell by themselves stand in the right columns
    other_faults = "regexp_replace(faults, 'date_order:[^;]*(; )?', '', 'g')"
    misfits = engine.value(f"select count(*) from typed where wrong_cells or {other_faults} like '%_; _%'")
    if rows_read and misfits >= SHIFTED_SHARE * rows_read:
        summary.rows_quarantined = rows_read
        summary.file_state, summary.file_reason = "quarantined", SENTENCES["columns_shifted"]
        return summary
    summary.rows_quarantined = _write_quarantine(desk)
    if forgotten is not None:
        leave_out(engine, table.layout, forgotten)
    _hash_contacts(engine, table.layout, hasher)
    engine.run(typed_rows.good_sql(reading))
    settle_sign(engine, table)
    _write(engine, records.rows_sql(reading), out / "rows.parquet")
    for kind in RECORD_KINDS:
        found = records.records_sql(reading, kind)
        if found:
            _write(engine, found, out / f"{kind}.parquet")
    if reading.corrections:
        (counted,) = engine.rows(counts_sql(reading.corrections))
        summary.corrections = tally(reading.corrections, counted)
    summary.findings += _findings(engine, reading, table)
    summary.control_total_state, wrong = control_totals(engine, table)
    summary.findings += wrong
    return summary


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(sep=" ") if moment else None


def _write(engine: Engine, sql: str, path: Path) -> None:
    engine.run(f"copy (\n{sql}\n) to {quote(str(path))} (format parquet, compression snappy)")


def _write_quarantine(desk: Desk) -> int:
    engine, reading, table, out = desk.engine, desk.reading, desk.table, desk.out
    bad = engine.rows(
        "select row_number, wrong_cells, faults from typed where wrong_cells or faults <> '' order by row_number"
    )
    if not bad:
        return 0
    lines = table.lines_of([row["row_number"] for row in bad])
    entries = [
        (row["row_number"], lines[row["row_number"]], *_reason(row["wrong_cells"], row["faults"])) for row in bad
    ]
    names = ("row_number", "line", "reason_code", "reason", "columns_concerned")
    columns = zip(*entries, strict=True)
    engine.put("bad_rows", {name: pa.array(values) for name, values in zip(names, columns, strict=True)})
    _write(
        engine, f"select *, {records.common_sql(reading)} from bad_rows order by row_number", out / "quarantine.parquet"
    )
    return len(entries)


def _reason(wrong_cells: bool, faults: str) -> tuple[str, str, str]:
    """Code, sentence and header words concerned. Never a cell: a shifted row may hold a phone anywhere."""
    if wrong_cells:
        return "wrong_cell_count", SENTENCES["wrong_cell_count"], ""
    parts = [fault.split(":", 1) for fault in faults.split("; ")]
    codes = {code for code, _ in parts}
    sentence = "; ".join(SENTENCES[code].format(header) for code, header in parts)
    return (codes.pop() if len(codes) == 1 else "bad_cells"), sentence, ", ".join(header for _, header in parts)


def _hash_contacts(engine: Engine, layout: Layout, hasher: ContactHasher) -> None:
    for name, column in layout.columns.items():
        if column.kind not in CONTACT_KINDS:
            continue
        pairs = [(row["value"], row["part"]) for row in engine.rows(typed_rows.contact_values_sql(name, column))]
        scoped = {(value, part): f"{column.scope}:{part}" if part else column.scope for value, part in pairs}
        made = {pair: hasher.contact(cast(ContactKind, column.kind), pair[0], scope) for pair, scope in scoped.items()}
        found = [(value, part, contact) for (value, part), contact in made.items() if contact is not None]
        columns: dict[str, Iterable[Any]] = {
            "value": [value for value, _, _ in found],
            "part": [part for _, part, _ in found],
        }
        for attribute in ("identity_kind", "scope", "identity_key", "masked", "surname_key"):
            columns[attribute] = [getattr(contact, attribute) for _, _, contact in found]
        arrays = {key: pa.array(values, pa.string()) for key, values in columns.items()}
        arrays["is_certain"] = pa.array([contact.is_certain for _, _, contact in found], pa.bool_())
        arrays["grams"] = pa.array([contact.grams for _, _, contact in found], pa.list_(pa.uint32()))
        engine.put(f"map_{name}", arrays)


def _findings(engine: Engine, reading: typed_rows.Reading, table: RecognisedTable) -> list[tuple[str, str, int]]:
    layout = table.layout
    found = findings_of_columns(layout, table.missing_optional, table.unknown_words)
    for name in layout.values:
        header = layout.columns[name].header[0]
        found += [
            ("unknown_value", f"{header}: {cell}", times)
            for cell, times in _tally(engine, name, f"{name}_word = 'unknown'")
        ]
    unmapped = typed_rows.unmapped_channel_sql(reading)
    if unmapped and reading.channel_values:
        assert layout.channel_value is not None
        found += [("unmapped_channel", cell, times) for cell, times in _tally(engine, layout.channel_value, unmapped)]
    for lost, rows in _tally(engine, "damaged_ids", "damaged_ids <> ''"):
        found += [("damaged_id", header, rows) for header in lost.split("; ")]
    for emit in records.emits_of(layout, "entries"):
        if "unknown" not in emit.values["entry_kind"] and "entry_kind" not in layout.derived:
            continue
        wording = f"regexp_replace({emit.values.get('wording', 'null')}, '[0-9]+', '', 'g')"
        unknown = f"({emit.where}) and ({emit.values['entry_kind']}) = 'unknown'"
        found += [("unknown_fee", cell, times) for cell, times in _tally(engine, wording, unknown)]
    return found


def _tally(engine: Engine, expression: str, where: str) -> list[tuple[str, int]]:
    """Each value of an expression over the good rows, with how many rows have it."""
    sql = f"select coalesce({expression}, '') as cell, count(*) as times from good where {where} group by 1 order by 1"
    return [(tellable(row["cell"]), row["times"]) for row in engine.rows(sql)]
