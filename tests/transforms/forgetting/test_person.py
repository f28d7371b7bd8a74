"""What somebody to be forgotten may be named by."""

import pytest

from tests.samples.build import make_home
from transforms.exports.contacts import ContactHasher
from transforms.forgetting.person import meanings


@pytest.mark.parametrize(
    ("contact", "kinds"),
    [
        ("13812345678", {"phone", "account"}),
        ("+86 138-1234-5678", {"phone", "account"}),
        ("13812345678x", {"account"}),
        ("1381234567O", {"account"}),
        ("wang@example.com", {"email"}),
        ("M000123", {"account"}),
    ],
)
def test_a_number_with_a_letter_is_no_phone_of_anybody(tmp_path, contact, kinds):
    home = make_home(tmp_path / "home")
    hasher = ContactHasher(home.contact_key(), "CN")
    assert {kind for kind, _, _ in meanings(home, contact, hasher)} == kinds
