"""What was planted on purpose is there, at a small scale too."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from python_calamine import load_workbook

from tests.transforms.demo.conftest import cells, records, sheet
from tests.transforms.demo.test_truth import till_rows, youzan_orders


def test_three_rows_cannot_be_read_and_stand_where_the_truth_says(demo):
    assert {bad.file.split("/")[0] for bad in demo.truth.bad_rows} == {"eleme_bill", "youzan", "tmall"}
    for bad in demo.truth.bad_rows:
        path = demo.folder / bad.file
        if path.suffix == ".xlsx":
            rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
        else:
            rows = cells(path, "gb18030" if bad.file.startswith("tmall") else "utf-8-sig")
        assert rows[bad.line - 1][rows[0].index(bad.column)] == bad.cell


def test_one_file_is_there_twice_under_another_name(demo):
    ((copy, original),) = demo.truth.duplicate_files.items()
    assert copy != original
    assert (demo.folder / copy).read_bytes() == (demo.folder / original).read_bytes()


def test_one_file_has_a_column_nobody_knows(demo):
    ((name, column),) = demo.truth.unknown_columns.items()
    assert column in sheet(demo.folder / name, "外卖账单明细")[0]


def test_the_second_export_of_a_quarter_knows_refunds_that_the_first_did_not(demo):
    first, second = (
        {row["订单号"]: row for row in records(cells(demo.folder / f"youzan/有赞订单导出_{stamp}.csv", "utf-8-sig"))}
        for stamp in ("202604010040", "202605100930")
    )
    assert first.keys() == second.keys()
    changed = [number for number in first if first[number]["订单已退款金额"] != second[number]["订单已退款金额"]]
    assert len(changed) >= 3
    assert demo.truth.superseded_rows["youzan/有赞订单导出_202604010040.csv"] == len(first)


def test_tmall_exports_overlap_and_the_later_one_says_more(demo):
    files = demo.files("tmall/ExportOrderList*.csv")
    changed = 0
    for earlier, later in pairwise(files):
        old, new = (
            {row["订单编号"]: row["订单状态"] for row in records(cells(path, "gb18030"))} for path in (earlier, later)
        )
        again = old.keys() & new.keys()
        assert len(again) == demo.truth.superseded_rows[demo.name(earlier)]
        changed += sum(old[number] != new[number] for number in again)
    assert changed


def test_many_members_seem_to_share_the_couriers_phone(demo):
    cards = {row["会员卡号"] for row in till_rows(demo) if row["会员手机号"] == demo.truth.courier_phone}
    assert len(cards) >= 30


def test_the_shops_own_tests_are_worth_nothing(demo):
    rows = [row for row in youzan_orders(demo).values() if row["买家手机号"].strip() == "13800138000"]
    assert {("mini_program", row["订单号"]) for row in rows} == demo.truth.test_orders
    assert {row["应收订单金额"] for row in rows} == {"0.00"}


def test_one_fee_names_an_order_that_no_file_has(demo):
    notes = [row["备注"] for path in demo.files("alipay/*.csv") for row in records(cells(path, "gb18030")[4:-4])]
    ((_, number),) = demo.truth.orphan_fee_orders
    assert sum(number in note for note in notes) == 1
    assert ("tmall", number) not in demo.truth.person_of_order


def test_payments_carry_the_number_the_order_export_gives(demo):
    numbers = {row["支付流水号"] for row in youzan_orders(demo).values()} - {" "}
    payers = defaultdict(set)
    paid = set()
    for path in demo.files("wechat_pay/*.csv"):
        for row in records(cells(path, "utf-8-sig")[:-2]):
            paid.add(row["商户订单号"].strip("`"))
            payers[row["用户标识"]].add(row["商户订单号"])
    assert paid == numbers
    assert len(payers) < len(paid)


def test_tmall_masks_its_buyers_from_july_2025(demo):
    for path in demo.files("tmall/ExportOrderList*.csv"):
        for row in records(cells(path, "gb18030")):
            if row["买家会员名"] != "tb_unreadable":
                masked = row["订单创建时间"] >= "2025-07-01"
                assert masked == row["买家会员名"].endswith("**") == ("****" in row["联系手机"])


def test_some_parcels_go_to_somebody_else(demo):
    orders = [row for row in youzan_orders(demo).values() if row["买家手机号"] != " "]
    gifts = [row for row in orders if row["收货人手机号/提货人手机号"] != row["买家手机号"]]
    assert 0 < len(gifts) < len(orders) / 4
