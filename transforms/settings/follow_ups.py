"""`[follow_ups]` of shop.toml: when somebody is worth a call, and how the lists are tried out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field, model_validator

from transforms.settings.section import Section


class FollowUps(Section):
    """`[follow_ups]`: choices an owner could dispute."""

    called_since: date | None = None
    """From this day on the lists are really called; only lists from then on tell what calling does."""
    second_purchase_days: int = Field(default=30, ge=1)
    """So long after a first purchase without a second one, a person is listed."""
    due_factor: Decimal = Field(default=Decimal("1.5"), gt=1)
    """A person is due after so many times their own usual gap between purchase days."""
    won_back_days: int = Field(default=90, ge=1)
    """Who buys again after so many days is won back."""
    regular_from_days: int = Field(default=3, ge=1)
    """So many purchase days on platforms make somebody seen in the store worth a word."""
    not_again_days: int = Field(default=28, ge=7)
    """Nobody is listed twice within so many days."""
    kept_back_share: Decimal = Field(default=Decimal("0.1"), gt=0, lt=1)
    """So many of a list are left alone, to see what would have happened anyway."""
    result_days: int = Field(default=28, ge=1)
    """A list's result is who has bought within so many days, its own day the first; no longer than `not_again_days`."""

    @model_validator(mode="after")
    def _one_list_at_a_time(self) -> FollowUps:
        if self.result_days > self.not_again_days:
            raise ValueError(
                f"result_days is {self.result_days} and not_again_days {self.not_again_days}, so somebody could be "
                "listed again before the result of the last list is known; make result_days smaller or "
                "not_again_days larger"
            )
        return self
