"""Who is who in the demo business when its files hide more and more of the phone numbers, against what is true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from tests.golden.night import KEY, read_again
from tests.linkage import Partition, pairwise, show, table
from transforms import build
from transforms.customers.probable import probable_links
from transforms.demo import Truth, write_exports
from transforms.demo.shop import SHOP_TOML
from transforms.engines.duckdb import Engine
from transforms.exports.landing import land, waiting_files
from transforms.exports.staging.stage_file import stage_file
from transforms.settings import Home

SCALE = 0.6
"""Of the demo: large enough for its certain links to teach a model."""
NAMING = ("till", "youzan", "tmall")
"""Sources whose files say anything of buyers; the bills are left unread."""
SHARES = (0.0, 0.3, 0.7)
"""Share of the mini-program's orders whose phone is masked to its first three and last four digits."""

_HIDE = """
create or replace table work.identities as
select * exclude (identity_key, is_certain, is_hidden),
    case when is_hidden then md5('masked ' || masked) else identity_key end as identity_key,
    is_certain and not is_hidden as is_certain
from (
    select *, identity_kind = 'phone' and is_certain and channel = 'mini_program' and order_key is not null
        and md5_number_lower(order_key) % 1000 < 1000 * {share} as is_hidden
    from work.identities_read
)
"""


class Unlinked(NamedTuple):
    """The demo's orders before anybody is linked, and what is true of them."""

    engine: Engine
    home: Home
    truth: Truth


@pytest.fixture(scope="module")
def unlinked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlinked]:
    home = Home(tmp_path_factory.mktemp("masked") / "home")
    home.make_folders()
    home.shop_toml.write_text(SHOP_TOML, encoding="utf-8")
    home.key_file.parent.mkdir()
    home.key_file.write_text(KEY, encoding="ascii")
    truth = write_exports(home.exports, scale=SCALE)
    shop = home.shop()
    for source in NAMING:
        for path in waiting_files(home, source):
            stage_file(home, shop, land(home, source, path).file_id)
    with read_again(home, date(2026, 11, 14)) as engine:
        build.build_core(engine, home, shop)
        engine.run("create table work.identities_read as from work.identities")
        engine.run("drop view work.identities")
        yield Unlinked(engine, home, truth)


_CERTAIN = "select order_key, coalesce(customer_id, order_key) as person from core.orders"
_LIKELY = """
select o.order_key, coalesce(o.customer_id, l.customer_id, p.profile_id, o.order_key) as person
from core.orders as o
left join work.profile_orders as p on p.order_key = o.order_key
left join (
    select other_id, max_by(customer_id, probability) as customer_id from work.likely_links
    where other_kind = 'profile' and probability >= 0.5 group by other_id
) as l on l.other_id = p.profile_id
"""
_BY_VALUE = """
select o.order_key, coalesce(min({value}), o.order_key) as person
from core.orders as o
left join work.identities as i on i.order_key = o.order_key and i.identity_kind = 'phone' and {where}
group by o.order_key
"""
METHODS = {
    "certain": _CERTAIN,
    "certain and likely": _LIKELY,
    "phone only": _BY_VALUE.format(value="i.identity_key", where="i.is_certain"),
    "masked phone": _BY_VALUE.format(value="i.masked", where="true"),
}


def linked(unlinked: Unlinked, share: float) -> dict[str, Partition]:
    """Order key -> person by several methods, with that share of phones hidden."""
    unlinked.engine.run(_HIDE.format(share=share))
    build.link_people(unlinked.engine, unlinked.home.shop())
    return {
        method: {row["order_key"]: row["person"] for row in unlinked.engine.rows(query)}
        for method, query in METHODS.items()
    }


@pytest.mark.parametrize("share", SHARES)
def test_certain_stays_right_and_likely_gives_back_some_of_what_is_hidden(unlinked, share):
    found = linked(unlinked, share)
    named = {f"{channel}/{number}": person for (channel, number), person in unlinked.truth.person_of_order.items()}
    truth = {order_key: named[order_key] for order_key in found["certain"]}
    show(table(f"demo, {share:.0%} of the mini-program's phones masked", truth, found))
    certain, likely = pairwise(truth, found["certain"]), pairwise(truth, found["certain and likely"])
    assert certain.precision == 1
    assert likely.recall > certain.recall
    assert likely.f1 > certain.f1
    assert likely.precision > 0.95
    assert likely.f1 > pairwise(truth, found["phone only"]).f1


@pytest.fixture(scope="module")
def nothing_hidden(unlinked: Unlinked) -> Unlinked:
    """The same, linked once from the files as they are."""
    linked(unlinked, 0.0)
    unlinked.engine.run("create table work.profiles_by_one_key as from work.profiles")
    unlinked.engine.run("create table work.profile_orders_as_they_are as from work.profile_orders")
    return unlinked


def test_the_receiver_of_a_gift_is_not_thereby_its_buyer(nothing_hidden):
    parcels = """select count(*) as orders from {orders} as o join work.identities as i on i.order_key = o.order_key
    and i.identity_kind = 'phone' and i.is_certain and i.role = 'contact'"""
    engine = nothing_hidden.engine
    assert engine.value(parcels.format(orders="work.unnamed_orders")) > 5
    assert engine.value(parcels.format(orders="work.profile_orders_as_they_are")) == 0


_WITH_ANOTHER_KEY = """create or replace table work.profiles as
select * replace (md5(profile_id || '{key}') as profile_id, md5(truth_id || '{key}') as truth_id)
from work.profiles_by_one_key"""
_OF_TMALL = """select sum(probability) as records from work.probable_links as l
join work.profiles as p on p.profile_id = l.one_profile where p.is_anonymous and p.family = 'tmall'"""


def test_what_is_probable_hardly_depends_on_the_key_that_draws_people_or_on_ten_answers(nothing_hidden):
    engine = nothing_hidden.engine
    found = []
    for key in ("a", "b", "c"):
        engine.run(_WITH_ANOTHER_KEY.format(key=key))
        engine.run("drop table if exists work.answered_profiles")
        assert probable_links(engine).state == "trained"
        found.append(engine.value(_OF_TMALL))
    assert min(found) > 0.85 * max(found), found
    before = "create or replace table work.links_before as from work.probable_links"
    ten = """create table work.answered_profiles as
    select one_profile, other_profile, true as is_same from work.probable_links
    where probability between 0.25 and 0.6 order by one_profile, other_profile limit 10"""
    for statement in (before, ten):
        engine.run(statement)
    probable_links(engine)
    moved = engine.value("""select max(abs(l.probability - b.probability)) as moved
    from work.probable_links as l join work.links_before as b using (one_profile, other_profile)
    where not exists (select 1 from work.answered_profiles as w where w.one_profile = l.one_profile)""")
    assert 0 < moved < 0.2, moved
