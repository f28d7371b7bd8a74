"""What the owner says about the business (`shop.toml`) and where a business keeps its state (the home folder)."""

from transforms.settings.corrections import Correction
from transforms.settings.home import Home
from transforms.settings.shop import Shop, ShopError, load_shop

__all__ = ["Correction", "Home", "Shop", "ShopError", "load_shop"]
