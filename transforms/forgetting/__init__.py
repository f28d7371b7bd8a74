"""Forgetting a person: cells blanked in every file, keys kept out for good, and the proof that nothing is left."""
