"""`regulars add` through real processes: what is known is added, what is not is named with the next step."""

import tomllib

import pytest

from tests.dags.homes import regulars
from tests.samples import shopify, youzan
from tests.samples.build import make_home
from transforms.settings.shop import parse_shop

TWO_CHANNELS = """
[business]
name = "Samples"
[channels.mini_program]
kind = "own_online"
[channels.shopify]
kind = "own_online"
"""


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "Downloads"
    (folder / "more").mkdir(parents=True)
    (folder / "orders.csv").write_bytes(youzan.orders_file())
    (folder / "more" / "shopify.csv").write_bytes(shopify.orders_file())
    (folder / "holiday.csv").write_text("where,when\nbeach,June\n")
    (folder / ".hidden.csv").write_text("a,b\n")
    return folder


def home_with(path, *sources):
    lines = "".join(f'[sources.{name}]\nchannel = "{channel}"\n' for name, channel in sources)
    return make_home(path, TWO_CHANNELS + lines)


def test_of_a_folder_what_is_known_is_added_and_the_rest_named(tmp_path, files):
    home = home_with(tmp_path / "home", ("youzan", "mini_program"), ("shopify_eu", "shopify"))
    done = regulars("add", files, tmp_path / "nowhere.csv", home=home.path)
    assert done.returncode == 1
    assert (home.exports / "youzan" / "orders.csv").exists()
    assert (home.exports / "shopify_eu" / "shopify.csv").exists()
    assert "The next night reads them: regulars nightly" in done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Set aside: holiday.csv was not added: ")
    assert "to describe such files once and for all: regulars map holiday.csv" in lines[0]
    assert "nowhere.csv is not a file" in lines[1]


@pytest.mark.parametrize(
    ("sources", "chosen"),
    [
        ([("youzan", "mini_program"), ("till", "mini_program")], "youzan"),
        ([("till", "mini_program"), ("youzan_shop", "mini_program")], "youzan_shop"),
        ([("a", "mini_program"), ("b", "shopify")], None),
        ([("youzan_a", "mini_program"), ("youzan_b", "mini_program")], None),
    ],
)
def test_of_several_sources_the_one_called_like_the_platform_is_taken(tmp_path, files, sources, chosen):
    home = home_with(tmp_path / "home", *sources)
    done = regulars("add", files / "orders.csv", home=home.path)
    if chosen:
        assert done.returncode == 0, done.stderr
        assert (home.exports / chosen / "orders.csv").exists()
    else:
        assert done.returncode == 1
        assert f"say which with --source: {sources[0][0]}, {sources[1][0]}." in done.stderr


def test_the_only_source_of_the_platforms_channel_is_taken(tmp_path, files):
    home = home_with(tmp_path / "home", ("a", "mini_program"), ("b", "shopify"))
    done = regulars("add", files / "more" / "shopify.csv", home=home.path)
    assert done.returncode == 0, done.stderr
    assert (home.exports / "b" / "shopify.csv").exists()


def test_without_sources_the_lines_to_paste_are_given_and_they_work(tmp_path, files):
    home = home_with(tmp_path / "home")
    done = regulars("add", files / "orders.csv", files / "more" / "shopify.csv", home=home.path)
    assert done.returncode == 1
    assert "add a [sources.NAME]" in done.stderr
    pasted = done.stderr.split("\n\n", 1)[1]
    assert tomllib.loads(pasted)["sources"]["youzan"] == {"channel": "mini_program"}
    shop = parse_shop(TWO_CHANNELS + pasted)
    assert set(shop.sources) == {"youzan", "shopify"}
    home.shop_toml.write_text(TWO_CHANNELS + pasted, encoding="utf-8")
    done = regulars("add", files / "orders.csv", files / "more" / "shopify.csv", home=home.path)
    assert done.returncode == 0, done.stderr
