"""Staging: from a recognised table to typed, checked and hashed records."""
