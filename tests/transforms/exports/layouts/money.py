"""Amounts in the order in which the tests of the layouts write them down."""

from decimal import Decimal

NAMES = ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales")


def worth(status: str, *amounts: str) -> tuple[object, ...]:
    """What `Night.money` says of an order: status, gross, merchant and platform discount, refunded, net sales."""
    assert len(amounts) == len(NAMES)
    return (status, *map(Decimal, amounts))


def fees(**amounts: str) -> list[tuple[str, Decimal]]:
    """Fee lines of different types, in the order of their types."""
    return sorted((fee_type, Decimal(amount)) for fee_type, amount in amounts.items())


def at(text: str) -> object:
    """A UTC time as staged."""
    from datetime import datetime

    return datetime.fromisoformat(text)
