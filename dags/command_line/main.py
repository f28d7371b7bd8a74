"""The entry point: registers the commands, turns every exception into one sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dags.command_line import (
    add,
    airflow,
    export,
    forget,
    init,
    link,
    map_export,
    nightly,
    rekey,
    remove,
    rollback,
    sql,
    status,
    up,
)
from dags.command_line.errors import INTERRUPTED, explain
from dags.command_line.home import ENVIRONMENT_VARIABLE

app = typer.Typer(
    name="regulars",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


@app.callback()
def _regulars(
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="Home folder of the business, for any command.")
    ] = None,
) -> None:
    """Regulars shows who comes back, through which door, and what each door costs.

    \b
    All state of one business lives in one folder: --home DIR, else $REGULARS_HOME, else ./home.
    Start with:  regulars init --demo && regulars nightly && regulars up

    \b
    Exit codes: 0 done; 1 failed, the sentence says why; 2 command line not understood;
    3 the night was withheld by a check and nothing new is published; 130 interrupted.
    """
    if home is not None:
        os.environ[ENVIRONMENT_VARIABLE] = str(home)


app.command("init")(init.init)
app.command("up")(up.up)
app.command("nightly")(nightly.nightly)
app.command("add")(add.add)
app.command("map")(map_export.map_export)
app.command("remove")(remove.remove)
app.command("forget")(forget.forget)
app.command("rekey")(rekey.rekey)
app.command("status")(status.status)
app.command("sql")(sql.sql)
app.command("export")(export.export)
app.add_typer(link.app, name="link")
app.command("rollback")(rollback.rollback)
app.command("airflow", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(airflow.airflow)


def main() -> None:
    """Run the command line; never shows a traceback."""
    try:
        app(prog_name="regulars")
    except BrokenPipeError:  # `regulars sql … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(INTERRUPTED)
    except Exception as error:
        logs = Path(os.environ.get(ENVIRONMENT_VARIABLE, "home")).expanduser() / "logs"
        sys.exit(explain(error, logs))
