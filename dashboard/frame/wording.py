"""Checks, and why a night published nothing, in the reader's language; what no catalogue knows stays as written."""

from __future__ import annotations

import re

from dashboard import numbers
from dashboard.languages import Texts
from dashboard.nights import Night
from expectations import slug
from transforms.tables import PUBLISHED

_PUBLISHED = {table.name for table in PUBLISHED}
_ROWS = re.compile(r"([\d,]+) rows?")
_FIGURE = re.compile(r"(-?[\d.]+)%")
_STRANGERS = re.compile(r"(\d+) not declared")
_NOT_EVALUATED = re.compile(r"could not be evaluated: (.+)")
_MISSING = re.compile(r"missing: (\w+(?:, \w+)*)")
_COLUMN = re.compile(r"(\w+): (.+)")
_TYPE = re.compile(r"[A-Z][A-Z ]*(?:\(\d+(?:,\d+)?\))?")


def check_words(t: Texts, name: str) -> str:
    """What a check promises."""
    key = f"check.{slug(name)}"
    return t(key) if key in t else name


def table_words(t: Texts, name: str) -> str:
    """What a table of the night holds; `core.orders` is told from `published.orders`."""
    layer, _, table = name.rpartition(".")
    if f"table.{table}" not in t:
        return name
    said = t(f"table.{table}")
    return t("data.table_core", table=said) if layer == "core" and table in _PUBLISHED else said


def column_words(t: Texts, name: str) -> str:
    """The heading of a column."""
    return t(f"column.{name}") if f"column.{name}" in t else name


def seen_words(t: Texts, observed: str) -> str:
    """What a check saw: `quantity: 1 row; discount: 2 rows`, worded part by part."""
    return ("; " if t.language == "en" else "；").join(_part(t, part) for part in observed.split("; "))


def _part(t: Texts, part: str) -> str:
    if found := _NOT_EVALUATED.fullmatch(part):
        return t("observed.not_evaluated", error=found[1])
    if found := _MISSING.fullmatch(part):
        names = [column_words(t, name) for name in found[1].split(", ")]
        return t("observed.missing", columns=numbers.listing(names, t.language))
    if found := _STRANGERS.fullmatch(part):
        return t("observed.not_declared", n=found[1])
    if part == "in another order":
        return t("observed.in_another_order")
    if plain := _amount(t, part):
        return plain
    found = _COLUMN.fullmatch(part)
    seen = found and (_amount(t, found[2]) or _type(t, found[2]))
    return t("observed.of_column", column=column_words(t, found[1]), seen=seen) if found and seen else part


def _amount(t: Texts, text: str) -> str | None:
    """A number of rows or a share."""
    if found := _ROWS.fullmatch(text):
        n = int(found[1].replace(",", ""))
        return t.plural("card.rows", n, n=numbers.count(n, t.language))
    if found := _FIGURE.fullmatch(text):
        return numbers.share(float(found[1]) / 100, t.language)
    return None


def _type(t: Texts, text: str) -> str | None:
    if text == "another type":
        return t("observed.another_type")
    return text if _TYPE.fullmatch(text) else None


def why_words(t: Texts, night: Night) -> str:
    """Why a night published nothing; empty where nothing was written down."""
    failed = night.failed_check
    if failed is not None:
        check, table = check_words(t, failed.check_name), table_words(t, failed.table_name)
        said = (
            t("why.check", check=check, table=table, seen=seen_words(t, failed.observed))
            if failed.observed
            else t("why.check_unseen", check=check, table=table)
        )
        return said + (t.plural("why.more", failed.more) if failed.more else "")
    if night.reason_code and f"why.{night.reason_code}" in t:
        return t(f"why.{night.reason_code}", error=night.error)
    return night.reason
