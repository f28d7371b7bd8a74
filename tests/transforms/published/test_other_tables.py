"""Tables that show core as it is, and lists the owner reads."""

from tests.worlds import core_of, fee, item, member, night, order, phone, refund

TABLES = (
    "orders",
    "fee_lines",
    "customers",
    "identity_coverage",
    "migration_flows",
    "migration_steps",
    "repeat_rates",
    "cohorts",
    "channel_costs",
)


def test_orders_and_fees_are_published_whole_purchases_or_not():
    rows = (
        order("anna", "meituan", "2026-03-01", 40, id="m1"),
        order(None, "meituan", "2026-03-02", 40, id="m2", status="cancelled"),
        fee("meituan", "2026-03-02", 7, "m1"),
        fee("meituan", "2026-03-02", 9, kind="promotion"),
    )
    world = night(*rows)
    assert world.rows("orders", "order_id, is_purchase, customer_id, fees") == [
        ("m1", True, "canna", 7),
        ("m2", False, None, 0),
    ]
    assert world.rows("fee_lines", "order_key, fee_type, amount") == [
        ("meituan/m1", "commission", 7),
        (None, "promotion", 9),
    ]


def test_line_items_stand_in_the_order_of_the_file():
    world = night(
        order("anna", "store", "2026-03-01", id="s1"), item("store", "s1", "tea"), item("store", "s1", "bread")
    )
    assert world.rows("order_items", "order_key, line_number, item") == [
        ("store/s1", 1, "tea"),
        ("store/s1", 2, "bread"),
    ]


def test_own_channels_come_first():
    world = night(order("anna", "store", "2026-03-01"))
    found = world.rows("channels", "position, channel, kind, is_own")
    assert [row[1:] for row in found] == [
        ("store", "store", True),
        ("mini_program", "own_online", True),
        ("tmall", "marketplace", False),
        ("meituan", "delivery", False),
        ("eleme", "delivery", False),
    ]


def test_the_list_of_ignored_identities_shows_what_it_is_and_how_many_share_it():
    rows = [
        order((phone("15900000159"), member(f"88{each:04d}")), "meituan", "2026-03-01", id=f"m{each}")
        for each in range(12)
    ]
    world = night(*rows)
    columns = "identity_kind, masked, neighbours, orders_seen"
    assert world.rows("ignored_identities", columns) == [("phone", "159****0159", 12, 12)]
    assert len(world.rows("customers", "customer_id")) == 12


def test_the_same_rows_in_any_order_give_the_same_tables():
    rows = [
        order((phone("13900000001"), member("8801")), "store", "2026-03-01", id="a"),
        order(phone("13900000001"), "mini_program", "2026-03-02", id="b"),
        order(member("8801"), "meituan", "2026-03-02", id="c"),
        fee("meituan", "2026-03-03", 7, "c"),
    ]
    one, other = core_of(*rows), core_of(*reversed(rows))
    for table in ("orders", "customer_links"):
        assert one.rows(f"core.{table}", "*") == other.rows(f"core.{table}", "*")


def test_a_past_day_rebuilt_with_todays_files_is_what_it_was():
    then = [
        order(phone("13900000001"), "store", "2026-03-01", 20, id="a"),
        order(member("8801"), "store", "2026-03-02", 30, id="b"),
        order(None, "meituan", "2026-03-02", 40, id="m", layout="bill"),
        fee("meituan", "2026-03-02", 7, "m"),
    ]
    since = [
        order((phone("13900000001", consent=True), member("8801")), "store", "2026-03-03", id="c"),
        refund("meituan", "2026-03-03", 40, id="m", layout="bill", ordered_at="2026-03-02 12:00:00"),
        fee("meituan", "2026-03-03", -7, "m"),
    ]
    was, rebuilt = night(*then, as_of="2026-03-02"), night(*then, *since, as_of="2026-03-02")
    for table in TABLES:
        assert rebuilt.rows(table, "*") == was.rows(table, "*"), table
