import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard.charts.registry import PAGE_CHARTS
from dashboard.languages import LANGUAGES, texts
from tests.dashboard.snapshot import publish
from tests.samples import youzan
from tests.samples.build import make_home, shop_toml
from tests.transforms.exports.mapping import exports
from transforms.exports.home_layouts import read_home_layouts
from transforms.exports.landing import waiting_files
from transforms.settings.answers import given_answers

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WARM_SECONDS = 1.0
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"{CHROMIUM} is not installed"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(home):
    """The real server on a free port; yields its address and ends it."""
    port = free_port()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.serve", "--home", str(home.path), "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except OSError:
                assert process.poll() is None, process.stdout.read().decode()
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.fixture(scope="module")
def server(home):
    yield from serve(home)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """One tab that writes down what should not happen."""

    def __init__(self, browser, server: str, width: int = 1280, height: int = 900) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.page = self.context.new_page()
        self.server = server
        self.errors: list[str] = []
        self.strangers: set[str] = set()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _said(self, message) -> None:
        # Streamlit looks for its own address below the page's first, and finds it one level up
        probing = "/_stcore/" in (message.location or {}).get("url", "")
        if message.type == "error" and not probing:
            self.errors.append(message.text)

    def _asked(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.server).netloc:
            self.strangers.add(parts.netloc)

    def go(self, path: str) -> None:
        self.page.goto(self.server + path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("h1.page", timeout=20000)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=20000)

    def close(self) -> None:
        self.context.close()
        assert self.errors == []
        assert self.strangers == set()


@pytest.fixture
def visit(browser, server):
    visits = []

    def start(**size) -> Visit:
        visits.append(Visit(browser, server, **size))
        return visits[-1]

    yield start
    for each in visits:
        each.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_draws_without_a_fault_or_a_word_to_the_outside(visit, language, width, height):
    tab = visit(width=width, height=height)
    for page, charts in PAGE_CHARTS.items():
        tab.go(f"/{page}?language={language}")
        assert tab.page.locator("h1.page").inner_text() == texts(language)(f"page.{page}")
        assert tab.page.locator('[data-testid="stException"], [data-trouble]').count() == 0
        tab.page.wait_for_function(
            "n => document.querySelectorAll('.js-plotly-plot .main-svg').length >= n", arg=len(charts), timeout=20000
        )
        spill = tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert spill <= 0, f"{page} is {spill} px wider than the screen"


def test_choosing_a_quarter_and_a_period_changes_address_and_chart(visit):
    tab = visit()
    tab.go("/where_do_customers_go?language=en")
    subtitle = tab.page.locator(".chart-sub").first
    assert "Sep 2026 → Oct 2026" in subtitle.inner_text()
    tab.page.get_by_role("radio", name="Quarter").click()
    tab.page.wait_for_function("document.querySelector('.chart-sub').innerText.includes('Q3 2026')")
    tab.page.wait_for_function("location.search.includes('grain=quarter')")
    tab.page.get_by_test_id("stSelectbox").first.locator("input").click()
    tab.page.get_by_role("option", name="Q2 2026").click()
    tab.page.wait_for_function("document.querySelector('.chart-sub').innerText.includes('Q1 2026 → Q2 2026')")
    tab.page.wait_for_function("location.search.includes('period=2026-Q2')")
    tab.page.get_by_role("link", name="Who comes back").click()
    tab.page.wait_for_function("document.querySelector('h1.page').innerText === 'Who comes back'")
    tab.settle()
    tab.page.wait_for_function("location.search.includes('grain=quarter')")


def test_a_csv_can_be_downloaded(visit):
    tab = visit()
    tab.go("/what_do_platforms_cost?language=zh-Hans")
    tab.page.locator(".st-key-download_platform_vs_own button").first.click()
    with tab.page.expect_download() as waiting:
        tab.page.locator(".st-key-csv_platform_vs_own button").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename == "platform_vs_own_2026-11-14_zh-Hans.csv"
    assert "付给平台的费用" in text
    assert len(text.splitlines()) >= 13


def test_pages_are_warm_within_a_second(visit):
    tab = visit()
    tab.go("/how_are_we_doing?language=en")
    for page in list(PAGE_CHARTS)[1:] + list(PAGE_CHARTS)[:1]:
        name = texts("en")(f"page.{page}")
        for warm in (False, True):
            tab.page.locator('[data-testid="stSidebarNav"] a').nth(6 if page != "is_the_data_right" else 0).click()
            tab.settle()
            tab.page.wait_for_timeout(400)
            started = time.perf_counter()
            tab.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
            tab.page.wait_for_function("name => document.querySelector('h1.page').innerText === name", arg=name)
            tab.page.wait_for_function(
                "n => document.querySelectorAll('.js-plotly-plot .main-svg').length >= n", arg=len(PAGE_CHARTS[page])
            )
            tab.settle()
            seconds = time.perf_counter() - started
            if warm:
                sys.stdout.write(f"{page}: {seconds:.2f} s\n")
                assert seconds < WARM_SECONDS * 2, page  # both cores are shared with the test and its browser


def test_an_open_page_follows_a_new_snapshot(browser, own_home, rows):
    for address in serve(own_home):
        tab = Visit(browser, address)
        tab.go("/?language=en")
        assert "Tea & Bread" in tab.page.locator(".asof").inner_text()
        publish(own_home, {**rows, "about": [{**rows["about"][0], "business": "Tea & Cake"}]}, "2026-11-15-ffffff")
        tab.page.get_by_test_id("stSidebarNav").get_by_role("link").nth(1).click()
        tab.page.wait_for_function("document.querySelector('.asof').innerText.includes('Tea & Cake')")
        tab.close()


def test_doubtful_pairs_are_answered_by_keyboard_and_fit_a_phone(browser, own_home):
    t = texts("zh-Hans")
    for address in serve(own_home):
        tab = Visit(browser, address, width=390, height=844)
        tab.go("/who_is_who?language=zh-Hans")
        tab.page.wait_for_selector(".st-key-say_unknown button", timeout=20000)  # keys mean something from then on
        tab.settle()
        for key, shown in (("s", "pair2"), ("d", "pair3"), ("z", "pair2"), ("u", "pair3")):
            tab.page.keyboard.press(key)
            tab.page.wait_for_selector(f'[data-pair="{shown}"]', timeout=20000)
            tab.settle()
        assert [each.answer for each in given_answers(own_home)] == ["same", "unknown"]
        assert t("who.progress", done="2", all="3") in tab.page.locator("body").inner_text()
        spill = tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert spill <= 0, f"{spill} px wider than the screen"
        low = "e => [...e.querySelectorAll('.stButton button')].filter(b => b.offsetHeight < 44).length"
        assert tab.page.locator("body").evaluate(low) == 0
        tab.close()


def test_answers_carry_the_headers_that_keep_other_sites_out(server):
    answer = urllib.request.urlopen(server, timeout=5)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_other_names_and_other_sites_are_turned_away(server, headers):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(server, headers=headers), timeout=5)
    assert refused.value.code == 403


@pytest.fixture(scope="module")
def adding_home(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("adding") / "home", shop_toml("youzan", "till"))


@pytest.fixture(scope="module")
def adding_server(adding_home):
    yield from serve(adding_home)


def test_exports_are_dropped_described_and_added_on_a_phone(browser, adding_home, adding_server):
    t = texts("zh-Hans")
    tab = Visit(browser, adding_server, width=390, height=844)
    tab.go("/add_exports?language=zh-Hans")
    shown = "e => getComputedStyle(e, '::after').content"
    button = tab.page.locator('[data-testid="stFileUploaderDropzone"] button p')
    assert t("adding.browse") in button.evaluate(shown)
    known = {"name": "订单导出.csv", "mimeType": "text/csv", "buffer": youzan.orders_file()}
    unknown = {"name": "sales.csv", "mimeType": "text/csv", "buffer": exports.taiwan_file()}
    tab.page.set_input_files("input[type=file]", [known, unknown])
    tab.page.wait_for_selector("[data-evidence]", timeout=30000)
    tab.page.wait_for_selector('[data-open="1"]', timeout=30000)
    tab.settle()
    assert tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    for box in ("gross", "paid", "merchant_discount", "delivery_charged", "fee-payment_processing"):
        # by keyboard alone: the box takes the focus and the space bar
        tab.page.locator(f'[class*="st-key-confirm_1_{box}"] input').focus()
        tab.page.keyboard.press("Space")
        tab.settle()
    tab.page.get_by_role("button", name=t("describe.save")).click(timeout=30000)
    tab.page.wait_for_function("document.querySelectorAll('[data-unknown]').length === 0", timeout=30000)
    tab.settle()
    tab.page.get_by_role("button", name=t("adding.add"), exact=True).first.click()
    # the described file was added by saving its layout: the answer waited for is the other one's
    tab.page.wait_for_selector('[data-added="0"]', timeout=30000)
    tab.settle()
    assert [path.name for path in waiting_files(adding_home, "youzan")] == ["订单导出.csv"]
    assert [layout.name for layout in read_home_layouts(adding_home).layouts] == ["sales"]
    low = "e => [...e.querySelectorAll('.stButton button')].filter(b => b.offsetHeight < 44).length"
    assert tab.page.locator("body").evaluate(low) == 0
    tab.close()
