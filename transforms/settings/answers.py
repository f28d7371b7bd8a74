"""`people/answers.jsonl`: what the owner says about pairs of people, a line each; it outlives every rebuild.

Lines are only ever appended: a later one about the same pair overrules an earlier one, and taking an answer back is a
line too. So the first n lines are what was known at a time, which is how a past night can be rebuilt under its rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock

from transforms.settings.home import Home
from transforms.settings.lines import Line, append_line, read_lines, write_lines

Said = Literal["same", "different", "unknown"]
SAID: tuple[Said, ...] = get_args(Said)
ORDER = "order:"
"""Begins the name of somebody no contact names: the order key of their first order follows."""
_FORGOTTEN = {"forgotten": True}


@dataclass(frozen=True)
class Answer:
    """One answer: whether two people are one. They are named by an identity key, or by `order:` and an order key."""

    one: str
    other: str
    answer: Said
    answered_on: date
    by: str | None
    line: int
    """Position in the file, from 1: which of two answers is the later one."""

    @property
    def pair(self) -> tuple[str, str]:
        """The two names, in an order of their own."""
        return (self.one, self.other)


def order_name(order_key: str) -> str:
    """What somebody is called whom no contact names."""
    return f"{ORDER}{order_key}"


def answers_file(home: Home) -> Path:
    """Where the answers are kept, outside of everything a rebuild makes anew."""
    return home.people / "answers.jsonl"


def lines_written(home: Home) -> int:
    """How many lines there are: what a night has known of the owner's word."""
    return len(_lines(home))


def lines_until(home: Home, day: date) -> int:
    """How many lines there were at the end of a day."""
    later = (number for number, line in enumerate(_lines(home)) if line.get("answered_on", "") > day.isoformat())
    return next(later, lines_written(home))


def given_answers(home: Home, lines: int | None = None) -> tuple[Answer, ...]:
    """Every answer not taken back, oldest first; of the first so many lines, or of all."""
    return tuple(answer for answer in _stack(home, lines) if answer is not None)


def _stack(home: Home, lines: int | None = None) -> list[Answer | None]:
    """What undoing would take back, the latest last; None where an answer named somebody forgotten since."""
    stack: list[Answer | None] = []
    for number, written in enumerate(_lines(home)[:lines], start=1):
        day = date.fromisoformat(written["answered_on"]) if "answered_on" in written else None
        if written.get("undo"):
            if stack:
                stack.pop()
        elif written.get("answer") in SAID and day is not None:
            one, other = sorted((str(written["one"]), str(written["other"])))
            stack.append(Answer(one, other, written["answer"], day, written.get("by"), number))
        elif written:
            stack.append(None)
    return stack


def in_force(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The latest answer on each pair, in the order of the pairs."""
    latest = {answer.pair: answer for answer in answers}
    return tuple(latest[pair] for pair in sorted(latest))


def answers_digest(answers: Sequence[Answer]) -> str:
    """Digest of what is answered on which pair: two nights that know the same answers have the same."""
    said = [[*each.pair, each.answer, each.answered_on.isoformat()] for each in in_force(answers)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def answer_pair(home: Home, one: str, other: str, answer: Said, day: date, *, by: str | None = None) -> Answer:
    """Write an answer down; the next night applies it.

    Raises:
        ValueError: both are the same name.
    """
    one, other = sorted((one, other))
    if one == other:
        raise ValueError("a pair is two people; both names are the same")
    written: Line = {"one": one, "other": other, "answer": answer, "answered_on": day.isoformat()}
    if by:
        written["by"] = by
    with _locked(home):
        line = lines_written(home) + 1
        append_line(answers_file(home), written)
    return Answer(one, other, answer, day, by, line)


def take_back(home: Home, day: date) -> Answer | None:
    """Take the latest answer back, and return it; None when there is none."""
    with _locked(home):
        stack = _stack(home)
        if not any(stack):
            return None
        answer = None
        while answer is None:
            answer = stack.pop()
            append_line(answers_file(home), {"undo": True, "answered_on": day.isoformat()})
        return answer


def forget_names(home: Home, names: frozenset[str]) -> int:
    """Blank every line that names one of these, in place, and return how many; the others keep their numbers."""
    return _rewrite(home, lambda line: _FORGOTTEN if {line.get("one"), line.get("other")} & names else line)


def rename_all(home: Home, names: Mapping[str, str]) -> int:
    """Put new names for old ones, as after a change of the key contacts are hashed with; returns lines changed."""

    def renamed(line: Line) -> Line:
        return {key: names.get(value, value) if key in ("one", "other") else value for key, value in line.items()}

    return _rewrite(home, renamed)


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    home.make_folders()
    with FileLock(home.people / ".lock", mode=0o600):
        yield


def _lines(home: Home) -> list[Line]:
    return read_lines(answers_file(home))


def _rewrite(home: Home, change: Callable[[Line], Line]) -> int:
    with _locked(home):
        before = _lines(home)
        after = [change(line) for line in before]
        changed = sum(old != new for old, new in zip(before, after, strict=True))
        if changed:
            write_lines(answers_file(home), after)
        return changed
