"""Documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

from transforms.exports.layout import load_layouts
from transforms.tables import PUBLISHED
from transforms.tables.dictionary import dictionary

ROOT = Path(__file__).parents[1]


def test_the_data_dictionary_is_the_one_the_declarations_give() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == dictionary(), "run: make docs"


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


def test_every_layout_is_named_in_the_readme_by_its_platform() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in ("Meituan", "Youzan", "Taobao", "Alipay", "WeChat Pay", "Ele.me", "Shopify"):
        assert word in text
    assert len(load_layouts()) >= 12


def test_what_is_published_beyond_the_contract_is_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for table in PUBLISHED:
        assert table.name in text, table.name
