"""What every section of `shop.toml` is: keys that are known, and values that do not change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "zh-Hans", "zh-Hant"]
Labels = dict[Language, str]
"""What the owner calls something, by language."""


def in_language(labels: Mapping[Any, str], language: str, name: str) -> str:
    """What something is called in a language; its name in the settings where the owner gave no other."""
    return labels.get(language, name)


class Section(BaseModel):
    """A section of `shop.toml`; a key it does not know is an error."""

    # a password written by mistake must not come back in the text of an error
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
