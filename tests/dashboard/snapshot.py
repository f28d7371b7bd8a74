"""A small home with one published snapshot: a seeded shop of five channels, every table worked out from its orders."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.dashboard.invented_coverage import coverage_of, gaps_of, links
from tests.dashboard.invented_customer_groups import group_rows
from tests.dashboard.invented_fee_audit import fee_audit_month_rows, fee_audit_rows, fee_date_rows
from tests.dashboard.invented_follow_ups import call_rows
from tests.dashboard.invented_homecoming import crossing_rows
from tests.dashboard.invented_morning import morning_rows
from tests.dashboard.invented_night import night_rows
from tests.dashboard.invented_people import people_rows
from tests.dashboard.invented_reconciliation import payout_rows
from tests.dashboard.invented_returns import return_rows
from tests.dashboard.invented_rhythm import rhythm_rows
from tests.dashboard.invented_shop import AS_OF, CHANNELS, FEES, OWN, TOML, Order, simulate
from tests.dashboard.invented_strength import consent_rows, customer_rows, ladder_rows, next_rung_rows
from tests.dashboard.invented_time_to_next import waiting_rows
from tests.dashboard.invented_whatif import whatif_rows
from transforms.settings import Home
from transforms.tables import PUBLISHED
from transforms.tables.words import FEE_TYPES, GRAINS, WINDOW_DAYS


def _share(part: Decimal, whole: Decimal) -> float | None:
    return float(part / whole) if whole else None


def _costs(orders: list[Order]) -> list[dict]:
    rows = []
    groups = defaultdict(list)
    for order in orders:
        groups[order.month, order.channel, order.branch].append(order)
    for (month, channel, branch), group in groups.items():
        fees = dict.fromkeys(FEE_TYPES, Decimal(0))
        for order in group:
            for fee_type, rate in FEES[channel].items():
                if order.fees_known:
                    fees[fee_type] += (order.gross * Decimal(rate)).quantize(Decimal("0.01"))
        gross = sum(order.gross for order in group)
        net = sum(order.net_sales for order in group)
        own_costs = Decimal(len(group)) * (Decimal("5") if channel == "mini_program" else Decimal("0.5"))
        total = sum(fees.values())
        rows.append(
            {
                "month": month,
                "channel": channel,
                "branch": branch,
                "currency": "CNY",
                "orders": len(group),
                "gross": gross,
                "merchant_discount": sum(order.merchant_discount for order in group),
                "platform_discount": Decimal(0),
                "refunded": sum(order.refunded for order in group),
                "net_sales": net,
                "fees": total,
                **fees,
                "own_costs": own_costs,
                "contribution": net - total - own_costs,
                "take_rate_gross": _share(total, gross),
                "take_rate_net": _share(total, net),
                "orders_with_unknown_fees": sum(not order.fees_known for order in group),
                "is_complete": month < f"{AS_OF:%Y-%m}",
            }
        )
    return rows


def period_of(day: date, grain: str) -> str:
    """Name of the period a day lies in."""
    if grain == "month":
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if grain == "quarter" else str(day.year)


def _flows(orders: list[Order]) -> list[dict]:
    rows = []
    for grain in GRAINS:
        days: dict[str, dict[int, Counter]] = defaultdict(lambda: defaultdict(Counter))
        first: dict[int, str] = {}
        for person, day, channel in sorted({(o.person, o.day, o.channel) for o in orders if o.person is not None}):
            days[period_of(day, grain)][person][channel] += 1
            first.setdefault(person, period_of(day, grain))
        names = sorted(days)

        def state(person: int, name: str, days=days) -> str:
            counts = days[name].get(person)
            if not counts:
                return "none"
            channel, top = max(counts.items(), key=lambda item: (item[1], item[0]))
            return channel if top / sum(counts.values()) >= 0.6 else "mixed"

        for before, name in pairwise(names):
            cells: Counter = Counter()
            for person, seen in first.items():
                if seen > name:
                    continue
                start = state(person, before)
                if seen == name:
                    start = "became_identified" if person % 5 == 0 else "new"
                cells[start, state(person, name)] += 1
            for (start, end), n in cells.items():
                rows.append(
                    {
                        "grain": grain,
                        "period": name,
                        "from_state": start,
                        "to_state": end,
                        "customers": n,
                        "customers_in_left_margin": 0,
                        "net_sales": Decimal(0),
                        "is_complete": name < period_of(AS_OF, grain),
                    }
                )
    return rows


def _days(orders: list[Order]) -> dict[int, list[tuple[date, str]]]:
    found: dict[int, set] = defaultdict(set)
    for order in orders:
        if order.person is not None:
            found[order.person].add((order.day, order.channel))
    return {person: sorted(days) for person, days in found.items()}


def _rates(orders: list[Order]) -> list[dict]:
    people = _days(orders)
    rows = []

    def put(measure, window, scope, channel, period, who, again, complete=True):  # noqa: PLR0917
        rows.append(
            {
                "measure": measure,
                "window_days": window,
                "scope": scope,
                "channel": channel,
                "period": period,
                "customers": len(who),
                "repeaters": len(again),
                "rate": len(again) / len(who) if who else None,
                "is_complete": complete,
            }
        )

    for channel in ("all", *CHANNELS):
        for scope in ("anywhere", "in_channel"):
            here = {p: [d for d, c in days if channel in ("all", c)] for p, days in people.items()}
            counted = {p: [d for d, c in people[p] if scope == "anywhere" or channel in ("all", c)] for p in people}
            for window in WINDOW_DAYS:
                start = AS_OF - timedelta(days=window - 1)
                who = [p for p in people if any(d >= start for d in here[p])]
                again = [p for p in who if len({d for d in counted[p] if d >= start}) >= 2]
                put("repeat_rate", window, scope, channel, "all", who, again)
                back = [p for p in who if any(d < start for d in counted[p])]
                put("returning_rate", window, scope, channel, "all", who, back)
                firsts = {p: days[0][0] for p, days in people.items() if channel in ("all", days[0][1])}
                reach = timedelta(days=window)
                repeat = {p for p, f in firsts.items() if any(f < d <= f + reach for d in counted[p])}
                ripe = [p for p, f in firsts.items() if f + reach <= AS_OF]
                put("repurchase", window, scope, channel, "all", ripe, [p for p in ripe if p in repeat])
                for month in sorted({f"{f:%Y-%m}" for f in firsts.values()}):
                    of_month = [p for p, f in firsts.items() if f"{f:%Y-%m}" == month]
                    last = date(int(month[:4]) + (month[5:] == "12"), int(month[5:]) % 12 + 1, 1) - timedelta(days=1)
                    put(
                        "repurchase",
                        window,
                        scope,
                        channel,
                        month,
                        of_month,
                        [p for p in of_month if p in repeat],
                        last + reach <= AS_OF,
                    )
    return rows


def _cohorts(orders: list[Order]) -> list[dict]:
    people = _days(orders)
    rows = []
    for channel in ("all", *CHANNELS):
        groups = defaultdict(list)
        for person, days in people.items():
            if channel in ("all", days[0][1]):
                groups[f"{days[0][0]:%Y-%m}"].append(person)
        for month, members in groups.items():
            start = int(month[:4]) * 12 + int(month[5:]) - 1
            now = AS_OF.year * 12 + AS_OF.month - 1
            for k in range(now - start + 1):

                def since(day: date, start: int = start) -> int:
                    return day.year * 12 + day.month - 1 - start

                rows.append(
                    {
                        "cohort_month": month,
                        "first_channel": channel,
                        "k": k,
                        "size": len(members),
                        "bought_in": sum(any(since(d) == k for d, _ in people[p]) for p in members),
                        "on_or_after": sum(any(since(d) >= k for d, _ in people[p]) for p in members),
                        "returned_by": sum(any(1 <= since(d) <= k for d, _ in people[p]) for p in members),
                        "repeated_in_first_month": sum(
                            len({d for d, _ in people[p] if since(d) == 0}) >= 2 for p in members
                        ),
                        "net_sales": Decimal(0),
                        "is_complete": start + k < now,
                    }
                )
    return rows


def published_rows(run_id: str = "2026-11-14-a1b2c3", people: int = 900) -> dict[str, list[dict]]:
    """Rows of every table the dashboard reads, consistent with one set of orders."""
    orders = simulate(people)
    channels = [
        {
            "channel": name,
            "kind": kind,
            "is_own": name in OWN,
            "position": index,
            "labels": json.dumps({"en": en, "zh-Hans": hans, "zh-Hant": hant}, ensure_ascii=False),
        }
        for index, (name, (kind, en, hans, hant)) in enumerate(CHANNELS.items())
    ]
    about = {
        "as_of_day": AS_OF,
        "run_id": run_id,
        "published_at": datetime(2026, 11, 15, 3, 40, tzinfo=UTC).replace(tzinfo=None),
        "versions": "{}",
        "currency": "CNY",
        "time_zone": "Asia/Shanghai",
        "business": "Tea & Bread",
    }
    return {
        "about": [about],
        "channels": channels,
        "channel_costs": _costs(orders),
        "payout_reconciliation": payout_rows(),
        "fee_audit": fee_audit_rows(),
        "fee_dates": fee_date_rows(_costs(orders)),
        "whatif_inputs": whatif_rows(),
        "fees_by_customer_group": group_rows(orders),
        "fee_audit_months": fee_audit_month_rows(),
        "identity_coverage": coverage_of(orders),
        "coverage_gaps": gaps_of(coverage_of(orders)),
        **links(),
        "migration_flows": _flows(orders),
        "homecoming": crossing_rows(_days(orders)),
        "strength_ladder": ladder_rows(_days(orders)),
        "follow_ups": call_rows(),
        "tags": [{"customer_id": f"c{n:016x}", "tag": "=weekend"} for n in range(90)],
        "next_rung": next_rung_rows(_days(orders)),
        "customers": customer_rows(_days(orders)),
        "consents": consent_rows(_days(orders)),
        "repeat_rates": _rates(orders),
        "cohorts": _cohorts(orders),
        "morning_findings": morning_rows(),
        **return_rows(orders),
        "time_to_next": waiting_rows(_days(orders)),
        **rhythm_rows(_days(orders)),
        **night_rows(run_id),
        **people_rows(run_id),
    }


def with_bounds(row: dict, columns: tuple[str, ...]) -> dict:
    """A row whose X_likely and X_most are those given, else X: without likely links all is certain."""
    bounds = {}
    for name in columns:
        base, _, bound = name.rpartition("_")
        if bound in ("likely", "most") and f"{base}_most" in columns and name not in row:
            certain = row[base]
            bounds[name] = float(certain) if bound == "likely" and certain is not None else certain
    return {**row, **bounds}


def write_snapshot(path: Path, rows: dict[str, list[dict]]) -> None:
    """A snapshot file holding every published table, filled where rows are given."""
    connection = duckdb.connect(str(path))
    for declared in PUBLISHED:
        connection.execute(declared.create_sql()).fetchall()
        given = [with_bounds(row, declared.column_names) for row in rows.get(declared.name, [])]
        if given:
            columns = {name: [row[name] for row in given] for name in declared.column_names}
            connection.register("given", pa.table(columns))
            connection.execute(f"insert into {declared.name} select * from given").fetchall()
            connection.unregister("given")
    connection.close()


def publish(home: Home, rows: dict[str, list[dict]], run_id: str) -> None:
    """Make a snapshot current, as the night does: a new file, then one rename."""
    target = home.published / f"{run_id}.duckdb"
    write_snapshot(target, rows)
    fresh = home.published / "next"
    fresh.symlink_to(target.name)
    fresh.rename(home.current)


def night_line(run_id: str, day: date, state: str, reason: str = "", **why: object) -> str:
    """One line of the history of runs."""
    started = datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC) + timedelta(days=1)
    return json.dumps(
        {
            "run_id": run_id,
            "as_of_day": day.isoformat(),
            "started_at": started.isoformat(),
            "finished_at": (started + timedelta(minutes=6)).isoformat(),
            "state": state,
            "reason": reason,
            "source": "airflow",
            **why,
        }
    )


def make_home(path: Path, rows: dict[str, list[dict]] | None = None) -> Home:
    """A home folder with settings, one snapshot and three weeks of nights."""
    home = Home(path)
    home.make_folders()
    home.shop_toml.write_text(TOML, encoding="utf-8")
    publish(home, rows or published_rows(), "2026-11-14-a1b2c3")
    lines = []
    for back in range(20, -1, -1):
        day = AS_OF - timedelta(days=back)
        state = {6: "withheld", 11: "failed"}.get(back, "published")
        lines.append(night_line(f"{day}-a1b2c3", day, state, "" if state == "published" else "orders fell by half"))
    home.runs.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return home
