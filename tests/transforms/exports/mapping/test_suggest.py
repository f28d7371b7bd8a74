"""Suggestions come from words in three languages and from values; money is suggested and never taken."""

import pytest

from tests.samples.build import csv_bytes
from tests.transforms.exports.mapping import exports
from transforms.exports.layout import header_word
from transforms.exports.mapping.preview import preview
from transforms.exports.mapping.roles import ROLES, status_words, words_of
from transforms.exports.mapping.sample import read_sample
from transforms.exports.mapping.suggest import suggest
from transforms.exports.mapping.values import amount, is_phone, looks_of, masked
from transforms.exports.recognise.decode import UnreadableFile


def sample_of(tmp_path, data):
    path = tmp_path / "unknown.dat"
    path.write_bytes(data)
    return read_sample(path, tmp_path)


def suggested(tmp_path, data, region="CN"):
    return suggest(sample_of(tmp_path, data), region)


def columns(found):
    return {role: each.word for role, each in found.columns.items()}


def test_a_table_in_traditional_chinese_and_big5(tmp_path):
    sample = sample_of(tmp_path, exports.taiwan_file())
    assert (sample.encoding, sample.header_line, sample.total_row, len(sample.rows)) == ("cp950", 1, "合計", 3)
    found = suggest(sample, "TW")
    assert columns(found) == {
        "order_id": "訂單編號",
        "ordered_at": "成立時間",
        "status": "訂單狀態",
        "gross": "商品小計",
        "paid": "實付金額",
        "merchant_discount": "折扣",
        "delivery_charged": "運費",
        "fee.payment_processing": "手續費",
        "phone": "顧客電話",
        "branch": "門市",
    }
    assert found.statuses == {"已完成": "completed", "已取消": "cancelled"}
    assert found.signs == {"merchant_discount": "minus", "fee.payment_processing": "plus"}
    # 100 − 10 + 60 = 150: the delivery is not in the list price
    assert (found.sums_agree, found.includes) == (True, frozenset())


def test_a_workbook_with_a_title_and_several_rows_an_order(tmp_path):
    sample = sample_of(tmp_path, exports.english_file())
    assert (sample.sheet, sample.header_line, sample.other_sheets) == ("Sales", 2, ())
    found = suggest(sample, "US")
    named = columns(found)
    assert {role: named[role] for role in ("order_id", "ordered_at", "item", "quantity", "email")} == {
        "order_id": "Receipt no",
        "ordered_at": "Date",
        "item": "Item",
        "quantity": "Qty",
        "email": "E-mail",
    }
    assert found.rows_are == "items"
    assert "merchant_discount" in found.summed


def test_by_values_alone_a_phone_and_a_time_are_found_and_money_is_not(tmp_path):
    rows = [["x1", "x2", "x3", "金額欄"]]
    rows += [[f"N-{n:04}", f"2026-02-{n + 1:02} 09:00:00", f"1380013800{n}", f"{n}.50"] for n in range(9)]
    rows[0][3] = "x4"
    found = suggested(tmp_path, csv_bytes(rows))
    assert {role: (each.word, each.evidence) for role, each in found.columns.items()} == {
        "order_id": ("x1", "values"),
        "ordered_at": ("x2", "values"),
        "phone": ("x3", "values"),
    }


def test_a_column_that_cannot_hold_it_is_not_suggested_whatever_its_word(tmp_path):
    rows = [["订单号", "下单时间", "实付金额"], ["A1", "昨天", "很多"], ["A2", "今天", "更多"]]
    assert columns(suggested(tmp_path, csv_bytes(rows))) == {"order_id": "订单号"}


@pytest.mark.parametrize(
    ("rows", "includes"),
    [
        ([["1", "110", "10", "100", "5"], ["2", "50", "0", "50", "3"]], frozenset({"delivery_charged"})),
        ([["1", "110", "10", "105", "5"], ["2", "50", "0", "53", "3"]], frozenset()),
    ],
)
def test_whether_the_list_price_holds_the_delivery_is_read_off_the_sums(tmp_path, rows, includes):
    header = ["order id", "subtotal", "discount", "total", "shipping"]
    found = suggested(tmp_path, csv_bytes([header, *rows]))
    assert found.sums_agree is True
    assert found.includes == includes


@pytest.mark.parametrize(
    ("cell", "value"), [("¥1,234.50", "1234.50"), ("−3", "-3"), ("1,5", None), ("2026-01-01", None), ("", None)]
)
def test_an_amount_is_read_as_the_night_reads_it(cell, value):
    found = amount(cell)
    assert (None if found is None else str(found)) == value


def test_a_phone_is_known_full_or_masked_and_an_order_number_is_none():
    assert is_phone("13800138000", "CN")
    assert is_phone("138****8000", "CN")
    assert is_phone("0912-345-678", "TW")
    assert not is_phone("2026022012345678", "CN")
    assert not is_phone("100", "CN")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("13800138000", "138****8000"),
        ("call 138 0013 8000", "call 138****8000"),
        ("ann@example.com", "a***@example.com"),
        ("12.50", "12.50"),
        ("2026-02-20 10:00", "2026-02-20 10:00"),
    ],
)
def test_a_preview_masks_contacts_and_nothing_else(cell, shown):
    assert masked(cell) == shown


def test_a_phone_of_another_country_is_masked_because_its_header_says_so(tmp_path):
    sample = sample_of(tmp_path, exports.taiwan_file())
    shown = preview(sample, suggest(sample, "CN"), 2)
    assert [row[8] for row in shown] == ["091****5678", "091****5679"]
    assert [row[0] for row in shown] == ["A1001", "A1002"]
    assert [row[4] for row in shown] == ["-10.00", "0"]


def test_names_and_notes_are_hardly_shown(tmp_path):
    [first, *_] = preview(sample_of(tmp_path, exports.english_file()), suggested(tmp_path, exports.english_file()), 1)
    assert first[6:] == ["A…", "a***@example.com"]
    rows = [["订单号", "时间", "金额", "收货人", "备注"], ["A1", "2026-02-20", "5", "王小明", "13800138000 放门口"]]
    [row] = preview(sample_of(tmp_path, csv_bytes(rows)), suggested(tmp_path, csv_bytes(rows)), 1)
    assert row == ["A1", "2026-02-20", "5", "王…", "1…"]


def test_both_signs_in_a_column_leave_the_sign_open(tmp_path):
    rows = [["订单号", "时间", "佣金"], ["A1", "2026-02-20", "1.0"], ["A2", "2026-02-21", "-0.5"]]
    assert suggested(tmp_path, csv_bytes(rows)).signs == {"fee.commission": ""}


@pytest.mark.parametrize(
    "data", [b"", b"hello\n", b"a,b\n1,2\n", b"%PDF-1.7", bytes(range(256)) * 4, b"1,2,3\n4,5,6\n"]
)
def test_what_holds_no_table_is_refused_with_a_sentence(tmp_path, data):
    with pytest.raises(UnreadableFile):
        sample_of(tmp_path, data)


def test_the_words_are_a_role_s_own_and_in_three_languages():
    for role in ROLES:
        words = words_of(role)
        assert any(word.isascii() for word in words), role
        assert any(not word.isascii() for word in words), role
    money = [role for role, each in ROLES.items() if each.is_money]
    taken = [(word, role) for role in money for word in words_of(role)]
    assert len({word for word, _ in taken}) == len(taken), "a word may mean one amount only"
    assert status_words()[header_word("已完成")] == "completed"


def test_a_blank_column_looks_like_nothing():
    look = looks_of(["", " ", "--"], "CN")
    assert (look.filled, look.is_time, look.is_amount, look.is_unique) == (0, False, False, False)
