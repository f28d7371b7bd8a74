"""Probable links of a made business whose truth is known: learnt from its certain people, and as right as they say."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.bench.linking import World, make_profiles
from transforms.customers.probable import Probable, probable_links
from transforms.engines.duckdb import Engine, open_engine

RECORDS = 12_000
LINKS = "select * from work.probable_links order by one_profile, other_profile"


@pytest.fixture(scope="module")
def made():
    """A made business of nameless orders and certain people, linked once."""
    with open_engine() as engine:
        make_profiles(engine, World(RECORDS))
        yield engine, probable_links(engine)


def assert_about(share: float, right: int, links: int) -> None:
    """`right` of `links` is what a probability of `share` gives, but for chance (three standard deviations)."""
    assert links >= 100
    allowed = 3 * sqrt(share * (1 - share) / links) + 0.01
    assert abs(right / links - share) <= allowed, f"{right} of {links}, said {share:.3f}"


def test_of_links_given_nine_in_ten_nine_in_ten_are_right_on_held_out_certain_people(made):
    engine, found = made
    assert found.state == "trained"
    top = found.calibration[-1]
    assert_about(top.mean_probability, top.right_links, top.links)
    assert engine.rows("select * from work.link_calibration order by band_low")[-1]["right_links"] == top.right_links
    low = [band for band in found.calibration if band.band_high <= 0.5]
    assert sum(band.right_links for band in low) < 0.5 * sum(band.links for band in low)


def test_links_of_nameless_orders_are_as_right_as_they_say(made):
    engine, _ = made
    sure = engine.rows("""
        select count(*) as links, count(*) filter (where t.truth_id = l.other_profile) as right_links,
            avg(l.probability) as said
        from work.probable_links as l join made.truth as t on t.profile_id = l.one_profile
        where l.probability >= 0.9""")[0]
    assert_about(sure["said"], sure["right_links"], sure["links"])
    every = engine.rows("""
        select sum(l.probability) as expected, count(*) filter (where t.truth_id = l.other_profile) as right_links
        from work.probable_links as l join made.truth as t on t.profile_id = l.one_profile""")[0]
    assert every["right_links"] == pytest.approx(every["expected"], rel=0.08)


def test_links_stay_right_where_nearly_all_nameless_orders_are_of_strangers():
    # of the certain people one in three is seen again, of the nameless one in twenty: the model has to notice
    with open_engine() as engine:
        make_profiles(engine, World(40_000, seed=3, nameless_known=0.05))
        probable_links(engine)
        sure = engine.rows("""
            select count(*) as links, count(*) filter (where t.truth_id = l.other_profile) as right_links
            from work.probable_links as l join made.truth as t on t.profile_id = l.one_profile
            where l.probability >= 0.9""")[0]
    assert sure["links"] > 300
    assert sure["right_links"] / sure["links"] > 0.93


def test_most_nameless_orders_of_known_people_are_found(made):
    engine, _ = made
    known = "from made.truth as t where t.truth_id in (select truth_id from work.profiles)"
    expected = engine.value(f"select count(*) {known}")
    found = engine.value(
        "select count(*) from work.probable_links as l join made.truth as t on t.profile_id = l.one_profile"
        " and t.truth_id = l.other_profile where l.probability >= 0.5"
    )
    assert expected > 1_000
    assert found / expected > 0.7


def test_at_most_one_person_is_right_for_a_nameless_record(made):
    engine, _ = made
    most = engine.value(
        "select max(total) from (select sum(probability) as total from work.probable_links"
        " where one_profile in (select profile_id from work.profiles where is_anonymous) group by one_profile)"
    )
    assert 0.9 < most <= 1.0 + 1e-6


def test_a_link_names_the_evidence_that_agrees(made):
    engine, found = made
    kinds = {kind for row in engine.rows(LINKS) for kind in row["evidence"].split("+")}
    assert (
        {"phone", "surname", "area", "habits", "joined"}
        <= kinds
        <= {*("phone", "email", "name", "surname", "birthday", "area", "card", "habits", "joined")}
    )
    assert {each.comparison.kind for each in found.learned} >= {"phone", "name", "surname", "area", "habits", "joined"}


def test_the_blocking_report_counts_the_pairs_of_each_rule_and_stays_within_its_budget(made):
    _, found = made
    pairs = {row.rule: row for row in found.blocking}
    assert pairs["first and last digits"].pairs_kept == pairs["first and last digits"].pairs_wanted > 0
    assert pairs["surname"].pairs_kept <= 200_000 < pairs["surname"].pairs_wanted
    assert pairs["surname"].values_left_out > 0
    assert found.pairs_compared <= sum(row.pairs_kept for row in found.blocking) + 2 * found.true_pairs


def link_again(source: Engine, order: str) -> tuple[list[dict], Probable]:
    with open_engine() as engine:
        engine.run("create schema work")
        table = source.connection.sql(f"select * from work.profiles order by {order}").to_arrow_table()
        engine.put("work.profiles", {name: table[name] for name in table.column_names})
        found = probable_links(engine)
        return engine.rows(LINKS), found


def test_the_same_profiles_in_any_order_give_the_same_links(made):
    engine, found = made
    expected = engine.rows(LINKS)
    assert len(expected) == found.links > 1_000
    for order in ("md5(profile_id)", "surname_key desc nulls first, profile_id desc"):
        links, again = link_again(engine, order)
        assert links == expected
        assert again == found


def test_the_owner_s_no_is_final(made):
    engine, _ = made
    first = engine.rows("select * from work.probable_links order by probability desc, one_profile limit 1")[0]
    with open_engine() as other:
        make_profiles(other, World(RECORDS))
        other.run(
            "create table work.answered_profiles as select"
            f" '{first['other_profile']}' as one_profile, '{first['one_profile']}' as other_profile, false as is_same"
        )
        probable_links(other)
        pairs = {(row["one_profile"], row["other_profile"]) for row in other.rows(LINKS)}
    assert len(pairs) > 1_000
    assert (first["one_profile"], first["other_profile"]) not in pairs


def test_too_little_data_gives_no_links_and_says_so():
    with open_engine() as engine:
        make_profiles(engine, World(600))
        found = probable_links(engine)
        assert (found.state, found.lacking) == ("too_little", "true_pairs")
        assert 0 < found.true_pairs < 200
        assert f"{found.true_pairs} pairs of records are known to be one person's" in found.sentence
        assert engine.rows(LINKS) == []
        assert engine.rows("select * from work.link_calibration") == []


def test_nothing_of_the_linking_stays_in_the_database(made):
    engine, _ = made
    assert engine.tables("linking") == set()
    assert engine.tables("work") == {"profiles", "probable_links", "link_calibration"}
