"""Pulls as the owner meets them: the command line with a stored connection, and the task of the DAG."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.dags.homes import regulars
from tests.dags.remote.conftest import connect, files_of, home_at
from tests.dags.remote.servers import SECRET, WRONG
from tests.dags.test_dag import nightly  # noqa: F401 - a fixture
from tests.dags.test_nights import Up
from tests.dags.test_reasons import messages  # noqa: F401 - a fixture
from tests.samples import youzan
from tests.samples.build import drop, make_home, shop_toml


@pytest.fixture
def server(web):
    web.put("orders.csv", youzan.orders_file())
    return web


def test_a_connection_is_added_used_and_seen_nowhere(tmp_path, server):
    home = home_at(tmp_path / "home", server.location)
    missing = regulars("nightly", home=home.path)
    assert missing.returncode == 3
    sentence = missing.stderr.splitlines()[0]
    assert sentence == (
        f"youzan: {server.location} needs the Airflow connection elsewhere, which there is not; add it: "
        "regulars airflow connections add elsewhere --conn-type http --conn-password TOKEN"
    )
    words = sentence.partition("regulars ")[2].replace("TOKEN", SECRET).split()
    added = regulars(*words, home=home.path)
    assert added.returncode == 0, added.stderr
    night = regulars("nightly", home=home.path)
    assert night.returncode == 0, night.stderr
    assert night.stderr == ""
    (pull,) = json.loads(regulars("status", "--json", home=home.path).stdout)["pulls"]
    assert (pull["location"], pull["state"], pull["fetched"], pull["said"]) == (server.location, "fetched", 1, [])
    server.put("orders.csv", b"newer")
    server.status = 500
    again = regulars("nightly", home=home.path)
    assert again.returncode == 0
    assert again.stderr.startswith(f"youzan: {server.location} answered with status 500; it is tried again ")
    status = regulars("status", home=home.path).stdout
    assert "Files from elsewhere" in status
    assert again.stderr.strip() in status
    seen = status + "".join(done.stdout + done.stderr for done in (missing, added, night, again))
    kept = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    assert (home.airflow / "airflow.db").exists()
    assert SECRET not in seen
    assert SECRET.encode() not in kept


@pytest.mark.scheduler
def test_under_a_real_scheduler_the_connection_is_found_and_nothing_secret_is_logged(tmp_path, server):
    home = home_at(tmp_path / "home", server.location)
    words = f"airflow connections add elsewhere --conn-type http --conn-password {SECRET}".split()
    assert regulars(*words, home=home.path).returncode == 0
    up = Up(home)
    try:
        up.wait_for("Airflow: ")
        up.trigger()
        assert up.run_to_the_end() == "success", (home.logs / "airflow-scheduler.log").read_text()[-3000:]
    finally:
        left = up.end(signal.SIGTERM)
    assert left == []
    line = json.loads(home.runs.read_text().splitlines()[-1])
    assert (line["state"], line["source"], "pulls" in line) == ("published", "airflow", False)
    logs = list(home.airflow.glob("logs/**/task_id=pull/**/*.log"))
    assert logs
    kept = {path.name: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    assert [name for name, content in kept.items() if SECRET.encode() in content] == []


def test_a_home_without_locations_does_not_pay_for_airflow(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    program = (
        "import sys\nfrom pathlib import Path\nfrom dags.steps import run_night\nfrom transforms.settings import Home\n"
        f"assert run_night(Home(Path({str(home.path)!r}))).state == 'published'\n"
        "print(sorted({'airflow', 'paramiko', 'dags.remote.pull'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
    assert not home.warehouse.joinpath("pulls").exists()


@pytest.fixture
def task(nightly, messages, monkeypatch, tmp_path, server):  # noqa: F811
    """The function of the DAG's task `pull`, on a try of our choice."""
    home = home_at(tmp_path / "home", server.location)
    monkeypatch.setenv("REGULARS_HOME", str(home.path))
    messages.max_tries = 4
    connect(server)

    def run(number):
        messages.try_number, messages.task_id = number, "pull"
        return nightly.pull.function("youzan")

    return run, home, messages


def test_the_task_fetches_and_hands_on_nothing_but_ids_of_files(task):
    run, home, messages = task  # noqa: F811
    (file_id,) = run(1)
    assert file_id.startswith("youzan:")
    assert list(files_of(home)) == ["orders.csv"]
    assert SECRET not in json.dumps([*map(str, messages.told.values())])


def test_the_task_is_tried_again_while_a_server_does_not_answer_and_its_last_try_goes_on_without(task, server):
    run, home, messages = task  # noqa: F811
    drop(home, "youzan", "earlier.csv", youzan.orders_file())
    server.status = 503
    from dags.steps import NotReached

    for number in (1, 4):
        with pytest.raises(NotReached, match="answered with status 503"):
            run(number)
    assert len(run(5)) == 1
    server.status = 200
    connect(server, server.connection(WRONG))
    assert len(run(1)) == 1  # a refused login is not tried again
    assert WRONG not in json.dumps([*map(str, messages.told.values())]) + os.environ["REGULARS_HOME"]
