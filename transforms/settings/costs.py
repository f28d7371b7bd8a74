"""Sections of `shop.toml` about what a channel costs: what was agreed, what no bill shows, and what the audit tells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator

from transforms.settings.section import Section


class Contract(Section):
    """`[contract.CHANNEL]`: rates agreed, for the fee audit and for marked estimates only."""

    commission_rate: Decimal | None = Field(default=None, ge=0, lt=1)
    minimum_per_order: Decimal | None = Field(default=None, ge=0)
    """The least commission on an order, however small."""
    base: Literal["gross", "after_discount", "net_sales"] = "after_discount"
    """What the rate is a share of: gross, gross less the merchant's discount, or that less refunds."""
    billed_as: tuple[Literal["commission", "platform_service"], ...] = Field(default=("commission",), min_length=1)
    """The kinds of fees by which the bill books the commission."""
    valid_from: date | None = None
    """Orders placed before this day are not compared."""


class FeeAudit(Section):
    """`[fee_audit]`: from when on and by how much a bill has to be wrong to be told."""

    bill_within_days: int = Field(default=14, ge=1)
    """An order that is on no bill after so many days was never paid out; a refund's commission must be back by then."""
    rounding: Decimal = Field(default=Decimal("0.01"), ge=0)
    """A commission that is off by no more than this is rounding."""


Share = Annotated[Decimal, Field(ge=0, le=1)]


class WhatIf(Section):
    """`[what_if]`: what moving platform orders home would cost, and how many of the moved would be lost."""

    cost_per_order_addressed: Decimal = Field(default=Decimal(0), ge=0)
    """Coupon and message, for every order addressed, whether it moves or not."""
    fixed_per_month: Decimal = Field(default=Decimal(0), ge=0)
    lost_shares: tuple[Share, Share, Share] = (Decimal("0.1"), Decimal("0.2"), Decimal("0.3"))
    """Shares of the moved orders that would be lost: a low, a middle and a high guess."""

    @field_validator("lost_shares")
    @classmethod
    def _from_low_to_high(cls, value: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if list(value) != sorted(value):
            raise ValueError("write the low, the middle and the high share in this order, such as [0.1, 0.2, 0.3]")
        return value


class OwnCosts(Section):
    """`[own_costs.CHANNEL]`: costs that no file bills, in the currency of the business."""

    courier_per_order: Decimal = Field(default=Decimal(0), ge=0)
    packing_per_order: Decimal = Field(default=Decimal(0), ge=0)
    coupon_per_order: Decimal = Field(default=Decimal(0), ge=0)

    @property
    def per_order(self) -> Decimal:
        """What one purchase costs in all."""
        return self.courier_per_order + self.packing_per_order + self.coupon_per_order
