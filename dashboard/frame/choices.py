"""What the reader chose: kept in the address, so that a view can be shared, and across pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.view import Filters
from dashboard.languages import LANGUAGES
from transforms.tables.words import GRAINS, RATE_SCOPES, WINDOW_DAYS

DEFAULTS: dict[str, Any] = {
    "language": None,
    "grain": "month",
    "period": None,
    "branch": None,
    "channel": (),
    "base": "gross",
    "scope": "anywhere",
    "window": 90,
    "counted": "orders",
}
_ALLOWED: dict[str, Sequence[Any]] = {
    "language": LANGUAGES,
    "grain": GRAINS,
    "base": ("gross", "net_sales"),
    "scope": RATE_SCOPES,
    "window": WINDOW_DAYS,
    "counted": ("orders", "net_sales"),
}


NOTHING = ""
"""What a widget holds for no choice; an empty widget would show a hint of its own in English."""


def _parse(name: str, text: str) -> Any:
    value: Any = text
    if name == "channel":
        return tuple(part for part in text.split(",") if part)
    if name == "window":
        value = int(text) if text.isdigit() else None
    allowed = _ALLOWED.get(name)
    return value if allowed is None or value in allowed else DEFAULTS[name]


def _write(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


class Choices:
    """The choices of one browser tab; the address and the widgets follow each other through it."""

    def __init__(self) -> None:
        state = st.session_state
        self._chosen: dict[str, Any] = state.setdefault("chosen", dict(DEFAULTS))
        self.refused_period = ""
        self.offered_periods: list[str] = []
        address = {name: st.query_params[name] for name in DEFAULTS if name in st.query_params}
        # a page change empties the address; an address that we did not write comes from a link or the back button
        if address and address != state.get("written"):
            self._chosen.update({name: _parse(name, text) for name, text in address.items()})

    def __getitem__(self, name: str) -> Any:
        return self._chosen[name]

    def offer_periods(self, offered: list[str]) -> None:
        """Take the periods there are; an address that asks for another one is told so at the top of the page."""
        self.offered_periods = offered
        if offered and self._chosen["period"] not in (None, *offered):
            self.refused_period = str(self._chosen["period"])
            self._chosen["period"] = None

    def drop_unless(self, name: str, allowed: Sequence[Any]) -> None:
        """Go back to the default where a choice does not exist here."""
        value = self._chosen[name]
        if isinstance(value, tuple):
            self._chosen[name] = tuple(part for part in value if part in allowed)
        elif value is not None and value not in allowed:
            self._chosen[name] = DEFAULTS[name]

    def widget(self, name: str) -> tuple[str, Callable[[], None]]:
        """Key of the widget for a choice, already showing it, and what to do when the reader changes it."""
        key = f"choose_{name}"
        value = self._chosen[name]
        st.session_state[key] = list(value) if isinstance(value, tuple) else value if value is not None else NOTHING

        def changed() -> None:
            value = st.session_state[key]
            chosen = st.session_state["chosen"]
            if value is None and name in (
                "grain",
                "base",
                "scope",
                "window",
                "counted",
            ):  # a second click takes the choice away
                value = chosen[name]
            chosen[name] = tuple(value) if isinstance(value, list) else None if value == NOTHING else value
            if name == "grain":
                chosen["period"] = None

        return key, changed

    def put_in_address(self) -> None:
        """Write what differs from the defaults into the address, where it is not there yet."""
        wanted = {name: _write(value) for name, value in self._chosen.items() if value != DEFAULTS[name]}
        current = {name: st.query_params[name] for name in DEFAULTS if name in st.query_params}
        if wanted != current:
            for name in current.keys() - wanted.keys():
                del st.query_params[name]
            st.query_params.update(wanted)
        st.session_state["written"] = wanted

    def filters(self) -> Filters:
        """The choices as charts take them."""
        return Filters(
            grain=self["grain"],
            period=self["period"],
            channels=self["channel"],
            branch=self["branch"],
            base=self["base"],
            scope=self["scope"],
            window_days=self["window"],
            counted=self["counted"],
        )
