"""Nights on real homes: the owner's word outlives everything, changes are told, and a past day can be had as it was."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime

import pytest

from dags import steps
from dags.command_line.nightly import withheld_text
from dags.command_line.people_told import people_told
from tests.dags.homes import regulars
from tests.samples import till
from tests.samples.build import drop, make_home, published, query, shop_toml, xlsx_bytes
from tests.samples.people import ANNA, BOB
from transforms.settings.answers import answer_pair, given_answers

PEOPLE = (
    "customers",
    "identity_coverage",
    "migration_flows",
    "migration_steps",
    "repeat_rates",
    "cohorts",
    "link_review",
)
TODAY = date(2026, 11, 25)


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", shop_toml("till"))


@pytest.fixture
def no_checks(monkeypatch):
    """The checks have tests of their own and take most of a small night."""
    monkeypatch.setattr(steps, "check_layer", lambda *_: [])


def an_order(number: int, phone: str, card: str = "", day: str = "2026/02/10"):
    return {**till.ORDERS[1], "订单号": f"61{number:08}", "会员手机号": phone or "--", "会员卡号": card or "--",
            "创建时间": f"{day} 12:00:{number:02}"}  # fmt: skip


def drop_till(home, name: str, *orders):
    rows = till.rows(list(orders), {"省份": "合计"})
    made = datetime(2026, 3, int(name), 3, tzinfo=UTC)
    return drop(home, "till", f"till_{made:%Y%m%d%H%M%S}.xlsx", xlsx_bytes({"全渠道订单明细": rows}), made)


def night(home, **settings):
    outcome = steps.run_night(home, **settings)
    assert outcome.state == "published", outcome.reason
    return outcome


def names(home) -> dict[str, str]:
    """Order number -> customer."""
    rows = query(home.current, "select order_id, customer_id from orders where customer_id is not null")
    return {row["order_id"][-2:]: row["customer_id"] for row in rows}


def changes(home) -> list[dict]:
    return query(
        home.current, "select change, reason, orders_moved, evidence from customer_changes order by change_key"
    )


def key_of(home, number: str) -> str:
    (row,) = query(home.current, f"select placed_by from orders where order_id like '%{number}'")
    return row["placed_by"]


JANUARY = "2026/01/15"
CROWD = [an_order(number, ANNA, f"M000{number}", JANUARY) for number in (1, 2, 3)]


def test_answers_outlive_the_warehouse_and_the_snapshots(home, no_checks):
    drop_till(home, "1", an_order(1, ANNA), an_order(2, BOB))
    night(home)
    answer_pair(home, key_of(home, "01"), key_of(home, "02"), "different", TODAY)
    before = night(home)
    for folder in (home.warehouse, home.published):
        shutil.rmtree(folder)
    assert night(home).run_id == before.run_id
    assert [each.answer for each in given_answers(home)] == ["different"]
    assert query(home.current, "select answer_lines from linking_rules") == [{"answer_lines": 1}]


def test_an_answer_makes_another_run_of_the_same_files(home, no_checks):
    drop_till(home, "1", an_order(1, ANNA), an_order(2, BOB))
    without = night(home).run_id
    assert night(home).run_id == without
    answer_pair(home, key_of(home, "01"), key_of(home, "02"), "different", TODAY)
    assert night(home).run_id != without


def test_a_merge_and_a_split_are_published_with_reason_and_effect_by_nights_with_all_their_checks(home):
    drop_till(home, "1", an_order(1, ANNA, "", JANUARY), an_order(2, "", "M0001", "2026/01/20"), an_order(3, BOB))
    night(home)
    assert changes(home) == []
    drop_till(home, "2", an_order(4, ANNA, "M0001", "2026/02/12"))
    merged = night(home)
    assert changes(home) == [{"change": "merged", "reason": "new_evidence", "orders_moved": 1, "evidence": "member"}]
    revised = "select measure, period, value_before, value_after, customers_merged from revisions order by measure"
    assert query(home.current, revised) == [
        {"measure": "customers", "period": "2026-01", "value_before": 2, "value_after": 1, "customers_merged": 1},
        {"measure": "repeat_rate", "period": "2026-01", "value_before": 0, "value_after": 1, "customers_merged": 1},
    ]
    kept = published(home)
    assert night(home).run_id == merged.run_id
    assert len(changes(home)) == 1
    assert published(home) == kept
    assert regulars("remove", "till_20260302030000.xlsx", home=home.path).returncode == 0
    night(home)
    assert sorted((row["change"], row["reason"]) for row in changes(home)) == [
        ("merged", "new_evidence"),
        ("split", "file_removed"),
    ]


def test_a_past_day_is_had_again_by_its_own_rules_and_by_todays(home, no_checks):
    drop_till(home, "1", *CROWD, an_order(4, BOB, "", JANUARY))
    night(home)
    then = {name: rows for name, rows in published(home).items() if name in PEOPLE}
    assert len(then["customers"]) == 2
    day = query(home.current, "select as_of_day from about")[0]["as_of_day"]
    with home.shop_toml.open("a", encoding="utf-8") as stream:
        stream.write("[thresholds]\nshared_by = 3\nmixed_under_share = 0.5\n")
    answer_pair(home, key_of(home, "01"), key_of(home, "04"), "different", TODAY)
    drop_till(home, "2", an_order(5, BOB))
    night(home)
    assert {row["reason"] for row in changes(home)} == {"rules_changed"}
    told = changes(home)
    now = {name: rows for name, rows in published(home).items() if name in PEOPLE}
    assert len(now["customers"]) == 4

    night(home, as_of=day, rules_of="then")
    assert {name: rows for name, rows in published(home).items() if name in PEOPLE} == then
    assert query(home.current, "select rules_of, rules_since, is_rebuilt, answer_lines from linking_rules") == [
        {"rules_of": "then", "rules_since": day, "is_rebuilt": True, "answer_lines": 0}
    ]
    night(home, as_of=day)
    assert len(published(home)["customers"]) == 4
    night(home)
    assert changes(home) == told, "looking at a past day changes nothing"


def test_each_days_rules_are_one_line_and_only_where_they_changed(home, no_checks):
    drop_till(home, "1", an_order(1, ANNA), an_order(2, BOB))
    night(home)
    night(home)
    lines = (home.people / "rules.jsonl").read_text().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["rules"]["thresholds"]["shared_by"] == 10
    drop_till(home, "2", an_order(3, ANNA, day="2026/02/20"))
    answer_pair(home, key_of(home, "01"), key_of(home, "02"), "different", TODAY)
    night(home)
    night(home, as_of=date(2026, 2, 12))
    lines = [json.loads(line) for line in (home.people / "rules.jsonl").read_text().splitlines()]
    assert [(line["as_of_day"], line["rules_since"], line["answer_lines"]) for line in lines] == [
        (lines[0]["as_of_day"], lines[0]["as_of_day"], 0),
        ("2026-02-20", lines[0]["as_of_day"], 1),
    ]


def test_the_command_says_which_rules_it_used(home):
    drop_till(home, "1", an_order(1, ANNA), an_order(2, BOB, day="2026/02/20"))
    early = regulars("nightly", "--as-of", "2026-02-12", "--rules", "then", home=home.path)
    assert early.returncode == 0, early.stderr
    assert "No rules are written down for 2026-02-12 or before: today's were used" in early.stdout
    assert "That is a past day, on screen until the next night." in early.stdout
    latest = regulars("nightly", home=home.path)
    assert (latest.returncode, "past day" in latest.stdout) == (0, False)
    again = regulars("nightly", "--as-of", "2026-02-20", "--rules", "then", home=home.path)
    assert "Used the rules in force since 2026-02-20 and 0 lines of people/answers.jsonl." in again.stdout
    without = regulars("nightly", "--rules", "then", home=home.path)
    assert without.returncode == 1
    assert "--as-of" in without.stderr


def test_a_night_withheld_after_answers_says_how_to_take_them_back(home, no_checks):
    drop_till(home, "1", an_order(1, ANNA), an_order(2, BOB))
    night(home)
    assert people_told(home) == []
    assert "link undo" not in withheld_text(home, "a check", {})
    answer_pair(home, key_of(home, "01"), key_of(home, "02"), "same", TODAY)
    said = withheld_text(home, "a check", {})
    assert (
        f"1 answer was given on who is who since; to take the latest back: regulars link undo --home {home.path}"
        in said
    )


def test_the_owners_word_merges_splits_and_is_told_by_the_next_night(home, no_checks):
    known = [an_order(1, ANNA, "", JANUARY), an_order(2, BOB, "", "2026/01/20")]
    drop_till(home, "1", *known, an_order(3, "137****0009"), an_order(4, ""))
    night(home)
    anna, bob = key_of(home, "01"), key_of(home, "02")
    answer_pair(home, anna, bob, "same", TODAY)
    for nameless in ("order:store/6100000003", "order:store/6100000004"):
        answer_pair(home, nameless, anna, "same", TODAY)
    night(home)
    assert set(names(home)) == {"01", "02", "03", "04"}
    assert len({*names(home).values()}) == 1
    assert sorted((row["change"], row["reason"], row["orders_moved"]) for row in changes(home)) == [
        ("merged", "owner_confirmed", 1),
        ("merged", "owner_confirmed", 2),
    ]
    told = query(home.current, "select measure, value_before, value_after from revisions where period = '2026-01'")
    assert ("customers", 2, 1) in [tuple(row.values()) for row in told]
    counted, moved = people_told(home)
    assert counted.startswith("3 answers counted: 3 same person. ")
    assert moved == "People since the night before: 1 merged; see Who is who."
    answer_pair(home, anna, bob, "different", TODAY)
    assert "; 1 waits for the next night" in people_told(home)[0]
    night(home)
    counted, moved = people_told(home)
    assert counted.startswith("3 answers counted: 2 same person, 1 different people. ")
    assert "1 split" in moved
    assert counted.partition(" All of them")[0] in regulars("status", home=home.path).stdout
    found = names(home)
    assert found["03"] == found["04"] == found["01"] != found["02"]
    assert "owner_refused" in {row["reason"] for row in changes(home)}
    before = published(home)
    shutil.rmtree(home.warehouse)
    night(home)
    assert published(home) == before
