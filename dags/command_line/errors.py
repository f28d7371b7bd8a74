"""From an exception to one sentence, a log file and an exit code."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

DONE, FAILED, NOT_UNDERSTOOD, WITHHELD, INTERRUPTED = 0, 1, 2, 3, 130


class UserError(Exception):
    """Something the user can put right; the text is one sentence with the next step."""


def _is_a(module: str, name: str, error: BaseException) -> bool:
    """Whether an error is of this kind; only what was imported can have been raised, so nothing is imported here."""
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)


def _known_sentence(error: BaseException) -> str | None:
    """The text of an exception that was written for the user; None for a fault of ours."""
    if isinstance(error, UserError):
        return str(error)
    if _is_a("transforms.engines.snapshot", "NothingPublished", error):
        from dags.command_line.home import nothing_published, the_home

        return nothing_published(the_home(None))
    known = (
        ("transforms.settings.shop", "ShopError"),
        ("dashboard.exports.browser", "NoBrowser"),
    )
    for module, name in known:
        if _is_a(module, name, error):
            return str(error)
    if isinstance(error, PermissionError) and error.filename:
        return f"{error.filename} may not be read or written by this user; change its permissions and try again."
    if isinstance(error, OSError) and error.errno == 28:
        return "The disk is full; free some space and run the same command again."
    return None


def _without_secrets(words: list[str]) -> list[str]:
    """A command line without what connections are made of: `regulars airflow connections add` is given passwords."""
    if "forget" in words:  # what follows is a contact, and must not outlive the command
        at = words.index("forget") + 1
        words = [*words[:at], *(word if word.startswith("--") else "…" for word in words[at:])]
    kept = []
    for before, word in zip(["", *words], words, strict=False):
        option, equals, _ = word.partition("=")
        if before.startswith("--conn-"):
            kept.append("…")
        else:
            kept.append(f"{option}=…" if equals and option.startswith("--conn-") else word)
    return kept


def _write_log(error: BaseException, logs: Path) -> Path:
    """Keep the traceback where only this user can read it; returns the file."""
    folder = logs if logs.is_dir() and os.access(logs, os.W_OK) else Path(tempfile.gettempdir())
    name = f"regulars-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{' '.join(_without_secrets(sys.argv))}\n\n")
        stream.writelines(traceback.format_exception(error))
    return folder / name


def explain(error: BaseException, logs: Path) -> int:
    """Say what went wrong on standard error; returns the exit code."""
    sentence = _known_sentence(error)
    if sentence is None:
        first_line = (str(error).splitlines() or [""])[0]
        what = f"{type(error).__name__}: {first_line}".strip(": ")
        sentence = f"This should not have happened ({what}). The details are in {_write_log(error, logs)}"
    sys.stderr.write(f"{sentence}\n")
    return FAILED
