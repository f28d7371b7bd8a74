"""Known faults of exports are records with a reason and a guard; they say so when they are over."""

import json
from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import square
from tests.samples.build import drop, query, stage
from transforms.settings import ShopError

TENTHS = """
[[correction]]
name = "fees in tenths of a cent"
source = "square"
layout = "square_transactions"
where = { transaction_id = "T1" }
set = { fees = -1.08, net_total = 1036.32 }
only_while = { fees = { below = -10 } }
reason = "Exported in tenths of a cent; confirmed on the January statement."
"""
FAULTY = {**square.PAYMENTS[0], "Fees": "-$10.80", "Net Total": "$1,026.60"}


def fees_of(staged) -> list[Decimal]:
    return [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "fee"]


@pytest.fixture
def home(home_of):
    home = home_of(square)
    home.corrections_toml.write_text(TENTHS, encoding="utf-8")
    return home


def test_the_rows_concerned_are_put_right_and_the_others_left_alone(home):
    staged = stage(home, "square", square.transactions_file([FAULTY, *square.PAYMENTS[1:3]]))
    assert fees_of(staged) == [Decimal("1.08"), Decimal("0.82"), 0]
    assert staged.summary.tables[0].corrections == [("fees in tenths of a cent", 1, 0)]


def test_a_repaired_export_is_left_as_it_is_and_a_check_fails(home):
    drop(home, "square", "a.csv", square.transactions_file(square.PAYMENTS[:3]))
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    (found,) = query(home.current, "from corrections")
    assert (found["rows_corrected"], found["rows_outdated"]) == (0, 1)
    assert found["reason"].startswith("Exported in tenths")
    (check,) = query(
        home.current, "from data_checks where check_name = 'every correction still meets the fault it is for'"
    )
    assert (check["severity"], check["success"]) == ("warn", False)
    assert query(home.current, "select sum(amount) as fees from fee_lines") == [{"fees": Decimal("1.90")}]


def test_a_changed_correction_is_a_new_reading_of_the_file(home):
    first = stage(home, "square", square.transactions_file([FAULTY]))
    home.corrections_toml.unlink()
    second = stage(home, "square", square.transactions_file([FAULTY]))
    assert (fees_of(first), fees_of(second)) == ([Decimal("1.08")], [Decimal("10.80")])


def test_a_cell_that_nobody_can_read_can_be_put_right(home):
    home.corrections_toml.write_text(TENTHS.replace("below = -10", "blank = true"), encoding="utf-8")
    torn = {**square.PAYMENTS[0], "Fees": "see note"}
    staged = stage(home, "square", square.transactions_file([torn, *square.PAYMENTS[1:3]]))
    assert staged.rows("quarantine") == []
    assert fees_of(staged)[0] == Decimal("1.08")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("fees = { below", "feees = { below"), "has no column feees"),
        (('transaction_id = "T1"', 'customer = "CUST1"'), "is a account, which no correction may name"),
        (("reason =", "because ="), "the correction fees in tenths of a cent: because"),
        (("{ below = -10 }", "{}"), "say above, below, is or blank = true"),
    ],
)
def test_a_mistake_in_a_correction_is_one_sentence(home, change, sentence):
    home.corrections_toml.write_text(TENTHS.replace(*change), encoding="utf-8")
    with pytest.raises(ShopError, match=sentence):
        stage(home, "square", square.transactions_file(square.PAYMENTS[:3]))


def test_two_corrections_need_two_names(home):
    home.corrections_toml.write_text(TENTHS + TENTHS, encoding="utf-8")
    with pytest.raises(ShopError, match="two corrections are called"):
        home.corrections()


def test_a_night_that_a_mistake_in_a_correction_breaks_says_the_mistake(home):
    home.corrections_toml.write_text(TENTHS.replace("fees = { below", "feees = { below"), encoding="utf-8")
    drop(home, "square", "a.csv", square.transactions_file())
    with pytest.raises(ShopError):
        run_night(home)
    told = json.loads(home.runs.read_text(encoding="utf-8").splitlines()[-1])
    assert (told["state"], told["reason_code"]) == ("failed", "settings")
    assert "has no column feees" in told["reason"]
