"""Probable links: which nameless records and which people may be one person, and how probable each is."""

from transforms.customers.probable.linking import Probable, probable_links

__all__ = ["Probable", "probable_links"]
