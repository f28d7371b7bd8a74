"""Locations in shop.toml: what each form means, and one sentence with an example for what cannot be."""

import traceback

import pytest

from transforms.settings.location import EXAMPLES, KINDS, Location, parse_location
from transforms.settings.shop import ShopError, parse_shop

SHOP = """
[business]
name = "T"
[channels.store]
kind = "store"
[sources.till]
channel = "store"
location = '{location}'
"""


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("sftp://till/exports/2026", ("sftp", "till", "exports/2026")),
        ("sftp://till//var/exports", ("sftp", "till", "/var/exports")),
        ("SFTP://till", ("sftp", "till", ".")),
        ("sftp://till/a%20b", ("sftp", "till", "a b")),
        ("s3://bucket", ("s3", "aws_default", "", "bucket")),
        ("s3://storage@bucket/exports/", ("s3", "storage", "exports/", "bucket")),
        ("imap://mail?from=a@b.cn", ("imap", "mail", "INBOX", "", "a@b.cn", "")),
        ("imap://mail/Bills/Old?subject=账单&from=@b.cn", ("imap", "mail", "Bills/Old", "", "@b.cn", "账单")),
        ("https://shop.example.com", ("https", "", "https://shop.example.com/")),
        ("https://api@shop.example.com:8443/x?day=1", ("https", "api", "https://shop.example.com:8443/x?day=1")),
    ],
)
def test_what_a_location_means(text, location):
    assert parse_location(text) == Location(text, *location)


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_one(kind):
    assert parse_location(EXAMPLES[kind]).kind == kind


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("exports/till", "must begin with sftp://, s3://, imap:// or https://; write one such as sftp://"),
        ("ftp://till/exports", "write one such as sftp://till_server/exports"),
        ("http://shop.example.com/x", "write one such as https://shop_api@"),
        ("sftp://", "cannot be read; write one such as sftp://till_server/exports"),
        ("sftp://till?x=1", "cannot be read; write one such as sftp://till_server/exports"),
        ("sftp://till:22/x", "cannot be read; write one such as sftp://till_server/exports"),
        ("sftp://shop@till/x", "says who logs in; user and server belong into the connection"),
        ("s3://My_Bucket/x", "cannot be read; write one such as s3://shop_storage@bucket/exports/"),
        ("imap://mail/INBOX", "must say which mails count, by from= or subject="),
        ("imap://mail/INBOX?from=&subject=", "must say which mails count"),
        ("imap://mail/INBOX?form=a@b.cn", "cannot be read; write one such as imap://"),
        ("imap://mail/INBOX?from=bills", "has from=bills, which must be an address or @ and a domain"),
        ("https:///orders.csv", "cannot be read; write one such as https://"),
        ("https://shop.example.com:x/", "cannot be read; write one such as https://"),
        ("https://shop.example.com/x#y", "may not hold #"),
    ],
)
def test_what_cannot_be_is_said_with_an_example(text, sentence):
    with pytest.raises(ShopError) as error:
        parse_shop(SHOP.format(location=text))
    assert str(error.value).startswith("shop.toml: sources.till.location: ")
    assert sentence in str(error.value)
    assert "://" in str(error.value).partition("such as ")[2] or "till_server" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "sftp://shop:hunter2@till.example.com/x",
        "s3://AKIA:hunter2@bucket/x",
        "imap://shop:hunter2@mail.example.com/INBOX?subject=x",
        "https://shop:hunter2@shop.example.com/x",
        "https://shop.example.com/x?access_token=hunter2",
        "https://shop.example.com/x?a=1&X-Amz-Signature=hunter2",
        "https://shop.example.com/x?api_key=hunter2",
    ],
)
def test_a_password_in_a_location_is_refused_and_not_repeated(text):
    with pytest.raises(ShopError) as error:
        parse_shop(SHOP.format(location=text))
    assert "holds a password or token; take it out, store it with: regulars airflow connections add" in str(error.value)
    assert "hunter2" not in "".join(traceback.format_exception(error.value))
