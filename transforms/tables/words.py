"""Fixed lists of words that columns may hold, each in one place."""

CHANNEL_KINDS = ("store", "own_online", "marketplace", "delivery")
OWN_KINDS = ("store", "own_online")

ORDER_STATUSES = ("unpaid", "paid", "completed", "partly_refunded", "refunded", "cancelled", "test", "unknown")
PAID_STATUSES = ("paid", "completed", "partly_refunded", "refunded")

FEE_TYPES = (
    "commission",
    "platform_service",
    "delivery_service",
    "payment_processing",
    "promotion",
    "insurance",
    "subscription",
    "adjustment",
    "tax",
)
"""METRICS.md §1."""

PAYOUT_STATES = ("agrees", "differs", "pending", "no_lines")
"""What became of a statement: METRICS.md §1, and a payout whose lines no file has."""

CUSTOMER_GROUPS = ("both", "platform_only", "own_only", "unidentified")
"""Where people have bought: on platforms, from us directly, or both; and those nobody can name."""
SIDES = ("platform", "own")

MORNING_FINDINGS = (
    "net_sales",
    "take_rate",
    "refunded_share",
    "own_share",
    "homecoming",
    "lapsed",
    "payout_short",
    "payout_over",
    "fee_audit",
    "never_paid_out",
)
"""What the owner is told first: months beyond the usual, and what platforms got wrong."""

FEE_FINDINGS = ("rate", "minimum", "billed_twice", "kept_on_refund", "never_paid_out")
"""What the fee audit finds: more than the agreed rate or minimum, and what METRICS.md §1 lists besides."""

ENTRY_KINDS = ("fee", "payment", "refund", "transfer", "due", "payout", "unknown")
"""What one line of a ledger or bill is about. Only `fee` costs; `transfer` moves the owner's own money.

`due` is what a line adds to what its statement pays out, `payout` what a statement says it pays out.
"""

IDENTITY_KINDS = ("phone", "email", "member", "account", "order_bridge", "name", "birthday", "area", "card")
NAMING_KINDS = ("phone", "email", "account", "member")
"""Kinds of contacts that name one person; names and areas are shared by many."""
CONSENT_PURPOSES = ("marketing", "email", "sms", "membership")
"""What a statement on being contacted is about; `marketing`: by any way."""

SHARED_REASONS = ("crowd", "several_names", "recycled")
"""Why a value does not name one person: beside too many, used under different names, or given to a new owner."""

CONTACTS_FOR_PURPOSE = {
    "marketing": ("phone", "email"),
    "email": ("email",),
    "sms": ("phone",),
    "membership": ("phone", "email"),
}
"""Which contacts can serve a purpose."""
FEE_STATES = ("matched", "waiting", "period")
"""matched: the fee's order is known; waiting: it names an order no file has; period: it names none."""

GAP_REASONS = (
    "shared_value",
    "till_without_member_question",
    "not_at_the_till",
    "masked_by_platform",
    "recipient_only",
    "payment_not_joined",
    "file_has_no_identity",
    "guest_checkout",
    "other",
)
"""Why nothing names the buyer of a purchase, in the order in which they are looked for: the first that fits counts."""

LINK_MODEL_STATES = ("trained", "too_little", "none")
LINK_MODEL_LACKS = ("", "true_pairs", "held_out", "evidence")
STRENGTHS = ("random", "weak", "strong", "super")
"""Rungs of METRICS.md §5, the lowest first."""
NO_STRENGTH = "none"
"""Not seen yet."""

FOLLOW_UP_REASONS = ("won_back", "platform_regular", "due", "second_purchase", "new_item")
"""Why somebody is worth a call; the first that holds counts."""
LIST_GROUPS = ("called", "kept_back")

LIFTS = ("second_purchase", "own_channel_and_consent", "own_channel", "consent", "purchase_days")
"""What would lift a person one rung, by the rung they stand on."""

SEVERITIES = ("stop", "warn")
QUIET_FINDINGS = ("missing_optional", "empty", "forgotten")
"""Findings about a file that are no reason to warn: it lacks what it may lack, or whom it was asked to."""

CONTROL_TOTAL_STATES = ("agrees", "differs", "none")
PULL_STATES = ("fetched", "failed")
LOCATION_KINDS = ("sftp", "s3", "imap", "https", "folder")
PULL_REASONS = (
    "unreachable",
    "login_refused",
    "no_connection",
    "unsafe_connection",
    "host_key_unknown",
    "host_key_changed",
    "not_trusted",
    "not_there",
    "not_allowed",
    "not_a_file",
    "not_kept",
    "error",
)
"""Why a location gave nothing."""

GRAINS = ("month", "quarter", "year")
CROSSINGS = ("homecoming", "leak")
"""From platforms to own channels, or from own channels to platforms."""

RATE_MEASURES = ("repeat_rate", "returning_rate", "repurchase")
RATE_SCOPES = ("anywhere", "in_channel")
ORDER_RANKS = 10
"""Time to next purchase is followed up to this purchase day; later ones are habit and hardly differ."""

LIFECYCLES = ("new", "active", "won_back", "due", "at_risk", "lapsed")
"""Where somebody stands who has bought: three kinds of within the rhythm, three of past it."""

PURCHASE_KINDS = ("first", "later")
CURVE_STATES = ("enough", "few_people", "still_rising")
"""Whether a curve of coming back can say when somebody is late: too few have come back, or many may yet."""

RFM_MEASURES = ("r", "f", "m")
RFM_STATES = ("enough", "few_buyers", "short_history")
CUT_METHODS = ("quantiles", "bands")

VALUE_STATES = ("enough", "short_history", "few_repeaters", "not_fitted", "off")
"""Whether the model of what is ahead can be believed: `off` means that it missed the last third of the history."""

WINDOW_DAYS = (30, 60, 90, 180, 365)

CHANGES = ("merged", "split", "renamed")
"""What becomes of a person from one night to the next."""

CHANGE_REASONS = ("new_evidence", "owner_confirmed", "owner_refused", "shared_value", "rules_changed", "file_removed")
REVISED_MEASURES = ("customers", "repeat_rate", "returning_rate")
"""Figures of a month, METRICS.md §4 with the month as the window."""

NOT_A_CHANNEL_STATES = ("mixed", "none", "new", "became_identified")
"""States of a customer in a period that are not the name of a channel."""
