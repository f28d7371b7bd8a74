"""Which pairs are compared at all: those that share something selective, within a budget per record."""

from __future__ import annotations

from dataclasses import dataclass

PAIRS_PER_RECORD = 1
"""Pairs that one rule may bring per record: the cost of a record then does not grow with their number."""
PAIRS_ALWAYS = 200_000
"""Pairs any rule may bring, however few the records: about a tenth of a second."""

_FIRST_3 = "case when len(phone_first) >= 3 then left(phone_first, 3) end"
_LAST_4 = "case when len(phone_last) >= 4 then right(phone_last, 4) end"


@dataclass(frozen=True, slots=True)
class Rule:
    """Two records are compared when all of these are known and equal."""

    name: str
    keys: tuple[str, ...]
    between_people: bool = True
    """False for digits of phone numbers: two people have whole numbers, which are equal or say nothing."""


RULES = (
    Rule("whole phone number", ("phone_key",)),
    Rule("e-mail", ("email_key",)),
    Rule("first and last digits", (_FIRST_3, _LAST_4), between_people=False),
    Rule("last digits and surname", (_LAST_4, "surname_key"), between_people=False),
    Rule("last digits and area", (_LAST_4, "area_key"), between_people=False),
    Rule("pieces of the e-mail", ("list_min(email_grams)", "list_max(email_grams)")),
    Rule("pieces of the name", ("list_min(name_grams)", "list_max(name_grams)")),
    Rule("pieces of name and birthday", ("list_min(name_grams)", "list_min(birthday_grams)")),
    Rule("card and surname", ("card_key", "surname_key")),
    Rule("card and area", ("card_key", "area_key")),
    Rule("name and birthday", ("name_key", "birthday_key")),
    Rule("name and area", ("name_key", "area_key")),
    Rule("surname and birthday", ("surname_key", "birthday_key")),
    Rule("birthday and area", ("birthday_key", "area_key")),
    Rule("name", ("name_key",)),
    Rule("birthday", ("birthday_key",)),
    Rule("card", ("card_key",)),
    Rule("last digits", (_LAST_4,), between_people=False),
    Rule("surname and area", ("surname_key", "area_key")),
    Rule("area", ("area_key",)),
    Rule("surname", ("surname_key",)),
)
"""A value shared by too many is left out of its rule, the largest first. Pieces are hashes: the least and the greatest
of them are two at random, which a typo leaves alone more often than not."""


@dataclass(frozen=True, slots=True)
class BlockingRow:
    """One row of the blocking report: a rule, the pairs it would bring, and those it brings within its budget."""

    rule: str
    pairs_wanted: int
    pairs_kept: int
    values_left_out: int


def _block(number: int, rule: Rule) -> str:
    known = " and ".join(f"({key}) is not null" for key in rule.keys)
    return f"""select {number} as rule, {str(rule.between_people).lower()} as between_people,
    hash({", ".join(rule.keys)}) as value, number, role
from linking.link_records where {known}"""


BLOCKS = "create or replace table linking.blocks as\n" + "\nunion all\n".join(
    _block(number, rule) for number, rule in enumerate(RULES)
)
"""One row per rule and record, by the value that it shares with others."""


def budget(records: int) -> int:
    """Pairs that one rule may bring among so many records."""
    return max(PAIRS_ALWAYS, PAIRS_PER_RECORD * records)


def block_sizes(most: int) -> str:
    """Statement for linking.block_sizes: a row per rule and value that would bring pairs, and whether it is kept."""
    return f"""create or replace table linking.block_sizes as
with counted as (
    select rule, value, count(*) filter (where role = 'person')::hugeint as people,
        count(*) filter (where role in ('anonymous', 'masked', 'bare'))::hugeint as asking,
        bool_or(between_people) as between_people
    from linking.blocks group by rule, value
),
sized as (
    select rule, value, asking * people + case when between_people then people * (people - 1) // 2 else 0 end as pairs
    from counted
)
select rule, value, pairs, sum(pairs) over (partition by rule order by pairs, value) <= {most} as is_kept
from sized where pairs > 0"""


REPORT = """
select rule, sum(pairs)::bigint as wanted, coalesce(sum(pairs) filter (where is_kept), 0)::bigint as kept,
    count(*) filter (where not is_kept) as left_out
from linking.block_sizes group by rule order by rule
"""

_KEPT = """kept as (
    select b.* from linking.blocks as b
    anti join (select rule, value from linking.block_sizes where not is_kept) as s
        on s.rule = b.rule and s.value = b.value
)"""

LABELLED = f"""create or replace table linking.labelled as
with {_KEPT},
true_pairs as (
    select p.number as one, v.number as other
    from linking.link_records as p
    join linking.link_records as v on v.truth_id = p.truth_id and v.family <> p.family and v.role = 'view'
    where p.role in ('masked', 'bare')
),
met as (
    select distinct t.one, t.other
    from true_pairs as t
    join kept as a on a.number = t.one
    join kept as b on b.number = t.other and b.rule = a.rule and b.value = a.value
)
select t.one, t.other, m.one is not null as is_met
from true_pairs as t left join met as m on m.one = t.one and m.other = t.other
"""
"""True pairs known with certainty: a probe and another view of the same person, and whether the rules bring them."""

PAIRS = f"""create or replace table linking.link_pairs as
with {_KEPT},
found as (
    select distinct a.number as join_key_l, p.number as join_key_r
    from kept as a
    join kept as p on p.rule = a.rule and p.value = a.value
    where p.role = 'person' and (
        a.role in ('anonymous', 'masked', 'bare')
        or (a.role = 'person' and a.between_people and a.number < p.number)
    )
)
select '0' as match_key, f.join_key_l, f.join_key_r
from found as f
join linking.link_records as l on l.number = f.join_key_l
join linking.link_records as r on r.number = f.join_key_r
where l.truth_id is null or l.truth_id <> r.truth_id
union all
select '1' as match_key, one as join_key_l, other as join_key_r from linking.labelled where is_met
"""
"""Pairs to be compared: each record asked about with each person that shares a kept value, and the labelled pairs.

Columns are called as Splink wants them. A probe meets the person it was made of only in another of its views.
"""


def report(rows: list[dict[str, int]]) -> tuple[BlockingRow, ...]:
    """The blocking report from the rows of REPORT."""
    return tuple(BlockingRow(RULES[row["rule"]].name, row["wanted"], row["kept"], row["left_out"]) for row in rows)
