"""Is the data right: the night, every file and row, checks, and contacts that name nobody."""

from dashboard.frame import accounts
from dashboard.frame.here import here

place = here()
accounts.show_forgetting(place)
accounts.show_nights(place)
accounts.show_pulls(place)
accounts.show_files(place)
accounts.show_layouts(place)
accounts.show_checks(place)
accounts.show_findings(place)
accounts.show_quarantine(place)
accounts.show_corrections(place)
accounts.show_ignored(place)
