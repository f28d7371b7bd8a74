"""How close are we to people: the ladder by month, its rules in words, what would lift each person, and tags."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.people import strength, tags

place = here()
show_chart(place, "strength_ladder")
show_chart(place, "lifts")
strength.show_rungs(place)
tags.show_tags(place)
