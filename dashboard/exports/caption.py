"""The words that go with a chart into every file, in the language of the chart."""

from __future__ import annotations

from dashboard.charts.view import ChartView

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "finding": "Finding",
        "shows": "What is drawn",
        "as_of": "As of",
        "coverage": "Coverage",
        "definition": "Definition",
        "note": "Note",
        "about": "About",
        "table": "Table",
        "chart": "Chart",
        "colon": ": ",
    },
    "zh-Hans": {
        "finding": "结论",
        "shows": "图中内容",
        "as_of": "数据截至",
        "coverage": "覆盖率",
        "definition": "定义",
        "note": "说明",
        "about": "关于此图",
        "table": "数据",
        "chart": "图表",
        "colon": "：",
    },
    "zh-Hant": {
        "finding": "結論",
        "shows": "圖中內容",
        "as_of": "資料截至",
        "coverage": "涵蓋率",
        "definition": "定義",
        "note": "說明",
        "about": "關於此圖",
        "table": "資料",
        "chart": "圖表",
        "colon": "：",
    },
}


def word(view: ChartView, key: str) -> str:
    """One label in the chart's language.

    Raises:
        KeyError: the language has no words here; no language falls back silently.
    """
    return _WORDS[view.language][key]


def about(view: ChartView) -> list[tuple[str, str]]:
    """Label and text of everything a reader may ask about the chart."""
    lines = [
        (word(view, "finding"), view.title),
        (word(view, "shows"), view.subtitle),
        (word(view, "as_of"), view.as_of_day.isoformat()),
        (word(view, "coverage"), view.coverage),
        (word(view, "definition"), view.definition),
        *((word(view, "note"), note) for note in view.notes),
    ]
    return [(label, text) for label, text in lines if text]  # an empty chart covers nothing


def caption(view: ChartView) -> list[str]:
    """The paragraphs under a picture: as-of day with coverage, notes, definition."""
    colon = word(view, "colon")
    first = f"{word(view, 'as_of')}{colon}{view.as_of_day.isoformat()}"
    if view.coverage:
        first += f" · {word(view, 'coverage')}{colon}{view.coverage}"
    return [
        first,
        *(f"{word(view, 'note')}{colon}{note}" for note in view.notes),
        f"{word(view, 'definition')}{colon}{view.definition}",
    ]
