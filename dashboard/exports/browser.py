"""The one Chromium that draws pictures: started with the first picture, stopped when the process ends."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import os
import sys
import threading
from collections.abc import Coroutine
from typing import Any

import kaleido
from choreographer.browsers import BrowserClosedError, BrowserFailedError
from choreographer.browsers.chromium import Chromium
from choreographer.channels import ChannelClosedError

SECONDS_PER_PICTURE = 60.0
SECONDS_TO_START = 60.0


class NoBrowser(RuntimeError):
    """No browser to draw pictures with; the text is one sentence with the command that installs one."""


class _SharedBrowser:
    """Kaleido on an event loop of its own.

    Kaleido's own shared server hands results to whichever thread asks first, and waits for ever when its browser
    did not start; a coroutine per picture has neither fault.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: Any = None
        self._owner = 0

    def picture(self, figure: Any, *, kind: str, width: int, height: int, scale: float) -> bytes:
        """One figure as `png` or `svg`.

        Raises:
            NoBrowser: there is none, or it does not start.
        """
        options = {"format": kind, "width": width, "height": height, "scale": scale}
        for attempt in (1, 2):
            browser = self._started()
            try:
                return bytes(self._wait(browser.calc_fig(figure, opts=options), SECONDS_PER_PICTURE))
            except Exception as error:
                # the browser may have been killed for its memory: one more try with a fresh one, then say so
                if attempt == 2 or not _is_browser_gone(error):
                    raise
                self.stop()
        raise AssertionError("unreachable")

    def _wait(self, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
        assert self._loop is not None
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout=seconds)
        except TimeoutError:
            future.cancel()
            raise

    def _started(self) -> Any:
        with self._lock:
            if self._browser is not None and self._owner == os.getpid():  # a forked child has no browser
                return self._browser
            if find_browser() is None:
                raise NoBrowser(f"Pictures need Chromium, which is not installed; install it with: {install_command()}")
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True).start()
            for chatty in ("kaleido", "choreographer"):  # a line for every step of every picture, also while ending
                logging.getLogger(chatty).setLevel(logging.WARNING)
            # MathJax would be fetched from a public host; our charts have no formulas
            browser = kaleido.Kaleido(n=1, timeout=SECONDS_PER_PICTURE, mathjax=False)
            try:
                self._wait(browser.open(), SECONDS_TO_START)
            except Exception as error:
                self._loop.call_soon_threadsafe(self._loop.stop)
                raise NoBrowser(
                    f"Chromium does not start ({type(error).__name__}); install it again with: {install_command()}"
                ) from error
            self._browser, self._owner = browser, os.getpid()
            atexit.register(self.stop)
            return browser

    def stop(self) -> None:
        """End the browser; the next picture starts a new one."""
        with self._lock:
            browser, loop, self._browser = self._browser, self._loop, None
            if browser is None or loop is None or self._owner != os.getpid():
                return
            with contextlib.suppress(Exception):  # a browser already dead is what we want
                asyncio.run_coroutine_threadsafe(browser.close(), loop).result(timeout=10)
            loop.call_soon_threadsafe(loop.stop)


def _is_browser_gone(error: Exception) -> bool:
    return isinstance(error, BrowserClosedError | BrowserFailedError | ChannelClosedError | TimeoutError)


def find_browser() -> str | None:
    """Path of the browser pictures would be drawn with."""
    path = Chromium.find_browser(skip_local=False)
    return path if path and os.path.exists(path) else None  # noqa: PTH110 (BROWSER_PATH may name what is not there)


def install_command() -> str:
    """The command that installs a browser and Chinese fonts on this kind of machine."""
    if sys.platform == "darwin":
        return "brew install --cask chromium"
    if sys.platform == "win32":
        return "winget install Google.Chrome"
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install -y chromium fonts-noto-cjk"


SHARED = _SharedBrowser()
"""The browser of this process."""
