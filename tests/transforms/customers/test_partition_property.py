"""Who is who changes only by what new evidence explains, and never by the order in which files come."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import Row, World, core_of, member, name, order, phone

PHONES = [f"1390000000{number}" for number in range(4)]
CARDS = [f"880{number}" for number in range(4)]
NAMES = ["王伟", "李娜", "张敏"]

orders = st.lists(
    st.tuples(
        st.sampled_from(["", *PHONES]),
        st.sampled_from(["", *CARDS]),
        st.sampled_from(["", "", *NAMES]),
        st.integers(min_value=0, max_value=500),
    ),
    min_size=1,
    max_size=8,
)


def rows_of(said: list[tuple[str, str, str, int]], file: int) -> list[Row]:
    rows = []
    for number, (number_said, card, called, day) in enumerate(said):
        marks = (
            phone(number_said) if number_said else None,
            member(card) if card else None,
            name(called) if called else None,
        )
        when = f"{2024 + day // 365}-{1 + day % 365 // 31:02d}-{1 + day % 28:02d}"
        rows.append(order(marks, "store", when, id=f"{file}.{number}", file=file))
    return rows


def people_of(world: World) -> dict[str, str]:
    return dict(world.rows("core.orders", "order_id, customer_id", "customer_id is not null"))


def together(people: dict[str, str]) -> set[tuple[str, str]]:
    return {pair for pair in combinations(sorted(people), 2) if people[pair[0]] == people[pair[1]]}


def contested(world: World) -> set[str]:
    """Values that the rules on shared contacts speak about, and how."""
    claims = world.rows("work.claims", "identity_key, together, coalesce(claimant, ''), reason")
    return {"|".join(map(str, claim)) for claim in claims}


def touched(world: World, file: int) -> set[str]:
    """People whom rows of one file name."""
    return {customer for number, customer in people_of(world).items() if number.startswith(f"{file}.")}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(orders, orders)
def test_a_new_file_joins_only_whom_it_names_and_parts_only_whom_a_contested_contact_held_together(first, second):
    before = core_of(*rows_of(first, 1), as_of="2026-01-01")
    after = core_of(*rows_of(first, 1), *rows_of(second, 2), as_of="2026-01-01")
    old, new = people_of(before), people_of(after)
    same_contests = contested(before) <= contested(after)
    for pair in together(new) - together(old):
        if pair[0] in old and pair[1] in old:
            assert new[pair[0]] in touched(after, 2) or not same_contests
    for pair in together(old):
        if pair not in together(new):
            assert not contested(after) <= contested(before)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(orders, orders, st.randoms(use_true_random=False))
def test_the_same_rows_in_any_order_give_the_same_people_by_the_same_names(first, second, random):
    rows = [*rows_of(first, 1), *rows_of(second, 2)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert people_of(core_of(*rows, as_of="2026-01-01")) == people_of(core_of(*shuffled, as_of="2026-01-01"))
