"""What a night knows of the one before: the snapshot in force, also one of an earlier version."""

import duckdb

from transforms.engines.duckdb import open_engine
from transforms.published.before import remember
from transforms.settings import Home
from transforms.tables import table


def test_a_column_that_an_earlier_version_did_not_publish_is_null(tmp_path):
    home = Home(tmp_path)
    home.make_folders()
    snapshot = home.published / "2026-01-01-old.duckdb"
    with duckdb.connect(str(snapshot)) as old:
        for name in ("orders", "about", "ignored_identities"):
            old.execute(table("published", name).create_sql(name))
        old.execute("alter table ignored_identities drop column shared_reason")
        old.execute(
            "insert into ignored_identities by name select 'k' as identity_key, 'phone' as identity_kind, "
            "'138****8000' as masked, 12 as neighbours, 30 as orders_seen"
        )
    home.current.symlink_to(snapshot.name)
    with open_engine() as engine:
        engine.run("create schema work")
        assert remember(engine, home) == snapshot.resolve()
        assert engine.rows("select identity_key, shared_reason from work.before_ignored_identities") == [
            {"identity_key": "k", "shared_reason": None}
        ]


def test_a_step_that_is_run_again_remembers_once(tmp_path):
    home = Home(tmp_path)
    home.make_folders()
    snapshot = home.published / "2026-01-01-old.duckdb"
    with duckdb.connect(str(snapshot)) as old:
        for name in ("orders", "about", "ignored_identities"):
            old.execute(table("published", name).create_sql(name))
        old.execute(
            "insert into ignored_identities by name select 'k' as identity_key, 'phone' as identity_kind, "
            "'138****8000' as masked, 12 as neighbours, 30 as orders_seen, 'crowd' as shared_reason"
        )
    home.current.symlink_to(snapshot.name)
    with open_engine() as engine:
        engine.run("create schema work")
        for _ in range(2):
            remember(engine, home)
        assert engine.value("select count(*) from work.before_ignored_identities") == 1
