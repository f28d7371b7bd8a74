"""Layouts of the home: read beside those of the product; a mistake is one sentence and stops nothing."""

import re

import pytest

from dags.steps import run_night
from tests.dags.homes import regulars
from tests.samples import youzan
from tests.samples.build import csv_bytes, drop, make_home, shop_toml, stage
from transforms.exports.home_layouts import LayoutMistake, all_layouts, layouts_of, read_home_layouts
from transforms.exports.layout import load_layouts
from transforms.exports.rehearsal import rehearse
from transforms.settings import ShopError

CORNER_SHOP = """
name = "corner_shop"
family = "corner_shop"
title = { en = "Corner shop orders" }
evidence = "V"
usual_channel = ["store", "store"]
signature = ["Ticket", "Rung up", "Sum"]
row_key = ["order_id"]
one_row_per_key = true

[columns]
order_id = { header = "Ticket", kind = "id", required = true }
ordered_at = { header = "Rung up", kind = "time", required = true }
total = { header = "Sum", kind = "money", required = true }
phone = { header = "Mobile", kind = "phone" }

[[emit]]
into = "orders"
[emit.values]
order_id = "order_id"
ordered_at = "ordered_at"
status = "'completed'"
gross = "total"

[[emit]]
into = "identities"
[emit.values]
identity = "phone"
order_id = "order_id"
"""
TICKETS = csv_bytes(
    [
        ["Ticket", "Rung up", "Sum", "Mobile"],
        ["T-1", "2026-02-20 10:00:00", "12.50", "13800138001"],
        ["T-2", "2026-02-21 11:00:00", "7.50", ""],
    ]
)


def write(home, text=CORNER_SHOP, name="corner_shop"):
    home.layouts.mkdir(exist_ok=True)
    (home.layouts / f"{name}.toml").write_text(text, encoding="utf-8")


def only_mistake(home) -> LayoutMistake:
    found = read_home_layouts(home)
    assert found.layouts == ()
    assert len(found.mistakes) == 1
    return found.mistakes[0]


def test_a_file_of_a_layout_of_the_home_is_read_like_any_other(home):
    assert stage(home, "till", TICKETS).summary.reason is not None
    write(home)
    staged = stage(home, "till", TICKETS)
    assert staged.summary.reason is None
    assert [(row["order_id"], float(row["gross"])) for row in staged.rows("orders")] == [("T-1", 12.5), ("T-2", 7.5)]
    assert [row["masked"] for row in staged.rows("identities")] == ["138****8001"]


def test_every_layout_of_the_product_would_do_as_one_of_a_home():
    for layout in load_layouts():
        rehearse(layout)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ('"Sum"]', '"Sum"', "", "not_toml"),
        ("row_key", "row_keys", "row_key", "missing"),
        ("one_row_per_key", "one_row_a_key", "one_row_a_key", "unknown_key"),
        ('kind = "money"', 'kind = "cash"', "columns.total.kind", "wrong"),
        ('gross = "total"', 'gross = "totle"', "emit (orders)", "not_run"),
        ('gross = "total"', 'gross = "total +"', "emit.1.gross", "not_sql"),
        ('identity = "phone"', 'identity = "fone"', "emit.2.identity", "unknown_name"),
        ("total = {", "Total-1 = {", "columns.Total-1", "odd_name"),
        ('name = "corner_shop"', 'name = "shop_at_the_corner"', "name", "name_differs"),
        ("[columns]", 'exported_at = "(["\n[columns]', "exported_at", "bad_pattern"),
        ("[columns]", 'time_zone = "Mars/Olympus"\n[columns]', "time_zone", "bad_zone"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_file_and_field(home, old, new, field, code):
    write(home, CORNER_SHOP.replace(old, new, 1))
    mistake = only_mistake(home)
    assert (mistake.field, mistake.code) == (field, code)
    assert mistake.sentence.startswith("layouts/corner_shop.toml is left out: ")
    assert field in mistake.sentence
    assert "\n" not in mistake.sentence
    assert mistake.sentence.count(". ") == 0 or code == "not_toml"


def test_a_key_mistyped_is_named_with_the_nearest_one(home):
    write(home, CORNER_SHOP.replace("one_row_per_key", "one_row_per_keys"))
    assert "did you mean one_row_per_key?" in only_mistake(home).sentence


def test_a_layout_of_the_product_keeps_its_name(home):
    write(home, CORNER_SHOP.replace('name = "corner_shop"', 'name = "youzan_orders"'), name="youzan_orders")
    assert only_mistake(home).code == "name_taken"
    assert len(all_layouts(home)) == len(load_layouts())


@pytest.mark.parametrize(
    "stolen",
    [
        "(select content from read_text('/etc/passwd'))",
        "total) from typed union all select (1",
        "total -- and the rest",
        "total /* hidden */",
        "exists (from glob('/*'))",
        "$$text$$",
        "getenv('HOME')",
        "total; drop table typed",
    ],
)
def test_a_shared_layout_can_calculate_with_its_own_rows_and_nothing_else(home, stolen):
    write(home, CORNER_SHOP.replace('gross = "total"', f'gross = "{stolen}"'))
    mistake = only_mistake(home)
    assert mistake.field == "emit.1.gross"
    assert mistake.code in ("not_plain", "not_sql")


def test_a_source_can_be_limited_to_a_layout_of_the_home(tmp_path):
    toml = shop_toml("till") + 'layouts = ["corner_shop"]\n'
    home = make_home(tmp_path / "home", toml)
    with pytest.raises(ShopError, match="there is no layout corner_shop"):
        home.shop()
    write(home)
    assert [layout.name for layout in layouts_of(home, home.shop(), "till")] == ["corner_shop"]


def test_a_broken_layout_file_never_stops_a_night_and_status_says_that_it_is_left_out(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan", "till"))
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    drop(home, "till", "tickets.csv", TICKETS)
    write(home)
    write(home, CORNER_SHOP.replace("total", "totals = 1", 1), name="broken")
    assert run_night(home).state == "published"
    said = regulars("status", home=home.path).stdout
    assert re.search(r"Layouts +of your own: corner_shop\n", said)
    assert "layouts/broken.toml is left out: " in said
    added = regulars("add", home.exports / "till" / "tickets.csv", home=home.path)
    assert "layouts/broken.toml is left out: " in added.stderr
    assert added.returncode == 0


def test_a_new_layout_reads_files_that_waited_for_it(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan", "till"))
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    drop(home, "till", "tickets.csv", TICKETS)
    before = run_night(home)
    write(home)
    after = run_night(home)
    assert before.run_id != after.run_id
