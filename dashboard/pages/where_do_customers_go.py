"""Where do customers go: streams, matrix and net flow between the channels."""

from dashboard.charts.registry import PAGE_CHARTS
from dashboard.frame.card import show_chart
from dashboard.frame.here import here

place = here()
for key in PAGE_CHARTS["where_do_customers_go"]:
    show_chart(place, key)
