"""Airflow's connections of a home: from the environment (`AIRFLOW_CONN_…`) or from the home's own Airflow."""

from __future__ import annotations

import os
import sys
from typing import Any

from dags.command_line.home import command
from dags.remote.place import PullFailed, unsafe_connection
from transforms.settings import Home
from transforms.settings.location import Location

_ADD = {
    "sftp": "--conn-type sftp --conn-host HOST --conn-login USER --conn-password PASSWORD",
    "s3": "--conn-type aws --conn-login KEY_ID --conn-password SECRET_KEY",
    "imap": "--conn-type imap --conn-host HOST --conn-login USER --conn-password PASSWORD",
    "https": "--conn-type http --conn-password TOKEN",
}


def add_command(location: Location, home: Home, *, again: bool = False) -> str:
    """The command that stores the connection of a location; Airflow wants the old one deleted first."""
    add = command(home, f"airflow connections add {location.connection} {_ADD[location.kind]}")
    return f"{command(home, f'airflow connections delete {location.connection}')} && {add}" if again else add


def login_refused(location: Location, home: Home) -> PullFailed:
    """A wrong password, token or key."""
    return PullFailed(
        "login_refused",
        f"{location.text} refused the login of the connection {location.connection or '(none)'}; correct it: "
        f"{add_command(location, home, again=True)}",
    )


def connection_of(location: Location, home: Home) -> Any:
    """The Airflow connection of a location.

    Raises:
        PullFailed: there is none, or it turns the check of certificates off.
    """
    use_airflow_of(home)
    from airflow.sdk import BaseHook  # noqa: PLC0415 - it takes seconds
    from airflow.sdk.exceptions import AirflowNotFoundException  # noqa: PLC0415

    try:
        connection = BaseHook.get_connection(location.connection)
    except AirflowNotFoundException:
        raise PullFailed(
            "no_connection",
            f"{location.text} needs the Airflow connection {location.connection}, which there is not; "
            f"add it: {add_command(location, home)}",
        ) from None
    try:
        extra = connection.extra_dejson
    except ValueError:  # of JSON that cannot be read; the text would quote it
        raise unsafe_connection(location, "has an extra that is not JSON") from None
    if str(extra.get("verify", extra.get("verify_ssl"))).casefold() in ("false", "0"):
        raise unsafe_connection(location, "turns the check of certificates off (verify)")
    return connection


def use_airflow_of(home: Home) -> None:
    """Let Airflow, when it is imported next, be that of a home; inside Airflow's own processes it is already."""
    if "airflow" in sys.modules:
        return
    from dags.command_line.airflow_settings import environment  # noqa: PLC0415

    os.environ.update(environment(home, 8080))
    # as Airflow's own commands do it: connections are read from its database, since no task runner is there to ask
    os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "server"
    # its log is for its own processes; what matters of a pull is said by us
    os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "ERROR")
