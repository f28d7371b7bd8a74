"""Layouts of a business's own: TOML files in its home, read beside those of the product and tried before use.

A file with a mistake is left out and named; it never stops a night. To share a layout, copy its file.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from transforms.exports.layout import Layout, load_layouts
from transforms.settings import Home, Shop

_SENTENCES = {
    "not_toml": "it is not valid TOML: {detail}",
    "not_utf8": "it is not saved as UTF-8",
    "unknown_key": "{field} is no key of a layout{detail}",
    "missing": "{field} {detail} is missing",
    "wrong": "{field} {detail}",
    "odd_name": "{field} must be a name in small letters, digits and _",
    "unknown_name": "{field} names {detail}, which is not one of its columns",
    "not_sql": "{field} is no SQL expression",
    "not_plain": "{field} may only calculate with the columns of a row: no query, file, setting or comment",
    "not_run": "{field} cannot be worked out: {detail}",
    "bad_pattern": "{field} is no regular expression: {detail}",
    "no_group": "{field} needs a group in parentheses around what it is after",
    "bad_zone": "{field} must be a time zone such as Asia/Taipei, or shop; {detail} is none",
    "name_differs": "its name must be that of its file, {detail}",
    "name_taken": "{detail} is a layout of the product; give the file and its name another name",
}
MISTAKES = tuple(_SENTENCES)
"""Codes of what can be wrong, for translation."""


@dataclass(frozen=True)
class LayoutMistake:
    """Why one layout file of the home is left out."""

    file_name: str
    field: str
    code: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        """One sentence in English that names file and field."""
        said = _SENTENCES[self.code].format(field=self.field, detail=self.detail)
        return f"layouts/{self.file_name} is left out: {' '.join(said.split())}."


@dataclass(frozen=True)
class HomeLayouts:
    """The layouts of one home that can be used, and what is wrong with the others."""

    layouts: tuple[Layout, ...] = ()
    mistakes: tuple[LayoutMistake, ...] = ()


def read_home_layouts(home: Home) -> HomeLayouts:
    """The layout files of a home, in the order of their names."""
    if not home.layouts.is_dir():
        return HomeLayouts()
    layouts: list[Layout] = []
    mistakes: list[LayoutMistake] = []
    for path in sorted(home.layouts.glob("*.toml")):
        try:
            found = parse_layout(path.stem, path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            found = LayoutMistake(path.name, "", "not_utf8")
        except OSError as error:
            found = LayoutMistake(path.name, "", "not_toml", error.strerror or "it cannot be read")
        if isinstance(found, Layout):
            layouts.append(found)
        else:
            mistakes.append(found)
    return HomeLayouts(tuple(layouts), tuple(mistakes))


@lru_cache(maxsize=256)
def parse_layout(name: str, text: str) -> Layout | LayoutMistake:
    """One layout of a home by the name of its file, checked and tried, or what is wrong with it."""
    from transforms.exports.rehearsal import LayoutFault, rehearse  # noqa: PLC0415 (its SQL parser is slow to load)

    file_name = f"{name}.toml"
    try:
        layout = Layout.model_validate(tomllib.loads(text))
        rehearse(layout)
    except tomllib.TOMLDecodeError as error:
        return LayoutMistake(file_name, "", "not_toml", str(error))
    except ValidationError as error:
        return _mistake(file_name, dict(error.errors()[0]))
    except LayoutFault as fault:
        return LayoutMistake(file_name, fault.field, fault.code, fault.detail)
    if layout.name != name:
        return LayoutMistake(file_name, "name", "name_differs", name)
    if name in {each.name for each in load_layouts()}:
        return LayoutMistake(file_name, "name", "name_taken", name)
    return layout


def _mistake(file_name: str, error: dict[str, Any]) -> LayoutMistake:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _keys_at(error["loc"][:-1]), n=1, cutoff=0.5)
        return LayoutMistake(file_name, where, "unknown_key", f"; did you mean {near[0]}?" if near else "")
    if error["type"] == "missing":
        return LayoutMistake(file_name, where, "missing")
    said = str(error["msg"]).replace("Input should be", "must be").removeprefix("Value error, ")
    return LayoutMistake(file_name, where, "wrong", said)


def _keys_at(path: tuple[Any, ...]) -> list[str]:
    """Keys that may stand at a place of a layout file."""
    model: Any = Layout
    for part in path:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            inside = [each for each in get_args(fields[part].annotation) if each is not Ellipsis]
            model = inside[-1] if inside else fields[part].annotation
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def all_layouts(home: Home) -> tuple[Layout, ...]:
    """Every layout a home knows: those of the product, then its own."""
    return (*load_layouts(), *read_home_layouts(home).layouts)


def layouts_of(home: Home, shop: Shop, source: str | None) -> Sequence[Layout]:
    """The layouts that files of a source may have, its renamed columns known; without a source all of them."""
    if source is None:
        return all_layouts(home)
    settings = shop.sources[source]
    wanted = [each for each in all_layouts(home) if not settings.layouts or each.name in settings.layouts]
    return [each.with_renamed(settings.renamed) for each in wanted]
