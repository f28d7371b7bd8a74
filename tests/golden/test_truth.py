"""The published night against what the demo's generator knows to be true, without having read its own files."""

from collections import defaultdict
from decimal import Decimal

from transforms.demo.truth import MonthTruth


def test_the_money_of_every_channel_and_month_is_the_truth(night):
    months = defaultdict(MonthTruth)
    for order in night.published["orders"]:
        if not order["is_purchase"]:
            continue
        month = months[order["channel"], f"{order['order_day']:%Y-%m}"]
        month.purchases += 1
        for column in ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales"):
            setattr(month, column, getattr(month, column) + order[column])
    assert months == night.truth.months


def test_the_cost_table_shows_the_same_money_by_channel_and_month(night):
    found = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    for row in night.published["channel_costs"]:
        cell = found[row["channel"], row["month"]]
        for place, column in enumerate(("orders", "gross", "net_sales")):
            cell[place] += row[column]
    sold = {key: cell for key, cell in found.items() if cell[0]}
    truth = night.truth.months
    assert sold == {key: [month.purchases, month.gross, month.net_sales] for key, month in truth.items()}


def test_the_fees_of_every_channel_and_kind_are_the_truth(night):
    lines, costs = defaultdict(Decimal), defaultdict(Decimal)
    for line in night.published["fee_lines"]:
        lines[line["channel"], line["fee_type"]] += line["amount"]
    kinds = {fee_type for _, fee_type in lines}
    for row in night.published["channel_costs"]:
        for fee_type in kinds:
            costs[row["channel"], fee_type] += row[fee_type]
    truth = {key: amount for key, amount in night.truth.fees.items() if amount}
    assert {key: amount for key, amount in lines.items() if amount} == truth
    assert {key: amount for key, amount in costs.items() if amount} == truth


def test_the_one_fee_no_layout_knows_is_told_and_not_counted(night):
    (finding,) = [row for row in night.published["file_findings"] if row["finding"] == "unknown_fee"]
    assert night.truth.unknown_fee[0] in finding["what"]
    assert (finding["source"], finding["rows"]) == ("alipay", 1)


def test_only_fees_of_orders_that_no_file_has_are_waiting(night):
    waiting = [line for line in night.published["fee_lines"] if line["fee_state"] == "waiting"]
    assert len(waiting) == len(night.truth.orphan_fee_orders) == 1
    assert {line["channel"] for line in waiting} == {channel for channel, _ in night.truth.orphan_fee_orders}
    known = {(order["channel"], order["order_id"]) for order in night.published["orders"]}
    assert not night.truth.orphan_fee_orders & known


def test_the_bad_rows_and_no_others_are_quarantined_at_their_line(night):
    found = {
        (f"{row['source']}/{row['file_name']}", row["line"], row["columns_concerned"])
        for row in night.published["quarantine"]
    }
    assert found == {(bad.file, bad.line, bad.column) for bad in night.truth.bad_rows}
    assert len(night.published["quarantine"]) == len(night.truth.bad_rows) == 3


SHEETS = {"meituan_bill": "#订单明细", "meituan_statements": "#账单明细"}
"""The sheet of a layout, where the truth counts the sheets of a file apart."""


def by_table(night, column):
    return {
        f"{row['source']}/{row['file_name']}{SHEETS.get(row['layout'], '')}": row[column]
        for row in night.published["ingested_files"]
    }


def test_the_data_rows_of_every_table_are_the_truth(night):
    assert any(name.endswith("#账单明细") for name in night.truth.data_rows)
    assert by_table(night, "rows_read") == night.truth.data_rows


def test_a_file_saved_twice_is_one_file(night):
    names = {name.partition("#")[0] for name in by_table(night, "file_name")}
    for copy, original in night.truth.duplicate_files.items():
        assert original in names
        assert copy not in names
    assert night.truth.duplicate_files


def test_superseded_rows_are_the_truth(night):
    found = {name.partition("#")[0]: rows for name, rows in by_table(night, "rows_superseded").items() if rows}
    assert found == {name: rows for name, rows in night.truth.superseded_rows.items() if rows}


def test_every_row_read_is_loaded_superseded_or_quarantined(night):
    for row in night.published["ingested_files"]:
        assert row["rows_read"] == row["rows_loaded"] + row["rows_superseded"] + row["rows_quarantined"], row
        assert row["file_state"] == "loaded"


def test_every_file_agrees_with_its_own_control_totals_where_it_has_any(night):
    states = defaultdict(set)
    for row in night.published["ingested_files"]:
        states[row["layout"]].add(row["control_total_state"])
    with_totals = {layout for layout, found in states.items() if found == {"agrees"}}
    assert with_totals == {"alipay_ledger", "meituan_pos_orders", "wechat_pay_bill"}
    assert all(states[layout] == {"none"} for layout in states.keys() - with_totals)


def test_every_customer_holds_orders_of_one_true_person_only(night):
    people = defaultdict(set)
    for order in night.published["orders"]:
        if order["customer_id"] is not None:
            people[order["customer_id"]].add(night.truth.person_of_order[order["channel"], order["order_id"]])
    assert len(people) > 300
    assert [owners for owners in people.values() if len(owners) > 1] == []


def test_hardly_a_true_person_is_two_customers(night):
    customers = defaultdict(set)
    for order in night.published["orders"]:
        if order["customer_id"] is not None:
            person = night.truth.person_of_order[order["channel"], order["order_id"]]
            customers[person].add(order["customer_id"])
    split = [person for person, found in customers.items() if len(found) > 1]
    assert len(split) <= 0.03 * len(customers)


def test_the_identified_orders_are_the_truth(night):
    orders = night.published["orders"]
    found = {(row["channel"], row["order_id"]) for row in orders if row["customer_id"] is not None}
    assert found == night.truth.identified_orders
    assert {(row["channel"], row["order_id"]) for row in orders} == set(night.truth.person_of_order)


def test_the_couriers_phone_is_the_one_value_that_is_ignored(night):
    (ignored,) = night.published["ignored_identities"]
    phone = night.truth.courier_phone
    assert ignored["masked"] == f"{phone[:3]}****{phone[-4:]}"
    assert ignored["neighbours"] >= 10


def test_the_shops_own_tries_are_no_purchases(night):
    tries = [row for row in night.published["orders"] if (row["channel"], row["order_id"]) in night.truth.test_orders]
    assert len(tries) == len(night.truth.test_orders) > 0
    assert not any(row["is_purchase"] for row in tries)


def test_delivery_orders_whose_bill_has_not_come_are_purchases_with_fees_unknown(night):
    delivered = [row for row in night.published["orders"] if row["channel_kind"] == "delivery" and row["is_purchase"]]
    unknown = {(row["channel"], row["order_id"]) for row in delivered if not row["fees_known"]}
    assert unknown == night.truth.till_only_orders
    assert unknown


def test_the_fee_audit_finds_the_overcharged_orders_and_nothing_else(night):
    found = {row["order_key"]: row["owed_back"] for row in night.published["fee_audit"]}
    assert found == {f"meituan/{number}": amount for number, amount in night.truth.overcharged.items()}
    assert {row["finding"] for row in night.published["fee_audit"]} == {"rate", "minimum"}
    assert {row["channel"] for row in night.published["fee_audit_months"]} == set(night.home.shop().contract)
