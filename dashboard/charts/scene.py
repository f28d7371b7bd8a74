"""What every chart needs at hand: texts, names, colours and formats for one snapshot, filter and language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts.view import CellKind, ChartView, Filters, TableColumn
from dashboard.languages import Texts, texts
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import NOT_A_CHANNEL_STATES

Number = Decimal | float | int
NOTABLE = 0.02
"""With more than this share of the orders' fees unknown, a sum of fees is "at least" and compared with nothing."""
OTHERS = "others"
"""Platforms folded together where a picture has no room for each."""
PLAIN_STATES = (*NOT_A_CHANNEL_STATES, OTHERS, "all")


@dataclass(frozen=True)
class Scene:
    """One snapshot seen through one set of filters in one language."""

    reader: SnapshotReader
    filters: Filters
    language: str

    @cached_property
    def t(self) -> Texts:
        """Texts of the language."""
        return texts(self.language)

    @cached_property
    def about(self) -> data.About:
        """What the snapshot is."""
        return data.about(self.reader)

    @cached_property
    def channels(self) -> dict[str, data.Channel]:
        """Every channel by name, own ones first."""
        return {channel.name: channel for channel in data.channels(self.reader)}

    @cached_property
    def colours(self) -> dict[str, str]:
        """Colour of every channel and state."""
        return {**theme.STATES, **theme.channel_colours(self.channels.values())}

    @cached_property
    def money_rows(self) -> list[data.Row]:
        """Sales and costs per month and channel, of the branch chosen; channels in their fixed order."""
        rows = [
            row
            for row in data.channel_months(self.reader, self.filters.branch)
            if row["channel"] in self.channels and self.is_drawn(row["month"])
        ]
        order = list(self.channels)
        return sorted(rows, key=lambda row: (row["month"], order.index(row["channel"])))

    @cached_property
    def coverage_rows(self) -> list[data.Row]:
        """Purchases tied to a person, per month, channel and branch."""
        return data.coverage(self.reader)

    def colour(self, name: str) -> str:
        """Colour of a channel or state."""
        return self.colours.get(name, theme.STATES["others"])

    def is_own(self, name: str) -> bool:
        """Whether a name is an own channel; states are not."""
        return name in self.channels and self.channels[name].is_own

    def is_platform(self, name: str) -> bool:
        """Whether a name is a platform, or platforms folded together."""
        return name == OTHERS or (name in self.channels and not self.channels[name].is_own)

    def label(self, name: str) -> str:
        """Name of a channel or state on screen."""
        if name in PLAIN_STATES:
            return self.t(f"state.{name}")
        return self.channels[name].label(self.language) if name in self.channels else name

    def chosen(self, names: Iterable[str]) -> list[str]:
        """The channels among names that the reader did not filter away, in their fixed order."""
        wanted = set(names)
        return [
            name
            for name in self.channels
            if name in wanted and (not self.filters.channels or name in self.filters.channels)
        ]

    def is_drawn(self, month: str) -> bool:
        """Whether a month lies in the chosen period or before it; every month does where none was chosen."""
        chosen = self.filters.period
        return chosen is None or month <= numbers.months_of(chosen)[-1]

    def money(self, amount: Number | None) -> str:
        """An amount, short."""
        return numbers.money(amount, self.about.currency, self.language)

    def money_whole(self, amount: Number | None) -> str:
        """An amount in whole units."""
        return numbers.money_whole(amount, self.about.currency, self.language)

    def money_full(self, amount: Number | None) -> str:
        """An amount, in full."""
        return numbers.money_full(amount, self.about.currency, self.language)

    def share(self, value: Number | None) -> str:
        """A share."""
        return numbers.share(value, self.language)

    def share_range(self, low: float, high: float) -> str:
        """Two shares as a range."""
        return numbers.share_range(low, high, self.language)

    def count(self, value: Number | None) -> str:
        """A whole number."""
        return numbers.count(value, self.language)

    def people(self, value: Number | None) -> str:
        """People, some of them perhaps only likely."""
        return numbers.people(value, self.language)

    def period(self, name: str) -> str:
        """Name of a period."""
        return numbers.period(name, self.language)

    def periods(self, names: Sequence[str]) -> str:
        """Name of a stretch of periods."""
        return numbers.periods(names[0], names[-1], self.language) if names else self.t("word.unknown")

    def window(self) -> tuple[list[str], bool]:
        """Months of the chosen period that were sold in, and whether it is over; else the latest complete period."""
        months = sorted({row["month"] for row in self.money_rows})
        chosen = self.filters.period
        if chosen is None:
            named = {numbers.period_of(month, self.filters.grain) for month in months}
            whole = [name for name in named if self.is_over(name)] or named
            chosen = max(whole) if whole else None
        if chosen is None:
            return [], True
        return [month for month in months if month in numbers.months_of(chosen)], self.is_over(chosen)

    def is_over(self, period: str) -> bool:
        """Whether the last day of a period is in the data."""
        return numbers.last_day(period) <= self.about.as_of_day

    def unknown_fee_notes(self, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """A sentence on platforms whose bill has not come, and one on own channels whose costs no file shows."""
        listed: dict[bool, list[str]] = {False: [], True: []}
        for name in self.channels:
            n = sum(int(row["orders_with_unknown_fees"]) for row in rows if row["channel"] == name)
            if n:
                said = self.t.plural("note.orders_of", n, n=self.count(n), channel=self.label(name))
                listed[self.is_own(name)].append(said)
        keys = ((False, "note.unknown_fees"), (True, "note.unknown_fees_own"))
        return tuple(
            self.t(key, channels=numbers.listing(listed[own], self.language)) for own, key in keys if listed[own]
        )

    def other_currency_notes(self) -> tuple[str, ...]:
        """A sentence when something was sold in another currency, which is left out here."""
        others = data.other_currencies(self.reader)
        return (self.t("note.other_currencies", currencies=", ".join(others)),) if others else ()

    def unfiltered_notes(self) -> list[str]:
        """That a chart of all branches to the end of the data does not follow the period and branch chosen."""
        chosen = {"note.to_the_end": self.filters.period, "note.all_branches": self.filters.branch}
        return [self.t(note) for note, choice in chosen.items() if choice]

    def months_since(self, first: str) -> list[str]:
        """Months from one on that were sold in."""
        return sorted({row["month"] for row in self.coverage_rows if row["month"] >= first})

    def coverage_sentence(self, months: Sequence[str] | None = None, branch: str | None = None) -> str:
        """How many orders, of one branch or of all, can be linked to a person, and in which channel fewest."""
        rows = [
            row
            for row in self.coverage_rows
            if (months is None or row["month"] in months) and branch in (None, row["branch"])
        ]
        total = sum(row["orders"] for row in rows)
        if not total:
            return self.t("coverage.unknown")
        certain = sum(row["certain"] for row in rows)
        by_channel = []
        for name in self.channels:
            orders = sum(row["orders"] for row in rows if row["channel"] == name)
            if orders:
                part = sum(row["certain"] for row in rows if row["channel"] == name)
                by_channel.append((part / orders, name))
        lowest, name = min(by_channel)
        likely = sum(row["likely"] for row in rows)
        return self.t(
            "coverage.people_likely" if likely else "coverage.people",
            share=self.share(certain / total),
            likely=self.share(likely / total),
            channel=self.label(name),
            lowest=self.share(lowest),
        )

    def columns(self, *pairs: tuple[str, CellKind]) -> tuple[TableColumn, ...]:
        """Columns of the table behind, headed by the catalogue."""
        return tuple(TableColumn(key, self.t(f"column.{key}"), kind) for key, kind in pairs)

    def view(
        self,
        key: str,
        *,
        title: str,
        subtitle: str,
        figure: go.Figure,
        columns: Sequence[TableColumn],
        rows: Sequence[Mapping[str, Any]],
        coverage: str,
        notes: Sequence[str] = (),
    ) -> ChartView:
        """A finished chart."""
        return ChartView(
            key=key,
            title=title,
            subtitle=subtitle,
            definition=self.t(f"definition.{key}"),
            as_of_day=self.about.as_of_day,
            coverage=coverage,
            figure=figure,
            columns=tuple(columns),
            rows=tuple(rows),
            language=self.language,
            notes=tuple(notes),
        )

    def empty(self, key: str, missing: str) -> ChartView:
        """A chart without data: the filter that leaves nothing, or what is missing and which export brings it."""
        chosen = [self.label(name) for name in self.filters.channels]
        if self.filters.branch and missing not in ("people", "payouts"):
            chosen.insert(0, self.filters.branch)
        if chosen and data.channel_months(self.reader):
            where = numbers.listing(chosen, self.language)
            return self.without_rows(key, "filtered", where=where)
        return self.without_rows(key, missing)

    def no_period(self, key: str, possible: Sequence[str]) -> ChartView:
        """A chart that cannot show the chosen period: which ones it can."""
        first, last = self.period(possible[0]), self.period(possible[-1])
        return self.without_rows(key, "period", period=self.period(self.filters.period or ""), first=first, last=last)

    def without_rows(self, key: str, why: str, **values: str) -> ChartView:
        """A chart that has nothing to show: `why` names the sentences that say what is missing and what brings it."""
        figure = go.Figure(layout={"template": theme.template(self.language), "height": 160})
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
        return self.view(
            key,
            title=self.t(f"empty.{why}.title", **values),
            subtitle=self.t(f"empty.{why}.what", **values),
            figure=figure,
            columns=(),
            rows=(),
            coverage="",
            notes=(self.t(f"empty.{why}.how", **values),),
        )
