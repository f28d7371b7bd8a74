"""The invented people of the samples, and the contacts that must never come out again."""

ANNA = "13812345678"
"""Member of the till, buyer in the mini-program, and the name of her own Alipay account."""
BOB = "13923456789"
"""Member of the till who orders through Meituan."""
CAROL_EMAIL = "Carol.Chen+tea@Example.com"
CAROL_PHONE = "+86 137 3456 7890"
DAN_EMAIL = "dan@example.org"
GIFT = "13634567890"
"""On a parcel of Anna's: not hers."""
DORA = "13545678901"
"""Writes her number on every parcel of her own."""
ANNA_NAME = "安晓宁"
CAROL_NAME = "Carol Chenhalls"
GIFT_NAME = "吕思远"
GIFT_ADDRESS = "星湖街 328 号 创意园"
RAW_CONTACTS = (
    ANNA, BOB, "Carol.Chen", "carol.chen", "13734567890", "137 3456 7890", "dan@example", GIFT, DORA,
    ANNA_NAME, "晓宁", "Chenhalls", "chenhalls", GIFT_NAME, "思远", "星湖街", "创意园", "215021", "1991-07",
)  # fmt: skip
