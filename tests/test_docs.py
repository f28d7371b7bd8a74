"""Documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

from expectations.measures.page import page
from transforms.exports.catalogue import document
from transforms.exports.layout import load_layouts
from transforms.tables import PUBLISHED
from transforms.tables.dictionary import dictionary

ROOT = Path(__file__).parents[1]
NAMED_OTHERWISE = {
    "app91": "91APP",
    "delivery_order_errors": "DoorDash",  # a third party's list of the platforms' errors
    "douyin_life": "Douyin 来客",
    "eleme": "Ele.me",
    "grab": "GrabFood",
    "jd_miaosong": "JD 秒送",
    "linepay": "LINE Pay",
    "meituan_group_buy": "vouchers",
    "meituan_pos": "Meituan 管家",
    "newebpay": "藍新",
    "tiktok": "TikTok Shop",
}
"""Families whose name in the README is not the one in the layouts."""


def test_the_data_dictionary_is_the_one_the_declarations_give() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == dictionary(), "run: make docs"


def test_the_page_of_measures_is_the_one_the_declarations_give() -> None:
    assert (ROOT / "docs" / "measures.md").read_text(encoding="utf-8") == page(), "run: make docs"


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ([a-z]+)`", (ROOT / name).read_text(encoding="utf-8")))
        assert named, name
        assert named <= targets, name


def test_the_readme_is_short_and_shows_a_real_picture() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).stat().st_size > 20_000


def test_the_list_of_exports_is_the_one_the_layouts_give() -> None:
    assert (ROOT / "docs" / "export-layouts.md").read_text(encoding="utf-8") == document(), "run: make docs"


def test_the_readme_counts_the_layouts_and_names_every_platform() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").casefold()
    known = [layout for layout in load_layouts() if not layout.refused]
    assert f"all {len(known)}," in text
    for family in {layout.family for layout in known}:
        name = NAMED_OTHERWISE.get(family, family.replace("_", " "))
        assert name.casefold() in text, family


def test_what_is_published_beyond_the_contract_is_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for table in PUBLISHED:
        assert table.name in text, table.name
