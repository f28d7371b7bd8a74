"""`corrections.toml`: known faults of exports as records, each with a reason and a guard that tells when it is over."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from transforms.settings.shop import ShopError

Value = Decimal | str
"""What a cell holds: an amount or count, or text as the file writes it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Guard(_Strict):
    """What must still be true of a cell for a correction to be made."""

    above: Decimal | None = None
    below: Decimal | None = None
    equals: Value | None = Field(default=None, alias="is")
    blank: Literal[True] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Guard:
        if not self.model_fields_set:
            raise ValueError("say above, below, is or blank = true")
        return self


class Correction(_Strict):
    """One known fault: on which rows of which layout, what stands there instead, why, and until when."""

    name: str
    source: str
    layout: str
    where: dict[str, Value] = Field(min_length=1)
    """Column of the layout -> its value on the rows concerned."""
    set: dict[str, Value] = Field(min_length=1)
    only_while: dict[str, Guard] = Field(min_length=1)
    """Rows of which this no longer holds are left as they are and reported: the export has been repaired."""
    reason: str = Field(min_length=1)


class _Corrections(_Strict):
    correction: tuple[Correction, ...] = ()


def load_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of one business; none where there is no such file.

    Raises:
        ShopError: not TOML, an unknown key or a missing one, or two of a name.
    """
    if not path.exists():
        return ()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        found = _Corrections.model_validate(raw).correction
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ShopError(f"{path} is not valid TOML: {error}") from error
    except ValidationError as error:
        places = "; ".join(f"{_place(raw, each['loc'])}: {each['msg']}" for each in error.errors())
        raise ShopError(f"{path}: {places}") from error
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ShopError(f"{path}: two corrections are called {twice[0]}; give each a name of its own")
    return found


def _place(raw: dict[str, Any], where: tuple[int | str, ...]) -> str:
    """Where a mistake stands, in the owner's words: the name of the correction, and its key."""
    if len(where) < 2 or not isinstance(where[1], int):
        return ".".join(map(str, where))
    record = raw["correction"][where[1]]
    name = record.get("name") if isinstance(record, dict) else None
    return " ".join((f"the correction {name or f'number {where[1] + 1}'}:", ".".join(map(str, where[2:]))))
