"""Who is who: for how much of the trade we know who bought, what would tell more, and how sure a probable link is."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.pickers import pick
from dashboard.people import coverage

place = here()
pick(place, "counted", ("orders", "net_sales"), lambda counted: place.t(f"counted.{counted}"))
show_chart(place, "identity_coverage")
coverage.show_gaps(place)
show_chart(place, "link_calibration")
coverage.show_model(place)
