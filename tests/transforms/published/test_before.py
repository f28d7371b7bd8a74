"""What a night knows of the one before: the snapshot in force, also one of an earlier version."""

import duckdb
import pytest

from transforms.engines.duckdb import open_engine
from transforms.published.before import remember
from transforms.settings import Home
from transforms.tables import table


@pytest.fixture
def snapshot(tmp_path):
    """One published by an earlier version, in which a contact is ignored."""
    home = Home(tmp_path)
    home.make_folders()
    path = home.published / "2026-01-01-old.duckdb"
    with duckdb.connect(str(path)) as old:
        for name in ("orders", "about", "ignored_identities"):
            old.execute(table("published", name).create_sql(name))
        old.execute("alter table ignored_identities drop column shared_reason")
        old.execute(
            "insert into ignored_identities by name select 'k' as identity_key, 'phone' as identity_kind, "
            "'138****8000' as masked, 12 as neighbours, 30 as orders_seen"
        )
    home.current.symlink_to(path.name)
    return path


@pytest.fixture
def engine():
    with open_engine() as engine:
        engine.run("create schema work")
        yield engine


def test_a_column_that_an_earlier_version_did_not_publish_is_null(tmp_path, snapshot, engine):
    assert remember(engine, Home(tmp_path)) == snapshot.resolve()
    assert engine.rows("select identity_key, shared_reason from work.before_ignored_identities") == [
        {"identity_key": "k", "shared_reason": None}
    ]


@pytest.mark.usefixtures("snapshot")
def test_a_step_that_is_run_again_remembers_once(tmp_path, engine):
    for _ in range(2):
        remember(engine, Home(tmp_path))
    assert engine.value("select count(*) from work.before_ignored_identities") == 1
