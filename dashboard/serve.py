"""Starts the dashboard: `python -m dashboard.serve --home DIR --port N [--address 127.0.0.1]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from dashboard import theme
from transforms.settings.home import ENVIRONMENT_VARIABLE, Home

HOSTS_VARIABLE = "REGULARS_HOSTS"
MOST_MEGABYTES = 200
"""Largest file that the page *Add exports* takes; it is held in memory while it comes in."""


def _ground(palette: dict[str, str]) -> dict[str, Any]:
    return {
        "primaryColor": theme.WARM[0],
        "backgroundColor": palette["ground"],
        "secondaryBackgroundColor": palette["panel"],
        "textColor": palette["text"],
        "borderColor": palette["grid"],
    }


def options(address: str, port: int) -> dict[str, Any]:
    """Every Streamlit setting that differs from its open default."""
    settings: dict[str, Any] = {
        "server.address": address,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.allowedHosts": ["127.0.0.1", "localhost", "::1", address, *_more_hosts()],
        "server.enableStaticServing": False,
        "server.maxUploadSize": MOST_MEGABYTES,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": address,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "viewer",
        "client.showSidebarNavigation": True,
        "runner.magicEnabled": False,
        "theme.font": theme.font_stack("zh-Hans"),
        "theme.baseRadius": "0.6rem",
        "theme.paddingTop": "0.5rem",
        "theme.paddingBottom": "2rem",
    }
    for mode, palette in (("light", theme.LIGHT), ("dark", theme.DARK)):
        settings.update({f"theme.{mode}.{name}": value for name, value in _ground(palette).items()})
    return settings


def _more_hosts() -> list[str]:
    return [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()]


def main(arguments: list[str] | None = None) -> int:
    """Serve one home until interrupted; the exit code of the process."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.serve",
        description="Show the dashboard of one home.",
        epilog="example: python -m dashboard.serve --home ./home --port 8501",
    )
    parser.add_argument("--home", type=Path, default=None, help="home folder; else $REGULARS_HOME, else ./home")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1", help="127.0.0.1 keeps it on this machine")
    given = parser.parse_args(arguments)
    home = Home.find(given.home)
    if not home.path.is_dir():
        print(f"{home.path} does not exist. Make it with: regulars init --home {home.path}", file=sys.stderr)  # noqa: T201
        return 2
    os.environ[ENVIRONMENT_VARIABLE] = str(home.path)
    os.environ[HOSTS_VARIABLE] = ",".join({*_more_hosts(), given.address})

    import uvicorn  # noqa: PLC0415 (the help must be quick)
    from streamlit.web import bootstrap  # noqa: PLC0415

    bootstrap.load_config_options(options(given.address, given.port))
    from dashboard.app import app  # noqa: PLC0415 (reads the options)

    uvicorn.run(app, host=given.address, port=given.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
