"""One phone or e-mail that several people use: who claims it on which order.

Two rules, both from what stands beside the value (METRICS.md §2 names what is certain; these say where it is not):

- *recycled*: after a long silence other accounts, members or names use it than before it. The number has a new owner.
- *several names*: clearly different full names use it side by side. A family shares it, and it names whoever is named
  beside it; on a row that names nobody it is no evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise

SAME_NAME = 0.95
"""A name of whose pieces so many are in another one is that name in short: Jane Smith is Jane Anne Smith.

Names that are merely alike contradict each other, since brothers and sisters have such names (张美丽, 张美玲). What is
only a typo then becomes a probable link, unless a member number, account or other contact says that it is one person.
"""
MOST_SPELLINGS = 200
"""More names than this beside one value are a crowd, without comparing each with each."""

ONE_A_PERSON = ("name", "member", "account")
"""Kinds of which another one speaks for another person; of phones and e-mails anybody may have several."""

Token = tuple[str, str, str]
"""Kind, scope and key of what belongs to one person: a name, a member number, an account, another contact."""


@dataclass(frozen=True)
class Use:
    """One order or row on which a value stands, and what stands beside it."""

    together: str
    day: date | None
    tokens: frozenset[Token] = frozenset()


@dataclass(frozen=True)
class Claim:
    """Whose the value is on one order or row; nobody's where `claimant` is None."""

    together: str
    claimant: str | None
    reason: str


@dataclass
class _Groups:
    """Tokens that belong to one person, as far as one value's uses tell."""

    parents: dict[Token, Token] = field(default_factory=dict)

    def of(self, token: Token) -> Token:
        """The token that stands for the group."""
        parent = self.parents.setdefault(token, token)
        if parent != token:
            parent = self.parents[token] = self.of(parent)
        return parent

    def tie(self, one: Token, other: Token) -> None:
        """Two tokens are one person's; the smaller key stands for both, whatever came first."""
        low, high = sorted((self.of(one), self.of(other)))
        self.parents[high] = low


def within(one: Iterable[int], other: Iterable[int]) -> float:
    """Share of the shorter word's pieces that are in the longer one, 0 to 1."""
    left, right = set(one), set(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def claims(
    uses: Sequence[Use], grams: dict[str, Sequence[int]], recycled_after_days: int, shared_by: int
) -> list[Claim]:
    """Claims on one value, a row per use; none at all where nothing contradicts that it is one person's.

    `grams` are the pieces of each name by its key. A value beside `shared_by` people or more is nobody's. The result
    does not depend on the order of the uses.
    """
    groups = _Groups()
    for use in uses:
        for one, other in pairwise(sorted(use.tokens)):
            groups.tie(one, other)
    names = sorted({token for use in uses for token in use.tokens if token[0] == "name"})
    if len(names) > MOST_SPELLINGS:
        return [Claim(use.together, None, "crowd") for use in uses]
    for one, other in combinations(names, 2):
        if within(grams.get(one[2], ()), grams.get(other[2], ())) >= SAME_NAME:
            groups.tie(one, other)
    found: list[Claim] = []
    spans = _spans(uses, groups, recycled_after_days)
    if any(len(_named(span, groups)) >= shared_by for span in spans):
        return [Claim(use.together, None, "crowd") for use in uses]
    for span in spans:
        named = _named(span, groups)
        holder = min((groups.of(token) for use in span for token in use.tokens), default=None)
        for use in span:
            mine = {groups.of(token) for token in use.tokens}
            if len(named) < 2:
                if len(spans) > 1 and holder is not None:
                    found.append(Claim(use.together, holder[2], "recycled"))
            else:
                claimant = next(iter(sorted(mine & named)), None)
                found.append(Claim(use.together, claimant[2] if claimant else None, "several_names"))
    return found


def _named(uses: Sequence[Use], groups: _Groups) -> set[Token]:
    return {groups.of(token) for use in uses for token in use.tokens if token[0] == "name"}


def _spans(uses: Sequence[Use], groups: _Groups, recycled_after_days: int) -> list[list[Use]]:
    """The uses in time, apart where a silence has other people before and after it."""
    dated = sorted((use for use in uses if use.day is not None), key=lambda use: (use.day or date.min, use.together))
    undated = sorted((use for use in uses if use.day is None), key=lambda use: use.together)
    spans: list[list[Use]] = [[]]
    silence = timedelta(days=recycled_after_days)
    for number, use in enumerate(dated):
        before = dated[number - 1] if number else None
        is_after_silence = before and before.day and use.day and use.day - before.day >= silence
        if is_after_silence and _other_people(spans[-1], dated[number:], groups):
            spans.append([])
        spans[-1].append(use)
    if len(spans) == 1:
        spans[0] += undated
        return spans
    owners: dict[Token, int] = {}
    for number, span in enumerate(spans):
        owners |= {groups.of(token): number for use in span for token in use.tokens}
    loose: dict[int, list[Use]] = defaultdict(list)
    for use in undated:
        theirs = {owners[group] for token in use.tokens if (group := groups.of(token)) in owners}
        # a list row that fits no owner is of the latest, who can be in a list made today
        loose[max(theirs, default=len(spans) - 1)].append(use)
    return [span + loose[number] for number, span in enumerate(spans)]


def _other_people(before: Sequence[Use], after: Sequence[Use], groups: _Groups) -> bool:
    """Whether something of which a person has one is on both sides, and none of it is the same."""
    earlier = {token for use in before for token in use.tokens}
    later = {token for use in after for token in use.tokens}
    if {groups.of(token) for token in earlier} & {groups.of(token) for token in later}:
        return False
    alike = {token[:2] for token in earlier} & {token[:2] for token in later}
    return any(kind in ONE_A_PERSON for kind, _ in alike)
