"""The command line through real processes: what it says, what it leaves behind, how it ends."""

import json
import re
import tomllib
from decimal import Decimal

import pytest

from dags.command_line.errors import explain
from dags.command_line.init import template
from dags.command_line.snapshots import snapshots
from tests.dags.homes import SHOP, make_home, publish_stand_in, regulars
from transforms.build import switch_to
from transforms.engines.question import ask
from transforms.settings.follow_ups import FollowUps
from transforms.settings.shop import Policies, Schedule, Shop, TestOrders, Thresholds, parse_shop

COMMANDS = ("init", "up", "nightly", "add", "remove", "status", "sql", "export", "rollback", "forget", "rekey")


def test_a_log_of_a_fault_holds_no_password_of_a_connection(tmp_path, monkeypatch):
    words = [
        "regulars",
        "airflow",
        "connections",
        "add",
        "x",
        "--conn-password",
        "hunter2",
        "--conn-uri=http://a:hunter2@b",
    ]
    monkeypatch.setattr("sys.argv", words)
    assert explain(ValueError("ours"), tmp_path) == 1
    (log,) = tmp_path.iterdir()
    text = log.read_text(encoding="utf-8")
    assert text.startswith("regulars airflow connections add x --conn-password … --conn-uri=…")
    assert "hunter2" not in text


def test_a_log_of_a_fault_does_not_name_whom_somebody_forgets(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["regulars", "--home", "h", "forget", "13800138000", "--yes"])
    assert explain(ValueError("ours"), tmp_path) == 1
    (log,) = tmp_path.iterdir()
    assert log.read_text(encoding="utf-8").startswith("regulars --home h forget … --yes")


def test_help_lists_every_command_and_exit_code():
    done = regulars("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)
    assert "Exit codes: 0 done; 1 failed" in done.stdout
    assert "withheld" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(command):
    assert "Example:  regulars " + command in regulars(command, "--help").stdout


def test_help_imports_nothing_heavy():
    import subprocess
    import sys

    program = (
        "import sys; import dags.command_line.main\n"
        "heavy = {'duckdb', 'airflow', 'plotly', 'pydantic', 'phonenumbers', 'rich', 'great_expectations'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_init_makes_a_home_and_refuses_to_overwrite(tmp_path):
    home = tmp_path / "shop"
    assert regulars("init", "--home", home).returncode == 0
    parse_shop((home / "shop.toml").read_text(encoding="utf-8"))
    before = (home / "shop.toml").read_bytes()
    again = regulars("init", home=home)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert (home / "shop.toml").read_bytes() == before


def uncommented() -> str:
    return re.sub(r"^#(?=\S)", "", template(), flags=re.MULTILINE)


def test_the_template_is_valid_as_it_is_and_with_every_line_switched_on():
    assert parse_shop(template()).business.name == "My shop"
    everything = parse_shop(uncommented())
    assert everything.sources["till"].location


def test_the_template_shows_every_key_with_its_default():
    shown = tomllib.loads(uncommented())
    everything = parse_shop(uncommented())
    for section, model in (
        ("thresholds", Thresholds),
        ("policies", Policies),
        ("test_orders", TestOrders),
        ("schedule", Schedule),
    ):
        assert set(shown[section]) == set(model.model_fields)
        assert getattr(everything, section) == model()
    assert set(shown["follow_ups"]) == set(FollowUps.model_fields)
    assert everything.follow_ups.model_copy(update={"called_since": None}) == FollowUps()
    assert set(shown) == set(Shop.model_fields)
    for section in ("business", *(f"{part}.*" for part in ("channels", "sources", "contract", "own_costs"))):
        name = section.removesuffix(".*")
        field = Shop.model_fields[name].annotation
        model = field.__args__[1] if section.endswith("*") else field
        tables = shown[name].values() if section.endswith("*") else [shown[name]]
        assert {key for table in tables for key in table} == set(model.model_fields)
    for name, fields in (("business", Shop.model_fields["business"].annotation.model_fields),):
        for key, field in fields.items():
            if not field.is_required():
                assert getattr(getattr(everything, name), key) == field.default


def test_status_of_a_new_home_has_every_key(tmp_path):
    home = make_home(tmp_path / "home")
    found = json.loads(regulars("status", "--json", home=home.path).stdout)
    assert found["published"] is None
    assert found["last_run"] is None
    assert found["files"] == []
    assert found["checks"] == {"passed": 0, "failed": 0, "failed_checks": []}
    assert found["waiting"] == []
    assert regulars("status", home=home.path).returncode == 0


def test_status_says_what_is_published_what_failed_and_what_waits(tmp_path):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "2026-03-31_ab")
    (home.exports / "till" / "new.csv").write_text("a,b\n")
    (home.exports / "till" / ".half.csv.part").write_text("a,b\n")
    (home.exports / "stranger").mkdir()
    (home.exports / "stranger" / "x.csv").write_text("a\n")
    (home.exports / "loose.csv").write_text("a\n")
    home.runs.write_text('{"state": "withheld", "reason": "orders are not unique"}\n{"state": "publ')
    found = json.loads(regulars("status", "--json", home=home.path).stdout)
    assert found["published"]["run_id"] == "2026-03-31_ab"
    assert found["published"]["as_of_day"] == "2026-03-31"
    assert found["last_run"]["reason"] == "orders are not unique"
    assert (found["checks"]["passed"], found["checks"]["failed"]) == (1, 1)
    assert found["checks"]["failed_checks"][0]["check_name"] == "few unknown words"
    waiting = {(one["source"], one["file"]): one["reason"] for one in found["waiting"]}
    assert waiting[("till", "new.csv")] == "waits for the next night"
    assert waiting[("stranger", "x.csv")] == "no [sources.stranger] in shop.toml"
    assert ("", "loose.csv") in waiting
    assert len(waiting) == 3
    shown = regulars("status", home=home.path)
    assert shown.returncode == 0
    assert "orders are not unique" in shown.stdout


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{secret}')",
        "select * from '{secret}'",
        "select * from read_text('{secret}')",
        "select * from glob('/*')",
        "copy (select 1) to '{out}'",
        "copy about to '{out}' (format csv)",
        "attach '{out}' as other",
        "export database '{out}'",
        "install httpfs",
        "load '{out}'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset lock_configuration",
        "set temp_directory = '{out}'",
        "pragma enable_logging('FileSystem'); call enable_logging(storage = 'file', storage_path = '{out}')",
        "insert into about select * from about",
        "delete from about",
        "drop table about",
        "create table published.main.mine as select 1 as x",
    ],
)
def test_sql_reads_the_snapshot_and_nothing_else(tmp_path, query):
    home = make_home(tmp_path / "home")
    snapshot = publish_stand_in(home, "one")
    before = snapshot.read_bytes()
    secret, out = tmp_path / "secret.csv", tmp_path / "out"
    secret.write_text("a\nhunter2\n")
    done = regulars("sql", query.format(secret=secret, out=out), home=home.path)
    assert "hunter2" not in done.stdout + done.stderr
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert snapshot.read_bytes() == before


def test_sql_writes_three_formats_exactly(tmp_path):
    home = make_home(tmp_path / "home")
    snapshot = publish_stand_in(home, "one")
    amount = "1234567890123.45678::decimal(18,5) as amount"
    query = f"select business, {amount}, null as nothing, 'nan'::double as nan from about"
    assert ask(snapshot, query)[1][0][1] == Decimal("1234567890123.45678")
    out = regulars("sql", query, "--format", "json", home=home.path).stdout
    assert json.loads(out, parse_float=Decimal) == [
        {"business": "=Tea", "amount": Decimal("1234567890123.45678"), "nothing": None, "nan": None}
    ]
    out = regulars("sql", query, "--format", "csv", home=home.path).stdout
    assert out == "business,amount,nothing,nan\n'=Tea,1234567890123.45678,,\n"
    assert "1 row" in regulars("sql", query, home=home.path).stdout
    assert regulars("sql", "select 1 as x where false", "--format", "json", home=home.path).stdout == "[]\n"


def test_a_wrong_query_is_one_sentence(tmp_path):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one")
    done = regulars("sql", "select * from ordrs", home=home.path)
    assert done.returncode == 1
    assert "ordrs" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_rollback_goes_to_the_one_before_or_the_one_named(tmp_path):
    home = make_home(tmp_path / "home")
    for run_id in ("one", "two", "three"):
        publish_stand_in(home, run_id)
    assert regulars("rollback", home=home.path).returncode == 0
    assert home.current.resolve().stem == "two"
    assert regulars("rollback", home=home.path).returncode == 0
    assert home.current.resolve().stem == "one"
    at_the_end = regulars("rollback", home=home.path)
    assert at_the_end.returncode == 1
    assert "no earlier snapshot" in at_the_end.stderr
    assert regulars("rollback", "--to", "three", home=home.path).returncode == 0
    assert home.current.resolve().stem == "three"
    assert home.current.readlink().name == "three.duckdb", "relative, so the home can be moved"
    wrong = regulars("rollback", "--to", "four", home=home.path)
    assert wrong.returncode == 1
    assert "three, two, one" in wrong.stderr


def test_a_snapshot_that_was_written_again_is_explained_where_its_name_is_met(tmp_path):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one")
    publish_stand_in(home, "two")
    assert "-rewritten" not in regulars("status", home=home.path).stdout
    (home.published / "one.duckdb").rename(home.published / "one-rewritten1.duckdb")
    shown = regulars("status", home=home.path).stdout
    assert "for rollback: one-rewritten1" in shown
    assert "-rewritten: the same night, written again without somebody forgotten" in shown
    assert "written again" in regulars("rollback", "--help").stdout
    assert regulars("rollback", "--to", "one-rewritten1", home=home.path).returncode == 0
    assert home.current.resolve().stem == "one-rewritten1"


def test_the_pointer_never_misses_while_it_is_switched(tmp_path):
    from threading import Thread

    home = make_home(tmp_path / "home")
    for run_id in ("one", "two"):
        publish_stand_in(home, run_id)
    missed, stop = [], []

    def look() -> None:
        while not stop:
            if not home.current.exists():
                missed.append(1)

    looker = Thread(target=look)
    looker.start()
    for _ in range(200):
        for snapshot in snapshots(home):
            switch_to(home, snapshot)
    stop.append(1)
    looker.join()
    assert not missed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["status"], "regulars init"),
        (["nightly"], "regulars init"),
        (["sql", "select 1"], "regulars init"),
    ],
)
def test_without_a_home_the_next_step_is_said(tmp_path, words, sentence):
    done = regulars(*words, home=tmp_path / "nowhere")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nightly", "--as-of", "yesterday"], "YYYY-MM-DD"),
        (["sql", "select 1"], "regulars nightly"),
        (["export", "--format", "csv", "--out", "x"], "regulars nightly"),
        (["export", "--format", "csv", "--out", "x", "--chart", "nope"], "the charts are: "),
        (["export", "--format", "csv", "--out", "x", "--period", "march"], "2026-Q1"),
        (["export", "--format", "csv", "--out", "x", "--language", "fr"], "zh-Hant"),
        (["rollback"], "no earlier snapshot"),
        (["add", "nowhere.csv"], "is not a file"),
        (["add", __file__], "was not added"),
        (["add", __file__, "--source", "tull"], "till, meituan_bill"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_next_step(tmp_path, words, sentence):
    home = make_home(tmp_path / "home")
    done = regulars(*words, home=home.path)
    assert done.returncode == 1, done
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(home.logs.glob("regulars-*.log"))


def test_a_wrong_setting_is_named(tmp_path):
    home = make_home(tmp_path / "home")
    home.shop_toml.write_text(SHOP.replace("languages", "langauges"), encoding="utf-8")
    done = regulars("status", home=home.path)
    assert done.returncode == 1
    assert "did you mean languages" in done.stderr


def test_an_unknown_word_on_the_line_is_exit_code_2(tmp_path):
    assert regulars("nightly", "--nope", home=tmp_path).returncode == 2
    assert regulars("nigthly", home=tmp_path).returncode == 2


def test_a_fault_of_ours_is_one_sentence_and_a_private_log(tmp_path):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one").write_bytes(b"not a database")
    done = regulars("status", home=home.path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (log,) = home.logs.glob("regulars-*.log")
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_output_may_be_cut_off_by_a_pipe(tmp_path):
    import subprocess

    from tests.dags.homes import REGULARS

    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one")
    line = f"'{REGULARS}' sql 'select * from range(100000)' --format csv --home '{home.path}' | head -1"
    done = subprocess.run(line, shell=True, check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout == "range\n"
    assert done.stderr == ""
