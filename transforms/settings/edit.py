"""Changes to `shop.toml` on somebody's word: everything else in it, comments included, stays as it is."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

import tomlkit

from transforms.settings.shop import ShopError, load_shop, parse_shop


def with_source(text: str, source: str, channel: str, kind: str) -> str:
    """The settings with a further source at their end, and its channel where there is none of that name yet."""
    has_channel = channel in parse_shop(text).channels
    parts = [] if has_channel else [f'[channels.{channel}]\nkind = "{kind}"\n']
    parts.append(f'[sources.{source}]\nchannel = "{channel}"\n')
    return f"{text.rstrip()}\n\n" + "\n".join(parts)


def with_renamed(text: str, source: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The settings in which a source's renamed columns are confirmed: (word known here, word of the file) each."""
    document = tomlkit.parse(text)
    section = document["sources"][source]
    if "renamed" not in section:
        section["renamed"] = tomlkit.inline_table()
    for known, new in pairs:
        section["renamed"][new] = known
    return tomlkit.dumps(document)


def difference(before: str, after: str) -> list[str]:
    """Lines that a change takes away (`- `) or adds (`+ `), without what stays."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("+ ", "- ")]


def write_settings(path: Path, before: str, after: str) -> None:
    """Write changed settings, complete or not at all, unless somebody else has changed them in the meantime.

    Raises:
        ShopError: they could not be used, or are no longer those that the change was made from.
    """
    layouts = sorted(each.stem for each in (path.parent / "layouts").glob("*.toml"))
    parse_shop(after, str(path), layouts)
    if path.read_text(encoding="utf-8-sig") != before:
        raise ShopError(f"{path} was changed in the meantime; look at it and try again.")
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.write_text(after, encoding="utf-8")
    fresh.chmod(path.stat().st_mode & 0o777)
    fresh.replace(path)
    load_shop(path)
