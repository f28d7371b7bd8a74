from datetime import date
from decimal import Decimal

import pytest

from dashboard import numbers


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (Decimal("124035.60"), "CNY", "zh-Hans", "¥12.4万"),
        (Decimal("12035"), "TWD", "zh-Hant", "NT$1.2萬"),
        (Decimal("12400"), "USD", "en", "$12.4K"),
        (Decimal("-88"), "CNY", "en", "−¥88"),
        (Decimal("-0.004"), "CNY", "en", "¥0.00"),
        (Decimal("9.5"), "CNY", "zh-Hans", "¥9.50"),
        (Decimal("320000000"), "CNY", "zh-Hans", "¥3.2亿"),
        (None, "CNY", "zh-Hans", "未知"),
    ],
)
def test_money_is_written_as_each_language_does(amount, currency, language, text):
    assert numbers.money(amount, currency, language) == text


def test_money_in_full_keeps_the_fen():
    assert numbers.money_full(Decimal("-124035.6"), "CNY", "en") == "−¥124,035.60"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.623, "62%"),
        (0.0894, "8.9%"),
        (0.0996, "10%"),
        (0.0002, "<0.1%"),
        (0, "0%"),
        (-0.25, "−25%"),
        (None, "unknown"),
    ],
)
def test_shares_have_no_decimals_above_ten_per_cent(value, text):
    assert numbers.share(value, "en") == text


def test_a_range_of_shares_that_read_the_same_is_one_share():
    assert numbers.share_range(0.312, 0.338, "en") == "31–34%"
    assert numbers.share_range(0.312, 0.314, "en") == "31%"


@pytest.mark.parametrize(
    ("name", "en", "hans", "hant"),
    [
        ("2026-03", "Mar 2026", "2026年3月", "2026年3月"),
        ("2026-Q2", "Q2 2026", "2026年第二季度", "2026年第二季"),
        ("2026", "2026", "2026年", "2026年"),
    ],
)
def test_periods_have_their_own_name_in_each_language(name, en, hans, hant):
    assert [numbers.period(name, language) for language in ("en", "zh-Hans", "zh-Hant")] == [en, hans, hant]


def test_days_are_written_as_the_language_does():
    assert numbers.day(date(2026, 11, 4), "en") == "4 Nov 2026"
    assert numbers.day(date(2026, 11, 4), "zh-Hant") == "2026年11月4日"


@pytest.mark.parametrize(("share", "n"), [(0.11, 9), (0.5, None), (0.25, 4), (0.01, None), (0.29, None)])
def test_one_in_n_is_said_only_where_it_is_close(share, n):
    assert numbers.one_in(share) == n


def test_periods_know_their_months_and_the_period_before():
    assert numbers.months_of("2026-Q2") == ("2026-04", "2026-05", "2026-06")
    assert [numbers.previous_period(name) for name in ("2026-01", "2026-Q1", "2026")] == ["2025-12", "2025-Q4", "2025"]
    assert [numbers.period_of("2026-05", grain) for grain in ("month", "quarter", "year")] == [
        "2026-05",
        "2026-Q2",
        "2026",
    ]
