"""Money, shares, people and dates as each language writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_currency_symbol

from dashboard.languages import texts

Number = Decimal | float | int

_SYMBOLS = {"CNY": "¥", "TWD": "NT$", "USD": "$", "HKD": "HK$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "SGD": "S$"}
_STEPS = {
    "en": ((10**9, "B"), (10**6, "M"), (10**4, "K")),
    "zh-Hans": ((10**8, "亿"), (10**4, "万")),
    "zh-Hant": ((10**8, "億"), (10**4, "萬")),
}
_DIVISOR = {"K": 1000}
_WORDS = {
    "en": ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "zh-Hans": ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    "zh-Hant": ("", "一", "兩", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
}
MINUS = "−"
_SMALL, _LARGE = 100, 1_000_000
"""Between them an amount is written out in whole units where one may want to add it up."""


def locale_of(language: str) -> str:
    """Babel's name of a language."""
    return language.replace("-", "_")


def symbol(currency: str, language: str) -> str:
    """Sign of a currency as an owner writes it."""
    return _SYMBOLS.get(currency) or get_currency_symbol(currency, locale=locale_of(language))


def _signed(value: Number, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 and text.strip("¥$0.,NTHKS€£JP%") else text


def _decimal(value: Number, language: str, pattern: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale_of(language)))


def money(amount: Number | None, currency: str, language: str) -> str:
    """An amount short enough for a chart: ¥12.4万, NT$1.2萬, $12.4K; small amounts in full."""
    if amount is None:
        return texts(language)("word.unknown")
    size = abs(Decimal(str(amount)))
    sign = symbol(currency, language)
    for limit, word in _STEPS[language]:
        if size >= limit:
            scaled = size / _DIVISOR.get(word, limit)
            return _signed(amount, f"{sign}{_decimal(scaled, language, '#,##0.#')}{word}")
    pattern = "#,##0" if size >= 100 or size == int(size) else "#,##0.00"
    return _signed(amount, f"{sign}{_decimal(size, language, pattern)}")


def money_whole(amount: Number | None, currency: str, language: str) -> str:
    """An amount to the last whole unit, so that steps can be added up by eye; short from a million on."""
    if amount is None:
        return texts(language)("word.unknown")
    size = abs(Decimal(str(amount)))
    if size < _SMALL or size >= _LARGE:
        return money(amount, currency, language)
    return _signed(amount, f"{symbol(currency, language)}{_decimal(size, language, '#,##0')}")


def money_full(amount: Number | None, currency: str, language: str) -> str:
    """An amount with every digit that is paid out: ¥124,035.60."""
    if amount is None:
        return texts(language)("word.unknown")
    text = f"{symbol(currency, language)}{_decimal(abs(Decimal(str(amount))), language, '#,##0.00')}"
    return _signed(amount, text)


def _percent(value: float, language: str) -> str:
    size = abs(value) * 100
    if size >= 9.95 or size == 0:
        return _decimal(size, language, "#,##0")
    return "<0.1" if size < 0.05 else _decimal(size, language, "0.0")


def share(value: Number | None, language: str) -> str:
    """A share as per cent, without decimals above 10 %."""
    if value is None:
        return texts(language)("word.unknown")
    return _signed(value, f"{_percent(float(value), language)}%")


def share_range(low: float, high: float, language: str) -> str:
    """Two shares as one range, 31–34%; a single share where both read the same."""
    first, last = _percent(low, language), _percent(high, language)
    return f"{first}%" if first == last else f"{first}–{last}%"


def count(value: Number | None, language: str) -> str:
    """A whole number of things."""
    if value is None:
        return texts(language)("word.unknown")
    size: Number = -value if value < 0 else value
    return _signed(value, _decimal(size, language, "#,##0"))


def people(value: Number | None, language: str) -> str:
    """People, of whom some may be only likely: one decimal where they are not whole."""
    if value is None or round(float(value), 1) == round(float(value)):
        return count(value, language)
    return _signed(value, _decimal(abs(float(value)), language, "#,##0.0"))


def signed_count(value: Number, language: str) -> str:
    """A whole number with its sign."""
    return f"+{count(value, language)}" if value > 0 else count(value, language)


def word(n: int, language: str) -> str:
    """A small number as a word before people or orders."""
    words = _WORDS[language]
    return words[n] if 0 < n < len(words) else count(n, language)


def one_in(value: float) -> int | None:
    """The n of "one in n" when a share reads well that way, else None."""
    if not 0.045 <= value <= 0.36:
        return None
    n = round(1 / value)
    return n if abs(1 / n - value) / value < 0.12 else None


def listing(names: Sequence[str], language: str) -> str:
    """Several names in a row."""
    return (", " if language == "en" else "、").join(names)


def day(value: date | None, language: str) -> str:
    """A day as the language writes it: 14 Nov 2026, 2026年11月14日."""
    if value is None:
        return texts(language)("word.unknown")
    pattern = "d MMM y" if language == "en" else "y年M月d日"
    return str(format_date(value, pattern, locale=locale_of(language)))


def moment(value: datetime | None, language: str, time_zone: str) -> str:
    """A time of day on a day, on the clock of that zone; a time that names no zone is UTC, as stored."""
    if value is None:
        return texts(language)("word.unknown")
    pattern = "d MMM y, HH:mm" if language == "en" else "y年M月d日 HH:mm"
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return str(format_datetime(aware.astimezone(ZoneInfo(time_zone)), pattern, locale=locale_of(language)))


def period(name: str, language: str) -> str:
    """A month, quarter or year named 2026-03, 2026-Q1 or 2026, as the language says it."""
    t = texts(language)
    year, _, part = name.partition("-")
    if not part:
        return t("format.year", year=year)
    if part.startswith("Q"):
        quarter = part[1:] if language == "en" else "一二三四"[int(part[1:]) - 1]
        return t("format.quarter", year=year, quarter=quarter)
    first = date(int(year), int(part), 1)
    return str(format_date(first, "MMM y" if language == "en" else "y年M月", locale=locale_of(language)))


def periods(first: str, last: str, language: str) -> str:
    """A stretch of periods."""
    if first == last:
        return period(first, language)
    return f"{period(first, language)} – {period(last, language)}"


def month_tick(name: str, language: str, *, with_year: bool) -> str:
    """A month short enough for an axis; the year stands below the first month shown and every January."""
    first = date(int(name[:4]), int(name[5:7]), 1)
    if language == "en":
        short = str(format_date(first, "MMM", locale="en"))
        return f"{short}<br>{first.year}" if with_year else short
    return f"{first.month}月<br>{first.year}年" if with_year else f"{first.month}月"


def last_day(name: str) -> date:
    """The day a month, quarter or year ends on."""
    month = months_of(name)[-1]
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def previous_period(name: str) -> str:
    """Name of the period before."""
    year, _, part = name.partition("-")
    if not part:
        return str(int(year) - 1)
    if part.startswith("Q"):
        n = int(part[1:])
        return f"{year}-Q{n - 1}" if n > 1 else f"{int(year) - 1}-Q4"
    n = int(part)
    return f"{year}-{n - 1:02d}" if n > 1 else f"{int(year) - 1}-12"


def months_of(name: str) -> tuple[str, ...]:
    """Months a period is made of."""
    year, _, part = name.partition("-")
    if not part:
        return tuple(f"{year}-{n:02d}" for n in range(1, 13))
    if part.startswith("Q"):
        start = 3 * int(part[1:]) - 2
        return tuple(f"{year}-{n:02d}" for n in range(start, start + 3))
    return (name,)


def period_of(month: str, grain: str) -> str:
    """The period of a grain that a month lies in."""
    if grain == "year":
        return month[:4]
    if grain == "quarter":
        return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
    return month


def cell(value: Any, kind: str, language: str, currency: str = "CNY") -> str:
    """One cell of a table behind a chart, as text."""
    if value is None:
        return texts(language)("word.unknown")
    writers: dict[str, Callable[[Any], str]] = {
        "money": lambda amount: money_full(amount, currency, language),
        "share": lambda part: share(part, language),
        "people": lambda n: people(n, language),
        "count": lambda n: count(n, language),
        "day": lambda moment_: day(moment_, language),
        "flag": lambda flag: texts(language)("word.yes" if flag else "word.no"),
    }
    return writers.get(kind, str)(value)
