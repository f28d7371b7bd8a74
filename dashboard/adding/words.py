"""What the core says of a file, in the reader's language."""

from __future__ import annotations

import re

from dashboard import numbers
from dashboard.languages import Texts
from transforms.exports.home_layouts import LayoutMistake
from transforms.exports.layout import Layout, load_layouts
from transforms.exports.recognise.drift import confirmation
from transforms.exports.recognise.header import MissingColumns
from transforms.exports.staging.column_findings import Found

_REFUSALS = (
    ("password", r"The workbook .*password"),
    ("zip_password", r"zip file has a password"),
    ("pdf", r"\bPDF\b"),
    ("picture", r"is a picture"),
    ("document", r"document without sheets"),
    ("archive", r"archive other than zip"),
    ("web_page", r"web page"),
    ("nested", r"inside one another"),
    ("too_large", r"limit|memory|larger than|unpack to|within \d+|reaches to row|holds \d+ parts|is longer than"),
    ("damaged", r"damaged|incomplete|entities of its own"),
    ("empty", r"is empty|no table"),
    ("people", r"^This is a list of people"),
    ("no_header", r"header of a table"),
)
"""What an English sentence of the core is about, told by its words; anything else is only unreadable."""
REFUSALS = tuple(code for code, _ in _REFUSALS)
SHOWN_WORDS = 12


def refusal_words(t: Texts, error: Exception) -> str:
    """Why a file cannot be taken, in one sentence with the next step."""
    if isinstance(error, MissingColumns):
        return t("adding.missing_columns", layout=error.layout, columns=numbers.listing(error.missing, t.language))
    said = str(error)
    instead = next((each for each in load_layouts() if each.refused and said.startswith(f"{each.title['en']}: ")), None)
    if instead is not None:
        return (
            f"{title(instead, t.language)}{t('adding.colon')}{instead.refused.get(t.language, instead.refused['en'])}"
        )
    code = next((code for code, pattern in _REFUSALS if re.search(pattern, said)), "")
    return t(f"refusal.{code}") if code else t("adding.unreadable")


def title(layout: Layout, language: str) -> str:
    """What an export is called."""
    return layout.title.get(language) or layout.title.get("en") or layout.name


def finding_words(t: Texts, found: Found) -> str:
    """One thing noticed about a file."""
    kind, what, _ = found
    said = t(f"finding.{kind}") if f"finding.{kind}" in t else kind
    return f"{said}{t('adding.colon')}{what}"


def mistake_words(t: Texts, mistake: LayoutMistake) -> str:
    """Why a layout file of the home is left out."""
    why = t(f"layout_mistake.{mistake.code}", field=mistake.field, detail=mistake.detail)
    return t("adding.layout_left_out", file=mistake.file_name, why=why)


def renaming(error: MissingColumns) -> str:
    """The line of shop.toml that confirms what a file calls its columns now."""
    return confirmation(error.renamed)


def shortened(t: Texts, words: tuple[str, ...]) -> str:
    """Some words of many."""
    shown = numbers.listing(words[:SHOWN_WORDS], t.language)
    return shown if len(words) <= SHOWN_WORDS else f"{shown} … +{len(words) - SHOWN_WORDS}"
