"""`shop.toml` changed on somebody's word: comments stay, what cannot be used is never written."""

import pytest

from dags.command_line.init import template
from tests.samples.build import make_home, shop_toml
from transforms.settings import ShopError
from transforms.settings.edit import difference, with_renamed, with_source, write_settings
from transforms.settings.shop import parse_shop


def test_a_source_and_its_channel_come_at_the_end_and_everything_else_stays():
    before = template()
    after = with_source(before, "youzan", "mini_program", "own_online")
    assert after.startswith(before.rstrip())
    assert difference(before, after) == [
        "+ ",
        "+ [channels.mini_program]",
        '+ kind = "own_online"',
        "+ ",
        "+ [sources.youzan]",
        '+ channel = "mini_program"',
    ]
    assert parse_shop(after).sources["youzan"].channel == "mini_program"


def test_a_channel_that_is_there_is_not_written_again():
    after = with_source(shop_toml("till"), "second_till", "store", "store")
    assert after.count("[channels.store]") == 1


def test_renamed_columns_are_added_to_those_confirmed_before_and_comments_stay():
    before = shop_toml("youzan").replace("[sources.youzan]", "# The mini program.\n[sources.youzan]  # since May")
    once = with_renamed(before, "youzan", [("运费", "运费金额")])
    twice = with_renamed(once, "youzan", [("订单号", '订单"编号"')])
    assert "# The mini program.\n[sources.youzan]  # since May" in twice
    assert parse_shop(twice).sources["youzan"].renamed == {"运费金额": "运费", '订单"编号"': "订单号"}


def test_what_cannot_be_used_is_not_written(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("till"))
    before = home.shop_toml.read_text(encoding="utf-8")
    with pytest.raises(ShopError):
        write_settings(home.shop_toml, before, before + '[sources.x]\nchannel = "nowhere"\n')
    assert home.shop_toml.read_text(encoding="utf-8") == before


def test_a_change_made_by_somebody_else_in_the_meantime_is_not_lost(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("till"))
    before = home.shop_toml.read_text(encoding="utf-8")
    home.shop_toml.write_text(before + "# my note\n", encoding="utf-8")
    with pytest.raises(ShopError, match="changed in the meantime"):
        write_settings(home.shop_toml, before, with_source(before, "x", "store", "store"))
    assert "# my note" in home.shop_toml.read_text(encoding="utf-8")
