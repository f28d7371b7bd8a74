"""`regulars rekey` through a real process: every hash is another one, and nothing else is."""

import json
import multiprocessing
import os
import re
import signal
from datetime import date

import pytest

from dags.steps import run_night
from tests.dags.homes import regulars
from tests.dags.test_forget import grep, money
from tests.samples import till
from tests.samples.build import drop, make_home, published, query, shop_toml, xlsx_bytes
from tests.samples.every import drop_every_sample
from tests.samples.people import ANNA, BOB
from transforms.exports.contacts import ContactHasher
from transforms.forgetting import rekeying
from transforms.settings import ShopError
from transforms.settings.answers import answer_pair, given_answers


def key_of(home, phone):
    return ContactHasher(home.contact_key(), "CN").contact("phone", phone).identity_key


def killed_after_a_snapshot(home):
    real = rekeying.rename_in_snapshot

    def deadly(*arguments):
        real(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    rekeying.rename_in_snapshot = deadly
    rekeying.rekey(home, home.shop(), date(2026, 3, 3), lambda *_: None)


def groups(home):
    return groups_in(home.current)


def groups_in(snapshot):
    """Which orders are of one person, whatever the person is called."""
    found = {}
    for customer, order in rows_in(snapshot, "select customer_id, order_key from orders"):
        if customer:
            found.setdefault(customer, []).append(order)
    return sorted(map(sorted, found.values()))


def rows_in(snapshot, sql):
    return [tuple(row.values()) for row in query(snapshot, sql)]


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home")
    drop_every_sample(home)
    assert run_night(home).state == "published"
    return home


def test_a_new_key_carries_everything_over_and_can_be_cut_off(home):
    old = {phone: key_of(home, phone) for phone in (ANNA, BOB)}
    answer_pair(home, old[ANNA], old[BOB], "different", date(2026, 3, 2))
    before, people, money_before = published(home), groups(home), money(home)
    process = multiprocessing.get_context("spawn").Process(target=killed_after_a_snapshot, args=(home,))
    process.start()
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    with pytest.raises(ShopError, match="regulars rekey"):
        run_night(home)

    done = regulars("rekey", "--yes", home=home.path, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    new = {phone: key_of(home, phone) for phone in (ANNA, BOB)}
    assert not set(new.values()) & set(old.values())
    assert home.key_file.stat().st_mode & 0o777 == 0o600
    assert not home.next_key_file.exists()
    assert grep(home, *old.values(), *(key[:16] for key in old.values())) == []
    assert {name for answer in given_answers(home) for name in answer.pair} == set(new.values())
    assert groups(home) == people
    assert money(home) == money_before
    after = {row["customer_id"] for row in published(home)["customers"]}
    assert len(after) == len(before["customers"])
    assert not after & {row["customer_id"] for row in before["customers"]}
    assert all(re.fullmatch("c[0-9a-f]{16}", name) for name in after)
    assert query(home.current, "select count(*) as n from customer_changes") == [{"n": 0}], (
        "nobody became another person"
    )
    (line,) = (home.people / "keys.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["key_id"] == ContactHasher(home.contact_key(), "CN").key_id
    old_night = min(home.published.glob("2*-rewritten*.duckdb"))
    assert old_night != home.current.resolve()
    assert groups_in(old_night) == people
    assert {name for (name,) in rows_in(old_night, "select customer_id from customers")} == after


def test_people_told_apart_on_a_number_they_share_stay_who_they_are(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("till"))
    orders = [
        {**till.ORDERS[1], "订单号": f"61{number:08}", "会员手机号": ANNA, "会员卡号": card, "创建时间": f"{day} 12:00"}
        for number, (card, day) in enumerate([("M0001", "2025/01/15"), ("M0002", "2026/02/15")])
    ]
    drop(home, "till", "till.xlsx", xlsx_bytes({"全渠道订单明细": till.rows(orders, {"省份": "合计"})}))
    assert run_night(home).state == "published"
    before, people = published(home), groups(home)
    assert len(people) == 2
    done = regulars("rekey", "--yes", home=home.path, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    old_night = min(home.published.glob("2*-rewritten*.duckdb"))
    now = {name for (name,) in rows_in(home.current, "select customer_id from customers")}
    for snapshot in (old_night, home.current):
        assert groups_in(snapshot) == people
        assert {name for (name,) in rows_in(snapshot, "select customer_id from customers")} == now
    assert not now & {row["customer_id"] for row in before["customers"]}
