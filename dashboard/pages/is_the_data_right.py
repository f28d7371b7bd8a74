"""Is the data right: the night, every file and row, checks, and how many orders name their buyer."""

from dashboard.frame import accounts
from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.pickers import pick
from dashboard.people import coverage

place = here()
accounts.show_nights(place)
accounts.show_pulls(place)
accounts.show_files(place)
accounts.show_layouts(place)
accounts.show_checks(place)
accounts.show_findings(place)
accounts.show_quarantine(place)
accounts.show_corrections(place)
pick(place, "counted", ("orders", "net_sales"), lambda counted: place.t(f"counted.{counted}"))
show_chart(place, "identity_coverage")
coverage.show_gaps(place)
accounts.show_ignored(place)
