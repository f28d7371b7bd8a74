"""Mistakes in shop.toml through the real command: one sentence that says where, and what to write instead."""

import pytest

from tests.dags.homes import SHOP, make_home, regulars
from transforms.exports.layout import load_layouts
from transforms.settings.shop import layout_names


def said(tmp_path, content: bytes) -> str:
    home = make_home(tmp_path / "home")
    home.shop_toml.write_bytes(content)
    done = regulars("status", home=home.path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Input should" not in done.stderr
    assert not list(home.logs.glob("regulars-*.log"))
    return done.stderr


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_in_another_encoding_is_to_be_saved_as_utf_8(tmp_path, encoding):
    assert "save it as UTF-8" in said(tmp_path, SHOP.replace("Tea & Bread", "茶和面包").encode(encoding))


@pytest.mark.parametrize(
    ("was", "becomes", "sentences"),
    [
        ('name = "Tea & Bread"', "name = “茶”", ["line 3", "name = “茶”", "straight quotes"]),
        ('name = "Tea & Bread"', "name = 茶", ["line 3", "name = 茶", 'name = "Tea"']),
        ('name = "Tea & Bread"', 'name = "茶', ["line 3", "missing at the end"]),
        ('name = "Tea & Bread"', 'name ＝ "茶"', ["line 3", "half-width"]),
        ("[channels.store]", "[channels.门店]", ["[channels.门店]", '[channels."门店"]']),
        (
            'kind = "store"',
            'kind = "shop"',
            ["channels.store.kind must be one of store, own_online, marketplace, delivery"],
        ),
        ('languages = ["en"]', 'languages = ["zh"]', ["must be one of en, zh-Hans, zh-Hant; zh is none of them"]),
        (
            "[channels.store]",
            "[retention]\nexports = 30\n[channels.store]",
            [
                "unknown key retention.exports;",
                "there are: landing_days, removed_days, logs_days, airflow_logs_days, snapshots",
            ],
        ),
        ('languages = ["en"]', 'languages = "en"', ["business.languages must be a list"]),
        ('languages = ["en"]', 'currency = "RMB"', ["did you mean CNY?"]),
        ('languages = ["en"]', 'currency = "cny"', ["did you mean CNY?"]),
        ('languages = ["en"]', 'currency = "XQZ"', ["ISO 4217", "such as CNY"]),
        (
            'layouts = ["meituan_bill"]',
            'layouts = ["meituan_bil"]',
            ["no layout meituan_bil; did you mean meituan_bill"],
        ),
        ("[sources.till]", "[contract.store]\ncommission_rate = 5\n[sources.till]", ["less than 1", "0.05"]),
        (
            "[sources.till]",
            "[contract.store]\nbasis = 1\n[sources.till]",
            ["unknown key contract.store.basis", "mean base?"],
        ),
        (
            "[sources.till]",
            '[contract.store]\nbase = "net"\n[sources.till]',
            ["after_discount, net_sales; net is none"],
        ),
        (
            "[sources.till]",
            '[contract.store]\nbilled_as = ["tax"]\n[sources.till]',
            ["one of commission, platform_service"],
        ),
        (
            "[sources.till]",
            '[contract.store]\nvalid_from = "May"\n[sources.till]',
            ["must be a day, such as 2026-08-01"],
        ),
        ("[sources.till]", "[what_if]\nlost_shares = [0.1, 0.2]\n[sources.till]", ["what_if.lost_shares"]),
        ("[sources.till]", "[thresholds]\nshared_by = 1.5\n[sources.till]", ["must be a whole number"]),
        ("[sources.till]", '[policies]\nrefunded_is_purchase = "perhaps"\n[sources.till]', ["must be true or false"]),
    ],
)
def test_a_wrong_value_is_said_in_plain_words(tmp_path, was, becomes, sentences):
    assert was in SHOP
    text = said(tmp_path, SHOP.replace(was, becomes, 1).encode())
    for sentence in sentences:
        assert sentence in text, text


def test_each_layout_is_a_file_of_its_name():
    assert layout_names() == tuple(sorted(layout.name for layout in load_layouts()))
