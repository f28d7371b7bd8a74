"""What do the platforms cost: waterfall, take rate, fees and whose they are, what if orders moved home, bills."""

from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.pickers import pick

place = here()
show_chart(place, "cost_waterfall")
pick(place, "base", ("gross", "net_sales"), lambda base: place.t(f"base.{base}"))
show_chart(place, "take_rate")
show_chart(place, "platform_vs_own")
show_chart(place, "fees_by_customer_group")
show_chart(place, "whatif")
show_chart(place, "fee_dates")
show_chart(place, "payout_reconciliation")
show_chart(place, "fee_audit")
