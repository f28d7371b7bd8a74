"""From what somebody says to a layout that reads the file to the cent, or to what must still be said."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples.build import csv_bytes, drop, make_home, query, shop_toml
from tests.transforms.exports.containers.test_protected import PASSWORD, protected
from tests.transforms.exports.mapping import exports
from transforms.exports.adding import opened
from transforms.exports.home_layouts import read_home_layouts
from transforms.exports.mapping.check import check, save, taken_names
from transforms.exports.mapping.layout_text import layout_toml
from transforms.exports.mapping.mapping import first_mapping, free_name, still_open, with_column
from transforms.exports.mapping.sample import read_sample
from transforms.exports.mapping.suggest import suggest
from transforms.exports.recognise.decode import UnreadableFile

NOBODY = frozenset()


class Desk:
    """One unknown file, and what has been said of it."""

    def __init__(self, tmp_path, data, region="CN"):
        self.home = make_home(tmp_path / "home", shop_toml("till"))
        self.path = tmp_path / "unknown.dat"
        self.path.write_bytes(data)
        self.sample = read_sample(self.path, tmp_path)
        self.suggested = suggest(self.sample, region)
        self.mapping = first_mapping(self.suggested, "corner_shop")

    def say(self, **said):
        self.mapping = replace(self.mapping, **said)

    def confirm(self):
        self.say(confirmed=frozenset(self.mapping.money_roles) | self.mapping.confirmed)

    def open(self):
        return [(each.code, each.about) for each in still_open(self.sample, self.suggested, self.mapping, NOBODY)]

    def text(self):
        return layout_toml(self.sample, self.mapping)

    def check(self):
        return check(self.home, self.home.shop(), self.path, name=self.mapping.name, text=self.text())


def figures(checked):
    return [
        (m.month, m.orders, *map(Decimal.normalize, (m.gross, m.merchant_discount, m.refunded, m.net_sales)))
        for m in checked.trial.months
    ]


def money(*values):
    return tuple(Decimal(value).normalize() for value in values)


def test_nothing_about_money_is_taken_without_somebodys_word(tmp_path):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    assert desk.open() == [
        ("unconfirmed", role)
        for role in ("gross", "paid", "merchant_discount", "delivery_charged", "fee.payment_processing")
    ]
    desk.confirm()
    assert desk.open() == []
    desk.mapping = with_column(desk.mapping, "gross", "實付金額")
    assert ("unconfirmed", "gross") in desk.open()


def test_one_row_an_order_is_read_to_the_cent_and_its_totals_agree(tmp_path):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    desk.confirm()
    checked = desk.check()
    assert checked.doubts == ()
    # (100 + 60) + 200 = 360; the third order was cancelled
    assert figures(checked) == [("2026-02", 2, *money(360, 10, 0, 350))]
    assert checked.trial.fees == {"payment_processing": Decimal(7)}
    assert checked.trial.control_totals == "agrees"
    assert checked.trial.statuses == {"cancelled": 1, "completed": 2}


def test_an_amount_after_discounts_is_turned_back_into_list_prices(tmp_path):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    desk.mapping = with_column(desk.mapping, "gross", None)
    desk.say(includes=frozenset({"delivery_charged"}))
    desk.confirm()
    assert figures(desk.check()) == [("2026-02", 2, *money(360, 10, 0, 350))]


def items(tmp_path):
    desk = Desk(tmp_path, exports.english_file(), "US")
    desk.mapping = with_column(desk.mapping, "gross", "Line total")
    desk.say(confirmed=frozenset({"status"}), summed=frozenset({"gross", "merchant_discount"}))
    desk.confirm()
    return desk


def test_rows_of_one_order_are_added_up_where_each_states_its_own_part(tmp_path):
    desk = items(tmp_path)
    assert desk.open() == []
    checked = desk.check()
    assert checked.doubts == ()
    # R1 is 10 + 5 less 1, R2 is 5
    assert figures(checked) == [("2026-02", 2, *money(20, 1, 0, 19))]
    assert (checked.trial.items, checked.trial.people) == (3, 2)


def test_amounts_that_differ_within_an_order_are_not_taken_for_the_orders(tmp_path):
    desk = items(tmp_path)
    desk.say(summed=frozenset({"merchant_discount"}))
    checked = desk.check()
    assert not checked.can_be_saved
    assert ("torn_orders", "1") in [(doubt.code, doubt.about) for doubt in checked.doubts]


def test_an_amount_repeated_on_every_row_counts_once_and_so_does_its_fee(tmp_path):
    rows = [["Order", "Date", "Item", "Qty", "Total", "Commission"]]
    rows += [[f"B{n}", "2026-02-20", item, "1", "30.00", "3.00"] for n in (1, 2) for item in ("Tea", "Bread")]
    desk = Desk(tmp_path, csv_bytes(rows))
    assert desk.suggested.rows_are == "items"
    assert desk.suggested.summed == frozenset()
    desk.say(confirmed=frozenset({"status"}))
    desk.confirm()
    checked = desk.check()
    assert figures(checked) == [("2026-02", 2, *money(60, 0, 0, 60))]
    assert checked.trial.fees == {"commission": Decimal(6)}


def test_rows_below_zero_must_be_explained_and_can_be_refunds(tmp_path):
    desk = Desk(tmp_path, exports.mainland_file())
    desk.say(confirmed=frozenset({"status"}))
    desk.confirm()
    assert desk.open() == [("negative", "金额")]
    desk.say(negative_is="refund", rows_are="orders")
    assert desk.open() == []
    checked = desk.check()
    assert checked.doubts == ()
    assert figures(checked) == [("2026-02", 2, *money(75, 0, 45, 30))]


def test_rows_below_zero_that_are_taken_for_orders_stop_the_saving(tmp_path):
    desk = Desk(tmp_path, exports.mainland_file())
    desk.say(confirmed=frozenset({"status"}), negative_is="order", rows_are="orders")
    desk.confirm()
    assert "below_zero" in {doubt.code for doubt in desk.check().doubts if doubt.is_stop}


def test_a_file_without_a_state_counts_only_after_somebody_has_said_so(tmp_path):
    desk = Desk(tmp_path, exports.mainland_file())
    desk.confirm()
    desk.say(negative_is="refund")
    assert desk.open() == [("no_status", "")]


def test_a_word_for_the_state_that_nobody_knows_is_asked_about(tmp_path):
    rows = [
        ["订单号", "下单时间", "订单状态", "金额"],
        ["A1", "2026-02-20", "火星", "5"],
        ["A2", "2026-02-20", "已完成", "5"],
    ]
    desk = Desk(tmp_path, csv_bytes(rows))
    desk.confirm()
    assert desk.open() == [("status_word", "火星")]


def test_a_sign_that_the_values_leave_open_is_asked_about(tmp_path):
    rows = [["订单号", "时间", "佣金"], ["A1", "2026-02-20", "1.0"], ["A2", "2026-02-21", "-0.5"]]
    desk = Desk(tmp_path, csv_bytes(rows))
    desk.confirm()
    assert desk.open() == [("sign", "fee.commission")]
    desk.say(signs={"fee.commission": "plus"})
    assert desk.check().trial.fees == {"commission": Decimal("0.5")}


@pytest.mark.parametrize(
    ("without", "code"), [("order_id", "no_order_id"), ("ordered_at", "no_time"), (None, "name_taken")]
)
def test_what_a_layout_cannot_do_without_is_asked_for(tmp_path, without, code):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    if without:
        desk.mapping = with_column(desk.mapping, without, None)
    taken = frozenset() if without else frozenset({"corner_shop"})
    assert code in {each.code for each in still_open(desk.sample, desk.suggested, desk.mapping, taken)}


def test_a_saved_layout_reads_the_file_in_the_night_and_can_be_carried_to_another_home(tmp_path):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    desk.confirm()
    saved = save(desk.home, desk.mapping.name, desk.text())
    other = make_home(tmp_path / "other", shop_toml("till"))
    other.layouts.mkdir()
    (other.layouts / saved.name).write_bytes(saved.read_bytes())
    for home in (desk.home, other):
        assert read_home_layouts(home).mistakes == ()
        drop(home, "till", "orders.csv", exports.taiwan_file())
        assert run_night(home).state == "published"
        [net] = query(home.current, "select sum(net_sales) as net from orders where is_purchase")
        assert net["net"] == 350
        assert query(home.current, "select layout, file_state from ingested_files") == [
            {"layout": "corner_shop", "file_state": "loaded"}
        ]


def test_a_later_export_with_a_lost_money_column_is_refused_and_not_read_as_zero(tmp_path):
    desk = Desk(tmp_path, exports.taiwan_file(), "TW")
    desk.confirm()
    text = desk.text()
    at = exports.TAIWAN[0].index("折扣")
    rows = [[cell for n, cell in enumerate(row) if n != at] for row in exports.TAIWAN]
    desk.path.write_bytes(csv_bytes(rows, "big5"))
    checked = check(desk.home, desk.home.shop(), desk.path, name="corner_shop", text=text)
    assert "these columns are missing: 折扣" in (checked.trial.problem or "")


@pytest.mark.parametrize(
    ("second", "unread", "months"), [("25/04/2026", 0, ["2026-04"]), ("05/04/2026", 2, [])], ids=["told", "not told"]
)
def test_a_day_before_its_month_is_told_by_the_file_or_not_at_all(tmp_path, second, unread, months):
    rows = [["Order", "Date", "Total"], ["A1", "03/04/2026", "5.00"], ["A2", second, "5.00"]]
    desk = Desk(tmp_path, csv_bytes(rows))
    desk.say(confirmed=frozenset({"status"}))
    desk.confirm()
    checked = desk.check()
    assert checked.trial.rows_quarantined == unread
    assert [month.month for month in checked.trial.months] == months
    assert ("date_order", "Date", 2) in checked.trial.reasons or not unread


def test_words_with_quotes_and_control_signs_make_a_valid_layout(tmp_path):
    header = ['Order "no"', "Date's day", "To\\tal", "Note\x7f"]
    data = csv_bytes([header, ["A1", "2026-02-20", "5.00", "x"], ["A2", "2026-02-20", "5.00", "y"]])
    desk = Desk(tmp_path, data)
    desk.say(columns={"order_id": 'Order "no"', "ordered_at": "Date's day", "paid": "To\\tal"})
    desk.say(confirmed=frozenset({"status", "paid"}))
    checked = desk.check()
    assert checked.doubts == ()
    assert figures(checked) == [("2026-02", 2, *money(10, 0, 0, 10))]


def test_a_workbook_with_a_password_is_described_with_the_password_of_some_source(tmp_path):
    toml = shop_toml("till") + f'workbook_password = "{PASSWORD}"\n'
    home = make_home(tmp_path / "home", toml)
    path = tmp_path / "closed.xlsx"
    path.write_bytes(protected(exports.english_file()))
    with pytest.raises(UnreadableFile, match="password"):
        read_sample(path, tmp_path)
    shop = home.shop()
    sample = opened(shop, None, lambda password: read_sample(path, tmp_path, password))
    assert sample.header[0] == "Receipt no"
    assert PASSWORD not in repr(sample)
    mapping = first_mapping(suggest(sample, "US"), "closed")
    mapping = replace(with_column(mapping, "gross", "Line total"), summed=frozenset({"gross", "merchant_discount"}))
    mapping = replace(mapping, confirmed=frozenset({*mapping.money_roles, "status"}))
    text = layout_toml(sample, mapping)
    assert PASSWORD not in text
    checked = check(home, shop, path, name="closed", text=text, password=sample.password)
    assert figures(checked) == [("2026-02", 2, *money(20, 1, 0, 19))]


def test_a_free_name_is_made_from_the_files(tmp_path):
    home = make_home(tmp_path / "home")
    save(home, "my_export", "")
    taken = taken_names(home, frozenset())
    assert free_name("Sales 2026-02-20.xlsx", taken) == "sales_xlsx"
    assert free_name("订单", taken) == "my_export_2"
    assert free_name("youzan_orders", taken) == "youzan_orders_2"
