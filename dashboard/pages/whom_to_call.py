"""Whom to call: this week's list with a reason each, and what the lists before it did."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.people import follow_ups

place = here()
follow_ups.show_lists(place)
show_chart(place, "follow_up_result")
