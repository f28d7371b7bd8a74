import html
import json
import os
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import numbers
from dashboard.charts.registry import CHARTS, PAGE_CHARTS
from dashboard.charts.view import Filters
from dashboard.frame.card import PEOPLE
from dashboard.languages import LANGUAGES, texts
from tests.dashboard.snapshot import AS_OF, night_line, publish
from transforms.settings.home import ENVIRONMENT_VARIABLE, Home
from transforms.tables import table

FOLDER = Path(dashboard.__file__).parent
SCRIPT = FOLDER / "frame" / "script.py"
GAPS_PAGE = "who_is_who"
PAGES = sorted(path.stem for path in (FOLDER / "pages").glob("*.py") if path.stem != "__init__")


def open_page(home: Home, monkeypatch: pytest.MonkeyPatch, page: str, **address: str) -> AppTest:
    """One page of the dashboard of a home, as a new visitor with this address sees it."""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(home.path))
    st.cache_data.clear()
    st.cache_resource.clear()
    at = AppTest.from_file(str(SCRIPT), default_timeout=30)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    if page != next(iter(PAGE_CHARTS)):
        at.switch_page(str(FOLDER / "pages" / f"{page}.py")).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def plots(at: AppTest) -> list[dict]:
    return [json.loads(element.proto.spec) for element in at.get("plotly_chart")]


def test_the_pages_are_the_questions_in_the_owners_order():
    assert len(PAGES) == 10
    assert set(PAGES) == set(PAGE_CHARTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(home, monkeypatch, page, language):
    at = open_page(home, monkeypatch, page, language=language)
    t = texts(language)
    assert t(f"page.{page}") in said(at)
    assert html.escape(t.plural("top.published_warnings", 1, n="1")) in said(at)
    assert "data-trouble" not in said(at)
    assert len(plots(at)) == len(PAGE_CHARTS[page])
    assert all(element.proto.alt for element in at.get("plotly_chart"))


def test_the_first_page_has_five_tiles_findings_and_sparklines(home, monkeypatch):
    at = open_page(home, monkeypatch, "how_are_we_doing", language="en")
    assert said(at).count('class="tile"') == 5
    assert said(at).count("data:image/svg+xml") == 4
    assert len(at.get("page_link")) == 3 + 4


def test_what_changed_is_told_by_money_in_words_with_the_page_that_shows_it(home, monkeypatch):
    told = open_page(home, monkeypatch, "how_are_we_doing", language="en").get("page_link")[:3]
    assert [(link.proto.label, link.proto.page) for link in told] == [
        (
            "31 people came to us after platforms in Oct 2026, 17 the month before: about ¥840 a year",
            "where_do_customers_go",
        ),
        (
            "Ele.me kept 22% of gross sales in Oct 2026, 20% the month before: ¥310 more fees",
            "what_do_platforms_cost",
        ),
        ("Meituan paid ¥123 less than its statements add up to since Oct 2026", "what_do_platforms_cost"),
    ]


def test_a_night_without_news_says_so(own_home, monkeypatch, rows):
    publish(own_home, {**rows, "morning_findings": []}, "2026-11-15-quiet")
    at = open_page(own_home, monkeypatch, "how_are_we_doing", language="en")
    assert texts("en")("home.morning.none") in said(at)
    assert len(at.get("page_link")) == 4


def test_choices_live_in_the_address_and_survive_a_change_of_page(home, monkeypatch):
    at = open_page(home, monkeypatch, "where_do_customers_go", language="en", grain="quarter", channel="meituan,store")
    assert at.query_params["grain"] == "quarter"
    assert at.query_params["channel"] == "meituan,store"
    assert "Q2 2026 → Q3 2026" in said(at)
    at.switch_page(str(FOLDER / "pages" / "who_comes_back.py")).run()
    assert not at.exception
    assert at.query_params["grain"] == "quarter"
    assert texts("en")("page.who_comes_back") in said(at)


def test_nonsense_in_the_address_is_the_default(home, monkeypatch):
    at = open_page(
        home, monkeypatch, "who_comes_back", language="fr", grain="day", period="1066", window="-1", branch="x"
    )
    assert not at.query_params.get("grain")
    assert len(plots(at)) == len(PAGE_CHARTS["who_comes_back"])


def test_a_choice_changes_chart_and_address(home, monkeypatch):
    at = open_page(home, monkeypatch, "what_do_platforms_cost", language="en")
    before = said(at)
    at.selectbox(key="choose_branch").set_value("Gulou").run()
    assert not at.exception
    assert at.query_params["branch"] == "Gulou"
    assert said(at) != before


def test_a_newly_published_snapshot_is_shown_without_a_restart(own_home, monkeypatch, rows):
    at = open_page(own_home, monkeypatch, "how_are_we_doing", language="en")
    assert "Tea &amp; Bread" in said(at)
    publish(own_home, {**rows, "about": [{**rows["about"][0], "business": "Tea & Cake"}]}, "2026-11-15-ffffff")
    at.run()
    assert "Tea &amp; Cake" in said(at)
    assert "Tea &amp; Bread" not in said(at)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["withheld", "failed"])
def test_a_bad_night_is_named_with_its_reason_on_every_page(own_home, monkeypatch, page, state):
    with own_home.runs.open("a", encoding="utf-8") as stream:
        stream.write(night_line("2026-11-15-bad", AS_OF, state, "orders <fell> by 80 %") + "\n{half a li")
    at = open_page(own_home, monkeypatch, page, language="zh-Hans")
    assert f'data-night="{state}"' in said(at)
    assert "orders &lt;fell&gt; by 80 %" in said(at)
    assert texts("zh-Hans")("top.published") not in said(at)


@pytest.mark.parametrize(
    ("language", "said_first"), [("en", "&quot;Each order is counted once&quot;"), ("zh-Hans", "“每张订单只算一次”")]
)
@pytest.mark.parametrize("page", ["how_are_we_doing", "is_the_data_right"])
def test_a_withheld_night_says_why_in_the_readers_language(own_home, monkeypatch, page, language, said_first):
    failed = {"table_name": "core.orders", "check_name": "order_key is unique", "observed": "2 rows", "more": 1}
    with own_home.runs.open("a", encoding="utf-8") as stream:
        stream.write(night_line("2026-11-15-bad", AS_OF, "withheld", "only English", failed_check=failed) + "\n")
    at = open_page(own_home, monkeypatch, page, language=language)
    assert said_first in said(at)
    assert "only English" not in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_purchase_the_reason_is_in_the_readers_language(tmp_path, monkeypatch, language):
    home = Home(tmp_path / "home")
    home.make_folders()
    home.runs.write_text(night_line("", AS_OF, "withheld", "only English", reason_code="no_order") + "\n")
    at = open_page(home, monkeypatch, "how_are_we_doing", language=language)
    assert html.escape(texts(language)("why.no_order")) in said(at)
    assert "only English" not in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_charts_that_count_people_say_for_how_many_orders_a_person_is_known(home, monkeypatch, page):
    at = open_page(home, monkeypatch, page, language="en")
    money = texts("en")("coverage.every_order")
    assert said(at).count('class="chart-cover"') == len(set(PAGE_CHARTS[page]) & set(PEOPLE))
    assert f'chart-cover">{money}' not in said(at)


def test_every_chart_is_about_people_or_about_every_order_statement_or_commission(reader):
    money = {texts("en")(f"coverage.every_{what}") for what in ("order", "statement", "commission", "listed")}
    for key, make in CHARTS.items():
        counts_people = make(reader, Filters(), "en").coverage not in money
        assert counts_people == (key in PEOPLE or key in PAGE_CHARTS["who_is_who"]), key


def test_times_are_on_the_shops_clock(home, monkeypatch):
    at = open_page(home, monkeypatch, "is_the_data_right", language="en")
    assert "15 Nov 2026, 11:36" in said(at)  # the night ended at 03:36 UTC
    assert "15 Nov 2026, 10:10" in said(at)  # the file came at 02:10 UTC
    assert "03:36" not in said(at)


def test_what_a_file_may_lack_is_folded_at_the_end(own_home, monkeypatch, rows):
    first = rows["file_findings"][0]
    found = [{**first, "finding": "missing_optional", "what": "桌号", "rows": 99}, first]
    publish(own_home, {**rows, "file_findings": found}, "2026-11-15-found")
    at = open_page(own_home, monkeypatch, "is_the_data_right", language="en")
    t = texts("en")
    assert t("data.findings_quiet", n=1) in [each.label for each in at.expander]
    assert said(at).index(t("finding.unknown_fee")) < said(at).index("桌号")
    publish(own_home, {**rows, "file_findings": found[:1]}, "2026-11-15-quiet")
    at.run()
    assert t("data.findings_none") in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_night_every_page_says_what_to_do(tmp_path, monkeypatch, page):
    home = Home(tmp_path / "home")
    home.make_folders()
    at = open_page(home, monkeypatch, page, language="en")
    assert ("regulars init" if page == "add_exports" else "regulars nightly") in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_snapshot_without_orders_teaches_and_does_not_break(own_home, monkeypatch, rows, page):
    publish(own_home, {name: rows[name] for name in ("about", "channels")}, "2026-11-15-empty")
    at = open_page(own_home, monkeypatch, page, language="zh-Hant")
    assert len(plots(at)) == 0
    if PAGE_CHARTS[page] and page != "how_are_we_doing":
        assert "data-empty" in said(at)


GAP = {
    "channel": "meituan", "branch": "Gulou", "reason": "till_without_member_question", "orders": 38,
    "net_sales": Decimal(380), "purchases": 50, "channel_purchases": 100, "share_of_orders": 0.76,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_gaps_of_coverage_are_sentences_with_the_next_step(own_home, monkeypatch, rows, language):
    small = {**GAP, "reason": "other", "orders": 3, "share_of_orders": 0.06}
    publish(own_home, {**rows, "coverage_gaps": [small, GAP]}, "2026-11-15-gaps")
    at, t = open_page(own_home, monkeypatch, GAPS_PAGE, language=language), texts(language)
    label = {"en": "Meituan", "zh-Hans": "美团外卖", "zh-Hant": "美團外賣"}[language]
    assert t("gap.till_without_member_question", share=numbers.share(0.38, language), channel=label) in said(at)
    assert html.escape(t("gap_step.till_without_member_question")) in said(at)
    assert t("gap.other", share=numbers.share(0.03, language), channel=label) not in said(at)
    assert t("gap_name.other") in said(at)
    one_branch = open_page(own_home, monkeypatch, GAPS_PAGE, language=language, branch="Gulou")
    finding = t("gap.till_without_member_question", share=numbers.share(0.76, language), channel=label)
    assert finding in said(one_branch)


def test_coverage_in_money_has_an_address(home, monkeypatch):
    at = open_page(home, monkeypatch, "who_is_who", language="en", counted="net_sales")
    assert at.query_params["counted"] == "net_sales"
    assert texts("en")("subtitle.identity_coverage_money", periods="Nov 2025 – Oct 2026") in said(at)


def test_what_probable_links_were_learnt_from_is_told_in_the_readers_language(home, monkeypatch):
    at = open_page(home, monkeypatch, "who_is_who", language="zh-Hans")
    t = texts("zh-Hans")
    assert "640" in said(at)
    assert f'<td class="">{t("rule.e_mail")}</td>' in said(at)


def test_without_gaps_the_page_says_that_every_order_names_its_buyer(own_home, monkeypatch, rows):
    publish(own_home, {**rows, "coverage_gaps": []}, "2026-11-15-no-gaps")
    assert texts("en")("gaps.none") in said(open_page(own_home, monkeypatch, GAPS_PAGE, language="en"))


def consent(customer, purpose, agreed, contacts):
    return {"customer_id": customer, "purpose": purpose, "consent": agreed, "since_day": AS_OF, "source": "till",
            "contact_kinds": contacts}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_we_may_reach_is_a_sentence_and_consents_are_counted_by_purpose(own_home, monkeypatch, rows, language):
    customer = {column.name: None for column in table("published", "customers").columns} | {
        "first_order_day": AS_OF, "last_order_day": AS_OF, "net_sales": 1, "fees": 0,
        **{f"{name}{bound}": 1 for name in ("purchase_days", "orders") for bound in ("", "_likely", "_most")},
        "contribution": 1, "first_channel": "store", "latest_channel": "store", "main_channel": "store",
        "strength": "random", "link_evidence": "phone", "link_probability": 1, "is_in_left_margin": False,
    }  # fmt: skip
    people = [{**customer, "customer_id": name, "reachable": name == "a"} for name in "abcd"]
    agreed = [consent("a", "sms", True, "phone"), consent("b", "sms", False, "phone"), consent("c", "sms", True, "")]
    publish(own_home, {**rows, "customers": people, "consents": agreed}, "2026-11-15-consents")
    at, t = open_page(own_home, monkeypatch, "who_is_who", language=language), texts(language)
    assert t("consents.reach", reached="1", customers="4", share="25%") in said(at)
    cells = "".join(f'<td class="r">{n}</td>' for n in (2, 1, 1))
    assert f'<td class="">{t("purpose.sms")}</td>{cells}' in said(at)


def test_without_any_consent_the_page_says_which_exports_bring_it(own_home, monkeypatch, rows):
    publish(own_home, {**rows, "consents": []}, "2026-11-15-no-consents")
    assert html.escape(texts("en")("consents.none")) in said(
        open_page(own_home, monkeypatch, "who_is_who", language="en")
    )


def test_file_names_are_text_and_never_page_code(own_home, monkeypatch, rows):
    files = [{**rows["ingested_files"][0], "file_name": "<img src=x onerror=alert(1)>.csv", "rows_loaded": 1}]
    publish(own_home, {**rows, "ingested_files": files}, "2026-11-15-names")
    at = open_page(own_home, monkeypatch, "is_the_data_right", language="en")
    assert "<img src=x" not in said(at)
    assert "&lt;img src=x" in said(at)
    assert texts("en").plural("data.files_wrong", 1) in said(at)


def test_the_data_page_accounts_for_every_row(home, monkeypatch):
    at = open_page(home, monkeypatch, "is_the_data_right", language="en")
    assert "6,040 rows read = 5,929 loaded + 108 superseded + 3 quarantined" in said(at)
    assert said(at).index("linked share is plausible") < said(at).index("Each order is counted once")
    assert texts("en")("reason.damaged_id") in said(at)
    assert texts("en")("finding.unknown_fee") in said(at)
    assert "138****8000" in said(at)


def test_a_place_that_could_not_be_read_is_on_the_data_page_in_every_language(own_home, monkeypatch, rows):
    about = {"source": "till", "location_kind": "sftp", "pulled_at": datetime(2026, 11, 15, 3, 31), "files_fetched": 0}  # noqa: DTZ001
    down = {**about, "pull_state": "failed", "pull_reason": "unreachable", "files_left": 0, "reached_at": None}
    left = {**about, "source": "web", "location_kind": "folder", "pull_state": "fetched", "pull_reason": None,
            "files_left": 2, "reached_at": about["pulled_at"]}  # fmt: skip
    publish(own_home, {**rows, "pulls": [left, down]}, "2026-11-15-pulls")
    for language in ("en", "zh-Hans", "zh-Hant"):
        at, t = open_page(own_home, monkeypatch, "is_the_data_right", language=language), texts(language)
        for words in (t("data.pulls"), t.plural("data.pulls_failed", 1), t.plural("data.pulls_left", 2),
                      t("pull_reason.unreachable"), t("location_kind.folder")):  # fmt: skip
            assert words in said(at)
    assert said(at).index(t("location_kind.sftp")) < said(at).index(t("location_kind.folder"))
    publish(own_home, rows, "2026-11-15-none")
    at.run()
    assert t("data.pulls") not in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgetting_that_was_cut_off_is_told_on_the_data_page(own_home, monkeypatch, language):
    own_home.people.mkdir(exist_ok=True)
    journal = own_home.people / "forgetting.json"
    journal.write_text("{}", encoding="utf-8")
    os.utime(journal, (1_772_500_000, 1_772_500_000))  # 3 March 2026
    told = texts(language)("data.forgetting_cut_off", day=numbers.day(date(2026, 3, 3), language))
    assert html.escape(told) in said(open_page(own_home, monkeypatch, "is_the_data_right", language=language))
    journal.unlink()
    assert html.escape(told) not in said(open_page(own_home, monkeypatch, "is_the_data_right", language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_layout_file_that_is_left_out_is_named_on_the_data_page(own_home, monkeypatch, language):
    own_home.layouts.mkdir()
    (own_home.layouts / "tea.toml").write_text('name = "tea"', encoding="utf-8")
    at = open_page(own_home, monkeypatch, "is_the_data_right", language=language)
    t = texts(language)
    assert t("data.layouts") in said(at)
    why = t("layout_mistake.missing", field="family", detail="")
    assert html.escape(t("adding.layout_left_out", file="tea.toml", why=why)) in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_renamed_column_is_named_on_the_data_page_with_how_to_confirm_it(own_home, monkeypatch, rows, language):
    found = [{**rows["file_findings"][0], "finding": "renamed_column", "what": "打包费 → 打包费用?"}]
    publish(own_home, {**rows, "file_findings": found}, "2026-11-15-renamed")
    at = open_page(own_home, monkeypatch, "is_the_data_right", language=language)
    assert "打包费 → 打包费用?" in said(at)
    assert html.escape(texts(language)("finding.renamed_column")) in said(at)
    assert "renamed = {" in said(at)


def test_downloads_are_made_only_when_asked_for(home, monkeypatch):
    at = open_page(home, monkeypatch, "what_do_platforms_cost", language="en")
    assert len(at.get("download_button")) == 4 * len(PAGE_CHARTS["what_do_platforms_cost"])
    assert all(button.proto.deferred_file_id for button in at.get("download_button") if not button.proto.disabled)


def test_channel_colours_are_the_same_on_every_page(home, monkeypatch, reader):
    from dashboard import data, theme

    channels = data.channels(reader)
    colours = theme.channel_colours(channels)
    assert len(set(colours.values())) == len(channels)
    own = {colours[channel.name] for channel in channels if channel.is_own}
    assert own <= set(theme.WARM)
    grown = (*channels, replace(channels[-1], name="douyin", position=9))
    assert {name: colour for name, colour in theme.channel_colours(grown).items() if name != "douyin"} == colours
