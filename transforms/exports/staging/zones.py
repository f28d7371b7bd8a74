"""Words for time zones in exports, and the IANA name each stands for."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

_WORDS = {
    "America/New_York": ("Eastern Time (US & Canada)", "Eastern Time", "EST", "EDT", "ET", "Indiana (East)"),
    "America/Chicago": ("Central Time (US & Canada)", "Central Time", "CST", "CDT", "CT"),
    "America/Denver": ("Mountain Time (US & Canada)", "Mountain Time", "MST", "MDT", "MT"),
    "America/Phoenix": ("Arizona",),
    "America/Los_Angeles": ("Pacific Time (US & Canada)", "Pacific Time", "PST", "PDT", "PT"),
    "America/Anchorage": ("Alaska", "AKST", "AKDT"),
    "Pacific/Honolulu": ("Hawaii", "HST"),
    "America/Halifax": ("Atlantic Time (Canada)", "AST", "ADT"),
    "America/St_Johns": ("Newfoundland", "NST", "NDT"),
    "UTC": ("UTC", "GMT", "Z", "Coordinated Universal Time"),
    "Europe/London": ("London", "BST", "Edinburgh"),
    "Europe/Dublin": ("Dublin",),
    "Europe/Paris": ("Paris", "CET", "CEST"),
    "Europe/Berlin": ("Berlin", "MEZ", "MESZ"),
    "Europe/Madrid": ("Madrid",),
    "Europe/Athens": ("EET", "EEST"),
    "Asia/Kolkata": ("Chennai", "Kolkata", "Mumbai", "New Delhi"),
    "Asia/Singapore": ("Singapore", "SGT"),
    "Asia/Hong_Kong": ("Hong Kong", "HKT"),
    "Asia/Taipei": ("Taipei",),
    "Asia/Shanghai": ("Beijing", "Chongqing"),
    "Asia/Tokyo": ("Tokyo", "Osaka", "Sapporo", "JST"),
    "Asia/Seoul": ("Seoul", "KST"),
    "Australia/Sydney": ("Sydney", "AEST", "AEDT"),
    "Australia/Melbourne": ("Melbourne",),
    "Australia/Brisbane": ("Brisbane",),
    "Australia/Perth": ("Perth", "AWST"),
    "Pacific/Auckland": ("Auckland", "Wellington", "NZST", "NZDT"),
}
"""The letters CST are Central Time here: the files that use them are American, and Chinese files state no zone."""

_ZONES = {word.casefold(): zone for zone, words in _WORDS.items() for word in words}
_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-])0?(\d{1,2})(?::?00)?")


@cache
def zone_of(word: str) -> str | None:
    """The IANA name of a zone as a file writes it; None for a word nobody knows."""
    if word in available_timezones():
        return word
    offset = _OFFSET.fullmatch(word)
    if offset and int(offset[2]) <= 14:
        # the Etc zones count the other way round
        return f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    return _ZONES.get(word.strip().casefold())
