"""An invented business whose export files look like real ones, for the demo and for tests that know the truth."""

from transforms.demo.shop import SHOP_TOML
from transforms.demo.truth import BadRow, MonthTruth, Truth
from transforms.demo.write import write_exports

__all__ = ["SHOP_TOML", "BadRow", "MonthTruth", "Truth", "write_exports"]
