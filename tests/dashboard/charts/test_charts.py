import re
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import data, numbers, theme
from dashboard.charts.registry import CHARTS
from dashboard.charts.scene import Scene
from dashboard.charts.view import Filters
from dashboard.languages import LANGUAGES, read_catalogue
from tests.dashboard.charts.reading import KEY_LIKE, plotted, said, tabled
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES, GRAINS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_says_its_finding_in_words_and_draws_its_table(reader, key, language):
    view = CHARTS[key](reader, Filters(), language)
    assert view.key == key
    assert view.language == language
    assert view.title
    assert view.subtitle
    assert view.definition
    assert view.coverage
    assert not KEY_LIKE.search(said(view))
    assert "None" not in view.title + view.subtitle + " ".join(view.notes)
    assert "{" not in view.title + view.subtitle + view.coverage + view.definition + " ".join(view.notes)
    assert view.rows
    assert plotted(view.figure)
    assert plotted(view.figure) <= tabled(view)
    assert all(column.key in row for row in view.rows for column in view.columns)


@pytest.mark.parametrize("key", CHARTS)
def test_titles_differ_between_languages(reader, key):
    titles = {CHARTS[key](reader, Filters(), language).title for language in LANGUAGES}
    assert len(titles) == len(LANGUAGES)


@pytest.mark.parametrize("key", ["channel_mix", "net_flow", "platform_vs_own", "cohort_grid"])
def test_what_is_not_over_has_a_dashed_outline_and_a_note(reader, key):
    view = CHARTS[key](reader, Filters(), "en")
    open_rows = {row.get("month") or row.get("k") for row in view.rows if not row["is_complete"]}
    assert open_rows
    dashed = [shape for shape in view.figure.layout.shapes if shape.line.dash not in (None, "solid")]
    assert dashed
    assert any("not over" in note for note in view.notes)


@pytest.mark.parametrize("key", ["take_rate", "repurchase_by_month"])
def test_lines_are_dashed_where_they_are_not_over(reader, key):
    view = CHARTS[key](reader, Filters(), "en")
    dashed = [trace for trace in view.figure.data if trace.line.dash not in (None, "solid")]
    solid = [trace for trace in view.figure.data if trace.line.dash in (None, "solid")]
    assert dashed
    assert solid
    latest = max(row["month"] for row in view.rows if not row["is_complete"])
    assert any(latest in trace.x for trace in dashed)
    assert not any(latest in trace.x for trace in solid)


@pytest.mark.parametrize("key", ["hundred_yuan", "cost_waterfall", "migration_sankey", "migration_matrix"])
def test_a_picture_of_a_running_period_stands_in_a_dashed_frame(reader, key):
    view = CHARTS[key](reader, Filters(period="2026-11"), "en")
    assert [shape.line.dash for shape in view.figure.layout.shapes if shape.xref == "paper"] == ["4px,3px"]
    assert any("not over" in note for note in view.notes)


def test_complete_data_has_no_dashes(reader):
    view = CHARTS["hundred_yuan"](reader, Filters(period="2026-09"), "en")
    assert not view.figure.layout.shapes
    assert not any("not over" in note for note in view.notes)


def test_unknown_fees_are_unknown_and_not_nothing(reader):
    view = CHARTS["take_rate"](reader, Filters(channels=("eleme",)), "en")
    november = next(row for row in view.rows if row["month"] == "2026-11")
    assert november["orders_with_unknown_fees"] == november["orders"]
    assert november["take_rate"] is None
    assert any("nknown" in note and "Ele.me" in note for note in view.notes)
    hundred = CHARTS["hundred_yuan"](reader, Filters(), "en")
    assert "Ele.me" not in hundred.title


def test_flows_lose_nobody_and_shares_add_up(reader):
    view = CHARTS["migration_matrix"](reader, Filters(grain="quarter"), "en")
    total = reader.rows(
        "select sum(customers) as n from migration_flows where grain = 'quarter' and period = "
        "(select max(period) from migration_flows where grain = 'quarter' and is_complete)"
    )[0]["n"]
    assert sum(row["customers"] for row in view.rows) == total
    for state in {row["from"] for row in view.rows}:
        assert sum(row["share"] for row in view.rows if row["from"] == state) == pytest.approx(1)


@pytest.mark.parametrize("grain", GRAINS)
def test_a_sankey_has_at_most_eight_nodes_a_side_own_channels_on_top(reader, grain):
    view = CHARTS["migration_sankey"](reader, Filters(grain=grain), "en")
    left = list(dict.fromkeys(row["from"] for row in view.rows))
    right = list(dict.fromkeys(row["to"] for row in view.rows))
    assert len(left) <= 8
    assert len(right) <= 8
    assert left[:2] == ["store", "mini_program"]
    assert left[-1] == ("new" if grain == "year" else "none")
    assert {"became_identified", "new"} <= set(left)
    sankey = view.figure.data[0]
    assert list(sankey.node.y)[: len(left)] == sorted(list(sankey.node.y)[: len(left)])


def test_small_cells_carry_an_interval_in_hover_and_table(reader):
    view = CHARTS["migration_matrix"](reader, Filters(), "en")
    small = [row for row in view.rows if row["customers"] < 30]
    assert small
    assert all(re.fullmatch(r"(<?[\d.]+%?–)?<?[\d.]+%", row["interval"]) for row in small)
    assert all(row["interval"] == "" for row in view.rows if row["customers"] >= 30)
    hovers = " ".join(text for line in view.figure.data[0].customdata for text in line)
    assert small[0]["interval"] in hovers


def test_filters_change_what_is_drawn(reader):
    month = CHARTS["migration_sankey"](reader, Filters(), "en")
    quarter = CHARTS["migration_sankey"](reader, Filters(grain="quarter"), "en")
    earlier = CHARTS["migration_sankey"](reader, Filters(period="2026-05"), "en")
    assert len({month.title + month.subtitle, quarter.title + quarter.subtitle, earlier.title + earlier.subtitle}) == 3
    one = CHARTS["cost_waterfall"](reader, Filters(channels=("meituan",)), "en")
    assert {row["key"] for row in one.rows} == {"meituan"}
    branch = CHARTS["platform_vs_own"](reader, Filters(branch="Gulou"), "en")
    everywhere = CHARTS["platform_vs_own"](reader, Filters(), "en")
    assert 0 < branch.rows[-2]["own_net_sales"] < everywhere.rows[-2]["own_net_sales"]
    gross = CHARTS["take_rate"](reader, Filters(), "en")
    net = CHARTS["take_rate"](reader, Filters(base="net_sales"), "en")
    assert "gross" in gross.subtitle
    assert "net sales" in net.subtitle
    assert net.rows[0]["take_rate"] > gross.rows[0]["take_rate"]


def test_a_waterfall_adds_up_to_what_stays(reader):
    view = CHARTS["cost_waterfall"](reader, Filters(), "en")
    for channel in {row["key"] for row in view.rows}:
        amounts = {row["code"]: row["amount"] for row in view.rows if row["key"] == channel}
        parts = [value for code, value in amounts.items() if code not in ("net_sales", "contribution")]
        assert sum(parts) == amounts["contribution"]


def test_the_cohort_grid_shows_the_chosen_channels_people(reader):
    everyone = CHARTS["cohort_grid"](reader, Filters(), "en")
    meituan = CHARTS["cohort_grid"](reader, Filters(channels=("meituan",)), "en")
    assert "Meituan" in meituan.subtitle
    assert meituan.rows[0]["size"] < everyone.rows[0]["size"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CHARTS)
def test_no_data_teaches_what_is_missing(tmp_path: Path, rows, key, language):
    empty = {name: rows[name] for name in ("about", "channels")}
    view = CHARTS[key](SnapshotReader(make_home(tmp_path / "home", empty).current), Filters(), language)
    assert view.rows == ()
    assert view.notes
    assert "exports" in " ".join(view.notes) or view.notes[0]
    assert not KEY_LIKE.search(said(view))


def test_every_title_rule_is_a_sentence_of_one_chart():
    keys = {str(message.id) for message in read_catalogue("en") if str(message.id).startswith("title.")}
    charts = {key.split(".")[1] for key in keys}
    assert charts <= {*CHARTS, "migration"}


@pytest.mark.parametrize("key", ["migration_sankey", "migration_matrix"])
def test_coverage_is_that_of_the_periods_drawn(reader, key):
    drawn = [row for row in data.coverage(reader) if "2026-04" <= row["month"] <= "2026-09"]
    certain = sum(row["certain"] for row in drawn) / sum(row["orders"] for row in drawn)
    view = CHARTS[key](reader, Filters(grain="quarter", period="2026-Q3"), "en")
    assert view.coverage == Scene(reader, Filters(), "en").coverage_sentence(sorted({row["month"] for row in drawn}))
    assert view.coverage.startswith(numbers.share(certain, "en"))


def test_coverage_of_first_purchases_starts_with_the_first_one_drawn(reader):
    scene = Scene(reader, Filters(), "en")
    months = sorted({row["month"] for row in data.coverage(reader)})
    assert scene.months_since(months[3]) == months[3:]


def with_costs(tmp_path: Path, rows, change) -> SnapshotReader:
    """The invented shop with some rows of costs changed."""
    costs = [{**row, **(change(row) or {})} for row in rows["channel_costs"]]
    return SnapshotReader(make_home(tmp_path / "home", {**rows, "channel_costs": costs}).current)


def no_fees_at_the_store(row):
    if row["channel"] != "store":
        return None
    nothing = {name: Decimal(0) for name in ("fees", *FEE_TYPES)}
    return {**nothing, "contribution": row["net_sales"] - row["own_costs"], "orders_with_unknown_fees": row["orders"]}


@pytest.mark.parametrize("key", ["hundred_yuan", "cost_waterfall", "take_rate"])
def test_fees_of_an_own_channel_that_no_file_shows_are_unknown(tmp_path, rows, key):
    view = CHARTS[key](with_costs(tmp_path, rows, no_fees_at_the_store), Filters(period="2026-09"), "en")
    about_it = [note for note in view.notes if "No file shows what payments cost at Store" in note]
    assert len(about_it) == 1
    assert not any("bill" in note and "Store" in note for note in view.notes)
    store = [row for row in view.rows if row["key"] == "store"]
    if key == "cost_waterfall":
        assert all(row["amount"] is None for row in store if row["code"] in FEE_TYPES)
        assert "Store" not in view.title
        hatched = {trace.name: "/" in trace.marker.pattern.shape for trace in view.figure.data}
        assert hatched == {"Store": True, "Mini-program": False, "Tmall": False, "Meituan": False, "Ele.me": False}
    else:
        assert all(row["fees"] is None for row in store)
    if key == "take_rate":
        assert not any(trace.name == "Store" and any(trace.y) for trace in view.figure.data)


def test_what_stays_is_said_to_be_at_most_where_own_fees_are_unknown(tmp_path, rows):
    view = CHARTS["hundred_yuan"](
        with_costs(tmp_path, rows, no_fees_at_the_store), Filters(period="2026-09", channels=("store", "meituan")), "en"
    )
    assert re.fullmatch(
        r"Of ¥100 of list price at Meituan, ¥\d+ stays with us; at Store it is at most ¥\d+", view.title
    )


def test_fees_are_not_called_steady_from_three_months(tmp_path, rows):
    def three_months(row):
        return None if row["month"] >= "2026-08" else {"orders_with_unknown_fees": row["orders"]}

    early = CHARTS["take_rate"](with_costs(tmp_path, rows, three_months), Filters(), "en")
    assert "steady" not in early.title
    assert "of gross" in early.title


@pytest.mark.parametrize(("grain", "months"), [("quarter", "Jul 2026 – Sep 2026"), ("year", "Sep 2025 – Dec 2025")])
@pytest.mark.parametrize("key", ["cost_waterfall", "hundred_yuan"])
def test_the_latest_complete_period_is_over_though_its_last_month_has_begun(reader, key, grain, months):
    assert months in CHARTS[key](reader, Filters(grain=grain), "en").subtitle


def test_a_quarter_is_not_over_when_two_of_its_months_are(reader):
    scene = Scene(reader, Filters(), "en")
    assert [scene.is_over(name) for name in ("2026-Q3", "2026-Q4", "2026", "2025", "2026-10")] == [
        True, False, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["migration_sankey", "migration_matrix"])
def test_a_period_without_one_before_it_is_not_replaced_by_another(reader, key):
    view = CHARTS[key](reader, Filters(period="2025-09"), "en")
    assert view.rows == ()
    assert "Sep 2025" in view.title
    assert "Oct 2025 to Nov 2026" in view.notes[0]


@pytest.mark.parametrize("key", ["take_rate", "platform_vs_own", "channel_mix", "net_flow"])
def test_charts_by_month_end_with_the_chosen_period(reader, key):
    assert CHARTS[key](reader, Filters(period="2026-05"), "en").subtitle.endswith("May 2026")


def test_a_filter_that_leaves_nothing_says_so(reader):
    view = CHARTS["cost_waterfall"](reader, Filters(branch="Nowhere"), "en")
    assert view.rows == ()
    assert "Nowhere" in view.title
    assert "Clear the filter" in view.notes[0]
    assert "exports" not in " ".join(view.notes)


@pytest.mark.parametrize("dark", [False, True])
def test_text_in_cells_is_readable_everywhere_on_the_scale(dark):
    palette = theme.DARK if dark else theme.LIGHT

    def brightness(rgb):
        parts = [c / 255 for c in rgb]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = ([int(palette[end][i : i + 2], 16) for i in (1, 3, 5)] for end in ("low", "high"))
    for step in range(101):
        cell = brightness([a + (b - a) * step / 100 for a, b in zip(low, high, strict=True)])
        ink = 1.0 if theme.cell_ink(step / 100, dark=dark) == "#ffffff" else 0.0
        assert (max(cell, ink) + 0.05) / (min(cell, ink) + 0.05) >= 4.5
