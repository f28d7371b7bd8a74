"""Probable links: which nameless records and which people may be one person, and how probable each is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

import pyarrow as pa

from transforms.customers.probable import blocking, records
from transforms.customers.probable.blocking import BlockingRow
from transforms.customers.probable.calibration import Band, Links, Scored, calibrated
from transforms.customers.probable.comparisons import COMPARISONS
from transforms.customers.probable.training import Learned, learn, settings, sides, without_fold
from transforms.engines.duckdb import Engine
from transforms.engines.splink import linking_schema, splink_linker

FEWEST_TRUE_PAIRS = 200
"""Certain true pairs below which nothing is learnt: three quarters of them count a share to ± 0.04."""
FEWEST_HELD_OUT = 100
"""People seen in two systems below which no calibration can be measured, each held out in turn."""
LEAST_WEIGHT = -8.0
"""Pairs of a lower match weight (a probability below 0.4 %) are let go while they are scored."""
State = Literal["trained", "too_little"]
Lacking = Literal["", "true_pairs", "held_out", "evidence"]
"""What there is too little of: certain true pairs, held-out people, or kinds of evidence that both sides know."""


@dataclass(frozen=True)
class Probable:
    """What one linking did: whether it could learn, from how much, which pairs it looked at, what it found."""

    state: State
    lacking: Lacking
    true_pairs: int
    held_out: int
    """People seen in two systems: the truth of each was hidden from a model of the others, to measure by."""
    nameless: int
    people: int
    pairs_compared: int = 0
    links: int = 0
    blocking: tuple[BlockingRow, ...] = ()
    learned: tuple[Learned, ...] = ()
    calibration: tuple[Band, ...] = ()

    @property
    def sentence(self) -> str:
        """How it went, in a sentence for the log."""
        if self.state == "trained":
            return f"{self.links:,} probable links, learnt from {self.true_pairs:,} certain pairs"
        return {
            "true_pairs": f"no probable links: {self.true_pairs} pairs of records are known to be one person's, and"
            f" it takes {FEWEST_TRUE_PAIRS} to learn from",
            "held_out": f"no probable links: {self.held_out} people seen in two systems are left to measure by, and"
            f" it takes {FEWEST_HELD_OUT}",
        }.get(self.lacking, "no probable links: certain pairs know no kind of evidence on both sides")


def probable_links(engine: Engine) -> Probable:
    """Fill work.probable_links and work.link_calibration from work.profiles, and say how it went.

    Reads work.answered_profiles (one_profile, other_profile, is_same) where there is one. The result depends on the
    profiles alone, not on their order.
    """
    found = Probable("too_little", "", **engine.rows(_SIZE)[0])
    if found.true_pairs < FEWEST_TRUE_PAIRS:
        return _nothing(engine, replace(found, lacking="true_pairs"))
    if found.held_out < FEWEST_HELD_OUT:
        return _nothing(engine, replace(found, lacking="held_out"))
    with linking_schema(engine):
        return _link(engine, found)


def _link(engine: Engine, found: Probable) -> Probable:
    answers = "work.answered_profiles" if "answered_profiles" in engine.tables("work") else records.NO_ANSWERS
    for statement in (records.LEARNERS, records.DISGUISES, records.RECORDS, records.answered(answers), blocking.BLOCKS):
        engine.run(statement)
    engine.run(blocking.block_sizes(blocking.budget(found.nameless + found.people)))
    engine.run(blocking.LABELLED)
    engine.run(_TRAINING_PAIRS)
    learned = learn(engine)
    if not learned:
        return _nothing(engine, replace(found, lacking="evidence"))
    engine.run(blocking.PAIRS)
    scored = _scored(engine, learned, found.people)
    shares = {row["role"]: row["share"] for row in engine.rows(_SHARE_SEEN_AGAIN)}
    links, measured = calibrated(scored, shares, {"anonymous": found.nameless, "person": found.people})
    _write_links(engine, links)
    _write_calibration(engine, measured)
    return replace(
        found,
        state="trained",
        pairs_compared=engine.value("select count(*) from linking.link_pairs"),
        links=len(links),
        blocking=blocking.report(engine.rows(blocking.REPORT)),
        learned=tuple(learned),
        calibration=tuple(measured),
    )


_SIZE = f"""
with people as (
    select truth_id, count(*) as views
    from work.profiles where truth_id is not null and family <> '{records.WHOLE}'
    group by truth_id
)
select coalesce(sum(views * (views - 1) // 2), 0)::bigint as true_pairs,
    count(*) filter (where views > 1) as held_out,
    (select count(*) from work.profiles where is_anonymous) as nameless,
    (select count(*) from work.profiles where not is_anonymous and family = '{records.WHOLE}') as people
from people
"""

_TRAINING_PAIRS = """create or replace table linking.training_pairs as
select l.one, l.other, p.fold
from linking.labelled as l
join linking.link_records as p on p.number = l.one
"""
"""The owner's answers are not among them: only doubtful pairs are asked about, which agree in less than others do."""

_SHARE_SEEN_AGAIN = """
select p.role, (count(distinct l.one) + 0.5) / (count(distinct p.number) + 1) as share
from linking.link_records as p
left join linking.labelled as l on l.one = p.number and l.is_met
where p.role in ('masked', 'bare')
group by p.role
"""
"""Of the disguised, how many have another view that the rules bring together with them: the chance beforehand."""


def _nothing(engine: Engine, found: Probable) -> Probable:
    engine.run(f"create or replace table work.probable_links ({_LINK_COLUMNS})")
    _write_calibration(engine, [])
    return found


def _scored(engine: Engine, learned: list[Learned], people: int) -> Scored:
    engine.run("create or replace table linking.predicted (number_l integer, number_r integer, match_weight double)")
    # nobody disguised is asked about by a model that has seen them
    models = {"is null": learned} | {f"= {fold}": without_fold(learned, fold) for fold in range(records.FOLDS)}
    for of_fold, model in models.items():
        engine.run(_PAIRS_ASKED.format(of_fold=of_fold))
        with splink_linker(engine, "link_records", settings(model, [], 1 / (people + 1)), "pairs_asked") as linker:
            predicted = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
            engine.run(
                "insert into linking.predicted"
                f" select number_l, number_r, match_weight from linking.{predicted.physical_name}"
            )
    engine.run(_SCORED)
    columns = engine.arrays(
        "select one, other, weight, role, fold, is_right, answer, person from linking.scored order by one, other"
    )
    return Scored(**columns)


_PAIRS_ASKED = """create or replace table linking.pairs_asked as
select p.* from linking.link_pairs as p
join linking.link_records as l on l.number = p.join_key_l and l.fold {of_fold}"""

_SCORED = """create or replace table linking.scored as
with named as (
    select p.number_l as one, p.number_r as other, l.role, p.match_weight as weight,
        coalesce(l.fold, -1) as fold, r.role = 'view' as is_right,
        case when w.is_same is null then 0 when w.is_same then 1 else -1 end as answer,
        coalesce(t.number, p.number_l) as person
    from linking.predicted as p
    join linking.link_records as l on l.number = p.number_l
    join linking.link_records as r on r.number = p.number_r
    left join linking.link_records as t on l.fold is not null and t.role = 'person' and t.truth_id = l.truth_id
    left join linking.answered as w on w.one = p.number_l and w.other = p.number_r
)
select * from named
qualify not is_right or row_number() over (partition by one, is_right order by weight desc, other) = 1
"""
"""Each pair with its weight. The best of the views of the person that a probe was made of stands for the person."""

_LINK_COLUMNS = "one_profile varchar, other_profile varchar, match_weight double, probability double, evidence varchar"
_AGREEING = ", ".join(
    f"case when {comparison.agrees()} then '{comparison.evidence or comparison.kind}' end" for comparison in COMPARISONS
)


def _write_links(engine: Engine, links: Links) -> None:
    columns = {"one": links.one, "other": links.other, "probability": links.probability}
    engine.put("linking.links", {name: pa.array(values) for name, values in columns.items()})
    engine.run(f"""create or replace table work.probable_links as
with compared as (
    select one, other, probability, concat_ws('+', {_AGREEING}) as evidence
    from ({sides("linking.links")})
)
select a.profile_id as one_profile, b.profile_id as other_profile,
    round(s.weight, 6) as match_weight, c.probability, c.evidence
from compared as c
join linking.link_records as a on a.number = c.one
join linking.link_records as b on b.number = c.other
join linking.scored as s on s.one = c.one and s.other = c.other
order by one_profile, other_profile""")


def _write_calibration(engine: Engine, measured: list[Band]) -> None:
    names = [field.name for field in fields(Band)]
    kinds = (pa.float64(), pa.float64(), pa.int64(), pa.int64(), pa.float64())
    columns = {
        name: pa.array([getattr(band, name) for band in measured], type=kind)
        for name, kind in zip(names, kinds, strict=True)
    }
    engine.put("work.link_calibration", columns)
