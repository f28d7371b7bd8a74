"""The same files give the same answer: in any order, in one night or several, split, repeated and exported again."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dags import steps
from tests.samples import alipay, taobao, till, wechat_pay, youzan
from tests.samples.build import drop, make_home, published, query, raw_csv_bytes, shop_toml, xlsx_bytes
from tests.samples.people import ANNA, BOB, DORA
from transforms.settings import Home

SOURCES = ("till", "youzan", "wechat_pay", "tmall", "alipay")
TOML = shop_toml(*SOURCES)
PHONES = (ANNA, BOB, DORA, "")
numbers = itertools.count()


def few(examples: int):
    """Settings of a test whose every example is several nights: the same examples each time, none made smaller."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("nights")


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch_module):
    """The checks have tests of their own and take most of a small night; what they say is no part of the answer."""


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "check_layer", lambda *_: [])
        yield patch


class File:
    """One export file: its source, its name (which states its time), its bytes."""

    def __init__(self, source: str, made: datetime, kind: str, data: bytes) -> None:
        self.source, self.data = source, data
        self.name = f"{kind}_{made:%Y%m%d%H%M%S}.dat"
        self.arrived = made


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, 10, tzinfo=UTC)


def till_file(made: datetime, orders) -> File:
    rows = till.rows([till_order(*each) for each in orders], {"省份": "合计"})
    return File("till", made, "till", xlsx_bytes({"全渠道订单明细": rows}))


def till_order(number: int, phone: str, fen: int):
    return {**till.ORDERS[1], "订单号": f"61{number:08}", "订单金额": f"{fen / 100:.2f}", "会员手机号": phone or "--",
            "创建时间": f"2026/02/{number % 25 + 1:02} 12:00:{number % 60:02}"}  # fmt: skip


def youzan_file(made: datetime, orders) -> File:
    return File("youzan", made, "youzan", youzan.orders_file([youzan_order(*each) for each in orders]))


def youzan_order(number: int, phone: str, fen: int):
    return {**youzan.ORDERS[3], "订单号": f"E{number:020}", "订单状态": "已完成", "支付流水号": f"42{number:024}",
            "商品金额合计": f"{fen / 100:.2f}", "订单实付金额": f"{fen / 100:.2f}", "买家手机号": phone or " ",
            "订单创建时间": f"2026-02-{number % 25 + 1:02} 18:00:{number % 60:02}"}  # fmt: skip


def wechat_file(made: datetime, orders) -> File:
    trades = [
        {
            **wechat_pay.TRADES[0],
            "交易时间": f"2026-02-{number % 25 + 1:02} 18:01:00",
            "微信订单号": f"42{number:024}",
            "商户订单号": f"S{number}",
            "用户标识": f"oid{number % 3}",
            "手续费": f"{fen / 20000:.5f}",
            "应结订单金额": f"{fen / 100:.2f}",
            "订单金额": f"{fen / 100:.2f}",
        }
        for number, _, fen in orders
    ]
    table = wechat_pay.rows(trades, {"总交易单数": str(len(trades))})
    return File("wechat_pay", made, "wechat", raw_csv_bytes(table, "utf-8-sig"))


def tmall_file(made: datetime, orders) -> File:
    cells = [
        {
            **taobao.ORDERS[4],
            "订单编号": f'="33{number:017}"',
            "总金额": f"{fen / 100:.2f}",
            "买家会员名": f"tb{number % 4}",
            "买家实际支付金额": f"{fen / 100:.2f}",
            "联系手机": f"'{phone}" if phone else "",
        }
        for number, phone, fen in orders
    ]
    return File("tmall", made, "tmall", taobao.orders_file(cells))


def alipay_file(made: datetime, orders) -> File:
    movements = [
        (
            f"2026-02-07 10:00:{number % 60:02}",
            "",
            f"-{fen / 5000:.2f}",
            "其它",
            f"天猫佣金（类目系统）33{number:017}扣款",
            {},
        )
        for number, _, fen in orders
    ]
    lines = alipay.rows(movements)[: 5 + len(movements)]
    for cells, (number, _, _) in zip(lines[5:], orders, strict=True):
        cells[0] = f"9{number:012}\t"
    return File("alipay", made, "alipay", raw_csv_bytes(lines, "gb18030"))


WRITERS = (till_file, youzan_file, wechat_file, tmall_file, alipay_file)
some_orders = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(PHONES), st.integers(100, 99_999)),
    min_size=3, max_size=6, unique_by=lambda order: order[0],
)  # fmt: skip


@st.composite
def businesses(draw) -> list[File]:
    """A few orders in files of three sources: split in two, the parts overlapping, some exported again, changed."""
    files = []
    writers = draw(st.sampled_from([each for each in itertools.combinations(WRITERS, 3) if till_file in each]))
    for hour, write in enumerate(writers):
        orders = draw(some_orders)
        cut = draw(st.integers(1, len(orders)))
        overlap = draw(st.integers(0, 1))
        files.append(write(at(1, hour), orders[:cut]))
        if orders[cut - overlap :]:
            files.append(write(at(2, hour), orders[cut - overlap :]))
        if draw(st.booleans()):
            changed = [(number, phone, fen + 100) for number, phone, fen in orders[:2]]
            files.append(write(at(3, hour), changed))
    return files


def home_of(folder, files, nights: int = 1) -> Home:
    """A home after these files have come in this order, spread over so many nights."""
    home = make_home(folder / str(next(numbers)), TOML)
    size = -(-len(files) // nights)
    for start in range(0, len(files), size):
        for file in files[start : start + size]:
            drop(home, file.source, file.name, file.data, file.arrived)
        assert_accounted(home, steps.run_night(home))
    return home


def assert_accounted(home: Home, outcome) -> None:
    if outcome.state == "withheld":
        assert "No order" in outcome.reason or "no purchase" in outcome.reason
        return
    files = query(home.current, "select * from ingested_files")
    assert files
    for found in files:
        assert found["rows_read"] == found["rows_loaded"] + found["rows_superseded"] + found["rows_quarantined"]


@few(3)
@given(businesses(), st.randoms(use_true_random=False), st.integers(2, 4))
def test_files_in_any_order_and_over_any_nights_publish_the_same(folder, files, random, nights):
    expected = published(home_of(folder, files))
    assert len(expected["orders"]) >= 3
    shuffled = list(files)
    random.shuffle(shuffled)
    assert published(home_of(folder, shuffled, nights)) == expected


@few(2)
@given(businesses())
def test_one_night_per_file_ends_where_one_night_for_all_does(folder, files):
    assert published(home_of(folder, files, len(files))) == published(home_of(folder, files))


@few(2)
@given(businesses(), st.data())
def test_a_file_twice_under_another_name_changes_nothing(folder, files, data):
    """Saved again later it keeps the name it first came with, in the same night or a later one."""
    again = data.draw(st.sampled_from(files))
    copy = File(again.source, at(9, 0), "kopie", again.data)
    expected = published(home_of(folder, files))
    assert published(home_of(folder, [*files, copy])) == expected
    assert published(home_of(folder, [*files, copy], 2)) == expected


@few(2)
@given(businesses(), st.data())
def test_a_copy_that_turns_out_to_be_the_earlier_one_counts_from_then_on(folder, files, data):
    """An older copy found later: the answer is that of both from the start, name, time and order included."""
    again = data.draw(st.sampled_from(files))
    older = File(again.source, datetime(2026, 2, 27, 9, 10, tzinfo=UTC), "older", again.data)
    assert published(home_of(folder, [*files, older], 2)) == published(home_of(folder, [older, *files]))


@few(2)
@given(st.lists(some_orders, min_size=5, max_size=5), st.integers(1, 5))
def test_orders_split_over_more_files_or_exported_with_overlap_give_the_same_numbers(folder, orders, cut):
    """Files have other names and hashes then; orders, fees, people and everything counted from them are the same."""
    whole = [write(at(2, hour), each) for hour, (write, each) in enumerate(zip(WRITERS, orders, strict=True))]
    parts = []
    for hour, (write, each) in enumerate(zip(WRITERS, orders, strict=True)):
        parts += [write(at(1, hour), each[: cut + 1]), write(at(2, hour), each[cut - 1 :])]
    of_files = ("about.run_id", "orders.source_file", "ingested_files", "file_findings", "data_checks")
    tables = [published(home_of(folder, files), but=of_files) for files in (whole, parts)]
    for name in ("ingested_files", "file_findings", "data_checks"):
        for each in tables:
            each.pop(name)
    assert len(tables[0]["fee_lines"]) > 0
    assert tables[0] == tables[1]


@few(2)
@given(businesses())
def test_customers_keep_their_names_as_later_files_arrive_and_every_other_name_is_told(folder, files):
    """A person seen yesterday is the same person today; only a merge takes a name away, into one known before."""
    home = make_home(folder / str(next(numbers)), TOML)
    before: dict[str, str | None] = {}
    told: list[dict] = []
    for file in files:
        drop(home, file.source, file.name, file.data, file.arrived)
        if steps.run_night(home).state != "published":
            continue
        rows = query(home.current, "select order_key, customer_id from orders")
        now = {each["order_key"]: each["customer_id"] for each in rows}
        moved = {(before[key], now[key]) for key in before if before[key] and key in now and before[key] != now[key]}
        merged = {one: other for one, other in moved if other}
        assert set(merged.values()) <= set(now.values())
        assert not set(merged) & set(now.values()), "a name that was given up is nobody's"
        history = query(home.current, "select * exclude (change_key) from customer_changes order by change_key")
        tonight = query(home.current, "select run_id from about")[0]["run_id"]
        fresh = [each for each in history if each["run_id"] == tonight]
        assert {(each["other_customer_id"], each["customer_id"]) for each in fresh} == moved
        assert {each["reason"] for each in fresh} <= {"new_evidence"}
        assert [each for each in history if each["run_id"] != tonight] == told
        before, told = now, history
    assert before


def test_late_fees_find_their_orders_and_early_ones_wait(folder):
    orders = [(number, ANNA, 10_000) for number in range(7, 10)]
    files = [tmall_file(at(1, 1), orders), alipay_file(at(2, 1), orders), till_file(at(1, 0), orders)]
    late = home_of(folder, [files[2], files[0], files[1]], 3)
    early = make_home(folder / str(next(numbers)), TOML)
    for file in (files[2], files[1]):
        drop(early, file.source, file.name, file.data, file.arrived)
    assert steps.run_night(early).state == "published"
    waiting = query(early.current, "select fee_state, sum(amount) as total from fee_lines group by fee_state")
    assert waiting == [{"fee_state": "waiting", "total": 6}]
    drop(early, files[0].source, files[0].name, files[0].data, files[0].arrived)
    assert steps.run_night(early).state == "published"
    matched = query(early.current, "select fee_state, sum(amount) as total from fee_lines group by fee_state")
    assert matched == [{"fee_state": "matched", "total": 6}]
    assert published(early) == published(late)


def test_an_as_of_day_gives_what_was_known_of_it_and_again_the_same(folder):
    orders = [(number, ANNA, 10_000) for number in range(1, 20)]
    home = home_of(folder, [till_file(at(1, 0), orders)])
    today = published(home)
    assert steps.run_night(home, as_of=date(2026, 2, 10)).state == "published"
    (found,) = query(home.current, "select max(order_day) as last, count(*) as n from orders")
    assert found == {"last": date(2026, 2, 10), "n": 9}
    assert steps.run_night(home).state == "published"
    assert published(home) == today
    assert timedelta(0) < today["about"][0]["as_of_day"] - found["last"]
