"""`[tags.NAME]` of shop.toml: a name for people of whom some simple things are all true."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from transforms.settings.section import Labels, Section

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Tag(Section):
    """`[tags.NAME]`: whoever meets every condition that is given has the tag."""

    label: Labels = Field(default_factory=dict)
    channels: tuple[str, ...] = ()
    """Has bought in one of these channels."""
    strength: tuple[Literal["random", "weak", "strong", "super"], ...] = ()
    """Stands on one of these rungs."""
    purchase_days_from: int | None = Field(default=None, ge=1)
    purchase_days_up_to: int | None = Field(default=None, ge=1)
    silent_days_from: int | None = Field(default=None, ge=0)
    """So many days or more since the latest purchase."""
    silent_days_up_to: int | None = Field(default=None, ge=0)
    net_sales_from: Decimal | None = Field(default=None, ge=0)
    """Has brought so much, in the currency of the business."""
    item_contains: str = ""
    """Has bought an item with these letters in its name, large or small."""
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[int, int] | None = None
    """From the first hour to before the second, on the shop's clock."""
    share_from: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)
    """Of all purchases, so many on these weekdays and in these hours."""

    @field_validator("hours")
    @classmethod
    def _within_a_day(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value is not None and not 0 <= value[0] < value[1] <= 24:
            raise ValueError("write two hours of one day, the earlier first, such as [7, 10]")
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Tag:
        if not self.model_fields_set - {"label", "share_from"}:
            raise ValueError("a tag needs a condition, such as channels, purchase_days_from or item_contains")
        for what in ("purchase_days", "silent_days"):
            low, high = getattr(self, f"{what}_from"), getattr(self, f"{what}_up_to")
            if low is not None and high is not None and low > high:
                raise ValueError(f"{what}_from is more than {what}_up_to, so nobody can have the tag")
        return self
