"""`people/rules.jsonl`: by which rules each published day told people apart, so that a past day can be rebuilt by them.

A line is written when a night publishes by other rules than the night before: thresholds and policies of `shop.toml`,
when the shop's day ends, the version of the product, and how many lines of the owner's answers were known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from transforms.settings.answers import answers_digest, given_answers, lines_until, lines_written
from transforms.settings.home import Home
from transforms.settings.lines import Line, append_line, read_lines
from transforms.settings.shop import Policies, Shop, Thresholds

RulesOf = Literal["now", "then"]


@dataclass(frozen=True)
class Rules:
    """The rules of one night: today's, or those of the day that is rebuilt."""

    rules_of: RulesOf
    rules_since: date | None
    """First as-of day published by them; None: this night is the first."""
    says: dict[str, Any]
    answer_lines: int
    """How many lines of the owner's answers count."""

    def of(self, shop: Shop) -> Shop:
        """The settings with these rules in place of its own; a rule that did not exist then is today's."""
        if self.rules_of == "now":
            return shop
        ends = time.fromisoformat(self.says["day_ends_at"])
        return shop.model_copy(
            update={
                "thresholds": _known(Thresholds, shop.thresholds, self.says["thresholds"]),
                "policies": _known(Policies, shop.policies, self.says["policies"]),
                "business": shop.business.model_copy(update={"day_ends_at": ends}),
            }
        )

    @property
    def text(self) -> str:
        """What they say, as JSON."""
        return json.dumps(self.says, sort_keys=True)


def _known(model: Any, today: Any, then: dict[str, Any]) -> Any:
    known = {name: value for name, value in then.items() if name in model.model_fields}
    return model.model_validate({**today.model_dump(), **known})


def what_rules_say(shop: Shop) -> dict[str, Any]:
    """The settings that decide who is who and what counts of them; nothing secret is among them."""
    return {
        "thresholds": shop.thresholds.model_dump(mode="json"),
        "policies": shop.policies.model_dump(mode="json"),
        "day_ends_at": shop.business.day_ends_at.isoformat(),
        "version": version("regulars"),
    }


def rules_for(home: Home, shop: Shop, rules_of: RulesOf = "now", day: date | None = None) -> Rules:
    """The rules of a night: today's, or with `then` the newest that were published by at or before the day.

    Where none is written down so early, it is the earliest there is, without the answers given after the day.
    """
    written = _lines(home)
    if rules_of == "now" or day is None:
        says = what_rules_say(shop)
        is_old = bool(written) and written[-1]["rules"] == says
        return Rules("now", _day(written[-1], "rules_since") if is_old else None, says, lines_written(home))
    known = [line for line in written if _day(line, "as_of_day") <= day]
    if known:
        latest = max(_day(line, "as_of_day") for line in known)
        line = [line for line in known if _day(line, "as_of_day") == latest][-1]
        return Rules("then", _day(line, "rules_since"), line["rules"], int(line["answer_lines"]))
    if written:
        return Rules("then", _day(written[0], "rules_since"), written[0]["rules"], lines_until(home, day))
    return Rules("then", None, what_rules_say(shop), lines_until(home, day))


def keep_rules(home: Home, rules: Rules, run_id: str, as_of_day: date) -> None:
    """Write down by which rules a day was published, unless the line before says so."""
    written = _lines(home)
    digest = answers_digest(given_answers(home, rules.answer_lines))
    is_old = bool(written) and written[-1]["rules"] == rules.says
    if is_old and written[-1]["answers"] == digest:
        return
    line = {
        "as_of_day": as_of_day.isoformat(),
        "run_id": run_id,
        "rules_since": written[-1]["rules_since"] if is_old else as_of_day.isoformat(),
        "rules": rules.says,
        "answer_lines": rules.answer_lines,
        "answers": digest,
    }
    home.make_folders()
    append_line(_file(home), line)


def _file(home: Home) -> Path:
    return home.people / "rules.jsonl"


def _lines(home: Home) -> list[Line]:
    return [line for line in read_lines(_file(home)) if line]


def _day(line: Line, name: str) -> date:
    return date.fromisoformat(line[name])
