"""One contact in its spellings, in text and in bytes; others that look like it are somebody else's."""

import pytest

from transforms.forgetting.spellings import ENCODINGS, Signs, sign_of

PHONE = Signs([sign_of("phone", "13812345678", "CN")])
MAIL = Signs([sign_of("email", "Carol.Chen+tea@Example.com", "CN")])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "spelling",
    [
        "13812345678",
        "+86 138 1234 5678",
        "138-1234-5678",
        "(138) 1234.5678",
        "１３８１２３４５６７８",
        "１３８ １２３４ ５６７８",
    ],
)
def test_a_phone_is_found_however_it_is_written(spelling, encoding):
    data = f"a {spelling},b".encode(encoding)
    assert PHONE.in_text.search(spelling)
    assert PHONE.in_bytes(data)
    assert not PHONE.in_bytes(PHONE.blanked(data))
    assert len(PHONE.blanked(data)) == len(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("spelling", ["carol.chen+tea@example.com", "CAROL.CHEN%2BTEA%40EXAMPLE.COM"])
def test_an_address_is_found_however_it_is_written(spelling, encoding):
    assert MAIL.in_bytes(f"<{spelling}>".encode(encoding))


def test_what_only_looks_like_it_is_somebody_elses():
    assert not PHONE.in_bytes(b"1381234567 9, 2381234567")
    assert not MAIL.in_bytes(b"xcarol.chen+tea@example.com, carol.chen+tea@example.com.tw")
    short = Signs([sign_of("phone", "0912345678", "TW"), sign_of("member", "M100200", "TW")])
    assert short.in_bytes(b"0912-345-678")
    assert short.in_bytes(b"+886912345678")
    assert not short.in_bytes(b"19123456789")
    assert short.in_bytes(b",m100200,")
    assert not short.in_bytes(b",m1002001,")
    assert sign_of("account", "tom", "CN") is None, "too short to be told from other text"
