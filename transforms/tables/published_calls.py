"""Published tables about whom to call, and what people are tagged with."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import Column, Table

FOLLOW_UPS = Table(
    "follow_ups",
    "published",
    "One row per list and person on it: whom to call that Monday and why, or whom to leave alone, and who came back.",
    ("list_day", "customer_id"),
    (
        Column("list_day", "DATE", "The Monday of the list; it hangs on what had happened before that day."),
        c.CUSTOMER_ID,
        Column("reason", "VARCHAR", "Why the person is listed; the first that holds.", allowed=words.FOLLOW_UP_REASONS),
        Column("item", "VARCHAR", "The new item the list is about; null: another reason.", nullable=True),
        Column(
            "list_group",
            "VARCHAR",
            "called, or kept_back: left alone to see what would have happened anyway, by a digest of person and day.",
            allowed=words.LIST_GROUPS,
        ),
        Column(
            "contact_masked",
            "VARCHAR",
            "A contact that may be used for this, masked.",
            nullable=True,
            privacy="pseudonym",
        ),
        Column("last_order_day", "DATE", "Day of the latest purchase before the list."),
        c.count("purchase_days", "Purchase days before the list, anywhere.", "days"),
        Column("latest_channel", "VARCHAR", "Channel of the latest purchase before the list.", privacy="open"),
        Column("free_again_day", "DATE", "Before this day the person is on no other list."),
        Column("result_day", "DATE", "Last day on which a purchase counts as a result of the list."),
        Column(
            "came_back",
            "BOOLEAN",
            "Bought anywhere from list_day to result_day; null: that time is not over.",
            nullable=True,
        ),
        Column("came_back_day", "DATE", "First day of such a purchase; null: none so far.", nullable=True),
        Column("is_called", "BOOLEAN", "The owner says that lists of this day are called: called_since."),
        c.IS_COMPLETE,
    ),
)

TAGS = Table(
    "tags",
    "published",
    "One row per person and tag of shop.toml whose every condition holds on the as-of day.",
    ("customer_id", "tag"),
    (
        c.CUSTOMER_ID,
        Column("tag", "VARCHAR", "Key of the tag in shop.toml."),
    ),
)

CALLS = (FOLLOW_UPS, TAGS)
