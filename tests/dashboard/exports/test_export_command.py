"""`regulars export`: a file says which figures are in it, or is not written."""

import pytest

from dags.command_line.errors import UserError
from dags.command_line.export import Format, export
from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from dashboard.exports import file_name
from tests.dashboard.snapshot import make_home


@pytest.mark.parametrize(
    ("chart", "period", "sentence"),
    [
        (None, "2031-05", "choose a period from 2025-09 to 2026-11"),
        (["cost_waterfall"], "2024-Q1", "choose a period from 2025-Q3 to 2026-Q4"),
        (["migration_sankey"], "2025-09", "choose a period from 2025-10 to 2026-11"),
    ],
)
def test_a_period_that_is_not_there_is_one_sentence_and_no_file(home, tmp_path, chart, period, sentence):
    out = tmp_path / "out"
    with pytest.raises(UserError, match=sentence):
        export(out=out, format=Format.csv, chart=chart, period=period, language="en", home=home.path)
    assert not out.exists()


def test_charts_that_cannot_show_the_first_period_are_named_and_the_others_written(home, tmp_path, capsys):
    export(out=tmp_path, format=Format.csv, period="2025-09", language="en", home=home.path)
    names = {path.name for path in tmp_path.iterdir()}
    assert "cost_waterfall_2025-09_en.csv" in names
    assert "cohort_grid_2026-11-14_en.csv" in names
    assert not any(name.startswith("migration_") for name in names)
    assert "migration_sankey cannot show 2025-09" in capsys.readouterr().err


def test_an_empty_table_is_not_written(tmp_path, rows):
    bare = {name: rows[name] for name in ("about", "channels")}
    home = make_home(tmp_path / "home", bare)
    with pytest.raises(UserError, match="take_rate was not written"):
        export(out=tmp_path / "out", format=Format.csv, chart=["take_rate"], language="en", home=home.path)
    assert not list((tmp_path / "out").iterdir())


def test_a_file_in_the_way_is_one_sentence(home, tmp_path):
    (tmp_path / "x").write_text("")
    for out in (tmp_path / "x", tmp_path / "x" / "below"):
        with pytest.raises(UserError, match="name another folder"):
            export(out=out, format=Format.csv, language="en", home=home.path)


def test_a_file_carries_the_filters_in_its_name(reader):
    filters = Filters(period="2026-09", branch="Gulou / 1", channels=("meituan",))
    view = CHARTS["take_rate"](reader, Filters(), "en")
    assert file_name(view, filters, "csv") == "take_rate_2026-09_en_Gulou-1_meituan.csv"
    cohorts = CHARTS["cohort_grid"](reader, Filters(), "en")
    assert file_name(cohorts, Filters(period="2026-09"), "csv") == "cohort_grid_2026-11-14_en.csv"
