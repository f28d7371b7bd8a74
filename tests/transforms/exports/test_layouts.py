"""What holds for every layout: columns in any order, missing, unknown; words unknown; nobody but the buyer."""

import csv
import io

import pytest
from python_calamine import load_workbook

from tests.samples import eleme, meituan, shopify, till, youzan
from tests.samples.build import csv_bytes, row, stage, xlsx_bytes
from tests.samples.every import sample_modules, samples
from tests.samples.headers import ELEME_ORDERS, TILL_ORDERS, YOUZAN_ORDERS
from transforms.exports.catalogue import catalogue, gives, totals
from transforms.exports.layout import CONTACT_KINDS, header_word, load_layouts
from transforms.exports.recognise.header import WRAPPING
from transforms.exports.staging.stage_file import RECORD_KINDS
from transforms.exports.traits.trait import TRAIT_KINDS

LAYOUTS = {layout.name: layout for layout in load_layouts() if not layout.refused}
ALL = samples()
SAMPLES = sorted(ALL)
ONE_HEADER_ROW = [name for name in SAMPLES if LAYOUTS[name].header_rows == 1]
"""Columns cannot be moved about under merged header cells; the tests of those layouts say what holds for them."""


def cells_of(data: bytes, layout: str) -> list[list[str]]:
    """All rows of a sample as text; of a workbook, those of the sheet in which the layout's header stands."""
    return next(rows for rows in _readings(data) if header_at(rows, layout) is not None)


def _readings(data: bytes):
    if data[:2] == b"PK":
        book = load_workbook(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[f"{cell:g}" if isinstance(cell, float) else cell for cell in cells] for cells in rows]
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    for delimiter in ",\t;":
        yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def header_at(rows: list[list[str]], layout: str) -> int | None:
    signature = {header_word(word) for word in LAYOUTS[layout].signature}
    return next((i for i, cells in enumerate(rows) if signature <= {header_word(cell) for cell in cells}), None)


def is_footer(cells: list[str], layout: str) -> bool:
    footer = LAYOUTS[layout].footer
    first = next((cell.strip(WRAPPING) for cell in cells if cell.strip(WRAPPING)), "")
    starts = (*footer.starts_with, footer.table_opens_with or "\0", footer.total_row_starts_with or "\0")
    return first.startswith(starts)


def with_columns(data: bytes, layout: str, change) -> bytes:
    """The sample with the columns of its table changed: `change` takes and gives a list of positions."""
    rows = cells_of(data, layout)
    top = header_at(rows, layout)
    width = len(rows[top])
    order = change([*range(width)], rows[top])
    end = next((i for i, cells in enumerate(rows) if i > top and is_footer(cells, layout)), len(rows))
    table = [
        [cells[i] if i < width else cells[i - width] for i in order]
        if top <= i < end and len(cells) == width
        else cells
        for i, cells in enumerate(rows)
        if i < end or LAYOUTS[layout].footer.total_row_starts_with is None
    ]
    return csv_bytes(table)


def records(staged):
    """Every staged record without what names its file."""
    found = {kind: staged.rows(kind) for kind in RECORD_KINDS}
    return {kind: [{**row, "file_id": ""} for row in rows] for kind, rows in found.items()}


def test_there_is_a_sample_for_every_layout_shipped():
    assert sorted(LAYOUTS) == SAMPLES


@pytest.mark.parametrize("layout", SAMPLES)
def test_every_row_of_a_sample_is_accounted_for_and_every_header_word_is_known(night_of, layout):
    night = night_of(ALL[layout].module)
    found = night.file(layout)
    assert found["file_state"] == "loaded"
    assert found["rows_read"] > 0
    assert found["rows_read"] == found["rows_loaded"] + found["rows_superseded"] + found["rows_quarantined"]
    assert found["rows_quarantined"] == 0
    assert found["control_total_state"] != "differs"
    assert not [what for kind, what, _ in night.findings(layout) if kind == "unknown_column"]


@pytest.mark.parametrize("layout", ONE_HEADER_ROW)
def test_columns_in_any_order_give_the_same_records(home_of, layout):
    module, source, _, data = ALL[layout]
    home = home_of(module)
    plain = with_columns(data(), layout, lambda order, _header: order)
    turned = with_columns(data(), layout, lambda order, _header: order[::-1])
    assert plain != turned
    one, other = stage(home, source, plain), stage(home, source, turned)
    assert one.summary.tables[0].layout == other.summary.tables[0].layout == layout
    assert any(records(one).values()) == bool(LAYOUTS[layout].emit)
    assert records(one) == records(other)


@pytest.mark.parametrize("layout", ONE_HEADER_ROW)
def test_a_column_nobody_told_us_of_is_reported_and_changes_nothing(home_of, layout):
    module, source, _, data = ALL[layout]
    home = home_of(module)

    def add(order, header):
        return [order[0], order[0], *order[1:]]

    plain = stage(home, source, with_columns(data(), layout, lambda order, _header: order))
    rows = cells_of(with_columns(data(), layout, add), layout)
    top = header_at(rows, layout)
    rows[top][1] = "火星列"
    for cells in rows[top + 1 :]:
        if len(cells) == len(rows[top]):
            cells[1] = "x"
    more = stage(home, source, csv_bytes(rows))
    assert records(plain) == records(more)
    assert more.findings() - plain.findings() == {("unknown_column", "火星列", 0)}


@pytest.mark.parametrize("layout", ONE_HEADER_ROW)
def test_a_missing_optional_column_is_reported_and_the_rest_is_read(home_of, layout):
    module, source, _, data = ALL[layout]
    home = home_of(module)
    needed = {header_word(word) for word in LAYOUTS[layout].signature}
    optional = [
        column
        for column in LAYOUTS[layout].columns.values()
        if not column.required and not {header_word(word) for word in column.header} & needed
    ]
    words = {header_word(word) for column in optional for word in column.header}

    def gone(order, header):
        return [i for i in order if header_word(header[i]) not in words]

    staged = stage(home, source, with_columns(data(), layout, gone))
    assert staged.summary.reason is None
    table = staged.summary.tables[0]
    assert table.layout == layout
    assert table.rows_read > table.rows_quarantined
    assert {what for kind, what, _ in staged.findings() if kind == "missing_optional"} == {
        column.header[0] for column in optional if column.kind not in TRAIT_KINDS
    }


@pytest.mark.parametrize("layout", ONE_HEADER_ROW)
def test_a_missing_required_column_is_named(home_of, layout):
    module, source, _, data = ALL[layout]
    home = home_of(module)
    for column in LAYOUTS[layout].required_headers.values():
        words = {header_word(word) for word in column.header}

        def gone(order, header, words=words):
            return [i for i in order if header_word(header[i]) not in words]

        staged = stage(home, source, with_columns(data(), layout, gone))
        assert staged.summary.tables == []
        assert staged.summary.reason
        assert " ".join(column.header[0].split()) in staged.summary.reason, staged.summary.reason
        said = staged.summary.reason
        for word in (word for each in LAYOUTS[layout].columns.values() for word in each.header):
            said = said.replace(" ".join(word.split()), "…")
        assert said.count(". ") <= 1


@pytest.mark.parametrize("layout", [each for each in load_layouts() if each.refused], ids=lambda each: each.name)
def test_what_is_no_export_of_a_shop_is_refused_with_the_file_to_download_instead(home, layout):
    words = [*layout.ignored, layout.columns["number"].header[0]]
    staged = stage(home, "till", csv_bytes([["说明"], words, ["1"] * len(words)], "gb18030"))
    assert staged.summary.tables == []
    assert staged.summary.reason == f"{layout.title['en']}: {layout.refused['en']}"
    assert set(layout.refused) == {"en", "zh-Hans", "zh-Hant"}


def test_an_unknown_status_is_published_as_a_finding_and_no_purchase(night):
    for layout, channel, number, word in (
        ("meituan_pos_orders", "store", "6101000010", "订单状态: 挂起"),
        ("youzan_orders", "mini_program", "E20260221100000000000006", "订单状态: 待审核"),
        ("taobao_orders", "tmall", "3300000000000007000", "订单状态: 卖家火星发货"),
    ):
        assert ("unknown_value", word, 1) in night.findings(layout)
        order = night.orders(channel)[number]
        assert (order["status"], order["is_purchase"]) == ("unknown", False)


def test_an_unknown_fee_wording_is_published_as_a_finding_without_its_digits(night):
    assert ("unknown_fee", "其它 火星服务费", 1) in night.findings("alipay_ledger")
    assert ("unknown_fee", "火星服务 不明", 1) in night.findings("meituan_bill")
    assert ("unknown_fee", "火星单", 1) in night.findings("eleme_bill")
    assert ("unknown_value", "Type: martian", 1) in night.findings("shopify_payments")
    amounts = {row["amount"] for row in night.ask("select amount from fee_lines")}
    assert not amounts & {7, -7, 9.99, -9.99, 1.11, -1.11}


def test_a_delivery_order_of_a_platform_not_in_the_settings_is_quarantined_with_the_reason(home):
    order = {**till.ORDERS[2], "订单来源": "京东秒送"}
    staged = stage(home, "till", xlsx_bytes({"全渠道订单明细": till.rows([till.ORDERS[0], order], {"省份": "合计"})}))
    assert [row["order_id"] for row in staged.rows("orders")] == ["6101000001"]
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (5, "unmapped_channel", "订单来源")
    assert "channel_values of the source in shop.toml" in bad["reason"]


def test_a_till_order_of_a_kind_not_in_the_settings_stays_in_the_store_and_is_reported(home):
    order = {**till.ORDERS[0], "订单来源": "抖音团购"}
    staged = stage(home, "till", xlsx_bytes({"全渠道订单明细": till.rows([order], {"省份": "合计"})}))
    assert [row["channel"] for row in staged.rows("orders")] == ["store"]
    assert ("unmapped_channel", "抖音团购", 1) in staged.findings()


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("till", [["标题"], ["筛选"], list(TILL_ORDERS), row(TILL_ORDERS, {"省份": "合计", "订单金额": "0.00"}, "--")]),
        ("youzan", [list(YOUZAN_ORDERS)]),
        ("eleme_bill", [list(ELEME_ORDERS)]),
    ],
)
def test_a_header_without_rows_is_an_empty_file_and_no_error(home, source, rows):
    staged = stage(home, source, xlsx_bytes({"表": rows}))
    assert staged.summary.reason is None
    assert [table.rows_read for table in staged.summary.tables] == [0]
    assert ("empty", "表", 0) in staged.findings()


def test_no_contact_is_in_any_staged_byte_of_any_sample(night_of):
    for module in sample_modules():
        night = night_of(module)
        written = [path for path in night.home.staged.rglob("*") if path.is_file()]
        assert len(written) >= len(module.FILES) * 2
        everything = b"".join(path.read_bytes() for path in written)
        texts = "".join(
            str(night.staged(layout).rows(kind)) for layout in module.FILES for kind in (*RECORD_KINDS, "rows")
        )
        contacts = getattr(module, "RAW_CONTACTS", ())
        assert contacts or not {column.kind for name in module.FILES for column in LAYOUTS[name].columns.values()} & {
            *CONTACT_KINDS
        }
        for contact in contacts:
            assert contact.encode() not in everything
            assert contact not in texts


def test_what_only_a_parcel_names_is_nobodys_identity(night):
    """Recipients' phones stand in Youzan, Shopify and Tmall samples; none is ever said to be the buyer's."""
    masked = {"136****7890"}
    assert not masked & {row["masked"] for row in night.staged("shopify_orders").rows("identities")}
    for layout in ("youzan_orders", "taobao_orders"):
        contacts = night.staged(layout).rows("identities")
        assert {row["role"] for row in contacts if row["masked"] in masked} == {"contact"}


def test_the_sheets_around_a_bill_are_known_and_a_stranger_is_reported(home):
    rows = load_workbook(io.BytesIO(meituan.bill_file()))
    sheets = {name: rows.get_sheet_by_name(name).to_python() for name in rows.sheet_names}
    assert len(sheets) == 3
    staged = stage(home, "meituan_bill", xlsx_bytes({**sheets, "神秘": [["a", "b"], ["c", "d"]]}))
    assert [kind for kind, _, _ in staged.findings() if kind == "unknown_sheet"] == ["unknown_sheet"]
    assert ("unknown_sheet", "神秘", 0) in staged.findings()


def test_two_tables_in_one_zip_are_both_read(home):
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("订单.csv", youzan.orders_file())
        archive.writestr("商品.csv", youzan.items_file())
    staged = stage(home, "youzan", buffer.getvalue())
    assert sorted(table.layout for table in staged.summary.tables) == ["youzan_items", "youzan_orders"]
    assert (len(staged.rows("orders")), len(staged.rows("order_items"))) == (6, 4)


def test_the_samples_are_complete_headers():
    assert len(shopify.SHOPIFY_ORDERS) == 79
    assert eleme.ELEME_ORDERS is ELEME_ORDERS
    assert (len(ELEME_ORDERS), len(TILL_ORDERS), len(YOUZAN_ORDERS)) == (88, 47, 60)


def test_the_table_of_layouts_says_what_each_gives():
    rows = {each.name: (gives(each), totals(each)) for each in load_layouts()}
    assert rows["square_transactions"] == (
        "orders, refunds, fees, payouts, account, card, name",
        "each row's Total Collected",
    )
    assert rows["taobao_items"] == ("items", "none stated")
    assert rows["alipay_ledger"][0] == "refunds, fees"
    assert "收入合计" in rows["alipay_ledger"][1]
    assert catalogue().row_count == len(rows)


def test_what_a_layout_completes_is_a_layout_with_orders():
    every = {each.name: each for each in load_layouts()}
    for each in every.values():
        for name in each.completes:
            assert any(emit.into == "orders" for emit in every[name].emit), f"{each.name} completes {name}"
