"""Who comes back: cohorts, repeat rates, the wait for the next purchase, who is late, segments, what is ahead."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.pickers import pick
from transforms.tables.words import RATE_SCOPES, WINDOW_DAYS

place = here()
t = place.t
show_chart(place, "cohort_grid")
pick(place, "window", WINDOW_DAYS, lambda days: t("sidebar.days", n=days))
show_chart(place, "repeat_rates")
show_chart(place, "time_to_next")
show_chart(place, "lifecycle")
show_chart(place, "lifecycle_flows")
show_chart(place, "rfm")
show_chart(place, "value_ahead")
pick(place, "scope", RATE_SCOPES, lambda scope: t(f"scope.{scope}"))
show_chart(place, "repurchase_by_month")
