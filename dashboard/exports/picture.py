"""A chart as a picture: heading and caption are set in SVG around the figure, so nothing overlaps whatever it draws."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

import plotly.graph_objects as go

from dashboard.charts.view import ChartView
from dashboard.exports.browser import SHARED
from dashboard.exports.caption import caption
from dashboard.exports.lines import wrapped

WIDTH = 1280
MARGIN = 36
SCALE = 2
CHART_WIDTH, CHART_HEIGHT = 1000, 500
"""Charts are drawn as wide as on a screen and enlarged to the picture, so their small print is read from a wall."""

_INK, _QUIET, _PAPER = "#1f2328", "#57606a", "#ffffff"
_FONTS = {
    "en": "'Inter', 'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif",
    "zh-Hans": "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "zh-Hant": "'Noto Sans CJK TC', 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif",
}
_OPENING = re.compile(r"^.*?<svg\b[^>]*>", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True)
class _Block:
    """Lines of one kind of text."""

    lines: list[str]
    size: int
    colour: str
    weight: int = 400

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.4

    def svg(self, top: float) -> str:
        return "".join(
            f'<text x="{MARGIN}" y="{top + self.size * (1.05 + 1.4 * number):.1f}" font-size="{self.size}" '
            f'font-weight="{self.weight}" fill="{self.colour}">{escape(_CONTROL.sub(" ", line))}</text>'
            for number, line in enumerate(self.lines)
        )


def _block(text: str, size: int, colour: str, weight: int = 400) -> _Block:
    broader = 1.06 if weight > 400 else 1.0
    return _Block(wrapped(text, (WIDTH - 2 * MARGIN) / size / broader), size, colour, weight)


def _bare_figure(view: ChartView, height: int) -> go.Figure:
    """The figure on paper: no heading of its own, fonts of the chart's language, nothing to click."""
    figure = go.Figure(view.figure)
    figure.update_layout(
        title=None,
        width=CHART_WIDTH,
        height=height,
        paper_bgcolor=_PAPER,
        font={"family": _FONTS[view.language], "color": _INK},
        updatemenus=[],
        sliders=[],
    )
    return figure


def _composed(view: ChartView) -> tuple[str, int]:
    """SVG of the whole picture, and its height."""
    own_height = round(view.figure.layout.height or 0)  # a long triangle of cohorts says its own, an empty chart too
    chart_height = max(CHART_HEIGHT, own_height) if view.figure.data else own_height or CHART_HEIGHT
    bare = _bare_figure(view, chart_height)
    drawn = SHARED.picture(bare, kind="svg", width=CHART_WIDTH, height=chart_height, scale=1).decode("utf-8")
    head = [_block(view.title, 30, _INK, 700), _block(view.subtitle, 19, _QUIET)]
    foot = [_block(paragraph, 15, _QUIET) for paragraph in caption(view)]
    parts, top = [], float(MARGIN)
    for block in head:
        parts.append(block.svg(top))
        top += block.height + 6
    top += 8
    enlarged = chart_height * (WIDTH - 2 * MARGIN) / CHART_WIDTH
    opening = (
        f'<svg class="main-svg" x="{MARGIN}" y="{top:.1f}" width="{WIDTH - 2 * MARGIN}" height="{enlarged:.1f}" '
        f'viewBox="0 0 {CHART_WIDTH} {chart_height}">'
    )
    parts.append(_OPENING.sub(opening, drawn, count=1))
    top += enlarged + 8
    for block in foot:
        parts.append(block.svg(top))
        top += block.height + 4
    height = round(top + MARGIN / 2)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{_FONTS[view.language]}" '
        f'role="img"><title>{escape(view.title)}</title>'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
    )
    return opening + "".join(parts) + "</svg>", height


def svg_bytes(view: ChartView) -> bytes:
    """The chart as SVG; text stays text, so it can be searched and edited.

    Raises:
        NoBrowser: Chromium is missing.
    """
    return _composed(view)[0].encode("utf-8")


def png_bytes(view: ChartView) -> bytes:
    """The chart as PNG, 2560 pixels wide.

    Raises:
        NoBrowser: Chromium is missing.
    """
    svg, height = _composed(view)
    # the same browser turns the composed SVG into pixels: it lies on an empty figure as its only picture
    sheet = go.Figure()
    sheet.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        xaxis={"visible": False},
        yaxis={"visible": False},
        images=[
            {
                "source": "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii"),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 1,
                "sizex": 1,
                "sizey": 1,
                "sizing": "stretch",
                "layer": "above",
            }
        ],
    )
    return SHARED.picture(sheet, kind="png", width=WIDTH, height=height, scale=SCALE)
