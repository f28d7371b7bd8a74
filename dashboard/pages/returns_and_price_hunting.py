"""Returns and price-hunting: by channel, by what people leave after them, and the patterns around them."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.people import returns

place = here()
show_chart(place, "return_rates")
if place.reader.has("return_patterns"):
    show_chart(place, "return_groups")
    returns.show_patterns(place)
    returns.show_people(place)
