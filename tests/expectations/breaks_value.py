"""The breaks of what is promised of what customers may still bring."""

from __future__ import annotations

from tests.expectations.breakage import VALUE, VALUE_BANDS, VALUE_MODEL, Break

_AT_MOST = "what is certain or likely is no more than the most it could be"

VALUES = [
    Break(
        VALUE_MODEL,
        "one row says whether the model can be believed, where there are customers",
        (f"insert into {VALUE_MODEL} select * from {VALUE_MODEL}",),
    ),
    *(
        Break(
            VALUE_MODEL,
            "a model that is believed was right about the last third to within a quarter",
            (f"update {VALUE_MODEL} set {change}",),
        )
        for change in ("predicted_purchases = 12", "actual_purchases = null", "q = null")
    ),
    Break(
        VALUE,
        "everybody is there once, with what they have brought",
        (f"update {VALUE} set contribution = 1 where customer_id = 'A'",),
    ),
    *(
        Break(
            VALUE,
            "more is expected of a year than of 90 days, and nothing where the model is not believed",
            (f"update {VALUE} set {change} where customer_id = 'A'",),
        )
        for change in ("purchases_90_days = 0.7", "p_alive = null")
    ),
    Break(
        VALUE,
        "more is expected of a year than of 90 days, and nothing where the model is not believed",
        (
            f"update {VALUE_MODEL} set model_state = 'off', "
            + ", ".join(f"{name} = null" for name in ("r", "alpha", "a", "b", "p", "q", "v")),
        ),
        "2 rows",
    ),
    Break(VALUE_BANDS, _AT_MOST, (f"update {VALUE_BANDS} set customers_most = 0 where purchases_from = 1",)),
    *(
        Break(
            VALUE_BANDS,
            "the bands hold everybody once, with what is expected of them",
            (f"update {VALUE_BANDS} set {change}",),
        )
        for change in (
            "customers = 1 where purchases_from = 0",
            "purchases_365_days = 2.1 where purchases_from = 1",
            "contribution_365_days = 41 where purchases_from = 1",
        )
    ),
]
