"""What each grade of agreement is worth: how often one person's records show it, and how often two strangers' do.

`m` (of one person) is counted on true pairs known with certainty, `u` (of strangers) on random pairs. Where too few
true pairs know a kind on both sides, as with the very contact that tied them, Splink finds `m` by expectation
maximisation over pairs that share something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy.optimize import isotonic_regression

from transforms.customers.probable.comparisons import COMPARISONS, Comparison
from transforms.customers.probable.records import FOLDS
from transforms.engines.duckdb import Engine
from transforms.engines.splink import splink_linker

ENOUGH_TRUE_PAIRS = 50
"""True pairs that know a kind on both sides, below which its `m` is not counted: a share of 0.9 would be ± 0.1."""
STRANGERS = 1_000
"""Records drawn per side for random pairs: some two million pairs of each sort, as many as rare agreement asks for."""
STRANGERS_IN_PIECES = 500
"""Of those, records whose pieces are compared too, which is dearer: half a million pairs of each sort."""
PAIRS_FOR_MAXIMISATION = 1_000_000
"""Pairs that a rule of expectation maximisation may bring; one that brings more is not used."""
FEWEST_PAIRS_FOR_MAXIMISATION = 100

_MAXIMISATION_RULES = (
    ("name_key", "birthday_key"),
    ("name_key", "area_key"),
    ("birthday_key", "area_key"),
    ("name_key",),
    ("birthday_key",),
    ("card_key",),
)

Source = Literal["certain links", "expectation maximisation"]


@dataclass(frozen=True, slots=True)
class Learned:
    """One comparison with what its grades are worth, best first, disagreement last."""

    comparison: Comparison
    of_one_person: tuple[float, ...]
    of_strangers: tuple[float, ...]
    learnt_from: Source
    without_fold: tuple[tuple[float, ...], ...] = ()
    """`of_one_person` as it would be without the people of each fold; empty where it is not counted on true pairs."""


_COLUMNS = sorted({column for comparison in COMPARISONS for column in comparison.columns})


def sides(pairs: str, one: str = "one", other: str = "other") -> str:
    """Query: the columns of both records of each pair, `x_l` and `x_r`, with the pair."""
    columns = ", ".join(f"l.{column} as {column}_l, r.{column} as {column}_r" for column in _COLUMNS)
    return f"""select p.*, {columns} from {pairs} as p
    join linking.link_records as l on l.number = p.{one}
    join linking.link_records as r on r.number = p.{other}"""


STRANGERS_DRAWN = f"""create or replace table linking.strangers as
with drawn as (
    select number, role, truth_id, row_number() over (partition by role order by md5(profile_id), number) as place
    from linking.link_records where role in ('masked', 'person')
)
select l.number as one, r.number as other, greatest(l.place * 2, r.place) <= {2 * STRANGERS_IN_PIECES} as in_pieces
from drawn as l
join drawn as r on r.role = 'person' and r.place <= {2 * STRANGERS} and r.truth_id <> l.truth_id
where l.place <= {STRANGERS} and (l.role = 'masked' or l.place < r.place)
"""
"""Random pairs of a disguised person or a person with another person.

A nameless record would not do: it may be that person, and where only some hundred people share as many digits by
chance, a few true pairs are most of those that agree.
"""


def _levels(engine: Engine, pairs: str, comparisons: Iterable[Comparison] = COMPARISONS) -> dict[str, list[int]]:
    """How many of the pairs are in each grade of each comparison, best first."""
    comparisons = list(comparisons)
    cases = ", ".join(f"{comparison.case()} as {comparison.kind}" for comparison in comparisons)
    engine.run(f"create or replace table linking.vectors as select {cases} from ({sides(pairs)})")
    counts = " union all ".join(
        f"select '{c.kind}' as kind, {c.kind} as level, count(*) as pairs from linking.vectors"
        f" where {c.kind} is not null group by {c.kind}"
        for c in comparisons
    )
    found = {comparison.kind: [0] * (len(comparison.levels) + 1) for comparison in comparisons}
    for row in engine.rows(counts):
        found[row["kind"]][row["level"]] = row["pairs"]
    engine.run("drop table linking.vectors")
    return {kind: levels[::-1] for kind, levels in found.items()}


def _shares(counts: Sequence[int], more: float = 0.5) -> tuple[float, ...]:
    # half a pair more in each grade, so that one never seen is improbable and not impossible
    more = more or 0.5  # nothing is left of a kind that only one fold knows
    total = sum(counts) + more * len(counts)
    return tuple(float((count + more) / total) for count in counts)


def ranked(comparison: Comparison, of_one_person: Sequence[float], of_strangers: Sequence[float]) -> tuple[float, ...]:
    """`m` such that more agreement is never worth less, grades that contradict it taken together (isotonic).

    Where systems call the same things by other names, one person's records share an item less often than two
    strangers' of one system do. That is of the systems; it must not tell against two records that do share one.
    """
    if not comparison.is_ranked:
        return tuple(of_one_person)
    strangers = np.array(of_strangers)
    worth = isotonic_regression(np.array(of_one_person) / strangers, weights=strangers, increasing=False).x
    return tuple((worth * strangers).tolist())


def learn(engine: Engine) -> list[Learned]:
    """What every comparison is worth that the records know anything about.

    Reads linking.link_records, linking.training_pairs; leaves out a comparison that nothing can be learnt of.
    """
    engine.run(STRANGERS_DRAWN)
    strangers = {
        **_levels(engine, "linking.strangers", (c for c in COMPARISONS if not c.counts_pieces)),
        **_levels(engine, "(from linking.strangers where in_pieces)", (c for c in COMPARISONS if c.counts_pieces)),
    }
    folds = [_levels(engine, f"(from linking.training_pairs where fold = {fold})") for fold in range(FOLDS)]
    counted = []
    for comparison in COMPARISONS:
        kind = comparison.kind
        true_pairs = np.array([fold[kind] for fold in folds])
        if true_pairs.sum() >= ENOUGH_TRUE_PAIRS and sum(strangers[kind]) > 0:
            of_all = true_pairs.sum(axis=0)
            # a grade that neither knows is as improbable to the model of fewer people
            without = (of_all - true_pairs).tolist()
            u = _shares(strangers[kind])
            m, *m_without = (
                ranked(comparison, _shares(pairs, 0.5 * sum(pairs) / of_all.sum()), u)
                for pairs in (of_all.tolist(), *without)
            )
            counted.append(Learned(comparison, m, u, "certain links", tuple(m_without)))
    known = {learned.comparison.kind for learned in counted}
    unknown = [c for c in COMPARISONS if c.kind not in known and sum(strangers[c.kind]) > 0]
    if unknown:
        counted += _maximised(engine, counted, [(c, _shares(strangers[c.kind])) for c in unknown])
    order = {comparison.kind: place for place, comparison in enumerate(COMPARISONS)}
    return sorted(counted, key=lambda learned: order[learned.comparison.kind])


def without_fold(learned: Iterable[Learned], fold: int) -> list[Learned]:
    """What would be learnt without the people of one fold."""
    return [replace(each, of_one_person=each.without_fold[fold]) if each.without_fold else each for each in learned]


def settings(
    learned: list[Learned], unknown: list[tuple[Comparison, tuple[float, ...]]], prior: float
) -> dict[str, Any]:
    """Splink's settings of a model: comparisons with their worth; `unknown` ones have only that of strangers."""
    comparisons: list[Any] = [_settings_of(each.comparison, each.of_strangers, each.of_one_person) for each in learned]
    comparisons += [_settings_of(comparison, of_strangers, None) for comparison, of_strangers in unknown]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "number",
        "probability_two_random_records_match": prior,
        "comparisons": comparisons,
        "retain_matching_columns": False,
    }


def _settings_of(
    comparison: Comparison, of_strangers: tuple[float, ...], of_one_person: tuple[float, ...] | None
) -> dict[str, object]:
    levels: list[dict[str, object]] = [{"sql_condition": comparison.unknown, "is_null_level": True}]
    for place, condition in enumerate([*(level.condition for level in comparison.levels), "ELSE"]):
        level: dict[str, object] = {
            "sql_condition": condition,
            "label_for_charts": comparison.levels[place].words if condition != "ELSE" else comparison.otherwise,
            "u_probability": of_strangers[place],
            "fix_u_probability": True,
        }
        if of_one_person is not None:
            level |= {"m_probability": of_one_person[place], "fix_m_probability": True}
        if condition != "ELSE" and comparison.levels[place].frequency_of:
            level |= {"tf_adjustment_column": comparison.levels[place].frequency_of}
        levels.append(level)
    return {
        "output_column_name": comparison.kind,
        "comparison_description": comparison.words,
        "comparison_levels": levels,
    }


def _maximised(
    engine: Engine, counted: list[Learned], unknown: list[tuple[Comparison, tuple[float, ...]]]
) -> list[Learned]:
    engine.run(
        "create or replace table linking.link_people as select * from linking.link_records where role = 'person'"
    )
    with splink_linker(engine, "link_people", settings(counted, unknown, prior=0.0001)) as linker:
        used = 0
        for keys in _MAXIMISATION_RULES:
            pairs = engine.value(
                f"select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from linking.link_people"
                f" where {' and '.join(f'{key} is not null' for key in keys)} group by {', '.join(keys)})"
            )
            if used < 2 and FEWEST_PAIRS_FOR_MAXIMISATION <= pairs <= PAIRS_FOR_MAXIMISATION:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    " and ".join(f"l.{key} = r.{key}" for key in keys), estimate_without_term_frequencies=True
                )
                used += 1
        model = linker.misc.save_model_to_json()
    found = {}
    for comparison in model["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        found[comparison["output_column_name"]] = [level.get("m_probability") for level in levels]
    return [
        # what was never seen in a grade stays improbable, and four digits are the same in any order of the rows
        Learned(c, ranked(c, [round(max(m or 0.0, 0.001), 4) for m in found[c.kind]], u), u, "expectation maximisation")
        for c, u in unknown
        if used and any(m is not None for m in found[c.kind])
    ]
