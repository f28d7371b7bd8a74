"""People moving between channels from one period to the next: folding, order and the sentence about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dashboard import data, numbers
from dashboard.charts import bounds
from dashboard.charts.intervals import wilson
from dashboard.charts.scene import OTHERS, Scene
from dashboard.charts.view import CellKind
from dashboard.data import Row

AT_MOST_STATES = 8
TOO_FEW = 30
"""Under so many people a cell carries its interval."""
AFTER_CHANNELS = ("mixed", "became_identified", "new", "none")
COLUMNS: tuple[tuple[str, CellKind], ...] = (
    ("from_state", "text"),
    ("to_state", "text"),
    ("customers", "people"),
    ("share", "share"),
    ("interval", "text"),
    ("customers_likely", "people"),
    ("customers_most", "people"),
)
"""The table behind the picture and the matrix of one period's flows: it is the same table."""


@dataclass(frozen=True)
class Flows:
    """The folded matrix of one period: people per pair of states, states in their fixed order."""

    period: str
    is_complete: bool
    cells: dict[tuple[str, str], Row]
    from_states: list[str]
    to_states: list[str]

    def people(self, from_state: str, to_state: str) -> int:
        """People in one cell."""
        return int(self.cells[from_state, to_state]["customers"]) if (from_state, to_state) in self.cells else 0

    def row_total(self, from_state: str) -> int:
        """People in a state the period before."""
        return sum(self.people(from_state, to_state) for to_state in self.to_states)

    def column_total(self, to_state: str) -> int:
        """People in a state in the period."""
        return sum(self.people(from_state, to_state) for from_state in self.from_states)


def chosen_period(scene: Scene) -> tuple[str, bool] | None:
    """The period asked for, None where it has no flows; the latest complete one where none was asked for."""
    periods = dict(data.flow_periods(scene.reader, scene.filters.grain))
    if not periods:
        return None
    if scene.filters.period is not None:
        chosen = scene.filters.period
        return (chosen, periods[chosen]) if chosen in periods else None
    done = [name for name, over in periods.items() if over]
    latest = max(done) if done else max(periods)
    return latest, periods[latest]


def missing_period(scene: Scene) -> list[str]:
    """Every possible period where the chosen one has no period before it or is not in the data; else nothing."""
    possible = [name for name, _ in data.flow_periods(scene.reader, scene.filters.grain)]
    chosen = scene.filters.period
    return possible if chosen is not None and chosen not in possible else []


def _folding(scene: Scene, rows: list[Row]) -> dict[str, str]:
    """Which platforms go into `others`: the smallest, until no side has more than eight states."""
    sizes: dict[str, int] = defaultdict(int)
    for row in rows:
        for side in ("from_state", "to_state"):
            sizes[row[side]] += row["customers"]
    present = {row["from_state"] for row in rows if row["customers"]}
    present |= {row["to_state"] for row in rows if row["customers"]}
    platforms = sorted((name for name in present if scene.is_platform(name)), key=lambda name: (sizes[name], name))
    extra = len(present) - AT_MOST_STATES
    folded = platforms[: extra + 1] if extra > 0 else []
    return dict.fromkeys(folded, OTHERS) if len(folded) > 1 else {}


def read(scene: Scene) -> Flows | None:
    """The folded flows of the chosen period; None when there are none."""
    chosen = chosen_period(scene)
    if chosen is None:
        return None
    rows = [row for row in data.flows(scene.reader, scene.filters.grain, chosen[0]) if row["customers_most"]]
    if not any(row["customers"] for row in rows):
        return None
    fold = _folding(scene, rows)
    cells: dict[tuple[str, str], Row] = {}
    for row in rows:
        start, end = str(row["from_state"]), str(row["to_state"])
        pair = fold.get(start, start), fold.get(end, end)
        cells[pair] = bounds.summed([row, *([cells[pair]] if pair in cells else [])], "customers")
    order = [*scene.channels, OTHERS, *AFTER_CHANNELS]
    order += sorted({name for pair in cells for name in pair} - set(order))
    return Flows(
        chosen[0],
        chosen[1],
        cells,
        [name for name in order if any(pair[0] == name for pair in cells)],
        [name for name in order if any(pair[1] == name for pair in cells)],
    )


def title(scene: Scene, flows: Flows) -> str:
    """The finding: who moved home, who moved away, or that both balance within chance."""
    own = [name for name in flows.to_states if scene.is_own(name)]
    platforms = [name for name in flows.from_states if scene.is_platform(name)]
    home = sum(flows.people(name, to) for name in platforms for to in own)
    away = sum(
        flows.people(name, to)
        for name in flows.from_states
        if scene.is_own(name)
        for to in flows.to_states
        if scene.is_platform(to)
    )
    period = scene.period(flows.period)
    if home + away == 0:
        return scene.t("title.migration.nobody", period=period)
    low, high = wilson(home, home + away)
    if low <= 0.5 <= high:
        return scene.t("title.migration.balanced", period=period, home=scene.count(home), away=scene.count(away))
    if high < 0.5:
        return scene.t("title.migration.away", period=period, home=scene.count(home), away=scene.count(away))
    best = _most_moved(scene, flows)
    if best:
        part, total, name = best
        n = numbers.one_in(part / total)
        if n:
            return scene.t(
                "title.migration.one_in",
                n=numbers.word(n, scene.language),
                channel=scene.label(name),
                before=scene.period(numbers.previous_period(flows.period)),
                period=period,
            )
    return scene.t("title.migration.home", period=period, home=scene.count(home), away=scene.count(away))


def _most_moved(scene: Scene, flows: Flows) -> tuple[int, int, str] | None:
    """The platform that the largest share left for our own channels: how many, of how many; None if all are small."""
    candidates = []
    for name in flows.from_states:
        total = flows.row_total(name)
        if scene.is_platform(name) and name != OTHERS and total >= TOO_FEW:
            part = sum(flows.people(name, to) for to in flows.to_states if scene.is_own(to))
            candidates.append((part / total, part, total, name))
    return max(candidates)[1:] if candidates else None


def subtitle(scene: Scene, flows: Flows) -> str:
    """Which two periods are compared, in people."""
    before = numbers.previous_period(flows.period)
    return scene.t("subtitle.migration", before=scene.period(before), period=scene.period(flows.period))


def coverage(scene: Scene, flows: Flows) -> str:
    """How many orders of the two periods can be linked to a person."""
    both = numbers.previous_period(flows.period), flows.period
    return scene.coverage_sentence([month for period in both for month in numbers.months_of(period)])


def table(scene: Scene, flows: Flows, *, with_nobody: bool) -> list[Row]:
    """One row per pair of states, with its row share and, for small cells, the interval."""
    rows = []
    for from_state in flows.from_states:
        total = flows.row_total(from_state)
        for to_state in flows.to_states:
            cell = flows.cells.get((from_state, to_state))
            if cell is None or (from_state == to_state == "none" and not with_nobody):
                continue
            if scene.filters.channels and not {from_state, to_state} & set(scene.filters.channels):
                continue
            few = cell["customers"] < TOO_FEW
            low, high = wilson(cell["customers"], total) if few else (None, None)
            rows.append(
                {
                    "from": from_state,
                    "to": to_state,
                    "from_state": scene.label(from_state),
                    "to_state": scene.label(to_state),
                    "customers": cell["customers"],
                    "share": cell["customers"] / total if total else None,
                    "interval": scene.share_range(low, high) if total and low is not None and high is not None else "",
                    "customers_likely": cell["customers_likely"],
                    "customers_most": cell["customers_most"],
                }
            )
    return rows


def hover(scene: Scene, row: Row) -> str:
    """One cell as a sentence, with its bounds; a small one with its interval."""
    text = scene.t(
        "hover.migration",
        from_state=row["from_state"],
        to_state=row["to_state"],
        people=scene.count(row["customers"]),
        share=scene.share(row["share"]),
    )
    text = f"{text}<br>{bounds.people(scene, row, 'customers')}"
    return f"{text}<br>{scene.t('hover.few_people', interval=row['interval'])}" if row["interval"] else text


def written(scene: Scene, cell: Row) -> str:
    """Share and people of a cell; where likely links could change it, what it is likely, or how many at most."""
    text = f"{scene.share(cell['share'])}{' ±' if cell['interval'] else ''} · {scene.count(cell['customers'])}"
    if not bounds.differ(cell, "customers"):
        return text
    if cell["customers_most"] > cell["customers"]:
        return f"{text}<br>≤{scene.count(cell['customers_most'])}"
    return f"{text}<br>~{scene.people(cell['customers_likely'])}"


def _bounds(scene: Scene, flows: Flows) -> list[str]:
    """How many moved home and away at most, where likely links could change it."""
    lines = []
    for key, leaves, arrives in (
        ("note.bounds.home", scene.is_platform, scene.is_own),
        ("note.bounds.away", scene.is_own, scene.is_platform),
    ):
        moved = bounds.summed([c for (a, b), c in flows.cells.items() if leaves(a) and arrives(b)], "customers")
        if bounds.differ(moved, "customers"):
            lines.append(scene.t(key, bounds=bounds.people(scene, moved, "customers")))
    unsure = sum(bounds.differ(cell, "customers") for cell in flows.cells.values())
    if unsure:
        lines.append(scene.t.plural("note.bounds.cells", unsure, n=scene.count(unsure)))
    return bounds.notes(scene, lines)


def notes(scene: Scene, flows: Flows) -> list[str]:
    """What is folded, unfinished, or cannot be called migration."""
    found = []
    best = _most_moved(scene, flows)
    if best:
        part, total, name = best
        found.append(
            scene.t(
                "note.moved_home",
                channel=scene.label(name),
                people=scene.count(part),
                total=scene.count(total),
                range=scene.share_range(*wilson(part, total)),
            )
        )
    if not flows.is_complete:
        found.append(scene.t("note.incomplete", period=scene.period(flows.period)))
    if OTHERS in flows.from_states or OTHERS in flows.to_states:
        found.append(scene.t("note.folded"))
    if "became_identified" in flows.from_states:
        n = flows.row_total("became_identified")
        found.append(scene.t.plural("note.became_identified", n, n=scene.count(n)))
    if scene.filters.branch:
        found.append(scene.t("note.all_branches"))
    return [*_bounds(scene, flows), *found]
