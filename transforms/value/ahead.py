"""What the customers of today may still bring: the models fitted, held against the last third, and asked."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa

from transforms.core.parameters import Parameters
from transforms.engines.duckdb import Engine
from transforms.published import value_ahead as sql
from transforms.value import bg_nbd, gamma_gamma
from transforms.value.bg_nbd import BgNbd, Floats, Histories
from transforms.value.gamma_gamma import GammaGamma

LEAST_DAYS = 180
LEAST_REPEATERS = 100
"""So many must have come again within the first two thirds; of fewer, four parameters are guesses."""
AT_MOST_OFF = 0.25
"""Predicted purchases may miss those of the last third by this share of them."""

_SUMS = [f"{said}_{what}" for said in ("predicted", "actual") for what in ("purchases", "contribution")]
_MODEL = {
    **dict.fromkeys(("people", "repeaters", "history_days", "held_out_days", "held_out_people"), pa.int64()),
    "model_state": pa.string(),
    "calibrated_until": pa.date32(),
    **dict.fromkeys(("r", "alpha", "a", "b", "log_likelihood", "p", "q", "v"), pa.float64()),
    **dict.fromkeys(_SUMS, pa.float64()),
}


class Fitted(NamedTuple):
    """Both models of one set of histories."""

    buying: BgNbd
    bringing: GammaGamma


def look_ahead(engine: Engine, parameters: Parameters) -> None:
    """Fill work.value_model and work.value_predicted: the models if they can be believed, else why not."""
    for statement in (sql.span_sql(parameters), sql.histories_sql(parameters), sql.held_out_sql(parameters)):
        engine.run(statement)
    model, buying = _judged(engine, parameters)
    engine.put("work.value_model", {name: pa.array([model.get(name)], kind) for name, kind in _MODEL.items()})
    if buying is None:
        engine.run(sql.NOTHING_PREDICTED)
        return
    alike = _histories(engine, "work.value_histories")
    purchases = {f"purchases_{days}": bg_nbd.expected(buying, alike, days) for days in sql.HORIZONS}
    _put_groups(engine, "work.value_groups", alike, {"p_alive": bg_nbd.alive(buying, alike), **purchases})
    engine.run(sql.PREDICTED)


def _judged(engine: Engine, parameters: Parameters) -> tuple[dict[str, Any], BgNbd | None]:
    """The row of the model, and how people buy where it can be believed."""
    (span,) = engine.rows("select first_day, calibrated_until from work.value_span")
    (seen,) = engine.rows(sql.PEOPLE)
    held_out_days = (parameters.as_of_day - span["calibrated_until"]).days
    model: dict[str, Any] = {
        **seen,
        "history_days": (parameters.as_of_day - span["first_day"]).days + 1,
        "held_out_days": held_out_days,
        "calibrated_until": span["calibrated_until"],
    }
    if model["history_days"] < LEAST_DAYS:
        return {**model, "model_state": "short_history"}, None
    learnt = _histories(engine, "work.value_held_out")
    if learnt.people[learnt.x > 0].sum() < LEAST_REPEATERS:
        return {**model, "model_state": "few_repeaters"}, None
    before = _fit(engine, "work.value_held_out", learnt)
    now = _fit(engine, "work.value_histories", _histories(engine, "work.value_histories", "scenario <= 0"))
    if before is None or now is None:
        return {**model, "model_state": "not_fitted"}, None
    model |= _held_out(engine, before, learnt, held_out_days)
    missed = abs(model["predicted_purchases"] - model["actual_purchases"])
    if missed > AT_MOST_OFF * model["actual_purchases"]:
        return {**model, "model_state": "off"}, None
    return {**model, **now.bringing._asdict(), **now.buying._asdict(), "model_state": "enough"}, now.buying


def _histories(engine: Engine, table: str, where: str = "true") -> Histories:
    found = engine.arrays(sql.groups_sql(table, where))
    return Histories(found["x"], found["t_x"], found["days_known"], found["people"])


def _fit(engine: Engine, table: str, histories: Histories) -> Fitted | None:
    repeaters = engine.arrays(sql.repeaters_sql(table))
    if len(repeaters["x"]) < LEAST_REPEATERS:
        return None
    buying, bringing = bg_nbd.fit(histories), gamma_gamma.fit(repeaters["x"], repeaters["mean"])
    return Fitted(buying, bringing) if bringing else None


def _held_out(engine: Engine, before: Fitted, learnt: Histories, days: int) -> dict[str, float]:
    """What the models of the first two thirds said of the last one, and what came."""
    purchases = bg_nbd.expected(before.buying, learnt, days)
    _put_groups(engine, "work.value_held_out_groups", learnt, {"purchases": purchases})
    bringing = before.bringing._asdict()
    engine.put("work.value_held_out_model", {name: pa.array([bringing[name]]) for name in ("p", "q", "v")})
    return engine.rows(sql.HELD_OUT)[0]


def _put_groups(engine: Engine, table: str, histories: Histories, said: dict[str, Floats]) -> None:
    """A table of histories, and what is said of the people of each."""
    columns = {"x": histories.x, "t_x": histories.t_x, "days_known": histories.T, **said}
    engine.put(table, {name: pa.array(values) for name, values in columns.items()})
