"""Promises about what the customers of today may still bring. METRICS.md §4."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, agree, no_rows
from expectations.promises.bounds import at_most

_MODEL = "published.value_model"
_AHEAD = "published.value_ahead"
_BANDS = "published.value_bands"
_CUSTOMERS = "published.customers"


def promises() -> list[Check]:
    """What holds for `value_model`, `value_ahead` and `value_bands`."""
    return [
        no_rows(
            _MODEL,
            "one row says whether the model can be believed, where there are customers",
            "stop",
            f"""
            select counted.rows
            from (select count(*) as rows from {_MODEL} as m) as counted,
                (select least(count(*), 1) as rows from {_CUSTOMERS} as p) as needed
            where counted.rows <> needed.rows
            """,
        ),
        no_rows(
            _MODEL,
            "a model that is believed was right about the last third to within a quarter",
            "stop",
            f"""
            select m.model_state
            from {_MODEL} as m
            where case
                when m.model_state = 'enough' then coalesce(
                    abs(m.predicted_purchases - m.actual_purchases) > 0.25 * m.actual_purchases
                    or m.r + m.alpha + m.a + m.b + m.p + m.q + m.v is null,
                    true
                )
                else coalesce(m.r, m.alpha, m.a, m.b, m.p, m.q, m.v) is not null
            end
            """,
        ),
        agree(
            _AHEAD,
            "everybody is there once, with what they have brought",
            ("customer_id",),
            f"from {_AHEAD}",
            f"from {_CUSTOMERS}",
            numbers=("contribution",),
            is_strict=True,
        ),
        no_rows(
            _AHEAD,
            "more is expected of a year than of 90 days, and nothing where the model is not believed",
            "stop",
            f"""
            select t.customer_id
            from {_AHEAD} as t
            where t.purchases_90_days > t.purchases_365_days + {TOLERANCE}
                or (t.p_alive is null) <> (t.contribution_365_days is null)
                or (t.p_alive is not null) <> (select count(*) > 0 from {_MODEL} as m where m.model_state = 'enough')
            """,
        ),
        at_most(_BANDS, ("customers",)),
        no_rows(
            _BANDS,
            "the bands hold everybody once, with what is expected of them",
            "stop",
            f"""
            select b.purchases_from
            from {_BANDS} as b
            left join {_AHEAD} as t
                on t.purchases_365_days >= b.purchases_from
                and (b.purchases_below is null or t.purchases_365_days < b.purchases_below)
            group by b.purchases_from, b.customers, b.purchases_365_days, b.contribution_365_days
            having b.customers <> count(t.customer_id)
                or abs(b.purchases_365_days - coalesce(sum(t.purchases_365_days), 0)) > 0.01
                or b.contribution_365_days <> coalesce(sum(t.contribution_365_days), 0)
            """,
        ),
    ]
