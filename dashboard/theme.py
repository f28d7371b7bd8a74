"""Colours and type. Own channels warm, platforms cool, people we cannot name light grey; one colour per channel.

The set starts from Okabe–Ito, which stays apart for colour-blind eyes and in grey print; every colour works on the
light and on the dark ground, so a channel never changes its colour with the theme.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

import plotly.graph_objects as go

WARM = ("#D55E00", "#E69F00", "#CC79A7", "#A0522D", "#F2B880", "#B8506B")
COOL = ("#0072B2", "#56B4E9", "#009E73", "#6A6FB5", "#7CC7B4", "#3F7C9A", "#A3AEDB")
UNIDENTIFIED = "#CFCCC6"
STATES = {
    "mixed": "#A89F91",
    "none": "#C9C6C0",
    "new": "#B9AE8C",
    "became_identified": "#B4B8BC",
    "others": "#8FA6B5",
    "all": "#77726B",
}
RHYTHM = {
    "active": "#4E8A5B",
    "new": "#A9D18E",
    "won_back": "#CFE3A1",
    "due": "#F2CE6B",
    "at_risk": "#D9883D",
    "lapsed": "#CFCCC6",
}
RUNGS = {"random": "#CFCCC6", "weak": "#9DB4C4", "strong": "#E69F00", "super": "#C4560A"}
"""Rungs of the ladder: those close to us warm, the loose ones cool, passers-by grey."""
COST_STEPS = {
    "merchant_discount": "#B8A38A",
    "refunded": "#D8CBB8",
    "fees": "#4C7A99",
    "own_costs": "#A39B90",
}
WRONG = "#C22F3A"
GOOD = "#2E8B6B"
HELD = "#C98A00"

LIGHT = {
    "ground": "#FFFFFF",
    "panel": "#F7F5F2",
    "text": "#2B2926",
    "quiet": "#6B665F",
    "grid": "#E9E6E1",
    "zero": "#B9B4AC",
    "low": "#F6F3EE",
    "high": "#0B5C8A",
}
DARK = {
    "ground": "#171614",
    "panel": "#211F1C",
    "text": "#EDEBE8",
    "quiet": "#A9A49C",
    "grid": "#34312D",
    "zero": "#6B665F",
    "low": "#24313A",
    "high": "#8CCBF0",
}

_SIMPLIFIED = ("PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC")
_TRADITIONAL = ("PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC")


class HasKind(Protocol):
    """What a colour is chosen by."""

    @property
    def name(self) -> str: ...
    @property
    def is_own(self) -> bool: ...
    @property
    def position(self) -> int: ...


def font_stack(language: str) -> str:
    """System fonts, those of the language first."""
    first, second = (_TRADITIONAL, _SIMPLIFIED) if language == "zh-Hant" else (_SIMPLIFIED, _TRADITIONAL)
    return ", ".join(f'"{name}"' for name in (*first, *second)) + ", system-ui, sans-serif"


def channel_colours(channels: Iterable[HasKind]) -> dict[str, str]:
    """Colour of each channel, by its place among the own channels or among the platforms."""
    ordered = sorted(channels, key=lambda channel: channel.position)
    colours: dict[str, str] = {}
    for palette, own in ((WARM, True), (COOL, False)):
        names = [channel.name for channel in ordered if channel.is_own is own]
        colours.update({name: palette[index % len(palette)] for index, name in enumerate(names)})
    return colours


def _brightness(rgb: Iterable[float]) -> float:
    """Relative luminance as WCAG defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (c / 255 for c in rgb))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def cell_ink(place: float, *, dark: bool = False) -> str:
    """White or black, whichever is read better on the sequential scale at a place between 0 and 1."""
    palette = DARK if dark else LIGHT
    ends = [[int(palette[end][index : index + 2], 16) for index in (1, 3, 5)] for end in ("low", "high")]
    place = min(max(place, 0.0), 1.0)
    brightness = _brightness(a + (b - a) * place for a, b in zip(*ends, strict=True))
    return "#ffffff" if 1.05 / (brightness + 0.05) > (brightness + 0.05) / 0.05 else "#000000"


def faint(colour: str, opacity: float) -> str:
    """The same colour, see-through."""
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


@lru_cache(maxsize=8)
def template(language: str, *, dark: bool = False) -> go.layout.Template:
    """Plotly template of one language on the light or the dark ground."""
    palette = DARK if dark else LIGHT
    axis = {
        "gridcolor": palette["grid"],
        "zerolinecolor": palette["zero"],
        "linecolor": palette["grid"],
        "tickfont": {"color": palette["quiet"], "size": 12},
        "title": {"font": {"color": palette["quiet"], "size": 12}},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": font_stack(language), "size": 13, "color": palette["text"]},
            "paper_bgcolor": "rgba(0,0,0,0)" if dark else palette["ground"],
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": axis,
            "yaxis": axis,
            "colorscale": {"sequential": [[0, palette["low"]], [1, palette["high"]]]},
            "hoverlabel": {
                "bgcolor": palette["panel"],
                "bordercolor": palette["grid"],
                "font": {"family": font_stack(language), "size": 13, "color": palette["text"]},
                "align": "left",
            },
            "legend": {"font": {"color": palette["quiet"], "size": 12}},
            "annotationdefaults": {"font": {"color": palette["quiet"], "size": 12}},
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": palette["quiet"], "activecolor": palette["text"]},
        }
    )
