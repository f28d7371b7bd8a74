"""`regulars airflow`: Airflow's own commands, with the settings of a home."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from dags.command_line.home import HomeOption, home_and_shop


def airflow(
    context: typer.Context,
    airflow_port: Annotated[int, typer.Option(help="Port of the running Airflow.")] = 8080,
    home: HomeOption = None,
) -> None:
    """Run one of Airflow's own commands on a home, for those who know Airflow.

    \b
    Example:  regulars airflow dags trigger nightly
              regulars airflow dags list-runs nightly
    """
    where, _ = home_and_shop(home)
    from dags.command_line.airflow_settings import environment, executable

    os.execve(executable(), ["airflow", *context.args], environment(where, airflow_port))  # noqa: S606 (no shell is wanted)
