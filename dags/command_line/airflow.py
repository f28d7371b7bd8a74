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
              regulars airflow connections add till_server --conn-type sftp --conn-host till.example.com \\
                  --conn-login shop --conn-password PASSWORD
    """
    where, _ = home_and_shop(home)
    from dags.command_line.airflow_settings import environment, executable, migrate

    settings = environment(where, airflow_port)
    if context.args[:1] == ["connections"]:  # often the first thing that is asked of a home's Airflow
        migrate(where, settings)
    os.execve(executable(), ["airflow", *context.args], settings)  # noqa: S606 (no shell is wanted)
