"""The dashboard as an ASGI application: Streamlit behind headers and a door that only known hosts may use."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.charts.registry import PAGE_CHARTS

HOSTS_VARIABLE = "REGULARS_HOSTS"
"""Further host names the dashboard answers to, joined by commas; for a reverse proxy."""

# Streamlit's page sets styles inline and has one inline script; its chart code is compiled in the browser
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class SecurityHeaders:
    """Adds the headers a browser needs to keep other sites out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and put the headers on its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHosts:
    """Turns away requests for other host names, and those another site makes a browser send.

    Streamlit checks the origin of its WebSocket too, but looks up the machine's public address on the internet
    to do so; a foreign origin must not get that far.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is meant for us."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = urlsplit(f"//{headers.get(b'host', '')}").hostname
        origin = headers.get(b"origin")
        known = host in self.hosts and (origin is None or urlsplit(origin).hostname in self.hosts)
        if known:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"This host name is not known here."})


def known_hosts() -> frozenset[str]:
    """Host names the dashboard answers to."""
    named = os.environ.get(HOSTS_VARIABLE, "").split(",")
    return frozenset({"127.0.0.1", "localhost", "::1", *(name.strip().lower() for name in named if name.strip())})


def say_without_traceback(error: Exception) -> bool:
    """Log what went wrong on a page and show one calm sentence instead of code."""
    from dashboard.frame.trouble import show_trouble  # noqa: PLC0415 (needs a running page)

    logging.getLogger("regulars.dashboard").error("a page could not be drawn", exc_info=error)
    show_trouble()
    return True


async def first_page(request: Request) -> RedirectResponse:
    """Streamlit knows its first page by no name but the root; its own name leads there, choices and all."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


app = st.App(
    Path(__file__).parent / "frame" / "script.py",
    routes=[Route(f"/{next(iter(PAGE_CHARTS))}", first_page)],
    middleware=[Middleware(KnownHosts, hosts=known_hosts()), Middleware(SecurityHeaders)],
    on_script_error=say_without_traceback,
)
