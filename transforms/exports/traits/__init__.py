"""Traits: what a row says of a person that many people share. Weak evidence, normalised here and hashed at the door."""
