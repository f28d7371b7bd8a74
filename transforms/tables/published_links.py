"""Published tables about links between people: what is worth asking the owner, and what changed from night to night."""

from dataclasses import replace

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import Column, Table

EVIDENCE = Column("evidence", "VARCHAR", "Kinds of evidence that speak for it, joined by +.")


def _side(side: str, who: str) -> tuple[Column, ...]:
    """Columns about one of the two people of a pair."""
    return (
        Column(f"{side}_name", "VARCHAR", f"What an answer calls {who}; it survives rebuilds.", privacy="pseudonym"),
        replace(
            c.CUSTOMER_ID.or_null(), name=f"{side}_customer_id", doc=f"{who.capitalize()}; null: orders without a name."
        ),
        Column(f"{side}_contacts", "VARCHAR", f"Contacts of {who}, masked.", nullable=True, privacy="pseudonym"),
        Column(f"{side}_people", "VARCHAR", f"Names of {who}, masked.", nullable=True, privacy="pseudonym"),
        Column(f"{side}_channels", "VARCHAR", f"Channels {who} bought in, joined by +."),
        Column(f"{side}_first_day", "DATE", f"Day of the first purchase of {who}."),
        Column(f"{side}_last_day", "DATE", f"Day of the latest purchase of {who}."),
        c.count(f"{side}_orders", f"Purchases of {who}.", "orders"),
        c.money(f"{side}_net_sales", f"Net sales of {who}."),
    )


LINK_REVIEW = Table(
    "link_review",
    "published",
    "One row per pair of people who may be one person: what the owner is asked, the answers worth most first.",
    ("pair_id",),
    (
        Column("pair_id", "VARCHAR", "Digest of the two names.", privacy="pseudonym"),
        Column("place", "INTEGER", "Position by what the answer is worth, from 1.", at_least=1),
        Column("probability", "DOUBLE", "That both are one person.", at_least=0, at_most=1),
        EVIDENCE,
        c.money("value", "Net sales at stake: those of the side that sold less."),
        *_side("one", "the one"),
        *_side("other", "the other"),
    ),
    ordered_by=("place",),
)

CUSTOMER_CHANGES = Table(
    "customer_changes",
    "published",
    "One row per two people, before and now, between whom a night moved orders: a merge, a split or a new name.",
    ("change_key",),
    (
        Column("change_key", "VARCHAR", "Digest of run, kind of change and both people."),
        c.RUN_ID,
        Column("changed_on", "DATE", "As-of day of the run that changed it.", privacy="open"),
        Column("change", "VARCHAR", "What became of the person.", privacy="open", allowed=words.CHANGES),
        replace(c.CUSTOMER_ID.or_null(), doc="Who has the orders now; null: nobody is named by them any more."),
        replace(
            c.CUSTOMER_ID.or_null(),
            name="other_customer_id",
            doc="Who had them before: whom a merge joined to the one, whom a split parted from the one; null: orders "
            "that named nobody until the owner said whose they are, or somebody forgotten since.",
        ),
        c.count("orders_moved", "Purchases that went from the one to the other.", "orders"),
        c.money("net_sales_moved", "Net sales of these purchases."),
        Column("reason", "VARCHAR", "Why.", privacy="open", allowed=words.CHANGE_REASONS),
        Column("evidence", "VARCHAR", "Kinds of evidence on these orders, joined by +.", nullable=True),
    ),
    ordered_by=("changed_on", "run_id", "change_key"),
)

REVISIONS = Table(
    "revisions",
    "published",
    "One row per figure of a closed month that another night gave another value.",
    ("run_id", "measure", "period"),
    (
        c.RUN_ID,
        Column("changed_on", "DATE", "As-of day of the run that changed it.", privacy="open"),
        Column("measure", "VARCHAR", "Which figure.", privacy="open", allowed=words.REVISED_MEASURES),
        Column("period", "VARCHAR", "The month, YYYY-MM; it was over in both nights.", privacy="open"),
        Column("value_before", "DOUBLE", "As the night before published it; null: no customers.", nullable=True),
        Column("value_after", "DOUBLE", "As this night publishes it; null: no customers.", nullable=True),
        c.count("customers_merged", "People who became part of others that night.", "people"),
        c.count("customers_split", "People who came out of others that night.", "people"),
    ),
    ordered_by=("changed_on", "run_id", "measure", "period"),
)

LINKING_RULES = Table(
    "linking_rules",
    "published",
    "One row: the rules by which this snapshot tells people apart.",
    ("run_id",),
    (
        c.RUN_ID,
        Column(
            "rules_of", "VARCHAR", "Today's rules, or those of the as-of day.", privacy="open", allowed=("now", "then")
        ),
        Column("rules_since", "DATE", "First as-of day published by these rules.", privacy="open"),
        Column("is_rebuilt", "BOOLEAN", "The as-of day is earlier than the last one in the data.", privacy="open"),
        c.count("answer_lines", "Lines of the owner's answers that were known.", "lines"),
        Column("key_id", "VARCHAR", "Fingerprint of the key contacts are hashed with; another key is other ids."),
        Column("rules", "VARCHAR", "JSON object: thresholds, policies, day's end, version.", privacy="open"),
    ),
)

LINKS = (LINK_REVIEW, CUSTOMER_CHANGES, REVISIONS, LINKING_RULES)
HISTORY = ("customer_changes", "revisions", "linking_rules")
"""Tables that tell how it came about: the same files read in other nights give the same of all others, not of these."""
