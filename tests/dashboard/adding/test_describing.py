"""The guided mapping on the page: suggestions, money only by a yes, sums before saving, and the file added with it."""

import html

import pytest

from dashboard.adding.describing import GROUPS
from dashboard.languages import LANGUAGES, texts
from tests.samples.build import csv_bytes
from tests.transforms.exports.mapping import exports
from tests.transforms.exports.mapping.test_lines import HEADER, LINES
from transforms.exports.home_layouts import read_home_layouts
from transforms.exports.landing import waiting_files
from transforms.exports.mapping.roles import ROLES


def test_every_role_is_asked_for_once():
    asked = [role for roles in GROUPS.values() for role in roles]
    assert sorted(asked) == sorted(ROLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_export_is_described_saved_and_added(visit, language):
    page, t = visit("till", language=language), texts(language)
    page.drop(sales__csv=exports.taiwan_file())
    assert page.at.selectbox(key="role_0_gross").value == "商品小計"
    assert "save_0" not in page.buttons()
    assert html.escape(t("open.unconfirmed", role=t("role.gross"), word="商品小計")) in page.said()
    page.tick("confirm_0_")
    assert "data-open" not in page.said()
    assert html.escape(t("adding.totals_agrees")) in page.said()
    assert "¥350" in page.said()
    page.click("save_0")
    [layout] = read_home_layouts(page.home).layouts
    assert (layout.name, layout.usual_channel) == ("sales", ("store", "store"))
    assert [path.name for path in waiting_files(page.home, "till")] == ["sales.csv"]
    assert "data-added" in page.said()


def test_another_column_must_be_confirmed_anew(visit):
    page = visit("till")
    page.drop(sales__csv=exports.taiwan_file())
    page.tick("confirm_0_")
    page.choose("role_0_gross", "手續費")
    assert "save_0" not in page.buttons()
    said = page.said()
    assert html.escape(texts("en")("open.column_twice", word="手續費")) in said
    page.choose("role_0_fee.payment_processing", "")
    assert html.escape(
        texts("en")("open.unconfirmed", role="Amount at list prices, before discounts", word="手續費")
    ) in (page.said())


def test_refunds_below_zero_and_a_missing_state_are_asked_about(visit):
    page = visit("till")
    page.drop(flow__csv=exports.mainland_file())
    page.tick("confirm_0_")
    page.tick("paid_0")
    assert "below zero" in page.said()
    page.at.radio(key="negative_0").set_value("refund").run()
    page.fine()
    # T00002 takes two rows, each its own part
    assert page.at.button(key="save_0").disabled is False


def test_a_word_for_a_state_that_nobody_knows_is_chosen_on_the_page(visit):
    rows = [
        ["订单号", "下单时间", "订单状态", "金额"],
        ["A1", "2026-02-20", "火星", "5"],
        ["A2", "2026-02-20", "已完成", "5"],
    ]
    page = visit("till")
    page.drop(mars__csv=csv_bytes(rows))
    page.tick("confirm_0_")
    assert "what the state 火星 means" in page.said()
    page.choose("status_0_火星", "cancelled")
    page.click("save_0")
    [layout] = read_home_layouts(page.home).layouts
    assert layout.values["status"] == {"火星": "cancelled", "已完成": "completed"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_orders_are_the_sum_of_their_lines_after_a_yes_on_the_page(visit, language):
    page, t = visit("till", language=language), texts(language)
    page.drop(invoices__csv=csv_bytes([HEADER, *LINES]))
    page.tick("confirm_0_")
    assert html.escape(t("open.multiply", amount="Quantity × UnitPrice")) in page.said()
    page.at.radio(key="multiply_0").set_value("yes").run()
    page.fine()
    page.tick("paid_0")
    page.at.radio(key="negative_0").set_value("refund").run()
    page.at.multiselect(key="special_0_fee.commission").set_value(["FEE"]).run()
    page.fine()
    # 10 + 3.50 + 4 and 15, of which 5 came back
    assert "¥27.5" in page.said()
    page.click("save_0")
    [layout] = read_home_layouts(page.home).layouts
    assert layout.derived["is_fee_line"] == "coalesce(sku in ('FEE'), false)"


def test_a_list_of_people_is_refused_on_the_page(visit):
    page = visit("till")
    page.drop(
        people__csv=csv_bytes([["id", "first_name", "dob"], ["1", "Ann", "1971-06-24"], ["2", "Bo", "1981-06-24"]])
    )
    assert html.escape(texts("en")("refusal.people")) in page.said()


def test_figures_that_cannot_be_keep_the_button_shut(visit):
    rows = [["Order", "Date", "Item", "Qty", "Total"]]
    rows += [["B1", "2026-02-20", "Tea", "1", "30.00"], ["B1", "2026-02-20", "Bread", "1", "12.00"]]
    page = visit("till")
    page.drop(items__csv=csv_bytes(rows))
    page.tick("confirm_0_")
    page.tick("paid_0")
    assert page.at.button(key="save_0").disabled is False
    [radio] = [each for each in page.at.radio if each.key.startswith("sum_0_")]
    radio.set_value("whole").run()
    page.fine()
    assert page.at.button(key="save_0").disabled is True
    assert html.escape(texts("en")("doubt.torn_orders", about="1")) in page.said()


def test_a_layout_just_saved_makes_the_other_files_of_its_kind_known(visit):
    page = visit("till")
    later = [exports.TAIWAN[0], *[[f"B{n}", *cells[1:]] for n, cells in enumerate(exports.TAIWAN[1:])]]
    page.drop(a__csv=exports.taiwan_file(), b__csv=csv_bytes(later, "big5"))
    assert page.said().count("data-unknown") == 2
    page.tick("confirm_0_")
    page.click("save_0")
    assert page.said().count("data-unknown") == 0
    page.click("add_1")
    assert len(waiting_files(page.home, "till")) == 2
