"""`payout_reconciliation`: what the lines of a statement add up to against what the platform says it paid."""

from tests.worlds import fee, night, order

STATE = "statement, expected, stated, difference, payout_state"
PARTS = "before_fees, fees_charged, fees_returned, adjustments, expected"


def line(when, due, *fees, statement="S1", channel="meituan"):
    """One row of a bill: what it adds to the payout, and the (type, amount) of the fees it books."""
    row = fee(channel, when, due, kind=None, entry_kind="due", statement=statement)
    (booked,) = row.records["entries"]
    for part, (kind, amount) in enumerate(fees, start=1):
        other = {"part": part, "entry_kind": "fee", "fee_type": kind, "amount": amount, "statement": "numbered apart"}
        row.records["entries"].append({**booked, **other})
    return row


def paid(when, amount, statement="S1"):
    return fee("meituan", when, amount, kind=None, entry_kind="payout", statement=statement, layout="paid")


def statements(*rows, columns=STATE, **settings):
    return night(order(None, "meituan", "2026-03-01", 100, id="m1"), *rows, **settings).rows(
        "payout_reconciliation", columns
    )


def test_a_statement_agrees_differs_waits_for_its_payout_or_has_no_lines():
    rows = (
        *(line("2026-03-01", 80, statement=name) for name in ("S1", "S2", "S3")),
        line("2026-03-02", "-9.50"),
        paid("2026-03-04", "70.50"),
        paid("2026-03-04", "79.99", "S2"),
        paid("2026-03-05", 12, "S4"),
    )
    assert statements(*rows) == [
        ("S1", 70.5, 70.5, 0, "agrees"),
        ("S2", 80, 79.99, -0.01, "differs"),
        ("S3", 80, None, None, "pending"),
        ("S4", None, 12, None, "no_lines"),
    ]


def test_lines_are_told_apart_into_sales_fees_their_reversals_and_adjustments():
    """100 sold costs 5 and 4; a refund of 20 gives back 1; a donation of 0.10 and 30 of promotion are taken."""
    rows = (
        line("2026-03-01", "90.90", ("commission", 5), ("delivery_service", 4), ("adjustment", "0.10")),
        line("2026-03-02", -19, ("commission", -1)),
        line("2026-03-02", -30, ("promotion", 30)),
    )
    assert statements(*rows, columns=PARTS) == [(80, 39, 1, 0.1, 41.9)]


def test_what_a_payout_without_lines_is_made_of_is_not_known():
    rows = (paid("2026-03-05", 12), fee("meituan", "2026-03-05", 3, statement="S1"))
    assert statements(*rows, columns=f"{PARTS}, lines") == [(None, None, None, None, None, 0)]


def test_a_payout_after_the_day_of_the_night_is_not_known_yet():
    rows = (
        line("2026-03-01", 80),
        paid("2026-03-20", 80),
        order(None, "meituan", "2026-03-25", 10, id="m2"),
    )
    assert statements(*rows, as_of="2026-03-10") == [("S1", 80, None, None, "pending")]
    assert statements(*rows) == [("S1", 80, 80, 0, "agrees")]


def test_the_same_number_in_two_channels_is_two_statements():
    rows = (line("2026-03-01", 80), line("2026-03-01", 5, channel="eleme"), paid("2026-03-04", 80))
    assert statements(*rows, columns="channel, payout_state") == [("eleme", "pending"), ("meituan", "agrees")]
