"""What commands show: results on standard output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def say(text: str = "") -> None:
    """One line of result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def wide_console() -> Console:
    """A console that does not cut tables short when nobody is looking."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=160, no_color=True)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error while something long runs; the callback takes a step's name and the share done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(
        *columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task(what, total=1.0)

        def advance(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)

        yield advance
