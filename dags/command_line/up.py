"""`regulars up`: Airflow and the dashboard together, until Ctrl-C."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.airflow_settings import migrate
from dags.command_line.errors import FAILED, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import say

if TYPE_CHECKING:
    from transforms.settings import Home

PortOption = Annotated[int, typer.Option(min=1, max=65535, help="Port of the dashboard.")]
AirflowPortOption = Annotated[int, typer.Option(min=1, max=65535, help="Port of Airflow.")]


@dataclass(frozen=True)
class Service:
    """One process that `up` keeps running, and the line to say when its address answers."""

    name: str
    command: list[str]
    url: str | None = None
    say: str = ""
    environment: dict[str, str] | None = field(default=None, repr=False)


def up(
    port: PortOption = 8501,
    airflow_port: AirflowPortOption = 8080,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the dashboard.")] = False,
    no_airflow: Annotated[
        bool, typer.Option("--no-airflow", help="The dashboard alone; nothing runs at night.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Run the dashboard, and Airflow for the nights, on this machine alone; one Ctrl-C ends all.

    \b
    Example:  regulars up
              regulars up --port 8600 --airflow-port 8601 --no-browser
    """
    where, _ = home_and_shop(home)
    from filelock import FileLock, Timeout

    from dags.command_line.ports import require_free

    lock = FileLock(where.airflow / "up.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UserError(f"Regulars is already up for {where.path}; end that one first, with Ctrl-C or kill.") from None
    with lock:
        if not no_airflow and airflow_port == port:
            raise UserError("The dashboard and Airflow need two ports; change --port or --airflow-port.")
        wanted = {"--port": port} if no_airflow else {"--port": port, "--airflow-port": airflow_port}
        flags = "".join(f" {flag}" for flag, on in (("--no-airflow", no_airflow), ("--no-browser", no_browser)) if on)
        require_free(wanted, lambda options: command(where, f"up {options}{flags}"))
        services = [_dashboard(where, port)]
        if not no_airflow:
            services += _airflow(where, airflow_port)
        say(f"Starting; logs are in {where.logs}. Ctrl-C ends everything.")
        on_line = None if no_browser else _open_browser
        if not keep_running(services, where.logs, on_line):
            raise typer.Exit(FAILED)
        say("Stopped.")


def _dashboard(home: Home, port: int) -> Service:
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "dashboard.serve", "--home", str(home.path), "--port", str(port)]
    return Service("dashboard", command, address, f"Dashboard: {address}")


def _airflow(home: Home, port: int) -> list[Service]:
    from dags.command_line.airflow_settings import USER, environment, executable, passwords_file

    settings = environment(home, port)
    migrate(home, settings)
    airflow, address = executable(), f"http://127.0.0.1:{port}"
    login = f"Airflow: {address} (user {USER}, password in {passwords_file(home)})"
    server = [airflow, "api-server", "--host", "127.0.0.1", "--port", str(port)]
    return [
        Service("airflow-server", server, f"{address}/api/v2/monitor/health", login, settings),
        Service("airflow-dags", [airflow, "dag-processor"], environment=settings),
        # its server for logs would listen on every address; on one machine the files are read directly
        Service("airflow-scheduler", [airflow, "scheduler", "--skip-serve-logs"], environment=settings),
    ]


class _Lines:
    """What honcho prints to: lines of our services as they are, nothing about honcho."""

    width = 0

    def __init__(self, on_line: Callable[[str], None] | None) -> None:
        self.on_line = on_line

    def write(self, message: Any) -> None:
        """One message of a service."""
        if message.type != "line" or message.name == "system":
            return
        text = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else str(message.data)
        say(text.rstrip())
        if self.on_line:
            self.on_line(text.strip())


def keep_running(services: list[Service], logs: Path, on_line: Callable[[str], None] | None = None) -> bool:
    """Run services until told to stop or one of them gives up; True when told to. Nothing is left running."""
    from honcho import manager as honcho

    from dags.command_line.leash import GRACE_SECONDS, adopt_orphans, command_line, end_descendants

    honcho.KILL_WAIT = round(GRACE_SECONDS * 2)  # each leash ends its own service first
    supervisor = honcho.Manager(printer=_Lines(on_line))
    for service in services:
        log = logs / f"{service.name}.log"
        line = command_line(service.name, service.command, log, url=service.url, say=service.say)
        supervisor.add_process(service.name, f"exec {shlex.join(line)}", env=service.environment)
    adopt_orphans()
    try:
        supervisor.loop()
    except KeyError:
        if supervisor.returncode is None:  # otherwise honcho was told to stop before a service had told it its number
            raise
    finally:
        end_descendants(1.0)
    return supervisor.returncode in (130, 143)


def _open_browser(line: str) -> None:
    import os
    import webbrowser

    has_screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if line.startswith("Dashboard: ") and has_screen and sys.stdout.isatty():
        webbrowser.open(line.removeprefix("Dashboard: "))
