"""Pictures, drawn by a real Chromium."""

import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import plotly.graph_objects as go
import psutil
import pytest

from dashboard.exports import NoBrowser, browser, png_bytes, svg_bytes
from tests.dashboard.exports.sample import sample

needs_browser = pytest.mark.skipif(browser.find_browser() is None, reason=f"no Chromium: {browser.install_command()}")


@needs_browser
@pytest.mark.browser
def test_svg_carries_finding_caption_and_figure():
    root = ElementTree.fromstring(svg_bytes(sample()))
    words = "".join(root.itertext())
    view = sample()
    for text in (view.title, view.subtitle, "2026-03-31", "62 %", "三月尚未结束", "退款订单仍算消费", "门店"):
        assert text in words


@needs_browser
@pytest.mark.browser
def test_png_is_twice_the_width_and_not_blank():
    raw = png_bytes(sample())
    assert raw.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", raw[16:24])
    assert width == 2560
    assert height > 1200
    assert len(raw) > 50_000


@needs_browser
@pytest.mark.browser
def test_each_thread_gets_its_own_picture():
    figures = [go.Figure(go.Bar(x=[f"bar-{number}"], y=[number + 1])) for number in range(6)]
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda figure: svg_bytes(sample(figure)).decode(), figures))
    for number, picture in enumerate(pictures):
        assert f"bar-{number}" in picture


@needs_browser
@pytest.mark.browser
def test_a_killed_browser_is_replaced_and_none_is_left_at_exit():
    program = (
        "import psutil\n"
        "from dashboard.exports import svg_bytes\n"
        "from tests.dashboard.exports.sample import sample\n"
        "svg_bytes(sample())\n"
        "children = psutil.Process().children(recursive=True)\n"
        "for child in children: child.kill()\n"
        "psutil.wait_procs(children)\n"
        "assert svg_bytes(sample())\n"
        "print(*[child.pid for child in psutil.Process().children(recursive=True)])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    pids = [int(pid) for pid in done.stdout.split()]
    assert pids
    for _ in range(50):
        left = [pid for pid in pids if is_running(pid)]
        if not left:
            break
        time.sleep(0.1)
    assert not left


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_without_a_browser_one_sentence_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    monkeypatch.setattr(browser, "SHARED", browser._SharedBrowser())
    with pytest.raises(NoBrowser, match=r"install it with: .*(apt-get|brew|winget) install"):
        browser.SHARED.picture(go.Figure(), kind="svg", width=10, height=10, scale=1)
