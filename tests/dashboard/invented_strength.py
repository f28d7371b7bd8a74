"""Rungs in the invented shop, from each person's purchase days; one person in three cannot be reached."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from tests.dashboard.invented_shop import AS_OF, OWN

SUPER_FROM = 12


def _is_reachable(person: int) -> bool:
    return person % 3 != 0


def rung(person: int, visits: list[tuple[date, str]], month: str) -> str:
    """The rung of a person at the end of a month."""
    seen = [(day, channel) for day, channel in visits if f"{day:%Y-%m}" <= month]
    days = {day for day, _ in seen}
    if not days:
        return "none"
    if len(days) == 1:
        return "random"
    if not _is_reachable(person) or not _came_back_to_us(seen):
        return "weak"
    return "super" if len(days) >= SUPER_FROM else "strong"


def _came_back_to_us(visits: list[tuple[date, str]]) -> bool:
    return any(channel in OWN and day > visits[0][0] for day, channel in visits)


def ladder_rows(people: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """Everybody by month and pair of rungs."""
    months = sorted({f"{day:%Y-%m}" for visits in people.values() for day, _ in visits})
    cells: Counter[tuple[str, str, str]] = Counter()
    for person, visits in people.items():
        before = "none"
        for month in months:
            now = rung(person, visits, month)
            if now != "none":
                cells[month, before, now] += 1
            before = now
    return [
        {
            "month": month,
            "from_strength": before,
            "to_strength": now,
            "customers": number,
            "net_sales": Decimal(number * 20),
            "super_from_days": SUPER_FROM,
            "is_complete": month < f"{AS_OF:%Y-%m}",
        }
        for (month, before, now), number in sorted(cells.items())
    ]


def _lift(person: int, visits: list[tuple[date, str]], strength: str) -> str | None:
    if strength == "weak":
        lacks = {"own_channel": not _came_back_to_us(visits), "consent": not _is_reachable(person)}
        return "_and_".join(name for name, is_missing in lacks.items() if is_missing)
    return {"random": "second_purchase", "strong": "purchase_days", "super": None}[strength]


def customer_rows(people: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """One row per person."""
    rows = []
    for person, visits in people.items():
        days = sorted({day for day, _ in visits})
        strength = rung(person, visits, f"{AS_OF:%Y-%m}")
        rows.append(
            {
                "customer_id": f"c{person:016x}",
                "first_order_day": days[0],
                "last_order_day": days[-1],
                "purchase_days": len(days),
                "orders": len(visits),
                "net_sales": Decimal(20 * len(visits)),
                "fees": Decimal(len(visits)),
                "contribution": Decimal(15 * len(visits)),
                "first_channel": visits[0][1],
                "latest_channel": visits[-1][1],
                "main_channel": visits[0][1],
                "strength": strength,
                "lift": _lift(person, visits, strength),
                "lifecycle": None,
                "segment": None,
                "reachable": _is_reachable(person),
                "link_evidence": "member",
                "link_probability": 1.0,
                "is_in_left_margin": False,
            }
        )
    return rows


def consent_rows(people: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """Whoever can be reached has agreed to it at the till, with a phone."""
    return [
        {
            "customer_id": row["customer_id"],
            "purpose": "marketing",
            "consent": True,
            "since_day": row["first_order_day"],
            "source": "till",
            "contact_kinds": "phone",
        }
        for row in customer_rows(people)
        if row["reachable"]
    ]


def next_rung_rows(people: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """People by what would lift them."""
    cells = Counter((row["strength"], row["lift"]) for row in customer_rows(people) if row["lift"])
    return [{"strength": rung, "lift": lift, "customers": number} for (rung, lift), number in sorted(cells.items())]
