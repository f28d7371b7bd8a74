"""The records of one linking: who is asked about, whom they may be, and certain people disguised to learn from.

A certain person seen in two systems is a true pair. One of its two views is disguised as the orders that name nobody
look (`masked`), or loses the contacts that tie it (`bare`), and is asked about with its truth hidden.
"""

from __future__ import annotations

PEOPLE_TO_LEARN_FROM = 20_000
"""Certain people disguised, at most: they teach the model, and say how often it is right."""
FEW_OF_A_FAMILY = 20
"""Below this number of nameless records in one system, a probe is disguised as one of any system."""
WHOLE = ""
"""The family of a person's profile over all systems."""

TRAITS = (
    "phone_first, phone_last, phone_key, email_key, email_grams, name_key, name_grams, surname_key, "
    "birthday_key, birthday_grams, area_key, area_grams, card_key"
)
HABITS = "items, usual_hour, first_day, last_day"

FOLDS = 4
FOLD = f"cast(md5_number_lower(truth_id) % {FOLDS} as tinyint)"
"""SQL: which quarter a certain person is of. What is asked about a quarter is answered by what the others taught."""

LEARNERS = f"""create or replace table linking.learners as
with people as (
    select distinct truth_id, md5_number_lower(truth_id) as draw
    from work.profiles where truth_id is not null and family <> '{WHOLE}'
)
select truth_id, {FOLD} as fold
from people
qualify row_number() over (order by draw, truth_id) <= {PEOPLE_TO_LEARN_FROM}
"""
"""Certain people drawn by a hash of their id."""

DISGUISES = f"""create or replace table linking.disguises as
with nameless as (
    select profile_id, family, len(phone_first) as first_digits, len(phone_last) as last_digits,
        len(email_grams) as email_pieces, name_key is not null as has_name, surname_key is not null as has_surname,
        birthday_key is not null as has_birthday, area_key is not null as has_area, card_key is not null as has_card
    from work.profiles where is_anonymous
),
of_family as (
    select *, count(*) over (partition by family) as copies,
        row_number() over (partition by family order by md5(profile_id), profile_id) - 1 as place
    from nameless
),
of_any as (
    select *, count(*) over () as copies, row_number() over (order by md5(profile_id), profile_id) - 1 as place
    from nameless
)
select * from of_family where copies >= {FEW_OF_A_FAMILY}
union all
select * replace (null as family) from of_any
"""
"""How nameless records look, by family and (family null) over all: what they know and how many digits."""

_VIEWS = f"""views as (
    select p.*, d.fold
    from work.profiles as p
    join linking.learners as d on d.truth_id = p.truth_id
    where p.family <> '{WHOLE}'
)"""

_MASKED = f"""chosen as (
    select v.*, md5_number_upper(v.profile_id) as draw,
        exists (select 1 from linking.disguises as d where d.family = v.family) as is_of_family
    from views as v
),
counts as (select family, max(copies) as copies from linking.disguises group by family),
masked as (
    select c.profile_id, c.truth_id, c.fold, c.family, 'masked' as role, true as is_anonymous,
        left(c.phone_first, d.first_digits::bigint) as phone_first,
        right(c.phone_last, d.last_digits::bigint) as phone_last, null as phone_key,
        null as email_key, c.email_grams[1:d.email_pieces] as email_grams,
        case when d.has_name then c.name_key end as name_key, case when d.has_name then c.name_grams end as name_grams,
        case when d.has_surname then c.surname_key end as surname_key,
        case when d.has_birthday then c.birthday_key end as birthday_key,
        case when d.has_birthday then c.birthday_grams end as birthday_grams,
        case when d.has_area then c.area_key end as area_key, case when d.has_area then c.area_grams end as area_grams,
        case when d.has_card then c.card_key end as card_key,
        {", ".join(f"c.{column}" for column in HABITS.split(", "))}
    from chosen as c
    join counts as n on n.family is not distinct from case when c.is_of_family then c.family end
    join linking.disguises as d on d.family is not distinct from n.family and d.place = c.draw % n.copies
)"""

_BARE = (
    "null as phone_first, null as phone_last, null as phone_key, null as email_key, null as email_grams, "
    + TRAITS.partition("email_grams, ")[2]
)

RECORDS = f"""create or replace table linking.link_records as
with {_VIEWS},
{_MASKED},
gathered as (
    select profile_id, null as truth_id, null as fold, family, 'anonymous' as role, is_anonymous, {TRAITS}, {HABITS}
    from work.profiles where is_anonymous
    union all
    select profile_id, truth_id, null as fold, family, 'person' as role, is_anonymous, {TRAITS}, {HABITS}
    from work.profiles where not is_anonymous and family = '{WHOLE}'
    union all
    select profile_id, truth_id, fold, family, 'view' as role, is_anonymous, {TRAITS}, {HABITS} from views
    union all
    select profile_id, truth_id, fold, family, role, is_anonymous, {TRAITS}, {HABITS} from masked
    union all
    select profile_id, truth_id, fold, family, 'bare' as role, is_anonymous, {_BARE}, {HABITS} from views
)
select cast(row_number() over (order by role, profile_id) as integer) as number, * from gathered
"""
"""One row per record: nameless ones, whole people, views of the people learnt from, and those views disguised."""

NO_ANSWERS = "(select null::varchar as one_profile, null::varchar as other_profile, null::boolean as is_same limit 0)"


def answered(answers: str) -> str:
    """Statement for linking.answered: pairs of which the owner has said whether they are one person."""
    return f"""create or replace table linking.answered as
select distinct a.number as one, b.number as other, w.is_same
from {answers} as w
join linking.link_records as a on a.profile_id in (w.one_profile, w.other_profile) and a.role in ('anonymous', 'person')
join linking.link_records as b on b.profile_id in (w.one_profile, w.other_profile) and b.role = 'person'
    and b.number <> a.number
where a.role = 'anonymous' or a.number < b.number"""
