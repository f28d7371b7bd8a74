"""Contacts become keyed hashes: the same person's spellings one key, no person's value ever shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.exports.contacts import ContactHasher, tellable

HASHER = ContactHasher(b"a key of this business", "CN")


@pytest.mark.parametrize(
    "spelling",
    [
        "13812345678",
        "+8613812345678",
        "+86 138 1234 5678",
        "0086-138-1234-5678",
        "138-1234-5678",
        " 13812345678 ",
        "１３８１２３４５６７８",
    ],
)
def test_every_spelling_of_a_phone_is_one_key(spelling):
    found = HASHER.contact("phone", spelling)
    assert found == HASHER.contact("phone", "13812345678")
    assert (found.masked, found.is_certain) == ("138****5678", True)


@pytest.mark.parametrize(
    "value",
    ["", "  ", "0", "12345", "无", "13812345678_1234", "13812345678,1234", "13812345678转1234", "99999999999", "hello"],
)
def test_what_is_no_phone_or_a_platform_s_virtual_number_is_no_evidence(value):
    assert HASHER.contact("phone", value) is None


@pytest.mark.parametrize("value", ["138****5678", "138******78", "1**********", "138 **** 5678"])
def test_a_masked_phone_is_weak_and_never_the_full_ones_key(value):
    found = HASHER.contact("phone", value)
    assert found is not None
    assert not found.is_certain
    assert found.identity_key != HASHER.contact("phone", "13812345678").identity_key


def test_a_region_s_own_numbers_are_read_as_its_people_write_them():
    taiwan = ContactHasher(b"a key of this business", "TW")
    assert taiwan.contact("phone", "0912345678") == taiwan.contact("phone", "+886912345678")
    assert taiwan.contact("phone", "+8613812345678") == HASHER.contact("phone", "13812345678")
    assert HASHER.contact("phone", "0912345678") is None


def test_an_email_is_lower_case_with_its_plus_tag_kept():
    one = HASHER.contact("email", "Ann+Tea@Example.COM")
    assert one == HASHER.contact("email", " ann+tea@example.com ")
    assert one.identity_key != HASHER.contact("email", "ann@example.com").identity_key
    assert one.masked == "a***@example.com"
    assert not HASHER.contact("email", "a**@example.com").is_certain
    assert HASHER.contact("email", "ann at example.com") is None


def test_an_account_counts_within_its_scope_only():
    one, other = (HASHER.contact("account", "茶友甲", scope) for scope in ("taobao", "wechat:app"))
    assert one.identity_key != other.identity_key
    assert one.masked == "茶***甲"


def test_an_alipay_account_is_the_phone_or_email_it_is_named_by():
    assert HASHER.contact("account", "13812345678", "alipay") == HASHER.contact("phone", "13812345678")
    assert HASHER.contact("account", "ANN@example.com", "alipay") == HASHER.contact("email", "ann@example.com")
    assert HASHER.contact("account", "2088000000000156", "alipay").identity_kind == "account"
    assert HASHER.contact("account", "13812345678", "taobao").identity_kind == "account"


def test_another_key_makes_other_hashes_and_tells_itself_apart():
    other = ContactHasher(b"another key", "CN")
    assert other.key_id != HASHER.key_id
    assert other.contact("phone", "13812345678").identity_key != HASHER.contact("phone", "13812345678").identity_key


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
def test_the_short_way_for_mobiles_and_the_long_way_agree(number):
    assert HASHER.contact("phone", number) == HASHER.contact("phone", f"+86 {number}")


@given(st.text(max_size=40), st.sampled_from(["phone", "email", "account", "member"]))
def test_any_text_is_a_contact_or_none_and_its_key_holds_nothing_of_it(text, kind):
    found = HASHER.contact(kind, text, "taobao" if kind in ("account", "member") else "")
    if found is not None:
        assert len(found.identity_key) == 32
        assert set(found.identity_key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("订单状态: 挂起", "订单状态: 挂起"),
        ("订单状态: 13812345678", "订单状态: …"),
        ("138 1234 5678", "…"),
        ("138-1234-5678 晚到", "… 晚到"),
        ("Type: ann@example.com", "Type: …"),
        ("账单 2026-02", "账单 2026-02"),
        ("手续费总金额: 0.99 ≠ 0.52404", "手续费总金额: 0.99 ≠ 0.52404"),
    ],
)
def test_words_are_told_without_what_looks_like_a_contact(words, told):
    assert tellable(words) == told
