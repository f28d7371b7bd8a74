"""Columns with a new word: asked about, never guessed; read as soon as the owner has confirmed them."""

import pytest

from dags.steps import run_night
from tests.samples import meituan
from tests.samples.build import csv_bytes, drop, make_home, query, row, shop_toml, stage
from tests.samples.headers import YOUZAN_ORDERS
from transforms.exports.recognise.drift import confirmation, likely_renamed

ORDER = {
    "订单号": "E20260220001",
    "订单状态": "交易成功",
    "订单创建时间": "2026-02-20 10:00:00",
    "商品金额合计": "100.00",
    "运费": "5.00",
    "订单实付金额": "105.00",
}


def youzan_file(**renamed):
    header = [renamed.get(word, word) for word in YOUZAN_ORDERS]
    return csv_bytes([header, row(YOUZAN_ORDERS, ORDER)])


@pytest.mark.parametrize(
    ("missing", "unknown", "pairs"),
    [
        (["打包费"], ["打包费用"], [("打包费", "打包费用")]),
        (["Total"], ["Lineitem name"], []),
        (["Refunded Amount"], ["Refund Amount", "Note"], [("Refunded Amount", "Refund Amount")]),
        (["订单号", "订单状态"], ["订单编号", "订单状态名"], [("订单号", "订单编号"), ("订单状态", "订单状态名")]),
        (["佣金"], ["门店名称"], []),
        ([], ["打包费用"], []),
    ],
)
def test_words_are_paired_when_they_are_alike_and_each_only_once(missing, unknown, pairs):
    assert sorted(likely_renamed(missing, unknown)) == sorted(pairs)


def test_the_line_that_confirms_can_be_pasted():
    assert confirmation([("打包费", "打包费用")]) == 'renamed = { "打包费用" = "打包费" }'


def test_a_renamed_optional_money_column_stays_blank_and_is_asked_about(home):
    staged = stage(home, "youzan", youzan_file(运费="运费金额"))
    assert staged.findings() >= {("renamed_column", "运费 → 运费金额?", 0)}
    kinds = {kind for kind, what, _ in staged.findings() if "运费" in what}
    assert kinds == {"renamed_column"}
    assert float(staged.rows("orders")[0]["gross"]) == 100


def test_confirmed_it_is_read_and_files_from_before_are_too(tmp_path):
    toml = shop_toml("youzan") + 'renamed = { "运费金额" = "运费" }\n'
    home = make_home(tmp_path / "home", toml)
    for data in (youzan_file(运费="运费金额"), youzan_file()):
        staged = stage(home, "youzan", data)
        assert not [finding for finding in staged.findings() if "运费" in finding[1]]
        assert float(staged.rows("orders")[0]["gross"]) == 105


def test_a_renamed_required_column_refuses_the_file_and_says_how_to_confirm(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    data = youzan_file(商品金额合计="商品金额总计")
    staged = stage(home, "youzan", data)
    assert staged.summary.tables == []
    assert staged.summary.reason == (
        "This looks like youzan_orders with renamed columns: 商品金额合计 is now 商品金额总计. If that is so, write "
        'renamed = { "商品金额总计" = "商品金额合计" } in the source\'s section of shop.toml, and it is read.'
    )
    home.shop_toml.write_text(shop_toml("youzan") + 'renamed = { "商品金额总计" = "商品金额合计" }\n', encoding="utf-8")
    assert stage(home, "youzan", data).summary.reason is None


def test_a_required_column_that_nothing_resembles_refuses_the_file_as_before(home):
    staged = stage(home, "youzan", youzan_file(商品金额合计="备用字段"))
    assert "these columns are missing: 商品金额合计. Export it again with all columns." in staged.summary.reason
    assert staged.summary.findings == [("missing_column", "商品金额合计", 0)]


def test_what_a_refused_file_lacks_is_published_beside_the_others(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan", "meituan_bill"))
    drop(home, "meituan_bill", "bill.xlsx", meituan.bill_file())
    drop(home, "youzan", "orders.csv", youzan_file(商品金额合计="商品金额总计"))
    assert run_night(home).state == "published"
    found = query(home.current, "select finding, what from file_findings where source = 'youzan'")
    assert found == [{"finding": "renamed_column", "what": "商品金额合计 → 商品金额总计?"}]


def test_a_renamed_signature_word_is_known_once_confirmed(tmp_path):
    toml = shop_toml("youzan") + 'renamed = { "买家手机号码" = "买家手机号" }\n'
    home = make_home(tmp_path / "home", toml)
    assert stage(home, "youzan", youzan_file(买家手机号="买家手机号码")).summary.reason is None
