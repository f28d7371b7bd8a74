"""What the fee audit says of too much billed, of fees not owed, of orders on no bill, and without a contract."""

import pytest

from dashboard.charts.registry import CHARTS
from dashboard.charts.view import Filters
from tests.dashboard.snapshot import make_home
from transforms.engines.snapshot import SnapshotReader


def chart(tmp_path, rows, findings=(), months=None, filters=None):
    """The chart where only these kinds of findings were made."""
    found = [row for row in rows["fee_audit"] if row["finding"] in findings]
    kept = rows["fee_audit_months"] if months is None else months
    home = make_home(tmp_path / "home", {**rows, "fee_audit": found, "fee_audit_months": kept})
    return CHARTS["fee_audit"](SnapshotReader(home.current), filters or Filters(), "en")


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (("rate", "billed_twice"), "Meituan billed ¥48.00 more than agreed in 12 orders since Aug 2026"),
        (("billed_twice", "never_paid_out"), "Meituan billed ¥5.50 that is not owed, in 1 order since May 2026"),
        (("never_paid_out",), "On no bill of Meituan: 1 order worth ¥38.00"),
        ((), "Every commission is as agreed (2,600 orders compared)"),
    ],
)
def test_the_title_says_what_to_ask_the_platform_for(tmp_path, rows, findings, said):
    assert chart(tmp_path, rows, findings).title == said


def test_the_table_names_every_order_after_the_months_and_the_notes_say_what_to_do(tmp_path, rows):
    view = chart(tmp_path, rows, ("rate", "billed_twice", "never_paid_out"))
    listed = [row for row in view.rows if row["order_id"]]
    assert len(listed) == 14
    assert {row["statement"] for row in listed if row["finding"] == "billed twice"} == {"M-2026-05-03"}
    notes = " ".join(view.notes)
    assert "6.0% was billed where 5.0% is agreed" in notes
    assert "1 order worth ¥38.00 on no bill" in notes
    assert "Not compared: Tmall." in notes
    assert "[contract.tmall]" in notes


def test_a_rate_that_is_too_high_in_the_settings_shows_as_too_little_billed(tmp_path, rows):
    months = [{**row, "orders_under": 100, "billed_under": 50} for row in rows["fee_audit_months"]]
    assert any("less than agreed" in note for note in chart(tmp_path, rows, (), months).notes)


def test_without_a_contract_the_chart_says_what_to_write(tmp_path, rows):
    view = chart(tmp_path, rows, (), [])
    assert view.rows == ()
    assert "commission_rate" in view.notes[0]


def test_a_branch_without_findings_is_not_told_to_write_a_contract(tmp_path, rows):
    view = chart(tmp_path, rows, ("rate",), filters=Filters(branch="Nowhere"))
    assert "Nowhere" in view.title
