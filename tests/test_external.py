"""Public files by others, outside the repository: each is read to the figures that its own text gives, or refused."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dags.steps import run_night
from tests.samples.build import drop, make_home, query, shop_toml, stage

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]
LTVKIT = DATA / "shopify_ltvkit"
WALLETS = (
    "example-alipay-records.csv",
    "example-jd-records.csv",
    "example-mt-records.csv",
    "example-wechat-records.csv",
    "example-wechat-records.xlsx",
)


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def amount(cell: str | None) -> Decimal:
    return Decimal(cell or 0)


def first_lines(lines: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        found.setdefault(line["Name"], line)
    return found


def test_the_developer_store_s_orders_add_up_to_the_export_s_own_totals(tmp_path):
    path = DATA / "shopify_devstore" / "orders_export_1.csv"
    lines = lines_of(path)
    heads = first_lines(lines)
    assert (len(lines), len(heads)) == (121, 51)
    assert sum(amount(line["Total"]) for line in lines) == Decimal("590683.29")
    home = make_home(tmp_path / "home", shop_toml("web").replace('"Samples"', '"Samples"\ncurrency = "INR"'))
    drop(home, "web", path.name, path.read_bytes())
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    (found,) = query(home.current, "select rows_read, rows_loaded, rows_quarantined from ingested_files")
    assert found == {"rows_read": 121, "rows_loaded": 121, "rows_quarantined": 0}
    orders = {each["order_id"]: each for each in query(home.current, "select * from orders")}
    assert orders.keys() == heads.keys()
    assert {each["currency"] for each in orders.values()} == {"INR"}
    for name, line in heads.items():
        on_top = max(amount(line["Total"]) - amount(line["Subtotal"]) - amount(line["Shipping"]), Decimal(0))
        gross = amount(line["Subtotal"]) + amount(line["Shipping"]) + amount(line["Discount Amount"])
        assert orders[name]["gross"] == gross, name
        assert orders[name]["merchant_discount"] == amount(line["Discount Amount"]), name
        kept = orders[name]["net_sales"] + orders[name]["refunded"] + orders[name]["tax"]
        assert kept == gross - amount(line["Discount Amount"]) + on_top == amount(line["Total"]), name
        if not amount(line["Refunded Amount"]):
            assert orders[name]["refunded"] == 0, name
    items = query(home.current, "select sum(quantity) as pieces, count(*) as lines from order_items")
    assert items == [{"pieces": sum(Decimal(line["Lineitem quantity"]) for line in lines), "lines": 121}]


def test_the_reduced_export_with_blank_later_lines_is_one_row_per_order(tmp_path):
    lines = lines_of(LTVKIT / "samples_shopify_orders_sample.csv")
    heads = first_lines(lines)
    home = make_home(tmp_path / "home", shop_toml("web").replace('"Samples"', '"Samples"\ncurrency = "USD"'))
    staged = stage(home, "web", (LTVKIT / "samples_shopify_orders_sample.csv").read_bytes())
    assert staged.summary.reason is None
    (table,) = staged.summary.tables
    assert (table.layout, table.rows_read, table.rows_quarantined) == ("shopify_orders", len(lines), 0)
    orders = staged.by("orders", "order_id")
    assert orders.keys() == heads.keys()
    assert sum(each["gross"] for each in orders.values()) == sum(amount(line["Total"]) for line in heads.values())
    buyers = Counter(line["Email"].lower() for line in heads.values() if line["Email"])
    of_mail = Counter(each["identity_key"] for each in staged.rows("identities"))
    assert sorted(of_mail.values()) == sorted(buyers.values())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tests_fixtures_shopify_orders.csv", "nearest is shopify_orders"),
        ("samples_ad_spend_sample.csv", "No known layout"),
        ("tests_fixtures_spend.csv", "No known layout"),
    ],
)
def test_a_file_without_the_columns_needed_is_refused_in_one_sentence(tmp_path, name, sentence):
    refused(tmp_path, LTVKIT / name, sentence)


def test_the_wechat_merchant_bill_agrees_with_its_own_totals(tmp_path):
    home = make_home(tmp_path / "home")
    staged = stage(home, "wechat_pay", (DATA / "wechat_merchant_bill" / "wechatpay_trade_bill_ALL.csv").read_bytes())
    (table,) = staged.summary.tables
    assert (table.layout, table.rows_read, table.rows_quarantined) == ("wechat_pay_bill", 3, 0)
    assert table.control_total_state == "agrees"
    assert staged.findings() == set()
    fees = [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "fee"]
    assert fees == [0, 0, 0]
    paid = [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "payment"]
    assert paid == [Decimal("0.01")] * 3
    assert len({each["identity_key"] for each in staged.rows("identities")}) == 1, "one openid paid three times"


@pytest.mark.parametrize("name", WALLETS)
def test_a_consumer_s_own_wallet_export_is_no_merchant_file_and_is_refused(tmp_path, name):
    refused(tmp_path, DATA / "wallets_cn" / name, "a person's own payments, not the shop's")


def refused(tmp_path: Path, path: Path, sentence: str) -> None:
    home = make_home(tmp_path / "home")
    for source in home.shop().sources:
        staged = stage(home, source, path.read_bytes())
        assert staged.summary.tables == []
        reason = staged.summary.reason
        assert reason is not None
        assert sentence in reason
        assert reason.endswith(".")
        assert "\n" not in reason
        assert len(reason) < 500
        assert "@" not in reason
        assert not [word for word in reason.replace(",", " ").split() if word.isdigit() and len(word) > 6]
