"""Pairs in doubt, and what changed about people, of one invented shop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.dashboard.invented_shop import AS_OF

ONE = ("k-wang", "c" + "1" * 16, "138****5678", "王**", "store+mini_program", 7, 420)
SIDES = (
    ("order:meituan/5", None, "138****5678", "W***", "meituan", 3, 210),
    ("k-chen", "c" + "2" * 16, "c***@example.com · M***1", "<b>陈**</b>", "tmall", 1, 96),
    ("order:eleme/9", None, None, None, "eleme", 2, 40),
)


def _side(side: str, facts: tuple) -> dict:
    name, customer, contacts, people, channels, orders, net_sales = facts
    return {
        f"{side}_name": name,
        f"{side}_customer_id": customer,
        f"{side}_contacts": contacts,
        f"{side}_people": people,
        f"{side}_channels": channels,
        f"{side}_first_day": date(2026, 3, 1),
        f"{side}_last_day": date(2026, 10, 1) if orders > 1 else date(2026, 3, 1),
        f"{side}_orders": orders,
        f"{side}_net_sales": Decimal(net_sales),
    }


def people_rows(run_id: str) -> dict[str, list[dict]]:
    """Three pairs in doubt; one night that merged and split, and revised October."""
    pairs = [
        {
            "pair_id": f"pair{place}",
            "place": place,
            "probability": 0.8,
            "evidence": "phone+habits+unheard_of",
            "value": Decimal(other[-1]),
            **_side("one", ONE),
            **_side("other", other),
        }
        for place, other in enumerate(SIDES, start=1)
    ]
    night = {"run_id": run_id, "changed_on": AS_OF}
    merged = [
        {
            **night,
            "change_key": f"change{number}",
            "change": change,
            "customer_id": "c" + "1" * 16 if change == "merged" else None,
            "other_customer_id": f"c{number:016}",
            "orders_moved": 2,
            "net_sales_moved": Decimal(50),
            "reason": reason,
            "evidence": "phone",
        }
        for number, (change, reason) in enumerate(
            [("merged", "new_evidence"), ("merged", "new_evidence"), ("split", "shared_value")]
        )
    ]
    figures = [("customers", 411, 409), ("repeat_rate", 0.3121, 0.3144), ("returning_rate", 0.5, 0.51)]
    revisions = [
        {
            **night,
            "measure": measure,
            "period": "2026-10",
            "value_before": float(before),
            "value_after": float(after),
            "customers_merged": 2,
            "customers_split": 1,
        }
        for measure, before, after in figures
    ]
    rules = {
        "run_id": run_id,
        "rules_of": "now",
        "rules_since": date(2026, 1, 1),
        "is_rebuilt": False,
        "answer_lines": 0,
        "key_id": "k",
        "rules": "{}",
    }
    return {"link_review": pairs, "customer_changes": merged, "revisions": revisions, "linking_rules": [rules]}
