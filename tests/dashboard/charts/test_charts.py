import re
from decimal import Decimal
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard import data, numbers
from dashboard.charts.registry import CHARTS
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.languages import LANGUAGES, read_catalogue
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import GRAINS

KEY_LIKE = re.compile(r"\b(?:title|subtitle|column|note|hover|axis|state|coverage|definition|empty|word)\.[a-z_]+")


def said(view: ChartView) -> str:
    """Every word a reader can come across in a chart."""
    labels = [column.label for column in view.columns]
    cells = [str(value) for row in view.rows for value in row.values() if isinstance(value, str)]
    text = [view.title, view.subtitle, view.definition, view.coverage, *view.notes, *labels, *cells]
    return "\n".join([*text, view.figure.to_json()])


def plotted(figure: go.Figure) -> set[float]:
    """Every amount a trace draws; places on an axis of names do not count."""
    found: set[float] = set()

    def put(values: object) -> None:
        if isinstance(values, list | tuple) or hasattr(values, "tolist"):
            for value in values if isinstance(values, list | tuple) else values.tolist():
                put(value)
        elif isinstance(values, int | float | Decimal) and not isinstance(values, bool):
            found.add(round(float(values), 6))

    for trace in figure.data:
        if isinstance(trace, go.Sankey):
            put(list(trace.link.value))
        elif isinstance(trace, go.Heatmap):
            put(trace.z)
        else:
            put(trace.x)
            put(trace.y)
    return found


def tabled(view: ChartView) -> set[float]:
    return {
        round(float(value), 6)
        for row in view.rows
        for value in row.values()
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    }


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
    assert any("unknown" in note and "Ele.me" in note for note in view.notes)
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
