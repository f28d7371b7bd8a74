"""What one file would bring is what the night makes of it."""

from datetime import date
from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import every
from tests.samples.build import csv_bytes, drop, make_home, query, row, shop_toml
from tests.samples.headers import YOUZAN_ORDERS
from transforms.trial import try_out


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


@pytest.mark.parametrize("layout", ["youzan_orders", "meituan_bill", "meituan_pos_orders", "eleme_bill"])
def test_the_trial_of_a_file_says_what_the_night_publishes_of_it(tmp_path, layout):
    source, name, data = every.FILES[layout]
    home = make_home(tmp_path / "home", shop_toml(source))
    path = drop(home, source, name, data())
    tried = try_out(home, home.shop(), path, source)
    assert run_night(home).state == "published"
    [net] = query(home.current, "select sum(net_sales) as net, count(*) as orders from orders where is_purchase")
    assert sum(month.net_sales for month in tried.months) == net["net"]
    assert sum(month.orders for month in tried.months) == net["orders"]
    fees = query(home.current, "select fee_type, sum(amount) as amount from fee_lines group by fee_type")
    assert tried.fees == {each["fee_type"]: each["amount"] for each in fees}
    files = query(home.current, "select rows_read, rows_quarantined, control_total_state from ingested_files")
    assert tried.rows_read == sum(file["rows_read"] for file in files)
    assert tried.rows_quarantined == sum(file["rows_quarantined"] for file in files)
    states = {file["control_total_state"] for file in files}
    assert tried.control_totals == next(state for state in ("differs", "agrees", "none") if state in states)


def test_rows_that_cannot_be_read_are_counted_by_reason(home, tmp_path):
    good = {"订单号": "E1", "订单状态": "交易成功", "订单创建时间": "2026-02-20 10:00:00", "商品金额合计": "9"}
    rows = [good, {**good, "订单号": "E2", "商品金额合计": "nine"}, {**good, "订单号": "5.27E+12"}]
    path = tmp_path / "orders.csv"
    path.write_bytes(csv_bytes([YOUZAN_ORDERS, *(row(YOUZAN_ORDERS, each) for each in rows)]))
    tried = try_out(home, home.shop(), path, "youzan")
    assert (tried.rows_read, tried.rows_quarantined) == (3, 2)
    assert sorted(tried.reasons) == [("damaged_id", "订单号", 1), ("not_an_amount", "商品金额合计", 1)]
    assert (tried.first_day, tried.last_day) == (date(2026, 2, 20), date(2026, 2, 20))
    assert [month.gross for month in tried.months] == [Decimal(9)]


def test_a_trial_leaves_nothing_behind(home, tmp_path):
    path = tmp_path / "strange.csv"
    path.write_text("where,when\nbeach,June\n")
    before = sorted(home.path.rglob("*"))
    assert "No known layout" in (try_out(home, home.shop(), path, "web").problem or "")
    assert sorted(home.path.rglob("*")) == before
