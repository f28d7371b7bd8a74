"""*Add exports*: what is dropped says what it is, goes where it should, comes back; or one sentence says why not."""

import html
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dags.command_line.init import template
from dashboard.adding.words import REFUSALS, refusal_words
from dashboard.languages import LANGUAGES, texts
from tests.samples import meituan, shopify, youzan
from tests.samples.build import csv_bytes, row
from tests.samples.headers import YOUZAN_ORDERS
from tests.transforms.exports.mapping import exports
from transforms.exports.landing import waiting_files
from transforms.exports.recognise.decode import UnreadableFile

ORDER = {"订单号": "E1", "订单状态": "交易成功", "订单创建时间": "2026-02-20 10:00:00", "商品金额合计": "9"}


def renamed_file():
    header = ["商品金额总计" if word == "商品金额合计" else word for word in YOUZAN_ORDERS]
    return csv_bytes([header, row(YOUZAN_ORDERS, ORDER)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_page_teaches_which_exports_to_download(visit, language):
    page, t = visit("youzan", language=language), texts(language)
    assert t("adding.empty") in page.said()
    assert html.escape(t("adding.find.wechat_pay")) in page.said()
    assert page.at.file_uploader[0].label == t("adding.drop")


def test_a_known_file_shows_its_evidence_and_is_added_and_taken_back(visit):
    page = visit("youzan", "till")
    page.drop(orders__csv=youzan.orders_file())
    assert "Known by its header words: 订单号" in page.said()
    assert page.at.selectbox(key="source_0_2").value == "youzan"
    assert page.at.expander[0].label == "21 Feb 2026 to 22 Feb 2026 · 3 purchases"
    page.click("add_0")
    assert [path.name for path in waiting_files(page.home, "youzan")] == ["orders.csv"]
    assert "Added: exports/youzan/orders.csv" in page.said()
    assert page.at.code[0].value == "regulars nightly"
    page.click("back_0")
    assert waiting_files(page.home, "youzan") == []
    assert texts("en")("adding.taken_back") in page.said()
    page.click("add_0")
    assert len(waiting_files(page.home, "youzan")) == 1


def test_nothing_is_taken_back_while_a_night_runs(visit):
    page = visit("youzan")
    page.drop(orders__csv=youzan.orders_file())
    page.click("add_0")
    with FileLock(page.home.warehouse / "night.lock"):
        page.click("back_0")
        assert texts("en")("adding.busy") in page.said()
    assert len(waiting_files(page.home, "youzan")) == 1


def test_several_files_at_once_and_all_that_are_ready_are_added_together(visit):
    page = visit("youzan", "meituan_bill", "web")
    page.drop(
        a__csv=youzan.orders_file(), b__xlsx=meituan.bill_file(), c__csv=shopify.orders_file(), d__pdf=b"%PDF-1.7"
    )
    assert html.escape(texts("en")("refusal.pdf")) in page.said()
    page.click("add_all")
    placed = {source: len(waiting_files(page.home, source)) for source in ("youzan", "meituan_bill")}
    assert placed == {"youzan": 1, "meituan_bill": 1}
    assert waiting_files(page.home, "web") == []
    page.choose("source_2_3", "web")
    page.click("add_2")
    assert len(waiting_files(page.home, "web")) == 1


def test_the_same_file_twice_is_copied_once(visit):
    page = visit("youzan")
    page.drop(a__csv=youzan.orders_file(), b__csv=youzan.orders_file())
    page.click("add_all")
    assert len(waiting_files(page.home, "youzan")) == 1
    assert "The same file was there already" in page.said()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_an_empty_home_the_first_file_makes_its_source_and_comments_stay(visit, language):
    page = visit(toml=template(), language=language)
    page.drop(orders__csv=youzan.orders_file())
    shown = page.at.code[0].value
    assert "+ [sources.youzan]" in shown
    assert '+ channel = "mini_program"' in shown
    before = page.home.shop_toml.read_text(encoding="utf-8")
    page.click("write_0")
    after = page.home.shop_toml.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert page.home.shop().channels["mini_program"].kind == "own_online"
    page.click("add_0")
    assert len(waiting_files(page.home, "youzan")) == 1


def test_a_source_cannot_be_given_a_name_that_is_no_folder(visit):
    page = visit(toml=template())
    page.drop(orders__csv=youzan.orders_file())
    page.at.text_input(key="new_source_0").set_value("../etc").run()
    page.fine()
    assert "write_0" not in page.buttons()
    assert texts("en")("adding.names_are") in page.said()


def test_settings_changed_in_the_meantime_are_not_overwritten(visit):
    page = visit(toml=template())
    page.drop(orders__csv=youzan.orders_file())
    button = page.at.button(key="write_0")
    page.home.shop_toml.write_text(template() + "[[broken\n", encoding="utf-8")
    button.click().run()
    assert page.home.shop_toml.read_text(encoding="utf-8") == template() + "[[broken\n"


def test_renamed_columns_are_confirmed_on_the_page_and_then_read(visit):
    page = visit("youzan")
    page.drop(orders__csv=renamed_file())
    assert "商品金额合计 → 商品金额总计" in page.said()
    assert page.at.code[0].value == 'renamed = { "商品金额总计" = "商品金额合计" }'
    assert "add_0" not in page.buttons()
    page.click("renamed_0")
    assert page.home.shop().sources["youzan"].renamed == {"商品金额总计": "商品金额合计"}
    page.click("add_0")
    assert len(waiting_files(page.home, "youzan")) == 1


def test_uploads_lie_in_a_private_folder_and_go_when_they_leave_the_list(visit):
    page = visit("youzan")
    page.drop(orders__csv=youzan.orders_file())
    [folder] = page.home.work.glob("*-upload-*")
    assert folder.stat().st_mode & 0o077 == 0
    page.at.file_uploader(key="exports").set_value(None).run()
    page.fine()
    assert list(page.home.work.glob("*-upload-*")) == []


def test_file_names_are_text_and_lead_nowhere(visit):
    page = visit("youzan")
    given = [("../../<img src=x onerror=alert(1)>.csv", youzan.orders_file(), "text/csv")]
    page.at.file_uploader(key="exports").set_value(given).run()
    page.fine()
    assert "<img src=x" not in page.said()
    page.click("add_0")
    [path] = waiting_files(page.home, "youzan")
    assert path.parent == page.home.exports / "youzan"


def test_a_layout_file_with_a_mistake_is_named(visit):
    page = visit("youzan")
    page.home.layouts.mkdir()
    (page.home.layouts / "tea.toml").write_text("name = ", encoding="utf-8")
    page.at.run()
    page.fine()
    assert "layouts/tea.toml is left out: it is not valid TOML" in page.said()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("a.xlsx: The workbook does not open with the password given: correct it.", "password"),
        ("This is a PDF: export the same list as .xlsx or CSV.", "pdf"),
        ("The file is empty.", "empty"),
        ("The zip file holds no table.", "empty"),
        ("The workbook needs more than 2048 MB of memory; save it as CSV or in parts.", "too_large"),
        ("The file is damaged or incomplete; export it again.", "damaged"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_every_language(language, sentence, code):
    assert code in REFUSALS
    assert refusal_words(texts(language), UnreadableFile(sentence)) == texts(language)(f"refusal.{code}")


def test_a_reason_without_words_of_its_own_still_says_what_to_do():
    assert refusal_words(texts("zh-Hant"), UnreadableFile("Martian.")) == texts("zh-Hant")("adding.unreadable")


LIKE_TABLES = some.lists(
    some.lists(some.text(alphabet="订单号金额ab1,. ", max_size=6), min_size=3, max_size=5), max_size=5
).map(csv_bytes)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.one_of(
        some.binary(max_size=300),
        some.text(max_size=150).map(str.encode),
        some.lists(
            some.lists(some.text(alphabet="订单号金额ab1,. ", max_size=6), min_size=3, max_size=5), max_size=5
        ).map(csv_bytes),
    )
)
def test_whatever_is_dropped_is_added_described_or_refused_with_a_sentence(page_of_hypothesis, data):
    page = page_of_hypothesis
    page.drop(thing__csv=data)
    said = page.said()
    assert any(mark in said for mark in ('class="banner wrong"', "data-unknown", "data-evidence"))


@pytest.fixture
def page_of_hypothesis(visit):
    return visit("youzan")


def test_the_page_is_thin():
    text = (Path(__file__).parents[3] / "dashboard" / "pages" / "add_exports.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 10


def test_an_unknown_file_that_is_no_table_is_refused_without_a_form(visit):
    page = visit("youzan")
    page.drop(letter__txt=b"Dear reader,\nthis is a letter.\n")
    assert html.escape(texts("en")("refusal.no_header")) in page.said()
    assert "data-unknown" not in page.said()


def test_an_unknown_export_is_offered_to_be_described(visit):
    page = visit("till", language="zh-Hant")
    page.drop(orders__csv=exports.taiwan_file())
    assert texts("zh-Hant")("describe.unknown") in page.said()
    assert "091****5678" in page.said()
    assert "0912345678" not in page.said()
