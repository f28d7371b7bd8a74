"""Who is who: pairs to decide, how much of the trade has a name, how sure links are, whom we reach, what changed."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.pickers import pick
from dashboard.people import changes, consents, coverage, questions

place = here()
questions.show_questions(place)
pick(place, "counted", ("orders", "net_sales"), lambda counted: place.t(f"counted.{counted}"))
show_chart(place, "identity_coverage")
coverage.show_gaps(place)
show_chart(place, "link_calibration")
coverage.show_model(place)
consents.show_consents(place)
changes.show_changes(place)
