"""`regulars map` through real processes: suggestions, money only by somebody's word, the file known afterwards."""

import os
import subprocess
import tomllib

import pytest

from tests.dags.homes import REGULARS, regulars
from tests.samples import youzan
from tests.samples.build import csv_bytes, make_home, shop_toml
from tests.transforms.exports.mapping import exports
from tests.transforms.exports.mapping.test_lines import HEADER, LINES
from transforms.exports.mapping.roles import ROLES

SAID = [
    *("--column", "gross=商品小計", "--column", "paid=實付金額", "--column", "merchant_discount=折扣"),
    *("--column", "delivery_charged=運費", "--column", "fee.payment_processing=手續費"),
]


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", shop_toml("till"))


@pytest.fixture
def invoices(tmp_path):
    path = tmp_path / "invoices.csv"
    path.write_bytes(csv_bytes([HEADER, *LINES]))
    return path


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "taiwan.csv"
    path.write_bytes(exports.taiwan_file())
    return path


def answering(home, path, *answers):
    """Run `regulars map` with these answers on its standard input."""
    environment = {**os.environ, "PYTHONUTF8": "1", "TERM": "dumb", "REGULARS_HOME": str(home.path)}
    return subprocess.run(
        [str(REGULARS), "map", str(path)],
        check=False, capture_output=True, text=True, timeout=120, env=environment, input="\n".join(answers) + "\n",
    )  # fmt: skip


def test_what_is_shown_is_a_layout_file(home, file):
    done = regulars("map", file, "--show", home=home.path)
    assert done.returncode == 0, done.stderr
    shown = tomllib.loads(done.stdout)
    assert shown["name"] == "taiwan"
    assert shown["columns"]["order_id"]["header"] == "訂單編號"
    assert not home.layouts.exists()


def test_amounts_that_nobody_confirmed_are_named_with_the_option_that_says_so(home, file):
    done = regulars("map", file, "--as", "tea", "--save", home=home.path)
    assert done.returncode == 1
    assert "--column gross=商品小計, or leave it out: --column gross=" in done.stderr
    assert done.stderr.count("\n- ") == 5
    assert not home.layouts.exists()


def test_said_in_full_it_is_saved_and_the_file_is_known(home, file):
    done = regulars("map", file, "--as", "tea", *SAID, "--save", home=home.path)
    assert done.returncode == 0, done.stderr
    assert "2026-02  2 purchases, list prices 360, your discounts 10, refunded 0, net sales 350 CNY" in done.stdout
    assert "The file's own totals agree." in done.stdout
    assert "To share it, copy that file" in done.stdout
    added = regulars("add", file, "--verbose", home=home.path)
    assert added.returncode == 0, added.stderr
    assert "taiwan.csv: Tea → exports/till/taiwan.csv" in added.stdout
    assert "Known by 訂單編號" in added.stdout
    assert "2026-02: 2 purchases, CNY 350 net" in added.stdout
    assert "0912345678" not in added.stdout + added.stderr


def test_asked_step_by_step_enter_takes_what_is_suggested_but_not_an_amount(home, file):
    roles = [
        *("", "", ""),  # order number, time, state
        *("", "y", "y", "y"),  # list prices: Enter is no answer, then yes; paid; discount
        *("", "y", "", "", "", ""),  # platform discount, delivery, tip, tax, refunded, when
        *("", "", "", "y", "", ""),  # fees
        *[""] * 15,
    ]
    done = answering(home, file, "tea", *roles, "no", "buyer", "y")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home.layouts / "tea.toml").exists(), done.stdout
    assert "091****5678" in done.stdout
    assert "0912345678" not in done.stdout
    by_options = regulars("map", file, "--as", "other", *SAID, "--show", home=home.path).stderr
    assert "known already: Tea" in by_options


SUM_OF_LINES = "2026-02  2 purchases, list prices 32.5, your discounts 0, refunded 5, net sales 27.5 CNY"


def test_lines_are_multiplied_where_an_option_says_so(home, invoices):
    words = ["map", invoices, "--column", "unit_price=UnitPrice", "--all-paid", "--save"]
    done = regulars(*words, home=home.path)
    assert done.returncode == 1
    assert "the sum of Quantity × UnitPrice of its lines" in done.stderr
    assert "--multiply" in done.stderr
    done = regulars(*words, "--multiply", "--negative", "refund", "--article", "FEE=fee.commission", home=home.path)
    assert done.returncode == 0, done.stderr
    assert SUM_OF_LINES in done.stdout
    assert "Fees: commission 9.25" in done.stdout


def test_lines_are_multiplied_where_the_answer_is_yes(home, invoices):
    roles = ["y" if role == "unit_price" else "" for role in ROLES]
    special = ["POST", *("",) * 5, "FEE"]  # delivery, then each kind of fee
    done = answering(home, invoices, "shop", *roles, "yes", *special, "y", "refund", "y")
    assert done.returncode == 0, done.stdout + done.stderr
    assert SUM_OF_LINES in done.stdout
    assert "Fees: adjustment 9.25" in done.stdout


def test_answers_that_end_early_save_nothing(home, file):
    done = answering(home, file, "tea", "")
    assert done.returncode == 1
    assert done.stderr.strip() == "The answers ended before everything was said; nothing was saved."
    assert not home.layouts.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--column", "gross=Nope"], "There is no column Nope; the columns are: 訂單編號"),
        (["--column", "price=折扣"], "--column: price is none of order_id"),
        (["--column", "gross"], "--column gross needs an equals sign"),
        (["--status", "已完成=fine"], "--status: fine is none of unpaid"),
        (["--article", "POST=delivery"], "--article needs a column of articles"),
        (["--column", "sku=折扣", "--article", "POST=goods"], "--article: goods is none of delivery_charged"),
        (["--negative", "both"], "--negative must be refund or order"),
    ],
)
def test_a_slip_in_an_option_is_one_sentence(home, file, words, said):
    done = regulars("map", file, *words, "--show", home=home.path)
    assert done.returncode == 1
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_known_file_and_a_picture_are_not_described(home, tmp_path):
    known, picture = tmp_path / "orders.csv", tmp_path / "picture.png"
    known.write_bytes(youzan.orders_file())
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    assert "orders.csv is known already: Youzan orders." in regulars("map", known, home=home.path).stderr
    assert "picture.png cannot be described: " in regulars("map", picture, home=home.path).stderr
