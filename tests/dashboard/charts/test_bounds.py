"""Certain, likely and at most on every chart that counts people, and in everything made of it."""

import io
import re

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from dashboard import numbers
from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from dashboard.exports import csv_bytes, xlsx_bytes
from dashboard.exports.caption import caption
from dashboard.frame.card import PEOPLE
from dashboard.languages import LANGUAGES
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader

COUNTS = {
    "migration_flows": ("customers",),
    "homecoming": ("customers", "first_there"),
    "strength_ladder": ("customers",),
    "next_rung": ("customers",),
    "fees_by_customer_group": ("customers",),
    "repeat_rates": ("customers", "repeaters"),
    "time_to_next": ("at_risk", "events"),
    "lifecycle_flows": ("customers",),
    "rfm_segments": ("customers",),
    "value_bands": ("customers",),
    "cohorts": ("size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month"),
}
CERTAIN_ONLY = ("return_groups",)
"""Charts that leave out what is only likely, and say so."""
BOUNDED = tuple(key for key in PEOPLE if key not in CERTAIN_ONLY)
OWN, PLATFORMS = ("store", "mini_program"), ("tmall", "meituan", "eleme")


def doubtful(name, row):
    """The row as it would be if one in ten more were likely, and twice as many possible."""
    counts = COUNTS[name]
    changed = dict(row)
    for count in counts:
        if row[count] is None:
            continue
        if count not in ("customers", "size") or name not in ("repeat_rates", "cohorts"):
            changed[f"{count}_likely"], changed[f"{count}_most"] = row[count] * 1.1, row[count] * 2
    if name == "repeat_rates" and row["customers"]:
        changed["rate_likely"], changed["rate_most"] = row["rate"] * 1.1, min(1.0, row["rate"] * 2)
    if name == "homecoming":
        changed["share_likely"], changed["share_most"] = row["share"], min(1.0, row["share"] * 2)
    if name == "time_to_next":
        changed["survival_likely"], changed["survival_least"] = row["survival"] ** 1.1, row["survival"] ** 2
    return changed


@pytest.fixture(scope="module")
def unsure(tmp_path_factory, rows):
    """The invented shop where everything may be more."""
    changed = {name: [doubtful(name, row) for row in rows[name]] for name in COUNTS}
    home = make_home(tmp_path_factory.mktemp("unsure") / "home", {**rows, **changed})
    return SnapshotReader(home.current)


def hovers(view):
    """Every text that appears where a reader points."""
    found = []

    def put(value):
        if isinstance(value, str):
            found.append(value)
        elif value is not None:
            for each in value:
                put(each)

    for trace in view.figure.data:
        put(trace.link.customdata if trace.type == "sankey" else trace.customdata)
    return [text for text in found if text]


@pytest.mark.parametrize("key", BOUNDED)
def test_where_nothing_is_only_likely_nothing_is_drawn_for_it(reader, unsure, key):
    sure, view = CHARTS[key](reader, Filters(), "en"), CHARTS[key](unsure, Filters(), "en")
    assert not any("likely" in note.lower() for note in sure.notes)
    assert all("Certain" in text for text in hovers(sure))
    assert sure.figure.to_json() != view.figure.to_json()


@pytest.mark.parametrize("key", CERTAIN_ONLY)
def test_a_chart_of_what_is_certain_says_that_the_rest_is_left_out(reader, key):
    assert any("certain" in note for note in CHARTS[key](reader, Filters(), "en").notes)


@pytest.mark.parametrize("key", BOUNDED)
def test_hover_and_table_say_certain_likely_and_at_most(unsure, key):
    view = CHARTS[key](unsure, Filters(), "en")
    assert any(re.search(r"certain [\d.,%]+ · likely [\d.,%]+ · at most [\d.,%]+", text) for text in hovers(view))
    named = [column.label for column in view.columns]
    assert any(label.endswith(", likely") for label in named)
    assert any(label.endswith(", at most") for label in named)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", BOUNDED)
def test_what_is_taken_along_says_so_too(unsure, key, language):
    view = CHARTS[key](unsure, Filters(), language)
    words = {
        "en": ("certain", "likely", "at most"),
        "zh-Hans": ("确定", "大概", "最多"),
        "zh-Hant": ("確定", "大概", "最多"),
    }
    under = " ".join(caption(view)).lower()
    assert all(word in under for word in words[language])
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(view)))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert any(words[language][1] in str(head).lower() for head in sheets[0][0])
    about = " ".join(str(cell) for row in sheets[-1] for cell in row).lower()
    assert words[language][2] in about
    assert words[language][2] in csv_bytes(view).decode("utf-8-sig").splitlines()[0].lower()


def test_a_note_says_how_many_moved_home_at_most(unsure):
    view = CHARTS["migration_sankey"](unsure, Filters(period="2026-09"), "en")
    home = sum(row["customers"] for row in view.rows if row["from"] in (*PLATFORMS, "others") and row["to"] in OWN)
    likely = numbers.people(home * 1.1, "en")
    assert view.notes[0] == (
        f"From platforms to our own channels: certain {home} · likely {likely} · at most {home * 2}."
    )


def test_people_who_are_only_likely_are_in_the_table_and_not_in_the_streams(tmp_path, rows):
    (first, *_) = [row for row in rows["migration_flows"] if row["period"] == "2026-09" and row["from_state"] == "new"]
    only = {**first, "from_state": "store", "to_state": "mixed", "customers": 0}
    kept = [
        row
        for row in rows["migration_flows"]
        if (row["period"], row["from_state"], row["to_state"]) != ("2026-09", "store", "mixed")
    ]
    flows = [*kept, {**only, "customers_likely": 0.25, "customers_most": 1}]
    reader = SnapshotReader(make_home(tmp_path / "home", {**rows, "migration_flows": flows}).current)
    view = CHARTS["migration_sankey"](reader, Filters(period="2026-09"), "en")
    (row,) = [row for row in view.rows if (row["from"], row["to"]) == ("store", "mixed")]
    assert (row["customers"], row["customers_likely"], row["customers_most"]) == (0, 0.25, 1)
    assert min(view.figure.data[0].link.value) > 0
    matrix = CHARTS["migration_matrix"](reader, Filters(period="2026-09"), "en")
    assert any(label.text.endswith("· 0<br>≤1") for label in matrix.figure.layout.annotations)


def test_likely_people_have_a_decimal_unless_they_are_whole():
    assert [numbers.people(value, "en") for value in (12, 12.04, 0.25, 1234.56, None)] == [
        "12", "12", "0.2", "1,234.6", "unknown",
    ]  # fmt: skip


def test_a_snapshot_of_an_earlier_version_is_all_certain(tmp_path, rows):
    home = make_home(tmp_path / "home", rows)
    with duckdb.connect(str(home.current.resolve())) as connection:
        for table, column in (("repeat_rates", "rate_most"), ("cohorts", "bought_in_likely"), ("cohorts", "size_most")):
            connection.execute(f"alter table {table} drop column {column}")
    old = SnapshotReader(home.current)
    for key in ("repeat_rates", "repurchase_by_month", "cohort_grid"):
        view = CHARTS[key](old, Filters(), "en")
        assert view.rows
        assert not any("likely" in note for note in view.notes)
