"""Probable links among many records: seconds, memory, and what a record costs as they grow.

The records are made in the database from a seed: people with Chinese names as frequent as they are, telephone numbers
of which platforms show seven digits or four, a district, usual items and hours; some are certain in several systems.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.customers.probable import probable_links
from transforms.engines.duckdb import Engine, open_engine

SURNAMES = (
    "li 794 wang 741 zhang 707 liu 538 chen 453 yang 308 huang 223 zhao 229 wu 205 zhou 212 xu 170 sun 154 ma 129 zhu"
    " 126 hu 131 guo 115 he 117 gao 100 lin 118 luo 100 zheng 97 liang 85 xie 83 song 77 tang 76 deng 75 han 73 feng 72"
    " yu 70 dong 68 xiao 67 cheng 61 cao 61 yuan 58 peng 57 zeng 56 lu 54 jiang 53 cai 51 jia 50 ding 48 wei 47 xue 46"
    " ye 45 yan 44 pan 43 du 42 dai 41 xia 40 zhong 39 tian 38 ren 37 fan 36 fang 35 shi 34 yao 33 tan 32 liao 31 zou"
    " 30 xiong 29 jin 28 hao 27 kong 26 bai 25 cui 24 kang 23 mao 22 qiu 21 qin 20 gu 19 hou 18 shao 17 meng 16 long 15"
)
SYLLABLES = (
    "wei 90 min 70 jing 70 li 65 yan 55 jie 50 tao 45 ming 45 chao 40 xiu 40 yong 38 xia 35 ping 35 gang 32 gui 30 ying"
    " 45 hua 50 yu 45 mei 35 jun 50 lei 35 hong 40 xin 40 yi 35 zi 35 han 30 xuan 30 bo 28 hao 35 tian 22 ya 25 qing 25"
    " shan 18 ting 25 na 25 dan 22 long 20 kai 20 rui 25 chen 22 yue 18 lin 25 jia 28 fang 22 bin 25 peng 18 qi 18 ning"
)


def _weighted(words: str) -> str:
    parts = words.split()
    pairs = [(word, int(weight)) for word, weight in zip(parts[::2], [*parts[1::2], "12"], strict=False)]
    total = sum(weight for _, weight in pairs)
    rows, low = [], 0.0
    for word, weight in pairs:
        rows.append(f"('{word}', {low}::double, {low + weight / total}::double)")
        low += weight / total
    return "(values " + ", ".join(rows) + ") as w(word, low, high)"


def _chance(number: str, what: str, seed: int) -> str:
    return f"(md5_number_lower(concat_ws('|', {number}, '{what}', '{seed}')) % 1000000007 / 1000000007.0)"


def _pieces(text: str) -> str:
    pieces = f"list_transform(range(1, len({text})), lambda i: substr({text}, i, 2))"
    return f"list_transform(list_distinct({pieces}), lambda piece: cast(hash(piece) % 4294967296 as uinteger))"


def people_statements(people: int, seed: int, siblings: float) -> list[str]:
    """Statements for `made.people`: everybody there is, with their whole truth."""
    is_sibling = f"person % 2 = 1 and {_chance('person', 'sibling', seed)} < {siblings}"
    # what a chance is of, by its name; a cube of it is skewed as districts and carriers are
    chances = (
        "surname",
        "one",
        "two",
        "letters",
        "area",
        "carrier",
        "digits",
        "birthday",
        "card",
        "hour",
        "a",
        "b",
        "c",
    )
    # brothers and sisters have one surname, live in one place and order what is ordered at home
    at_home = ("surname", "area", "a", "b", "c")
    drawn = ", ".join(
        f"{_chance('head' if name in at_home else 'person', name, seed)} as of_{name}" for name in chances
    )
    return [
        "create schema if not exists made",
        f"create or replace table made.drawn as select person, {drawn}"
        f" from (select person, person - case when {is_sibling} then 1 else 0 end as head"
        f" from range({people}) as t(person))",
        *(
            f"create or replace table made.{name} as select d.person, w.word from made.drawn as d"
            f" join {_weighted(words)} on d.of_{name} >= w.low and d.of_{name} < w.high"
            for name, words in (("surname", SURNAMES), ("one", SYLLABLES), ("two", SYLLABLES))
        ),
        """create or replace table made.people as
select d.person, s.word as surname,
    s.word || ' ' || one.word || case when d.of_letters < 0.85 then two.word else '' end as name,
    'district ' || cast(floor(power(d.of_area, 2.5) * 300) as integer) as area,
    cast(130 + floor(power(d.of_carrier, 1.6) * 60) as varchar) as phone_first,
    lpad(cast(cast(floor(d.of_digits * 100000000) as bigint) as varchar), 8, '0') as phone_rest,
    case when d.of_birthday < 0.25
        then strftime(date '1960-01-01' + cast(d.of_birthday * 64000 as integer), '%Y%m%d') end as birthday,
    case when d.of_card < 0.4 then lpad(cast(cast(floor(d.of_card * 25000) as bigint) as varchar), 4, '0') end as card,
    cast(8 + floor(d.of_hour * 13) as tinyint) as hour,
    list_distinct([cast(floor(power(d.of_a, 2) * 60) as uinteger), cast(floor(power(d.of_b, 2) * 60) as uinteger),
        cast(floor(power(d.of_c, 2) * 60) as uinteger)]) as items
from made.drawn as d
join made.surname as s on s.person = d.person
join made.one as one on one.person = d.person
join made.two as two on two.person = d.person""",
    ]


@dataclass(frozen=True, slots=True)
class World:
    """Shares of a made business."""

    records: int
    seed: int = 1
    seen_again: float = 0.35
    """Of the certain people, how many are certain in a second system too."""
    nameless_known: float = 0.4
    """Of the nameless records, how many are of people who are certain elsewhere."""
    seven_digits: float = 0.6
    """Of the nameless records, how many show seven digits of the number; the others show the last four."""
    siblings: float = 0.0
    """Of every second person, how many have the surname, place and usual items of the one before."""


def profile_statements(world: World) -> list[str]:
    """Statements for work.profiles, and made.truth (profile_id, person) for those who are nameless."""
    certain = int(world.records * 0.60 / (2 + world.seen_again))
    nameless = world.records - int(certain * (2 + world.seen_again))
    seed = world.seed
    known = int(nameless * world.nameless_known)
    sure = "phone_first, phone_first || phone_rest as number"
    return [
        *people_statements(certain + nameless - known, seed, world.siblings),
        f"""create or replace table made.seen as
select person, cast(person as varchar) || '|' || family as view, family,
    {_chance("person || family", "start", seed)} as start, {_chance("person || family", "noise", seed)} as noise,
    {_chance("person || family", "other", seed)} as other
from made.people, (values ('till'), ('shop')) as f(family)
where person < {certain} and (family = case when person % 2 = 0 then 'till' else 'shop' end
    or {_chance("person", "again", seed)} < {world.seen_again})""",
        f"""create or replace table made.nameless as
select n as number, case when n < {known} then cast(floor({_chance("n", "who", seed)} * {certain}) as bigint)
        else {certain} + n - {known} end as person,
    case when n % 3 = 0 then 'meituan' else 'eleme' end as family,
    {_chance("n", "digits", seed)} < {world.seven_digits} as shows_seven, {_chance("n", "start", seed)} as start,
    {_chance("n", "noise", seed)} as noise, {_chance("n", "other", seed)} as other
from range({nameless}) as t(n)""",
        # a view has its own slips: a letter of the name, another district, other habits of that shop
        f"""create or replace table made.stated as
with stated as (
    select s.view as profile_id, 'c' || s.person as truth_id, false as is_anonymous, s.family, s.person, {sure},
        4 as last_digits, true as knows_name, s.start, s.noise, s.other
    from made.seen as s join made.people as p on p.person = s.person
    union all
    select 'a' || n.number, null, true, n.family, n.person,
        case when n.shows_seven then p.phone_first end, p.phone_first || p.phone_rest, 4, false, n.start, n.noise,
        n.other
    from made.nameless as n join made.people as p on p.person = n.person
)
select t.profile_id, t.truth_id, t.is_anonymous, t.family, t.phone_first,
    right(t.number, t.last_digits) as phone_last, case when not t.is_anonymous then md5(t.number) end as phone_key,
    case when t.knows_name then case when t.noise < 0.05 then p.name || 'n' else p.name end end as name,
    p.surname, case when not t.is_anonymous then p.birthday end as birthday,
    case when t.other < 0.2 then 'district ' || cast(floor(t.other * 1500) as integer) else p.area end as area,
    case when t.noise > 0.5 then p.card end as card,
    case when t.other < 0.3 then [cast(floor(t.noise * 60) as uinteger)] else p.items end as items,
    cast(case when t.noise < 0.4 then 8 + floor(t.other * 13) else p.hour end as tinyint) as usual_hour,
    date '2025-01-01' + cast(t.start * 300 as integer) as first_day,
    date '2025-01-01' + cast(t.start * 300 + t.noise * 90 as integer) as last_day, t.person
from stated as t join made.people as p on p.person = t.person""",
        f"""create or replace table work.profiles as
with all_of_them as (
    select * exclude (person) from made.stated
    union all
    select distinct on (truth_id) truth_id, truth_id, false, '', * exclude (profile_id, truth_id, is_anonymous, family,
        person)
    from made.stated where truth_id is not null order by truth_id, family
)
select profile_id, truth_id, is_anonymous, family, phone_first, phone_last, phone_key,
    null::varchar as email_key, null::uinteger[] as email_grams,
    md5(name) as name_key, {_pieces("name")} as name_grams, md5(surname) as surname_key,
    md5(birthday) as birthday_key,
    list_transform(
        range(1, len(birthday) + 1), lambda i: cast(hash(i, substr(birthday, i, 1)) % 4294967296 as uinteger)
    ) as birthday_grams,
    md5(area) as area_key, {_pieces("area")} as area_grams, md5(card) as card_key, items, usual_hour, first_day,
    last_day, family as channel
from all_of_them""",
        """create or replace table made.truth as
select a.profile_id, 'c' || a.person as truth_id from made.stated as a where a.is_anonymous""",
    ]


def make_profiles(engine: Engine, world: World) -> None:
    """Fill work.profiles, and made.truth with who each nameless record is."""
    engine.run("create schema if not exists work")
    for statement in profile_statements(world):
        engine.run(statement)


def linking_report(folder: Path, few: int = 100_000, many: int = 1_000_000) -> Iterator[str]:
    """Lines on linking few and many records, each in a process of its own: seconds, peak memory, cost of a record."""
    runs = [_measured(folder, records) for records in (few, many)]
    for run in runs:
        yield (
            f"linking {run['records']:>9,} records         {run['seconds']:6.1f} s   peak {run['peak_mb']:,.0f} MB   "
            f"{run['seconds'] / run['records'] * 1e6:4.0f} µs a record   {run['pairs']:,} pairs, {run['links']:,} links"
        )
    few_cost, many_cost = (run["seconds"] / run["records"] for run in runs)
    yield f"  a record among many costs {many_cost / few_cost:.2f} x one among few (no more than 1.5)"
    yield "  blocking report: pairs the rule would bring, pairs within its budget, values left out"
    for row in runs[-1]["blocking"]:
        yield f"    {row['rule']:<28} {row['pairs_wanted']:>15,} {row['pairs_kept']:>11,} {row['values_left_out']:>7,}"


def _measured(folder: Path, records: int) -> dict[str, Any]:
    database = folder / f"linking-{records}.duckdb"
    for step in ("make", "link"):
        command = [sys.executable, "-m", "tests.bench.linking", step, str(records), str(database)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    database.unlink()
    return json.loads(done.stdout)


def main() -> None:
    """Make records in a database, or link those made, and print the figures of it."""
    step, records, database = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    with open_engine(database, threads=2, spill=database.parent) as engine:
        if step == "make":
            make_profiles(engine, World(records))
            return
        start = time.perf_counter()
        found = probable_links(engine)
        seconds = time.perf_counter() - start
    figures = {
        "records": records,
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "pairs": found.pairs_compared,
        "links": found.links,
        "blocking": [asdict(row) for row in found.blocking],
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
