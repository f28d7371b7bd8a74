"""Headers that take several rows, repeat words, or are followed by prose, in text and in workbooks alike."""

import csv
import io
from decimal import Decimal

import pytest

from tests.samples.build import csv_bytes, xlsx_bytes
from transforms.exports.layout import Layout
from transforms.exports.recognise.examine import examine

BASE = {
    "name": "bill",
    "family": "till",
    "usual_channel": ["store", "store"],
    "title": {"en": "Bill"},
    "evidence": "I",
    "signature": ["订单编号", "下单时间", "合计"],
    "row_key": ["order_id"],
    "columns": {
        "order_id": {"header": "订单编号", "kind": "id", "required": True},
        "total": {"header": "合计", "kind": "money", "required": True},
        "ordered_at": {"header": "下单时间", "kind": "time"},
    },
    "emit": [],
}


def layout(**changes) -> Layout:
    columns = {**BASE["columns"], **changes.pop("columns", {})}
    return Layout.model_validate({**BASE, **changes, "columns": columns})


@pytest.fixture(params=["csv", "xlsx"])
def look(request, tmp_path):
    """Recognises rows as one kind of file; gives the table and its data rows."""

    def at(rows, wanted: Layout):
        path = tmp_path / "export.dat"
        path.write_bytes(csv_bytes(rows) if request.param == "csv" else xlsx_bytes({"表": rows}))
        (table,) = examine(path, [wanted], tmp_path).tables
        body = table.body.read_text(encoding="utf-8")
        return table, list(csv.reader(io.StringIO(body, newline=""), delimiter=table.delimiter))

    return at


def test_a_header_of_two_rows_is_read_by_its_lower_words_and_equal_ones_by_the_word_above(look):
    wanted = layout(
        header_rows=2,
        columns={
            "own": {"header": "商家承担 > 补贴", "kind": "money"},
            "theirs": {"header": "平台承担>补贴", "kind": "money"},
        },
    )
    table, rows = look(
        [
            ["美团账单", "", "", "", "", "", ""],
            ["订单编号", "下单时间", "商家承担", "", "平台承担", "", "合计"],
            ["", "", "补贴", "其他", "补贴", "其他", ""],
            ["A1", "2026-01-02", "1", "2", "3", "4", "10"],
        ],
        wanted,
    )
    assert table.positions == {"order_id": 0, "ordered_at": 1, "own": 2, "theirs": 4, "total": 6}
    assert rows == [["A1", "2026-01-02", "1", "2", "3", "4", "10"]]
    assert (table.first_line, table.unknown_words) == (4, ("其他",))


def test_of_equal_words_in_one_row_each_has_its_number(look):
    wanted = layout(columns={"guide": "分销员", "seller": "分销员#2"})
    table, _ = look([["分销员", "订单编号", "下单时间", "合计", "分销员"], ["a", "A1", "t", "1", "b"]], wanted)
    assert (table.positions["guide"], table.positions["seller"]) == (0, 4)
    assert table.unknown_words == ()


def test_prose_after_the_header_is_no_row_and_only_so_many_rows_of_it(look):
    wanted = layout(prose_rows=1)
    head = ["订单编号", "下单时间", "合计"]
    table, rows = look([head, ["平台订单号", "提交的时间", "商品+运费"], ["A1", "2026-01-02", "1"]], wanted)
    assert rows == [["A1", "2026-01-02", "1"]]
    assert (table.rows, table.first_line, table.lines_of([0])) == (1, 3, {0: 3})
    _, rows = look([head, ["平台订单号", "", "商品"], ["第二行说明", "", "文字"], ["A1", "t", "1"]], wanted)
    assert [cells[0] for cells in rows] == ["第二行说明", "A1"]


def test_a_row_with_figures_is_no_prose(look):
    _, rows = look([["订单编号", "下单时间", "合计"], ["订单", "t", "12"], ["A2", "t", "3"]], layout(prose_rows=2))
    assert [cells[0] for cells in rows] == ["订单", "A2"]


def test_totals_right_above_the_header_are_named_by_the_words_below_them(look):
    wanted = layout(footer={"total_row_above_header": True}, control_totals={"合计": "sum(total)"})
    table, rows = look(
        [["对账单"], ["", "总计", "1,012.50"], ["订单编号", "下单时间", "合计"], ["A1", "t", "1"]], wanted
    )
    assert table.totals == {"合计": Decimal("1012.50")}
    assert len(rows) == 1


def test_a_time_in_two_columns_is_there_only_when_both_are(look):
    column = {"header": "日期", "time_header": "时间", "kind": "time"}
    wanted = layout(signature=["订单编号", "日期", "合计"], columns={"ordered_at": column})
    table, _ = look([["订单编号", "日期", "时间", "合计"], ["A1", "2026-01-02", "10:00", "1"]], wanted)
    assert (table.positions["ordered_at"], table.positions["ordered_at:time"]) == (1, 2)
    table, _ = look([["订单编号", "日期", "合计"], ["A1", "2026-01-02", "1"]], wanted)
    assert table.missing_optional == ("ordered_at",)
