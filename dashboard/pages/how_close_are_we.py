"""How close are we to people: the ladder by month, its rules in words, and what would lift each person one rung."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.people import rungs

place = here()
show_chart(place, "strength_ladder")
show_chart(place, "lifts")
rungs.show_rungs(place)
