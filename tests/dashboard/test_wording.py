from typing import get_args

import pytest

from dashboard.frame.wording import check_words, seen_words, table_words, why_words
from dashboard.languages import LANGUAGES, texts
from dashboard.nights import FailedCheck, Night
from expectations import suite
from transforms.tables import Layer


@pytest.mark.parametrize(
    ("observed", "english", "mainland", "taiwan"),
    [
        ("1 row", "1 row", "1行", "1列"),
        ("1,204 rows", "1,204 rows", "1,204行", "1,204列"),
        ("23.4%", "23%", "23%", "23%"),
        (
            "quantity: 1 row; discount: 2 rows",
            "Quantity: 1 row; Discount: 2 rows",
            "数量：1行；优惠：2行",
            "數量：1列；折扣：2列",
        ),
        ("missing: gross, fees; 2 not declared", "missing: Gross, Fees; 2 not expected", None, None),
        ("in another order", "in another order", "顺序不同", "順序不同"),
        ("gross: DECIMAL(18,2)", "Gross: DECIMAL(18,2)", "流水：DECIMAL(18,2)", "營業額：DECIMAL(18,2)"),
        ("gross: another type", "Gross: another type", "流水：类型不同", "營業額：類型不同"),
        ("something: else entirely", *["something: else entirely"] * 3),
        ("0.21", *["0.21"] * 3),
        ("not_a_column: 3 rows", "not_a_column: 3 rows", "not_a_column：3行", "not_a_column：3列"),
    ],
)
def test_what_a_check_saw_is_worded_from_its_structure(observed, english, mainland, taiwan):
    for language, wanted in zip(LANGUAGES, (english, mainland, taiwan), strict=True):
        if wanted is not None:
            assert seen_words(texts(language), observed) == wanted


def test_a_check_that_could_not_run_says_so():
    assert "CatalogException" in seen_words(texts("zh-Hans"), "could not be evaluated: CatalogException")
    assert "could not" not in seen_words(texts("zh-Hans"), "could not be evaluated: CatalogException")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_tables_of_the_night_read_the_same(language):
    tables = {check.table for layer in get_args(Layer) for check in suite(layer)}
    worded = [table_words(texts(language), table) for table in tables]
    assert len(set(worded)) == len(tables)
    assert not set(worded) & tables


def test_what_no_catalogue_knows_stays_as_written():
    assert check_words(texts("zh-Hant"), "linked share is plausible") == "linked share is plausible"
    assert table_words(texts("zh-Hant"), "published.weather") == "published.weather"


def night(**why) -> Night:
    return Night("", None, None, None, "withheld", "in English", "cli", **why)


def test_why_a_night_was_withheld():
    failed = FailedCheck("published.orders", "net_sales is gross less merchant_discount less refunded", "2 rows", 1)
    t = texts("en")
    assert why_words(t, night(failed_check=failed)) == (
        '"Net sales of an order = gross − our discount − refunds" does not hold (Orders: 2 rows); 1 more check failed'
    )
    unseen = FailedCheck("published.orders", "order_key is unique", "", 0)
    before = FailedCheck("core.orders", "order_key is unique", "", 0)
    assert why_words(texts("zh-Hant"), night(failed_check=before)) == "「每筆訂單只算一次」沒通過（發布前的訂單）"
    assert why_words(texts("zh-Hans"), night(failed_check=unseen)) == "“每张订单只算一次”没通过（订单）"
    assert "OSError" in why_words(texts("zh-Hant"), night(reason_code="error", error="OSError"))
    assert why_words(texts("zh-Hant"), night()) == "in English"
    assert why_words(texts("zh-Hant"), night(reason_code="of next year")) == "in English"
