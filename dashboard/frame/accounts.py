"""The parts of *Is the data right*: nights, files, checks, findings, what was left out."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import get_day_names

from dashboard import data, numbers
from dashboard.adding.words import mistake_words
from dashboard.charts.view import CellKind
from dashboard.data import Row
from dashboard.frame.blocks import section as _section
from dashboard.frame.blocks import sentence as _sentence
from dashboard.frame.blocks import table as _table
from dashboard.frame.here import Here
from dashboard.frame.wording import check_words, seen_words, table_words, why_words
from dashboard.nights import Night
from transforms.exports.home_layouts import read_home_layouts
from transforms.forgetting.person import cut_off_on
from transforms.tables.words import QUIET_FINDINGS

MARKS = {"published": "●", "withheld": "◐", "failed": "✕", "missing": "·"}
DAYS = 35


def _moment(place: Here, value: datetime) -> str:
    return numbers.moment(value, place.language, place.ask(data.about).time_zone)


def _night_of(place: Here, night: Night) -> date | None:
    """The calendar day a night ran on, on the shop's clock; the day of its figures where no time was noted."""
    ran = night.finished_at or night.started_at
    if ran is None:
        return night.as_of_day
    aware = ran if ran.tzinfo else ran.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(place.ask(data.about).time_zone)).date()


def show_forgetting(place: Here) -> None:
    """That somebody's forgetting was cut off, and how to finish it; nothing where none was."""
    day = cut_off_on(place.home)
    if day:
        _sentence(place.t("data.forgetting_cut_off", day=numbers.day(day, place.language)), "held")


def show_nights(place: Here) -> None:
    """The last five weeks, a square a day, and last night in words."""
    t = place.t
    with st.container(border=True, key="nights"):
        _section(t("data.calendar"), t("data.calendar_hint"))
        by_day = {day: night for night in place.nights if (day := _night_of(place, night))}
        if not by_day:
            _sentence(t("top.no_night"))
            return
        last = max(by_day)
        first = last - timedelta(days=DAYS - 1)
        heads = [get_day_names("abbreviated", locale=numbers.locale_of(place.language))[n] for n in range(7)]
        squares = [f'<span class="head">{html.escape(head)}</span>' for head in heads]
        squares += ['<span class="blank"></span>'] * first.weekday()
        for step in range(DAYS):
            day = first + timedelta(days=step)
            night = by_day.get(day)
            state = night.state if night and night.state in MARKS else "missing"
            said = f"{numbers.day(day, place.language)}: {t(f'night.{state}')}"
            if night and (why := why_words(t, night)):
                said += f" – {why}"
            squares.append(f'<span class="{state}" title="{html.escape(said)}">{day.day}&thinsp;{MARKS[state]}</span>')
        months = numbers.periods(f"{first:%Y-%m}", f"{last:%Y-%m}", place.language)
        st.html(f'<p class="chart-sub">{html.escape(months)}</p>')
        st.html(f'<div class="nights">{"".join(squares)}</div>')
        newest = place.nights[-1]
        line = t(
            "data.night_line",
            state=t(f"night.{newest.state}") if newest.state in MARKS else newest.state,
            day=numbers.day(newest.as_of_day, place.language),
            source=t(f"night_source.{newest.source}") if f"night_source.{newest.source}" in t else newest.source,
        )
        if newest.finished_at:
            line += f" · {_moment(place, newest.finished_at)}"
        st.html(f'<p class="chart-sub">{html.escape(line)}</p>')


def show_pulls(place: Here) -> None:
    """How files were fetched from elsewhere; nothing where all come by hand."""
    t = place.t
    pulls = place.ask(data.pulls)
    if not pulls:
        return
    with st.container(border=True, key="pulls"):
        _section(t("data.pulls"), t("data.pulls_hint"))
        failed = sum(row["pull_state"] == "failed" for row in pulls)
        left = sum(row["files_left"] for row in pulls)
        said = [t.plural("data.pulls_failed", failed)] if failed else []
        said += [t.plural("data.pulls_left", left, n=numbers.count(left, place.language))] if left else []
        _sentence("\n".join(said) or t("data.pulls_ok"), "held" if said else "calm")
        rows = [
            {
                **row,
                "location_kind": t(f"location_kind.{row['location_kind']}"),
                "pull_state": t(f"pull_state.{row['pull_state']}"),
                "pull_reason": t(f"pull_reason.{row['pull_reason']}") if row["pull_reason"] else "",
                "pulled_at": _moment(place, row["pulled_at"]),
                "reached_at": _moment(place, row["reached_at"]) if row["reached_at"] else "",
                "mark": "held" if row["pull_state"] == "failed" or row["files_left"] else "",
            }
            for row in pulls
        ]
        _table(
            place, rows, ("source", "text"), ("location_kind", "text"), ("pull_state", "text"), ("pull_reason", "text"),
            ("files_fetched", "count"), ("files_left", "count"), ("pulled_at", "text"), ("reached_at", "text"),
        )  # fmt: skip


def show_files(place: Here) -> None:
    """Every file with its rows, and whether they add up; control totals."""
    t, language = place.t, place.language
    files = place.ask(data.files)
    with st.container(border=True, key="files"):
        _section(t("data.files"), t("data.files_hint"))
        if not files:
            _sentence(t("data.files_none"))
            return
        parts = ("rows_loaded", "rows_superseded", "rows_quarantined")
        wrong = [row for row in files if row["rows_read"] != sum(row[part] for part in parts)]
        if wrong:
            _sentence(t.plural("data.files_wrong", len(wrong)), "wrong")
        sums = data.add_up(files, ("rows_read", *parts))
        counted = {name: numbers.count(value, language) for name, value in sums.items()}
        states = {
            state: sum(row["control_total_state"] == state for row in files) for state in ("agrees", "differs", "none")
        }
        _sentence(
            t(
                "data.files_ok",
                read=counted["rows_read"],
                loaded=counted["rows_loaded"],
                superseded=counted["rows_superseded"],
                quarantined=counted["rows_quarantined"],
            )
            + "\n"
            + t("data.totals", **states)
        )
        # the words of the list of quarantined rows, so that both say the same of a file
        whole = {
            (row["source"], row["file_name"]): _reason(place, row["reason_code"])
            for row in place.ask(data.quarantine)
            if row["line"] is None
        }
        rows = [
            {
                **row,
                "layout": row["layout"] or t("data.not_recognised"),
                "received_at": _moment(place, row["received_at"]),
                "control_total_state": t(f"control_total_state.{row['control_total_state']}"),
                "file_state": t(f"file_state.{row['file_state']}"),
                "file_reason": whole.get((row["source"], row["file_name"]), _file_reason(place, row["file_reason"])),
                "mark": "wrong" if row in wrong else "held" if row["file_state"] == "quarantined" else "",
            }
            for row in files
        ]
        columns: tuple[tuple[str, CellKind], ...] = (
            ("source", "text"), ("file_name", "text"), ("file_state", "text"), ("file_reason", "text"),
            ("rows_read", "count"), ("rows_loaded", "count"), ("rows_superseded", "count"),
            ("rows_quarantined", "count"), ("control_total_state", "text"), ("layout", "text"),
            ("received_at", "text"),
        )  # fmt: skip
        troubled = [
            shown
            for row, shown in zip(files, rows, strict=True)
            if shown["mark"] or row["rows_quarantined"] or row["control_total_state"] == "differs"
        ]
        if troubled:
            _table(place, troubled, *columns)
        with st.expander(t.plural("tile.files", len(rows), n=numbers.count(len(rows), language))):
            _table(place, rows, *columns)


def _reason(place: Here, code: str) -> str:
    """A reason in the reader's language; an unknown one as it was written."""
    return place.t(f"reason.{code}") if f"reason.{code}" in place.t else code


def _file_reason(place: Here, reason: str | None) -> str:
    return _reason(place, reason) if reason else ""


def show_layouts(place: Here) -> None:
    """Layout files of the home that are left out; nothing where there are none."""
    mistakes = read_home_layouts(place.home).mistakes
    if mistakes:
        with st.container(border=True, key="layouts"):
            _section(place.t("data.layouts"))
            _sentence("\n".join(mistake_words(place.t, mistake) for mistake in mistakes), "held")


def show_checks(place: Here) -> None:
    """Checks of the night, broken ones first."""
    t = place.t
    checks = place.ask(data.checks)
    with st.container(border=True, key="checks"):
        _section(t("data.checks"))
        if not checks:
            _sentence(t("data.checks_none"))
            return
        broken = [row for row in checks if not row["success"]]
        if broken:
            look = "wrong" if any(row["severity"] == "stop" for row in broken) else "held"
            _sentence(t.plural("data.checks_failed", len(broken)), look)
        else:
            _sentence(t("data.checks_ok", n=numbers.count(len(checks), place.language)))
        rows = [
            {
                **row,
                "success": t("data.holds") if row["success"] else t("data.broken"),
                "severity": t(f"severity.{row['severity']}"),
                "table_name": table_words(t, row["table_name"]),
                "check_name": check_words(t, row["check_name"]),
                "observed": seen_words(t, row["observed"]) if row["observed"] else "",
                "mark": "" if row["success"] else "wrong" if row["severity"] == "stop" else "held",
            }
            for row in checks
        ]
        columns: tuple[tuple[str, CellKind], ...] = (
            ("success", "text"), ("severity", "text"), ("check_name", "text"), ("table_name", "text"),
            ("observed", "text"),
        )  # fmt: skip
        if broken:
            _table(place, [row for row in rows if row["mark"]], *columns)
        with st.expander(t.plural("card.rows", len(rows))):
            _table(place, rows, *columns)


def show_findings(place: Here) -> None:
    """Things about files worth knowing; those that need nothing are folded away at the end."""
    t = place.t
    found = place.ask(data.findings)
    with st.container(border=True, key="file_findings"):
        _section(t("data.findings"))
        quiet = [row for row in found if row["finding"] in QUIET_FINDINGS]
        loud = [row for row in found if row["finding"] not in QUIET_FINDINGS]
        if loud:
            _findings(place, loud)
        else:
            _sentence(t("data.findings_none"))
        if quiet:
            with st.expander(t("data.findings_quiet", n=numbers.count(len(quiet), place.language))):
                _findings(place, quiet)


def _findings(place: Here, found: Sequence[Row]) -> None:
    t = place.t
    rows = [
        {**row, "finding": t(f"finding.{row['finding']}") if f"finding.{row['finding']}" in t else row["finding"]}
        for row in found
    ]
    _table(place, rows, ("finding", "text"), ("what", "text"), ("files", "count"),
           ("rows", "count"), ("source", "text"), ("file_name", "text"))  # fmt: skip


def show_quarantine(place: Here) -> None:
    """What was left out, counted by reason, then row by row."""
    t = place.t
    with st.container(border=True, key="quarantine"):
        _section(t("data.quarantine"))
        counted = place.ask(data.quarantine_by_reason)
        if not counted:
            _sentence(t("data.quarantine_none"))
            return
        _sentence(t("data.quarantine_how"))
        _table(
            place,
            [{**row, "reason_code": _reason(place, row["reason_code"])} for row in counted],
            ("reason_code", "text"), ("rows", "count"), ("source", "text"),
        )  # fmt: skip
        rows = [
            {
                **row,
                "reason_code": _reason(place, row["reason_code"]),
                "line": t("data.whole_file") if row["line"] is None else str(row["line"]),
                "columns_concerned": row["columns_concerned"] or "",
            }
            for row in place.ask(data.quarantine)
        ]
        with st.expander(t.plural("card.rows", len(rows))):
            _table(
                place, rows, ("source", "text"), ("file_name", "text"), ("line", "text"), ("reason_code", "text"),
                ("columns_concerned", "text"),
            )  # fmt: skip


def show_corrections(place: Here) -> None:
    """Known faults that the owner has put right; nothing where there are none."""
    t = place.t
    corrections = place.ask(data.corrections)
    if not corrections:
        return
    with st.container(border=True, key="corrections"):
        _section(t("data.corrections"), t("data.corrections_hint"))
        if any(row["rows_outdated"] for row in corrections):
            _sentence(t("data.corrections_over"), "held")
        rows = [{**row, "mark": "held" if row["rows_outdated"] else ""} for row in corrections]
        _table(place, rows, ("correction", "text"), ("reason_given", "text"), ("rows_corrected", "count"),
               ("rows_outdated", "count"), ("source", "text"))  # fmt: skip


def show_ignored(place: Here) -> None:
    """Contacts that do not name one person."""
    t = place.t
    ignored = place.ask(data.ignored_identities)
    with st.container(border=True, key="ignored"):
        _section(t("data.ignored"), t("data.ignored_hint"))
        if not ignored:
            _sentence(t("data.ignored_none"))
            return
        rows = [{**row, "identity_kind": t(f"identity_kind.{row['identity_kind']}"),
                 "shared_reason": t(f"shared_reason.{row['shared_reason']}")} for row in ignored]  # fmt: skip
        _table(place, rows, ("identity_kind", "text"), ("masked", "text"), ("neighbours", "count"),
               ("orders_seen", "count"), ("shared_reason", "text"))  # fmt: skip
