"""How Airflow runs inside a home: settings as environment variables, secrets made once."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dags.command_line.errors import UserError
from dags.command_line.home import command
from dags.command_line.ports import HOST

if TYPE_CHECKING:
    from transforms.settings import Home

USER = "owner"
DAGS_FOLDER = Path(__file__).resolve().parent.parent


def executable() -> str:
    """The `airflow` command beside this Python."""
    return str(Path(sys.executable).with_name("airflow"))


def passwords_file(home: Home) -> Path:
    """Where the password of the Airflow pages is."""
    return home.path / "secrets" / "airflow_passwords.json"


def _kept(path: Path, fresh: dict[str, str]) -> dict[str, str]:
    """Content of a secrets file, made on first use, readable by the owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    if not path.exists():
        half = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump(fresh, stream)
        half.replace(path)
    path.chmod(0o600)
    return dict(json.loads(path.read_text(encoding="utf-8")))


def environment(home: Home, port: int) -> dict[str, str]:
    """Environment of every Airflow process of a home; makes the secrets when there are none."""
    keys = _kept(
        home.path / "secrets" / "airflow.json",
        {
            "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
            "jwt_secret": secrets.token_urlsafe(48),
            "api_secret": secrets.token_urlsafe(48),
        },
    )
    _kept(passwords_file(home), {USER: secrets.token_urlsafe(12)})
    address = f"http://{HOST}:{port}"
    settings = {
        "CORE__DAGS_FOLDER": str(DAGS_FOLDER),
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "2",
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__FERNET_KEY": keys["fernet_key"],
        "CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords_file(home)),
        "CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home.airflow / 'airflow.db'}",
        "API__HOST": HOST,
        "API__PORT": str(port),
        "API__BASE_URL": address,
        "API__WORKERS": "1",
        "API__SECRET_KEY": keys["api_secret"],
        "API_AUTH__JWT_SECRET": keys["jwt_secret"],
        "DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
        "LOGGING__BASE_LOG_FOLDER": str(home.airflow / "logs"),
        # steps of a night that was killed are begun again soon after the next start, rather than given up as silent
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
        "SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "30",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "300",
    }
    return {
        **os.environ,
        "AIRFLOW_HOME": str(home.airflow),
        "REGULARS_HOME": str(home.path),
        "PYTHONUNBUFFERED": "1",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST))),
        **{f"AIRFLOW__{key}": value for key, value in settings.items()},
    }


def migrate(home: Home, settings: dict[str, str]) -> None:
    """Bring Airflow's database to this version; once per version, because it takes seconds."""
    from importlib.metadata import version

    from dags.command_line.leash import command_line

    done = home.airflow / "migrated"
    wanted = version("apache-airflow-core")
    if done.exists() and done.read_text(encoding="ascii") == wanted and (home.airflow / "airflow.db").exists():
        return
    sys.stderr.write("Preparing Airflow's database …\n")
    log = home.logs / "airflow-migrate.log"
    line = command_line("airflow-migrate", [executable(), "db", "migrate"], log, once=True)
    if subprocess.run(line, env=settings, check=False).returncode:
        raise UserError(
            f"Airflow's database could not be prepared; see {log}, or go without: {command(home, 'up --no-airflow')}"
        )
    (home.airflow / "airflow.db").chmod(0o600)
    done.write_text(wanted, encoding="ascii")
