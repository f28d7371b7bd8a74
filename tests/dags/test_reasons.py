"""Why a night published nothing: in English for the command line, and in parts that the dashboard words."""

import json
from types import SimpleNamespace

import pytest

from dags import steps
from expectations import CheckResult
from tests.dags.test_dag import nightly  # noqa: F401 - a fixture
from tests.samples import youzan
from tests.samples.build import drop, make_home, shop_toml

CHECK = "net_sales is gross less merchant_discount less refunded"


def last_line(home):
    return json.loads(home.runs.read_text(encoding="utf-8").splitlines()[-1])


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    return home


def test_the_first_stop_check_that_failed_is_told_in_parts(home, monkeypatch):
    results = [
        CheckResult("core.orders", "only a warning", "warn", False, "9 rows"),
        CheckResult("core.orders", CHECK, "stop", False, "2 rows"),
        CheckResult("core.orders", "order_key is unique", "stop", False, "1 row"),
    ]
    monkeypatch.setattr(steps, "check_layer", lambda _connection, layer, *_: results if layer == "core" else [])
    outcome = steps.run_night(home)
    line = last_line(home)
    assert outcome.state == line["state"] == "withheld"
    assert line["reason"] == outcome.reason == f"core.orders: {CHECK} does not hold: 2 rows (and 1 more)"
    parts = {"table_name": "core.orders", "check_name": CHECK, "observed": "2 rows", "more": 1}
    assert line["failed_check"] == parts


def test_files_without_a_purchase_have_a_code(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    closed = {**youzan.ORDERS[0], "订单状态": "交易关闭"}
    drop(home, "youzan", "orders.csv", youzan.orders_file([closed]))
    assert steps.run_night(home).state == "withheld"
    assert last_line(home)["reason_code"] == "no_purchase"


def test_a_published_night_has_no_reason_and_a_broken_one_its_kind(home, monkeypatch):
    assert steps.run_night(home).state == "published"
    assert not set(last_line(home)) & set(steps.PARTS_OF_A_REASON)
    monkeypatch.setattr(steps, "publish", lambda _night: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        steps.run_night(home)
    assert (last_line(home)["reason_code"], last_line(home)["error"]) == ("error", "OSError")


class Messages:
    """The part of a task instance that carries messages between tasks, each through JSON as Airflow's does."""

    def __init__(self, task_id):
        self.task_id, self.dag_id, self.told = task_id, "nightly", {}

    def xcom_push(self, key, value):
        self.told[self.task_id, key] = json.dumps(value)

    def xcom_pull(self, task_ids, key="return_value"):
        if isinstance(task_ids, str):
            return json.loads(self.told.get((task_ids, key), "null"))
        return [json.loads(self.told[name, key]) for name in task_ids if (name, key) in self.told]

    def get_task_states(self, **_):
        return {"run": {"link": "failed"}}


@pytest.fixture
def messages(nightly, monkeypatch):  # noqa: F811
    instance = Messages("link")
    run = SimpleNamespace(start_date=None, run_id="run")
    monkeypatch.setattr(nightly, "get_current_context", lambda: {"ti": instance, "dag_run": run})
    return instance


def test_the_parts_reach_the_last_task_under_a_scheduler(nightly, messages, home):  # noqa: F811
    parts = {"table_name": "core.orders", "check_name": CHECK, "observed": "2 rows", "more": 0}
    with pytest.raises(nightly.AirflowFailException), nightly._told():
        raise steps.Withheld("said in English", failed_check=parts)
    steps.tell(steps.Night(home, "airflow"), nightly._outcome())
    line = last_line(home)
    assert (line["state"], line["reason"], line["failed_check"]) == ("withheld", "said in English", parts)
    assert messages.told


@pytest.mark.usefixtures("messages")
def test_a_task_that_broke_off_tells_its_kind_and_one_that_was_killed_that(nightly):  # noqa: F811
    assert nightly._outcome()["reason_code"] == "ended"
    with pytest.raises(ValueError, match="a cell"), nightly._told():
        raise ValueError("a cell")
    outcome = nightly._outcome()
    assert (outcome["state"], outcome["reason_code"], outcome["error"]) == ("failed", "error", "ValueError")
    assert "a cell" not in json.dumps(outcome)
